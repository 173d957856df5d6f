/// What a database holds that a copy, which is to take its place, does not.
package struct Excess: Sendable {
  /// What became of money in rows that the copy does not have.
  package enum Flow: CaseIterable, Sendable {
    /// Paid, and taken back after it had been paid, whether the copy knows of it or not.
    case paid, cancelled
    /// Asked for and not settled.
    case pending
    /// On its way as the copy has it: it has arrived since, or was given up or came back.
    case arrived, gone
    /// What comes of it for one person: paid, and not known to the copy; paid as the copy has it, and taken back since.
    case unknown, stale
  }

  /// Facts about people that no log tells.
  package enum Fact: CaseIterable, Sendable { case address, taxForm, tag, standing }

  /// Whether the copy is one of another database.
  package private(set) var isAnother = false
  /// Rows of its log that the copy does not have.
  package private(set) var rows: Int64 = 0
  /// When the newest of them was recorded, in milliseconds; `nil` where there is none.
  package private(set) var newest: Int64?
  /// Money in those rows, by what became of it and by currency.
  package private(set) var sums: [Sum] = []
  /// What only this database tells of people; of another database nothing is compared.
  package private(set) var facts: [Facts] = []
  /// Whom this database has forgotten, and the copy knows.
  package private(set) var returned = Returned()
  /// Those who work with this database, where the copy names nobody at all.
  package private(set) var operators: [String] = []

  package struct Sum: Sendable, Equatable {
    package let flow: Flow
    package let currency: Int64
    package fileprivate(set) var count: Int64 = 0
    /// In minor units.
    package fileprivate(set) var amount: Int64 = 0
    /// What those are called whom it concerns, the first of them.
    package fileprivate(set) var people = Names()
  }

  package struct Facts: Sendable, Equatable {
    package let fact: Fact
    package fileprivate(set) var count: Int64 = 0
    package fileprivate(set) var people = Names()
  }

  /// People whom a copy brings back: how many, and what the first of them go by there.
  package struct Returned: Sendable, Equatable {
    package fileprivate(set) var count = 0
    package fileprivate(set) var first: [String] = []
  }

  /// People, the first of them by name.
  package struct Names: Sendable, Equatable {
    package static let most = 5
    package private(set) var names: [String] = []
    private var known: Set<Int64> = []

    package var count: Int { known.count }

    fileprivate mutating func add(_ influencer: Int64, _ database: Database) throws(StoreError) {
      guard known.insert(influencer).inserted, names.count < Names.most else { return }
      names.append(try database.shownName(influencer))
    }
  }

  /// Compares two files, of whatever version each may be, and changes neither.
  package init(of path: String, over copy: String) throws(StoreError) {
    let own = try Excess.opened(path)
    let other = try Excess.opened(copy)
    isAnother = try own.identity() != other.identity()
    let tables = (own: Set(try own.tables()), other: Set(try other.tables()))
    for head in try own.heads() {
      let stream = head.row >> LogRow.sequenceBits
      let first = stream << LogRow.sequenceBits
      let shared = isAnother ? first : try own.lastShared(with: other, head.row)
      guard shared < head.row else { continue }
      rows += head.row - shared
      newest = max(newest ?? .min, try own.recorded(head.row))
      var flows = try own.flows((shared + 1)...((stream + 1) << LogRow.sequenceBits - 1))
      if tables.own.contains("payment") {
        let known = tables.other.contains("payment") && !isAnother ? other : nil
        try settle(&flows, own, known, first, shared)
      }
      for flow in flows { try add(flow, own) }
    }
    if !isAnother {
      try compareFacts(own, other, tables.own.intersection(Fact.tables), tables.other)
      try compareForgotten(own, other)
    }
    let named = tables.other.contains("operator") ? try other.operators() : []
    if named.isEmpty, tables.own.contains("operator") { operators = try own.operators() }
  }

  private static func opened(_ path: String) throws(StoreError) -> Database {
    let database = try Database.asItIs(path: path, mode: .readOnly)
    let found = try database.schemaVersion
    guard found <= Schema.current.version else {
      throw .newerSchema(path: path, found: found, known: Schema.current.version)
    }
    return database
  }

  // MARK: Money

  /// What was paid to one participation in new rows, and taken back.
  fileprivate struct Flows {
    var participation: Int64
    var currency: Int64
    var paid: (count: Int64, amount: Int64)
    var back: (count: Int64, amount: Int64)
  }

  /// Takes in the payments that have a name: those that were asked for in new rows, and those that the copy has as on their way.
  private mutating func settle(
    _ flows: inout [Flows], _ own: Database, _ other: Database?, _ first: Int64, _ shared: Int64
  ) throws(StoreError) {
    let select = try own.prepare(
      """
      SELECT log, participation, amount, currency, state,
        EXISTS(SELECT 1 FROM ledger l WHERE l.log = payment.changed AND l.account = 1)
      FROM payment WHERE log BETWEEN ?1 AND ?3 AND changed > ?2
      """)
    select.bind(1, first)
    select.bind(2, shared)
    select.bind(3, first + (1 << LogRow.sequenceBits) - 1)
    while try select.step() {
      let (log, participation, amount) = (select.int64(0), select.int64(1), select.int64(2))
      let (currency, state, isBooked) = (select.int64(3), select.int64(4), select.int64(5) != 0)
      if log > shared {
        guard state == PaymentRow.State.pending.rawValue else { continue }
        try add(.pending, currency, 1, amount, participation, own)
        continue
      }
      guard let other, try other.stateOfPayment(log) == PaymentRow.State.pending.rawValue else { continue }
      let arrived = state == PaymentRow.State.processed.rawValue
      try add(arrived ? .arrived : .gone, currency, 1, amount, participation, own)
      // What was booked of it is told of as this.
      guard isBooked,
        let at = flows.firstIndex(where: { $0.participation == participation && $0.currency == currency })
      else { continue }
      flows[at].paid.count -= 1
      flows[at].paid.amount -= amount
      if !arrived {
        flows[at].back.count -= 1
        flows[at].back.amount -= amount
      }
    }
  }

  private mutating func add(_ flow: Flows, _ own: Database) throws(StoreError) {
    let (currency, participation) = (flow.currency, flow.participation)
    try add(.paid, currency, flow.paid.count, flow.paid.amount, participation, own)
    try add(.cancelled, currency, flow.back.count, flow.back.amount, participation, own)
    let left = flow.paid.amount - flow.back.amount
    if left != 0 { try add(left > 0 ? .unknown : .stale, currency, 1, abs(left), participation, own) }
  }

  private mutating func add(
    _ flow: Flow, _ currency: Int64, _ count: Int64, _ amount: Int64, _ participation: Int64, _ own: Database
  ) throws(StoreError) {
    guard count > 0 else { return }
    let known = sums.firstIndex { $0.flow == flow && $0.currency == currency }
    if known == nil { sums.append(Sum(flow: flow, currency: currency)) }
    let at = known ?? sums.count - 1
    sums[at].count += count
    sums[at].amount += amount
    if let influencer = try own.influencer(ofParticipation: participation) { try sums[at].people.add(influencer, own) }
  }

  // MARK: People

  private mutating func compareFacts(
    _ own: Database, _ other: Database, _ there: Set<String>, _ tables: Set<String>
  ) throws(StoreError) {
    for fact in Fact.allCases where there.contains(fact.table) {
      let known = try other.prepare(tables.contains(fact.table) ? fact.rows : "SELECT 0, '' WHERE 0")
      var found = Facts(fact: fact)
      let select = try own.prepare(fact.rows)
      var beside = try known.nextFact()
      while let row = try select.nextFact() {
        while let other = beside, other < row { beside = try known.nextFact() }
        if let other = beside, other == row { continue }
        found.count += 1
        try found.people.add(row.influencer, own)
      }
      if found.count > 0 { facts.append(found) }
    }
  }
}

extension Excess {
  private mutating func compareForgotten(_ own: Database, _ other: Database) throws(StoreError) {
    let select = try own.prepare(
      """
      SELECT id FROM influencer i WHERE external IS NULL AND email IS NULL AND first_name IS NULL
        AND NOT EXISTS(SELECT 1 FROM account a WHERE a.influencer = i.id) ORDER BY id
      """)
    while try select.step() {
      guard let word = try other.wordFor(select.int64(0)) else { continue }
      returned.count += 1
      if returned.first.count < Names.most { returned.first.append(word) }
    }
  }
}

extension Excess.Fact {
  fileprivate static var tables: Set<String> { Set(allCases.map(\.table)) }

  fileprivate var table: String {
    switch self {
    case .address, .taxForm: "payee"
    case .tag: "tag"
    case .standing: "contact"
    }
  }

  /// Whom it is about, and what it is, in order.
  fileprivate var rows: StaticString {
    switch self {
    case .address: "SELECT influencer, paypal FROM payee WHERE paypal IS NOT NULL ORDER BY 1, 2"
    case .taxForm: "SELECT influencer, tax_form FROM payee WHERE tax_form IS NOT NULL ORDER BY 1, 2"
    case .tag: "SELECT influencer, tag FROM tag ORDER BY 1, 2"
    case .standing: "SELECT influencer, CAST(state AS TEXT) FROM contact WHERE state <> 0 ORDER BY 1, 2"
    }
  }
}

/// A fact about somebody, as it is compared.
private struct KnownFact: Comparable {
  var influencer: Int64
  var value: String

  static func < (left: KnownFact, right: KnownFact) -> Bool {
    left.influencer != right.influencer
      ? left.influencer < right.influencer : left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
  }
}

extension Statement {
  fileprivate func nextFact() throws(StoreError) -> KnownFact? {
    try step() ? KnownFact(influencer: int64(0), value: text(1)) : nil
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

  /// What was paid in some rows and taken back, person by person.
  fileprivate func flows(_ rows: ClosedRange<Int64>) throws(StoreError) -> [Excess.Flows] {
    let select = try prepare(
      """
      SELECT participation, currency, sum(amount > 0), sum(max(amount, 0)), sum(amount < 0), sum(max(-amount, 0))
      FROM ledger WHERE account = 1 AND log BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, 2
      """)
    select.bind(1, rows.lowerBound)
    select.bind(2, rows.upperBound)
    var flows: [Excess.Flows] = []
    while try select.step() {
      flows.append(
        Excess.Flows(
          participation: select.int64(0), currency: select.int64(1), paid: (select.int64(2), select.int64(3)),
          back: (select.int64(4), select.int64(5))))
    }
    return flows
  }

  fileprivate func stateOfPayment(_ log: Int64) throws(StoreError) -> Int64? {
    let select = try prepare("SELECT state FROM payment WHERE log = ?")
    select.bind(1, log)
    return try select.first { () throws(StoreError) in select.int64(0) }
  }

  fileprivate func influencer(ofParticipation id: Int64) throws(StoreError) -> Int64? {
    let select = try prepare("SELECT influencer FROM participation WHERE id = ?")
    select.bind(1, id)
    return try select.first { () throws(StoreError) in select.int64(0) }
  }

  fileprivate func shownName(_ influencer: Int64) throws(StoreError) -> String {
    let select = try prepare(
      """
      SELECT coalesce(nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), ''), email,
        'influencer ' || id) FROM influencer WHERE id = ?
      """)
    select.bind(1, influencer)
    return try select.first { () throws(StoreError) in select.text(0) } ?? "influencer \(influencer)"
  }

  /// What somebody can be called by in a command; `nil` where nothing is known of them.
  fileprivate func wordFor(_ influencer: Int64) throws(StoreError) -> String? {
    let select = try prepare(
      """
      SELECT coalesce(email, (SELECT handle FROM account a WHERE a.influencer = i.id ORDER BY platform LIMIT 1), external,
        first_name) FROM influencer i WHERE id = ?
      """)
    select.bind(1, influencer)
    return try select.first { () throws(StoreError) in select.isNull(0) ? nil : select.text(0) } ?? nil
  }

  /// What those are called who work with it now.
  fileprivate func operators() throws(StoreError) -> [String] {
    let select = try prepare("SELECT coalesce(name, 'operator ' || id) FROM operator WHERE removed IS NULL ORDER BY id")
    var names: [String] = []
    while try select.step() { names.append(select.text(0)) }
    return names
  }

  fileprivate func recorded(_ row: Int64) throws(StoreError) -> Int64 {
    let select = try prepare("SELECT recorded FROM log WHERE id = ?")
    select.bind(1, row)
    return try select.first { () throws(StoreError) in select.int64(0) } ?? 0
  }
}
