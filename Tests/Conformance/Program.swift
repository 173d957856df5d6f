import Foundation
import Testing
import WorkroomLanguage

/// A program in the language, with the events that somebody sends it once it has started.
struct Program: CustomTestStringConvertible, Sendable {
  let name: String
  let text: String

  var testDescription: String { name }
  var source: SourceText { SourceText(name: "\(name).workflow", text: text) }

  /// The lines of the comment that it begins with.
  var remarks: [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("-- ") }.map { $0.dropFirst(3) }
  }

  /// `-- events: draft.sent, draft.approved`
  var events: [String] {
    let prefix = "events: "
    return remarks.filter { $0.hasPrefix(prefix) }.flatMap { line in
      line.dropFirst(prefix.count).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// Every program of the suite.
  static let all: [Program] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs")
    let places = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return places.filter { $0.pathExtension == "workflow" }.sorted { $0.path < $1.path }.compactMap { place in
      guard let text = try? String(contentsOf: place, encoding: .utf8) else { return nil }
      return Program(name: place.deletingPathExtension().lastPathComponent, text: text)
    }
  }()

  /// The whole way from the text to the end.
  func run(in interpreter: Interpreter) throws -> End {
    let source = SourceText(name: "\(name).workflow", text: interpreter.prepared(text))
    let (workflow, diagnostics) = Checker.check(source)
    let errors = diagnostics.filter { $0.severity == .error }.map { finding in
      "line \(source.line(at: finding.span.range.lowerBound)): \(finding.title)"
    }
    let checked = try #require(workflow, "\(errors)\n\(text)")
    return try interpreter.run(checked, events)
  }
}
