package import WorkroomValues

/// One cell of a CSV file that is written.
package enum CSVCell: Sendable {
  /// Words from people: guarded, so that no spreadsheet runs them.
  case text(String)
  case integer(Int64)
  /// The amount alone; its currency has a column of its own.
  case amount(Money)
  /// Digits with a sign and a point; anything else is written as text.
  case number(String)
  case date(CalendarDate)
  case instant(Instant)
  case empty
}

/// Writes comma-separated values (RFC 4180): commas, CRLF, quotes where they are needed.
package struct CSVWriter: Sendable {
  /// What has been written since the last `take`.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func row(_ cells: [CSVCell]) {
    for (column, cell) in cells.enumerated() {
      if column > 0 { bytes.append(Delimiter.comma) }
      append(cell)
    }
    // A line without anything would read as no row at all.
    if cells.count == 1, bytes.isEmpty || bytes.last == 10 { bytes += [34, 34] }
    bytes += [13, 10]
  }

  package mutating func row(texts: [String]) { row(texts.map(CSVCell.text)) }

  /// Hands over what was written, so that a long file goes out in pieces.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll() }
    return bytes
  }

  private mutating func append(_ cell: CSVCell) {
    switch cell {
    case .text(let text): append(text: text)
    case .integer(let value): bytes += String(value).utf8
    case .amount(let money): bytes += money.amount.utf8
    case .number(let digits):
      if CSVWriter.isNumber(digits) { bytes += digits.utf8 } else { append(text: digits) }
    case .date(let date): bytes += date.description.utf8
    case .instant(let instant): bytes += instant.description.utf8
    case .empty: break
    }
  }

  private mutating func append(text: String) {
    var field = Array(text.utf8)
    if Formula.needsGuard(field) { field.insert(UInt8(ascii: "'"), at: 0) }
    guard CSVWriter.needsQuotes(field) else {
      bytes += field
      return
    }
    bytes.append(34)
    for byte in field {
      if byte == 34 { bytes.append(34) }
      bytes.append(byte)
    }
    bytes.append(34)
  }

  /// Blanks at the ends are kept by quotes; `;` and TAB are quoted for readers that separate by them.
  private static func needsQuotes(_ field: [UInt8]) -> Bool {
    if field.first == 32 || field.last == 32 { return true }
    return field.contains { [44, 34, 10, 13, 59, 9].contains($0) }
  }

  private static func isNumber(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { $0.isAllDigits }
  }
}
