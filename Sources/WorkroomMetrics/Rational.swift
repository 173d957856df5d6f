/// An exact fraction: figures are added, subtracted, multiplied and divided without loss, and rounded once, at the end.
///
/// Nothing wraps: what does not fit 128 bits, even in lowest terms, is `nil`.
package struct Rational: Hashable, Sendable {
  package let numerator: Int128
  /// Above zero.
  package let denominator: Int128

  package init(_ numerator: Int128, over denominator: Int128 = 1) {
    precondition(denominator > 0, "a denominator is positive")
    self.numerator = numerator
    self.denominator = denominator
  }

  package var isZero: Bool { numerator == 0 }

  package func plus(_ other: Rational) -> Rational? {
    if denominator == other.denominator {
      let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
      return overflow ? nil : Rational(sum, over: denominator)
    }
    return joined(other) { $0.addingReportingOverflow($1) }
  }

  package func minus(_ other: Rational) -> Rational? {
    plus(Rational(-other.numerator, over: other.denominator))
  }

  package func times(_ other: Rational) -> Rational? {
    if let quick = Self.product(self, other) { return quick }
    // Lowest terms, crosswise as well, are the last thing to try.
    let (a, b) = (reduced, other.reduced)
    let left = Rational(a.numerator, over: b.denominator).reduced
    let right = Rational(b.numerator, over: a.denominator).reduced
    return Self.product(left, right)
  }

  /// `nil` for a divisor of zero too.
  package func divided(by other: Rational) -> Rational? {
    guard !other.isZero else { return nil }
    let sign: Int128 = other.numerator < 0 ? -1 : 1
    return times(Rational(other.denominator * sign, over: other.numerator * sign))
  }

  /// With so many decimals, as a whole number of the last one; rounded half to even.
  package func rounded(decimals: Int) -> Int128? {
    var scale: Int128 = 1
    for _ in 0..<decimals { scale *= 10 }
    guard let scaled = times(Rational(scale)) else { return nil }
    var (quotient, remainder) = scaled.numerator.quotientAndRemainder(dividingBy: scaled.denominator)
    if remainder < 0 {
      quotient -= 1
      remainder += scaled.denominator
    }
    // Compared with what is missing to the next one, so that nothing is doubled.
    let rest = scaled.denominator - remainder
    if remainder > rest || (remainder == rest && quotient & 1 == 1) { quotient += 1 }
    return quotient
  }

  /// `12.50` for two decimals; at least `minimum` of them are shown.
  package func text(decimals: Int, minimum: Int? = nil) -> String? {
    guard let value = rounded(decimals: decimals) else { return nil }
    var digits = String(value.magnitude)
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
    var fraction = digits.suffix(decimals)
    while fraction.utf8.count > minimum ?? decimals, fraction.last == "0" { fraction.removeLast() }
    let whole = digits.dropLast(decimals)
    return (value < 0 ? "-" : "") + (fraction.isEmpty ? String(whole) : "\(whole).\(fraction)")
  }

  // MARK: Inside

  private var reduced: Rational {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    guard a > 1, let divisor = Int128(exactly: a) else { return self }
    return Rational(numerator / divisor, over: denominator / divisor)
  }

  private static func product(_ left: Rational, _ right: Rational) -> Rational? {
    let (top, isTopLarge) = left.numerator.multipliedReportingOverflow(by: right.numerator)
    let (bottom, isBottomLarge) = left.denominator.multipliedReportingOverflow(by: right.denominator)
    return isTopLarge || isBottomLarge ? nil : Rational(top, over: bottom)
  }

  private func joined(
    _ other: Rational, _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
  ) -> Rational? {
    let (a, b) = (reduced, other.reduced)
    let (left, isLeftLarge) = a.numerator.multipliedReportingOverflow(by: b.denominator)
    let (right, isRightLarge) = b.numerator.multipliedReportingOverflow(by: a.denominator)
    let (bottom, isBottomLarge) = a.denominator.multipliedReportingOverflow(by: b.denominator)
    let (sum, isSumLarge) = operation(left, right)
    return isLeftLarge || isRightLarge || isBottomLarge || isSumLarge ? nil : Rational(sum, over: bottom)
  }
}
