import WorkroomValues

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
    guard ends.indices.contains(column) else { return nil }
    var (start, end) = (column == 0 ? 0 : ends[column - 1] + 1, ends[column])
    return storage.withUnsafeBufferPointer { bytes in
      if start < end, bytes[start] == Formula.apostrophe,
        Formula.needsGuard(UnsafeBufferPointer(rebasing: bytes[start..<end]))
      {
        start += 1
      }
      while start < end, CSVRow.isBlank(bytes[start]) { start += 1 }
      while start < end, CSVRow.isBlank(bytes[end - 1]) { end -= 1 }
      return start < end ? String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self) : nil
    }
  }

  /// All fields, as a file of rejects repeats them.
  package var fields: [String] { ends.indices.map(text) }

  /// Whether no field holds anything but blanks.
  package var isBlank: Bool {
    ends.indices.allSatisfy { bytes($0).allSatisfy(CSVRow.isBlank) }
  }

  /// Whether nothing stood on the line.
  var isBlankLine: Bool { ends == [0] }

  /// A number for all that the row holds: the same for the same fields, within one run of the program.
  package var fingerprint: Int {
    var hash = CSVRow.seed
    storage.withUnsafeBytes { bytes in
      var start = 0
      for end in ends {
        hash = QuickHash.of(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), seed: hash)
        start = end + 1
      }
    }
    return Int(truncatingIfNeeded: hash)
  }

  private static let seed = UInt64.random(in: .min ... .max)

  /// What a look at every byte tells.
  func look() -> (hasNull: Bool, isASCII: Bool) {
    storage.withUnsafeBufferPointer { bytes in
      var (all, hasNull): (UInt8, Bool) = (0, false)
      for byte in bytes {
        all |= byte
        if byte == 0 { hasNull = true }
      }
      return (hasNull, all < 0x80)
    }
  }

  /// Whether all of it is UTF-8.
  var isText: Bool { UTF8Check.firstInvalid(storage) == nil }

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
  static let apostrophe = UInt8(ascii: "'")

  /// Whether a spreadsheet could take the text for a formula.
  static func needsGuard(_ bytes: some Sequence<UInt8>) -> Bool {
    for byte in bytes where byte != apostrophe { return isTrigger(byte) }
    return false
  }

  static func unguarded(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.first == apostrophe && needsGuard(bytes) ? bytes.dropFirst() : bytes
  }

  private static func isTrigger(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
    default: false
    }
  }
}
