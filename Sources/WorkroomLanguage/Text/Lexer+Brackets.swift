import WorkroomValues

/// Square and curly brackets, with which other languages hold lists and parts of conditions and sums together.
extension Lexer {
  private enum Content {
    /// Names and values, which mean the same without brackets.
    case list
    case condition, amount
    /// Something else whose bounds only its author knows.
    case part
  }

  /// `[red, blue]`: two brackets are one mistake.
  mutating func bracket(_ byte: UInt8) {
    guard !isFull else { return append(.dropped, 1) }
    guard byte == UInt8(ascii: "[") else { return closesGroup() ? () : strange(1) }
    var other = position
    // Of the rest of a line it is asked once whether a bracket closes in it.
    guard position >= unclosedUntil else { return strange(1) }
    while other < bytes.count, !isLineBreak(other), bytes[other] != UInt8(ascii: "]") { other += 1 }
    guard other < bytes.count, bytes[other] == UInt8(ascii: "]") else {
      unclosedUntil = other
      return strange(1)
    }
    group(other, "]")
  }

  /// `{price - advance}` inside a line: whether a part of it stood between braces.
  mutating func lexGroupInBraces() -> Bool {
    guard !isFull, !isFirstInLine, position >= unclosedUntil, !endsLine(position + 1) else { return false }
    var other = position
    while other < bytes.count, !isLineBreak(other), bytes[other] != UInt8(ascii: "}") { other += 1 }
    guard other < bytes.count, bytes[other] == UInt8(ascii: "}") else {
      unclosedUntil = other
      return false
    }
    let next = wordBehind(position + 1)
    if let next, next.startsAction, next.isReserved { return false }
    group(other, "}")
    return true
  }

  /// What stands between a bracket and the one at a place.
  private mutating func group(_ other: Int, _ closing: String) {
    guard !bytes[position + 1..<other].allSatisfy({ $0 == 32 }) else { return emptyBox(other + 1 - position) }
    if isTickedBox(position + 1..<other) { return tickedBox(other + 1 - position) }
    let content = content(position + 1..<other)
    let (whole, opening) = (position..<other + 1, source.text(position..<position + 1))
    let ends = [span(position..<position + 1), span(other..<other + 1)]
    switch content {
    case .list where expectsOneOf(whole):
      report(
        .foreignWord, "a list stands without brackets", whole, "in all of them at once?",
        help: [
          "write the one stage that is reached",
          "or delete the brackets if all of them are reached, each on a track of its own",
        ])
      append(.dropped, 1)
    case .list where beginsLineOrBullet && beginsLine(position + 1):
      report(
        .foreignWord, "a line stands without brackets", whole, "does this line hold?",
        help: ["delete `\(opening)` and `\(closing)` if the line holds, or write `--` before it as long as it does not"]
      )
      append(.dropped, 1)
    case .list:
      report(
        .foreignWord, "a list stands without brackets", whole, "no brackets here",
        help: ["delete `\(opening)` and `\(closing)`"],
        fixes: [Diagnostic.Fix(safety: .safe, edits: [(ends[0], ""), (ends[1], "")])])
      append(.dropped, 1)
    case .condition:
      report(
        .foreignWord, "conditions are held together by `(` and `)`", whole, "write `(` and `)`",
        help: ["write `(` for `\(opening)` and `)` for `\(closing)`"],
        fixes: [Diagnostic.Fix(safety: .safe, edits: [(ends[0], "("), (ends[1], ")")])])
      append(.leftParenthesis, 1)
    case .amount:
      report(
        .foreignWord, "a sum stands without brackets", whole, "no brackets here",
        help: ["write the sum so that it needs none, or set a field to this part first and use the field here"])
      append(.dropped, 1)
    case .part:
      report(
        .foreignWord, "parts of a line stand without brackets", whole, "no brackets here",
        help: ["write the line without `\(opening)` and `\(closing)`, with what belongs together side by side"])
      append(.dropped, 1)
    }
  }

  /// `[ ] on proposal.accepted`: what is still to be done in a list, or nothing between brackets.
  private mutating func emptyBox(_ length: Int) {
    report(
      .foreignWord, "nothing stands between brackets", position..<position + length, "an empty box",
      help: ["delete it if the line holds, or write `--` before the line as long as it does not"])
    append(.dropped, length)
  }

  /// `[x] on proposal.accepted`: one letter or sign between brackets at the beginning of a line.
  private func isTickedBox(_ range: Range<Int>) -> Bool {
    let inside = bytes[range].filter { $0 != 32 }
    return beginsLineOrBullet && bytes[position] == UInt8(ascii: "[") && !inside.isEmpty
      && (inside.count == 1 || inside[0] >= 0x80 && inside.count == scalarAt(range.lowerBound).1)
  }

  /// `expect mia in [invited, active]`: several stages between brackets.
  private func expectsOneOf(_ range: Range<Int>) -> Bool {
    guard follows(.in), lineSoFar.first.map({ source.text($0.range) }) == "expect" else { return false }
    return tokens[tokens.count - 2].word != .not && bytes[range].contains(UInt8(ascii: ","))
  }

  private var beginsLineOrBullet: Bool {
    tokens.count == lineStart || tokens.count == lineStart + 1 && tokens[lineStart].kind == .minus
  }

  mutating func tickedBox(_ length: Int) {
    report(
      .foreignWord, "a line stands without a box before it", position..<position + length, "the box of a list",
      help: ["delete it if the line holds, or write `--` before the line as long as it does not"])
    append(.dropped, length)
  }

  private func content(_ range: Range<Int>) -> Content {
    let inside = bytes[range]
    let hasSign = inside.contains { $0 == 42 || $0 == 43 || $0 == 47 } || holdsMinus(range)
    let words = Set(source.text(range.prefix(400)).split { !$0.isLetter }.map { $0.lowercased() })
    let opens =
      tokens.last.map {
        $0.kind == .leftParenthesis
          || $0.kind == .word && [.when, .if, .unless, .and, .or, .not, .as].contains($0.word)
      } ?? false
    let isNested = inside.contains { [91, 123].contains($0) }
    if hasSign { return isNested || !words.isDisjoint(with: ["and", "or", "is"]) ? .part : .amount }
    if isNested || !words.isDisjoint(with: ["when", "if", "unless", "by", "otherwise"]) { return .part }
    let joins = !words.isDisjoint(with: ["and", "or", "not"]) || inside.contains { $0 == 38 || $0 == 124 }
    let compares = !words.isDisjoint(with: ["is", "contains"]) || inside.contains { (60...62).contains($0) }
    if opens, joins || compares || follows(.not) { return .condition }
    return joins && compares ? .part : .list
  }

  /// Whether something is subtracted: a dash of any kind that does not part the figures of a date.
  private func holdsMinus(_ range: Range<Int>) -> Bool {
    range.contains { at in
      if bytes[at] == 45 { return at == range.lowerBound || !isDigit(at - 1) || !isDigit(at + 1) }
      guard bytes[at] == 0xE2 else { return false }
      let scalar = scalarAt(at).0
      return (0x2010...0x2015).contains(scalar) || scalar == 0x2212
    }
  }

  /// Whether the bracket at the cursor ends what one before it in the line has begun.
  mutating func closesGroup() -> Bool {
    let opening: UInt8 = bytes[position] == UInt8(ascii: "]") ? 91 : 123
    let isClosing = diagnostics.last { $0.span.range.contains(position) }?.span.range.upperBound == position + 1
    guard isClosing, let first = lineSoFar.last(where: { bytes[$0.range.lowerBound] == opening }) else { return false }
    append(first.kind == .leftParenthesis ? .rightParenthesis : .dropped, 1)
    return true
  }
}

extension Range<Int> {
  /// The first places of a range.
  fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}
