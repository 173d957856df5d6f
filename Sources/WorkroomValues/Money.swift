/// An exact amount in the minor unit of one currency.
public struct Money: Hashable, Sendable, CustomStringConvertible {
  /// Cents, pence, yen: the currency's smallest unit.
  public var minorUnits: Int64
  public var currency: Currency

  public init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// The same of a whole text.
  public init?(_ text: String) { self.init(text[...]) }

  /// Reads `12.50 USD`; `nil` for another shape, an unknown currency or decimals the currency has not.
  public init?(_ text: Substring) {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let currency = Currency(parts[1]),
      let amount = Scaled.parse(parts[0], decimals: currency.decimals)
    else { return nil }
    self.init(minorUnits: amount, currency: currency)
  }

  /// `12.50`, without the currency.
  public var amount: String {
    Scaled.text(minorUnits, decimals: currency.decimals, minimum: currency.decimals)
  }

  public var description: String { "\(amount) \(currency.code)" }
}

/// A share of something, with six decimals: `12.5%`.
public struct Percent: Hashable, Sendable, CustomStringConvertible {
  /// Millionths of one per cent.
  public var millionths: Int64

  public init(millionths: Int64) { self.millionths = millionths }

  /// This share of an amount in minor units, rounded half to even; `nil` where it does not fit.
  @inlinable
  public func of(_ minorUnits: Int64) -> Int64? {
    Scaled.multiply(minorUnits, by: millionths, over: 100 * Scaled.unit)
  }

  public var description: String { Scaled.text(millionths, decimals: 6) + "%" }
}
