import Foundation
import Testing
import WorkroomFormatter
import WorkroomGrammar
import WorkroomLanguage

/// The files of the repository that the layout is tried on.
enum Samples {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let valid = files(in: "Grammar/Valid")
  static let invalid = files(in: "Grammar/Invalid")
  static let workflows = ["ambassador", "paid_post", "seeding"].flatMap { files(in: "Workflows/\($0)") }
  /// Without productions if the page cannot be read, which a test says.
  static let grammar =
    (try? Grammar(reading: String(contentsOf: package.appending(path: "Grammar/workflow.ebnf"), encoding: .utf8)))
    ?? (try! Grammar(reading: "file = \"end\" ;"))

  static func files(in folder: String) -> [Sample] {
    let place = package.appending(path: folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return names.filter { $0.hasSuffix(".workflow") || $0.hasSuffix(".scenario") }.sorted().map { name in
      Sample(name: name, bytes: Array((try? Data(contentsOf: place.appending(path: name))) ?? Data()))
    }
  }
}

struct Sample: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  var testDescription: String { name }
  var source: SourceText { SourceText(name: name, bytes: bytes) }
}

extension SourceText {
  var whole: String { text(0..<bytes.count) }

  /// Its words, signs and comments, without the white space between them and at the end of comments.
  var said: [String] {
    Lexer.lex(self, index: 0).tokens.filter { $0.kind != .newline }.map { token in
      var text = Substring(text(token.range))
      while token.kind == .comment, let last = text.last, last == " " || last == "\t" { text.removeLast() }
      return String(text)
    }
  }

  /// All of it but white space and the mark that some programs put first.
  var seen: [UInt8] {
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return bytes.dropFirst(mark).filter { ![9, 10, 13, 32].contains($0) }
  }
}

func formatted(_ text: String) -> String { Formatting.format(SourceText(name: "a", text: text)).text.whole }

/// What holds for every text that the layout was given.
func expectInLayout(_ source: SourceText, _ comment: @autoclosure () -> String = "") -> SourceText {
  let result = Formatting.format(source)
  #expect(result.difference == nil, "\(comment())\n\(source.whole)")
  let again = Formatting.format(result.text)
  #expect(again.text.whole == result.text.whole, "a second time: \(comment())\n\(source.whole)")
  #expect(result.text.said == source.said, "\(comment())\n\(source.whole)")
  return result.text
}
