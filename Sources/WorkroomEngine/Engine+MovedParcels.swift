import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// A parcel that was told of the wrong order, or by a number that nobody knows.
///
/// Nothing in the log is unsaid: an event of the parcel that names another order moves it there, and it stays there. A person
/// is asked first, since it may as well be a slip in the parcel's number.
extension Engine {
  /// A parcel that an event moves from one order to another, in words.
  struct ParcelMove {
    /// `` `P2` ``
    var parcel: String
    /// `` the order `#9` ``
    var from: String
    var to: String
    /// What becomes of parcels that name no order: `` `P1` that of the order `#9` ``
    var others: [String]

    var question: String {
      "\(parcel) is told of as the parcel of \(from); is it that of \(to) instead\(others.map { ", and \($0)" }.joined())?"
    }
    var done: String {
      "\(parcel) is the parcel of \(to) now, and no longer of \(from)\(others.map { ", and \($0)" }.joined())"
    }
  }

  /// Why it cannot be said that a parcel is of an order: it is that of another one, which is not over, and nobody agreed that it
  /// moves. `nil` where it can.
  func parcelOfAnother(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let said = event.value("order", received.payload), said != 0 else { return nil }
    let parcel = event.value("shipment", received.payload) ?? 0
    let (orders, parcels) = (try goods("order", of: row), try parcels(of: row))
    let owner = orders.first { parcels[$0.firstLog]?.contains { $0.key == parcel } == true }
    guard let owner, owner.key != said, !owner.isOver, let asked = orders.first(where: { $0.key == said }) else {
      return nil
    }
    let name = try text(parcel, received.definition)?.prefix(60) ?? ""
    let move = ParcelMove(
      parcel: parcel == 0 ? "the parcel without a tracking number" : "`\(name)`", from: owner.words, to: asked.words,
      others: try movedWith(parcel, received, row))
    let who = try typedName(row.influencer)
    let status = parcels[owner.firstLog]?.first { $0.key == parcel }?.status
    let number = parcel == 0 ? "" : " \"\(name)\""
    if event.path == Definition.sending, status == "delivered" {
      return
        "\(move.parcel) was delivered, as the parcel of \(move.from); where it is that of \(move.to): `deliver \(who)\(number) order \"\(asked.name.prefix(60))\"`"
    }
    if asked.isOver {
      let told = "\(asked.words) was \(asked.status) already"
      return received.isPerson ? told : "\(move.parcel) is the parcel of \(move.from), and \(told)"
    }
    // What only a carrier says does not move a parcel by itself.
    let isTyped = received.isPerson || event.path == "shipment.delivered" || event.path == "shipment.returned"
    let typed = isTyped ? event.typed ?? event.path : status == "delivered" ? "deliver" : "ship"
    (parcelMove, orderNote) = (move, move.done)
    if received.isAgreed { return nil }
    let line = "`\(typed) \(who)\(number) order \"\(asked.name.prefix(60))\"`"
    return received.isPerson
      ? "\(move.parcel) is the parcel of \(move.from); that of \(move.to) has a number of its own; to move it, send the line for them alone and agree when you are asked: \(line)"
      : "\(move.parcel) is the parcel of \(move.from), and is told here of \(move.to); only a person moves a parcel: \(line)"
  }

  /// Which other parcels would be of another order than they are, once an event has said which order a parcel is of.
  private func movedWith(
    _ parcel: Int64, _ received: Received, _ row: ParticipationRow
  ) throws(EngineError) -> [String] {
    let orders = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "order") }
    var known = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "shipment") }
    func owners() throws(EngineError) -> [Int64: ObjectRow] {
      var owners: [Int64: ObjectRow] = [:]
      let parcels = try parcels(of: orders, among: known)
      for order in orders { for parcel in parcels[order.firstLog] ?? [] { owners[parcel.firstLog] = order } }
      return owners
    }
    let before = try owners()
    guard let place = known.firstIndex(where: { $0.key == parcel }) else { return [] }
    (known[place].payload, known[place].event) = (received.payload, Int64(received.event))
    (known[place].definition, known[place].lastLog) = (row.definition, .max)
    let after = try owners()
    var words: [String] = []
    for other in known where other.key != parcel && before[other.firstLog]?.firstLog != after[other.firstLog]?.firstLog
    {
      let name = try other.key == 0 ? nil : text(other.key, definition(other.definition))
      let shown = name.map { "`\($0.prefix(60))`" } ?? "the parcel without a tracking number"
      guard let order = after[other.firstLog] else {
        words.append("\(shown) of none")
        continue
      }
      let number = try order.key == 0 ? nil : text(order.key, definition(order.definition))
      words.append("\(shown) that of \(number.map { "the order `\($0.prefix(60))`" } ?? "the order without a number")")
    }
    return words
  }

  /// Why a person cannot tell what became of a parcel: nobody told of that number, and theirs that are out have others. `nil`
  /// where they can.
  func unknownParcel(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let parcel = event.value("shipment", received.payload), parcel != 0 else { return nil }
    let told = try goods("shipment", of: row)
    guard !told.contains(where: { $0.key == parcel }) else { return nil }
    var out = told.filter { $0.key != 0 && Engine.isOut(shipment: $0.status) }
    if let said = event.value("order", received.payload),
      let order = try goods("order", of: row).first(where: { $0.key == said })
    {
      let own = try parcels(of: row)[order.firstLog] ?? []
      out = out.filter { known in own.contains { $0.key == known.key } }
    }
    let isBack = event.path == "shipment.returned"
    let name = try text(parcel, received.definition)?.prefix(60) ?? ""
    let who = try typedName(row.influencer)
    guard let meant = out.last(where: { isBack || $0.status != "delivered" }) ?? out.last else {
      let back = told.filter { $0.key != 0 && $0.status == "returned" }
      guard !back.isEmpty, back.count == told.count else { return nil }
      let names = back.map { "`\($0.name.prefix(60))`" }.joined(separator: ", ")
      return
        "no parcel `\(name)` of theirs is known; theirs came back: \(names); if it is one more, tell first that it was sent: `ship \(who) \"\(name)\"`"
    }
    let names = out.map { "`\($0.name.prefix(60))`" }.joined(separator: ", ")
    let known =
      "no parcel `\(name)` of theirs is known; theirs on the way or delivered is \(names): `\(event.typed ?? event.path) \(who) \"\(meant.name.prefix(60))\"`"
    return isBack ? known : "\(known); if it is one more, tell first that it was sent: `ship \(who) \"\(name)\"`"
  }

  // MARK: Where it was moved

  /// Says of a parcel that was moved which order it is of, where an event about it names none: its first event names another.
  func fillOrderOfParcel(
    _ words: inout [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) {
    let checked = definition.workflow.events[event]
    guard definition.nouns[event] == "shipment", definition.subjectField[event] >= 0,
      let field = checked.payload.firstIndex(where: { $0.name == "order" && $0.type == .text }),
      words[0] >> Int64(field) & 1 == 0
    else { return }
    let key = checked.value("shipment", words) ?? 0
    let known = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "shipment") }
    guard let parcel = known.first(where: { $0.key == key }), let order = try orderMovedTo(parcel) else { return }
    var word = definition.machine.textWord(order)
    if word == nil {
      word = try stored { () throws(StoreError) in try store.findText(order, person: row.influencer) }
    }
    guard let word else { return }
    words[field + 1] = word
    words[0] |= 1 << Int64(field)
  }

  /// The order that the newest event of a parcel names, where the first one names another or none.
  private func orderMovedTo(_ parcel: ObjectRow) throws(EngineError) -> String? {
    guard parcel.firstLog != parcel.lastLog,
      let newest = try orderSaid(parcel.payload, parcel.event, parcel.definition),
      let first = try stored({ () throws(StoreError) in try store.row(parcel.firstLog) })
    else { return nil }
    return try orderSaid(first.payload, first.event, first.definition) == newest ? nil : newest
  }

  /// The number of the order from which the newest event of a parcel moved it, so that it can be moved back; `nil` for an event
  /// that moved none, behind which something else was told of it, or which told more than that.
  package func movedFrom(_ log: LogRow) throws(EngineError) -> String? {
    let told = try definition(log.definition)
    guard let subject = told.subject(of: log), subject.noun == "shipment",
      told.workflow.events[Int(log.event)].value("order", log.payload) != nil,
      let row = try participation(log.participation, in: log.stream)
    else { return nil }
    let orders = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "order") }
    var known = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "shipment") }
    guard let place = known.firstIndex(where: { $0.lastLog == log.id }), known[place].firstLog < log.id else {
      return nil
    }
    func owner(_ known: [ObjectRow]) throws(EngineError) -> ObjectRow? {
      let parcels = try parcels(of: orders, among: known)
      return orders.first { parcels[$0.firstLog]?.contains { $0.firstLog == known[place].firstLog } == true }
    }
    let newer = try owner(known)
    guard let earlier = try newest(of: subject, before: log) else { return nil }
    (known[place].payload, known[place].event) = (earlier.payload, earlier.event)
    (known[place].definition, known[place].lastLog) = (earlier.definition, earlier.id)
    guard try definition(earlier.definition).statuses[Int(earlier.event)] == known[place].status,
      let former = try owner(known), let newer, former.firstLog != newer.firstLog, former.key != 0
    else { return nil }
    return try text(former.key, definition(former.definition))
  }

  /// The newest event about an order or a parcel before another one.
  private func newest(of subject: (noun: String, key: Int64), before log: LogRow) throws(EngineError) -> LogRow? {
    let rows = try stored { () throws(StoreError) in try store.rows(ofParticipation: log.participation, in: log.stream)
    }
    let taken = [StepStatus.taken.rawValue, StepStatus.handled.rawValue].map(Int64.init)
    for row in rows.reversed() where row.id < log.id && taken.contains(row.outcome) {
      if let own = try definition(row.definition).subject(of: row), own == subject { return row }
    }
    return nil
  }
}
