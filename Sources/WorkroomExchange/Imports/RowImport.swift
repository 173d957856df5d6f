/// What one row of an import came to.
package enum Imported<Row: Sendable>: Sendable {
  case row(Row)
  case reject(RowReject)
}

/// Rows of one kind, taken from a file one by one.
///
/// Each import is a class, since it moves one reader forward. What it remembers of earlier rows is one short
/// text a row, to find duplicates.
package protocol RowImport<Row>: AnyObject {
  associatedtype Row: Sendable

  /// The next row or reject, in the order of the file; `nil` at its end.
  func next() throws(ExchangeError) -> Imported<Row>?

  /// The headings as the file has them, for the file of rejects.
  var names: [String] { get }
  /// What each recognised heading means.
  var matched: [(heading: String, field: String)] { get }
  /// Headings without a meaning here.
  var ignored: [String] { get }
  /// The row of the file that `next` looked at last, for whoever refuses it later.
  var lastRow: CSVRow? { get }
  /// Says that the last row is left out, so that a later one may tell of the same.
  func release()
}

extension RowImport {
  package func release() {}

  /// All that is left in the file; for files known to be small.
  package func all() throws(ExchangeError) -> (rows: [Row], rejects: [RowReject]) {
    var rows: [Row] = []
    var rejects: [RowReject] = []
    while let found = try next() {
      switch found {
      case .row(let row): rows.append(row)
      case .reject(let reject): rejects.append(reject)
      }
    }
    return (rows, rejects)
  }
}

/// A reader whose headings are understood: what every import stands on.
final class Table<Field: ImportField> {
  let headings: Headings<Field>
  private let reader: CSVReader
  /// A first row that turned out to be data.
  private var pending: CSVRow?
  private(set) var lastRow: CSVRow?
  /// The rows that told first of what a file may tell once.
  var seen = FirstRows()

  /// Reads the headings. `plain` names the field of a file that is a plain list, with or without a heading.
  init(_ reader: CSVReader, maps: [HeadingMap], plain: Field? = nil) throws(ExchangeError) {
    self.reader = reader
    let first = try reader.heading()
    var found = Headings<Field>(first.fields, maps: maps)
    if let plain, first.count == 1, maps.isEmpty, found.columns.isEmpty {
      headings = Headings(only: plain)
      pending = first
      return
    }
    if plain == nil, found.columns.isEmpty { found = try Table.below(reader, maps) ?? found }
    headings = found
    try refuse(found.problems)
  }

  /// Headings below a title: some sheets have up to two rows above them. One word alone may be anything.
  private static func below(
    _ reader: CSVReader, _ maps: [HeadingMap]
  ) throws(ExchangeError) -> Headings<Field>? {
    for _ in 0..<2 {
      guard let row = try reader.nextHeading() else { return nil }
      let found = Headings<Field>(row.fields, maps: maps)
      if found.columns.count > 1 { return found }
    }
    return nil
  }

  /// Stops the import if something about the headings is open.
  func refuse(_ problems: [String]) throws(ExchangeError) {
    if !problems.isEmpty { throw .headings(path: reader.name, problems: problems) }
  }

  /// Stops the import if the file has none of some columns.
  func require(anyOf fields: [Field], for purpose: String) throws(ExchangeError) {
    try require([(fields, purpose)])
  }

  func require(_ fields: [(field: Field, purpose: String)]) throws(ExchangeError) {
    try require(fields.map { ([$0.field], $0.purpose) })
  }

  /// Stops the import if it lacks anything that each of several purposes asks for, and says all that it lacks at once.
  func require(_ needs: [(fields: [Field], purpose: String)]) throws(ExchangeError) {
    try refuse(
      needs.filter { need in need.fields.allSatisfy { headings.columns[$0] == nil } }.map { need in
        let map = "`--map \"Their Heading=\(need.fields[0].rawValue)\"`"
        return "no column holds \(need.purpose); if one does under another name, say so with \(map)"
      })
  }

  /// The next row that is not blank.
  func next() throws(ExchangeError) -> CSVRecord? {
    seen.keep()
    if let row = pending {
      pending = nil
      lastRow = row
      return .row(row)
    }
    while let record = try reader.next() {
      guard case .row(let row) = record else { return record }
      if row.isBlank { continue }
      lastRow = row
      return record
    }
    return nil
  }

  /// The next row made into a record by a function that may refuse it.
  func next<Row>(_ make: (CSVRow) throws(Refusal) -> Row) throws(ExchangeError) -> Imported<Row>? {
    switch try next() {
    case nil: return nil
    case .reject(let reject): return .reject(reject)
    case .row(let row):
      do throws(Refusal) {
        return .row(try make(row))
      } catch {
        seen.release()
        return .reject(RowReject(row, error.reason))
      }
    }
  }
}

/// The rows in which things were first seen.
struct FirstRows {
  private var rows: [String: Int32] = [:]
  /// What the newest row claimed.
  private var newest: String?

  /// The row that has the key already; otherwise the key is this row's from now on.
  mutating func claim(_ key: String, row: Int) -> Int? {
    if let first = rows[key] { return Int(first) }
    rows[key] = Int32(clamping: row)
    newest = key
    return nil
  }

  /// What was claimed so far stays so.
  mutating func keep() { newest = nil }

  /// Takes back what the newest row claimed, since it is left out.
  mutating func release() {
    if let newest { rows[newest] = nil }
    newest = nil
  }

  func row(of key: String) -> Int? { rows[key].map(Int.init) }
}
