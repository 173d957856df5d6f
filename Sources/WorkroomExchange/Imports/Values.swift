import WorkroomValues

/// Reads the values that several imports share; each refuses with a reason that shows how to write it.
enum Value {
  /// An instant with its zone; a time without one is read in `zone`, and refused where none is given.
  ///
  /// A day without a time is its first instant, or with `isEnd` the first instant after it.
  static func instant(
    _ text: String?, _ label: String, zone: Zone? = nil, isEnd: Bool = false
  ) throws(Refusal) -> Instant? {
    guard let text else { return nil }
    if let instant = Instant(joiningZone(text)) { return instant }
    guard let local = local(text, isEnd: isEnd) else {
      throw Refusal(
        "\(text.ticked) in \(label) is not a date and time; write it as `2026-03-01T09:00:00+01:00`")
    }
    guard let zone else {
      throw Refusal("\(text.ticked) in \(label) has no time zone; write it as `2026-03-01T09:00:00+01:00`")
    }
    return zone.instant(local.date, milliseconds: local.milliseconds)
  }

  /// Whether a text is a day without a time.
  static func isDay(_ text: String?) -> Bool { text.map { CalendarDate($0[...]) != nil } ?? false }

  /// `2026-03-01 09:00:00 +0100` without the blank before the offset, `UTC` as `Z`.
  private static func joiningZone(_ text: String) -> String {
    guard let blank = text.utf8.lastIndex(of: 32), text.utf8.distance(from: text.startIndex, to: blank) > 10
    else {
      return text
    }
    let zone = text[text.utf8.index(after: blank)...]
    return String(text[..<blank]) + (zone == "UTC" || zone == "GMT" ? "Z" : String(zone))
  }

  /// A day, with or without a time, as clocks somewhere show it.
  private static func local(_ text: String, isEnd: Bool) -> (date: CalendarDate, milliseconds: Int64)? {
    let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
    guard let first = parts.first, let date = CalendarDate(first) else { return nil }
    guard parts.count == 2 else { return (isEnd ? CalendarDate(days: date.days + 1) : date, 0) }
    guard let time = TimeOfDay(parts[1]) else { return nil }
    return (date, Int64(time.seconds) * 1000)
  }

  /// Refuses a span of time that is over before it begins.
  static func checkOrder(_ starts: Instant?, _ ends: Instant?) throws(Refusal) {
    guard let starts, let ends, ends <= starts else { return }
    throw Refusal("the end \(ends) is not after the start \(starts); exchange them or leave one out")
  }

  /// An amount of zero or more in a currency that the row names elsewhere.
  static func amount(_ text: String?, _ label: String, in currency: Currency) throws(Refusal) -> Money? {
    guard let text else { return nil }
    guard let minor = Scaled.parse(text, decimals: currency.decimals) else {
      throw Refusal("\(text.ticked) in \(label) is not an amount in \(currency); \(repair(text, currency))")
    }
    guard minor >= 0 else {
      throw Refusal(
        "\(text.ticked) in \(label) is below zero; write what was charged, and refunds in their own column")
    }
    return Money(minorUnits: minor, currency: currency)
  }

  private static func repair(_ text: String, _ currency: Currency) -> String {
    let example = Money(minorUnits: 125_000, currency: currency).amount.ticked
    if Scaled.parse(text, decimals: 12) != nil {
      return "it has \(currency.decimals == 0 ? "no" : "at most \(currency.decimals)") decimals"
    }
    if text.contains(",") {
      return "write it with a point and nothing between thousands, such as \(example)"
    }
    if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return "it is too large for an amount; look whether a digit is doubled"
    }
    return "write digits only, such as \(example)"
  }

  /// `12.5` or `12.5%`.
  static func percent(_ text: String?, _ label: String) throws(Refusal) -> Percent? {
    guard let text else { return nil }
    let digits = text.hasSuffix("%") ? text.dropLast().trimmed : text
    guard let millionths = Scaled.parse(digits, decimals: 6), (0...100 * Scaled.unit).contains(millionths) else {
      throw Refusal("\(text.ticked) in \(label) is not a percentage from 0 to 100; write it as `12.5`")
    }
    return Percent(millionths: millionths)
  }

  static func currency(_ text: String?, _ label: String) throws(Refusal) -> Currency {
    guard let text else { throw Refusal("\(label) is empty; write a currency such as `USD`") }
    guard let currency = Currency(text.uppercased()) else {
      throw Refusal("\(text.ticked) in \(label) is not a currency; write its three letters, such as `USD`")
    }
    return currency
  }

  /// A count written as `12345`, `12_345` or `12,345`.
  static func count(_ text: String?, _ label: String) throws(Refusal) -> Int64? {
    guard let text else { return nil }
    if text.isAllDigits, let count = Int64(text) { return count }
    for separator in [",", "_"] as [Character] {
      let groups = text.split(separator: separator, omittingEmptySubsequences: false)
      guard groups.allSatisfy({ $0.isAllDigits }) else { continue }
      guard groups.count == 1 || (groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 })
      else {
        break
      }
      if let count = Int64(groups.joined()) { return count }
    }
    throw Refusal("\(text.ticked) in \(label) is not a whole number; write it in full, such as `12300`")
  }

  /// An e-mail address in lower case; its shape is checked, not whether it exists.
  static func email(_ text: String?, _ label: String) throws(Refusal) -> String? {
    guard let text else { return nil }
    guard isEmail(text) else {
      throw Refusal("\(text.ticked) in \(label) is not an e-mail address; write it as `name@example.com`")
    }
    return text.inSmallLetters
  }

  private static func isEmail(_ text: String) -> Bool {
    var text = text
    return text.withUTF8(isPlainEmail) || isUnusualEmail(text)
  }

  /// Letters, digits, `.`, `_`, `-` and `+` around one `@`, as nearly all addresses have them; what else is allowed is looked
  /// at more closely.
  private static func isPlainEmail(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at) else {
      return false
    }
    var (hasPoint, before) = (false, UInt8(ascii: "."))
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        break
      case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): if index > at { return false }
      case UInt8(ascii: "@"): if index != at || before == UInt8(ascii: ".") { return false }
      case UInt8(ascii: "."):
        // Two in a row, or one at an end, is for the closer look.
        if before == UInt8(ascii: ".") || before == UInt8(ascii: "@") { return false }
        hasPoint = hasPoint || index > at
      default: return false
      }
      before = byte
    }
    return hasPoint && before != UInt8(ascii: ".") && before != UInt8(ascii: "@")
  }

  private static func isUnusualEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count), text.utf8.count <= 254 else {
      return false
    }
    let forbidden: Set<Unicode.Scalar> = ["\"", "(", ")", ",", ":", ";", "<", ">", "[", "]", "\\", "`"]
    guard text.unicodeScalars.allSatisfy({ isPrintable($0) && !forbidden.contains($0) }) else {
      return false
    }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.first != "-" && $0.last != "-" }
      && !parts[0].hasPrefix(".") && !parts[0].hasSuffix(".")
  }

  /// Whether a scalar shows and is no blank.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value > 0x20 }
    return !scalar.isHidden && !scalar.properties.isWhitespace
  }
}
