/// Reads a file's statements into a `SyntaxTree`.
///
/// The first word of a statement decides what it is, so one wrong line costs one line: every statement is read on its
/// own, a mistake in it is reported once, and reading goes on at the next. Blocks are closed by the word `end`;
/// indentation is looked at only when the ends don't add up, as evidence of which one is missing.
///
/// Parse functions return `nil` after they have reported. Expressions are in `Parser+Expressions.swift`, rules and
/// actions in `Parser+Rules.swift`, declarations in `Parser+Declarations.swift`.
package struct Parser {
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
  var structureIsBroken = false
  var expressionDepth = 0

  package static let depthMax = 256
  package static let termsMax = 256

  package static func parse(_ source: SourceText, index: Int) -> (tree: SyntaxTree, diagnostics: [Diagnostic]) {
    let (tokens, lexical) = Lexer.lex(source, index: index)
    let tree = SyntaxTree(source: source, sourceIndex: index, tokens: tokens)
    let lines = LogicalLines(tokens)
    var parser = Parser(tree, lines, readsIndentation: false)
    parser.parseFile()
    if parser.structureIsBroken {
      parser = Parser(tree, lines, readsIndentation: true)
      parser.parseFile()
    }
    return (parser.tree, lexical + parser.diagnostics.filter { !explained($0, by: lexical) })
  }

  /// A statement whose characters were already reported is not reported again.
  private static func explained(_ diagnostic: Diagnostic, by lexical: [Diagnostic]) -> Bool {
    lexical.contains { $0.span.range.overlaps(diagnostic.span.range) }
  }

  private init(_ tree: SyntaxTree, _ lines: LogicalLines, readsIndentation: Bool) {
    self.tree = tree
    self.lines = lines
    self.readsIndentation = readsIndentation
  }

  // MARK: Statements

  /// `file = { NL } , [ workflow ] , { topline }`
  private mutating func parseFile() {
    while startLine() {
      if let member = parseMember(inFile: true) { tree.top.append(member) }
    }
  }

  /// Moves to the next statement; false at the end of the file.
  private mutating func startLine() -> Bool {
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
    switch word {
    case .workflow where inFile: return parseHeader()
    case .campaign where inFile, .record where inFile, .influencer where inFile:
      return parseFields().map { .block($0) }
    case .event where inFile: return parseEvent().map { .event($0) }
    case .role where inFile: return parseRole().map { .role($0) }
    case .section where inFile: return parseSection().map { .section($0) }
    case .stage, .track: return parseStage().map { .stage($0) }
    case .final: return parseFinals()
    case .on, .once, .after, .at, .every: return parseRule().map { .rule($0) }
    case .end:
      strayEnd()
      return nil
    case .each, .scenario, .define, .never, .always, .can, .from:
      comesLater()
      return nil
    default: break
    }
    lineOutOfPlace(inFile: inFile)
    return nil
  }

  /// Members up to the block's `end`; the opening statement has been read.
  mutating func parseMembers(_ opening: Int, _ read: (inout Parser) -> Void) {
    open.append(opening)
    defer { open.removeLast() }
    while startLine() {
      if word == .end {
        if closesOuterBlock(opening) { return unclosed(opening) }
        if readsIndentation, column(token) > column(opening) {
          strayEnd()
          continue
        }
        return parseEnd(opening)
      }
      if readsIndentation, column(token) <= column(opening) { return unclosed(opening) }
      guard open.count <= Parser.depthMax else {
        tooDeep()
        continue
      }
      read(&self)
    }
    unclosed(opening)
  }

  private mutating func tooDeep() {
    fail(.tooDeep, "blocks nest at most \(Parser.depthMax) deep", label: "one level too deep", help: ["move this stage further out"])
    skipBlock()
  }

  /// `end` or `end NAME` of a block that began at a token.
  private mutating func parseEnd(_ opening: Int) {
    advance()
    if let name = takeName() {
      let expected = blockName(opening)
      if tree.text(name) != expected {
        let help = expected.isEmpty ? "write `end`" : "write `end \(expected)`"
        fail(
          .endNameDiffers, "this `end` names `\(tree.text(name))`, but the block it closes is `\(expected.isEmpty ? tree.text(opening) : expected)`",
          at: name, label: "another name", related: [related(opening, "the block that ends here")], help: [help])
      }
    }
    finishLine("after `end`")
    line += 1
  }

  /// The name after the block's first word, if it has one.
  private func blockName(_ opening: Int) -> String {
    switch tree.tokens[opening].word {
    case .stage, .track: opening + 1 < tree.tokens.count && tree.tokens[opening + 1].kind == .word ? tree.text(opening + 1) : ""
    default: ""
    }
  }

  /// An `end NAME` that names a block further out, or stands where one further out began.
  private func closesOuterBlock(_ opening: Int) -> Bool {
    if let next = peekToken(1), tree.tokens[next].kind == .word {
      let name = tree.text(next)
      if blockName(opening) != name, open.dropLast().contains(where: { blockName($0) == name }) { return true }
    }
    return readsIndentation && column(token) < column(opening)
  }

  private mutating func unclosed(_ opening: Int) {
    structureIsBroken = true
    var related: [Diagnostic.Related] = []
    if line < lines.ranges.count {
      let next = lines.significant[lines.ranges[line].lowerBound]
      related = [self.related(next, "this line stands as if it had ended")]
    }
    let name = blockName(opening)
    diagnostics.append(
      Diagnostic(
        .unclosedBlock, "this `\(tree.text(opening))` block has no `end`", at: tree.span(opening, opening + (name.isEmpty ? 0 : 1)),
        label: "opened here, never closed", related: related,
        help: ["write `end` on a line of its own where the block stops"]))
  }

  private mutating func strayEnd() {
    structureIsBroken = true
    fail(.strayEnd, "this `end` closes nothing", label: "no block is open here", help: ["delete this line, or open the block that it should close"])
    line += 1
  }

  // MARK: Statements that cannot stand here

  private mutating func lineOutOfPlace(inFile: Bool) {
    let first = token
    if word.startsAction {
      fail(
        .lineNotHere, "`\(tree.text(first))` says what to do, but not when", label: "no rule holds this action",
        help: ["put it into a rule: `on proposal.accepted \(tree.text(first)) ...`"])
    } else if [.workflow, .campaign, .record, .influencer, .event, .role, .section].contains(word) {
      fail(
        .lineNotHere, "`\(tree.text(first))` stands at the top of a file, not inside a stage", label: "not inside a stage",
        help: ["move it out of the stage, to the beginning of the file"])
    } else if tree.tokens[first].kind == .word {
      unknownFirstWord(first)
    } else {
      fail(.unexpectedWord, "a line starts with a word that says what it is", label: "no such word", help: [Parser.firstWords])
    }
    opensBlock(lines.ranges[line]) ? skipBlock() : (line += 1)
  }

  static let firstWords = "begin the line with one of `stage`, `track`, `final`, `on`, `once`, `after`, `at`, `every`"

  private mutating func unknownFirstWord(_ first: Int) {
    let written = tree.text(first)
    let words = ["workflow", "campaign", "record", "event", "stage", "track", "final", "on", "once", "after", "at", "every", "end"]
    let habits = ["when": "on", "if": "on", "state": "stage", "trigger": "on", "rule": "on", "begin": "stage", "wait": "after"]
    if let near = habits[written.lowercased()] ?? Spelling.nearest(to: written, among: words) {
      fail(
        .unexpectedWord, "no line starts with `\(written)`", at: first, label: "not a first word", help: ["write `\(near)`"],
        fixes: [fix(.maybe, first, near)])
    } else {
      fail(.unexpectedWord, "no line starts with `\(written)`", at: first, label: "not a first word", help: [Parser.firstWords])
    }
  }

  /// Words that are reserved for a later edition of the language: one message, and their block is passed over.
  private mutating func comesLater() {
    let opens: Bool
    switch word {
    case .each, .scenario, .from: opens = true
    default: opens = false
    }
    reportLater(tree.text(token))
    opens ? skipBlock() : (line += 1)
  }

  mutating func reportLater(_ phrase: String) {
    fail(
      .comesLater, "`\(phrase)` is reserved for a later edition of the language", label: "not in this edition",
      help: ["leave it out for now; this edition does not run it"])
  }

  /// Passes over a statement and everything up to the `end` that closes it.
  mutating func skipBlock() {
    var depth = 1
    line += 1
    while depth > 0, line < lines.ranges.count {
      let range = lines.ranges[line]
      if tree.tokens[lines.significant[range.lowerBound]].word == .end {
        depth -= 1
      } else if opensBlock(range) {
        depth += 1
      }
      line += 1
    }
  }

  /// Whether a statement looks as if a block followed it.
  func opensBlock(_ range: Range<Int>) -> Bool {
    let first = tree.tokens[lines.significant[range.lowerBound]]
    guard first.kind == .word else { return false }
    switch first.word {
    case .campaign, .record, .influencer: return range.count == 1
    case .stage, .track, .each, .scenario: return true
    case .from: return true
    case .on, .once, .after, .at, .every:
      return !lines.significant[range].dropFirst().contains { tree.tokens[$0].kind == .word && tree.tokens[$0].word.startsAction }
    default: return false
    }
  }

  func column(_ token: Int) -> Int { tree.source.column(at: tree.tokens[token].range.lowerBound) }
}
