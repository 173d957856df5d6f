/// Shares and lengths of time that have a word of their own: `a third of price`, `a fortnight`, `a dozen`.
extension Parser {
  private static let parts = [
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
  ]
  private static let counts = ["a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4]

  /// `a third of price`, `two thirds of price`: a share in two words; true where one was reported.
  mutating func reportsFraction() -> Bool {
    guard kind == .word, word == .name, tree.tokens[token].length < 6, begins(with: "aotf", token),
      let count = Parser.counts[tree.text(token)], let part = peekToken(peekKind(1) == .minus ? 2 : 1),
      tree.tokens[part].kind == .word
    else { return false }
    let name = tree.text(part)
    if name == "and" { return reportsAndAHalf(count) }
    // `one-half`
    let hyphen = peekKind(1) == .minus ? 1 : 0
    if let length = Parser.wordsForMore[name.hasSuffix("s") ? String(name.dropLast()) : name] {
      return reportsMore(part, count * length.count, length.unit)
    }
    if reportsShareAlone(count, name, hyphen) { return true }
    // `three quarters price`
    let whole = peekToken(2 + hyphen).flatMap {
      peekWord(2 + hyphen) == .name && tree.tokens[$0].kind == .word && !isUnit($0) && !isCurrencyShaped($0) ? $0 : nil
    }
    guard peekWord(2 + hyphen) == .of || whole != nil,
      let over = Parser.parts[name] ?? Parser.parts[String(name.dropLast())],
      let (share, isExact) = Parser.percentage(count, over)
    else { return false }
    fail(
      .unexpectedWord, "a share is written in percent", to: part, label: "write `\(share)`",
      notes: isExact ? [] : [Parser.inexact],
      help: ["write `\(share)\(whole.map { " of \(tree.text($0))" } ?? "")`"],
      fixes: [
        Diagnostic.Fix(
          safety: isExact && whole == nil ? .safe : .maybe,
          edits: [(tree.span(token, part), share + (whole == nil ? "" : " of"))])
      ])
    return true
  }

  static let halves = ["half": 2, "quarter": 4]
  private static let powers = ["hundred": 100, "thousand": 1_000, "million": 1_000_000]
  private static let smaller = [
    "minute": (60, "seconds"), "hour": (60, "minutes"), "day": (24, "hours"), "week": (168, "hours"),
    "month": (30, "days"), "year": (12, "months (last day)"),
  ]

  /// Some times a thing and a part of it: 150 for `one and a half` of a hundred, `36 hours` for one and a half of a day.
  private func times(_ count: Int, and part: Int?, of unit: Int) -> (written: String, isExact: Bool)? {
    let name = tree.text(unit)
    if let power = Parser.powers[name] {
      return (Numerals.figures(count * power + (part.map { power / $0 } ?? 0)), true)
    }
    let one = name.hasSuffix("s") ? String(name.dropLast()) : name
    guard let (size, other) = Parser.smaller[one] else { return nil }
    if one == "week", count > 0, let part { return ("\(count).\(part == 2 ? "5" : "25") weeks", true) }
    let sum = count * size + (part.map { size / $0 } ?? 0)
    return ("\(sum) \(other)", one != "month")
  }

  private mutating func failPart(_ last: Int, _ found: (written: String, isExact: Bool)) {
    let isTime = isUnit(last)
    fail(
      .unexpectedWord, isTime ? "a time to wait for is one number with its unit" : "numbers are written with digits",
      to: last, label: found.isExact ? "write `\(found.written)`" : "a part of a month",
      help: [
        found.isExact ? "write `\(found.written)`" : "write it as one number with one unit, such as `\(found.written)`"
      ],
      fixes: found.isExact ? [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, last), found.written)])] : [])
  }

  /// `half week`, `half a million`, `a quarter million`: a part of a unit or of a large number.
  mutating func reportsPartOfUnit(_ parts: [String: Int]) -> Bool {
    guard begins(with: "ahoq", token) else { return false }
    let start = isWord("a") || isWord("an") || isWord("one") ? 1 : 0
    guard let part = peekToken(start), tree.tokens[part].kind == .word, let over = parts[tree.text(part)] else {
      return false
    }
    let of = start + (peekWord(start + 1) == .of ? 2 : 1)
    let ahead = of + (isWord("a", ahead: of) || isWord("an", ahead: of) ? 1 : 0)
    guard let unit = peekToken(ahead), tree.tokens[unit].kind == .word, let found = times(0, and: over, of: unit) else {
      return false
    }
    failPart(unit, found)
    return true
  }

  /// `one and a half million`, `two and a half weeks`: the word `and` stands behind the one at the cursor.
  private mutating func reportsAndAHalf(_ count: Int) -> Bool {
    guard isWord("a", ahead: 2) || isWord("one", ahead: 2), let part = peekToken(3),
      let over = Parser.halves[tree.text(part)],
      let unit = peekToken(4), tree.tokens[unit].kind == .word, let found = times(count, and: over, of: unit)
    else { return false }
    failPart(unit, found)
    return true
  }

  /// `2 and a half weeks`; the number has been read.
  mutating func reportsNumberAndAHalf(_ number: Int) -> Bool {
    guard let part = peekToken(2), let over = Parser.halves[tree.text(part)], let unit = peekToken(3),
      tree.tokens[unit].kind == .word, let count = Int(tree.text(number)), count < 10_000,
      let found = times(count, and: over, of: unit)
    else { return false }
    at -= 1
    failPart(unit, found)
    return true
  }

  /// `share is a half`, `paying a quarter`: a share with nothing behind it.
  private mutating func reportsShareAlone(_ count: Int, _ name: String, _ hyphen: Int) -> Bool {
    let next = peekToken(2 + hyphen)
    let isAlone =
      next.map { tree.tokens[$0].kind == .word && tree.tokens[$0].word.isReserved && tree.tokens[$0].word != .of }
      ?? true
    let singular = name.hasSuffix("s") ? String(name.dropLast()) : name
    guard isAlone, name != "third", singular == name || count > 1, let over = Parser.parts[singular],
      let (share, isExact) = Parser.percentage(count, over), isExact, let last = peekToken(1 + hyphen)
    else { return false }
    fail(
      .unexpectedWord, "a share is written in percent", to: last, label: "write `\(share)`", help: ["write `\(share)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, last), share)])])
    return true
  }

  static let wordsForMore = [
    "fortnight": (count: 14, unit: "days"), "dozen": (count: 12, unit: ""), "decade": (count: 10, unit: "years"),
  ]

  static let inexact = "a percentage has at most six decimals, so this is the nearest to the share"

  /// A share such as two of three in percent, and whether it is exact.
  static func percentage(_ count: Int, _ over: Int) -> (written: String, isExact: Bool)? {
    guard (1..<1_000).contains(count), (1..<1_000).contains(over) else { return nil }
    // In millionths of a percent.
    let (value, rest) = (count * 100_000_000 / over, count * 100_000_000 % over)
    let rounded = value + (rest * 2 >= over ? 1 : 0)
    var decimals = String(1_000_000 + rounded % 1_000_000).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return ("\(rounded / 1_000_000)\(decimals.isEmpty ? "" : ".\(decimals)")%", rest == 0)
  }

  private mutating func reportsMore(_ last: Int, _ count: Int, _ unit: String) -> Bool {
    let written = unit.isEmpty ? "\(count)" : "\(count) \(unit)"
    let isJoined = unit.isEmpty && followsSmallNumber()
    fail(
      .unexpectedWord, "numbers are written with digits", to: last, label: "write `\(written)`",
      help: ["write `\(written)`\(isJoined ? Parser.bothInThousands : "")"],
      fixes: isJoined ? [] : [Diagnostic.Fix(safety: .safe, edits: [(tree.span(token, last), written)])],
      mayMean: isJoined || tree.tokens[previous].word == .once)
    return true
  }
}
