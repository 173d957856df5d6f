import Foundation
import Testing
import WorkroomLanguage

/// The programs of this package that are without mistakes.
enum Programs {
  struct Program: Sendable, CustomTestStringConvertible {
    var name: String
    var source: SourceText
    var testDescription: String { name }

    func checked(sourceLocation: SourceLocation = #_sourceLocation) throws -> CheckedWorkflow {
      try Programs.check(source, sourceLocation: sourceLocation)
    }
  }

  static let all: [Program] = {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let campaigns = root.appending(path: "Workflows")
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: campaigns.path)) ?? []
    return programs(in: root.appending(path: "Grammar/Valid"))
      + folders.sorted().flatMap { programs(in: campaigns.appending(path: $0)) }
  }()

  private static func programs(in folder: URL) -> [Program] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".workflow") }.sorted().map { name in
      let bytes = (try? Data(contentsOf: folder.appending(path: name))) ?? Data()
      return Program(name: name, source: SourceText(name: name, bytes: Array(bytes)))
    }
  }

  static func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> CheckedWorkflow {
    try check(SourceText(name: "scene.workflow", text: text), sourceLocation: sourceLocation)
  }

  private static func check(_ source: SourceText, sourceLocation: SourceLocation) throws -> CheckedWorkflow {
    let (workflow, diagnostics) = Checker.check(source)
    let errors = diagnostics.filter { $0.severity == .error }.map { "\($0.title): \($0.help)" }
    return try #require(workflow, "\(errors)", sourceLocation: sourceLocation)
  }
}
