import Foundation
import Testing
import WorkroomFormatter
import WorkroomGrammar
import WorkroomLanguage

/// What holds for every text: tried on programs that the page of the grammar derives, on those of the repository, and
/// on damaged ones.
@Suite struct PropertyTests {
  private static let derivation = Derivation(Samples.grammar)
  private static let rule = LineRule(Samples.grammar)
  private static let rounds = ProcessInfo.processInfo.environment["WORKROOM_WHOLE"] != nil ? 20_000 : 200

  @Test(arguments: 1...4) func derivedProgramsKeepTheirWords(_ lane: Int) {
    var derivation = Self.derivation
    for round in 0..<Self.rounds {
      let seed = UInt64(lane * 1_000_000 + round)
      let words = derivation.file(seed: seed, words: 60)
      let text = Layout.text(of: words, &derivation)
      let result = expectInLayout(SourceText(name: "derived", text: text), "seed \(seed)")
      expectTidy(result, "seed \(seed)")
      guard Formatting.format(result).diagnostics.isEmpty, result.said == SourceText(name: "a", text: text).said else {
        Issue.record("seed \(seed)\n\(text)")
        return
      }
    }
  }

  /// How the words of a file are spread over lines makes no difference.
  @Test func theLayoutFollowsFromTheWordsAlone() {
    var derivation = Self.derivation
    for seed in 0..<UInt64(Self.rounds) {
      let words = derivation.file(seed: seed, words: 60)
      let plain = words.split(separator: "\n").map { $0.joined(separator: " ") }.joined(separator: "\n") + "\n"
      let spread = spread(words)
      #expect(formatted(spread) == formatted(plain), "seed \(seed)\n\(spread)")
    }
  }

  /// As many lines as there may be.
  private func spread(_ words: GrammarReader.Words) -> String {
    var text = ""
    forEachGap(of: words) { word, mayBreak in text += word + (mayBreak ? "\n" : "\t ") }
    return text
  }

  /// Calls back with each word, and whether its line may end behind it.
  private func forEachGap(of words: GrammarReader.Words, _ body: (String, Bool) -> Void) {
    var start = 0
    for (index, word) in words.enumerated() {
      if word == "\n" {
        start = index + 1
        continue
      }
      let next = index + 1 < words.count ? words[index + 1] : "\n"
      let behind = index + 2 < words.count ? words[index + 2] : nil
      body(word, next == "\n" || !Self.rule.ends(words[start...index], before: next, behind))
    }
  }

  @Test(arguments: 1...2) func aCommentInEveryGapStaysInItsGap(_ lane: Int) {
    var derivation = Self.derivation
    for round in 0..<Self.rounds / 4 {
      let seed = UInt64(lane * 1_000_000 + round)
      let words = derivation.file(seed: seed, words: 40)
      var text = "-- 0\n"
      var count = 0
      forEachGap(of: words) { word, mayBreak in
        text += word
        count += 2
        if mayBreak {
          text += (count % 3 == 0 ? "" : " -- \(count)") + "\n" + (count % 4 == 0 ? "\n-- \(count + 1)  \n" : "")
        } else {
          text += " "
        }
      }
      let result = expectInLayout(SourceText(name: "derived", text: text), "seed \(seed)")
      #expect(result.said.filter { $0.hasPrefix("--") }.count > words.count { $0 == "\n" } / 3)
      expectTidy(result, "seed \(seed)")
    }
  }

  /// What the layout promises of every line, but of the content of texts and comments.
  private func expectTidy(_ source: SourceText, _ comment: String) {
    let lines = source.whole.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last == "", "\(comment)")
    #expect(lines.first != "" || lines.count == 1, "\(comment)")
    for (index, line) in lines.enumerated().dropLast() {
      #expect(line.last != " " && line.last != "\t" && line.last != "\r", "\(comment): `\(line)`")
      #expect(line != "" || lines[index + 1] != "", "\(comment): two blank lines")
      #expect(line != "" || lines[index + 1].drop { $0 == " " }.prefix(4) != "end ", "\(comment)")
      #expect(line.prefix { $0 == " " }.count % 2 == 0, "\(comment): `\(line)`")
    }
    #expect(!source.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
  }

  @Test(arguments: Samples.valid + Samples.workflows) func programsKeepTheirMeaning(_ sample: Sample) {
    let result = expectInLayout(sample.source)
    let before = Checker.check(sample.source).diagnostics.map(\.title)
    #expect(Checker.check(result).diagnostics.map(\.title) == before)
  }

  @Test(arguments: Samples.workflows) func theWorkflowsAreInTheLayout(_ sample: Sample) {
    #expect(formatted(sample.source.whole) == sample.source.whole)
  }

  /// Programs that show what white space and line breaks there may be, and so are not in the layout.
  private static let free = Set(
    ["because", "byte-order-mark", "comments", "flat", "long-lines", "tables", "tabs", "windows-line-ends"].map {
      "\($0).workflow"
    })

  @Test(arguments: Samples.valid) func theProgramsAreInTheLayout(_ sample: Sample) {
    let isInLayout = Formatting.format(sample.source).text.bytes == sample.bytes
    #expect(isInLayout != Self.free.contains(sample.name))
  }

  // MARK: Damaged programs

  @Test(arguments: Samples.invalid) func aBrokenBlockKeepsItsBytes(_ sample: Sample) {
    expectBrokenIsKept(sample.source)
  }

  @Test func programsWithoutAWordKeepTheirBytes() {
    for sample in Samples.valid + Samples.workflows {
      let tokens = Lexer.lex(sample.source, index: 0).tokens.filter { ![.newline, .comment, .end].contains($0.kind) }
      for place in stride(from: 0, to: tokens.count, by: max(1, tokens.count / 4)) {
        var bytes = sample.bytes
        bytes.removeSubrange(tokens[place].range)
        expectBrokenIsKept(SourceText(name: "\(sample.name) without word \(place)", bytes: bytes))
      }
    }
  }

  private func expectBrokenIsKept(_ source: SourceText) {
    let result = Formatting.format(source)
    #expect(result.difference == nil, "\(source.name)\n\(source.whole)")
    #expect(result.text.seen == source.seen, "\(source.name)")
    #expect(Formatting.format(result.text).text.bytes == result.text.bytes, "\(source.name)\n\(source.whole)")
    for diagnostic in result.diagnostics where diagnostic.span.range.lowerBound < source.bytes.count {
      let line = source.bytes[source.lineRange(source.line(at: diagnostic.span.range.lowerBound))]
      #expect(
        line.isEmpty || result.text.bytes.firstRange(of: line) != nil,
        "\(source.name): a line with a mistake was changed\n\(result.text.whole)")
    }
  }
}
