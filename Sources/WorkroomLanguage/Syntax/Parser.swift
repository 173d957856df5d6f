/// Reads a file's statements into a `SyntaxTree`.
///
/// The first word of a statement decides what it is, so one wrong line costs one line: every statement is read on its
/// own, a mistake in it is reported once, and reading goes on at the next. Blocks are closed by the word `end`;
/// indentation is looked at only when the ends don't add up, as evidence of which one is missing.
///
/// Parse functions return `nil` after they have reported. Declarations, rules, actions and expressions have a file
/// each; blocks are in `Parser+Blocks.swift`, lines that make no sense where they stand in `Parser+LostLines.swift`.
package struct Parser: ~Copyable {
  var tree: SyntaxTree
  let lines: LogicalLines
  /// The statement being read, and the place in it.
  var line = 0
  var at = 0
  var lineEnd = 0
  var diagnostics: [Diagnostic] = []
  var lineHasError = false
  /// Blocks that are open, innermost last: their first token.
  var open: [Int] = []
  let readsIndentation: Bool
  /// The `end` of what a block does in some cases only, which has been told.
  var endOfCase = -1
  /// The first word of the rule whose block begins behind a line that has been told.
  var toldBlock = -1
  /// Whether the file is one of scenarios, beside its workflow.
  var holdsScenariosOnly: Bool
  var structureIsBroken = false
  var expressionDepth = 0
  /// The last statement that made no sense where it stood, and what it looked like.
  var lost: (line: Int, kind: LostKind)?
  /// Blocks whose first line made no sense.
  var lostBlocks: Set<Int> = []
  /// Stages that stood in such a block.
  var lostMembers: [MemberSyntax] = []
  /// How many blocks were found to be open at one place.
  var unclosedHere = (line: -1, count: 0)
  /// Lines that begin with `end` and go on with something else, innermost last.
  var oddEnds: [Int] = []
  /// For how many more lines with mistakes it is asked what they were meant to say.
  var readingsLeft = Parser.readingsMax
  /// Statements that are told as a whole, so that words of other languages in them need no message of their own; of some
  /// nothing else is told.
  var told: [(range: Range<Int>, isAll: Bool)] = []
  /// The last statement in another format.
  var otherFormat: (line: Int, format: OtherFormat)?
  /// Where a table ends that was told as a whole.
  var tableEnd = 0
  /// The names that the file gives, once they have been asked for.
  var fileNames: FileNames?
  /// The names of definitions, which may stand alone where a condition is expected.
  let definedNames: Set<String>

  package static let depthMax = 256
  package static let termsMax = 256
  /// Past this many a file has other troubles than its grammar.
  package static let diagnosticsMax = 1000

  package static func parse(_ source: SourceText, index: Int) -> (tree: SyntaxTree, diagnostics: [Diagnostic]) {
    parse(source, index, nil)
  }

  /// A file beside a workflow holds nothing but scenarios, behind a heading that may say whose they are; conditions may name
  /// what the workflow defines.
  package static func parse(
    scenarios source: SourceText, index: Int, of workflow: SyntaxTree
  ) -> (tree: SyntaxTree, diagnostics: [Diagnostic]) {
    // What a line with a mistake would have defined is not missed here.
    parse(source, index, workflow.lostNames.union(workflow.defines.map { workflow.text($0.name) }))
  }

  static func parse(
    _ source: SourceText, _ index: Int, _ definitions: Set<String>?
  ) -> (tree: SyntaxTree, diagnostics: [Diagnostic]) {
    let (tokens, names, lexical) = Lexer.lex(source, index: index)
    var tree = SyntaxTree(source: source, sourceIndex: index, tokens: tokens, names: names)
    let lines = LogicalLines(tokens, source)
    tree.silenced = silenced(by: lexical, lines)
    var parser = Parser(tree, lines, definitions, readsIndentation: false)
    parser.parseFile()
    if parser.structureIsBroken, parser.missesEnds {
      var second = Parser(tree, lines, definitions, readsIndentation: true)
      second.parseFile()
      // Indentation tells which `end` is missing, but in a text without any the ends alone tell more.
      if second.errors <= parser.errors + (parser.isIndented ? 3 : 0) { parser = second }
    }
    if !parser.diagnostics.isEmpty || !lexical.isEmpty, let whole = otherFormat(source, index) {
      parser.tree.silenced = [0..<source.bytes.count + 1]
      (parser.tree.hasLostLines, parser.tree.isOtherFormat) = (true, true)
      return (parser.tree, [whole])
    }
    // Of another line that is told as a whole nothing is left unsaid but signs that stand for a word, and capitals.
    let told = parser.told.filter { told in
      told.isAll || !lexical.contains { !$0.standsForWord && $0.span.range.overlaps(told.range) }
    }
    let found = parser.diagnostics.filter { diagnostic in
      !tree.isSilenced(diagnostic.span.range) || told.contains { $0.range.overlaps(diagnostic.span.range) }
        || lexical.contains { repairs(diagnostic, $0, source) }
    }
    return (parser.tree, heard(lexical.filter { !holds(told, $0, source) }, beside: found, source) + found)
  }

  /// Whether a statement that is told as a whole has a place in it, or before it on its line.
  private static func holds(
    _ told: [(range: Range<Int>, isAll: Bool)], _ diagnostic: Diagnostic, _ source: SourceText
  ) -> Bool {
    guard [.foreignWord, .strangeCharacter].contains(diagnostic.code) else { return false }
    let place = diagnostic.span.range.lowerBound
    return told.contains { range, isAll in
      guard isAll || diagnostic.standsForWord else { return false }
      return range.contains(place) || source.line(at: place) == source.line(at: range.upperBound)
    }
  }

  /// What the lexer says, without what the parser repairs as a whole: words that lack their quotes, apostrophes, and signs in
  /// the place of which a safe repair says something else.
  private static func heard(_ lexical: [Diagnostic], beside found: [Diagnostic], _ source: SourceText) -> [Diagnostic] {
    guard !lexical.isEmpty else { return lexical }
    let repairs = found.flatMap { $0.fixes.flatMap(\.edits) }
    return lexical.filter { diagnostic in
      guard diagnostic.code == .foreignWord else { return true }
      return !found.contains { Self.repairs($0, diagnostic, source) }
        && !repairs.contains { edit in
          edit.span.range.contains(diagnostic.span.range.lowerBound)
            && (edit.text.hasPrefix("\"") || diagnostic.title == Lexer.apostropheTitle)
        }
    }
  }

  /// Whether the safe repair of a mistake puts something else in the place of a sign that the lexer speaks about, so that its
  /// message says all of it: `isn't above` is written `is at most`. Of a `!` before a condition the lexer knows the less.
  private static func repairs(_ found: Diagnostic, _ lexical: Diagnostic, _ source: SourceText) -> Bool {
    guard lexical.code == .foreignWord else { return false }
    let place = lexical.span.range
    return found.fixes.contains { fix in
      (fix.safety == .safe || place.count == 1 && source.bytes[place.lowerBound] == UInt8(ascii: "!"))
        && fix.edits.contains { edit in
          edit.span.range.lowerBound <= place.lowerBound && place.upperBound <= edit.span.range.upperBound
            && !edit.text.contains(source.text(place))
        }
    }
  }

  init(
    _ tree: SyntaxTree, _ lines: LogicalLines, _ definitions: Set<String>? = nil, readsIndentation: Bool
  ) {
    self.tree = tree
    self.lines = lines
    self.readsIndentation = readsIndentation
    definedNames = definitions ?? Parser.definedNames(tree, lines)
    holdsScenariosOnly = definitions != nil
    reserveRoom()
  }

  /// Room for what the first words of the statements promise.
  private mutating func reserveRoom() {
    var counts = [Int](repeating: 0, count: Word.allCases.count)
    for range in lines.ranges { counts[Int(tree.tokens[lines.significant[range.lowerBound]].word.rawValue)] += 1 }
    func count(_ words: Word...) -> Int { words.reduce(0) { $0 + counts[Int($1.rawValue)] } }
    let rules = count(.on, .once, .after, .at, .every)
    tree.events.reserveCapacity(count(.event))
    tree.fields.reserveCapacity(count(.event, .name))
    tree.stages.reserveCapacity(count(.stage, .track, .each, .final))
    tree.rules.reserveCapacity(rules)
    tree.actions.reserveCapacity(lines.ranges.count - count(.event, .name, .stage, .track, .end))
    // A rule has a condition of a few parts, and an action reads a value or two.
    tree.expressions.reserveCapacity(rules * 5)
  }

  /// Whether a good part of the lines stands further in than the margin.
  var isIndented: Bool {
    let inner = lines.ranges.count { column(lines.significant[$0.lowerBound]) > 1 }
    return inner * 4 > lines.ranges.count
  }

  /// Whether the blocks and their `end`s don't add up; a line that nobody understands breaks no block by itself.
  private var missesEnds: Bool {
    diagnostics.contains { [.unclosedBlock, .strayEnd, .endNameDiffers, .tooDeep].contains($0.code) }
  }

  /// Whether there is no use in saying more.
  var isFull: Bool { diagnostics.count >= Parser.diagnosticsMax }

  private var errors: Int { diagnostics.count { !$0.isConsequence } }

  /// The stretches of text that the lexer has already spoken about: of a statement that it could not read, all of it.
  private static func silenced(by lexical: [Diagnostic], _ lines: LogicalLines) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var line = 0
    func add(_ range: Range<Int>) {
      if let last = ranges.last, last.upperBound >= range.lowerBound {
        ranges[ranges.count - 1] = min(last.lowerBound, range.lowerBound)..<max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
    for diagnostic in lexical {
      var range = diagnostic.span.range
      if [.strangeCharacter, .unclosedText, .hiddenCharacter, .tooLong].contains(diagnostic.code) {
        // The statement that holds the place or ends on its line.
        while line < lines.ranges.count, lines.bytes(line).lowerBound <= range.upperBound { line += 1 }
        if line > 0 {
          let statement = lines.bytes(line - 1)
          if lines.areOnOneLine(statement.upperBound, range.lowerBound) {
            range = min(statement.lowerBound, range.lowerBound)..<max(statement.upperBound, range.upperBound)
          }
        }
      }
      add(range)
    }
    return ranges
  }

  // MARK: Statements

  /// `file = { NL } , [ workflow ] , { topline }`
  mutating func parseFile() {
    while startLine() {
      if let member = parseMember(inFile: true) { tree.top.append(member) }
      tree.top += takeLostMembers()
    }
  }

  /// Moves to the next statement; false at the end of the file.
  mutating func startLine() -> Bool {
    guard line < lines.ranges.count else { return false }
    at = lines.ranges[line].lowerBound
    lineEnd = lines.ranges[line].upperBound
    lineHasError = false
    return true
  }

  /// One statement, with its block if it opens one; it always moves on by at least one statement.
  mutating func parseMember(inFile: Bool) -> MemberSyntax? {
    let before = line
    defer { precondition(line > before, "each statement is read once") }
    if inFile, holdsScenariosOnly, word != .workflow, word != .scenario { return onlyScenarios() }
    switch word {
    case .workflow where inFile: return parseHeader()
    case .campaign where inFile, .record where inFile, .influencer where inFile:
      return parseFields().map { .block($0) }
    case .event where inFile: return parseEvent().map { .event($0) }
    case .role where inFile: return parseRole().map { .role($0) }
    case .section where inFile: return parseSection().map { .section($0) }
    case .stage, .track: return parseStage().map { .stage($0) }
    case .each: return parseEach().map { .stage($0) }
    case .final: return parseFinals()
    case .define where inFile: return parseDefine().map { .define($0) }
    case .at where isMomentOfScenario: break
    case .on, .once, .after, .at, .every: return parseRule().map { .rule($0) }
    case .end:
      strayEnd()
      return nil
    case .never where inFile, .always where inFile, .can where inFile: return parseProperty().map { .property($0) }
    case .from where inFile: return parseMigration().map { .migration($0) }
    case .scenario where inFile: return parseScenario().map { .scenario($0) }
    default: break
    }
    lineOutOfPlace(inFile: inFile)
    return nil
  }
}

extension Diagnostic {
  /// Whether what the lexer reports is read as the word that is written for it.
  fileprivate var standsForWord: Bool {
    code == .foreignWord && (label == Lexer.capitalsLabel || label.hasPrefix("write `"))
  }
}
