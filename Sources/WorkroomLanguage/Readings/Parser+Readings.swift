import WorkroomValues

/// What a line that cannot be read was meant to say.
///
/// It is looked for only where a mistake has been found and nothing tells more about it. A reading is offered if the line
/// that it makes is one of the language, which the parser itself says: what is advised can be written.
extension Parser {
  /// A line that would be right, and what changes in it.
  struct Meant {
    var title: String
    var span: Diagnostic.Span
    var label: String
    var note: String?
    var help: [String]
    var fix: Diagnostic.Fix
  }

  /// Past so many lines with mistakes nobody reads what each was meant to say.
  static let readingsMax = 50

  /// What the statement at the cursor was meant to say, if a reading of it is near; it could not be read from a place on.
  mutating func meant(at place: Int) -> Meant? {
    guard readingsLeft > 0 else { return nil }
    readingsLeft -= 1
    for range in stretches() {
      let tokens = Array(lines.significant[range])
      guard let line = readingLine(tokens) else { continue }
      guard let candidate = candidate(for: line) else { continue }
      loseNames(candidate.words, line.words)
      return telling(candidate, line, tokens, at: place)
    }
    return nil
  }

  /// The statement, and before it what a line of it says that might be one of its own.
  private func stretches() -> [Range<Int>] {
    let range = lines.ranges[line]
    let later = range.dropFirst().filter { index in
      let token = lines.significant[index]
      return tree.line(token) != tree.line(lines.significant[index - 1])
        && [.when, .if, .unless, .and].contains(tree.tokens[token].word)
    }
    return later.map { $0..<range.upperBound } + [range]
  }

  // MARK: The line

  private func readingLine(_ tokens: [Int]) -> ReadingLine? {
    guard tokens.count <= ReadingLine.wordsMax else { return nil }
    return ReadingLine(
      words: tokens.map { plainText($0) }, kinds: tokens.map { tree.tokens[$0].kind }, tight: tight(tokens),
      events: knownEvents,
      stages: declaredStages, nouns: declaredNouns, person: lastPerson,
      finalStage: finalStages.count == 1 ? finalStages[0] : nil,
      nestedQuotes: nestedQuotes(tokens))
  }

  /// The tokens that stand right between two others, without white space.
  private func tight(_ tokens: [Int]) -> Set<Int> {
    Set(
      tokens.indices.dropFirst().dropLast().filter { index in
        let range = tree.tokens[tokens[index]].range
        return tree.tokens[tokens[index - 1]].range.upperBound == range.lowerBound
          && tree.tokens[tokens[index + 1]].range.lowerBound == range.upperBound
      })
  }

  /// A token as it is written in the language.
  func plainText(_ token: Int) -> String {
    switch (tree.tokens[token].kind, tree.tokens[token].word) {
    case (.text, _) where !tree.text(token).hasPrefix("\""): "\"\(tree.quoted(token))\""
    case (.word, .equals): "is"
    case (.word, .notEquals): "is not"
    case (.word, .also): "and"
    case (.word, let word) where word.isReserved: word.spelling
    default: tree.text(token)
    }
  }

  private var knownEvents: Set<String> {
    let own = lines.ranges.filter { $0.count > 1 && first(of: $0).word == .event }.map {
      tree.text(lines.significant[$0.lowerBound + 1])
    }
    return own.isEmpty ? Parser.standardEvents : Parser.standardEvents.union(own)
  }

  private static let standardEvents = Set(Vocabulary.tree.events.map { Vocabulary.tree.text($0.path) })

  private var declaredStages: Set<String> {
    var names: Set<String> = []
    for range in lines.ranges where range.count > 1 {
      switch first(of: range).word {
      case .stage, .track: names.insert(tree.text(lines.significant[range.lowerBound + 1]))
      case .final: names.formUnion(lines.significant[range].dropFirst().map(tree.text))
      default: break
      }
    }
    guard names.isEmpty else { return names }
    return Set(Vocabulary.tree.stages.map { Vocabulary.tree.text($0.name) })
  }

  /// The final stages at the top of the file, in the order of the text.
  var finalStages: [String] {
    lines.ranges.filter {
      $0.count > 1 && first(of: $0).word == .final && column(lines.significant[$0.lowerBound]) == 1
    }
    .flatMap { range in
      lines.significant[range].dropFirst().filter { tree.tokens[$0].kind == .word && tree.tokens[$0].word == .name }
        .map(tree.text)
    }
  }

  /// `"she said "no" to it"`: the words of a line whose text has quotes inside, which end it too early.
  private func nestedQuotes(_ tokens: [Int]) -> [String]? {
    func touches(_ index: Int) -> Bool {
      tree.tokens[tokens[index]].range.upperBound == tree.tokens[tokens[index + 1]].range.lowerBound
    }
    let texts = tokens.indices.filter { tree.tokens[tokens[$0]].kind == .text }
    guard let first = texts.first(where: { $0 + 1 < tokens.count && touches($0) }),
      let last = texts.last(where: { $0 > first && touches($0 - 1) })
    else { return nil }
    let content = tree.source.text(tree.span(tokens[first], tokens[last]).range).dropFirst().dropLast()
    return tokens[..<first].map { plainText($0) } + [Lexer.quoted(String(content))]
      + tokens[(last + 1)...].map { plainText($0) }
  }

  private var declaredNouns: Set<String> {
    let pools = lines.significant.indices.dropLast(2).filter {
      tree.text(lines.significant[$0]) == "pool" && tree.tokens[lines.significant[$0 + 1]].word == .of
    }
    return Set(pools.map { tree.text(lines.significant[$0 + 2]) }).union(["discount", "link"])
  }

  private var lastPerson: String? {
    for range in lines.ranges[...line].reversed() {
      if first(of: range).word == .scenario { return nil }
      let second = lines.significant[min(range.lowerBound + 1, range.upperBound - 1)]
      let isName = tree.tokens[second].kind == .word && tree.tokens[second].word == .name
      if tree.text(lines.significant[range.lowerBound]) == "given", isName, tree.text(second) != "group" {
        return tree.text(second)
      }
    }
    return nil
  }

  private func first(of range: Range<Int>) -> Token { tree.tokens[lines.significant[range.lowerBound]] }

  // MARK: Candidates

  /// The first reading of a line that the language takes.
  private func candidate(for line: ReadingLine) -> ReadingCandidate? {
    let readings =
      switch placeOfLine {
      case .rule: Reading.ofRules
      case .action: Reading.ofActions
      case .field: Reading.ofFields
      case .scenario: Reading.ofScenarios
      }
    func isMeant(_ candidate: ReadingCandidate) -> Bool {
      candidate.words != line.words && isRight(candidate.words)
    }
    let read = readings.lazy.compactMap { reading in
      line.read(as: reading).map { ReadingCandidate(title: reading.title, words: $0, note: reading.note) }
    }
    return line.spelledOtherwise.first(where: isMeant) ?? read.first(where: isMeant)
      ?? line.withoutOneWord.first(where: isMeant) ?? twofold(line, readings, isMeant)
  }

  /// So many halves of a repair are looked at, since each is compared with all habits again.
  private static let halvesMax = 6

  /// Two habits in one line: what the first makes of it is read once more.
  private func twofold(
    _ line: ReadingLine, _ readings: [Reading], _ isMeant: (ReadingCandidate) -> Bool
  ) -> ReadingCandidate? {
    let spelled = line.spelledOtherwise.filter { $0.words != line.words }
    let read = readings.lazy.compactMap { reading in
      line.read(as: reading).map { ReadingCandidate(title: reading.title, words: $0, note: reading.note) }
    }
    for half in spelled + read.filter({ $0.words != line.words && !$0.words.contains("\n") }).prefix(Parser.halvesMax) {
      guard let again = relexed(half.words, line) else { continue }
      for reading in readings {
        guard let words = again.read(as: reading) else { continue }
        let whole = ReadingCandidate(title: half.title, words: words, note: half.note)
        if isMeant(whole) { return whole }
      }
      for candidate in again.spelledOtherwise + again.withoutOneWord where isMeant(candidate) {
        return ReadingCandidate(title: half.title, words: candidate.words, note: half.note)
      }
    }
    return nil
  }

  /// Words as a line of the same place in the file.
  private func relexed(_ words: [String], _ line: ReadingLine) -> ReadingLine? {
    let source = SourceText(name: "line", text: ReadingLine.joined(words))
    let (tokens, _, lexical) = Lexer.lex(source, index: 0)
    let significant = tokens.filter { ![.newline, .comment, .dropped, .end].contains($0.kind) }
    guard lexical.isEmpty, significant.count <= ReadingLine.wordsMax else { return nil }
    var again = line
    again.words = significant.map { source.text($0.range) }
    again.kinds = significant.map(\.kind)
    (again.tight, again.nestedQuotes) = ([], nil)
    return again
  }

  private enum PlaceOfLine { case rule, action, field, scenario }

  private var placeOfLine: PlaceOfLine {
    switch open.last.map({ tree.tokens[$0].word }) {
    case .scenario: .scenario
    case .campaign, .record, .influencer: .field
    case .on, .once, .after, .at, .every: .action
    default: .rule
    }
  }

  /// Whether the parser takes a line where the one at the cursor stands.
  func isRight(_ words: [String]) -> Bool {
    let line = ReadingLine.joined(words)
    let isBlock = opensBlock(lines.ranges[self.line])
    let texts: [String] =
      switch placeOfLine {
      case .action: ["on a.b\n\(line)\nend"]
      case .field: ["record\n\(line)\nend"]
      case .scenario: ["scenario \"s\"\n\(line)\nend"]
      case .rule where isBlock: ["\(line)\nnote \"n\"\nend", "\(line)\nend", line]
      case .rule: [line, "\(line)\nend"]
      }
    return texts.contains { isAccepted($0) }
  }

  private func isAccepted(_ text: String) -> Bool {
    let source = SourceText(name: "line", text: text)
    let (tokens, names, lexical) = Lexer.lex(source, index: 0)
    guard lexical.isEmpty else { return false }
    let tree = SyntaxTree(source: source, sourceIndex: 0, tokens: tokens, names: names)
    var parser = Parser(tree, LogicalLines(tokens, source), definedNames, readsIndentation: false)
    (parser.holdsScenariosOnly, parser.readingsLeft) = (false, 0)
    parser.parseFile()
    return parser.diagnostics.isEmpty
  }

  /// What a declaration would have declared is not missed elsewhere.
  private mutating func loseNames(_ words: [String], _ before: [String]) {
    // Of a line that begins with `end` no name is known otherwise.
    if first(of: lines.ranges[line]).word == .end { tree.lostNames.formUnion(words) }
    let isDeclaration = [.stage, .track, .each, .final, .event, .role, .define].contains(
      first(of: lines.ranges[line]).word)
    guard isDeclaration || placeOfLine == .field else { return }
    tree.lostNames.formUnion(Set(words).subtracting(before))
  }
}
