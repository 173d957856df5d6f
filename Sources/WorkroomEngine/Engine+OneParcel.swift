import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// A tracking number is that of one parcel: in a campaign it is one person's, whoever tells of it, until that parcel is back.
extension Engine {
  /// Why an event about a parcel cannot be taken: its number is that of somebody else's parcel. `nil` where it can.
  func othersParcel(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let key = event.value("shipment", received.payload), key != 0 else { return nil }
    let own = try stored { () throws(StoreError) in try store.object(row.id, "shipment", key) }
    if let own, event.path != Definition.sending || own.status != "returned" { return nil }
    guard let name = try text(key, received.definition),
      let other = try holder(ofParcel: name, than: row.influencer, received.definition, in: row.campaign)
    else { return nil }
    let theirs = try participation(of: other, in: row.campaign, recording: "shipment", name)
    let order = try theirs.flatMap { (theirs) throws(EngineError) in try parcel(name, of: theirs)?.order }
    let number = name.prefix(60)
    let whose = order.flatMap { $0.isErased ? nil : ", of \($0.words)" } ?? ""
    return try
      "the parcel `\(number)` is that of `\(shownName(other))` already\(whose), and a tracking number is that of one parcel: correct it; if it is not theirs, take it from them first: `return \(typedName(other)) \"\(number)\"`"
  }

  /// Somebody else of a campaign who has a parcel of a number that is not back, be they forgotten since.
  private func holder(
    ofParcel name: String, than influencer: Int64, _ definition: Definition, in campaign: Int64
  ) throws(EngineError) -> Int64? {
    let found = try stored { () throws(StoreError) in
      try store.others("shipment", called: name, or: ParcelNumber.plain(name), than: influencer)
    }
    if let here = found.first(where: { $0.campaign == campaign }) { return here.influencer }
    if let word = definition.machine.textWord(name),
      let other = try stored({ () throws(StoreError) in
        try store.other("shipment", ofWord: word, in: campaign, than: influencer)
      })
    {
      return other
    }
    return try forgottenReceiver(of: name, in: campaign, than: influencer)
  }

  /// A parcel that is known, as a row of a file is compared with it.
  package struct KnownParcel: Sendable {
    package var status: String
    /// Where it was said to be on its way: `in_transit`.
    package var place: String?
    /// The order that it is of, or was of before that came back and was made anew, where one is known.
    package var order: KnownGoods?
  }

  /// What is known of a parcel by its number, or of the one without a number; `nil` where nothing is.
  package func parcel(_ name: String?, of row: ParticipationRow) throws(EngineError) -> KnownParcel? {
    let known = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "shipment") }
    for parcel in known.reversed() {
      let definition = try definition(parcel.definition)
      guard try parcel.key == 0 ? name == nil : isCalled(name, parcel.key, definition, row) else { continue }
      return try self.known(parcel, definition, row)
    }
    return nil
  }

  private func known(
    _ parcel: ObjectRow, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> KnownParcel {
    let event = definition.workflow.events[Int(parcel.event)]
    var place: String?
    if let word = event.value("where", parcel.payload),
      case .choice(let set) = event.payload.first(where: { $0.name == "where" })?.type
    {
      place = definition.workflow.choices[set][Int(word)]
    }
    let orders = try goods("order", of: row)
    let parcels = try parcels(of: row)
    var order = orders.first { parcels[$0.firstLog]?.contains { $0.firstLog == parcel.firstLog } == true }
    if order == nil {
      let former = try formerOrders(of: row)
      order = orders.last { former.contains(Former(order: $0.firstLog, parcel: parcel.firstLog)) }
    }
    return KnownParcel(status: parcel.status, place: place, order: order)
  }

  /// What is known of the parcels of somebody whose numbers were erased.
  package func erasedParcels(of row: ParticipationRow) throws(EngineError) -> [KnownParcel] {
    var found: [KnownParcel] = []
    for parcel in try stored({ () throws(StoreError) in try store.objects(of: row.id, noun: "shipment") })
    where parcel.key != 0 {
      let definition = try definition(parcel.definition)
      if try text(parcel.key, definition) == nil { found.append(try known(parcel, definition, row)) }
    }
    return found
  }

  /// Whether an order of somebody is called like that, whichever way it is written, and also where its number was erased.
  package func isCalled(_ name: String, _ order: KnownGoods, of row: ParticipationRow) throws(EngineError) -> Bool {
    try self.order(named: name, among: [order], of: row) != nil
  }

  /// Why a row of a file cannot name an order for a parcel that is known: there are orders of theirs, and none of that number;
  /// `nil` where it can.
  package func unknownOrder(_ name: String, of row: ParticipationRow) throws(EngineError) -> String? {
    let orders = try goods("order", of: row)
    guard !orders.isEmpty, try order(named: name, among: orders, of: row) == nil else { return nil }
    if let reason = try parcelOfOthersOrder(name, row) { return reason }
    return try unknownOrder(name, row)
  }

  func unknownOrder(_ name: String, _ row: ParticipationRow) throws(EngineError) -> String {
    let (who, typed, number) = (try shownName(row.influencer), try typedName(row.influencer), name.prefix(60))
    return
      "no order `\(number)` of `\(who)` is known; correct its number, or record it with `order \(typed) \"\(number)\"`"
  }

  /// Whether any order of somebody is known.
  package func hasOrders(_ row: ParticipationRow) throws(EngineError) -> Bool {
    try !goods("order", of: row).isEmpty
  }

  private func isCalled(
    _ name: String?, _ key: Int64, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> Bool {
    guard let name else { return false }
    if let text = try text(key, definition) { return ParcelNumber.plain(text) == ParcelNumber.plain(name) }
    return try erasedText(name, "shipment", row) == key
  }

  // MARK: By hand

  /// Why a person tells of no parcel: nothing was ordered for them, nothing was sent to them, and no line of the workflow does
  /// anything about it where they are. `nil` where one is so.
  func nothingOrdered(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let definition = received.definition
    guard try goods("order", of: row).isEmpty, try goods("shipment", of: row).isEmpty,
      !(definition.asksForOrders && row.accepted != nil), let role = definition.roles[received.role]
    else { return nil }
    let occurred = max(received.at.instant.milliseconds, try campaign(row.campaign).head.occurred)
    let input = StepInput(kind: .event, index: Int32(received.event), role: Int32(role), now: occurred)
    guard try isUnanswered(input, received.payload, row, definition) else { return nil }
    let stages = definition.titles(row.state).map { "`\($0)`" }.joined(separator: ", ")
    return
      "they have no order that could be sent, and no line of the workflow waits for a parcel in \(stages); record the order first, with `order`"
  }

  /// Why a number that a person tells is none of a parcel: it is that of an order. `nil` where it is not, or the parcel is known.
  func numberOfOrder(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let key = event.value("shipment", received.payload), key != 0,
      try stored({ () throws(StoreError) in try store.object(row.id, "shipment", key) }) == nil,
      let name = try text(key, received.definition)
    else { return nil }
    let typed = try typedName(row.influencer)
    let number = name.prefix(60)
    if let own = try order(named: name, among: goods("order", of: row), of: row) {
      let order = own.isErased ? name : own.name
      return
        "`\(number)` is the number of their order, and no tracking number; with that: `ship \(typed) \"NUMBER\" order \"\(order.prefix(60))\"`; without one: `ship \(typed) order \"\(order.prefix(60))\"`"
    }
    return try ownersOfOrder(name, than: row.influencer, received.definition, in: row.campaign).here.map {
      (other) throws(EngineError) in
      try
        "`\(number)` is the number of the order of `\(shownName(other))`, and no tracking number; write that of the parcel, or leave it out: `\(event.typed ?? event.path) \(typed)`"
    }
  }

  /// Why a person cannot say that a parcel is back: their order was made, and nothing of it was sent. `nil` where they can.
  func unsentReturn(
    _ received: Received, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard event.path == "shipment.returned" else { return nil }
    let told = try goods("shipment", of: row)
    let meant = event.value("shipment", received.payload) ?? 0
    guard !told.contains(where: { $0.status != "returned" }) else { return nil }
    let orders = try goods("order", of: row)
    guard let open = orders.last(where: { $0.status == "created" }),
      !orders.contains(where: { $0.status == "fulfilled" })
    else { return nil }
    let typed = try typedName(row.influencer)
    let number = open.name.isEmpty ? "" : " \"\(open.name.prefix(60))\""
    let order = open.name.isEmpty ? "" : " order\(number)"
    let back = told.first { $0.key == meant }
    let why = back.map { $0.name.isEmpty ? "their parcel is back already" : "`\($0.name.prefix(60))` is back already" }
    return
      "\(why.map { "\($0), and " } ?? "")nothing of \(open.words) was sent yet, so nothing of it comes back; if it is out, tell that first: `ship \(typed)\(order)`; if it is not to be sent any more: `cancel order \(typed)\(number)`"
  }
}
