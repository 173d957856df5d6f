import WorkroomValues

/// Sums and products as other languages write them.
extension Lexer {
  // MARK: Changing a field

  /// `rounds += 1`, `rounds -= 1`, `rounds++`, each written as an action with words.
  mutating func lexPlus() {
    switch peek(1) {
    case 61 where followsName: change(2, "add", "to", "+=")
    case 43 where followsName: change(2, "add", "to", "++")
    default: append(.plus, 1)
    }
  }

  mutating func lexMinus() {
    switch peek(1) {
    case 45: lexComment()
    case 62: arrow(2)
    case 61 where followsName: change(2, "subtract", "from", "-=")
    default: isInRange ? ellipsis(1) : append(.minus, 1)
    }
  }

  /// `7-10 days`, `10%-15%`: whether the sign at the cursor stands right between two numbers that nothing is computed of.
  private var isInRange: Bool {
    guard let last = tokens.last, [.number, .percent].contains(last.kind), last.range.upperBound == position,
      peek(1) &- 48 < 10, !isInCondition
    else { return false }
    let isYear = last.range.count == 4 && bytes[last.range.lowerBound] == UInt8(ascii: "2")
    return !isYear && !lineSoFar.contains { $0.kind == .word && [.set, .add, .subtract, .define].contains($0.word) }
  }

  private var followsName: Bool { tokens.last.map { $0.kind == .word && $0.word == .name } ?? false }

  private mutating func change(_ length: Int, _ action: String, _ joint: String, _ sign: String) {
    let name = tokens[tokens.count - 1]
    let value = sign == "++" ? position + length..<position + length : restOfStatement(from: position + length)
    let amount = value.isEmpty ? "1" : source.text(value)
    reportChange(
      length, "`\(sign)` is written with `\(action) ... \(joint) ...`", to: max(value.upperBound, position + length),
      "\(action) \(amount) \(joint) \(source.text(name.range))")
  }

  /// `rounds = 1` where an action is expected.
  mutating func lexAssignment(_ length: Int = 1) {
    let name = tokens[tokens.count - 1]
    let value = restOfStatement(from: position + length)
    let amount = value.isEmpty ? "1" : source.text(value)
    reportChange(
      length, "a field is changed with `set ... to ...`", to: max(value.upperBound, position + length),
      "set \(source.text(name.range)) to \(amount)")
  }

  private mutating func reportChange(_ length: Int, _ title: String, to end: Int, _ written: String) {
    var first = tokens[tokens.count - 1]
    if tokens.count > 1, tokens[tokens.count - 2].word == .set { first = tokens[tokens.count - 2] }
    let range = first.range.lowerBound..<end
    report(
      .foreignWord, title, range, "said in words here", help: ["write `\(written)`"],
      fixes: [fix(.maybe, range, written)])
    append(.dropped, length)
  }

  /// Whether `=` stands behind the name of a field that a rule is to change, rather than in a condition.
  func changesField() -> Bool {
    guard followsName, tokens.count > 1 else { return false }
    let before = tokens[tokens.count - 2]
    guard before.kind == .newline || before.kind == .word && before.word == .name else { return false }
    guard let first = firstWord(beyond: before.kind == .newline) else { return false }
    return [.on, .once, .after, .at, .every].contains(first)
  }

  /// Whether `=` stands behind the first word of a line in a block of fields.
  func beginsField() -> Bool {
    guard followsName, tokens.count > 1, tokens[tokens.count - 2].kind == .newline else { return false }
    return firstWord(beyond: true).map { [.campaign, .record].contains($0) } == true
  }

  /// The first word of this line, or, where the line itself tells nothing, of the last one that does.
  private func firstWord(beyond isBeyond: Bool) -> Word? {
    var index = tokens.count - 1
    let end = max(0, index - 200)
    while index >= end {
      let isFirst = index == 0 || tokens[index - 1].kind == .newline
      if isFirst, tokens[index].kind == .word, tokens[index].word.startsLine { return tokens[index].word }
      if isFirst, tokens[index].kind != .newline, !isBeyond { return nil }
      index -= 1
    }
    return nil
  }

  private func restOfStatement(from start: Int) -> Range<Int> {
    var low = start
    while low < bytes.count, bytes[low] == 32 || bytes[low] == 9 { low += 1 }
    var high = low
    while high < bytes.count, !isLineBreak(high), high - low < 200 {
      if bytes[high] == 45, high + 1 < bytes.count, bytes[high + 1] == 45 { break }
      if bytes[high] == 32, bytes[(high + 1)...].starts(with: Array("because ".utf8)) { break }
      high += 1
    }
    while high > low, bytes[high - 1] == 32 || bytes[high - 1] == 9 { high -= 1 }
    return low..<high
  }

  // MARK: Products

  /// `price * 20%`, `fee * 2`, `fee / 2`: a share is taken with `of`.
  mutating func lexProduct(_ sign: UInt8, _ length: Int = 1) {
    guard let last = tokens.last, [.number, .percent, .word].contains(last.kind) else { return strange(length) }
    if position + length < bytes.count, bytes[position + length] == 61, followsName {
      return lexChangeByProduct(sign, length + 1)
    }
    let isEvent =
      last.word == .on
      || last.word == .or && lineSoFar.first?.word == .on && !lineSoFar.contains { $0.word == .when || $0.word == .if }
    if last.kind == .word, isEvent, length == 1 { return lexAnyEvent(1) }
    if sign == 47, lexSlashOfEvent(length) { return }
    if sign == 47, follows(.and) || follows(.or), let joint = wordBehind(position + length),
      [.and, .or].contains(joint)
    {
      return lexEitherJoint(last, length, joint)
    }
    if sign == 47, let joint = jointOfSlash { return replace(length, joint.spelling, joint) }
    if sign == 47, follows(.and) || follows(.or), let joint = wordBehind(position + length),
      [.and, .or].contains(joint)
    {
      return lexEitherJoint(last, length, joint)
    }
    if sign == 47, lexSlashOfNames(last, length) { return }
    if sign == 42, last.kind == .number, lineSoFar.first?.word == .every,
      wordBehind(position + length)?.startsAction == true
    {
      return lexTimesSign(last, length)
    }
    let left = leftOperand(last)
    var right = position + length..<position + length
    while right.upperBound < bytes.count, bytes[right.upperBound] == 32 {
      right = right.upperBound + 1..<right.upperBound + 1
    }
    while right.upperBound < bytes.count, isOperandByte(bytes[right.upperBound]) {
      right = right.lowerBound..<right.upperBound + 1
    }
    if sign == UInt8(ascii: "*") { right = right.lowerBound..<endOfUnit(right) }
    if sign == 47, lexTwoAmounts(left, right, length) { return }
    let written = product(source.text(left), sign, source.text(right))
    let range = left.lowerBound..<max(right.upperBound, position + length)
    let verb = sign == UInt8(ascii: "*") ? "multiplied" : "divided"
    report(
      .foreignWord, "values are not \(verb); a share is taken with `of`", range, "no such calculation",
      help: [
        written.map { "write `\($0)`" }
          ?? (sign == 42 && isName(source.text(left)) && isName(source.text(right)) && percentages.isEmpty
            ? "if one of the two is a percentage, write `\(source.text(left)) of \(source.text(right))`, with the percentage first"
            : nil)
          ?? "write a share such as `20% of price`, or a table: `define fee by followers as 1 USD up to 10, 2 USD above`"
      ], fixes: written.map { [fix(.maybe, range, $0)] } ?? [])
    append(.dropped, length)
  }

  /// `price *= 2`, `price /= 2`
  private mutating func lexChangeByProduct(_ sign: UInt8, _ length: Int) {
    let name = source.text(tokens[tokens.count - 1].range)
    let value = restOfStatement(from: position + length)
    let operand = bytes[value].prefix { isOperandByte($0) }
    let share = operand.count == value.count ? product(name, sign, source.text(value)) : nil
    guard let share else {
      report(
        .foreignWord, "values are not \(sign == 42 ? "multiplied" : "divided"); a share is taken with `of`",
        tokens[tokens.count - 1].range.lowerBound..<max(value.upperBound, position + length), "no such calculation",
        help: ["write a share of the field, as in `set \(name) to 50% of \(name)`"])
      return append(.dropped, length)
    }
    reportChange(
      length, "a field is changed with `set ... to ...`, and a share is taken with `of`",
      to: max(value.upperBound, position + length), "set \(name) to \(share)")
  }

  /// `on * go to active`, `on proposal.* go to active`
  mutating func lexAnyEvent(_ length: Int) {
    let rest = restOfStatement(from: position + length)
    report(
      .strangeCharacter, Parser.anyEventTitle, position..<position + length, "which events?",
      help: [Parser.anyEventHelp(rest.isEmpty ? "go to active" : source.text(rest))])
    append(.dropped, length)
  }

  /// `vip is yes and/or big`: both words are `or`, which holds where both do as well.
  private mutating func lexEitherJoint(_ first: Token, _ length: Int, _ joint: Word) {
    let start = position + length
    let range = first.range.lowerBound..<behindBlanks(start) + joint.spelling.utf8.count
    let meant = jointOfSlash == .and ? Word.and : .or
    report(
      .foreignWord, "`\(source.text(range))` is written `\(meant.spelling)` here", range, "one word",
      help: [meant == .and ? "write `and`" : "write `or`, which holds as well where both do"],
      fixes: [fix(.maybe, range, meant.spelling)])
    tokens.removeLast()
    position = range.lowerBound
    append(.word, range.count, meant)
  }

  /// `release discount/link`: the word that a slash between two things stands for.
  private var jointOfSlash: Word? {
    let words = lineSoFar.filter { $0.kind == .word }.map(\.word)
    if words.first == .on, words.allSatisfy({ [.on, .or, .name].contains($0) }) { return .or }
    return words.contains { [.release, .disable].contains($0) } ? .and : nil
  }

  /// The value before the cursor, with its unit.
  private func leftOperand(_ last: Token) -> Range<Int> {
    guard last.kind == .word, tokens.count > 1, tokens[tokens.count - 2].kind == .number else { return last.range }
    return tokens[tokens.count - 2].range.lowerBound..<last.range.upperBound
  }

  /// Where the unit ends that stands behind a number: `10 USD`.
  private func endOfUnit(_ number: Range<Int>) -> Int {
    guard !number.isEmpty, isDigit(number.lowerBound), number.upperBound + 3 < bytes.count,
      bytes[number.upperBound] == 32
    else { return number.upperBound }
    var end = number.upperBound + 1
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    let unit = source.text(number.upperBound + 1..<end)
    return Currency(unit) != nil || TimeSpan.unit(unit) != nil ? end : number.upperBound
  }

  private func isOperandByte(_ byte: UInt8) -> Bool { isWordByte(byte) || byte == 46 || byte == 37 }

  /// `price is 100/200 USD`: two amounts, where nobody means a fraction.
  private mutating func lexTwoAmounts(_ left: Range<Int>, _ right: Range<Int>, _ length: Int) -> Bool {
    let end = endOfUnit(right)
    guard end > right.upperBound, let one = Int(source.text(left)), let other = Int(source.text(right)),
      min(one, other) > 9
    else { return false }
    let unit = source.text(right.upperBound..<end)
    report(
      .foreignWord, "two values are joined with words", left.lowerBound..<end, "either, or from here to there?",
      help: [
        "write `one of \(one)\(unit), \(other)\(unit)` behind `is` if either is meant, or `between \(one)\(unit) and \(other)\(unit)`"
      ])
    append(.dropped, length)
    return true
  }

  /// `every 7 days at most 2 × send email "reminder"`
  private mutating func lexTimesSign(_ number: Token, _ length: Int) {
    let sign = number.range.lowerBound..<position + length
    var end = behindBlanks(sign.upperBound)
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    let written = "\(source.text(number.range)) times"
    report(
      .foreignWord, "how often is said with `times`", sign.lowerBound..<end, "a sign for a word",
      help: ["write `\(written)`"], fixes: [fix(.maybe, sign, written)])
    append(.dropped, length)
  }

  /// The share that a product comes to, where one of the two is a percentage or a number that makes one.
  private mutating func product(_ left: String, _ sign: UInt8, _ right: String) -> String? {
    if sign == UInt8(ascii: "*") {
      if left.hasSuffix("%"), isName(right) { return "\(left) of \(right)" }
      if right.hasSuffix("%") { return "\(right) of \(left)" }
      if percentages.contains(right) { return "\(right) of \(left)" }
      if percentages.contains(left), !right.isEmpty { return "\(left) of \(right)" }
      if let share = hundredfold(right) { return "\(share)% of \(left)" }
      if let share = hundredfold(left), isName(right) || right.contains(" ") { return "\(share)% of \(right)" }
      return nil
    }
    if let count = Int(left), let over = Int(right) { return quotient(count, over) }
    guard let divisor = Scaled.parse(right, decimals: 6), divisor > 0, 100_000_000 % divisor == 0 else { return nil }
    return "\(100_000_000 / divisor)% of \(left)"
  }

  /// `0.5` for `1/2`, where two decimals say it exactly.
  private func quotient(_ count: Int, _ over: Int) -> String? {
    guard count < 1_000_000, over > 0, count * 100 % over == 0 else { return nil }
    let (whole, cents) = (count * 100 / over).quotientAndRemainder(dividingBy: 100)
    return cents == 0 ? "\(whole)" : "\(whole).\(cents % 10 == 0 ? "\(cents / 10)" : String(cents + 100).dropFirst())"
  }

  private func isName(_ text: String) -> Bool {
    text.utf8.first.map { isWordByte($0) && !(48...57).contains($0) } ?? false
  }

  private func hundredfold(_ text: String) -> Int64? {
    guard let number = Scaled.parse(text, decimals: 6), number > 0, number < 1_000_000_000_000, number % 10_000 == 0
    else { return nil }
    return number / 10_000
  }
}
