import WorkroomLanguage

/// One word of a statement, as its layout sees it.
struct Piece {
  var bytes: Range<Int>
  var width: Int
  /// The spaces before it, where it does not begin a line.
  var space: Int
  /// How gladly a line ends before it, from 0 on; `never` where none may or should.
  var level: Int

  static let never = 99
  /// The highest level at which lines end.
  static let last = 9
  /// `if none is left` stands on a line of its own.
  static let ownLine = -1
}

/// Where lines of a statement may end, word by word.
struct BreakRule {
  private let statements: Statements
  private let isDefinition: Bool
  private var depth = 0
  private var isBetween = false
  private var before: Token?

  init(_ statements: Statements, _ statement: Int) {
    self.statements = statements
    isDefinition = statements.word(statement) == .define
  }

  /// The level of the gap before the next word.
  mutating func level(before index: Int) -> Int {
    let token = statements.tokens[index]
    defer { pass(token) }
    guard let before else { return Piece.never }
    return token.kind == .word
      ? level(ofWord: token, index, before) : before.kind == .comma ? 2 + nested : inside(token, before)
  }

  private var nested: Int { 3 * min(depth, 2) }

  private func level(ofWord token: Token, _ index: Int, _ before: Token) -> Int {
    switch token.word {
    case .by, .when, .because: return depth == 0 ? 0 : Piece.never
    case .and, .or: return isBetween && token.word == .and ? Piece.never : 1 + nested
    case .if: return isNone(index + 1) ? Piece.ownLine : Piece.never
    case _ where token.word.startsLine: return Piece.never
    case _ where depth > 0 && token.word.startsAction && token.word.isReserved: return Piece.never
    default: break
    }
    if before.kind == .comma { return 2 + nested }
    if isDefinition, before.kind == .word, before.word == .as { return 0 }
    return inside(token, before)
  }

  /// Between brackets a line may end anywhere, but not right behind the first or before the last.
  private func inside(_ token: Token, _ before: Token) -> Int {
    guard depth > 0, before.kind != .leftParenthesis else { return Piece.never }
    return [.rightParenthesis, .comma, .colon].contains(token.kind) ? Piece.never : 3 + nested
  }

  private func isNone(_ index: Int) -> Bool {
    index < statements.tokens.count && statements.source.spells("none", statements.tokens[index].range)
  }

  private mutating func pass(_ token: Token) {
    before = token
    switch token.kind {
    case .leftParenthesis: depth += 1
    case .rightParenthesis: depth = max(0, depth - 1)
    case .word where token.word == .and: isBetween = false
    case .word where token.length == 7 && statements.source.spells("between", token.range): isBetween = true
    default: break
    }
  }
}

extension SourceText {
  /// Whether a stretch of the text is a word.
  func spells(_ word: StaticString, _ range: Range<Int>) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    for offset in 0..<range.count where bytes[range.lowerBound + offset] != word.utf8Start[offset] { return false }
    return true
  }

  /// How many columns a word or sign takes; those that are plain letters and digits are not looked at.
  func width(_ token: Token) -> Int {
    switch token.kind {
    case .text, .hashtag, .handle, .comment, .dropped: width(token.range)
    default: Int(token.length)
    }
  }

  /// How many columns a stretch of the text takes.
  func width(_ range: Range<Int>) -> Int {
    var width = 0
    for index in range where bytes[index] & 0xC0 != 0x80 { width += 1 }
    return width
  }
}
