import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// What a person tells again of an order or of a parcel that is known, otherwise than it is known.
extension Engine {
  /// Why a person cannot say that an order which is known holds other products: the stock has given out what it holds, and
  /// packing lists name that. `nil` where nothing is said, or the same again.
  func otherProducts(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let list = event.value("products", received.payload) else { return nil }
    let key =
      received.definition.givesName(received.event, received.payload) ? 0 : event.value("order", received.payload) ?? 0
    guard let order = try goods("order", of: row).first(where: { $0.key == key && $0.isLive }) else { return nil }
    let asked = try text(list, received.definition) ?? ""
    guard let held = try held(by: order.firstLog, of: row.id, unlike: asked) else { return nil }
    let typed = try typedName(row.influencer)
    let number = order.name.isEmpty ? "" : " \"\(order.name.prefix(60))\""
    let told =
      "\(order.words) of `\(try shownName(row.influencer))` holds \(held.map { "`\($0)`" }.joined(separator: ", ")), and what an order holds does not change"
    let anew = "products \(asked.prefix(200))"
    // An order without a number is the only one.
    let more = order.name.isEmpty ? "" : "`order \(typed) \"NUMBER\" \(anew)` with a number of its own"
    guard try parcels(of: row)[order.firstLog]?.contains(where: { Engine.isOut(shipment: $0.status) }) != true else {
      return more.isEmpty ? "\(told); its parcel is out" : "\(told), as its parcel is out; one more order is \(more)"
    }
    return
      "\(told); cancel it with `cancel order \(typed)\(number)` and order anew with `order \(typed)\(number) \(anew)`\(more.isEmpty ? "" : ", or make one more order: \(more)")"
  }

  /// What an order holds, as a list names it, where that is something other than a list says; else `nil`.
  package func held(by order: Int64, of participation: Int64, unlike list: String) throws(EngineError) -> [String]? {
    let held = try stored { () throws(StoreError) in try store.orderLines(participation, order) }
    guard !held.isEmpty, held != ProductChoice.quantities(of: list) else { return nil }
    var entries: [String] = []
    for (label, quantity) in held.sorted(by: { $0.key < $1.key }) {
      let name = try stored { () throws(StoreError) in try store.product(label) }?.label ?? label
      entries.append(quantity == 1 ? name : "\(name) x \(quantity)")
    }
    return entries
  }
}
