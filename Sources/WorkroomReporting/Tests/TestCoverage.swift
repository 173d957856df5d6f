internal import WorkroomLanguage

/// How much of a workflow its scenarios went through, and how much was asked for.
extension TestReport {
  package struct Coverage: Sendable {
    /// The workflow's file.
    package var file: String
    package var covered: Int
    package var all: Int
    /// In hundredths of a per cent, as the threshold is; there is none where nothing was asked for.
    package var share: Int
    package var threshold: Int?

    package init(file: String, covered: Int, all: Int, share: Int, threshold: Int?) {
      (self.file, self.covered, self.all) = (file, covered, all)
      (self.share, self.threshold) = (share, threshold)
    }

    package var isEnough: Bool { share >= threshold ?? 0 }

    /// What is told where too little is covered, in one line that stands alone.
    package var shortfall: String? {
      guard let threshold, !isEnough else { return nil }
      return "\(Self.percent(share)) of \(file) is covered, and \(Self.percent(threshold)) are asked for"
    }

    /// `87.5 %`; what is not complete never shows as 100.
    package static func percent(_ share: Int) -> String {
      let tenths = share / 10
      return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
  }

  /// Each workflow of which too little is covered.
  var shortfalls: [Finding] { coverage.compactMap { Finding($0) } }
}

extension Finding {
  private static let tooLittle = Rule(id: "coverage", slug: "coverage-too-low", severity: .error, help: "")

  /// Too little of a file is covered; that has no place inside, so the place is its beginning.
  init?(_ coverage: TestReport.Coverage) {
    guard let shortfall = coverage.shortfall else { return nil }
    rule = Self.tooLittle
    (severity, title) = (.error, shortfall)
    place = Place(file: coverage.file, region: Region(line: 1, column: 1, endLine: 1, endColumn: 1), label: "")
    remarks = ["`workroom test \(coverage.file) --coverage` lists what is left out, and offers scenarios for it"]
  }
}
