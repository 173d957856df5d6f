import Testing
import WorkroomGrammar
import WorkroomLanguage

/// The page of the grammar describes the programs that there are, and the words that the lexer knows.
@Suite struct GrammarTests {
  private static let grammar = GrammarPage.grammar
  private static let rule = LineRule(grammar)

  @Test func thePageCanBeRead() throws {
    let grammar = try GrammarPage.read.get()
    #expect(grammar.productions.count > 80)
    for production in grammar.productions where production.isForVocabulary {
      #expect(production.name.contains("influencer") || production.name.contains("section"))
    }
  }

  /// Whatever is neither a file nor between its words has no place on the page.
  @Test func everyProductionIsReached() {
    let grammar = Self.grammar
    var reached: Set<Int> = []
    var open = ["file", "GAP", "LINE BREAK", "COMMENT", "FIRST WORD", "ACTION WORD", "JOINING WORD"].compactMap(
      grammar.production)
    while let next = open.popLast() {
      guard reached.insert(next).inserted else { continue }
      grammar.forEachPart(of: grammar.productions[next].body) {
        if case .reference(let production) = grammar.parts[$0] { open.append(production) }
      }
    }
    for index in grammar.productions.indices where !reached.contains(index) {
      Issue.record("`\(grammar.productions[index].name)` is on the page, and nothing leads to it")
    }
  }

  // MARK: Programs

  @Test(arguments: GrammarPage.small + GrammarPage.whole) func thePageDerives(_ program: Program) {
    expectDerived(program.source)
  }

  @Test func thePageDerivesTheVocabulary() { expectDerived(Vocabulary.source) }

  private func expectDerived(_ source: SourceText) {
    let (words, tokens) = Self.rule.statements(of: source)
    let (isAccepted, farthest) = GrammarReader(Self.grammar).accepts(words)
    guard !isAccepted else { return }
    let word = farthest < words.count ? words[farthest] : "the end of the file"
    let token = Lexer.lex(source, index: 0).tokens[tokens[min(farthest, tokens.count - 1)]]
    let line = source.line(at: token.range.lowerBound)
    Issue.record("\(source.name), line \(line): the page knows no way beyond `\(word == "\n" ? "NL" : word)`")
  }

  /// Every part that stands for itself, and so every production, is used by one of the small programs.
  @Test func everyPartHasAProgram() {
    let grammar = Self.grammar
    let reader = GrammarReader(grammar)
    var used: Set<Int> = []
    for source in GrammarPage.small.map(\.source) {
      used.formUnion(reader.parts(of: Self.rule.statements(of: source).words) ?? [])
      used.formUnion(partsBetweenWords(source, reader))
    }
    let vocabulary = reader.parts(of: Self.rule.statements(of: Vocabulary.source).words) ?? []
    let lists: Set = ["FIRST WORD", "ACTION WORD", "JOINING WORD", "RESERVED"]
    for production in grammar.productions where !lists.contains(production.name) {
      let seen = production.isForVocabulary ? used.union(vocabulary) : used
      #expect(seen.contains(production.body), "no program of Grammar/Valid uses `\(production.name)`")
      guard !production.isWord else { continue }
      grammar.forEachPart(of: production.body) { part in
        if grammar.standsForItself(part), !seen.contains(part), !isForVocabulary(part) {
          Issue.record("no program of Grammar/Valid uses \(grammar.description(of: part))")
        }
      }
    }
  }

  private func isForVocabulary(_ part: Int) -> Bool {
    guard case .reference(let production) = Self.grammar.parts[part] else { return false }
    return Self.grammar.productions[production].isForVocabulary
  }

  private func partsBetweenWords(_ source: SourceText, _ reader: GrammarReader) -> Set<Int> {
    var used: Set<Int> = []
    var end = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func use(_ text: String, _ name: String) {
      guard let production = Self.grammar.production(name) else { return }
      let parts = reader.parts(of: text, as: production)
      #expect(!parts.isEmpty || text.isEmpty, "\(source.name): `\(text)` is no \(name)")
      used.formUnion(parts)
    }
    for token in Lexer.lex(source, index: 0).tokens {
      use(source.text(end..<token.range.lowerBound), "GAP")
      if token.kind == .comment { use(source.text(token.range), "COMMENT") }
      if token.kind == .newline, token.length > 0 { use(source.text(token.range), "LINE BREAK") }
      end = token.range.upperBound
    }
    return used
  }

  // MARK: Words

  /// The lists of words on the page are those of the lexer.
  @Test func theListsAreTheLexers() {
    func words(_ isMeant: (Word) -> Bool) -> Set<String> {
      Set(Word.allCases.filter { ![.name, .equals, .notEquals, .also].contains($0) && isMeant($0) }.map(\.spelling))
    }
    let corrected: Set = ["goto", "unless"]
    #expect(Self.grammar.terminals(of: "RESERVED") == words(\.isReserved))
    #expect(Self.grammar.terminals(of: "FIRST WORD") == words(\.startsLine))
    #expect(
      Self.grammar.terminals(of: "ACTION WORD") == words { $0.startsAction && $0.isReserved }.subtracting(corrected))
    #expect(Self.grammar.terminals(of: "JOINING WORD") == words(\.continuesLine).subtracting(corrected))
  }

  /// Every word that the lexer tells from a name has a use in the grammar.
  @Test func everyWordOfTheLexerHasAUse() {
    let terminals = Self.grammar.terminals()
    let ofNoUse: Set<Word> = [
      .name, .then, .unless, .goto, .equals, .notEquals, .also,
    ]
    for word in Word.allCases where !ofNoUse.contains(word) {
      #expect(terminals.contains(word.spelling), "`\(word.spelling)` stands nowhere in the grammar")
    }
    for word in ofNoUse { #expect(!terminals.contains(word.spelling)) }
  }

  /// What stands in quotes between words is one word or one sign to the lexer, and nothing it objects to.
  @Test func everyTerminalIsAWordOfTheLexer() {
    for terminal in Self.grammar.terminals().sorted() {
      let source = SourceText(name: "terminal", text: terminal)
      let (tokens, _, diagnostics) = Lexer.lex(source, index: 0)
      #expect(diagnostics.isEmpty, "`\(terminal)`")
      #expect(tokens.count == 3 && tokens[0].length == terminal.utf8.count, "`\(terminal)` is not one word")
    }
  }

  @Test(arguments: [
    ("NAME", "price", "on"), ("NAME", "once_more", "event.price"), ("DOTTED", "on.at", "on."),
    ("NUMBER", "1__0.5", "1_"),
    ("NUMBER", "1_000.25", "1.5_0"), ("PERCENT", "12.5%", "%"), ("DATE", "2026-12-31", "2026-13-01"),
    ("TIME", "23:59:59", "24:00"), ("TEXT", #""a \" b""#, #""a" b""#), ("HASHTAG", "#größe.2", "#a."),
    ("HANDLE", "@acme", "@"), ("CURRENCY", "EUR", "EURO"), ("COMMENT", "-- é", "- a"),
  ]) func aWordIsReadAsAWhole(_ name: String, _ right: String, _ wrong: String) {
    let reader = GrammarReader(Self.grammar)
    #expect(reader.accepts(right, as: name))
    #expect(!reader.accepts(wrong, as: name))
  }

  // MARK: The notation

  @Test(arguments: [
    ("a = \"b\"", "`;` is expected"), ("a = b ;", "no production is called `b`"), ("a = ( \"b\" ;", "`)` is expected"),
    ("a = \"b\" ; a = \"c\" ;", "`a` stands twice"), ("a = ? what ? ;", "nobody knows what `what` means"),
    ("a = \"b ;", "this \" is not closed"), ("(* a", "this comment is not closed"),
  ]) func aPageWithAMistakeIsRefused(_ page: String, _ message: String) {
    #expect(throws: NotationError.self) { try Grammar(reading: page) }
    #expect(refusal(of: page) == message)
  }

  private func refusal(of page: String) -> String? {
    do {
      _ = try Grammar(reading: page)
      return nil
    } catch { return (error as? NotationError)?.message }
  }
}

extension Grammar {
  /// Whether a part is a word, a sign or the name of a production, rather than a way to put others together.
  func standsForItself(_ part: Int) -> Bool {
    switch parts[part] {
    case .terminal, .reference, .special: true
    default: false
    }
  }
}
