/// The fields of the row that is being read, under the limits of a row.
struct RowInProgress {
  private(set) var storage: [UInt8] = []
  private(set) var ends: [Int] = []
  /// The first thing found wrong with the row.
  private(set) var fault: String?
  private var isOversized = false
  var hasQuotes = false

  /// Adds text to the current field; a row over the limit keeps its beginning only.
  mutating func append(_ run: ArraySlice<UInt8>) {
    guard !isOversized else { return }
    guard storage.count + run.count <= CSVReader.rowBytesMax else {
      isOversized = true
      note("the row is larger than \(byteCount(CSVReader.rowBytesMax)); shorten its longest field")
      storage = Array(storage.prefix(RowInProgress.keptBytes))
      ends = ends.filter { $0 < storage.count }
      return
    }
    storage += run
  }

  /// Closes the current field.
  mutating func endField() {
    guard ends.count < CSVReader.columnsMax else {
      return note(
        "the row has more than \(CSVReader.columnsMax) columns; remove the ones without a heading")
    }
    ends.append(storage.count)
    storage.append(Delimiter.comma)
  }

  /// Keeps the first fault: the others follow from it.
  mutating func note(_ reason: String) {
    if fault == nil { fault = reason }
  }

  /// The number of the current field, from 1.
  var column: Int { ends.count + 1 }

  /// Whether nothing stood on the line; a pair of quotes is a field that is empty on purpose.
  var isBlankLine: Bool { ends == [0] && storage.count == 1 && !hasQuotes }

  /// What a file of rejects repeats of a row over the limit.
  private static let keptBytes = 1024
}
