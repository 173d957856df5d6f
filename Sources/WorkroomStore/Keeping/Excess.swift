/// What a database holds that a copy, which is to take its place, does not.
package struct Excess: Sendable {
  /// Whether the copy is one of another database.
  package private(set) var isAnother = false
  /// Rows of its log that the copy does not have.
  package private(set) var rows: Int64 = 0
  /// When the newest of them was recorded, in milliseconds; `nil` where there is none.
  package private(set) var newest: Int64?
  /// What was paid in those rows, and what they sent on its way and is not settled: how often, and how much by currency, in
  /// minor units.
  package private(set) var paid: [Sum] = []
  package private(set) var pending: [Sum] = []

  package struct Sum: Sendable, Equatable {
    package let currency: Int64
    package fileprivate(set) var count: Int64
    package fileprivate(set) var amount: Int64
  }

  /// Compares two files, of whatever version each may be, and changes neither.
  package init(of path: String, over copy: String) throws(StoreError) {
    let own = try Excess.opened(path)
    let other = try Excess.opened(copy)
    isAnother = try own.identity() != other.identity()
    let hasPayments = try own.tables().contains("payment")
    for head in try own.heads() {
      let stream = head.row >> LogRow.sequenceBits
      let shared = isAnother ? stream << LogRow.sequenceBits : try own.lastShared(with: other, head.row)
      guard shared < head.row else { continue }
      rows += head.row - shared
      newest = max(newest ?? .min, try own.recorded(head.row))
      let behind = (shared + 1)...((stream + 1) << LogRow.sequenceBits - 1)
      Excess.add(
        try own.sums(
          "SELECT currency, count(*), sum(amount) FROM ledger WHERE account = 1 AND log BETWEEN ? AND ? GROUP BY 1",
          behind), to: &paid)
      guard hasPayments else { continue }
      Excess.add(
        try own.sums(
          "SELECT currency, count(*), sum(amount) FROM payment WHERE state = 0 AND log BETWEEN ? AND ? GROUP BY 1",
          behind), to: &pending)
    }
  }

  private static func opened(_ path: String) throws(StoreError) -> Database {
    let database = try Database.asItIs(path: path, mode: .readOnly)
    let found = try database.schemaVersion
    guard found <= Schema.current.version else {
      throw .newerSchema(path: path, found: found, known: Schema.current.version)
    }
    return database
  }

  private static func add(_ more: [Sum], to sums: inout [Sum]) {
    for sum in more {
      if let at = sums.firstIndex(where: { $0.currency == sum.currency }) {
        sums[at].count += sum.count
        sums[at].amount += sum.amount
      } else {
        sums.append(sum)
      }
    }
  }
}

extension Database {
  /// The newest row of one chain, up to its head, that another database has as well: chains that are the same at one row are
  /// the same before it.
  fileprivate func lastShared(with other: Database, _ head: Int64) throws(StoreError) -> Int64 {
    var shared = (head >> LogRow.sequenceBits) << LogRow.sequenceBits
    var beyond = head + 1
    while beyond - shared > 1 {
      let middle = shared + (beyond - shared) / 2
      let hash = try chained(middle)
      if hash != nil, try hash == other.chained(middle) { shared = middle } else { beyond = middle }
    }
    return shared
  }

  private func chained(_ row: Int64) throws(StoreError) -> [UInt8]? {
    let select = try prepare("SELECT hash FROM log WHERE id = ?")
    select.bind(1, row)
    return try select.first { () throws(StoreError) in select.blob(0) }
  }

  fileprivate func sums(_ sql: StaticString, _ rows: ClosedRange<Int64>) throws(StoreError) -> [Excess.Sum] {
    let select = try prepare(sql)
    select.bind(1, rows.lowerBound)
    select.bind(2, rows.upperBound)
    var sums: [Excess.Sum] = []
    while try select.step() {
      sums.append(Excess.Sum(currency: select.int64(0), count: select.int64(1), amount: select.int64(2)))
    }
    return sums
  }

  fileprivate func recorded(_ row: Int64) throws(StoreError) -> Int64 {
    let select = try prepare("SELECT recorded FROM log WHERE id = ?")
    select.bind(1, row)
    return try select.first { () throws(StoreError) in select.int64(0) } ?? 0
  }
}
