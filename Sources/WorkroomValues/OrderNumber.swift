/// The number of an order of a shop: `1001` and `#1001` are the same one, since shops write the sign in one place and leave it
/// out in another. Everything else of a number counts as it is written.
package enum OrderNumber {
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
