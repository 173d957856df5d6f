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
    let former = try formerOrders(orders, parcels)
    var found: [Int64: [ObjectRow]] = [:]
    var unnamed: [ObjectRow] = []
    for parcel in parcels {
      guard orders.count > 1, let order = try orderSaid(of: parcel, among: orders) else {
        unnamed.append(parcel)
        continue
      }
      if Engine.isStill(order, of: parcel, former) { found[order.firstLog, default: []].append(parcel) }
    }
    for parcel in unnamed {
      guard let order = Engine.order(of: parcel, among: orders, found, former) else { continue }
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

  /// An order and a parcel of it, each by the row that first told of it, where the order came back or was cancelled and was made
  /// anew since the parcel was sent: it is none of the new order.
  struct Former: Hashable {
    var order: Int64
    var parcel: Int64
  }

  func formerOrders(of row: ParticipationRow) throws(EngineError) -> Set<Former> {
    try formerOrders(
      stored { () throws(StoreError) in try store.objects(of: row.id, noun: "order") },
      stored { () throws(StoreError) in try store.objects(of: row.id, noun: "shipment") })
  }

  private func formerOrders(
    _ orders: [ObjectRow], _ parcels: [ObjectRow]
  ) throws(EngineError) -> Set<Former> {
    var former: Set<Former> = []
    for order in orders where Engine.mayEnd(order: order.status) {
      guard let first = parcels.map(\.firstLog).min(), first < order.lastLog else { continue }
      guard let ended = try lastTold(of: order, from: first, to: order.lastLog, order.key, Engine.orderEnds) else {
        continue
      }
      // Whatever is told of a parcel without a number later is told of another one.
      for parcel in parcels where parcel.firstLog < ended {
        let isAnother =
          parcel.key == 0
          ? parcel.lastLog > ended
          : try lastTold(of: order, from: ended, to: parcel.lastLog, parcel.key, [Definition.sending]) != nil
        if isAnother { continue }
        former.insert(Former(order: order.firstLog, parcel: parcel.firstLog))
      }
    }
    return former
  }

  private static let orderEnds: Set<String> = ["order.returned", "order.cancelled"]

  /// The last of some rows in which one of these events told of an order or of a parcel.
  private func lastTold(
    of order: ObjectRow, from first: Int64, to last: Int64, _ key: Int64, _ paths: Set<String>
  ) throws(EngineError) -> Int64? {
    guard first < last else { return nil }
    let rows = try stored { () throws(StoreError) in
      try store.rows(ofParticipation: order.participation, from: first, to: last)
    }
    for log in rows.reversed() where log.kind == Int64(StepInput.Kind.event.rawValue) && log.outcome < 2 {
      let told = try definition(log.definition)
      if paths.contains(told.workflow.events[Int(log.event)].path), told.subject(of: log)?.key == key { return log.id }
    }
    return nil
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
    of parcel: ObjectRow, among orders: [ObjectRow], _ found: [Int64: [ObjectRow]], _ former: Set<Former>
  ) -> ObjectRow? {
    func isFree(_ order: ObjectRow) -> Bool {
      !(found[order.firstLog] ?? []).contains { isOut(shipment: $0.status) || $0.status == "returned" }
    }
    func of(_ log: Int64) -> [ObjectRow] { orders.filter { mayHold($0, parcel, at: log, former) } }
    var candidates = of(parcel.firstLog)
    // The parcel without a number is another one once what it was of is over.
    if parcel.key == 0, !candidates.contains(where: { isLive(order: $0.status) }) { candidates = of(parcel.lastLog) }
    if candidates.isEmpty, parcel.key != 0 {
      // A carrier may tell of a parcel before the shop tells of its order, which must be told before the parcel is back.
      let isBack = parcel.status == "returned"
      return orders.first { order in
        isFree(order) && isStill(order, of: parcel, former) && (!isBack || order.firstLog < parcel.lastLog)
          && (isLive(order: order.status) || (isBack && !mayEnd(order: order.status) && order.lastLog > parcel.lastLog))
      }
    }
    return candidates.first(where: isFree) ?? candidates.last
  }

  /// Whether an order was there, and not over, when a row of the log told of a parcel.
  private static func mayHold(
    _ order: ObjectRow, _ parcel: ObjectRow, at log: Int64, _ former: Set<Former>
  ) -> Bool {
    guard order.firstLog < log, order.status != "drafted", isStill(order, of: parcel, former) else { return false }
    return isLive(order: order.status) || order.lastLog >= log
  }

  /// Whether an order was not made anew since its parcel came back.
  private static func isStill(_ order: ObjectRow, of parcel: ObjectRow, _ former: Set<Former>) -> Bool {
    !former.contains(Former(order: order.firstLog, parcel: parcel.firstLog))
      && !(parcel.status == "returned" && isLive(order: order.status) && order.lastLog > parcel.lastLog)
  }
}
