import WorkroomReporting

/// Lines of text that stand together, with their styles and places; the origin is the block's upper left corner.
package struct TextBlock: Hashable, Sendable {
  package enum Style: Hashable, Sendable { case heading, title, tag(section: Int), note, label, detail, quiet, count }

  package struct Line: Hashable, Sendable {
    package var text: String
    package var style: Style
    /// Left end of the foot line, where the block is not centred.
    package var x: Double
    package var y: Double
    package var width: Double
    /// A clock stands before it.
    package var hasClock = false
  }

  package var lines: [Line] = []
  package var size = Size.zero
  /// Whether lines are set around the block's middle.
  package var isCentred = false

  /// Room for the sign of a clock and the gap behind it.
  static let clockWidth = 15.0
  /// No text is set longer than this; the rest is told by an ellipsis.
  static let charactersMax = 400

  static func lettering(_ style: Style) -> Lettering {
    switch style {
    case .heading: .heading
    case .title: .title
    case .tag, .count: .tag
    case .note, .quiet: .note
    case .label: .label
    case .detail: .detail
    }
  }

  /// Sets a text below what is there, in lines no wider than asked where its words allow it.
  mutating func add(
    _ text: String, _ style: Style, widthMax: Double, hangs: Double = 0, clock: Bool = false, above: Double = 0
  ) {
    let lettering = Self.lettering(style)
    let text = Escaped.terminal(text).text
    if !lines.isEmpty { size.height += above }
    for (index, line) in Self.wrapped(text, lettering, widthMax - (clock ? Self.clockWidth : 0)).enumerated() {
      let x = (index > 0 ? hangs : 0) + (clock ? Self.clockWidth : 0)
      let width = lettering.width(line)
      lines.append(
        Line(
          text: line, style: style, x: x, y: size.height + lettering.size * 1.02, width: width,
          hasClock: clock && index == 0))
      size.height += lettering.lineHeight
      size.width = max(size.width, x + width)
    }
  }

  /// Sets a text to the right of the last line.
  mutating func addBeside(_ text: String, _ style: Style, gap: Double) {
    guard let last = lines.last else { return add(text, style, widthMax: .infinity) }
    let text = Escaped.terminal(text).text
    let width = Self.lettering(style).width(text)
    lines.append(Line(text: text, style: style, x: last.x + last.width + gap, y: last.y, width: width))
    size.width = max(size.width, last.x + last.width + gap + width)
  }

  /// Breaks a text at spaces, and a word that is too long anywhere.
  static func wrapped(_ text: String, _ lettering: Lettering, _ widthMax: Double) -> [String] {
    let whole = text.count > charactersMax ? text.prefix(charactersMax - 1) + "…" : text[...]
    var lines: [String] = []
    var line = ""
    for word in whole.split(separator: " ").flatMap({ pieces($0, lettering, widthMax) }) {
      if !line.isEmpty, lettering.width(line + " " + word) > widthMax {
        lines.append(line)
        line = word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// A word that fits as it is, else its pieces, cut behind `.` and `_` where there is one.
  private static func pieces(_ word: Substring, _ lettering: Lettering, _ widthMax: Double) -> [String] {
    guard lettering.width(String(word)) > widthMax else { return [String(word)] }
    var pieces: [String] = []
    var piece = ""
    for character in word {
      if !piece.isEmpty, lettering.width(piece + String(character)) > widthMax {
        let cut = piece.lastIndex { $0 == "." || $0 == "_" }.map { piece.index(after: $0) }
        let keep = cut.flatMap { piece.distance(from: piece.startIndex, to: $0) > 6 ? $0 : nil } ?? piece.endIndex
        pieces.append(String(piece[..<keep]))
        piece = String(piece[keep...])
      }
      piece.append(character)
    }
    return pieces + (piece.isEmpty ? [] : [piece])
  }
}
