internal import WorkroomLanguage

/// Tests as JUnit's XML, which most systems for continuous integration read.
///
/// Elements and attributes are those of Jenkins' `junit-10.xsd`. Times are left out: the same files give the same bytes.
struct JUnit {
  /// A test, and what was wrong with it.
  struct Test {
    var name: String
    var findings: [Finding] = []
    /// Why it could not be run.
    var errors: [Finding] = []
    /// What is no failure and worth reading all the same.
    var remarks: [Finding] = []
    var skipped: String?
  }

  var suites: [(file: String, tests: [Test])]

  var rendered: Escaped {
    let tests = suites.flatMap(\.tests)
    return XMLElement(
      name: "testsuites", attributes: [("name", "workroom")] + Self.counts(tests).dropLast(),
      children: suites.map(Self.element)
    ).document
  }

  private static func element(_ suite: (file: String, tests: [Test])) -> XMLElement {
    XMLElement(
      name: "testsuite", attributes: [("name", suite.file)] + counts(suite.tests),
      children: suite.tests.map { element($0, in: suite.file) })
  }

  /// The last is for a suite only.
  private static func counts(_ tests: [Test]) -> [(name: Escaped, value: String)] {
    let counts: [(Escaped, Int)] = [
      ("tests", tests.count), ("failures", tests.count { !$0.findings.isEmpty }),
      ("errors", tests.count { !$0.errors.isEmpty }), ("skipped", tests.count { $0.skipped != nil }),
    ]
    return counts.map { (name: $0.0, value: String($0.1)) }
  }

  private static func element(_ test: Test, in file: String) -> XMLElement {
    func told(_ findings: [Finding], as name: Escaped) -> [XMLElement] {
      findings.map { finding in
        XMLElement(
          name: name, attributes: [("message", finding.title), ("type", finding.rule.id)], text: text(finding))
      }
    }
    var children = told(test.errors, as: "error") + told(test.findings, as: "failure")
    if !test.remarks.isEmpty {
      let remarks = test.remarks.map { "\($0.rule.id) \(text($0))" }
      children.append(XMLElement(name: "system-out", attributes: [], text: remarks.joined(separator: "\n\n")))
    }
    if let reason = test.skipped { children = [XMLElement(name: "skipped", attributes: [("message", reason)])] }
    return XMLElement(name: "testcase", attributes: [("name", test.name), ("classname", file)], children: children)
  }

  private static func text(_ finding: Finding) -> String {
    let (place, region) = (finding.place, finding.place.region)
    return (["\(place.file):\(region.line):\(region.column)"] + finding.lines).joined(separator: "\n")
  }
}

extension JUnit {
  /// One test a file: it has nothing of a severity that counts. What is less severe stands in its output.
  init(_ findings: [Finding], files: [String], failingFrom level: Diagnostic.Severity, unread: [UnreadFile]) {
    suites = files.map { file in
      let here = findings.filter { $0.place.file == file }
      let (failures, remarks) = (here.filter { $0.severity <= level }, here.filter { $0.severity > level })
      return (file, [Test(name: "check", findings: failures, remarks: remarks)])
    }
    add(unread, as: "check")
  }

  /// One test that could not be run for each file that could not be looked at.
  private mutating func add(_ unread: [UnreadFile], as name: String) {
    suites += unread.map { ($0.path, [Test(name: name, errors: [Finding($0)])]) }
  }

  /// A threshold is a test of the file that it was asked of.
  private mutating func add(_ coverage: TestReport.Coverage) {
    let test = Test(name: "coverage", findings: Finding(coverage).map { [$0] } ?? [])
    if let own = suites.firstIndex(where: { $0.file == coverage.file }) { return suites[own].tests.append(test) }
    suites.append((coverage.file, [test]))
  }

  init(_ report: TestReport) {
    suites = report.suites.map { suite in
      let tests = suite.cases.map { test -> Test in
        switch test.outcome {
        case .passed: Test(name: test.name)
        case .skipped(let reason): Test(name: test.name, skipped: reason)
        case .failed(let failures): Test(name: test.name, findings: failures.map { Finding($0, of: test.name) })
        }
      }
      return (suite.file, tests)
    }
    for coverage in report.coverage where coverage.threshold != nil { add(coverage) }
    add(report.unread, as: "test")
  }
}
