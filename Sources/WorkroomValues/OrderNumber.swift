/// The number of an order of a shop: `1001` and `#1001` are the same one, since shops write the sign in one place and leave it
/// out in another. Everything else of a number counts as it is written.
package enum OrderNumber {
  /// What stands in tables and files for a name that was erased with whoever it belonged to: the name of nothing.
  package static let erased = "(erased)"

  /// The number without its sign, by which two of them are compared.
  package static func plain(_ number: String) -> String {
    number.utf8.count > 1 && number.utf8.first == UInt8(ascii: "#") ? String(number.dropFirst()) : number
  }

  /// The other way to write it.
  package static func other(_ number: String) -> String {
    let plain = plain(number)
    return plain == number ? "#\(number)" : plain
  }
}

/// Tracking numbers are one, whether somebody writes their letters small or as the capitals of a carrier.
package enum ParcelNumber {
  /// The number without blanks around it and with its letters A to Z as capitals.
  package static func plain(_ number: String) -> String {
    guard number.utf8.contains(where: { (97...122).contains($0) || $0 <= 32 }), number != OrderNumber.erased else {
      return number
    }
    var bytes = Array(number.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 })
    while let last = bytes.last, last <= 32 { bytes.removeLast() }
    return String(decoding: bytes.drop { $0 <= 32 }, as: UTF8.self)
  }
}
