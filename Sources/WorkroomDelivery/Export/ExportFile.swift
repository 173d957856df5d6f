import WorkroomExchange
import WorkroomValues

/// One table on its way into a file, row by row: CSV, or a list of JSON objects.
final class ExportFile {
  private let file: AtomicFile
  private let columns: [String]
  private let format: Export.Format
  private var csv = CSVWriter()
  private var json: [UInt8] = []
  private var isFirst = true
  private(set) var rowCount = 0
  private static let bufferBytes = 1 << 16

  init(_ name: String, in folder: String, _ columns: [String], _ format: Export.Format) throws(ExchangeError) {
    file = try AtomicFile("\(folder)/\(name).\(format)")
    self.columns = columns
    self.format = format
    if format == .csv { csv.row(texts: columns) }
  }

  func row(_ cells: [CSVCell]) throws(ExchangeError) {
    precondition(cells.count == columns.count, "a cell for each column")
    rowCount += 1
    if format == .csv {
      csv.row(cells)
    } else {
      json += (isFirst ? "[\n" : ",\n").utf8
      JSONWriter.append(.object(zip(columns, cells).map { JSONMember($0, ExportFile.value($1)) }), to: &json)
    }
    isFirst = false
    if csv.bytes.count + json.count > ExportFile.bufferBytes { try flush() }
  }

  /// Writes what is left; the file has no name yet.
  func finish() throws(ExchangeError) {
    if format == .json { json += (isFirst ? "[]\n" : "\n]\n").utf8 }
    try flush()
  }

  /// Gives the file its name.
  func commit() throws(ExchangeError) { try file.commit() }

  private func flush() throws(ExchangeError) {
    try file.write(csv.take() + json)
    json.removeAll(keepingCapacity: true)
  }

  private static func value(_ cell: CSVCell) -> JSONValue {
    switch cell {
    case .text(let text): .string(text)
    case .integer(let number): .integer(number)
    case .amount(let money): .string(money.amount)
    case .number(let digits): .string(digits)
    case .date(let date): .string(date.description)
    case .instant(let instant): .string(instant.description)
    case .empty: .null
    }
  }
}

extension CSVCell {
  /// A text, or nothing.
  static func optional(_ text: String?) -> CSVCell { text.map(CSVCell.text) ?? .empty }

  /// An instant in milliseconds, or nothing.
  static func moment(_ milliseconds: Int64?) -> CSVCell {
    milliseconds.map { .instant(Instant(milliseconds: $0)) } ?? .empty
  }
}
