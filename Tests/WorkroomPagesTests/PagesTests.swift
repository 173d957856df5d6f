import Foundation
import Testing
import WorkroomAnalysis
import WorkroomLanguage
import WorkroomPages

/// One page a code: its mistake gives the code, its repair does not, and the tool carries what the folder says.
@Suite struct PagesTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = root.appending(path: "Grammar/Diagnostics")
  static let embedded = root.appending(path: "Sources/WorkroomPages/pages.md")
  static let records = ProcessInfo.processInfo.environment["WORKROOM_RECORD"] != nil

  /// The texts of the folder by their files' names.
  static let files: [(name: String, text: String)] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasPrefix("W") && $0.hasSuffix(".md") }.sorted().map { name in
      (name, (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? "")
    }
  }()
  static let pages = files.flatMap { DiagnosticPage.pages(of: $0.text) }.map { Page(page: $0) }

  struct Page: Sendable, CustomTestStringConvertible {
    var page: DiagnosticPage
    var testDescription: String { page.code }

    /// The program below a heading, if one is shown, and whether it is a file of scenarios.
    func program(below heading: String) -> (text: String, isScenario: Bool)? {
      let lines = page.lines.drop { $0 != "## \(heading)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
      guard let start = lines.firstIndex(where: { $0 == "```workflow" || $0 == "```scenario" }) else { return nil }
      let text = lines[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n") + "\n"
      return (text.replacing("‹U+202E›", with: "\u{202E}"), lines[start] == "```scenario")
    }
  }

  /// Every code that the sources declare, with its slug.
  static let declared: [String: String] = {
    let sources = root.appending(path: "Sources")
    let names = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
    var codes: [String: String] = [:]
    for name in names where name.hasSuffix(".swift") {
      let text = (try? String(contentsOf: sources.appending(path: name), encoding: .utf8)) ?? ""
      for match in text.matches(of: #/DiagnosticCode\(\s*([0-9]+),\s*"([a-z0-9-]+)"/#) {
        codes["W" + String(repeating: "0", count: 4 - match.1.count) + match.1] = String(match.2)
      }
    }
    return codes
  }()

  /// What a page can only say in words: the bytes that its mistake is made of.
  static let made: [String: [UInt8]] = [
    "W0001": Array(repeating: 10, count: Lexer.sourceBytesMax + 1),
    "W0002": Array("-- gr".utf8) + [0xFF] + Array("e\n".utf8),
    "W0008": Array("stage \(String(repeating: "x", count: Lexer.nameBytesMax + 1))\n".utf8)
      + Array("  on proposal.accepted go to agreed\nend\nfinal agreed\n".utf8),
    "W0110": Array("on proposal.accepted when ".utf8)
      + Array(String(repeating: "(", count: Parser.depthMax + 1).utf8) + Array("followers is 1".utf8)
      + Array(String(repeating: ")", count: Parser.depthMax + 1).utf8) + Array(" note \"x\"\n".utf8),
    "W0111": Array("record\n\((0...Checker.fieldsMax).map { "  f\($0) number default 0\n" }.joined())end\n".utf8),
  ]

  /// What a file is answered with; scenarios stand beside a workflow of the standard stages.
  private func findings(_ bytes: [UInt8], isScenario: Bool = false, isAlone: Bool = false) -> [Diagnostic] {
    let source = SourceText(name: "page", bytes: bytes)
    if isAlone { return Checker.check(lonelyScenarios: source) }
    let standard = SourceText(name: "standard", bytes: [])
    let diagnostics =
      isScenario
      ? Checker.check(standard, scenarioFiles: [(source: source, index: 1)]).diagnostics
      : Analysis.check(source).diagnostics
    return diagnostics.filter { !$0.isConsequence }
  }

  private func codes(_ findings: [Diagnostic]) -> Set<String> { Set(findings.map(\.code.description)) }

  @Test func everyCodeHasAPageAndEveryPageACode() {
    #expect(Self.declared.count > 60)
    #expect(Self.pages.map(\.page.code) == Self.declared.keys.sorted())
    for (file, page) in zip(Self.files, Self.pages) {
      #expect(file.name == "\(page.page.code).md")
      #expect(page.page.slug == Self.declared[page.page.code], "\(page.page.code)")
    }
  }

  @Test(arguments: pages) func theMistakeGivesTheCode(_ page: Page) throws {
    let program = page.program(below: "The mistake")
    let bytes = try #require(program.map { Array($0.text.utf8) } ?? Self.made[page.page.code], "no example")
    let found = findings(
      bytes, isScenario: program?.isScenario == true,
      isAlone: page.page.code == DiagnosticCode.noWorkflow.description)
    #expect(codes(found).contains(page.page.code), "\(codes(found))")
    #expect(codes(found.filter { $0.severity == .error }).isSubset(of: [page.page.code]), "\(codes(found))")
  }

  @Test(arguments: pages) func theRepairHasNoErrors(_ page: Page) throws {
    let program = try #require(page.program(below: "The repair"), "no example")
    let found = findings(Array(program.text.utf8), isScenario: program.isScenario)
    #expect(!found.contains { $0.severity == .error || $0.code.description == page.page.code }, "\(codes(found))")
  }

  @Test(arguments: pages) func readsLikeTheOthers(_ page: Page) {
    #expect(page.page.lines.filter { $0.hasPrefix("#") }.dropFirst() == ["## The mistake", "## The repair"])
    #expect(page.page.summary.hasSuffix("."))
    #expect(page.page.summary.count <= 160, "\(page.page.summary)")
    for line in page.page.lines {
      #expect(line.count <= 130, "\(line)")
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 }, "\(line)")
    }
  }

  @Test func theToolCarriesThePages() throws {
    let whole = Self.files.map(\.text).joined(separator: "\n")
    if Self.records { try whole.write(to: Self.embedded, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: Self.embedded, encoding: .utf8) == whole, "WORKROOM_RECORD=1 swift test writes it")
    if !Self.records { #expect(DiagnosticPage.all.map(\.lines) == Self.pages.map(\.page.lines)) }
  }

  @Test(arguments: ["W0201", "w0201", "0201", "201", "unknown-stage", "Unknown-Stage"])
  func aPageIsFoundByAnyOfItsNames(_ word: String) {
    #expect(DiagnosticPage.find(word)?.code == "W0201")
  }

  @Test func whatIsNotThereHasNeighbours() {
    for word in ["", "w", "W9999", "201a", "unknwon-stage", "stage", "\u{1B}[31m", String(repeating: "9", count: 99)] {
      #expect(DiagnosticPage.find(word) == nil, "\(word)")
    }
    #expect(DiagnosticPage.nearest(to: "W0299").map(\.code) == ["W0301", "W0302", "W0303"])
    #expect(DiagnosticPage.nearest(to: "unknwon-stage").map(\.slug) == ["unknown-stage"])
    #expect(DiagnosticPage.nearest(to: "stage").map(\.slug).contains("unknown-stage"))
    #expect(DiagnosticPage.nearest(to: "zzz").isEmpty)
  }
}
