import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What the tables hold against what the log gives.
extension Replay {
  mutating func compare() throws(EngineError) {
    let name = campaign.row.name
    let rows = try stored { () throws(StoreError) in try engine.store.participations(campaign.row.id) }
    participationCount = rows.count
    if rows.count != states.count {
      problem("`\(name)` has \(rows.count) participations, and its log tells of \(states.count)")
    }
    for row in rows {
      guard let replayed = states[row.id] else {
        problem("participation \(row.id) of `\(name)` is not in the log")
        continue
      }
      if let what = Replay.difference(row, replayed.row) {
        problem("\(what) of participation \(row.id) of `\(name)` is not what its log gives")
      }
    }
    try comparePlaces(rows, name)
    try compareFigures(name)
    try compareMoney(name)
    try compareBooks(name)
    try compareOutbox(name)
    try compareObjects(name)
    try compareOffers(name)
    try compareLines(name)
  }

  private static func difference(_ row: ParticipationRow, _ expected: ParticipationRow) -> String? {
    if row.state != expected.state { return "the state" }
    if row.due != expected.due { return "the next timer" }
    if row.influencer != expected.influencer { return "the influencer" }
    if row.round != expected.round { return "the round" }
    if row.definition != expected.definition { return "the definition" }
    if row.since != expected.since || row.accepted != expected.accepted || row.sequence != expected.sequence {
      return "a date"
    }
    return nil
  }

  private mutating func compareMoney(_ name: String) throws(EngineError) {
    let found = try stored { () throws(StoreError) in try engine.store.ledger(ofCampaign: campaign.row.id) }
    // The log's order is that of the rows; within a row the place counts.
    if let (left, right) = Replay.firstDifference(found, ledger.sorted { ($0.log, $0.place) < ($1.log, $1.place) }) {
      let entry = [left, right].compactMap { $0 }.min { ($0.log, $0.place) < ($1.log, $1.place) }!
      problem(
        "what is owed or paid to participation \(entry.participation) of `\(name)` is not what its log gives (row \(entry.log & 0xFF_FFFF_FFFF))"
      )
    }
  }

  /// What stands in the accounts is what the log's entries add up to, and all of it together is nothing.
  private mutating func compareBooks(_ name: String) throws(EngineError) {
    let id = campaign.row.id
    let found = try stored { () throws(StoreError) in try engine.store.balances(ofCampaign: id) }
    let expected = balances.map {
      Balance(participation: $0.participation, currency: $0.currency, account: $0.account, amount: $1)
    }
    func isBefore(_ a: Balance, _ b: Balance) -> Bool {
      if a.participation != b.participation { return a.participation < b.participation }
      return a.currency != b.currency
        ? a.currency < b.currency : a.account.utf8.lexicographicallyPrecedes(b.account.utf8)
    }
    if let (left, right) = Replay.firstDifference(found, expected.sorted(by: isBefore)) {
      let balance = [left, right].compactMap { $0 }.min(by: isBefore)!
      problem(
        "the account `\(balance.account)` of participation \(balance.participation) of `\(name)` is not what its log gives"
      )
    }
    for sum in try stored({ () throws(StoreError) in try engine.store.unbalanced(id) }) {
      let currency = Currency(packed: UInt32(truncatingIfNeeded: sum.currency))
      problem(
        "the accounts of `\(name)` add up to \(Money(minorUnits: sum.amount, currency: currency)), and must add up to nothing"
      )
    }
    let payments = try stored { () throws(StoreError) in try engine.store.payments(ofCampaign: id) }
    let replayed = states.values.flatMap { Array($0.payments.values) }.sorted { $0.log < $1.log }
    if let (left, right) = Replay.firstDifference(payments, replayed) {
      let payment = [left, right].compactMap { $0 }.min { $0.log < $1.log }!
      problem(
        "a payment of participation \(payment.participation) of `\(name)` is not what its log gives (row \(payment.log & 0xFF_FFFF_FFFF))"
      )
    }
  }

  private mutating func compareOutbox(_ name: String) throws(EngineError) {
    let found = try stored { () throws(StoreError) in try engine.store.outbox(ofCampaign: campaign.row.id) }.filter {
      unsent.isEmpty || !unsent.contains(Unsent(log: $0.log, place: $0.place))
    }
    if let (left, right) = Replay.firstDifference(found, outbox) {
      let row = [left, right].compactMap { $0 }.min { ($0.log, $0.place) < ($1.log, $1.place) }!
      problem(
        "the messages to participation \(row.participation) of `\(name)` are not what its log gives (row \(row.log & 0xFF_FFFF_FFFF))"
      )
    }
  }

  static func firstDifference<Row: Equatable>(_ found: [Row], _ expected: [Row]) -> (Row?, Row?)? {
    for index in 0..<max(found.count, expected.count) {
      let (left, right) = (
        found.indices.contains(index) ? found[index] : nil, expected.indices.contains(index) ? expected[index] : nil
      )
      if left != right { return (left, right) }
    }
    return nil
  }

  private mutating func compareObjects(_ name: String) throws(EngineError) {
    let found = try stored { () throws(StoreError) in try engine.store.allObjects(ofCampaign: campaign.row.id) }
    var count = 0
    for (noun, object) in found {
      count += 1
      let key = ObjectKey(noun: noun, key: object.key)
      guard let replayed = states[object.participation], let expected = replayed.objects[key],
        (expected.row.status, expected.row.event, expected.row.firstLog, expected.row.lastLog) == (
          object.status, object.event, object.firstLog, object.lastLog
        ),
        expected.row.payload == object.payload,
        object.carried == carried(expected, try engine.definition(replayed.row.definition))
      else {
        problem(
          "the \(noun) row \(object.key) of participation \(object.participation) of `\(name)` is not what its log gives"
        )
        continue
      }
    }
    let told = states.values.reduce(0) { $0 + $1.objects.count }
    if told != count {
      problem("`\(name)` has \(count) orders, parcels, posts and conversions, and its log tells of \(told)")
    }
  }

  /// Proposals, what live orders hold, and drafts.
  private mutating func compareOffers(_ name: String) throws(EngineError) {
    let id = campaign.row.id
    let found = try stored { () throws(StoreError) in try engine.store.proposals(ofCampaign: id) }
    let expected = states.values.compactMap(\.proposal).sorted { $0.participation < $1.participation }
    if let (left, right) = Replay.firstDifference(found, expected) {
      let row = [left, right].compactMap { $0 }.min { $0.participation < $1.participation }!
      problem("the proposal of participation \(row.participation) of `\(name)` is not what its log gives")
    }
    let lines = try stored { () throws(StoreError) in try engine.store.orderLines(ofCampaign: id) }
    var replayed: [OrderLine] = []
    for (participation, state) in states.sorted(by: { $0.key < $1.key }) {
      for (order, products) in state.orderLines.sorted(by: { $0.key < $1.key }) {
        replayed += products.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
          OrderLine(participation: participation, firstLog: order, product: $0.key, quantity: $0.value)
        }
      }
    }
    if let (left, right) = Replay.firstDifference(lines, replayed) {
      let row = [left, right].compactMap { $0 }.min { $0.participation < $1.participation }!
      problem("what the orders of participation \(row.participation) of `\(name)` hold is not what its log gives")
    }
    let drafts = try stored { () throws(StoreError) in try engine.store.drafts(ofCampaign: id) }
    let counted = states.sorted { $0.key < $1.key }.flatMap { participation, state in
      state.drafts.sorted { $0.key < $1.key }.map {
        DraftRow(participation: participation, firstLog: $0.key, versions: $0.value)
      }
    }
    if let (left, right) = Replay.firstDifference(drafts, counted) {
      let row = [left, right].compactMap { $0 }.min { $0.participation < $1.participation }!
      problem("the drafts of participation \(row.participation) of `\(name)` are not what its log gives")
    }
  }

  /// What is kept of an object's values for the totals of its participation's definition.
  private func carried(_ object: Object, _ definition: Definition) -> [Int64]? {
    let totals = definition.workflow.totals
    return totals.contains { $0.noun == object.history.noun } ? object.history.counted(totals).carried : nil
  }

  /// Whoever waits by their state stands in the line of the group they were put into.
  private mutating func compareLines(_ name: String) throws(EngineError) {
    var lines: [Int64: [Int64: Int64]] = [:]
    for row in try stored({ () throws(StoreError) in try engine.store.waiting(ofCampaign: campaign.row.id) }) {
      lines[row.participation, default: [:]][row.site] = row.group
    }
    for (id, replayed) in states.sorted(by: { $0.key < $1.key }) {
      let machine = try engine.definition(replayed.row.definition).machine
      for wait in machine.waiting(replayed.row.state.span)
      where lines[id]?[Int64(wait.site)] != replayed.waits[Int64(wait.site)] {
        problem("participation \(id) of `\(name)` does not stand in the line where its log puts it")
      }
      for (site, _) in lines[id] ?? [:] where replayed.waits[site] == nil {
        problem("participation \(id) of `\(name)` stands in a line that its log does not tell of")
      }
    }
  }
}
