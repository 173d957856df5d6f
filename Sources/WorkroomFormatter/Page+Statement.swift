import WorkroomLanguage

/// One statement on one line or on several.
extension Page {
  /// The spaces of a field's row: before its type, and before the word at a place.
  struct Spaces {
    var type: Int
    var restAt: Int
    var rest: Int

    func before(_ place: Int) -> Int? { place == 1 ? type : place == restAt && place > 1 ? rest : nil }
  }

  /// The spaces between two words of a line.
  static func space(_ before: Token, _ next: Token) -> Int {
    switch next.kind {
    case .comma, .rightParenthesis, .colon: 0
    // `10-20` may be meant as a range, which a check asks about as long as it is written so.
    case .minus: before.range.upperBound == next.range.lowerBound ? 0 : 1
    case .number where before.kind == .minus: before.range.upperBound == next.range.lowerBound ? 0 : 1
    default: before.kind == .leftParenthesis ? 0 : 1
    }
  }

  // MARK: One line

  /// Writes a statement that has no comments inside and fits a line; false if it does not.
  mutating func writeAtOnce(_ statement: Int, _ row: Spaces?, indent: Int) -> Bool {
    let range = statements.ranges[statement]
    let start = code.count
    var width = indent
    code.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    var before = statements.first(statement)
    for place in range {
      let index = statements.significant[place]
      let token = statements.tokens[index]
      if place > range.lowerBound {
        let spaces = row?.before(place - range.lowerBound) ?? Page.space(statements.tokens[before], token)
        width += spaces
        for _ in 0..<spaces { code.append(UInt8(ascii: " ")) }
      }
      width += statements.source.width(token)
      if width > Formatting.columnsMax || token.word == .if || hasComment(before, index) {
        code.removeSubrange(start...)
        return false
      }
      code += statements.source.bytes[token.range]
      before = index
    }
    add(Line(kind: .code, bytes: start..<code.count, width: width))
    return true
  }

  private func hasComment(_ before: Int, _ index: Int) -> Bool {
    index > before + 1 && statements.tokens[before + 1..<index].contains { $0.kind == .comment }
  }

  // MARK: Several lines

  /// Writes a statement that has comments inside, is longer than a line or begins one by itself.
  mutating func writePieces(_ statement: Int, _ row: Spaces?, indent: Int) {
    let pieces = pieces(statement, row)
    // What goes on is told from the actions below it.
    let further = indent + (blocks.opens(statement) ? 4 : 2)
    let first = statements.ranges[statement].lowerBound
    var start = 0
    for index in 1..<pieces.count + 1 {
      let between = index < pieces.count ? comments(before: first + index) : []
      guard index == pieces.count || !between.isEmpty || pieces[index].level == Piece.ownLine else { continue }
      var filling = Filling(pieces, start..<index, indent: start == 0 ? indent : further, further: further)
      for line in filling.lines() { write(pieces, line.range, indent: line.indent) }
      for (range, isAlone) in between { isAlone ? addComment(range, indent: further) : setComment(range) }
      start = index
    }
  }

  private func pieces(_ statement: Int, _ row: Spaces?) -> [Piece] {
    let range = statements.ranges[statement]
    var rule = BreakRule(statements, statement)
    return range.map { place in
      let index = statements.significant[place]
      let token = statements.tokens[index]
      let before = place > range.lowerBound ? statements.tokens[statements.significant[place - 1]] : nil
      return Piece(
        bytes: token.range, width: statements.source.width(token),
        space: row?.before(place - range.lowerBound) ?? before.map { Page.space($0, token) } ?? 0,
        level: rule.level(before: index))
    }
  }

  /// The comments right before a word of a statement, and whether each stands on a line of its own.
  private func comments(before place: Int) -> [(range: Range<Int>, isAlone: Bool)] {
    var found: [(Range<Int>, Bool)] = []
    var isAlone = false
    for index in statements.significant[place - 1] + 1..<statements.significant[place] {
      let token = statements.tokens[index]
      if token.kind == .comment { found.append((token.range, isAlone)) }
      if token.kind == .newline { isAlone = true }
    }
    return found
  }

  private mutating func write(_ pieces: [Piece], _ range: Range<Int>, indent: Int) {
    let start = code.count
    var width = indent
    code.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    for index in range {
      let spaces = index > range.lowerBound ? pieces[index].space : 0
      code.append(contentsOf: repeatElement(UInt8(ascii: " "), count: spaces))
      code += statements.source.bytes[pieces[index].bytes]
      width += spaces + pieces[index].width
    }
    add(Line(kind: .code, bytes: start..<code.count, width: width))
  }
}
