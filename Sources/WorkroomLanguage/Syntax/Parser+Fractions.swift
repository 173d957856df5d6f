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
    // `one-half`
    let hyphen = peekKind(1) == .minus ? 1 : 0
    if let length = Parser.wordsForMore[name.hasSuffix("s") ? String(name.dropLast()) : name] {
      return reportsMore(part, count * length.count, length.unit)
    }
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
      mayMean: tree.tokens[previous].word == .once)
    return true
  }
}
