/// One thing found in a CSV file.
package enum CSVRecord: Sendable {
  case row(CSVRow)
  case reject(RowReject)
}

/// Reads comma-separated values (RFC 4180) in one pass, holding one row at a time.
///
/// Beyond the standard it accepts a byte-order mark, LF and CR as line ends, `;` and TAB as separators,
/// and quotes inside a field that does not start with one. A bad row becomes a reject and reading goes on
/// at the next row. Only a quote that is never closed ends the file: from there on nobody can tell text
/// from rows.
package final class CSVReader {
  package static let rowBytesMax = 1 << 20
  package static let columnsMax = 1000
  /// Rows of one file, blank ones among them: an input without an end comes to one here.
  package static let rowsMax = 50_000_000
  /// How far the end of a row over its limit is looked for.
  package static let rowEndBytesMax = 4 << 20

  /// The path as the user gave it.
  package var name: String { source.name }
  package let delimiter: UInt8
  private let source: ByteReader
  private var chunk: [UInt8]
  private var position: Int
  private var line = 1
  private var row = 0
  /// Bytes of the row that is being read field by field.
  private var rowBytes = 0
  private var followsCarriageReturn = false
  /// The headings, once they were asked for; they limit and name the columns of the rows below.
  private var headings: [String]?
  /// The row of headings, until the next row is read.
  private var first: CSVRow?

  package init(_ source: ByteReader) throws(ExchangeError) {
    self.source = source
    var start = try source.next()
    while start.count < 3 || !Delimiter.detect(start[...]).isWhole, start.count <= CSVReader.rowBytesMax {
      let more = try source.next()
      if more.isEmpty { break }
      start += more
    }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw .unreadable(path: source.name, reason: "it is UTF-16 text; save it as `CSV UTF-8`")
    }
    if CSVReader.isNoText(start) {
      throw .unreadable(
        path: source.name,
        reason:
          "it is no text, but a workbook, a picture or a program; open it in a spreadsheet program and save the sheet as `CSV UTF-8`"
      )
    }
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw .unreadable(
        path: source.name, reason: "it is a workbook or an archive; save the sheet as `CSV UTF-8`")
    }
    position = start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    delimiter = Delimiter.detect(start[position...]).delimiter
    chunk = start
  }

  package convenience init(path: String) throws(ExchangeError) {
    try self.init(ByteReader(path: path))
  }

  package convenience init(bytes: [UInt8], name: String) throws(ExchangeError) {
    try self.init(ByteReader(bytes: bytes, name: name))
  }

  /// Bytes of the file; `nil` where nobody knows its size.
  package var fileBytes: Int? { source.fileBytes }

  /// How many rows the file has, to judge by those that were read; `nil` where nobody knows its size.
  package var rowsExpected: Int? {
    guard let size = source.fileBytes, row > 0 else { return nil }
    let read = max(1, source.bytesRead - (chunk.count - position))
    return max(row, Int(Double(row) * Double(size) / Double(read)))
  }

  /// The first row, as headings; a file without a readable one cannot be imported. Asked again before the next row, it is
  /// the same.
  package func heading() throws(ExchangeError) -> CSVRow {
    if let first { return first }
    switch try next() {
    case .row(let row):
      headings = row.fields
      first = row
      return row
    case .reject(let reject):
      throw .unreadable(path: name, reason: "line \(reject.line): \(reject.reason)")
    case nil:
      throw .unreadable(path: name, reason: "it is empty; its first line has to name the columns")
    }
  }

  /// The next row as headings in the place of those above it; `nil` where there is none that can be read.
  func nextHeading() throws(ExchangeError) -> CSVRow? {
    headings = nil
    guard case .row(let row)? = try next() else { return nil }
    headings = row.fields
    return row
  }

  /// The next row or reject, `nil` at the end of the file; blank lines are passed over.
  package func next() throws(ExchangeError) -> CSVRecord? {
    first = nil
    while try begins() {
      let start = line
      guard row < CSVReader.rowsMax else {
        let limit = "it has more than \(CSVReader.rowsMax / 1_000_000) million rows"
        throw .unreadable(path: name, reason: "\(limit); split it into several files")
      }
      rowBytes = 0
      if let found = plainRow() {
        if found.isBlankLine { continue }
        return try checked(found)
      }
      var fields = RowInProgress()
      while try field(&fields) == .field { fields.endField() }
      fields.endField()
      row += 1
      if fields.isBlankLine { continue }
      let found = CSVRow(row: row, line: start, storage: fields.storage, ends: fields.ends)
      if let fault = fields.fault { return .reject(RowReject(found, fault)) }
      return try checked(found)
    }
    return nil
  }

  private func checked(_ found: CSVRow) throws(ExchangeError) -> CSVRecord {
    if let fault = fault(in: found) { return .reject(RowReject(found, fault)) }
    return .row(found)
  }

  /// A row without quotes that lies whole in the piece at hand, which most do: read in one run over its bytes. `nil`, with
  /// nothing taken, for any other row.
  private func plainRow() -> CSVRow? {
    let (bytes, delimiter, start) = (chunk, delimiter, position)
    let columns = headings?.count ?? 0
    var ends: [Int] = []
    ends.reserveCapacity(columns)
    let end = bytes.withUnsafeBufferPointer { bytes -> Int? in
      var (index, field) = (start, start)
      while index < bytes.count {
        let byte = bytes[index]
        if byte == delimiter || byte == CSVReader.lineFeed || byte == CSVReader.carriageReturn {
          ends.append(index - start)
          if byte != delimiter { return index }
          field = index + 1
        } else if byte == CSVReader.quote, index == field {
          return nil
        }
        index += 1
      }
      return nil
    }
    guard let end, end - start < CSVReader.rowBytesMax, ends.count <= CSVReader.columnsMax else { return nil }
    row += 1
    let found = CSVRow(row: row, line: line, storage: Array(bytes[start...end]), ends: ends)
    followsCarriageReturn = bytes[end] == CSVReader.carriageReturn
    line += 1
    position = end + 1
    return found
  }

  // MARK: Fields

  /// What a field is followed by.
  private enum Ending { case field, row }

  private func field(_ row: inout RowInProgress) throws(ExchangeError) -> Ending {
    guard try peek() == CSVReader.quote else { return try plainField(&row) }
    position += 1
    row.hasQuotes = true
    return try quotedField(&row)
  }

  private func plainField(_ row: inout RowInProgress) throws(ExchangeError) -> Ending {
    let delimiter = delimiter
    return ending(
      try take(&row) { $0 == delimiter || $0 == CSVReader.lineFeed || $0 == CSVReader.carriageReturn })
  }

  /// The rest of a field whose opening quote has been taken.
  private func quotedField(_ row: inout RowInProgress) throws(ExchangeError) -> Ending {
    let (opening, column) = (line, row.column)
    while true {
      guard let byte = try take(&row, until: { $0 == CSVReader.quote || $0 == CSVReader.lineFeed }) else {
        let place = "line \(opening): the quote that opens \(label(column)) is never closed"
        throw .unreadable(path: name, reason: "\(place); close it, or double it if it belongs to the text")
      }
      if byte == CSVReader.lineFeed {
        line += 1
        row.append([byte])
        continue
      }
      switch try peek() {
      case CSVReader.quote:
        position += 1
        row.append([CSVReader.quote])
      case delimiter, CSVReader.lineFeed, CSVReader.carriageReturn, nil:
        return try plainField(&row)
      default:
        row.note("text follows the closing quote of \(label(column)); double each quote inside the text")
        _ = try take(&row) { $0 == CSVReader.lineFeed || $0 == CSVReader.carriageReturn }.map(ending)
        return .row
      }
    }
  }

  /// Counts the line where the byte ends one.
  private func ending(_ byte: UInt8?) -> Ending {
    if byte == delimiter { return .field }
    if byte != nil { line += 1 }
    followsCarriageReturn = byte == CSVReader.carriageReturn
    return .row
  }

  // MARK: Bytes

  /// Adds what comes before the next byte that stops the run, and takes that byte; `nil` at the file's end.
  private func take(
    _ row: inout RowInProgress, until stops: (UInt8) -> Bool
  ) throws(ExchangeError)
    -> UInt8?
  {
    while true {
      let bytes = chunk
      var end = position
      while end < bytes.count, !stops(bytes[end]) { end += 1 }
      row.append(bytes[position..<end])
      rowBytes += end - position
      guard rowBytes <= CSVReader.rowEndBytesMax else {
        let end = "no end within \(byteCount(CSVReader.rowEndBytesMax))"
        throw .unreadable(path: name, reason: "row \(self.row + 1) has \(end); it is no list of rows")
      }
      position = end
      if end < bytes.count {
        position += 1
        return bytes[end]
      }
      guard try peek() != nil else { return nil }
    }
  }

  private func peek() throws(ExchangeError) -> UInt8? {
    if position == chunk.count {
      chunk = try source.next()
      position = 0
    }
    return chunk.isEmpty ? nil : chunk[position]
  }

  /// Whether another row starts; the LF of a CRLF still belongs to the row before.
  private func begins() throws(ExchangeError) -> Bool {
    if followsCarriageReturn, try peek() == CSVReader.lineFeed { position += 1 }
    followsCarriageReturn = false
    return try peek() != nil
  }

  // MARK: Faults

  /// Bytes at the beginning that are looked at, and the least number of controls, and of all of them the share, that no text has.
  private static let lookedAt = 4096
  private static let controlsMin = 8
  private static let controlsShare = 20

  /// Whether a file begins as no text does: its first line is none, and it has many control characters, of which a text has
  /// line ends and tabs.
  private static func isNoText(_ start: some Collection<UInt8>) -> Bool {
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return false }
    let looked = start.prefix(lookedAt)
    func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && !(0x09...0x0D).contains(byte) }
    let first = Array(looked.prefix { $0 != lineFeed })
    guard first.contains(where: isControl) || UTF8Check.firstInvalid(first) != nil else { return false }
    let controls = looked.count(where: isControl)
    return controls >= controlsMin && controls * controlsShare >= looked.count
  }

  private func fault(in row: CSVRow) -> String? {
    let (hasNull, isASCII) = row.look()
    if hasNull {
      return "\(bad(row) { $0.contains(0) }) holds a NUL character; remove it"
    }
    if !isASCII, !row.isText {
      let field = bad(row) { UTF8Check.firstInvalid(Array($0)) != nil }
      return "\(field) is not UTF-8 text; save the file as `CSV UTF-8`"
    }
    guard let headings, row.count > headings.count else { return nil }
    if (headings.count..<row.count).allSatisfy({ row.bytes($0).isEmpty }) { return nil }
    let help = "put quotes around a field that holds a separator"
    return "the row has \(row.count) fields and the headings are \(headings.count); \(help)"
  }

  private func bad(_ row: CSVRow, _ isBad: (ArraySlice<UInt8>) -> Bool) -> String {
    label((0..<row.count).first { isBad(row.bytes($0)) }.map { $0 + 1 } ?? 1)
  }

  /// A column by its heading, or by its number where it has none.
  private func label(_ column: Int) -> String {
    guard let headings, column <= headings.count, !headings[column - 1].isEmpty else {
      return "column \(column)"
    }
    return headings[column - 1].ticked
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed: UInt8 = 10
  private static let carriageReturn: UInt8 = 13
}
