import Foundation
import Testing
import WorkroomGrammar
import WorkroomLanguage

/// What the page derives the parser reads, and what it does not derive the parser refuses.
@Suite struct DerivedProgramsTests {
  private static let grammar = GrammarPage.grammar
  private static let rule = LineRule(grammar)
  private static let derivation = Derivation(grammar)
  private static let rounds = Folder.runsWhole ? 20_000 : 400

  /// A file that the page derives has no mistake of form.
  @Test(arguments: 1...4) func theParserReads(_ lane: Int) {
    var derivation = Self.derivation
    for round in 0..<Self.rounds {
      let seed = UInt64(lane * 1_000_000 + round)
      let (_, text) = Self.derived(seed, &derivation)
      let source = SourceText(name: "derived.workflow", text: text)
      guard let first = Parser.parse(source, index: 0).diagnostics.first else { continue }
      let line = source.line(at: first.span.range.lowerBound)
      Issue.record("seed \(seed): \(first.code) at line \(line), \(first.title)\n\(text)")
      return
    }
  }

  /// What the page derives the recogniser, made of the same page, reads back from the text.
  @Test func thePageReadsWhatItDerives() {
    let reader = GrammarReader(Self.grammar)
    var derivation = Self.derivation
    for seed in 0..<UInt64(Self.rounds / 5) {
      let (words, text) = Self.derived(seed, &derivation)
      let read = Self.rule.statements(of: SourceText(name: "derived", text: text)).words
      #expect(read == words, "seed \(seed): the lines differ\n\(text)")
      #expect(reader.accepts(read).isAccepted, "seed \(seed)\n\(text)")
    }
  }

  /// Whatever its names mean, a derived file is checked to its end.
  @Test func theCheckerAnswers() {
    var derivation = Self.derivation
    for seed in 0..<UInt64(Self.rounds / 10) {
      let source = SourceText(name: "derived.workflow", text: Self.derived(seed, &derivation).text)
      let (workflow, diagnostics) = Checker.check(source)
      #expect((workflow == nil) == diagnostics.contains { $0.severity == .error }, "seed \(seed)")
    }
  }

  /// The derivations go everywhere on the page.
  @Test func everyPartIsDerived() {
    // What is found between words, lists of words, and what depends on the words before.
    let aside: Set = [
      "GAP", "SPACE", "LINE BREAK", "COMMENT", "FIRST WORD", "ACTION WORD", "JOINING WORD", "RESERVED", "NAME",
      "INSIDE", "block name", "defined name",
    ]
    var derivation = Self.derivation
    var missing = Self.grammar.productions.filter { !aside.contains($0.name) }.flatMap { production in
      var parts: [Int] = []
      Self.grammar.forEachPart(of: production.body) { if Self.grammar.standsForItself($0) { parts.append($0) } }
      return parts
    }
    for seed in 0..<UInt64(3_000) where !missing.isEmpty {
      _ = derivation.file(seed: seed, words: 200)
      missing.removeAll(where: derivation.parts.contains)
    }
    for part in missing { Issue.record("no derivation goes through \(Self.grammar.description(of: part))") }
  }

  // MARK: What is not derived

  /// A derived file with one word taken out, put in or exchanged: what the page no longer derives is refused.
  @Test(arguments: 1...4) func theParserRefuses(_ lane: Int) throws {
    let reader = GrammarReader(try Self.loosened())
    var derivation = Self.derivation
    var refused = 0
    for round in 0..<Self.rounds {
      let seed = UInt64(lane * 1_000_000 + round)
      let words = derivation.file(seed: seed, words: 16)
      let (changed, what) = Self.changed(words, &derivation)
      let text = Self.plain(changed)
      let source = SourceText(name: "changed.workflow", text: text)
      let read = Self.rule.statements(of: source).words
      guard !reader.accepts(read).isAccepted else { continue }
      refused += 1
      if Parser.parse(source, index: 0).diagnostics.isEmpty {
        Issue.record("seed \(seed), \(what): the page does not derive this, and the parser reads it\n\(text)")
      }
    }
    #expect(refused > Self.rounds / 3)
  }

  private static func derived(
    _ seed: UInt64, _ derivation: inout Derivation
  ) -> (words: GrammarReader.Words, text: String) {
    let words = derivation.file(seed: seed, words: 60)
    return (words, Layout.text(of: words, &derivation))
  }

  /// Words of the language, and some that could be taken for one.
  private static let others = grammar.terminals().sorted() + ["greater", "fewer", "stages", "a", "the", "if", "unless"]

  private static func changed(
    _ words: GrammarReader.Words, _ derivation: inout Derivation
  ) -> (words: GrammarReader.Words, what: String) {
    var changed = words
    let places = words.indices.filter { words[$0] != "\n" }
    guard !places.isEmpty else { return (["end", "\n"], "an end alone") }
    let place = derivation.random.any(of: places)
    let other = derivation.random.any(of: places.map { words[$0] } + others)
    switch derivation.random.below(3) {
    case 0:
      changed.remove(at: place)
      return (changed, "without `\(words[place])`")
    case 1:
      changed[place] = other
      return (changed, "`\(other)` for `\(words[place])`")
    default:
      changed.insert(other, at: place)
      return (changed, "`\(other)` before `\(words[place])`")
    }
  }

  /// What the parser reads and the checker refuses, since it knows more about it: the production that says what is
  /// right, what the parser makes of it, and a line with the mistake.
  private static let leftToTheChecker = [
    ("event name = DOTTED ;", "event name = PLAIN | DOTTED ;", "on accepted note \"x\"", "W0203"),
    ("role name = NAME ;", "role name = path ;", "on proposal.accepted by the.manager note \"x\"", "W0204"),
    ("value name = NAME ;", "value name = path ;", "on proposal.noted raise email.sent with a.b \"x\"", "W0206"),
    (
      "| stage | track | final line |", "| stage | track | each | final line |", "each task at most 2 of 1\nend",
      "W0419"
    ),
    (
      "whole number = NUMBER ;", "whole number = operand ;",
      "stage a\n every 1 day at most followers times note \"x\"\nend", "W0006"
    ),
    (
      "clauses = [ condition clause ] ;", "clauses = [ senders ] , [ \"otherwise\" ] , [ condition clause ] ;",
      "stage a\n after 1 day by manager note \"x\"\nend", "W0413"
    ),
    (
      "rounding = \"(\" , ( \"last\" | \"next\" ) , \"day\" , \")\" ;",
      "rounding = [ \"(\" , ( \"last\" | \"next\" ) , \"day\" , \")\" ] ;",
      "stage a\n after 1 month note \"x\"\nend", "W0306"
    ),
  ]

  /// The page as the parser reads it.
  private static func loosened() throws -> Grammar {
    var page = try String(contentsOf: GrammarPage.place, encoding: .utf8)
    for (strict, loose, _, _) in leftToTheChecker {
      try #require(page.contains(strict), "the page does not say `\(strict)`")
      page.replace(strict, with: loose)
    }
    return try Grammar(reading: page)
  }

  @Test(arguments: leftToTheChecker) func theCheckerRefuses(_ strict: String, _: String, _ line: String, _ code: String)
  {
    let source = SourceText(name: "left.workflow", text: "\(line)\n")
    #expect(!GrammarReader(Self.grammar).accepts(Self.rule.statements(of: source).words).isAccepted)
    #expect(Checker.check(source).diagnostics.contains { $0.code.description == code }, "\(strict)")
  }

  /// One statement a line, words apart.
  private static func plain(_ words: GrammarReader.Words) -> String {
    words.split(separator: "\n").map { $0.joined(separator: " ") }.joined(separator: "\n") + "\n"
  }
}
