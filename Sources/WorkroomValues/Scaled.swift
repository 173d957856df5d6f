/// Exact decimal arithmetic on scaled 64-bit integers with 128-bit intermediates.
///
/// Nothing wraps and nothing is binary floating point: an operation that does not fit returns `nil`,
/// and the caller refuses the step or the input.
public enum Scaled {
  /// Numbers and percentages carry six decimals.
  public static let unit: Int64 = 1_000_000

  /// `value × numerator ÷ denominator`, rounded half to even; `nil` where it does not fit.
  @inlinable
  public static func multiply(_ value: Int64, by numerator: Int64, over denominator: Int64) -> Int64? {
    let (narrow, overflow) = value.multipliedReportingOverflow(by: numerator)
    if !overflow { return roundedHalfEven(narrow, over: denominator) }
    let wide = value.multipliedFullWidth(by: numerator)
    let product = Int128(truncatingIfNeeded: wide.high) << 64 | Int128(wide.low)
    return roundedHalfEven(product, over: Int128(denominator))
  }

  /// `dividend ÷ divisor`, rounded half to even: the usual case, which needs no wide arithmetic.
  @inlinable
  public static func roundedHalfEven(_ dividend: Int64, over divisor: Int64) -> Int64 {
    precondition(divisor > 0 && divisor <= .max / 2, "a divisor is positive and can be doubled")
    var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    if remainder < 0 {
      quotient -= 1
      remainder += divisor
    }
    let twice = remainder * 2
    if twice > divisor || (twice == divisor && quotient & 1 == 1) { quotient += 1 }
    return quotient
  }

  /// `dividend ÷ divisor`, rounded half to even; `nil` where it does not fit 64 bits.
  @inlinable
  public static func roundedHalfEven(_ dividend: Int128, over divisor: Int128) -> Int64? {
    precondition(divisor > 0, "a divisor is positive")
    var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    if remainder < 0 {
      quotient -= 1
      remainder += divisor
    }
    let twice = remainder * 2
    if twice > divisor || (twice == divisor && quotient & 1 == 1) { quotient += 1 }
    return Int64(exactly: quotient)
  }

  /// Reads `1_000.25` as a scaled integer; `nil` where it is no number or has more than `decimals` decimals.
  public static func parse(_ text: String, decimals: Int) -> Int64? { parse(text[...], decimals: decimals) }

  /// The same of a part of a text.
  public static func parse(_ text: Substring, decimals: Int) -> Int64? {
    var value: Int64 = 0
    var seenDigit = false
    var fraction: Int? = nil
    var negative = false
    var lastWasDigit = false
    var index = -1
    for byte in text.utf8 {
      index += 1
      lastWasDigit = (48...57).contains(byte)
      switch byte {
      case UInt8(ascii: "-") where index == 0: negative = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if let places = fraction {
          guard places < decimals else { return nil }
          fraction = places + 1
        }
        let (shifted, over) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = shifted.addingReportingOverflow(Int64(byte - 48))
        guard !over, !carry else { return nil }
        value = sum
        seenDigit = true
      case UInt8(ascii: "_") where seenDigit && fraction == nil: continue
      case UInt8(ascii: ".") where seenDigit && fraction == nil: fraction = 0
      default: return nil
      }
    }
    guard seenDigit, lastWasDigit else { return nil }
    for _ in (fraction ?? 0)..<max(decimals, fraction ?? 0) {
      let (shifted, over) = value.multipliedReportingOverflow(by: 10)
      guard !over else { return nil }
      value = shifted
    }
    return negative ? -value : value
  }

  /// `12_500_000` with six decimals as `12.5`; at least `minimum` decimals are shown.
  public static func text(_ value: Int64, decimals: Int, minimum: Int = 0) -> String {
    var digits = String(value.magnitude)
    if decimals > 0 {
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      var fraction = digits.suffix(decimals)
      let whole = digits.dropLast(decimals)
      while fraction.count > minimum, fraction.last == "0" { fraction.removeLast() }
      digits = fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
    }
    return value < 0 ? "-" + digits : digits
  }
}
