import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore

/// Tracking numbers of the orders that were exported for packing: each marks its parcel as sent, once.
final class ShipmentSink: RowSink {
  private let engine: Engine
  private let campaign: CampaignRow
  private let rows: ShipmentImport
  private var sent = 0
  private var known = 0
  private var unsent = 0
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
    [(sent, "shipments sent"), (known, "known already"), (unsent, "without a tracking number, so not sent yet")]
  }
  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in try write(row) }
  }

  private func write(_ row: ShipmentRow) throws(EngineError) -> String? {
    newest = [
      ("reference", row.reference ?? ""), ("email", row.email ?? ""), ("tracking_number", row.tracking ?? "none yet"),
    ].filter { !$0.1.isEmpty }
    guard let tracking = row.tracking else {
      unsent += 1
      return nil
    }
    let receiver: Int64
    switch try find(row) {
    case .one(let found): receiver = found
    case .reason(let reason): return reason
    }
    if try engine.participation(of: receiver, in: campaign.id, recording: "shipment", tracking) != nil {
      known += 1
      return nil
    }
    var payload = [WrittenValue(name: "shipment", text: tracking)]
    if let own = try engine.participation(of: receiver, in: campaign.id) {
      switch try engine.orderOfParcel(own, order: row.order, tracking) {
      case .order(let number):
        if let number, try engine.namesOrders(ofParcels: own) {
          payload.append(WrittenValue(name: "order", text: number))
        }
      case .reason(let reason): return reason
      }
    }
    let reply = try engine.submit(
      Command(
        source: .importer, key: "\(campaign.id)/shipment.sent/\(receiver)/\(tracking)", campaign: campaign.id,
        influencer: receiver, event: "shipment.sent", role: "store", payload: payload))
    switch reply.outcome {
    case .taken, .handled: sent += 1
    case .repeated: known += 1
    case .ignored, .refused, .setAside: return reply.reason
    }
    return nil
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
