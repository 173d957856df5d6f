/// Breaks the words of a statement into lines: as few as there may be, and each ends at the best place that it can.
///
/// What fits stays together. What does not is parted at its best places, and each part that does not fit the line that
/// is begun begins another; if it is too long for that one too, it is parted at the next best places.
struct Filling {
  private let pieces: [Piece]
  private let range: Range<Int>
  private let further: Int
  /// The columns before each word, if all stood on one line.
  private var places: [Int] = [0]
  private var column: Int
  private var start: Int
  private var indent: Int
  private var found: [(range: Range<Int>, indent: Int)] = []

  init(_ pieces: [Piece], _ range: Range<Int>, indent: Int, further: Int) {
    self.pieces = pieces
    self.range = range
    self.indent = indent
    self.further = further
    column = indent
    start = range.lowerBound
    places.reserveCapacity(range.count + 1)
    for index in range { places.append(places[places.count - 1] + pieces[index].space + pieces[index].width) }
  }

  /// The lines with the columns that each is moved in.
  mutating func lines() -> [(range: Range<Int>, indent: Int)] {
    place(range, level: 0)
    found.append((start..<range.upperBound, indent))
    return found
  }

  /// The columns of some words, with the space before them unless they begin a line.
  private func width(_ part: Range<Int>) -> Int {
    let width = places[part.upperBound - range.lowerBound] - places[part.lowerBound - range.lowerBound]
    return part.lowerBound == start ? width - pieces[part.lowerBound].space : width
  }

  private mutating func place(_ part: Range<Int>, level: Int) {
    if level > Piece.last || column + width(part) <= Formatting.columnsMax {
      column += width(part)
      return
    }
    var from = part.lowerBound
    for index in part.dropFirst() where pieces[index].level == level {
      placeOne(from..<index, isFirst: from == part.lowerBound, level)
      from = index
    }
    placeOne(from..<part.upperBound, isFirst: from == part.lowerBound, level)
  }

  private mutating func placeOne(_ part: Range<Int>, isFirst: Bool, _ level: Int) {
    if !isFirst, column + width(part) > Formatting.columnsMax {
      found.append((start..<part.lowerBound, indent))
      start = part.lowerBound
      indent = further
      column = further
    }
    place(part, level: level + 1)
  }
}
