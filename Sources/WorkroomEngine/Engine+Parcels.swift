import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Which parcel is of which order.
///
/// A parcel is of the order that its events name. One that names none is of the oldest order of which nothing is out yet, as
/// it was when the parcel was first told of; else of the newest one.
extension Engine {
  /// The parcels of each order of one participation, by the row that first told of the order, oldest first. A parcel of no
  /// order is left out. Both lists are in the order in which they were first told of.
  package func parcels(
    of orders: [ObjectRow], among parcels: [ObjectRow]
  ) throws(EngineError) -> [Int64: [ObjectRow]] {
    guard !orders.isEmpty, !parcels.isEmpty else { return [:] }
    var found: [Int64: [ObjectRow]] = [:]
    var unnamed: [ObjectRow] = []
    for parcel in parcels {
      guard orders.count > 1, let order = try orderSaid(of: parcel, among: orders) else {
        unnamed.append(parcel)
        continue
      }
      if Engine.isStill(order, of: parcel) { found[order.firstLog, default: []].append(parcel) }
    }
    for parcel in unnamed {
      guard let order = Engine.order(of: parcel, among: orders, found) else { continue }
      found[order.firstLog, default: []].append(parcel)
    }
    return found
  }

  /// The parcels of each order of a participation, by the row that first told of the order.
  func parcels(of row: ParticipationRow) throws(EngineError) -> [Int64: [ObjectRow]] {
    let orders = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "order") }
    let known = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "shipment") }
    return try parcels(of: orders, among: known)
  }

  /// Whether an event that sends a parcel can say which order it is of.
  package func namesOrders(ofParcels row: ParticipationRow) throws(EngineError) -> Bool {
    let definition = try definition(row.definition)
    guard let event = definition.events[Definition.sending] else { return false }
    return definition.workflow.events[event].payload.contains { $0.name == "order" && $0.type == .text }
  }

  /// Whether a parcel has left and is not back.
  static func isOut(shipment status: String) -> Bool { ["sent", "moved", "delivered"].contains(status) }

  /// The order that a parcel's newest or its first event names, where it is known.
  private func orderSaid(of parcel: ObjectRow, among orders: [ObjectRow]) throws(EngineError) -> ObjectRow? {
    var name = try orderSaid(parcel.payload, parcel.event, parcel.definition)
    if name == nil, parcel.firstLog != parcel.lastLog,
      let first = try stored({ () throws(StoreError) in try store.row(parcel.firstLog) })
    {
      name = try orderSaid(first.payload, first.event, first.definition)
    }
    guard let name else { return nil }
    for order in orders.reversed() where order.key != 0 {
      let number = try text(order.key, definition(order.definition))
      if number.map(OrderNumber.plain) == OrderNumber.plain(name) { return order }
    }
    return nil
  }

  func orderSaid(_ payload: [Int64], _ event: Int64, _ id: Int64) throws(EngineError) -> String? {
    let definition = try definition(id)
    return try definition.workflow.events[Int(event)].value("order", payload).flatMap { (word) throws(EngineError) in
      try text(word, definition)
    }
  }

  /// The order of a parcel that names none.
  private static func order(
    of parcel: ObjectRow, among orders: [ObjectRow], _ found: [Int64: [ObjectRow]]
  ) -> ObjectRow? {
    func isFree(_ order: ObjectRow) -> Bool {
      !(found[order.firstLog] ?? []).contains { isOut(shipment: $0.status) || $0.status == "returned" }
    }
    func of(_ log: Int64) -> [ObjectRow] { orders.filter { mayHold($0, parcel, at: log) } }
    var candidates = of(parcel.firstLog)
    // The parcel without a number is another one once what it was of is over.
    if parcel.key == 0, !candidates.contains(where: { isLive(order: $0.status) }) { candidates = of(parcel.lastLog) }
    if candidates.isEmpty, parcel.key != 0 {
      // A carrier may tell of a parcel before the shop tells of its order, which must be told before the parcel is back.
      let isBack = parcel.status == "returned"
      return orders.first { order in
        isFree(order) && isStill(order, of: parcel) && (!isBack || order.firstLog < parcel.lastLog)
          && (isLive(order: order.status) || (isBack && !mayEnd(order: order.status) && order.lastLog > parcel.lastLog))
      }
    }
    return candidates.first(where: isFree) ?? candidates.last
  }

  /// Whether an order was there, and not over, when a row of the log told of a parcel.
  private static func mayHold(_ order: ObjectRow, _ parcel: ObjectRow, at log: Int64) -> Bool {
    guard order.firstLog < log, order.status != "drafted", isStill(order, of: parcel) else { return false }
    return isLive(order: order.status) || order.lastLog >= log
  }

  /// Whether an order was not made anew since its parcel came back.
  private static func isStill(_ order: ObjectRow, of parcel: ObjectRow) -> Bool {
    !(parcel.status == "returned" && isLive(order: order.status) && order.lastLog > parcel.lastLog)
  }
}
