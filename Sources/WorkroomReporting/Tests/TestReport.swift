package import WorkroomLanguage

/// How a run of scenarios ended, as every format needs it.
///
/// It holds no times, so that the same files give the same bytes.
package struct TestReport: Sendable {
  /// Where something stands; lines and columns start at 1, columns count Unicode scalars.
  package struct Place: Sendable, Hashable {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
      (self.file, self.line, self.column) = (file, line, column)
    }
  }

  /// An expectation that was not met.
  package struct Failure: Sendable {
    /// One line that stands alone: lower case, no final stop, names in backticks.
    package var title: String
    package var place: Place
    /// The lines below it: the values of its parts, what led there, what to do.
    package var details: [String]

    package init(title: String, place: Place, details: [String] = []) {
      (self.title, self.place, self.details) = (title, place, details)
    }
  }

  package enum Outcome: Sendable {
    case passed
    case failed([Failure])
    /// Not played, for this reason: `todo`, or another one is marked `only`.
    case skipped(String)
  }

  /// One scenario.
  package struct Case: Sendable {
    package var name: String
    package var place: Place
    package var outcome: Outcome

    package init(name: String, place: Place, outcome: Outcome) {
      (self.name, self.place, self.outcome) = (name, place, outcome)
    }
  }

  /// The scenarios of one file.
  package struct Suite: Sendable {
    package var file: String
    package var cases: [Case]

    package init(file: String, cases: [Case]) {
      (self.file, self.cases) = (file, cases)
    }
  }

  package var suites: [Suite]
  /// How much of each workflow was gone through, where that was asked for.
  package var coverage: [Coverage] = []
  /// Files that were named and could not be looked at.
  package var unread: [UnreadFile] = []
  /// Mistakes in the files, which keep their scenarios from being played, each as the formats of `check` have it.
  private(set) var mistakes: [JSON] = []
  /// What is no failure, and should be known of the run.
  private(set) var warnings: [Finding] = []

  package init(suites: [Suite]) { self.suites = suites }

  /// Adds warnings; `sources` is the list that their spans count in.
  package mutating func warn(_ diagnostics: [Diagnostic], in sources: [SourceText]) {
    warnings += diagnostics.map { Finding($0, in: sources) }
  }

  /// Tells of mistakes instead of scenarios; `sources` is the list that their spans count in.
  package mutating func refuse(_ diagnostics: [Diagnostic], in sources: [SourceText]) {
    mistakes = JSONDiagnostics(sources: sources).objects(diagnostics)
  }

  package var hasWarnings: Bool { !warnings.isEmpty }

  /// Why a scenario is not played that has no mark of its own.
  package static let hiddenByOnly = "another one is marked `only`"
}
