import WorkroomValues

/// Values: sums, shares, names and literals with their units; `of` binds tighter than `+` and `-`.
extension Parser {
  /// `expr = term , { ( "+" | "-" ) , term }`
  mutating func parseExpression() -> NodeIndex? {
    let first = token
    guard var left = parseTerm() else { return nil }
    var terms = 1
    while kind == .plus || kind == .minus {
      let isSum = kind == .plus
      advance()
      if peekKind(1) == .text, reportsLoneSign() { return nil }
      guard let right = parseTerm() else { return nil }
      left = add(isSum ? .add(left, right) : .subtract(left, right), first, previous)
      terms += 1
      guard terms <= Parser.termsMax else { return tooManyTerms(first) }
    }
    return left
  }

  /// `owe 500 USD- for "fee"`: a sign with no value behind it.
  private mutating func reportsLoneSign() -> Bool {
    guard [.for, .from, .to].contains(word) else { return false }
    let sign = previous
    fail(
      .unexpectedWord, "a value is missing behind this sign", at: sign, label: "nothing behind it",
      help: [
        "delete `\(tree.text(sign))`, or write behind it what is \(tree.text(sign) == "-" ? "subtracted" : "added")"
      ],
      fixes: [fix(.maybe, sign, "")])
    return true
  }

  /// `term = operand , [ "of" , operand ]`
  private mutating func parseTerm() -> NodeIndex? {
    let first = token
    guard let left = parseOperand() else { return nil }
    guard take(.of) != nil else { return left }
    guard let right = parseOperand() else { return nil }
    return add(.share(left, right), first, previous)
  }

  /// `operand = literal | PATH`
  mutating func parseOperand() -> NodeIndex? {
    let first = token
    switch kind {
    case .number: return parseNumber()
    case .percent:
      advance()
      if kind == .word, word == .name, reportsShareWithoutOf(first) { return nil }
      return add(.percent, first, first)
    case .time: advance(); return add(.time, first, first)
    case .text: advance(); return add(.text, first, first)
    case .hashtag: advance(); return add(.hashtag, first, first)
    case .handle: advance(); return add(.handle, first, first)
    case .date: return parseDate()
    case .word: return parseWordOperand()
    case .comma where reportsLoneComma(): return nil
    case .minus where peekKind(1) == .number:
      if [.after, .every].contains(tree.tokens[previous].word), let number = peekToken(1) {
        let unit = peekToken(2).map { " \(tree.text($0))" } ?? ""
        fail(
          .badLiteral, "a timer is counted from the moment its stage is entered, and never runs backwards",
          label: "a minus sign", help: ["write `\(tree.text(previous)) \(tree.text(number))\(unit)`"],
          fixes: [fix(.maybe, token, "")])
        return nil
      }
      negativeAmount()
      return nil
    case .minus where peekKind(1) == .word:
      fail(
        .unexpectedWord, "a value has no sign before it", label: "nothing to subtract from",
        help: ["write from what it is subtracted, as in `100 USD - \(peekToken(1).map { tree.text($0) } ?? "price")`"])
      return nil
    default:
      expected("a value", help: "write a value, such as `500 USD`, `7 days`, `event.price` or the name of a field")
      return nil
    }
  }

  /// `,50 USD`: a number without its first digit.
  private mutating func reportsLoneComma() -> Bool {
    guard let number = peekToken(1), [.number, .percent].contains(tree.tokens[number].kind),
      tree.tokens[token].range.upperBound == tree.tokens[number].range.lowerBound
    else { return false }
    let written = "0.\(tree.text(number))"
    fail(
      .badLiteral, "a number has a digit before its point", to: number, label: "a digit is missing",
      help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .safe, edits: [(tree.span(token, number), written)])])
    return true
  }

  private mutating func parseWordOperand() -> NodeIndex? {
    let first = token
    if peekKind(1) == .word, peekWord(1) == .name, reportsWordBeforeValue() { return nil }
    if reportsFraction() || reportsNumeral() { return nil }
    switch word {
    case .yes, .no:
      advance()
      return add(tree.tokens[first].word == .yes ? .yes : .no, first, first)
    case _ where peekWord(1) == .of && total(first) != nil: return parseTotal(first)
    case _
    where peekKind(1) == .word && peekWord(1) == .name && Parser.numerals[tree.text(first)] != nil
      && peekToken(1).map { isUnit($0) } == true:
      let digits = Parser.numerals[tree.text(first)]!
      // `a month and a half`: two parts that only their author can add up.
      if peekWord(2) == .and, peekToken(3).map({ ["a", "half", "one"].contains(tree.text($0)) }) == true {
        fail(
          .unexpectedWord, "a time to wait for is one number with its unit", label: "two parts of a time",
          help: ["write all of it as one number with one unit"], mayMean: true)
        return nil
      }
      fail(
        .unexpectedWord, "numbers are written with digits", label: "write `\(digits)`", help: ["write `\(digits)`"],
        fixes: [fix(.safe, first, "\(digits)")], mayMean: tree.tokens[previous].word == .once)
      return nil
    case _ where word.isReserved:
      let written = tree.text(first)
      fail(
        .unexpectedWord, "`\(written)` stands where a value is expected", label: "a value is expected",
        help: ["write a field, a value of the event such as `event.price`, or something like `500 USD`"],
        mayMean: true)
      return nil
    default:
      advance()
      return add(.path, first, first)
    }
  }

  static let numerals = [
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30,
  ]

  private mutating func parseDate() -> NodeIndex? {
    let first = token
    advance()
    guard word == .to, peekKind(1) == .date, let last = peekToken(1) else { return add(.date, first, first) }
    at += 2
    return add(.window(from: first, to: last), first, last)
  }

  /// A number with the unit that follows it: money, a duration or a span of the calendar.
  private mutating func parseNumber() -> NodeIndex? {
    let first = token
    if reportsNumeral() { return nil }
    advance()
    guard kind == .word else { return add(.number, first, first) }
    if word == .and, isWord("a", ahead: 1), reportsNumberAndAHalf(first) { return nil }
    let unit = token
    if isCurrencyShaped(unit) {
      advance()
      return add(.money(currency: unit), first, unit)
    }
    switch tree.text(unit) {
    case "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks":
      advance()
      return add(.duration(unit: unit), first, unit)
    case "month", "months", "year", "years":
      advance()
      return parseSpanRounding(first, unit)
    case "percent":
      let number = tree.text(first)
      fail(
        .foreignWord, "a percentage is written with its sign", at: first, to: unit, label: "write `\(number)%`",
        help: ["write `\(number)%`"],
        fixes: [Diagnostic.Fix(safety: .safe, edits: [(tree.span(first, unit), "\(number)%")])])
      return nil
    default: return misspelledUnit(first) ? nil : add(.number, first, first)
    }
  }

  private mutating func parseSpanRounding(_ first: Int, _ unit: Int) -> NodeIndex? {
    guard kind == .leftParenthesis, isWord("last", ahead: 1) || isWord("next", ahead: 1), isWord("day", ahead: 2),
      peekKind(3) == .rightParenthesis
    else { return add(.span(unit: unit, nextDay: nil), first, unit) }
    let isNext = isWord("next", ahead: 1)
    at += 4
    return add(.span(unit: unit, nextDay: isNext), first, previous)
  }
}
