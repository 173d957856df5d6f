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
    var notes: [String]
    var help: [String]
    var fix: Diagnostic.Fix?
    /// Whether the help is all of the line as it would be right, so that nothing else has to be said about it.
    var isWhole = false
    /// Whether that is so even for signs that mean nothing.
    var isAll = false
    /// Whether the line before has the same mistake.
    var follows = false
  }

  /// Past so many lines with mistakes nobody reads what each was meant to say.
  static let readingsMax = 50

  /// What the statement at the cursor was meant to say, if a reading of it is near; it could not be read from a place on.
  mutating func meant(at place: Int, stops: Bool = false) -> Meant? {
    guard readingsLeft > 0 else { return nil }
    readingsLeft -= 1
    for range in stretches() {
      let tokens = Array(lines.significant[range])
      guard let line = readingLine(tokens) else { continue }
      guard let candidate = candidate(for: line, at: stops ? nil : tokens.firstIndex(of: place)) else { continue }
      loseNames(candidate.words, line.words)
      return telling(candidate, line, tokens, at: place)
    }
    return nil
  }

  /// The statement at the cursor in English, if it is written in another language.
  mutating func meantInEnglish(at place: Int) -> Meant? {
    let tokens = Array(lines.significant[lines.ranges[line]])
    let isForeign = tokens.prefix(ReadingLine.wordsMax).contains {
      tree.tokens[$0].kind == .word && tree.tokens[$0].word == .name && OtherWords.begins(tree.text($0))
    }
    guard isForeign, readingsLeft > 0, !isEndInOtherWords, let line = readingLine(tokens) else { return nil }
    let ways = line.inEnglish.filter { !line.isTurnedRound(by: $0.words) }
    guard !ways.isEmpty else { return nil }
    readingsLeft -= 1
    guard
      let way = ways.first(where: { isRight($0.words) })
        ?? twofold(line, Array(ways.prefix(Parser.halvesMax)), readings, { isRight($0.words) })
    else { return word(at: place, of: line, tokens) }
    loseNames(way.words, line.words)
    var meant = telling(way, line, tokens, at: place)
    (meant.isWhole, meant.isAll) = (true, true)
    return meant
  }

  /// One word of another language, where the line needs more than its words in English.
  private func word(at place: Int, of line: ReadingLine, _ tokens: [Int]) -> Meant? {
    let index = tokens.firstIndex(of: place).flatMap { OtherWords.isForeign(line.words[$0]) ? $0 : nil } ?? 0
    // Behind its first word a line has no other first word.
    let meanings = OtherWords.meanings(line.words[index...index]).filter {
      !$0.isEmpty && (index == 0 || !Names.word(Array($0.utf8)).startsLine)
    }
    guard line.isOwnName(index), let first = meanings.first else { return nil }
    return Meant(
      title: OtherWords.title, span: tree.span(tokens[index], tokens[index]), label: "write `\(first)`", notes: [],
      help: ["write " + meanings.map { "`\($0)`" }.joined(separator: " or ")], fix: nil)
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

  private mutating func readingLine(_ tokens: [Int]) -> ReadingLine? {
    guard tokens.count <= ReadingLine.wordsMax else { return nil }
    let names = namesOfFile()
    let finals = finalStages
    var line = ReadingLine(
      words: tokens.map { plainText($0) }, written: tokens.map { tree.source.text(tree.tokens[$0].range) },
      kinds: tokens.map { tree.tokens[$0].kind }, tight: tight(tokens),
      events: names.events, stages: names.stages, nouns: names.nouns, people: names.people,
      fields: Set(names.fields.keys), person: placeOfLine == .scenario ? lastPerson : nil,
      finalStage: finals.count == 1 ? finals[0] : nil, ownStage: ownStage, sections: names.sections,
      nestedQuotes: nestedQuotes(tokens))
    if line.person != nil { line.others = personsGiven.filter { $0 != line.person } }
    line.marks = line.found
    return line
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
    // A sign that stands for a word has no name.
    case (.word, let word) where word.isReserved || word != .name && tree.tokens[token].name == 0: word.spelling
    default: tree.text(token)
    }
  }

  /// Whether the vocabulary or the file has an event with a name.
  mutating func isKnownEvent(_ name: String) -> Bool {
    Parser.standardEvents.contains(name) || namesOfFile().events.contains(name)
  }

  static let standardEvents = Set(Vocabulary.tree.events.map { Vocabulary.tree.text($0.path) })

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

  /// The stage that is open at the cursor.
  private var ownStage: String? {
    let opening = open.last { [.stage, .track].contains(tree.tokens[$0].word) }
    return opening.flatMap { $0 + 1 < tree.tokens.count ? tree.text($0 + 1) : nil }
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

  /// Who was given in the scenario before the cursor, in the order of the text.
  private var personsGiven: [String] {
    var persons: [String] = []
    for range in lines.ranges[..<line].reversed() {
      if first(of: range).word == .scenario { break }
      let second = lines.significant[min(range.lowerBound + 1, range.upperBound - 1)]
      let isName = tree.tokens[second].kind == .word && tree.tokens[second].word == .name
      if tree.text(lines.significant[range.lowerBound]) == "given", isName, tree.text(second) != "group" {
        persons.insert(tree.text(second), at: 0)
      }
    }
    return persons
  }

  private func first(of range: Range<Int>) -> Token { tree.tokens[lines.significant[range.lowerBound]] }

  // MARK: Candidates

  /// The habits of the place that the cursor is at.
  private var readings: [Reading] {
    switch placeOfLine {
    case .rule: Reading.ofRules
    case .action: Reading.ofActions
    case .field: Reading.ofFields
    case .scenario: Reading.ofScenarios
    }
  }

  /// The first reading of a line that the language takes; the line could not be read from one of its words on.
  private func candidate(for line: ReadingLine, at place: Int?) -> ReadingCandidate? {
    let readings = readings
    func isMeant(_ candidate: ReadingCandidate) -> Bool {
      candidate.words != line.words && !ReadingLine.hasTwoOutcomes(candidate.words)
        && !line.isTurnedRound(by: candidate.words)
        && !line.losesSender(in: candidate.words) && isRight(candidate.words)
    }
    let spelled = line.spelledOtherwise
    return spelled.first(where: isMeant) ?? readings.lazy.compactMap { line.read(as: $0) }.first(where: isMeant)
      ?? line.withoutOneWord.first(where: isMeant) ?? line.wellSpelled.first(where: isMeant)
      ?? line.withOneWord(at: place).first(where: isMeant)
      ?? twofold(line, spelled.filter { $0.words != line.words } + line.wellSpelled, readings, isMeant)
      ?? Wishes.candidate(line).flatMap { isMeant($0) ? $0 : nil }
  }

  /// So many halves of a repair are looked at, since each is compared with all habits again.
  private static let halvesMax = 6

  /// Two habits in one line: what the first makes of it is read once more.
  private func twofold(
    _ line: ReadingLine, _ spelled: [ReadingCandidate], _ readings: [Reading], _ isMeant: (ReadingCandidate) -> Bool
  ) -> ReadingCandidate? {
    let read = readings.lazy.compactMap { line.read(as: $0) }.filter {
      $0.words != line.words && !$0.words.contains("\n")
    }
    for half in spelled + read.prefix(Parser.halvesMax) {
      guard let again = relexed(half.words, line) else { continue }
      for reading in readings {
        guard var whole = again.read(as: reading) else { continue }
        (whole.title, whole.notes, whole.loses) = (half.title, half.notes + whole.notes, half.loses || whole.loses)
        whole.losesAction = half.losesAction || whole.losesAction
        if isMeant(whole) { return whole }
      }
      for candidate in again.spelledOtherwise + again.withoutOneWord where isMeant(candidate) {
        return ReadingCandidate(title: half.title, words: candidate.words, notes: half.notes, loses: half.loses)
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
    again.written = again.words
    again.kinds = significant.map(\.kind)
    (again.tight, again.nestedQuotes) = ([], nil)
    again.marks = again.found
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

  func isAccepted(_ text: String) -> Bool {
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
