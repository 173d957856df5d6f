/// Tables with `|` between their columns, as Markdown has them.
extension Lexer {
  /// `|`: a row of a table, or `or`.
  mutating func pipe() {
    let length = peek(1) == UInt8(ascii: "|") ? 2 : 1
    if length == 1, let first = lineSoFar.first, first.word == .define, isInTable { return betweenRows() }
    if length == 1, lexFieldRow() { return }
    if length == 1, isFirstInLine || isInTable || position < tableUntil { return tableRow() }
    let next = wordBehind(position + length)
    if length == 1, let next, next.startsAction, next.isReserved {
      return drop(1, "no sign stands before an action", "not needed")
    }
    let words: Set<Word> = [.on, .once, .after, .at, .every, .when, .if, .unless, .event, .define]
    guard let first = lineSoFar.first, first.kind == .word, !words.contains(first.word) else {
      return replace(length, "or", .or)
    }
    // In a line that asks nothing it may part anything.
    let range = position..<position + length
    report(
      .foreignWord, "`\(source.text(range))` says nothing here", range, "not a sign of the language",
      help: ["write `or` between conditions, events or roles, and a line for each thing else"])
    append(.word, length, .or)
  }

  /// Whether the line begins with a table, or stands below the first line of one.
  private var isInTable: Bool {
    if let first = lineSoFar.first, first.kind == .word, first.word == .define {
      return lineSoFar.contains { $0.kind == .word && $0.word == .by }
    }
    let before = tokens.dropLast(lineSoFar.count).last { $0.kind != .newline && $0.kind != .comment }
    return before.map { $0.kind == .word && $0.word == .as || $0.kind == .dropped } ?? false
  }

  /// `define rate by price as | 1 up to 100 USD | 2 above |`: commas for the line.
  private mutating func betweenRows() {
    let isComma = tokens.last?.word != .as && !endsLine(position + 1)
    if position >= tableUntil {
      tableUntil = position
      while tableUntil < bytes.count, !isLineBreak(tableUntil) { tableUntil += 1 }
      let range = position..<position + 1
      report(
        .foreignWord, "the rows of a table are parted by commas", range,
        isComma ? "write `,`" : "no sign before the first row",
        help: [isComma ? "write `,`" : "delete it, and write `,` between the rows"])
    }
    append(isComma ? .comma : .dropped, 1)
  }

  /// A row, of which nothing is read; the first of a table is told.
  private mutating func tableRow() {
    var end = position
    while end < bytes.count, !isLineBreak(end) { end += 1 }
    if position >= tableUntil {
      report(
        .foreignWord, "a table is written without `|`", position..<end, "a row of another kind of table",
        help: ["write the rows behind `as`: `define fee by followers as 100 USD up to 10_000, 200 USD above`"])
    }
    tableUntil = endOfTable(end)
    append(.dropped, end - position)
  }

  /// Where the last line with `|` ends that follows right behind a line.
  func endOfTable(_ lineEnd: Int) -> Int {
    guard lineEnd >= tableUntil else { return tableUntil }
    var (end, next) = (lineEnd, lineEnd + 1)
    while next < bytes.count {
      var (place, holdsPipe) = (next, false)
      while place < bytes.count, !isLineBreak(place) {
        if bytes[place] == UInt8(ascii: "|") { holdsPipe = true }
        place += 1
      }
      guard holdsPipe else { break }
      (end, next) = (place, place + 1)
    }
    return end
  }
}
