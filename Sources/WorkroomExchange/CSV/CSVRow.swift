/// One row of a CSV file: its fields as bytes, and where it stands.
package struct CSVRow: Sendable {
  /// The number a spreadsheet shows beside the row: the headings are row 1, blank rows count.
  package let row: Int
  /// The 1-based line of the file on which the row starts; quoted fields may make rows longer than a line.
  package let line: Int
  /// Unquoted fields, each followed by one separator byte.
  private let storage: [UInt8]
  /// Offset of each field's end in `storage`.
  private let ends: [Int]

  init(row: Int, line: Int, storage: [UInt8], ends: [Int]) {
    self.row = row
    self.line = line
    self.storage = storage
    self.ends = ends
  }

  package var count: Int { ends.count }

  /// A field as text, without the apostrophe that guards a formula; empty where the row is too short.
  package func text(_ column: Int) -> String {
    String(decoding: Formula.unguarded(bytes(column)), as: UTF8.self)
  }

  /// A field without the blanks around it; `nil` where nothing is left.
  package func value(_ column: Int) -> String? {
    var bytes = Formula.unguarded(bytes(column))
    while let first = bytes.first, CSVRow.isBlank(first) { bytes.removeFirst() }
    while let last = bytes.last, CSVRow.isBlank(last) { bytes.removeLast() }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// All fields, as a file of rejects repeats them.
  package var fields: [String] { ends.indices.map(text) }

  /// Whether no field holds anything but blanks.
  package var isBlank: Bool {
    ends.indices.allSatisfy { bytes($0).allSatisfy(CSVRow.isBlank) }
  }

  func bytes(_ column: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(column) else { return [] }
    return storage[(column == 0 ? 0 : ends[column - 1] + 1)..<ends[column]]
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}

/// The apostrophe that keeps a spreadsheet from running a text as a formula.
///
/// A text gets one when `= + - @ TAB CR` leads it, whether or not apostrophes stand before; so what is
/// written and read back is always the same text.
enum Formula {
  /// Whether a spreadsheet could take the text for a formula.
  static func needsGuard(_ bytes: some Sequence<UInt8>) -> Bool {
    for byte in bytes where byte != UInt8(ascii: "'") { return isTrigger(byte) }
    return false
  }

  static func unguarded(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.first == UInt8(ascii: "'") && needsGuard(bytes) ? bytes.dropFirst() : bytes
  }

  private static func isTrigger(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
    default: false
    }
  }
}
