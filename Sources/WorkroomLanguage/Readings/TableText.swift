import WorkroomValues

/// A table as people write it down: rows below each other, with `|`, `:`, arrows or gaps between their cells.
struct TableText {
  /// Each row as the language writes it: `1 up to 100 USD`, `2 above`, `3 for tiktok`.
  private(set) var rows: [String] = []
  /// Whether a row says `below`, which leaves its limit out, where the language has `up to`.
  private(set) var leavesLimitOut = false
  /// The rows with each limit that is left out put one step lower, where it is known how large a step is.
  private(set) var lowered: [String]? = []

  private static let lower = [
    "up to", "until", "till", "at most", "not more than", "max", "<=", "≤", "less than", "below", "under", "<",
  ]
  private static let exclusive: Set = ["less than", "below", "under", "<"]
  private static let upper = ["above", "over", "more than", "from", "greater than", ">=", "≥", ">"]
  private static let rest: Set = ["otherwise", "else", "rest", "others", "other", "default", "everything else", "more"]

  /// `nil` where the lines are no table of two columns.
  init?(_ lines: [String]) {
    let cells = lines.filter { !TableText.isRuler($0) }.map(TableText.cells)
    guard cells.count > 1, cells.allSatisfy({ $0.count == 2 }), let limit = TableText.limitColumn(cells) else {
      return nil
    }
    let hasHeading = !cells[0].contains(where: TableText.holdsDigit)
    let body = cells.dropFirst(hasHeading ? 1 : 0)
    var before: String?
    for row in body {
      let (said, value) = (row[limit], row[1 - limit])
      guard TableText.holdsDigit(value) || TableText.isName(value) else { return nil }
      guard let test = test(said, before, isLast: rows.count == body.count - 1) else { return nil }
      let upper = TableText.without(TableText.upper, said)
      // `50 up to 100, 80 from 100`: what stands in both rows belongs to the last.
      if test == "above", ["from", ">=", "≥"].contains(upper.word), upper.text == before, let last = lowered?.last {
        leavesLimitOut = true
        let limit = upper.text
        lowered = TableText.lowered(limit).map { lower in
          (lowered ?? []).dropLast() + [String(last.dropLast(limit.count)) + lower]
        }
      }
      rows.append("\(value) \(test)")
      let (limit, word) = TableText.without(TableText.lower, said)
      if word.map({ TableText.exclusive.contains($0) }) == true, test.hasPrefix("up to") {
        let lower = TableText.lowered(limit)
        lowered = lower.flatMap { lower in lowered.map { $0 + ["\(value) up to \(lower)"] } }
      } else {
        lowered?.append("\(value) \(test)")
      }
      before = TableText.without(TableText.lower, said).text
    }
    guard rows.count > 1 else { return nil }
  }

  /// `9_999` for `10_000`, `99.99 USD` for `100 USD`: the largest value below a limit.
  static func lowered(_ limit: String) -> String? {
    let parts = limit.split(separator: " ", maxSplits: 1).map(String.init)
    guard let number = parts.first, let value = Int(number.filter { $0 != "_" }), value > 0, value < 1_000_000_000
    else { return nil }
    guard parts.count == 2 else { return Numerals.figures(value - 1) }
    guard let currency = Currency(parts[1]), currency.decimals == 2 else { return nil }
    return "\(Numerals.figures(value - 1)).99 \(parts[1])"
  }

  private mutating func test(_ said: String, _ before: String?, isLast: Bool) -> String? {
    let small = said.lowercased()
    if isLast, TableText.rest.contains(small) {
      return before.map(TableText.holdsDigit) == true ? "above" : "otherwise"
    }
    if isLast, let word = TableText.without(TableText.upper, said).word {
      let limit = TableText.without(TableText.upper, said).text
      return limit.isEmpty || limit == before || word == "above" && limit.isEmpty ? "above" : nil
    }
    let (limit, word) = TableText.without(TableText.lower, said)
    if word.map({ TableText.exclusive.contains($0) }) == true { leavesLimitOut = true }
    if TableText.holdsDigit(limit) { return "up to \(limit)" }
    return word == nil && TableText.isName(limit) ? "for \(limit)" : nil
  }

  /// Which of the two columns holds the limits or the choices.
  private static func limitColumn(_ cells: [[String]]) -> Int? {
    for column in 0..<2 {
      let says = cells.contains { row in
        let small = row[column].lowercased()
        return without(lower, small).word != nil || without(upper, small).word != nil || rest.contains(small)
      }
      if says { return column }
    }
    // Choices are names, and what they come to are numbers.
    let body = cells.dropFirst(cells[0].contains(where: holdsDigit) ? 0 : 1)
    return (0..<2).first { column in
      body.allSatisfy { isName($0[column]) && !holdsDigit($0[column]) && holdsDigit($0[1 - column]) }
    }
  }

  /// A cell without the word for a limit that it begins with.
  private static func without(_ words: [String], _ cell: String) -> (text: String, word: String?) {
    let small = cell.lowercased()
    guard
      let word = words.first(where: {
        small == $0 || small.hasPrefix("\($0) ")
          || $0.utf8.count < 4 && !$0.utf8.contains { ($0 | 32) &- 97 < 26 } && small.hasPrefix($0)
      })
    else { return (cell, nil) }
    return (cell.dropFirst(word.count).trimmed, word)
  }

  private static func cells(_ line: String) -> [String] {
    if line.contains("|") { return split(line, "|") }
    for sign in ["->", "=>", "→", "\t", ":"] where line.contains(sign) { return split(line, sign) }
    if line.contains("="), !line.contains("<="), !line.contains(">=") { return split(line, "=") }
    let gaps = split(line, "  ")
    if gaps.count > 1 { return gaps }
    return limitFirst(line)
  }

  /// `up to 100 USD 1`: a limit with its value behind it.
  private static func limitFirst(_ line: String) -> [String] {
    for word in lower + upper + ["otherwise"] {
      // `1 up to 100 USD`: the value stands first.
      guard let place = line.range(ofWord: word), place.lowerBound > line.startIndex else { continue }
      return [String(line[place.lowerBound...]), line[..<place.lowerBound].trimmed]
    }
    let words = line.split(separator: " ").map(String.init)
    guard without(lower + upper, line).word != nil, words.count > 1 else { return [line] }
    let isAmount = words.last.map { $0.utf8.count == 3 && $0 == $0.uppercased() && !holdsDigit($0) } ?? false
    let count = isAmount ? 2 : 1
    return [words.dropLast(count).joined(separator: " "), words.suffix(count).joined(separator: " ")]
  }

  private static func split(_ line: String, _ sign: String) -> [String] {
    line.split(separator: sign).map(\.trimmed).filter { !$0.isEmpty }
  }

  /// `|---|:--|`
  static func isRuler(_ line: String) -> Bool {
    line.contains("-") && line.utf8.allSatisfy { [32, 9, 43, 45, 58, 61, 124].contains($0) }
  }

  private static func holdsDigit(_ text: String) -> Bool { text.utf8.contains { (48...57).contains($0) } }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 == 95 || (48...57).contains($0) || ($0 | 32) &- 97 < 26 }
  }
}

extension String {
  /// Where a word stands that has a blank or an end of the text on each side.
  fileprivate func range(ofWord word: String) -> Range<Index>? {
    var start = startIndex
    while let found = self[start...].firstRange(of: word) {
      let isFirst = found.lowerBound == startIndex || self[index(before: found.lowerBound)] == " "
      if isFirst, found.upperBound == endIndex || self[found.upperBound] == " " { return found }
      start = found.upperBound
    }
    return nil
  }
}
