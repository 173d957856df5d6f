/// Text made safe for one kind of writer, and the only thing that writers accept.
///
/// A value comes from a literal in our own code, from one of the functions that escape, or from
/// joining such values. There is no way from a plain string that does not look at every byte.
package struct Escaped: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package typealias StringLiteralType = StaticString

  package let text: String

  /// For the functions of this module that have just escaped `text` themselves.
  init(made text: String) { self.text = text }

  package init(stringLiteral literal: StaticString) { text = literal.description }

  /// A number needs no escape.
  package init(_ number: Int) { text = String(number) }

  /// Text that stands in our source.
  package static func trusted(_ text: StaticString) -> Escaped { Escaped(stringLiteral: text) }

  /// Text from anywhere, for a terminal: what would act or hide is shown by name, such as `‹ESC›`.
  package static func terminal(_ text: String) -> Escaped {
    if isPlainASCII(text) || !text.unicodeScalars.contains(where: \.isUnseen) { return Escaped(made: text) }
    var safe = ""
    text.forEachScalar { scalar, isUnseen in
      if isUnseen { safe += "‹\(scalar.shownName)›" } else { safe.unicodeScalars.append(scalar) }
    }
    return Escaped(made: safe)
  }

  /// The same for a line of a file that is shown as it is laid out: its tabs stay, and the carriage return of its end.
  package static func line(_ text: String) -> Escaped {
    let body = text.utf8.last == 13 ? String(text.unicodeScalars.dropLast()) : text
    let cells = body.utf8.split(separator: 9, omittingEmptySubsequences: false).map { terminal(String($0) ?? "") }
    return cells.joined(separator: "\t") + (body.utf8.count < text.utf8.count ? "\r" : "")
  }

  /// Whether every byte is between space and tilde, which settles nearly all texts at once.
  private static func isPlainASCII(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    } ?? false
  }

  package var isEmpty: Bool { text.isEmpty }
  package var description: String { text }

  package static func + (left: Escaped, right: Escaped) -> Escaped { Escaped(made: left.text + right.text) }
  package static func += (left: inout Escaped, right: Escaped) { left = left + right }

  package static func spaces(_ count: Int) -> Escaped {
    Escaped(made: String(repeating: " ", count: max(0, count)))
  }

  /// This text so many times.
  package func repeated(_ count: Int) -> Escaped {
    Escaped(made: String(repeating: text, count: max(0, count)))
  }

  /// Without the spaces at its end.
  var withoutTrailingSpaces: Escaped {
    var end = text.utf8.endIndex
    while end > text.utf8.startIndex, text.utf8[text.utf8.index(before: end)] == UInt8(ascii: " ") {
      end = text.utf8.index(before: end)
    }
    return Escaped(made: String(text[..<end]))
  }
}

extension Sequence<Escaped> {
  package func joined(separator: Escaped = "") -> Escaped {
    Escaped(made: map(\.text).joined(separator: separator.text))
  }
}

extension String {
  /// Each scalar, and whether a terminal would obey it or show nothing for it where it stands: a joiner between two emoji
  /// makes one picture of them, and is part of what is seen.
  func forEachScalar(_ body: (Unicode.Scalar, _ isUnseen: Bool) -> Void) {
    var isBehindPicture = false
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      let joins = scalar.value == 0x200D && isBehindPicture && rest.first?.isPicture == true
      body(scalar, scalar.isUnseen && !joins)
      // What a picture looks like may stand between it and the joiner.
      let goesOn = isBehindPicture && (scalar.value == 0xFE0F || scalar.properties.isEmojiModifier)
      isBehindPicture = goesOn || scalar.isPicture
    }
  }

  /// Whether something in it would be obeyed or not shown.
  package var hasUnseen: Bool {
    var found = false
    forEachScalar { if $1 { found = true } }
    return found
  }
}

extension Unicode.Scalar {
  /// Whether it is an emoji of its own: no digit, no sign of a copyright, no part of a flag and no colour of a skin.
  fileprivate var isPicture: Bool {
    value >= 0x2000 && properties.isEmoji && !properties.isEmojiModifier && !(0x1F1E6...0x1F1FF).contains(value)
  }

  /// Whether a terminal would obey this scalar or show nothing for it.
  ///
  /// Controls, line and paragraph separators, interlinear marks, and all that Unicode lets a font
  /// ignore: bidi controls, zero-width characters, tags, fillers, and what is no character. Variation selectors 1 to 16 stay:
  /// they only choose how the character before them looks.
  package var isUnseen: Bool {
    switch value {
    case 0x20..<0x7F, 0xFE00...0xFE0F: false
    case 0..<0x20, 0x7F...0x9F, 0xAD, 0x34F, 0x61C: true
    case 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x3164, 0xFFA0: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
    case 0xFDD0...0xFDEF: true
    case 0xFEFF, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  /// `ESC` or `U+202E`.
  package var shownName: String {
    if value < 0x20 { return Self.controlNames[Int(value)] }
    if value == 0x7F { return "DEL" }
    return "U+" + hexadecimal(value)
  }

  private static let controlNames = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI",
    "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
  ]
}

/// At least four capital hexadecimal digits.
func hexadecimal(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
