/// One mail address with the name that is shown beside it.
package struct MailAddress: Hashable, Sendable {
  /// `mia@example.com`, as checked.
  package let address: String
  /// Empty where only the address is shown.
  package let name: String

  /// The longest address that a mail can be sent to. Source: RFC 5321, 4.5.3.1, with the erratum 1690.
  package static let bytesMax = 254
  private static let localBytesMax = 64

  /// Reads an address; `nil` where it is none that every mail server takes: letters, digits and a few signs, one `@`, a
  /// domain of words. Quoted names and letters beyond ASCII are left to nobody's guess.
  package init?(_ address: String, name: String = "") {
    let bytes = Array(address.utf8)
    guard bytes.count <= MailAddress.bytesMax, let at = bytes.firstIndex(of: UInt8(ascii: "@")),
      at <= MailAddress.localBytesMax, MailAddress.isDotted(bytes[..<at], MailAddress.isAtom),
      MailAddress.isDotted(bytes[(at + 1)...], MailAddress.isDomain)
    else { return nil }
    self.address = address
    self.name = MailText.oneLine(name)
  }

  /// The part behind the `@`.
  package var domain: String { String(address[address.index(after: address.firstIndex(of: "@")!)...]) }

  /// As it stands in a header, with the bytes that are taken already on its first line.
  func header(after taken: Int) -> String {
    if name.isEmpty { return address }
    let shown = MailAddress.isPlain(name) ? name : quoted ?? EncodedWords.text(name, after: taken)
    let lines = shown.split(separator: "\n")
    let column = (lines.last?.utf8.count ?? 0) + (lines.count > 1 ? 0 : taken)
    let isFull = column + address.utf8.count + 3 > EncodedWords.lineBytesMax
    return "\(shown)\(isFull ? "\n" : "") <\(address)>"
  }

  /// The name in quotes; `nil` where it must be encoded.
  private var quoted: String? {
    guard name.utf8.count <= 60, name.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), !name.contains("=?") else {
      return nil
    }
    return "\"" + name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }

  private static func isPlain(_ name: String) -> Bool {
    name.utf8.count <= 60 && name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: " ") }
  }

  private static func isDotted(_ bytes: ArraySlice<UInt8>, _ isPart: (UInt8) -> Bool) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isPart) }
  }

  private static func isAtom(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func isDomain(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || byte == UInt8(ascii: "-") }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}

/// Text of others on its way into a mail.
package enum MailText {
  /// A text for one line: line breaks, tabs and other controls are blanks, and what only turns the reading around or
  /// shows nothing is left out, so that no name makes a header of its own or shows as another.
  package static func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: line.append(" ")
      case .format where !joins(scalar): continue
      default: line.append(scalar)
      }
    }
    return String(line).trimmed
  }

  /// What holds the parts of one sign together, as in many emoji.
  private static func joins(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{200C}" || scalar == "\u{200D}" }
}
