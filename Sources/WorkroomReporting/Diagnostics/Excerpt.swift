internal import WorkroomLanguage

/// The line of a source that holds a span, ready to be shown, and where the marks go under it.
///
/// A line that is too long is cut around the span; only the bytes near the span are looked at, so
/// a line of many megabytes costs no more than a short one. Cells, not columns, place the marks.
struct Excerpt {
  /// Starts at 1.
  let line: Int
  let text: Escaped
  /// Cells before the marks.
  private(set) var indent = 0
  /// How many marks; at least one.
  private(set) var marks = 1
  /// Whether the line is shown from its start to its end.
  let isWhole: Bool

  private static let tabCells = 4

  /// A part of the line that is never cut apart.
  private struct Piece {
    var text: Escaped
    var offset: Int
    var cells: Range<Int>
  }

  init(_ source: SourceText, span: Range<Int>, width: Int) {
    line = source.line(at: min(span.lowerBound, source.bytes.count))
    let whole = source.lineRange(line)
    let marked = span.clamped(to: whole)
    let window = Self.window(around: marked, in: whole, of: source.bytes, reach: 4 * width)
    let pieces = Self.pieces(of: source.text(window), at: window.lowerBound)

    let total = pieces.last?.cells.upperBound ?? 0
    let start = pieces.first { $0.offset >= marked.lowerBound }?.cells.lowerBound ?? total
    let end = pieces.first { $0.offset >= marked.upperBound }?.cells.lowerBound ?? total
    isWhole = window == whole && total <= width
    if isWhole {
      text = pieces.map(\.text).joined()
      (indent, marks) = (start, max(1, end - start))
      return
    }

    // One cell on each side is kept for `…`.
    let fitsFromLeft = window.lowerBound == whole.lowerBound && min(end, start + width / 2) <= width - 2
    let left = fitsFromLeft ? 0 : max(0, start - width / 3)
    let kept = pieces.filter { $0.cells.lowerBound >= left && $0.cells.upperBound <= left + width - 2 }
    let first = kept.first?.cells.lowerBound ?? 0
    let last = kept.last?.cells.upperBound ?? 0
    let before: Escaped = left > 0 || window.lowerBound > whole.lowerBound ? "…" : ""
    let after: Escaped = last < total || window.upperBound < whole.upperBound ? "…" : ""
    text = before + kept.map(\.text).joined() + after
    indent = before.width + max(0, start - first)
    marks = max(1, min(end, last) - start)
  }

  /// So many bytes on each side of the span's start, whole scalars only.
  private static func window(
    around marked: Range<Int>, in whole: Range<Int>, of bytes: [UInt8], reach: Int
  ) -> Range<Int> {
    var low = max(whole.lowerBound, marked.lowerBound - reach)
    var high = min(whole.upperBound, marked.lowerBound + reach)
    while low > whole.lowerBound, bytes[low] & 0xC0 == 0x80 { low -= 1 }
    while high < whole.upperBound, bytes[high] & 0xC0 == 0x80 { high += 1 }
    return low..<high
  }

  private static func pieces(of text: String, at offset: Int) -> [Piece] {
    var pieces: [Piece] = []
    var (cell, offset) = (0, offset)
    func add(_ shown: Escaped, bytes: Int) {
      let end = cell + shown.width
      pieces.append(Piece(text: shown, offset: offset, cells: cell..<end))
      (cell, offset) = (end, offset + bytes)
    }
    for character in text {
      if character == "\t" {
        add(.spaces(tabCells - cell % tabCells), bytes: 1)
      } else if String(character).hasUnseen {
        // Apart, so that the marks can point at the hidden one alone.
        for scalar in character.unicodeScalars {
          add(.terminal(String(Character(scalar))), bytes: UTF8.width(scalar))
        }
      } else {
        add(Escaped(made: String(character)), bytes: character.utf8.count)
      }
    }
    return pieces
  }
}
