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
    if word == .in || word == .titled || word == .when, name != nil, !startsNextLine {
      fail(
        .reservedName, "the name of \(what) is missing", label: "a name is missing before this",
        help: ["write a name before `\(tree.text(token))`, such as `\(name ?? "")`"], mayMean: true)
      return nil
    }
    if kind == .word, !startsNextLine {
      fail(
        .reservedName, "`\(tree.text(token))` is a word of the language and cannot be the name of \(what)",
        label: "a reserved word",
        help: [name.map { "choose another name, such as `\($0)`" } ?? "go on as in `\(example)`"], mayMean: true)
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
      fixes: [fix(.maybe, token, whole)], mayMean: true)
    return takeName()
  }

  mutating func expectText(_ what: String, example: String) -> Int? {
    if let text = take(.text) { return text }
    let isReason = tree.tokens[previous].word == .because
    if kind == .word, !word.isReserved || isReason {
      let last =
        isReason ? lines.significant[lineEnd - 1] : isSentence ? endOfSentence : endOfHyphens(endOfTitle())
      // `tell manager that "late"`: the text is there, behind a word too many.
      if last < tree.tokens.count - 1, tree.tokens[last + 1].kind == .text {
        expected(what, example: example)
        return nil
      }
      let span = tree.span(token, last)
      let written = tree.source.text(span.range)
      let first = tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word
      if first == .workflow, tree.tokens[lines.significant[lineEnd - 1]].kind == .number, peekToken(1) != nil {
        return missingText(what, example)
      }
      // `send contract to mia`: the words say something else, and the text is missing.
      if last > token, Parser.joints.contains(tree.text(token)) { return missingText(what, example) }
      if last == token, Parser.pronouns.contains(tree.text(token)) { return missingText(what, example) }
      // What is joined may be more than a part of the text.
      let isJoined = lines.significant[at..<lineEnd].contains {
        $0 < last && tree.tokens[$0].kind == .word && tree.tokens[$0].word.isReserved
          && !Parser.plainInSentences.contains(tree.tokens[$0].word)
      }
      if let end = endOfWords(last) {
        let words = tree.meant(token, end)
        fail(
          .unexpectedWord, "\(what) stands in quotes", to: unlessSilenced(end), label: "quotes are missing",
          help: ["write `\"\(words)\"`, if \(what) ends there, and say what follows before it"])
        return nil
      }
      let isName = [.workflow, .stage, .track, .final, .section, .scenario].contains(first)
      if !isName, last == token || tree.text(token).hasPrefix("event."),
        reportsNameForText(what) || last == token && reportsRoleForText(what)
      {
        return nil
      }
      let isSwallowed = last > token && !isReason && mayHoldMore(first)
      // `send email twice`, `note reason`: one word may say to whom, how often, or what a value is called.
      let isOneWord = last == token && first != .workflow
      fail(
        .unexpectedWord, "\(what) stands in quotes", to: unlessSilenced(last), label: "quotes are missing",
        help: [
          markedWords(last).map { "write `\($0)`" }
            ?? "write `\"\(written)\"`" + (isSwallowed || holdsMark(last, first) ? " if all of it is \(what)" : "")
        ],
        fixes: [
          Diagnostic.Fix(
            safety: isJoined || isSwallowed || isOneWord || holdsMark(last, first) ? .maybe : .safe,
            edits: [(span, "\"\(written)\"")])
        ],
        mayMean: last + 1 < tree.tokens.count && tree.tokens[last + 1].kind == .comma)
    } else {
      expected(what, example: example)
    }
    return nil
  }

  /// `welcome-mail`: a word of several parts is one.
  private func endOfHyphens(_ last: Int) -> Int {
    var last = last
    while last + 2 < tree.tokens.count, tree.tokens[last + 1].kind == .minus,
      [.word, .number].contains(tree.tokens[last + 2].kind),
      tree.tokens[last + 1].range.lowerBound == tree.tokens[last].range.upperBound,
      tree.tokens[last + 2].range.lowerBound == tree.tokens[last + 1].range.upperBound
    {
      last += 2
    }
    return last
  }

  /// Whether words behind a bare one may say something else than the text: `send email reminder to manager`.
  private func mayHoldMore(_ first: Word) -> Bool {
    ![.workflow, .stage, .track, .final, .section, .scenario].contains(first)
      && ![.note, .refuse].contains(tree.tokens[previous].word)
  }

  /// Where words without quotes end before a clause that would be lost inside them: `too high when price is ...`.
  private func endOfWords(_ last: Int) -> Int? {
    let words = lines.significant[at..<lineEnd].prefix { $0 <= last }
    let clause = words.indices.dropFirst().first { index in
      let next = index + 1 < words.endIndex ? tree.tokens[words[index + 1]].word : .name
      return switch tree.tokens[words[index]].word {
      case .when, .if, .unless, .by, .otherwise, .else, .goto: true
      case .go: next == .to
      case .and: next.startsAction && next.isReserved
      default: tree.text(words[index]) == "initial" && words[index] == last
      }
    }
    return clause.map { words[$0 - 1] }
  }

  /// The last word to mark from the cursor on; the first alone where another sign among them has been told, which would
  /// silence what is said of them all.
  func unlessSilenced(_ last: Int, from first: Int? = nil) -> Int {
    let first = first ?? token
    return tree.isSilenced(tree.span(first, last).range) ? first : last
  }

  /// Whether the words of a note, a refusal or a message begin at the cursor, which are whole sentences.
  private var isSentence: Bool {
    guard at > lines.ranges[line].lowerBound + 1 || [.note, .refuse].contains(tree.tokens[previous].word) else {
      return false
    }
    return [.note, .refuse].contains(tree.tokens[previous].word)
      || tree.tokens[lines.significant[at - 2]].word == .tell
  }

  /// The last word before the reason of the line, or before something else than a word.
  private var endOfSentence: Int {
    var words = lines.significant[at..<lineEnd].prefix {
      tree.tokens[$0].word != .because
        && [.word, .number, .percent, .date, .comma, .colon].contains(tree.tokens[$0].kind)
    }
    // Behind a comma something else may be said to do.
    if let comma = words.indices.dropLast().first(where: {
      tree.tokens[words[$0]].kind == .comma && tree.tokens[words[$0 + 1]].word.startsAction
    }) {
      words = words[..<comma]
    }
    while let last = words.last, tree.tokens[last].kind == .comma { words = words.dropLast() }
    return words.last ?? token
  }

  /// Words of the language that say nothing but themselves among the words of a sentence.
  private static let plainInSentences: Set<Word> = [.is, .no, .yes, .not, .notEquals]

  private static let pronouns: Set = ["it", "this", "that", "them", "these", "those", "everything"]

  private static let joints: Set = ["to", "for", "with", "within", "about", "at", "until", "of"]

  private mutating func missingText(_ what: String, _ example: String) -> Int? {
    fail(
      .unexpectedWord, "`\(shown(token))` stands where \(what) is expected", label: "\(what) is expected",
      help: ["go on as in `\(example)`"], mayMean: true)
    return nil
  }

  /// The last word of a title without quotes: it ends where the line or a clause goes on.
  private mutating func endOfTitle() -> Int {
    // `mia's post isn't good`: with an apostrophe it is a sentence, up to the reason.
    let statement = lines.significant[at..<lineEnd].prefix { tree.tokens[$0].word != .because }
    if statement.contains(where: { tree.tokens[$0].word == .notEquals && tree.text($0).contains("'") }) {
      return statement.last ?? token
    }
    var words = [token]
    while let next = peekToken(words.count), [.word, .number].contains(tree.tokens[next].kind),
      !tree.tokens[next].word.isReserved
        || [.or, .and].contains(tree.tokens[next].word) && peekWord(words.count + 1) == .name,
      tree.tokens[next].word != .titled, tree.tokens[next].word != .version
    {
      words.append(next)
    }
    words = upToNextStage(words)
    let range = lines.ranges[line]
    guard words.count > 1, readingsLeft > 0, range.count <= ReadingLine.wordsMax else { return words[words.count - 1] }
    return words.reversed().first { last in
      let before = lines.significant[range.lowerBound..<at].map { plainText($0) }
      let title = tree.meant(token, last)
      let behind = lines.significant[range].filter { $0 > last }.map { plainText($0) }
      return isRight(before + ["\"\(title)\""] + behind)
    } ?? words[words.count - 1]
  }

  /// Reports that something else was expected at the cursor, or that the line stops early.
  mutating func expected(_ what: String, example: String) { expected(what, help: "go on as in `\(example)`") }

  mutating func expected(_ what: String, help: String) {
    let line = tree.text(lines.significant[lines.ranges[self.line].lowerBound])
    if isAtEnd || startsNextLine {
      fail(
        .lineStopsEarly, "this `\(line)` line stops before \(what)", at: isAtEnd ? nil : previous,
        label: "\(what) is missing", help: [help], atEnd: true, mayMean: true)
    } else {
      fail(
        .unexpectedWord, "`\(shown(token))` stands where \(what) is expected", label: "\(what) is expected",
        help: [help], mayMean: true)
    }
  }

  /// Whether the statement goes on at the cursor after a line break.
  private var startsNextLine: Bool {
    at > lines.ranges[line].lowerBound && tree.line(token) != tree.line(previous)
  }

  /// Reports whatever is left of the statement.
  mutating func finishLine(_ place: String) {
    guard !isAtEnd, !lineHasError, !reportsColonAtTheEnd(), !reportsMoreThanAnAction(), !reportsCall(),
      !reportsClockInWords()
    else { return }
    let span = tree.span(token, lines.significant[lineEnd - 1])
    let rest = tree.source.text(span.range)
    var behind = behind(previous)
    behind.range = behind.range.lowerBound..<span.range.upperBound
    let isShort = rest.utf8.count <= 60 && !rest.contains("\n")
    let mayStandAlone = word.startsLine || word.startsAction
    let end = "end the line before `\(shown(token))`"
    // What says something is not to be lost by following an advice.
    let saysMore = (at..<lineEnd).contains { saysSomething(lines.significant[$0]) }
    let help =
      saysMore
      ? "\(end), and say \(isShort ? "`\(rest)`" : "the rest") \(mayStandAlone ? "on a line of its own" : "in another way: as it is written here, it is no part of the line")"
      : "\(end)\(isShort ? ": leave out `\(rest)`" : "")\(mayStandAlone ? ", or put it on a line of its own" : "")"
    fail(
      .unexpectedWord, "nothing more is expected \(place)", at: token, label: "the line could end here", help: [help],
      fixes: saysMore ? [] : [Diagnostic.Fix(safety: .maybe, edits: [(behind, "")])], follows: followsRow, mayMean: true
    )
  }

  /// `1 up to 5,100 above`: whether what is left of a table stands right behind a number that has been told.
  private var followsRow: Bool {
    tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word == .define
      && tree.isSilenced(tree.span(lines.significant[max(at - 2, lines.ranges[line].lowerBound)], previous).range)
  }

  private static let spare: Set = [
    "the", "a", "an", "and", "also", "then", "too", "please", "now", "again", "immediately", "directly",
    "automatically", "later",
    "instead", "yet", "already", "just", "simply", "there", "here", "stage", "today", "asap", "is", "be", "it", "them",
  ]

  /// Whether a token may be more than a word or a sign that a line can do without.
  private func saysSomething(_ token: Int) -> Bool {
    switch tree.tokens[token].kind {
    case .word: !Parser.spare.contains(tree.text(token).lowercased())
    case .comma, .colon, .leftParenthesis, .rightParenthesis: false
    default: true
    }
  }

  /// The sign or word at the cursor replaced, with the white space around it.
  func between(_ text: String) -> Diagnostic.Fix {
    let next = peekToken(1) ?? token
    let range = tree.tokens[previous].range.upperBound..<tree.tokens[next].range.lowerBound
    return Diagnostic.Fix(safety: .safe, edits: [(Diagnostic.Span(source: tree.sourceIndex, range: range), text)])
  }

  /// The place right behind a token.
  func behind(_ token: Int) -> Diagnostic.Span {
    let end = tree.tokens[token].range.upperBound
    return Diagnostic.Span(source: tree.sourceIndex, range: end..<end)
  }

  func shown(_ token: Int) -> String { String(tree.text(token).prefix(40)) }

  // MARK: Reporting

  func related(_ token: Int, _ label: String) -> Diagnostic.Related {
    Diagnostic.Related(span: tree.span(token, token), label: label)
  }

  /// A token replaced; one that is deleted takes the space before the next word along.
  func fix(_ safety: Diagnostic.Fix.Safety, _ token: Int, _ text: String) -> Diagnostic.Fix {
    var span = tree.span(token, token)
    if text.isEmpty, token + 1 < tree.tokens.count, tree.tokens[token + 1].kind == .word {
      let end = tree.tokens[token + 1].range.lowerBound
      let before = span.range.lowerBound
      if before == 0 || tree.source.bytes[before - 1] == 32 {
        span.range = before..<end
      } else if span.range.upperBound == end, token > 0, tree.tokens[token - 1].kind != .newline {
        // What the sign parted stays apart.
        return Diagnostic.Fix(safety: safety, edits: [(span, " ")])
      }
    }
    return Diagnostic.Fix(safety: safety, edits: [(span, text)])
  }

  /// One message a statement: what follows from the first is not said. Where little is known about a mistake (`mayMean`),
  /// it is told by what the line was meant to say, if that is near.
  mutating func fail(
    _ code: DiagnosticCode, _ title: String, at place: Int? = nil, to last: Int? = nil, label: String,
    related: [Diagnostic.Related] = [], notes: [String] = [], help: [String], fixes: [Diagnostic.Fix] = [],
    atEnd: Bool = false, follows: Bool = false, mayMean: Bool = false
  ) {
    guard !lineHasError else { return }
    lineHasError = true
    loseNames()
    tree.broken.append(lines.bytes(line))
    guard !isFull else { return }
    if !follows, let meant = meantOtherwise(place ?? token, mayMean, stops: atEnd) { return tell(meant, code) }
    var span = tree.span(place ?? token, last ?? place ?? token)
    if atEnd { span.range = span.range.upperBound..<span.range.upperBound }
    var diagnostic = Diagnostic(
      code, title, at: span, label: label, related: related, notes: notes, help: help,
      fixes: fixes.map { asSureAsNumbers($0) })
    diagnostic.enclosing = enclosing(open[...])
    diagnostic.isConsequence = follows
    diagnostics.append(diagnostic)
  }

  /// A fix that moves a number which was written in another way waits until that has been decided.
  private func asSureAsNumbers(_ fix: Diagnostic.Fix) -> Diagnostic.Fix {
    guard fix.safety == .safe else { return fix }
    let odd = lines.significant[lines.ranges[line]].filter {
      tree.tokens[$0].kind == .number && tree.text($0).utf8.count != tree.tokens[$0].range.count
    }
    guard !odd.isEmpty, fix.edits.contains(where: { !$0.text.isEmpty }) else { return fix }
    let moves = fix.edits.contains { edit in
      odd.contains {
        let number = tree.tokens[$0].range
        return edit.span.range.contains(number.lowerBound) && edit.span.range.count > number.count
      }
    }
    return moves ? Diagnostic.Fix(safety: .maybe, edits: fix.edits) : fix
  }

  /// What a line was meant to say: in English, or, where little is known about a mistake, by a habit.
  private mutating func meantOtherwise(_ place: Int, _ mayMean: Bool, stops: Bool) -> Meant? {
    if mayMean, let meant = deniedOrDivided() ?? undecided() { return meant }
    if let meant = meantInEnglish(at: place) { return meant }
    guard mayMean else { return nil }
    return meant(at: place, stops: stops) ?? inOtherFormat()
  }

  private mutating func tell(_ meant: Meant, _ code: DiagnosticCode) {
    if meant.isWhole { told.append((lines.bytes(line), meant.isAll)) }
    var diagnostic = Diagnostic(
      code, meant.title, at: meant.span, label: meant.label, notes: meant.notes, help: meant.help,
      fixes: meant.fix.map { [$0] } ?? [])
    diagnostic.enclosing = enclosing(open[...])
    diagnostic.isConsequence = meant.follows
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
