import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// What becomes of orders when something else ends: a proposal that is deleted cancels what was not sent yet, and a parcel
/// that comes back brings its products back.
///
/// Each is an event of its own in the log, behind the one that it follows from, as if the sender had typed it.
extension Engine {
  /// How an order of a participation stands.
  package struct KnownGoods: Sendable {
    package var key: Int64
    /// `#7`; empty for one without a name.
    package var name: String
    /// The newest event about it: `created`, `cancelled`.
    package var status: String
    package var firstLog: Int64
    /// Whether its number went with whoever was forgotten.
    package var isErased = false

    /// Whether it was made and neither cancelled nor returned.
    package var isLive: Bool { Engine.isLive(order: status) }
    package var isDraft: Bool { status == "drafted" }
    package var isOver: Bool { !Engine.mayEnd(order: status) }
    /// `the order \`#7\``
    package var words: String { name.isEmpty ? "the order" : "the order `\(name.prefix(60))`" }
  }

  /// What is known of a participation's orders or parcels, in the order in which they were first told of.
  package func goods(_ noun: String, of row: ParticipationRow) throws(EngineError) -> [KnownGoods] {
    var goods: [KnownGoods] = []
    for object in try stored({ () throws(StoreError) in try store.objects(of: row.id, noun: noun) }) {
      let name = try object.key == 0 ? "" : text(object.key, definition(object.definition))
      goods.append(
        KnownGoods(
          key: object.key, name: name ?? "(erased)", status: object.status, firstLog: object.firstLog,
          isErased: name == nil))
    }
    return goods
  }

  /// Whether an order was made, be it as a draft, and is not over.
  static func mayEnd(order status: String) -> Bool { isLive(order: status) || status == "drafted" }

  static func isLive(order status: String) -> Bool { status == "created" || status == "fulfilled" }

  /// Whether a shop could still cancel one of the orders of a participation: what is packed or sent stays.
  static func mayCancel(orders: some Sequence<String>, shipments: some Sequence<String>) -> Bool {
    var (created, fulfilled, out) = (0, 0, 0)
    for order in orders {
      if order == "drafted" { return true }
      created += order == "created" ? 1 : 0
      fulfilled += order == "fulfilled" ? 1 : 0
    }
    for shipment in shipments where isOut(shipment: shipment) { out += 1 }
    return created > 0 && created + fulfilled > out
  }

  /// An event that was taken, as what follows from it sees it.
  struct Cause {
    var event: Int
    var payload: [Int64]
    var row: ParticipationRow
    var definition: Definition
    var role: String
    var reported: Int64
    var actor: Int64
    /// Whether the workflow asked a shop to cancel the order with it.
    var asksShop: Bool
    /// Whether a line of the workflow cancels orders with it, be it of a stage that was left when another order was sent.
    var cancels: Bool
  }

  static let endings: Set<String> = ["proposal.deleted", "proposal.declined", "influencer.withdrew"]

  /// Whether orders may end with an event.
  static func endsOrders(_ path: String) -> Bool { path == "shipment.returned" || endings.contains(path) }

  /// Whether an event makes an order or ends one.
  static func isAboutOrder(_ path: String) -> Bool {
    ["order.created", "order.drafted", "order.fulfilled", "order.cancelled", "order.returned"].contains(path)
  }

  /// Cancels or returns the orders that an event ends; in words what became of them, empty where there is nothing to say.
  func followOrders(_ cause: Cause) throws(EngineError) -> String {
    let path = cause.definition.workflow.events[cause.event].path
    let orders = try goods("order", of: cause.row)
    // What was asked for first is what a caller looks at.
    let kept = (buffer, unsent, usedUp)
    defer { (buffer, unsent, usedUp) = kept }
    let parcels = try parcels(of: cause.row)
    if path == "shipment.returned" {
      let parcel = cause.definition.workflow.events[cause.event].value("shipment", cause.payload) ?? 0
      let own = orders.first { parcels[$0.firstLog]?.contains { $0.key == parcel } == true }
      guard let own, own.isLive else { return "" }
      return try end(own, by: "order.returned", cause)
    }
    var words: [String] = []
    for order in orders where order.isLive || order.isDraft {
      let isSent = parcels[order.firstLog]?.contains { Engine.isOut(shipment: $0.status) } == true
      if order.status == "fulfilled" || (order.isLive && isSent) {
        words.append(
          "\(order.words) is packed or sent already, so it stays and its cost counts; once it is back: `order returned \(try typedName(cause.row.influencer))\(order.name.isEmpty ? "" : " \"\(order.name.prefix(60))\"")`"
        )
      } else if cause.cancels {
        let fate = try end(order, by: "order.cancelled", cause)
        words.append(
          cause.asksShop || !fate.contains(" is cancelled")
            ? fate : "\(fate); no line of this stage asks the shop (`cancel order`), so tell it")
      } else {
        words.append("\(order.words) stays, since no line of the workflow cancels it; `cancel order` does")
      }
    }
    return words.joined(separator: "; ")
  }

  /// The numbers of the orders that a shop was asked to cancel by a row of the log: those that ended since, and those that
  /// could still be cancelled. One without a number is left out.
  package func ordersToCancel(_ row: ParticipationRow, asked log: Int64) throws(EngineError) -> [String] {
    let orders = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "order") }
    let parcels = try parcels(of: row)
    var numbers: [String] = []
    for order in orders where order.key != 0 && order.firstLog < log {
      let isOut = parcels[order.firstLog]?.contains { Engine.isOut(shipment: $0.status) } == true
      let isOpen = order.status == "drafted" || (order.status == "created" && !isOut)
      guard isOpen || (order.status == "cancelled" && order.lastLog >= log),
        let number = try text(order.key, definition(order.definition))
      else { continue }
      numbers.append(number)
    }
    return numbers
  }

  private func end(_ order: KnownGoods, by path: String, _ cause: Cause) throws(EngineError) -> String {
    // The event before it may have moved the participation.
    guard var row = try participation(cause.row.id, in: cause.row.campaign) else { return "" }
    let definition = try definition(row.definition)
    guard let event = definition.events[path], case let field = definition.subjectField[event], field >= 0,
      let role = roleIndex(cause.role, for: event, definition)
    else { return "" }
    let checked = definition.workflow.events[event]
    var words = [Int64](repeating: 0, count: checked.payload.count + 1)
    if order.key != 0 { (words[0], words[field + 1]) = (1 << Int64(field), order.key) }
    let hasLines = try stored { () throws(StoreError) in try !store.orderLines(row.id, order.firstLog).isEmpty }
    let occurred = max(cause.reported, try campaign(row.campaign).head.occurred)
    let input = StepInput(kind: .event, index: Int32(event), role: Int32(role), now: occurred)
    let reply = try run(input, words, &row, definition, reported: cause.reported, actor: cause.actor)
    guard reply.outcome == .taken || reply.outcome == .handled else { return "\(order.words) stays: \(reply.reason)" }
    let fate = path == "order.cancelled" ? "cancelled" : "returned"
    return "\(order.words) is \(fate)\(hasLines ? ", and its products are in stock again" : "")"
  }

  /// Whoever sent the first event, where they may send the second too; else the store, whose word it is.
  private func roleIndex(_ name: String, for event: Int, _ definition: Definition) -> Int? {
    let senders = definition.workflow.events[event].senders
    return [name, "store"].compactMap { definition.roles[$0] }.first { senders == 0 || senders >> UInt64($0) & 1 == 1 }
  }
}
