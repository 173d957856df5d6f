import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Orders that a person cannot make, end or send. What a shop or a carrier tells has happened, and is recorded.
extension Engine {
  /// Why a person cannot order for somebody, end an order of theirs or send one; `nil` where they can.
  func orderProblem(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let (event, definition) = (received.event, received.definition)
    guard received.isPerson, definition.asksOrders[event] else { return nil }
    let checked = definition.workflow.events[event]
    switch checked.path {
    case "order.created", "order.drafted", "order.fulfilled":
      if isTooEarly(event, definition, row) {
        // What was sent before the end is still packed, and says what it cost.
        let isFulfilled = checked.path == "order.fulfilled"
        if isFulfilled, try goods("order", of: row).contains(where: \.isLive) { return nil }
        let stages = definition.titles(row.state).map { "`\($0)`" }.joined(separator: ", ")
        return "nothing is ordered in \(stages): an order is for whoever was accepted"
      }
      guard checked.path == "order.created" else { return nil }
      if let reason = try secondOrder(received, checked, row) { return reason }
      return try emptyOrder(received, checked, row)
    case "order.cancelled":
      if let reason = try noOrder(received, checked, row, to: "cancel order") { return reason }
      return try sentOrder(received, checked, row)
    case "order.returned": return try noOrder(received, checked, row, to: "order returned")
    case Definition.sending: return try overOrder(row)
    default: return nil
    }
  }

  /// Whether the terms are not agreed, or no longer, and no stage here waits for an order though others do.
  private func isTooEarly(_ event: Int, _ definition: Definition, _ row: ParticipationRow) -> Bool {
    guard row.accepted == nil, !definition.machine.awaitedEvents(row.state.span).contains(event) else { return false }
    return definition.waits(for: event)
  }

  /// An order without a number is the only one, unless it says something of its own or a stage waits for another: it would
  /// cost and ship twice without a word.
  private func secondOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let said = ["order", "cost", "shipping", "products"].contains { event.value($0, received.payload) != nil }
    guard !said, !received.definition.machine.awaitedEvents(row.state.span).contains(received.event),
      let known = try goods("order", of: row).last(where: \.isLive)
    else { return nil }
    let (who, typed) = (try shownName(row.influencer), try typedName(row.influencer))
    return known.name.isEmpty
      ? "`\(who)` has an order already, which has no number yet: `order \(typed) \"#7\"` gives it one, and one more order has a number of its own"
      : "`\(who)` has \(known.words) already; one more has a number of its own: `order \(typed) \"NUMBER\"`"
  }

  /// Where products are known, an order that names none of them would take nothing from the stock and cost nobody knows what.
  private func emptyOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard try holdsNothing(received, event, row) else { return nil }
    let typed = try typedName(row.influencer)
    let gifts = try gifts(of: row, received.definition)
    guard !gifts.isEmpty else { return nil }
    return
      "no products are chosen, so say what is ordered: `order \(typed) products NAME`; this campaign has \(gifts.map { "`\($0)`" }.joined(separator: ", "))"
  }

  /// Whether an order that is new says neither what it holds nor what it costs, though products are known.
  private func holdsNothing(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> Bool {
    let words = received.payload
    guard event.path == "order.created", event.value("products", words) == nil, event.value("cost", words) == nil,
      received.definition.productField[received.event] >= 0,
      !received.definition.givesName(received.event, words),
      try stored({ () throws(StoreError) in try store.hasProducts() })
    else { return false }
    let known = try stored { () throws(StoreError) in
      try store.object(row.id, "order", event.value("order", words) ?? 0)
    }
    return known.map { !Engine.isLive(order: $0.status) } ?? true
  }

  /// Why no order can be cancelled or returned: none of that number is known, or what is known is over.
  private func noOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow, to typed: String
  ) throws(EngineError) -> String? {
    let orders = try goods("order", of: row)
    let open = orders.filter { !$0.isOver }
    guard let key = event.value("order", received.payload), key != 0 else {
      guard open.isEmpty, let last = orders.last else { return nil }
      return "\(last.words) was \(last.status) already"
    }
    if let known = orders.first(where: { $0.key == key }) {
      return known.isOver ? "\(known.words) was \(known.status) already" : nil
    }
    let name = try text(key, received.definition) ?? ""
    let told = "no order `\(name.prefix(60))` of theirs is known"
    let named = open.filter { !$0.name.isEmpty }.map { "`\($0.name)`" }
    if !named.isEmpty { return "\(told); theirs is \(named.joined(separator: ", "))" }
    return open.isEmpty
      ? "\(told); `fulfillment` shows what is"
      : "\(told); theirs has no number, so leave it out: `\(typed) \(try typedName(row.influencer))`"
  }

  /// Why an order cannot be cancelled: its products are out, and in stock again only when the parcel is back. `nil` for one of
  /// which no parcel was sent; of several orders, there is one for each.
  private func sentOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let orders = try goods("order", of: row).filter(\.isLive)
    let key = event.value("order", received.payload) ?? 0
    guard let order = key == 0 ? orders.last : orders.first(where: { $0.key == key }) else { return nil }
    let parcels = try goods("shipment", of: row).filter {
      ["sent", "moved", "delivered"].contains($0.status) && $0.firstLog > order.firstLog
    }
    guard let last = parcels.last, parcels.count >= orders.count(where: { $0.firstLog < last.firstLog }) else {
      return nil
    }
    let typed = try typedName(row.influencer)
    let fate = parcels.contains { $0.status == "delivered" } ? "delivered" : "sent"
    return
      "\(order.words) was \(fate) already, so cancelling it brings no products back; once the parcel is back: `return \(typed)`"
  }

  /// Why nothing is sent by hand: what was ordered is cancelled or came back.
  private func overOrder(_ row: ParticipationRow) throws(EngineError) -> String? {
    let orders = try goods("order", of: row)
    guard let last = orders.last, orders.allSatisfy(\.isOver) else { return nil }
    let typed = try typedName(row.influencer)
    return
      "\(last.words) of `\(try shownName(row.influencer))` was \(last.status), so there is nothing to send; order anew first: `order \(typed)`"
  }

  /// What has to be said of an event about an order that was taken; `nil` where nothing has to.
  func orderRemark(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let (event, definition) = (received.event, received.definition)
    guard definition.asksOrders[event] else { return nil }
    let checked = definition.workflow.events[event]
    if definition.givesName(event, received.payload), let key = checked.value("order", received.payload) {
      return "the order that had no number is `\(try text(key, definition)?.prefix(60) ?? "(erased)")`"
    }
    if checked.path == Definition.sending, let over = try overOrder(row) { return over }
    return nil
  }

  /// Why a parcel of an order cannot have been sent to somebody, by a row of a file; `nil` where it can.
  package func parcelProblem(
    _ row: ParticipationRow, order name: String?, _ tracking: String
  ) throws(EngineError) -> String? {
    let (who, typed) = (try shownName(row.influencer), try typedName(row.influencer))
    let orders = try goods("order", of: row)
    let named = name.flatMap { name in orders.last { OrderNumber.plain($0.name) == OrderNumber.plain(name) } }
    let isAsked = try definition(row.definition).asksForOrders
    if let name, named == nil, !orders.isEmpty || !isAsked {
      return
        "no order `\(name.prefix(60))` of `\(who)` is known; correct its number, or record it with `order \(typed) \"\(name.prefix(60))\"`"
    }
    guard let order = named ?? orders.last(where: \.isLive) ?? orders.last else {
      return isAsked
        ? nil : "`\(who)` has no order that could be sent; record it first with `order \(typed)`, or take the row out"
    }
    if order.isDraft {
      return "\(order.words) of `\(who)` is a draft, and no order yet; once it is approved: `order \(typed)`"
    }
    guard order.isLive else {
      return "\(order.words) of `\(who)` was \(order.status); order anew with `order \(typed)` before it is sent again"
    }
    let delivered = try goods("shipment", of: row).last { $0.status == "delivered" && $0.firstLog > order.firstLog }
    return delivered.map {
      "\(order.words) of `\(who)` was delivered already\($0.name.isEmpty ? "" : ", as `\($0.name.prefix(60))`"); a second parcel of it is recorded with `ship \(typed) shipment \"\(tracking.prefix(60))\"`"
    }
  }
}

extension Definition {
  /// Whether a line asks the shop for orders, of which it may tell nothing before it sends them.
  fileprivate var asksForOrders: Bool {
    workflow.actions.contains { if case .createOrder = $0.kind { true } else { false } }
  }

  /// Whether a line of any stage waits for an event.
  fileprivate func waits(for event: Int) -> Bool {
    workflow.rules.contains { rule in
      if case .event(event) = rule.trigger { rule.owner > 0 } else { false }
    }
  }
}
