import WorkroomValues

/// Amounts with the sign of a currency, as they are written in many countries.
extension Lexer {
  /// The dollars that letters before the sign name; `R$` is no dollar at all.
  private static let dollars = [
    "US": "USD", "CA": "CAD", "C": "CAD", "CDN": "CAD", "A": "AUD", "AU": "AUD", "HK": "HKD", "NZ": "NZD", "S": "SGD",
    "SG": "SGD", "R": "BRL", "MX": "MXN", "NT": "TWD",
  ]

  /// `50¢`: hundredths of a currency that the sign does not name.
  mutating func centSign(_ length: Int) {
    guard let amount = amountBefore(position), let cents = Int(source.text(amount)), cents < 1_000_000_000 else {
      return strange(length)
    }
    let range = amount.lowerBound..<position + length
    while let last = tokens.last, last.range.lowerBound >= amount.lowerBound { tokens.removeLast() }
    let written = "\(Lexer.hundredths(cents)) USD"
    report(
      .foreignWord, "money is written with its currency's three letters after the amount", range,
      "a sign does not say which currency", help: ["write `\(written)`, with the letters of your currency"],
      fixes: [fix(.maybe, range, written)])
    position = range.lowerBound
    append(.number, range.count)
  }

  /// `0.50` for fifty cents, and `1` for a hundred.
  static func hundredths(_ cents: Int) -> String {
    let (whole, rest) = cents.quotientAndRemainder(dividingBy: 100)
    return rest == 0 ? "\(whole)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `€`, `£` or `$` at the cursor: with its amount, before or behind it, it is one mistake, whatever else is foreign in it.
  mutating func currencySign(_ length: Int, _ code: String) {
    var end = position + length
    // `US$ 500` and `€ 500`.
    let country = code == "USD" ? tokens.last.flatMap { $0.range.upperBound == position ? $0.range : nil } : nil
    let foreign = country.flatMap { Lexer.dollars[source.text($0)] }
    let code = foreign ?? code
    let start = foreign == nil ? position : tokens.removeLast().range.lowerBound
    var digits = end
    if digits + 1 < bytes.count, bytes[digits] == 32, isDigit(digits + 1) { digits += 1 }
    // `5 up to 10_000 $200`: a sign right before an amount belongs to it, and not to one a blank before it.
    let isOpening = digits == end && isAmount(digits) && (start == 0 || bytes[start - 1] == 32)
    let before = isOpening ? nil : amountBefore(start)
    var range = start..<end
    var amount = before
    if let before {
      range = before.lowerBound..<end
      while let last = tokens.last, last.range.lowerBound >= before.lowerBound { tokens.removeLast() }
      while let last = diagnostics.last, last.span.range.lowerBound >= before.lowerBound { diagnostics.removeLast() }
    } else if isAmount(digits) {
      end = endOfPower(endOfAmount(digits))
      (range, amount) = (start..<end, digits..<end)
    }
    if amount == nil, foreign == nil, lexSignBeforeName(length) { return }
    let meant = amount.map { meantAmount(source.text($0)) }
    let written = "\(meant ?? "12") \(code)"
    report(
      .foreignWord, "money is written with its currency's three letters after the amount", range,
      foreign == nil ? "a sign does not say which currency" : "written in another way",
      help: [
        meant == nil ? "write the amount and the letters of its currency, as in `\(written)`" : "write `\(written)`"
      ],
      fixes: meant == nil ? [] : [fix(.maybe, range, written)])
    position = range.lowerBound
    append(amount == nil ? .dropped : .number, range.count)
  }

  /// `$price`, `${event.price}`: the sign that other languages put before a name.
  private mutating func lexSignBeforeName(_ length: Int) -> Bool {
    var start = position + length
    let hasBrace = start < bytes.count && bytes[start] == UInt8(ascii: "{")
    while start < bytes.count, bytes[start] == UInt8(ascii: "{") { start += 1 }
    guard start < bytes.count, isWordByte(bytes[start]), !isDigit(start) else { return false }
    var end = start
    while end < bytes.count,
      isWordByte(bytes[end]) || bytes[end] == 46 && end + 1 < bytes.count && isWordByte(bytes[end + 1])
    {
      end += 1
    }
    let name = source.text(start..<end)
    guard Currency(name) == nil else { return false }
    var last = end
    while hasBrace, last < bytes.count, bytes[last] == UInt8(ascii: "}") { last += 1 }
    let range = position..<last
    report(
      .foreignWord, "a value is named alone, without a sign before it", range, "not needed", help: ["write `\(name)`"],
      fixes: [fix(.maybe, range, name)])
    append(.dropped, start - position)
    lexWord()
    if last > end { append(.dropped, last - end) }
    return true
  }

  /// Whether an amount begins at a place: `400`, `.50`.
  private func isAmount(_ place: Int) -> Bool {
    guard place < bytes.count else { return false }
    return isDigit(place) || bytes[place] == 46 && place + 1 < bytes.count && isDigit(place + 1)
  }

  private static let powers = ["k", "m", "mn", "mln", "mio", "thousand", "million"]

  /// `$2m`, `$2 million`: where an amount ends with the letters or the word that say thousands or millions of it.
  private func endOfPower(_ amount: Int) -> Int {
    let start = amount < bytes.count && bytes[amount] == 32 ? amount + 1 : amount
    var end = start
    while end < bytes.count, isWordByte(bytes[end]), end - start < 9 { end += 1 }
    return Lexer.powers.contains(source.text(start..<end).lowercased()) ? end : amount
  }

  /// `2_000_000` for `2m`, `0.50` for `.50`.
  private func meantAmount(_ written: String) -> String {
    let amount = written.hasPrefix(".") ? "0\(written)" : written
    guard
      let power = amount.last(where: \.isNumber).flatMap({ amount.lastIndex(of: $0) }).map({
        amount[amount.index(after: $0)...].trimmed
      }),
      let letter = power.first(where: \.isLetter)
    else { return Lexer.plainAmount(amount) }
    let digits = amount.prefix { !$0.isLetter && $0 != " " }
    return Lexer.meantNumber("\(digits)\(letter == "t" ? "k" : String(letter))")
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
    // `7.-10 days`: a dash between two numbers is none behind an amount.
    guard length > 0, digits + length == bytes.count || !isWordByte(bytes[digits + length]) else { return false }
    append(.number, digits - position)
    var next = position + length
    while next < bytes.count, bytes[next] == 32 { next += 1 }
    let isBeforeSign = next < bytes.count && [0x24, 0xC2, 0xE2].contains(bytes[next])
    if !isBeforeSign {
      let range = position..<position + length
      // `100.-,200.-`: without the dashes both would be one number.
      let isInRow =
        next + 1 < bytes.count && bytes[next] == 44 && isDigit(next + 1) || next < bytes.count && isDigit(next)
      report(
        .foreignWord, "an amount without cents is written without dashes", range, "not needed", help: ["delete it"],
        fixes: [fix(isInRow || isInTightList ? .maybe : .safe, range, "")])
    }
    append(.dropped, length)
    return true
  }

  /// How long `,-`, `.-` or `,--` is at a place.
  func dashes(_ place: Int) -> Int {
    guard place + 1 < bytes.count, [44, 46].contains(bytes[place]), bytes[place + 1] == 45 else { return 0 }
    let length = place + 2 < bytes.count && bytes[place + 2] == 45 ? 3 : 2
    // `1.-31. March` is no amount.
    return place + length < bytes.count && isDigit(place + length) ? 0 : length
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
      // `up to 10_000, $200`: what stands behind the last digit parts two entries.
      let isSeparator = [39, 44, 46, 95].contains(bytes[place]) && place > 0 && isDigit(place - 1) && place + 1 < end
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
