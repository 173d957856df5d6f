/// The place in the statement being read, and what is said when it does not go on as expected.
///
/// What is asked for each word is compiled in place: called, it would be handed a copy of the whole parser.
extension Parser {
  /// The token at the cursor; the statement's last one when the statement has been read.
  @inline(__always)
  var token: Int { lines.significant[min(at, lineEnd - 1)] }
  @inline(__always)
  var isAtEnd: Bool { at >= lineEnd }

  @inline(__always)
  var kind: Token.Kind? { isAtEnd ? nil : tree.tokens[token].kind }
  @inline(__always)
  var word: Word { isAtEnd || tree.tokens[token].kind != .word ? .name : tree.tokens[token].word }

  @inline(__always)
  func peekToken(_ ahead: Int) -> Int? { at + ahead < lineEnd ? lines.significant[at + ahead] : nil }
  @inline(__always)
  func peekKind(_ ahead: Int) -> Token.Kind? { peekToken(ahead).map { tree.tokens[$0].kind } }
  @inline(__always)
  func peekWord(_ ahead: Int) -> Word { peekToken(ahead).map { tree.tokens[$0].word } ?? .name }

  /// Whether the token at the cursor is a word spelled so.
  @inline(__always)
  func isWord(_ spelling: String, ahead: Int = 0) -> Bool {
    guard let token = peekToken(ahead), tree.tokens[token].kind == .word else { return false }
    return Int(tree.tokens[token].length) == spelling.utf8.count && tree.text(token) == spelling
  }

  @inline(__always)
  mutating func advance() { at += 1 }

  mutating func take(_ word: Word) -> Int? {
    guard kind == .word, self.word == word else { return nil }
    defer { advance() }
    return token
  }

  mutating func take(_ kind: Token.Kind) -> Int? {
    guard self.kind == kind else { return nil }
    defer { advance() }
    return token
  }

  mutating func takeWord(_ spelling: String) -> Int? {
    guard isWord(spelling) else { return nil }
    defer { advance() }
    return token
  }

  /// A word that may be a name here.
  mutating func takeName() -> Int? {
    guard kind == .word, !word.isReserved else { return nil }
    defer { advance() }
    return token
  }

  // MARK: What is expected

  /// A name, or a message that says what the name would be of; `name` is one that could be chosen.
  mutating func expectName(_ what: String, example: String, name: String? = nil, mayHaveDots: Bool = false) -> Int? {
    if name != nil, !mayHaveDots, let dotted = dottedName(what) { return dotted }
    if let name = takeName() { return name }
    if kind == .word, !startsNextLine {
      fail(
        .reservedName, "`\(tree.text(token))` is a word of the language and cannot be the name of \(what)",
        label: "a reserved word",
        help: [name.map { "choose another name, such as `\($0)`" } ?? "go on as in `\(example)`"])
    } else {
      expected("the name of \(what)", example: example)
    }
    return nil
  }

  /// A name with a dot where one is given, rather than followed: reported, and read all the same.
  private mutating func dottedName(_ what: String) -> Int? {
    guard kind == .word, !word.isReserved, isDotted(token) else { return nil }
    let whole = tree.text(token).split(separator: ".").joined(separator: "_")
    fail(
      .reservedName, "the name of \(what) has no dots", label: "a dot", help: ["write `\(whole)`"],
      fixes: [fix(.maybe, token, whole)])
    return takeName()
  }

  mutating func expectText(_ what: String, example: String) -> Int? {
    if let text = take(.text) { return text }
    if kind == .word, !word.isReserved {
      // A title of several words ends where the line or a clause goes on.
      var last = token
      var place = 1
      while let next = peekToken(place), tree.tokens[next].kind == .word, !tree.tokens[next].word.isReserved,
        tree.tokens[next].word != .titled
      {
        (last, place) = (next, place + 1)
      }
      let span = tree.span(token, last)
      let written = tree.source.text(span.range)
      fail(
        .unexpectedWord, "\(what) stands in quotes", label: "quotes are missing", help: ["write `\"\(written)\"`"],
        fixes: [Diagnostic.Fix(safety: .safe, edits: [(span, "\"\(written)\"")])])
    } else {
      expected(what, example: example)
    }
    return nil
  }

  /// Reports that something else was expected at the cursor, or that the line stops early.
  mutating func expected(_ what: String, example: String) { expected(what, help: "go on as in `\(example)`") }

  mutating func expected(_ what: String, help: String) {
    let line = tree.text(lines.significant[lines.ranges[self.line].lowerBound])
    if isAtEnd || startsNextLine {
      fail(
        .lineStopsEarly, "this `\(line)` line stops before \(what)", at: isAtEnd ? nil : previous,
        label: "\(what) is missing", help: [help], atEnd: true)
    } else {
      fail(
        .unexpectedWord, "`\(shown(token))` stands where \(what) is expected", label: "\(what) is expected",
        help: [help])
    }
  }

  /// Whether the statement goes on at the cursor after a line break.
  private var startsNextLine: Bool {
    at > lines.ranges[line].lowerBound && tree.line(token) != tree.line(previous)
  }

  /// Reports whatever is left of the statement.
  mutating func finishLine(_ place: String) {
    guard !isAtEnd, !lineHasError, !reportsMoreThanAnAction() else { return }
    fail(
      .unexpectedWord, "nothing more is expected \(place)", at: token, label: "the line could end here",
      help: ["delete `\(shown(token))`, or put it on a line of its own"])
  }

  func shown(_ token: Int) -> String { String(tree.text(token).prefix(40)) }

  // MARK: Reporting

  func related(_ token: Int, _ label: String) -> Diagnostic.Related {
    Diagnostic.Related(span: tree.span(token, token), label: label)
  }

  func fix(_ safety: Diagnostic.Fix.Safety, _ token: Int, _ text: String) -> Diagnostic.Fix {
    Diagnostic.Fix(safety: safety, edits: [(tree.span(token, token), text)])
  }

  /// One message a statement: what follows from the first is not said.
  mutating func fail(
    _ code: DiagnosticCode, _ title: String, at place: Int? = nil, label: String, related: [Diagnostic.Related] = [],
    notes: [String] = [], help: [String], fixes: [Diagnostic.Fix] = [], atEnd: Bool = false, follows: Bool = false
  ) {
    guard !lineHasError else { return }
    lineHasError = true
    loseNames()
    tree.broken.append(lines.bytes(line))
    guard !isFull else { return }
    var span = tree.span(place ?? token, place ?? token)
    if atEnd { span.range = span.range.upperBound..<span.range.upperBound }
    var diagnostic = Diagnostic(
      code, title, at: span, label: label, related: related, notes: notes, help: help, fixes: fixes)
    diagnostic.enclosing = enclosing(open[...])
    diagnostic.isConsequence = follows
    diagnostics.append(diagnostic)
  }

  /// `stage active › track links`: the open blocks that have names.
  func enclosing(_ open: ArraySlice<Int>) -> String {
    Diagnostic.enclosing(
      open.compactMap { opening in
        switch tree.tokens[opening].word {
        case .stage, .track, .each:
          opening + 1 < tree.tokens.count && tree.tokens[opening + 1].kind == .word
            ? "\(tree.text(opening)) \(tree.text(opening + 1))" : nil
        default: nil
        }
      })
  }

  mutating func add(_ kind: ExpressionSyntax.Kind, _ first: Int, _ last: Int) -> NodeIndex {
    tree.expressions.append(ExpressionSyntax(kind: kind, tokens: first...max(first, last)))
    return tree.expressions.count - 1
  }

  /// The token before the cursor.
  var previous: Int { lines.significant[max(at - 1, 0)] }
}
