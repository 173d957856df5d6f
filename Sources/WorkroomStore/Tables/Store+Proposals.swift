package import WorkroomValues

/// What one participation's proposal has come to, as its events tell.
package struct ProposalRow: Sendable, Equatable {
  package var participation: Int64
  /// Where it was submitted, and the newest event about it.
  package var firstLog: Int64
  package var lastLog: Int64
  /// The newest event: `submitted`, `countered`, `negotiated`, `accepted`, `declined`, `deleted`, `withdrawn`.
  package var status: String
  /// The role that submitted it.
  package var sender: String
  package var price: Int64?
  /// Millionths.
  package var tasks: Int64?
  /// The list of products, as a number of the table of texts.
  package var products: Int64?
  /// The last day of a counter-offer.
  package var until: Int64?

  package init(participation: Int64, log: Int64, status: String, sender: String) {
    self.participation = participation
    (firstLog, lastLog) = (log, log)
    self.status = status
    self.sender = sender
  }

  /// How it stands on a day: a counter-offer whose last day is over is `lapsed`.
  package func state(today: CalendarDate) -> String {
    status == "countered" && (until.map { $0 < Int64(today.days) } ?? false) ? "lapsed" : status
  }

  /// Whether it names nothing at all: no price, no tasks, no products.
  package var isEmpty: Bool { (price ?? 0) == 0 && (tasks ?? 0) == 0 && products == nil }
}

extension Store {
  package func proposal(_ participation: Int64) throws(StoreError) -> ProposalRow? {
    let select = try database.prepare(
      "SELECT participation, first_log, last_log, status, sender, price, tasks, products, until FROM proposal WHERE participation = ?"
    )
    select.bind(1, participation)
    return try select.step() ? ProposalRow(select) : nil
  }

  package func write(_ row: ProposalRow) throws(StoreError) {
    let insert = try database.prepare("INSERT OR REPLACE INTO proposal VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
    insert.bind(1, row.participation)
    insert.bind(2, row.firstLog)
    insert.bind(3, row.lastLog)
    insert.bind(4, row.status)
    insert.bind(5, row.sender)
    insert.bind(6, row.price)
    insert.bind(7, row.tasks)
    insert.bind(8, row.products)
    insert.bind(9, row.until)
    try insert.run()
  }

  /// The proposals of a campaign, by their participations.
  package func proposals(ofCampaign campaign: Int64) throws(StoreError) -> [ProposalRow] {
    let select = try database.prepare(
      """
      SELECT o.participation, o.first_log, o.last_log, o.status, o.sender, o.price, o.tasks, o.products, o.until
      FROM participation p JOIN proposal o ON o.participation = p.id WHERE p.campaign = ? ORDER BY 1
      """)
    select.bind(1, campaign)
    var rows: [ProposalRow] = []
    while try select.step() { rows.append(ProposalRow(select)) }
    return rows
  }
}

extension ProposalRow {
  fileprivate init(_ row: borrowing Statement) {
    self.init(participation: row.int64(0), log: row.int64(1), status: row.text(3), sender: row.text(4))
    lastLog = row.int64(2)
    price = row.optionalInt64(5)
    tasks = row.optionalInt64(6)
    products = row.optionalInt64(7)
    until = row.optionalInt64(8)
  }
}
