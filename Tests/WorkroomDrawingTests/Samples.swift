import Foundation
import Testing
import WorkroomDrawing
import WorkroomLanguage

/// The programs whose pictures are looked at.
enum Samples {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  struct Sample: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var testDescription: String { name }

    func chart() throws -> Chart { try Samples.chart(text, name: name) }
  }

  static let workflows = ["ambassador", "seeding", "paid_post"].map { file("Workflows/\($0)/\($0).workflow") }

  static let valid: [Sample] = {
    let folder = root.appending(path: "Grammar/Valid")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".workflow") }.sorted().map { file("Grammar/Valid/\($0)") }
  }()

  static let generated: [Sample] = (1...200).map { seed in
    var writer = WorkflowWriter(seed: UInt64(seed))
    return Sample(name: "generated-\(seed)", text: writer.workflow())
  }

  static let all = workflows + valid + rows + generated

  /// Long rows with leaps, which are cut into bands.
  static let rows: [Sample] = [20, 45, 90].map { length in
    var text = "workflow \"Row\" version 1\n"
    for number in 0..<length {
      text += "stage s\(number)\n  on content.posted go to s\(number + 1)\n"
      if number % 3 == 1 { text += "  on content.approved go to s\((number * 7 + 5) % length)\n" }
      if number % 4 == 2 { text += "  after 9 days go to gone\n" }
      text += "end\n"
    }
    return Sample(name: "row-\(length)", text: text + "final s\(length), gone\n")
  }

  /// The picture of each sample, laid out once.
  static let pictures: [(name: String, picture: Picture)] = all.compactMap { sample in
    (try? sample.chart()).map { (sample.name, Picture($0)) }
  }

  static func file(_ path: String) -> Sample {
    let url = root.appending(path: path)
    return Sample(
      name: url.lastPathComponent, text: (try? String(contentsOf: url, encoding: .utf8)) ?? "")
  }

  static func chart(_ text: String, name: String = "test.workflow") throws -> Chart {
    let source = SourceText(name: name, text: text)
    let (workflow, diagnostics) = Checker.check(source)
    let checked = try #require(workflow, "\(name): \(diagnostics.first?.title ?? "")\n\(text)")
    return Chart(checked, source)
  }
}
