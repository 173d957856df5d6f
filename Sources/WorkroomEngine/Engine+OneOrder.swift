import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// The number of an order is that of one order: in a campaign it is one person's, whoever tells of it, until that order is over.
extension Engine {
  /// Why an event about an order cannot be taken: its number is that of somebody else's order. `nil` where it can.
  func othersOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let name = try numberOfNew(received, event, row) else { return nil }
    guard event.path.hasPrefix("order.") else { return try parcelOfOthersOrder(name, row) }
    guard let other = try ownersOfOrder(name, than: row.influencer, received.definition, in: row.campaign).here else {
      return nil
    }
    return try
      "the order `\(name.prefix(60))` is that of `\(shownName(other))` already, and a number is that of one order: correct it; if it is not theirs, take it from them first: \(takingBack(name, of: other, in: row.campaign))"
  }

  /// Why a parcel cannot be of an order that somebody else has; `nil` where nobody else does.
  func parcelOfOthersOrder(_ name: String, _ row: ParticipationRow) throws(EngineError) -> String? {
    let definition = try definition(row.definition)
    return try ownersOfOrder(name, than: row.influencer, definition, in: row.campaign).here.map {
      (other) throws(EngineError) in
      try
        "the order `\(name.prefix(60))` is that of `\(shownName(other))`; correct its number, or whom the parcel is for"
    }
  }

  /// What has to be said of a new order: somebody in another campaign has one of that number. `nil` where nobody does.
  func orderElsewhere(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let event = received.definition.workflow.events[received.event]
    guard event.path == "order.created", let key = event.value("order", received.payload), key != 0,
      let name = try text(key, received.definition),
      let other = try ownersOfOrder(name, than: row.influencer, received.definition, in: row.campaign).elsewhere
    else { return nil }
    return try
      "`\(shownName(other.influencer))` has an order `\(name.prefix(60))` in `\(campaign(other.campaign).row.name)`; if it is the same one, cancel one of the two: `cancel order`"
  }

  /// The number that an event tells of an order, where none of that number is theirs and still open.
  private func numberOfNew(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let key = event.value("order", received.payload), key != 0 else { return nil }
    let own = try stored { () throws(StoreError) in try store.object(row.id, "order", key) }
    let makes = ["order.created", "order.drafted", "order.fulfilled"].contains(event.path)
    if let own, !makes || Engine.mayEnd(order: own.status) { return nil }
    return try text(key, received.definition)
  }

  /// Who else has an order of a number, whichever way it is written: in a campaign, and in another one.
  func ownersOfOrder(
    _ name: String, than influencer: Int64, _ definition: Definition, in campaign: Int64
  ) throws(EngineError) -> (here: Int64?, elsewhere: (campaign: Int64, influencer: Int64)?) {
    let spelling = OrderNumber.other(name)
    let found = try stored { () throws(StoreError) in
      try store.others("order", called: name, or: spelling, than: influencer)
    }
    var here = found.first { $0.campaign == campaign }?.influencer
    for name in [name, spelling] where here == nil {
      guard let word = definition.machine.textWord(name) else { continue }
      here = try stored { () throws(StoreError) in
        try store.other("order", ofWord: word, in: campaign, than: influencer)
      }
    }
    var elsewhere = found.first { $0.campaign != campaign }
    for forgotten in try forgottenOrders(name) where forgotten.influencer != influencer {
      if forgotten.campaign == campaign {
        here = here ?? forgotten.influencer
      } else {
        elsewhere = elsewhere ?? forgotten
      }
    }
    return (here, elsewhere)
  }

  /// An order of somebody by its number, whichever way it is written, and also where that was erased.
  func order(
    named name: String, among orders: [KnownGoods], of row: ParticipationRow
  ) throws(EngineError) -> KnownGoods? {
    if let known = orders.last(where: { OrderNumber.plain($0.name) == OrderNumber.plain(name) }) { return known }
    let key = try erasedText(name, "order", row)
    return key.flatMap { key in orders.first { $0.key == key } }
  }

  /// What takes an order from whoever has it, to be typed: once a parcel of it is out, only its return does.
  private func takingBack(_ name: String, of other: Int64, in campaign: Int64) throws(EngineError) -> String {
    let typed = try typedName(other)
    let cancel = "`cancel order \(typed) \"\(name.prefix(60))\"`"
    guard let row = try participation(of: other, in: campaign),
      let order = try order(named: name, among: goods("order", of: row), of: row),
      let parcel = try parcels(of: row)[order.firstLog]?.last(where: { Engine.isOut(shipment: $0.status) })
    else { return cancel }
    guard parcel.key != 0 else { return "`return \(typed)`" }
    // The number of the order is known to whoever is told this, and that of an erased parcel to nobody.
    guard let number = try text(parcel.key, definition(parcel.definition)) else {
      return "`order returned \(typed) \"\(name.prefix(60))\"`"
    }
    return "`return \(typed) \"\(number.prefix(60))\"`"
  }
}
