/// Amounts with the sign of a currency, as they are written in many countries.
extension Lexer {
  /// `€`, `£` or `$` at the cursor: with its amount, before or behind it, it is one mistake, whatever else is foreign in it.
  mutating func currencySign(_ length: Int, _ code: String) {
    var end = position + length
    // `US$ 500` and `€ 500`.
    let isPrefixed = tokens.last.map { $0.range.upperBound == position && source.text($0.range) == "US" } ?? false
    let start = isPrefixed ? tokens.removeLast().range.lowerBound : position
    var digits = end
    if digits + 1 < bytes.count, bytes[digits] == 32, isDigit(digits + 1) { digits += 1 }
    let before = amountBefore(start)
    var range = start..<end
    var amount = before
    if let before {
      range = before.lowerBound..<end
      while let last = tokens.last, last.range.lowerBound >= before.lowerBound { tokens.removeLast() }
      while let last = diagnostics.last, last.span.range.lowerBound >= before.lowerBound { diagnostics.removeLast() }
    } else if digits < bytes.count, isDigit(digits) {
      end = endOfAmount(digits)
      (range, amount) = (start..<end, digits..<end)
    }
    let meant = amount.map { Lexer.plainAmount(source.text($0)) }
    let written = "\(meant ?? "12") \(code)"
    report(
      .foreignWord, "money is written with its currency's three letters after the amount", range,
      "a sign does not say which currency", help: ["write `\(written)`"],
      fixes: meant == nil ? [] : [fix(.maybe, range, written)])
    position = range.lowerBound
    append(amount == nil ? .dropped : .number, range.count)
  }

  /// Where an amount ends that begins with digits: `1.000,50`, `1'000`, `500,-`.
  private func endOfAmount(_ start: Int) -> Int {
    var end = start
    while end < bytes.count {
      let isSeparator = [39, 44, 46, 95].contains(bytes[end]) && end + 1 < bytes.count && isDigit(end + 1)
      guard isDigit(end) || isSeparator else { break }
      end += 1
    }
    return end + dashes(end)
  }

  /// `500,- EUR`: the dashes behind an amount, which say that it has no cents; true where they stood at a place.
  mutating func lexDashes(_ digits: Int) -> Bool {
    let length = dashes(digits)
    guard length > 0 else { return false }
    append(.number, digits - position)
    var next = position + length
    while next < bytes.count, bytes[next] == 32 { next += 1 }
    let isBeforeSign = next < bytes.count && [0x24, 0xC2, 0xE2].contains(bytes[next])
    if !isBeforeSign {
      let range = position..<position + length
      report(
        .foreignWord, "an amount without cents is written without dashes", range, "not needed", help: ["delete it"],
        fixes: [fix(.safe, range, "")])
    }
    append(.dropped, length)
    return true
  }

  /// How long `,-`, `.-` or `,--` is at a place.
  private func dashes(_ place: Int) -> Int {
    guard place + 1 < bytes.count, [44, 46].contains(bytes[place]), bytes[place + 1] == 45 else { return 0 }
    return place + 2 < bytes.count && bytes[place + 2] == 45 ? 3 : 2
  }

  /// The amount right before a sign, or before one space: `400`, `1 000,50`, `500,-`.
  private func amountBefore(_ sign: Int) -> Range<Int>? {
    var end = sign
    while end > 0, bytes[end - 1] == 32 { end -= 1 }
    var start = end
    while start > 0, bytes[start - 1] == 45, end - start < 2 { start -= 1 }
    if start < end {
      guard start > 0, [44, 46].contains(bytes[start - 1]) else { return nil }
      start -= 1
    }
    while start > 0 {
      let place = start - 1
      let isSeparator = [39, 44, 46, 95].contains(bytes[place]) && place > 0 && isDigit(place - 1)
      // A space between groups of three digits.
      let isGap = bytes[place] == 32 && place > 0 && isDigit(place - 1) && isGroup(start)
      guard isDigit(place) || isSeparator || isGap else { break }
      start -= 1
    }
    let first = tokens.last { $0.range.lowerBound <= start }
    guard start < end, first?.range.lowerBound == start, first?.kind == .number else { return nil }
    return start..<end
  }

  /// An amount as it is written here: a point before one or two decimals, `_` between groups of digits.
  static func plainAmount(_ written: String) -> String {
    var digits: [String] = [""]
    var signs: [Character] = []
    for character in written where character != "-" {
      if character.isNumber {
        digits[digits.count - 1].append(character)
      } else {
        signs.append(character)
        digits.append("")
      }
    }
    if digits.last?.isEmpty == true {
      digits.removeLast()
      signs.removeLast()
    }
    let isDecimal = signs.last.map { [".", ","].contains($0) } ?? false
    guard isDecimal, let last = digits.last, last.utf8.count < 3 else { return digits.joined(separator: "_") }
    return "\(digits.dropLast().joined(separator: "_")).\(last)"
  }
}
