import Workroom
import WorkroomExchange
import WorkroomReporting
import WorkroomValues

/// Writes a table as comma-separated values or as JSON, in pieces, to a file or to standard output.
struct ExportFile {
  enum Format: String { case csv, json }

  private let path: String?
  private let format: Format

  init(_ path: String?, _ format: Format) {
    self.path = path
    self.format = format
  }

  private static let pieceBytes = 1 << 16

  /// Writes all of a table; how many rows it had. A file appears only when it is complete.
  func write(_ table: ExportTable) throws -> Int {
    let file = try path.map { path throws(ExchangeError) in try AtomicFile(path) }
    let toTerminal = file == nil && Terminal.Stream.standardOutput.isTerminal
    func put(_ bytes: [UInt8]) throws {
      if let file { return try file.write(bytes) }
      guard toTerminal else { return try Terminal.pass(bytes) }
      // A terminal would obey what a file only holds.
      let text = String(decoding: bytes, as: UTF8.self)
      let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      try Terminal.write(lines.map { Escaped.terminal(String($0)) }.joined(separator: "\n"), to: .standardOutput)
    }
    let count = try format == .csv ? csv(table, put) : json(table, put)
    try file?.commit()
    return count
  }

  private func csv(_ table: ExportTable, _ put: ([UInt8]) throws -> Void) throws -> Int {
    var writer = CSVWriter()
    var count = 0
    writer.row(texts: table.headings)
    try table.rows { row in
      writer.row(row.map(ExportFile.cell))
      count += 1
      if writer.bytes.count >= ExportFile.pieceBytes { try put(writer.take()) }
    }
    try put(writer.take())
    return count
  }

  private static func cell(_ value: Sheet.Value) -> CSVCell {
    switch value {
    case .text(let text): .text(text)
    case .number(let number): .integer(number)
    case .money(let money): .amount(money)
    case .date(let date): .date(date)
    case .nothing: .empty
    }
  }

  private func json(_ table: ExportTable, _ put: ([UInt8]) throws -> Void) throws -> Int {
    var bytes = Array("{\"schemaVersion\":1,\"columns\":".utf8)
    JSONWriter.append(.array(table.headings.map { .string($0) }), to: &bytes)
    bytes += ",\"rows\":[".utf8
    var count = 0
    try table.rows { row in
      bytes += count == 0 ? [10] : [UInt8(ascii: ","), 10]
      JSONWriter.append(.array(row.map(ExportFile.value)), to: &bytes)
      count += 1
      if bytes.count >= ExportFile.pieceBytes {
        try put(bytes)
        bytes = []
      }
    }
    try put(bytes + Array("\n]}\n".utf8))
    return count
  }

  private static func value(_ value: Sheet.Value) -> JSONValue {
    switch value {
    case .text(let text): .string(text)
    case .number(let number): .number(String(number))
    case .money(let money): .string(money.description)
    case .date(let date): .string(date.description)
    case .nothing: .null
    }
  }
}
