/// A currency by its three-letter ISO 4217 code, with the number of decimals of its minor unit.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// The three letters in the low 24 bits, first letter highest.
  public let packed: UInt32

  /// A currency in use, or `nil` if ISO 4217 does not list the code.
  public init?(_ code: String) { self.init(code[...]) }

  /// The same of a part of a text.
  public init?(_ code: Substring) {
    guard code.utf8.count == 3 else { return nil }
    var packed: UInt32 = 0
    for byte in code.utf8 {
      guard (65...90).contains(byte) else { return nil }
      packed = packed << 8 | UInt32(byte)
    }
    guard Currency.contains(Currency.known, packed) else { return nil }
    self.packed = packed
  }

  /// A currency read back from its stored form.
  public init(packed: UInt32) { self.packed = packed }

  public static let usd = Currency(packed: 0x55_5344)

  /// Three capital letters.
  public var code: String {
    String(decoding: [UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255)], as: UTF8.self)
  }

  public var description: String { code }

  /// Decimals of the minor unit: 2 for most, 0 for JPY, 3 for KWD (ISO 4217, table A.1).
  public var decimals: Int {
    if Currency.contains(Currency.withoutDecimals, packed) { return 0 }
    return Currency.contains(Currency.withThreeDecimals, packed) ? 3 : 2
  }

  /// The codes of a list in the order of the alphabet, four letters apart.
  private static func pack(_ codes: String) -> [UInt32] {
    let letters = Array(codes.utf8)
    return stride(from: 0, to: letters.count, by: 4).map { start in
      letters[start..<start + 3].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  private static func contains(_ codes: [UInt32], _ code: UInt32) -> Bool {
    var (low, high) = (0, codes.count)
    while low < high {
      let middle = (low + high) / 2
      if codes[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low < codes.count && codes[low] == code
  }

  private static let withoutDecimals = pack(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
  private static let withThreeDecimals = pack("BHD IQD JOD KWD LYD OMR TND")
  private static let known = pack(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG \
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA \
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD \
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX \
    USD UYI UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """)
}
