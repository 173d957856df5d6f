import WorkroomReporting

/// How text is set: a size, and whether it is bold.
///
/// Nothing is measured: a picture is drawn by whatever sans-serif font its reader has. The table holds the widths of a
/// wide one, DejaVu Sans, so that text in a narrower one leaves some room and none is cut.
package struct Lettering: Hashable, Sendable {
  package var size: Double
  package var isBold = false

  package static let heading = Lettering(size: 18, isBold: true)
  package static let title = Lettering(size: 13, isBold: true)
  package static let tag = Lettering(size: 10, isBold: true)
  package static let note = Lettering(size: 10.5)
  package static let label = Lettering(size: 11, isBold: true)
  package static let detail = Lettering(size: 10.5)

  /// From one line's foot to the next one's.
  package var lineHeight: Double { (size * 1.36 * 2).rounded() / 2 }

  package func width(_ text: String) -> Double {
    var thousandths = 0
    for character in text { thousandths += Self.thousandths(character, isBold) }
    return Double(thousandths) * size / 1000
  }

  private static func thousandths(_ character: Character, _ isBold: Bool) -> Int {
    if let value = character.asciiValue, value >= 0x20, value < 0x7F {
      return (isBold ? bold : regular)[Int(value) - 0x20]
    }
    // Half a square each is far too little for Latin letters in a terminal's cell.
    return character.displayWidth >= 2 ? 1100 : character.displayWidth == 1 ? 860 : 0
  }

  // Widths of U+0020 to U+007E, in thousandths of the size.
  private static let regular = [
    317, 400, 459, 837, 636, 950, 779, 274, 390, 390, 500, 837, 317, 360, 317, 336, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 336, 336, 837, 837, 837, 530, 1000, 684, 686, 698, 770, 631, 575, 774, 751, 294, 294, 655, 557, 862,
    748, 787, 603, 787, 694, 634, 610, 731, 684, 988, 685, 610, 685, 390, 336, 390, 837, 500, 500, 612, 634, 549, 634,
    615, 352, 634, 633, 277, 277, 579, 277, 974, 633, 611, 634, 634, 411, 520, 392, 633, 591, 817, 591, 591, 524, 636,
    336, 636, 837,
  ]
  private static let bold = [
    348, 456, 520, 837, 695, 1001, 872, 306, 457, 457, 522, 837, 379, 415, 379, 365, 695, 695, 695, 695, 695, 695, 695,
    695, 695, 695, 399, 399, 837, 837, 837, 580, 1000, 773, 762, 733, 830, 683, 683, 820, 836, 372, 372, 774, 637, 995,
    836, 850, 732, 850, 770, 720, 682, 812, 773, 1103, 770, 724, 725, 457, 365, 457, 837, 500, 500, 674, 715, 592, 715,
    678, 435, 715, 711, 342, 342, 665, 342, 1041, 711, 687, 715, 715, 493, 595, 478, 711, 651, 923, 645, 651, 582, 711,
    365, 711, 837,
  ]
}
