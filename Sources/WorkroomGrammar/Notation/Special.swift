/// What the page says in words, between question marks.
package enum Special: String, Sendable, CaseIterable {
  case endOfStatement = "the end of a statement"
  case letter = "a to z, A to Z, or the underscore"
  case capital = "A to Z"
  case digit = "0 to 9"
  case character = "any character that can be seen, a space or a tab"
  case beyondASCII = "any character beyond ASCII that can be seen"
  case tab = "a tab"
  case carriageReturn = "a carriage return before a line feed"
  case lineFeed = "a line feed"

  /// Whether it means this character.
  func holds(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .endOfStatement, .lineFeed: scalar == "\n"
    case .letter: ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    case .capital: ("A"..."Z").contains(scalar)
    case .digit: ("0"..."9").contains(scalar)
    case .character: scalar == "\t" || (scalar.value >= 32 && scalar.value != 127 && !Special.isHidden(scalar))
    case .beyondASCII: scalar.value >= 0x80 && !Special.isHidden(scalar)
    case .tab: scalar == "\t"
    case .carriageReturn: scalar == "\r"
    }
  }

  /// Characters that cannot be seen, or that change how others are seen.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0x00AD, 0x061C, 0x180E, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// Characters that it means, to choose from.
  var samples: [Unicode.Scalar] {
    switch self {
    case .endOfStatement, .lineFeed: ["\n"]
    case .letter: Array("abcdefghijklmnopqrstuvwxyz_ABKZ".unicodeScalars)
    case .capital: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)
    case .digit: Array("0123456789".unicodeScalars)
    case .character: Array("abz AZ09 \t.,;:!?#@$%&|/*+-=<>()[]{}'\"\\^`~éß日ж🎉—“”".unicodeScalars)
    case .beyondASCII: Array("éß日ж🎉".unicodeScalars)
    case .tab: ["\t"]
    case .carriageReturn: ["\r"]
    }
  }
}
