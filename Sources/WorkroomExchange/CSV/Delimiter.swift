/// What separates the fields: found in the line of headings, where text seldom holds it.
enum Delimiter {
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let tab: UInt8 = 9

  /// The most frequent of `,` `;` TAB outside quotes, the comma where there is none; `isWhole` says that the
  /// line ends within the bytes.
  static func detect(_ bytes: ArraySlice<UInt8>) -> (delimiter: UInt8, isWhole: Bool) {
    var (commas, semicolons, tabs) = (0, 0, 0)
    var isQuoted = false
    var isWhole = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 10 || byte == 13 {
        isWhole = true
        break
      }
      if byte == comma { commas += 1 }
      if byte == semicolon { semicolons += 1 }
      if byte == tab { tabs += 1 }
    }
    if semicolons > commas, semicolons >= tabs { return (semicolon, isWhole) }
    return (tabs > commas ? tab : comma, isWhole)
  }
}
