import Foundation
import Testing
import WorkroomAnalysis
import WorkroomLanguage
import WorkroomReporting

/// A program of the folder `Grammar`, or one that a test makes up.
struct Program: Sendable, CustomTestStringConvertible {
  /// Its file's name without the ending.
  let name: String
  let source: SourceText
  /// Whether it is a file of scenarios, beside a workflow with the standard stages.
  let isScenarios: Bool
  /// Found once, when the program is made.
  let diagnostics: [Diagnostic]

  var testDescription: String { name }

  /// With `readsFlow` what `check` says of its flow is among its diagnostics.
  init(name: String, bytes: [UInt8], isScenarios: Bool = false, readsFlow: Bool = false) {
    self.name = name
    self.isScenarios = isScenarios
    source = SourceText(name: "\(name).\(isScenarios ? "scenario" : "workflow")", bytes: bytes)
    if name.hasPrefix("\(DiagnosticCode.noWorkflow)") {
      diagnostics = Checker.check(lonelyScenarios: source, beside: "\(name).workflow")
    } else if isScenarios {
      let beside = SourceText(name: "beside.workflow", bytes: [])
      diagnostics = Checker.check(beside, index: 1, scenarioFiles: [(source, 0)]).diagnostics
    } else {
      diagnostics = readsFlow ? Analysis.check(source).diagnostics : Checker.check(source).diagnostics
    }
  }

  init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// What a person sees, a hundred columns wide.
  var rendering: String {
    DiagnosticFormat.human(width: 100, colour: .off).render(diagnostics, in: [source]).text
  }

  /// All programs of one folder, in the order of their names.
  static func all(in folder: URL) -> [Program] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".workflow") || $0.hasSuffix(".scenario") }.sorted().map { name in
      let bytes = (try? Data(contentsOf: folder.appending(path: name))) ?? Data()
      return Program(
        name: String(name.dropLast(9)), bytes: Array(bytes), isScenarios: name.hasSuffix(".scenario"), readsFlow: true)
    }
  }
}

enum Folder {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let valid = package.appending(path: "Grammar/Valid")
  static let invalid = package.appending(path: "Grammar/Invalid")

  /// Writes what the tests would otherwise compare with: `WORKROOM_RECORD=1 swift test`.
  static let records = ProcessInfo.processInfo.environment["WORKROOM_RECORD"] != nil
  /// Runs what is otherwise sampled to its end: `WORKROOM_WHOLE=1 swift test`.
  static let runsWhole = ProcessInfo.processInfo.environment["WORKROOM_WHOLE"] != nil
}

extension [Diagnostic] {
  /// What is shown: the errors and warnings that don't follow from another.
  var shown: [Diagnostic] { filter { !$0.isConsequence } }
  var errors: [Diagnostic] { shown.filter { $0.severity == .error } }
}

/// The time that this thread alone has worked, so that other tests beside it don't count.
func workingTime(_ body: () -> Void) -> Duration {
  func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
  let start = now()
  body()
  return now() - start
}
