import WorkroomLanguage

/// The lines of the new text, in the order of the old one.
///
/// How a statement is laid out is in `Page+Statement.swift`, how the lines become a text in `Page+Text.swift`.
struct Page {
  let statements: Statements
  let blocks: Blocks
  /// The code of all lines, one after the other; comments and what is kept are taken from the old text.
  var code: [UInt8] = []
  private(set) var lines: [Line] = []
  /// The columns of the block of fields that is open.
  private var columns = Columns()
  /// Whether a blank line was met since the last line, and whether none may stand here.
  private var isBlankWaiting = false
  private var isBlankUnwanted = true

  struct Line {
    enum Kind { case code, kept, blank }
    var kind: Kind
    /// A stretch of `code`, or of the old text for what is kept.
    var bytes: Range<Int>
    var width = 0
    /// The comment at its end, as it stands in the old text.
    var comment: Range<Int>?
  }

  init(_ statements: Statements) {
    self.statements = statements
    blocks = Blocks(statements)
    code.reserveCapacity(statements.source.bytes.count + statements.source.bytes.count / 8)
    lines.reserveCapacity(statements.source.lineStarts.count + 16)
  }

  // MARK: Statements and what stands between them

  mutating func write() {
    var (statement, token) = (0, 0)
    while statement < statements.ranges.count {
      let until = blocks.keptUntil[statement]
      let bytes = until > 0 ? keptBytes(statement, until - 1) : nil
      token = writeGap(from: token, to: statements.first(statement), before: statement, upTo: bytes?.lowerBound)
      if isEnd(statement) { isBlankWaiting = false }
      if let bytes {
        add(Line(kind: .kept, bytes: bytes))
        while statements.tokens[token].kind != .end, Int(statements.tokens[token].start) < bytes.upperBound {
          token += 1
        }
        statement = until
      } else {
        writeStatement(statement)
        token = statements.last(statement) + 1
        isBlankUnwanted = blocks.opens(statement)
        statement += 1
      }
    }
    _ = writeGap(from: token, to: statements.tokens.count - 1, before: nil, upTo: nil)
  }

  private func isEnd(_ statement: Int) -> Bool { blocks.isEnd(statement) && blocks.partners[statement] >= 0 }

  /// The whole lines from one statement to another.
  private func keptBytes(_ first: Int, _ last: Int) -> Range<Int> {
    let (source, tokens) = (statements.source, statements.tokens)
    let start = source.lineStarts[source.line(at: tokens[statements.first(first)].range.lowerBound) - 1]
    let line = source.line(at: tokens[statements.last(last)].range.lowerBound)
    return max(start, source.markBytes)..<source.lineEnd(line)
  }

  /// Comments, blank lines and signs without a meaning; the next token to look at.
  private mutating func writeGap(from: Int, to: Int, before statement: Int?, upTo limit: Int?) -> Int {
    var token = from
    var breaks = lines.isEmpty ? 1 : 0
    while token < to {
      let next = statements.tokens[token]
      if let limit, Int(next.start) >= limit { break }
      token += 1
      switch next.kind {
      case .newline:
        breaks += 1
        if breaks > 1 { isBlankWaiting = true }
      case .comment:
        breaks > 0 ? addComment(next.range, before: statement) : setComment(next.range)
        breaks = 0
      default:
        let source = statements.source
        let line = source.line(at: next.range.lowerBound)
        let end = source.lineEnd(line)
        add(Line(kind: .kept, bytes: max(source.lineStarts[line - 1], source.markBytes)..<end))
        while token < to, Int(statements.tokens[token].start) < end { token += 1 }
        breaks = 0
      }
    }
    return to
  }

  /// A comment on a line of its own stands where the line below it stands, or with the lines of the block that ends.
  private mutating func addComment(_ range: Range<Int>, before statement: Int?) {
    let depth = statement.map { blocks.depths[$0] + (isEnd($0) ? 1 : 0) } ?? 0
    addComment(range, indent: 2 * depth)
  }

  mutating func addComment(_ range: Range<Int>, indent: Int) {
    let start = code.count
    code.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    code += statements.source.bytes[trimmed(range)]
    add(Line(kind: .code, bytes: start..<code.count))
  }

  /// A comment without the white space at its end.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    let bytes = statements.source.bytes
    var end = range.upperBound
    while end > range.lowerBound, [9, 32].contains(bytes[end - 1]) { end -= 1 }
    return range.lowerBound..<end
  }

  mutating func setComment(_ range: Range<Int>) { lines[lines.count - 1].comment = trimmed(range) }

  mutating func add(_ line: Line) {
    if isBlankWaiting, !isBlankUnwanted { lines.append(Line(kind: .blank, bytes: 0..<0)) }
    isBlankWaiting = false
    isBlankUnwanted = false
    lines.append(line)
  }

  private mutating func writeStatement(_ statement: Int) {
    if blocks.opens(statement) { columns = columns(of: statement) }
    let (row, indent) = (row(statement), 2 * blocks.depths[statement])
    if writeAtOnce(statement, row, indent: indent) { return }
    writePieces(statement, row, indent: indent)
  }

  // MARK: Fields

  private func holdsFields(_ statement: Int) -> Bool {
    [.campaign, .record, .influencer].contains(statements.word(statement)) && blocks.opens(statement)
  }

  private func columns(of opening: Int) -> Columns {
    var columns = Columns()
    guard holdsFields(opening) else { return columns }
    for statement in opening + 1..<blocks.partners[opening] {
      if let row = measured(statement) { columns.fit(row) }
    }
    return columns
  }

  /// The spaces of a field's row: before its type, and before what follows it.
  private func row(_ statement: Int) -> Spaces? {
    let parent = blocks.parents[statement]
    guard parent >= 0, holdsFields(parent), !isEnd(statement), let row = measured(statement) else { return nil }
    return Spaces(type: columns.afterName(row.name), restAt: row.rest ?? 0, rest: columns.afterType(row.type))
  }

  private func measured(_ statement: Int) -> Columns.Row? {
    let range = statements.ranges[statement]
    guard range.count > 1 else { return nil }
    var row = Columns.Row(name: statements.source.width(token(range.lowerBound)), type: 0)
    var before: Token?
    for place in range.dropFirst() {
      let next = token(place)
      if place > range.lowerBound + 1, next.kind == .word, [.optional, .default].contains(next.word) {
        row.rest = place - range.lowerBound
        break
      }
      row.type += statements.source.width(next) + (before.map { Page.space($0, next) } ?? 0)
      before = next
    }
    return row
  }

  private func token(_ place: Int) -> Token { statements.tokens[statements.significant[place]] }
}

extension SourceText {
  /// The bytes of a mark that some programs put at the beginning of a file.
  var markBytes: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// The end of a 1-based line, before its line feed.
  func lineEnd(_ line: Int) -> Int { line < lineStarts.count ? lineStarts[line] - 1 : bytes.count }
}
