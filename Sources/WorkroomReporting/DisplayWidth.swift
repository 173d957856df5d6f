/// The width of text in terminal cells.
///
/// A grapheme cluster is the unit, since that is what a terminal moves over. The standard library
/// knows marks and emoji; East Asian width it does not know, hence the table (UAX #11, classes W
/// and F, gaps of unassigned code points closed). Ambiguous characters count one cell.
extension String {
  package var displayWidth: Int {
    let bytes = utf8
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return bytes.count }
    return reduce(0) { $0 + $1.displayWidth }
  }
}

extension Character {
  package var displayWidth: Int {
    var total = 0
    var first: Unicode.Scalar?
    var isEmoji = false
    for scalar in unicodeScalars {
      total += scalar.displayWidth
      guard let base = first else {
        first = scalar
        isEmoji = scalar.properties.isEmojiPresentation
        continue
      }
      // Selector 16 asks for the picture; skin tones and joined people follow a picture.
      if scalar.value == 0xFE0F, base.properties.isEmoji { isEmoji = true }
      if scalar.properties.isEmojiModifier, base.properties.isEmojiModifierBase { isEmoji = true }
    }
    return isEmoji ? 2 : total
  }
}

extension Unicode.Scalar {
  package var displayWidth: Int {
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
    // The medial and final letters of a Hangul syllable are drawn inside its first letter.
    if (0x1160...0x11FF).contains(value) { return 0 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isEastAsianWide || properties.isEmojiPresentation ? 2 : 1
    }
  }

  private var isEastAsianWide: Bool {
    guard value >= 0x1100 else { return false }
    var (low, high) = (0, Self.wide.count)
    while low < high {
      let middle = (low + high) / 2
      if Self.wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < Self.wide.count && Self.wide[low].contains(value)
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x2FFFD,
    0x30000...0x3FFFD,
  ]
}

/// On which side of its column a text stands.
package enum Alignment: Sendable { case left, right }

extension Escaped {
  /// Cells on a terminal; meant for text that carries no style yet.
  package var width: Int { text.displayWidth }

  /// The text itself if it fits, else as much of its beginning as leaves room for `…`.
  package func truncated(to cells: Int) -> Escaped {
    guard cells > 0 else { return "" }
    var used = 0
    var kept = text.startIndex
    for index in text.indices {
      used += text[index].displayWidth
      if used > cells { return Escaped(made: text[..<kept] + "…") }
      if used < cells { kept = text.index(after: index) }
    }
    return self
  }

  /// Exactly as wide as asked: cut if too wide, filled with spaces if too narrow.
  package func padded(to cells: Int, _ alignment: Alignment = .left) -> Escaped {
    let cut = truncated(to: cells)
    let gap = Escaped.spaces(cells - cut.width)
    return alignment == .left ? cut + gap : gap + cut
  }
}
