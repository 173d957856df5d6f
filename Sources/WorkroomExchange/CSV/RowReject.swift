/// A row that was left out, and why.
package struct RowReject: Hashable, Sendable {
  /// The number a spreadsheet shows beside the row.
  package let row: Int
  /// The line of the file on which the row starts.
  package let line: Int
  /// One line for the person who keeps the file: what is wrong and what to write.
  package let reason: String
  /// The row as it was read, so that it can be repaired and imported again.
  package let fields: [String]

  package init(row: Int, line: Int, reason: String, fields: [String]) {
    self.row = row
    self.line = line
    self.reason = reason
    self.fields = fields
  }

  package init(_ row: CSVRow, _ reason: String) {
    self.init(row: row.row, line: row.line, reason: reason, fields: row.fields)
  }
}

/// Why a row or a line is left out, on its way from the check that found it.
struct Refusal: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
