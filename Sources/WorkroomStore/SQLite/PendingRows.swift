/// Rows that a transaction adds to one table and that are not written yet: one statement for sixteen rows takes a third
/// less than sixteen statements.
///
/// Only for rows whose writing nothing can object to, in tables that no kept statement reads: whatever is prepared, executed
/// or committed has them written first.
final class PendingRows {
  private static let rowsMax = 16

  private enum Kind { case number, nothing, bytes, text }

  private struct Cell {
    var kind: Kind
    /// A number, or where a piece of `bytes` ends.
    var value: Int64
  }

  private let columns: Int
  private let one, many: Statement
  @exclusivity(unchecked) private var cells: [Cell] = []
  @exclusivity(unchecked) private var bytes: [UInt8] = []

  /// `table` names one of ours, with its columns in the order in which they are added.
  init(_ database: Database, table: String, columns: Int) throws(StoreError) {
    let row = "(" + [String](repeating: "?", count: columns).joined(separator: ", ") + ")"
    let rows = [String](repeating: row, count: PendingRows.rowsMax).joined(separator: ", ")
    one = try database.prepare(text: "INSERT INTO \(table) VALUES\(row)")
    many = try database.prepare(text: "INSERT INTO \(table) VALUES\(rows)")
    self.columns = columns
  }

  // MARK: A row, column by column

  func add(_ number: Int64) { cells.append(Cell(kind: .number, value: number)) }

  func add(_ number: Int64?) {
    cells.append(number.map { Cell(kind: .number, value: $0) } ?? Cell(kind: .nothing, value: 0))
  }

  func add(_ piece: RawSpan) {
    piece.withUnsafeBytes { bytes.append(contentsOf: $0) }
    cells.append(Cell(kind: .bytes, value: Int64(bytes.count)))
  }

  func add(_ text: String?) {
    guard let text else { return cells.append(Cell(kind: .nothing, value: 0)) }
    text.utf8.span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    cells.append(Cell(kind: .text, value: Int64(bytes.count)))
  }

  /// Ends a row; every sixteenth has all of them written.
  func endRow() throws(StoreError) {
    assert(cells.count % columns == 0, "a row has a value for each column")
    if cells.count == PendingRows.rowsMax * columns { try write() }
  }

  /// Whether the row that is added next has all of them written.
  var isAlmostFull: Bool { cells.count == (PendingRows.rowsMax - 1) * columns }

  // MARK: All of them

  /// Writes them, in their order.
  func write() throws(StoreError) {
    guard !cells.isEmpty else { return }
    var start = 0
    if cells.count == PendingRows.rowsMax * columns {
      try write(0..<cells.count, &start, by: many)
    } else {
      for row in 0..<cells.count / columns { try write(row * columns..<(row + 1) * columns, &start, by: one) }
    }
    drop()
  }

  func drop() {
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Lends the statement what lies in `bytes` from `start` on for as long as it runs.
  private func write(_ range: Range<Int>, _ start: inout Int, by insert: borrowing Statement) throws(StoreError) {
    let bytes = bytes
    var next = start
    try bytes.span.withUnsafeBytes { (bytes) throws(StoreError) in
      for (place, index) in range.enumerated() {
        let cell = cells[index]
        switch cell.kind {
        case .number: insert.bind(place + 1, cell.value)
        case .nothing: insert.bindNull(place + 1)
        case .bytes:
          insert.bind(place + 1, uncopied: UnsafeRawBufferPointer(rebasing: bytes[next..<Int(cell.value)]))
          next = Int(cell.value)
        case .text:
          insert.bind(place + 1, uncopiedText: UnsafeRawBufferPointer(rebasing: bytes[next..<Int(cell.value)]))
          next = Int(cell.value)
        }
      }
      try insert.run()
    }
    start = next
  }
}
