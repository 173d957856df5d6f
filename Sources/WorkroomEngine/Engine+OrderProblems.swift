import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Orders that a person cannot make, end or send. What a shop or a carrier tells has happened, and is recorded, unless it is
/// somebody else's order that it names.
extension Engine {
  /// Why an order is not taken, ended or sent: it is somebody else's, or a person cannot do that; `nil` where it is.
  func orderProblem(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let (event, definition) = (received.event, received.definition)
    guard definition.asksOrders[event] else { return nil }
    let checked = definition.workflow.events[event]
    if let reason = try othersOrder(received, checked, row) { return reason }
    let isParcel = checked.path.hasPrefix("shipment.")
    if isParcel, let reason = try othersParcel(received, checked, row) { return reason }
    // Whoever types for the store is asked what anybody is asked who types.
    if isParcel, received.isPerson || received.isTyped {
      if let reason = try nothingOrdered(received, checked, row) { return reason }
      if let reason = try numberOfOrder(received, checked, row) { return reason }
    }
    guard received.isPerson else { return isParcel ? try parcelOfAnother(received, checked, row) : nil }
    switch checked.path {
    case "order.created", "order.drafted", "order.fulfilled":
      if isTooEarly(event, definition, row) {
        // What was sent before the end is still packed, and says what it cost.
        let isFulfilled = checked.path == "order.fulfilled"
        if isFulfilled, try goods("order", of: row).contains(where: \.isLive) {
          return try otherProducts(received, checked, row)
        }
        let stages = definition.titles(row.state).map { "`\($0)`" }.joined(separator: ", ")
        return "nothing is ordered in \(stages): an order is for whoever was accepted"
      }
      if checked.path == "order.created", let reason = try secondOrder(received, checked, row) { return reason }
      if let reason = try otherProducts(received, checked, row) { return reason }
      return checked.path == "order.created" ? try emptyOrder(received, checked, row) : nil
    case "order.cancelled":
      if let reason = try noOrder(received, checked, row, to: "cancel order") { return reason }
      return try sentOrder(received, checked, row)
    case "order.returned":
      if let reason = try noOrder(received, checked, row, to: "order returned") { return reason }
      return try unsentOrder(received, checked, row)
    case Definition.sending:
      if let reason = try overOrder(row) { return reason }
      return try otherParcel(received, checked, row)
    default:
      guard isParcel else { return nil }
      if let reason = try unsentReturn(received, checked, row) { return reason }
      if let reason = try unknownParcel(received, checked, row) { return reason }
      return try otherParcel(received, checked, row)
    }
  }

  /// Whether the terms are not agreed, or no longer, and no stage here waits for an order though others do.
  private func isTooEarly(_ event: Int, _ definition: Definition, _ row: ParticipationRow) -> Bool {
    guard row.accepted == nil, !definition.machine.awaitedEvents(row.state.span).contains(event) else { return false }
    return definition.waits(for: event)
  }

  /// An order without a number is the only one, also where a stage waits for another: it would cost and ship twice without a
  /// word, and a parcel that comes back would bring back what both hold. So a number is not given to it together with other
  /// products.
  private func secondOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    func says(_ names: String...) -> Bool { names.contains { event.value($0, received.payload) != nil } }
    let live = try goods("order", of: row).filter(\.isLive)
    guard let last = live.last else { return nil }
    let (who, typed) = (try shownName(row.influencer), try typedName(row.influencer))
    let (number, unnamed) = (event.value("order", received.payload), live.last { $0.key == 0 })
    if let number, let unnamed, received.definition.givesName(received.event, received.payload),
      let list = event.value("products", received.payload)
    {
      let asked = ProductChoice.quantities(of: try text(list, received.definition) ?? "")
      let held = try stored { () throws(StoreError) in try store.orderLines(row.id, unnamed.firstLog) }
      guard !held.isEmpty, held != asked, let name = try text(number, received.definition) else { return nil }
      return
        "`\(who)` has an order of other products already, which has no number yet: give it the number that it has with `order \(typed) \"NUMBER\"` first; then `\(name.prefix(60))` is one more"
    }
    guard number == nil else { return nil }
    if received.definition.machine.awaitedEvents(row.state.span).contains(received.event) {
      guard unnamed != nil else { return nil }
      if !says("products") {
        orderNote =
          "it is the order that `\(who)` has already, which has no number; one more has a number of its own: `order \(typed) \"NUMBER\"`"
        return nil
      }
    } else if unnamed == nil ? says("cost", "shipping", "products") : !says("products") && says("cost", "shipping") {
      return nil
    }
    return unnamed != nil
      ? "`\(who)` has an order already, which has no number yet: `order \(typed) \"#7\"` gives it one, and one more order has a number of its own"
      : "`\(who)` has \(last.words) already; one more has a number of its own: `order \(typed) \"NUMBER\"`"
  }

  /// Why a person cannot tell of a parcel: of no order that is known, or of one more parcel without a number, which could not be
  /// told from the first; `nil` where they can.
  private func otherParcel(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let orders = try goods("order", of: row)
    let isSending = event.path == Definition.sending
    if let key = event.value("order", received.payload), key != 0 {
      if let reason = try parcelOfAnother(received, event, row) { return reason }
      if isSending || !orders.contains(where: { $0.key == key }) {
        return try noOrder(received, event, row, to: event.typed ?? event.path)
      }
    }
    guard isSending || event.path == "shipment.delivered", event.value("shipment", received.payload) == nil,
      let known = try goods("shipment", of: row).first(where: { $0.key == 0 }),
      known.status == "delivered" || (isSending && Engine.isOut(shipment: known.status))
    else { return nil }
    let parcels = try parcels(of: row)
    guard parcels.values.contains(where: { $0.contains { $0.key == 0 } }),
      let open = orders.first(where: { $0.isLive && parcels[$0.firstLog] == nil })
    else { return nil }
    let typed = try typedName(row.influencer)
    return
      "a parcel without a tracking number was \(known.status) to `\(try shownName(row.influencer))` already; so that the one of \(open.words) can be told from it, say its own: `\(event.typed ?? "ship") \(typed) shipment \"NUMBER\"`"
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
  /// which no parcel was sent.
  private func sentOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let orders = try goods("order", of: row).filter(\.isLive)
    let key = event.value("order", received.payload) ?? 0
    guard let order = key == 0 ? orders.last : orders.first(where: { $0.key == key }) else { return nil }
    let parcels = (try parcels(of: row)[order.firstLog] ?? []).filter { Engine.isOut(shipment: $0.status) }
    guard !parcels.isEmpty else { return nil }
    let typed = try typedName(row.influencer)
    let fate = parcels.contains { $0.status == "delivered" } ? "delivered" : "sent"
    return
      "\(order.words) was \(fate) already, so cancelling it brings no products back; once the parcel is back: `return \(typed)`"
  }

  /// Why an order does not come back: no parcel of it was sent, and nobody packed it. `nil` for one that was.
  private func unsentOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let key = event.value("order", received.payload) ?? 0
    guard let order = try goods("order", of: row).first(where: { $0.key == key }), order.status != "fulfilled",
      try parcels(of: row)[order.firstLog] == nil
    else { return nil }
    let typed = try typedName(row.influencer)
    let number = order.name.isEmpty ? "" : " \"\(order.name.prefix(60))\""
    return
      "nothing of \(order.words) was sent yet, so nothing of it comes back; if it is out, tell that first: `ship \(typed)\(order.name.isEmpty ? "" : " order\(number)")`; if it is not to be sent any more: `cancel order \(typed)\(number)`"
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
    if let words = try orderElsewhere(received, row) { return words }
    return try parcelBefore(received, checked, row)
  }

  /// That a parcel of a new order was told of before it, so that the stage, which waits for that, stays behind; `nil` where it
  /// does not.
  private func parcelBefore(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard event.path == "order.created", case let key = event.value("order", received.payload) ?? 0,
      let order = try goods("order", of: row).last(where: { $0.key == key }),
      let parcel = try parcels(of: row)[order.firstLog]?.last,
      let line = try lineForEarly(parcel, of: order.firstLog, row)
    else { return nil }
    let number = try parcel.key == 0 ? nil : text(parcel.key, definition(parcel.definition))
    let name = number.map { "`\($0.prefix(60))`" } ?? "a parcel without a number"
    return
      "\(name), which was told as \(parcel.status) before, is the parcel of it; the workflow waits to hear that still: `\(line)`"
  }

  /// The line that tells a parcel once more which was told of before its order, where the workflow waits for it still; else `nil`.
  /// An order is named by the row that first told of it.
  package func lineForEarly(
    _ parcel: ObjectRow, of order: Int64, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let told = ["sent": (Definition.sending, "ship"), "delivered": ("shipment.delivered", "deliver")]
    let definition = try definition(row.definition)
    guard parcel.firstLog < order, let (path, typed) = told[parcel.status], let event = definition.events[path],
      definition.machine.awaitedEvents(row.state.span).contains(event)
    else { return nil }
    let number = try parcel.key == 0 ? nil : text(parcel.key, self.definition(parcel.definition))
    return try "\(typed) \(typedName(row.influencer))" + (number.map { " \"\($0.prefix(60))\"" } ?? "")
  }

  /// Which order a parcel that a row of a file tells of is of, by its number, or why it cannot have been sent.
  package enum ParcelOrder {
    /// `nil` for one without a number, or where none is known.
    case order(String?)
    case reason(String)
  }

  /// The order of a parcel that was sent to somebody: the one that the row names, else the oldest of which nothing is out.
  package func orderOfParcel(
    _ row: ParticipationRow, order name: String?, _ tracking: String
  ) throws(EngineError) -> ParcelOrder {
    let (who, typed) = (try shownName(row.influencer), try typedName(row.influencer))
    let orders = try goods("order", of: row)
    let parcels = try parcels(of: row)
    let named = try name.flatMap { (name) throws(EngineError) in try self.order(named: name, among: orders, of: row) }
    let isAsked = try definition(row.definition).asksForOrders
    if let name, named == nil {
      if let reason = try parcelOfOthersOrder(name, row) { return .reason(reason) }
      if !orders.isEmpty || !isAsked { return .reason(try unknownOrder(name, row)) }
    }
    let live = orders.filter(\.isLive)
    guard let order = named ?? live.first(where: { parcels[$0.firstLog] == nil }) ?? live.last ?? orders.last else {
      return isAsked
        ? .order(nil)
        : .reason(
          "`\(who)` has no order that could be sent; record it first with `order \(typed)`, or take the row out")
    }
    if order.isDraft {
      return .reason(
        "\(order.words) of `\(who)` is a draft, and no order yet; once it is approved: `order \(typed)`")
    }
    guard order.isLive else {
      return .reason(
        "\(order.words) of `\(who)` was \(order.status); order anew with `order \(typed)` before it is sent again")
    }
    guard let delivered = parcels[order.firstLog]?.last(where: { $0.status == "delivered" }) else {
      if let name, order.key == named?.key { return .order(name) }
      return .order(order.name.isEmpty || order.isErased ? nil : order.name)
    }
    let number = delivered.key == 0 ? nil : try text(delivered.key, definition(delivered.definition))
    let asked = order.name.isEmpty ? "" : " order \"\(order.name.prefix(60))\""
    return .reason(
      "\(order.words) of `\(who)` was delivered already\(number.map { ", as `\($0.prefix(60))`" } ?? ""); a second parcel of it is recorded with `ship \(typed) shipment \"\(tracking.prefix(60))\"\(asked)`"
    )
  }
}

extension Definition {
  /// Whether a line asks the shop for orders, of which it may tell nothing before it sends them.
  var asksForOrders: Bool {
    workflow.actions.contains { if case .createOrder = $0.kind { true } else { false } }
  }

  /// Whether a line, of whatever stage, cancels an order with an event.
  func cancelsOrders(with event: Int) -> Bool {
    workflow.rules.contains { rule in
      guard case .event(event) = rule.trigger else { return false }
      return rule.actions.contains { if case .cancelOrder = workflow.actions[$0].kind { true } else { false } }
    }
  }

  /// Whether a line of any stage waits for an event.
  fileprivate func waits(for event: Int) -> Bool {
    workflow.rules.contains { rule in
      if case .event(event) = rule.trigger { rule.owner > 0 } else { false }
    }
  }
}
