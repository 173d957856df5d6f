import Foundation
import WorkroomAnalysis
import WorkroomLanguage
import WorkroomReporting

/// Files of the package, and what is said of them.
enum Package {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func source(_ path: String) throws -> SourceText {
    SourceText(name: path, bytes: Array(try Data(contentsOf: root.appending(path: path))))
  }

  /// Paths of the files in a folder that end so, in the order of their names.
  static func files(in folder: String, ending: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
    return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }.sorted().map {
      "\(folder)/\($0)"
    }
  }
}

extension SourceText {
  /// All that the checker and the analysis say of it, as a person sees it.
  var findings: String {
    DiagnosticFormat.human(width: 100, colour: .off).render(Analysis.check(self).diagnostics, in: [self]).text
  }

  init(_ text: String) { self.init(name: "a.workflow", text: text) }
}
