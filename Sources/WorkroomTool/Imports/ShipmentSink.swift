import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Tracking numbers of the orders that were exported for packing: each marks its parcel as sent, once, and tells what became
/// of it where the file says that.
final class ShipmentSink: RowSink {
  private let engine: Engine
  private let campaign: CampaignRow
  private let rows: ShipmentImport
  private var (sent, delivered, returned, moved, known, unsent) = (0, 0, 0, 0, 0, 0)
  private var newest: [(name: String, value: String)] = []

  init(_ engine: Engine, _ campaign: CampaignRow, _ rows: ShipmentImport) {
    self.engine = engine
    self.campaign = campaign
    self.rows = rows
  }

  let noun = "shipments"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var ownHeadings: [String] { WorkRoom.fulfillmentHeadings }
  var counts: [(count: Int, words: String)] {
    [
      (sent, "shipments sent"), (delivered, "shipments delivered"), (returned, "shipments returned"),
      (moved, "shipments moved"), (known, "known already"),
      (unsent, "without a tracking number, so not sent yet"),
    ]
  }
  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in try write(row) }
  }

  private func write(_ row: ShipmentRow) throws(EngineError) -> String? {
    newest = [
      ("reference", row.reference ?? ""), ("email", row.email ?? ""), ("tracking_number", row.tracking ?? "none yet"),
      ("shipment_status", row.state?.words ?? ""),
    ].filter { !$0.1.isEmpty }
    guard row.tracking != nil || row.state != nil else {
      unsent += 1
      return nil
    }
    let receiver: Int64
    switch try find(row) {
    case .one(let found): receiver = found
    case .reason(let reason): return reason
    }
    guard let tracking = row.tracking.map(ParcelNumber.plain) else { return try unnumbered(row, receiver) }
    if row.tracking == OrderNumber.erased { return try erased(row, receiver) }
    if let own = try engine.participation(of: receiver, in: campaign.id, recording: "shipment", tracking),
      let parcel = try engine.parcel(tracking, of: own)
    {
      return try again(row, tracking, parcel, own)
    }
    return try send(row, tracking, receiver)
  }

  /// A parcel of which nothing was told so far.
  private func send(_ row: ShipmentRow, _ tracking: String, _ receiver: Int64) throws(EngineError) -> String? {
    var payload = [WrittenValue(name: "shipment", text: tracking)]
    if let own = try engine.participation(of: receiver, in: campaign.id) {
      switch try engine.orderOfParcel(own, order: row.order == OrderNumber.erased ? nil : row.order, tracking) {
      case .order(let number):
        if let number, try engine.namesOrders(ofParcels: own) {
          payload.append(WrittenValue(name: "order", text: number))
        }
      case .reason(let reason): return reason
      }
    }
    let key = "\(campaign.id)/shipment.sent/\(receiver)/\(tracking)"
    switch try submit("shipment.sent", payload, receiver, key: key) {
    case .reason(let reason): return reason
    case .known where row.state == nil || row.state == .sent: known += 1
    case .taken where row.state == nil || row.state == .sent: sent += 1
    case .known, .taken: return try tell(row, tracking, receiver)
    }
    return nil
  }

  /// A parcel that is known: what the row says of its order and of what became of it is compared with that.
  private func again(
    _ row: ShipmentRow, _ tracking: String, _ parcel: Engine.KnownParcel, _ own: ParticipationRow
  ) throws(EngineError) -> String? {
    var isNews = false
    if let order = row.order, order != OrderNumber.erased, try !isOf(order, parcel, own) {
      if let reason = try engine.unknownOrder(order, of: own) { return reason }
      if try engine.hasOrders(own), try engine.namesOrders(ofParcels: own) {
        let values = [WrittenValue(name: "shipment", text: tracking), WrittenValue(name: "order", text: order)]
        if case .reason(let reason) = try submit("shipment.sent", values, own.influencer, key: "") { return reason }
        isNews = true
      }
    }
    if let state = row.state, state.isNews(after: parcel) { return try tell(row, tracking, own.influencer) }
    if isNews { sent += 1 } else { known += 1 }
    return nil
  }

  /// Whether a known parcel is of an order, by its number. What is back is of no order that was made anew.
  private func isOf(
    _ order: String, _ parcel: Engine.KnownParcel, _ own: ParticipationRow
  ) throws(EngineError) -> Bool {
    guard let known = parcel.order else { return parcel.status == "returned" }
    return try engine.isCalled(order, known, of: own)
  }

  /// What became of a parcel that was sent.
  private func tell(_ row: ShipmentRow, _ tracking: String, _ receiver: Int64) throws(EngineError) -> String? {
    guard let state = row.state else { return nil }
    var values = [WrittenValue(name: "shipment", text: tracking)]
    if case .moved(let place) = state { values.append(WrittenValue(name: "where", text: place)) }
    // One file may be read again behind a newer one.
    let key = state.isPassing ? "\(campaign.id)/\(state.event)/\(receiver)/\(tracking)/\(state.words)" : ""
    switch try submit(state.event, values, receiver, key: key) {
    case .reason(let reason): return reason
    case .known: known += 1
    case .taken:
      switch state {
      case .sent: sent += 1
      case .delivered: delivered += 1
      case .returned: returned += 1
      case .moved, .failed: moved += 1
      }
    }
    return nil
  }

  /// A row that says what became of a parcel without a tracking number.
  private func unnumbered(_ row: ShipmentRow, _ receiver: Int64) throws(EngineError) -> String? {
    guard let state = row.state, let own = try engine.participation(of: receiver, in: campaign.id) else { return nil }
    if let parcel = try engine.parcel(nil, of: own), !state.isNews(after: parcel) {
      known += 1
      return nil
    }
    let typed = try engine.typedName(receiver)
    return
      "the row says `\(state.words)` and no tracking number; fill it in, or say it by hand: `\(state.typed) \(typed)\(row.order.map { " order \"\($0)\"" } ?? "")`"
  }

  /// A row of ours about a parcel whose number was erased: it says something new only where it says what became of it.
  private func erased(_ row: ShipmentRow, _ receiver: Int64) throws(EngineError) -> String? {
    if let state = row.state, let own = try engine.participation(of: receiver, in: campaign.id),
      try engine.erasedParcels(of: own).allSatisfy({ state.isNews(after: $0) })
    {
      return
        "the row says `\(state.words)`, and the number of its parcel was erased; say it by hand: `\(state.typed) \(try engine.typedName(receiver)) \"NUMBER\"`"
    }
    known += 1
    return nil
  }

  private enum Answer { case taken, known, reason(String) }

  private func submit(
    _ event: String, _ values: [WrittenValue], _ receiver: Int64, key: String
  ) throws(EngineError) -> Answer {
    let reply = try engine.submit(
      Command(
        source: .importer, key: key, campaign: campaign.id, influencer: receiver, event: event, role: "store",
        payload: values))
    switch reply.outcome {
    case .taken, .handled: return .taken
    case .repeated: return .known
    case .ignored, .refused, .setAside: return .reason(reply.reason)
    }
  }

  // MARK: Whose parcel it is

  private enum Found { case one(Int64), reason(String) }

  /// By the reference of our own export, which must not name somebody else than the row does; else by email or name.
  private func find(_ shipment: ShipmentRow) throws(EngineError) -> Found {
    guard let reference = shipment.reference else {
      return try named(shipment.email ?? shipment.influencer ?? "")
    }
    let row: ParticipationRow?
    do {
      row = try Int64(reference).flatMap { (number) throws(StoreError) in try engine.store.participation(number) }
    } catch { throw .store(error) }
    guard let participation = row, participation.campaign == campaign.id else {
      return .reason("`\(campaign.name)` has nobody with the reference `\(reference)`; export the orders anew")
    }
    if let email = shipment.email {
      let own: String?
      do { own = try engine.store.influencer(participation.influencer)?.email } catch { throw .store(error) }
      if own != email {
        return .reason("the reference `\(reference)` is not that of `\(email)`; correct one of the two")
      }
    }
    return .one(participation.influencer)
  }

  private func named(_ name: String) throws(EngineError) -> Found {
    switch try Directory(engine).find(name, in: campaign.id) {
    case .one(let id):
      guard try engine.participation(of: id, in: campaign.id) != nil else {
        return .reason("`\(name)` does not take part in `\(campaign.name)`")
      }
      return .one(id)
    case .none: return .reason("nobody in `\(campaign.name)` is called `\(name)`; write an email or a handle")
    case .several(let ids): return .reason("\(ids.count) influencers are called `\(name)`; write an email or a handle")
    }
  }
}

extension ParcelState {
  /// As our own lists write it.
  fileprivate var words: String {
    switch self {
    case .sent: "sent"
    case .moved(let place): place.split(separator: "_").joined(separator: " ")
    case .failed: "exception"
    case .delivered: "delivered"
    case .returned: "returned"
    }
  }

  fileprivate var event: String {
    switch self {
    case .sent: "shipment.sent"
    case .moved: "shipment.moved"
    case .failed: "shipment.failed"
    case .delivered: "shipment.delivered"
    case .returned: "shipment.returned"
    }
  }

  /// What a person types for it.
  fileprivate var typed: String {
    switch self {
    case .sent: "ship"
    case .moved: "shipment moved"
    case .failed: "shipment failed"
    case .delivered: "deliver"
    case .returned: "return"
    }
  }

  /// Whether another one of the same kind may follow it.
  fileprivate var isPassing: Bool {
    switch self {
    case .moved, .failed: true
    default: false
    }
  }

  /// Whether it says more of a parcel than is known. A parcel that arrived was on its way before.
  fileprivate func isNews(after parcel: Engine.KnownParcel) -> Bool {
    let order = ["sent", "moved", "delivered", "returned"]
    func rank(_ status: String) -> Int { order.firstIndex(of: status == "failed" ? "moved" : status) ?? 0 }
    let own = String(event.dropFirst("shipment.".count))
    guard rank(own) == rank(parcel.status), case .moved(let place) = self else {
      return rank(own) > rank(parcel.status) || (rank(own) == rank(parcel.status) && own != parcel.status)
    }
    return own != parcel.status || place != parcel.place
  }
}
