import WorkroomValues

/// A comma before three digits: it parts thousands, decimals or the entries of a list.
extension Lexer {
  /// What is said of commas between groups of three digits; only where nothing else can be meant is the fix safe.
  func groupingFinding(_ number: Range<Int>, dashes: Int) -> (label: String, help: String, fixes: [Diagnostic.Fix]) {
    let parts = source.text(number).split(separator: ",")
    let range = number.lowerBound..<number.upperBound + dashes
    let (grouped, decimal) = (parts.joined(separator: "_"), parts.joined(separator: "."))
    if parts.count == 2, parts[0].allSatisfy({ $0 == "0" }) {
      var short = decimal[...]
      // Amounts of most currencies have two decimals at most.
      while short.hasSuffix("0"), short.utf8.count > 4 { short.removeLast() }
      return ("a comma inside a number", "write `\(short)`", [fix(.maybe, range, String(short))])
    }
    if parts.count == 2, let unit = fractionalUnit(range.upperBound) {
      return ("thousands or decimals?", "write `\(grouped)\(unit)` or `\(decimal)\(unit)`", [])
    }
    // `50 USD up to 10,200 USD above`: a row of a table that begins right behind its comma.
    if parts.count > 1, lineSoFar.first?.word == .define, source.text(tokens.last?.range ?? 0..<0) == "to",
      Currency(wordText(behindBlanks(range.upperBound))) != nil
    {
      return (
        "a blank missing, or a comma too many",
        "write `\(parts.dropLast().joined(separator: "_")), \(parts[parts.count - 1])` if a row of the table ends there, or `\(grouped)` for thousands",
        []
      )
    }
    let isSafe = !isInList(range)
    return (
      "a comma inside a number", "write `\(grouped)`" + (isSafe ? "" : ", or a blank behind the comma of a list"),
      [fix(isSafe ? .safe : .maybe, range, grouped)]
    )
  }

  /// The unit behind a number, with its blank, where three decimals are as likely as thousands.
  private func fractionalUnit(_ end: Int) -> String? {
    var start = end
    while start < bytes.count, bytes[start] == 32 { start += 1 }
    if start < bytes.count, bytes[start] == UInt8(ascii: "%") { return "%" }
    let unit = wordText(start)
    let isDoubtful = TimeSpan.unit(unit) != nil || Currency(unit).map { $0.decimals > 2 } ?? false
    return isDoubtful ? " \(unit)" : nil
  }

  private func wordText(_ start: Int) -> String {
    var end = start
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    return source.text(start..<end)
  }

  /// `between 10 and 50k`: the number of at most three digits before the one at the cursor, to which `and`, `or`, `to`
  /// or a comma joins it; both may be meant in thousands.
  func smallNumberBefore() -> String? {
    let line = lineSoFar
    guard let joint = line.last, line.count > 2 else { return nil }
    guard joint.kind == .comma || joint.kind == .word && [.and, .or, .to].contains(joint.word),
      let last = line.last(where: { $0.kind == .number }), last.range.count < 12,
      last.range.prefix(while: { bytes[$0] != 46 }).count < 4
    else { return nil }
    return source.text(last.range)
  }

  /// `10m`: whether the letter behind a number, which ends here, may as well stand for minutes or metres: no currency follows.
  func mayBeMetres(_ letter: String, _ end: Int) -> Bool {
    letter == "m" && Currency(wordText(behindBlanks(end))) == nil
  }

  /// What else the letter behind a number may say, and the small number before it.
  func otherMeanings(_ small: String?, _ letter: String, _ end: Int, _ digits: String) -> String {
    let both = small.map { ", and `\($0)` with its zeros as well if both are meant so" } ?? ""
    let other =
      mayBeMetres(letter, end) ? " if millions are meant, or `\(digits)` if `m` stands for minutes or metres" : ""
    return other + both
  }

  /// Whether a number stands among the entries of a list or of a table, where a comma may part two of them.
  func isInList(_ range: Range<Int>) -> Bool {
    if followsOf || tokens.last?.kind == .comma { return true }
    if tokens.count > 1, let last = tokens.last, source.text(last.range) == "to",
      source.text(tokens[tokens.count - 2].range) == "up"
    {
      return true
    }
    var place = range.upperBound
    // Behind the number its sign or its unit may stand.
    for _ in 0..<3 {
      while place < bytes.count, bytes[place] == 32 || bytes[place] == UInt8(ascii: "%") { place += 1 }
      if place < bytes.count, bytes[place] == UInt8(ascii: ",") { return true }
      let word = wordText(place)
      if word == "up" || word == "above" { return true }
      guard Currency(word) != nil || TimeSpan.unit(word) != nil else { return false }
      place += word.utf8.count
    }
    return false
  }
}
