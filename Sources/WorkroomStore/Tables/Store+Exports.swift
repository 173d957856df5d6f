/// An item with the group that it is of and whoever holds or held it, or for whom it is kept.
package struct ListedItem: Sendable {
  package var item: ItemRow
  package var group: String
  package var state: State
  package var influencer: Int64?
  /// For whom it is kept, whoever holds it.
  package var keeper: Int64?

  package enum State: Int64, Sendable { case free, held, disabled, kept }
}

/// What leaves the program: rows handed over one by one, so that a table of any length goes out.
extension Store {
  /// The influencers of the directory, or of one campaign, in the order in which they came.
  package func eachInfluencer(
    of campaign: Int64?, _ read: (InfluencerRecord) throws -> Void
  ) throws {
    let select = try database.prepare(
      "SELECT id FROM influencer WHERE ?1 IS NULL OR id IN (SELECT influencer FROM participation WHERE campaign = ?1) ORDER BY id"
    )
    select.bind(1, campaign)
    // A loop that is left by a throw must not keep its lock.
    defer { select.reset() }
    while try select.step() {
      if let record = try influencer(select.int64(0)) { try read(record) }
    }
  }

  /// The headings of columns of one's own, each once, in the order in which they first came.
  package func extraHeadings(of campaign: Int64?) throws(StoreError) -> [String] {
    let select = try database.prepare(
      "SELECT extra FROM influencer WHERE extra IS NOT NULL AND (?1 IS NULL OR id IN (SELECT influencer FROM participation WHERE campaign = ?1)) ORDER BY id"
    )
    select.bind(1, campaign)
    var (headings, seen): ([String], Set<String>) = ([], [])
    var record = InfluencerRecord()
    while try select.step() {
      record.extra = select.text(0)
      for (heading, _) in record.extras where seen.insert(heading).inserted { headings.append(heading) }
    }
    return headings
  }

  /// The items of a kind, of one group or those that a campaign's influencers hold or held.
  package func eachItem(
    kind: Int64, group: Int64?, campaign: Int64?, _ read: (ListedItem) throws -> Void
  ) throws {
    let select = try database.prepare(
      """
      SELECT i.id, i.item_group, i.code, i.rate, i.starts, i.ends, i.destination, i.assigned, g.name, i.state, p.influencer, i.kept,
        i.kept_rate, g.starts, g.ends
      FROM item i JOIN item_group g ON g.id = i.item_group LEFT JOIN participation p ON p.id = i.participation
      WHERE i.kind = ?1 AND (?2 IS NULL OR i.item_group = ?2) AND (?3 IS NULL OR p.campaign = ?3) ORDER BY i.id
      """)
    select.bind(1, kind)
    select.bind(2, group)
    select.bind(3, campaign)
    defer { select.reset() }
    while try select.step() {
      try read(ListedItem(select))
    }
  }

  /// The item of a kind with a code, whatever its case, with its group and whoever holds it.
  package func listedItem(kind: Int64, code: String) throws(StoreError) -> ListedItem? {
    let select = try database.prepare(
      """
      SELECT i.id, i.item_group, i.code, i.rate, i.starts, i.ends, i.destination, i.assigned, g.name, i.state, p.influencer, i.kept,
        i.kept_rate, g.starts, g.ends
      FROM item i JOIN item_group g ON g.id = i.item_group LEFT JOIN participation p ON p.id = i.participation
      WHERE i.kind = ? AND i.folded = ?
      """)
    select.bind(1, kind)
    select.bind(2, code.lowercased())
    return try select.step() ? ListedItem(select) : nil
  }

  /// What is owed for each thing that a campaign's participations were paid for, in one currency.
  package func owedBySubject(
    ofCampaign campaign: Int64, currency: Int64
  ) throws(StoreError) -> [(participation: Int64, subject: Int64, amount: Int64)] {
    let select = try database.prepare(
      "SELECT l.participation, l.subject, sum(l.amount) FROM participation p JOIN ledger l ON l.participation = p.id WHERE p.campaign = ? AND l.account = 0 AND l.subject <> 0 AND l.currency = ? GROUP BY 1, 2"
    )
    select.bind(1, campaign)
    select.bind(2, currency)
    var rows: [(Int64, Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1), select.int64(2))) }
    return rows
  }
}

extension ListedItem {
  /// In milliseconds.
  private static let day: Int64 = 86_400_000

  /// What nobody holds has the days of its group in UTC, where it has none of its own.
  fileprivate init(_ row: borrowing Statement) {
    item = ItemRow(row)
    group = row.text(8)
    state = State(rawValue: row.int64(9)) ?? .disabled
    keeper = row.optionalInt64(11)
    influencer = row.optionalInt64(10) ?? (state == .kept ? keeper : nil)
    if state == .kept { item.rate = row.optionalInt64(12) }
    guard state == .free || state == .kept else { return }
    item.starts = item.starts ?? row.optionalInt64(13).map { $0 * ListedItem.day }
    item.ends = item.ends ?? row.optionalInt64(14).map { ($0 + 1) * ListedItem.day }
  }
}
