/// A file of influencers, in the columns of one platform.
///
/// Real files are never clean, and neither are these: five rows of each have to be left out, and one row is empty.
struct PeopleFile {
  private(set) var table: CSVText
  private let columns: [String]
  private var slips: [Int: [String]] = [:]

  init(_ columns: [String]) {
    self.columns = columns
    table = CSVText(columns)
  }

  /// Adds a row made of another one, to be written after so many good ones.
  mutating func spoil(after index: Int, _ row: [String], _ changes: [String: String]) {
    slips[index] = zip(columns, row).map { column, value in changes[column] ?? value }
  }

  mutating func spoil(emptyAfter index: Int) { slips[index] = columns.map { _ in "" } }

  mutating func write(_ rows: [[String]]) -> String {
    for (index, row) in rows.enumerated() {
      table.row(row)
      if let slip = slips[index] { table.row(slip) }
    }
    return table.text
  }
}
