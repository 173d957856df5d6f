import WorkroomEngine
import WorkroomMachine
import WorkroomStore

/// An order with the newest of its parcels; a parcel alone where no order of it is known.
struct Sending {
  var order: ObjectRow?
  var parcel: ObjectRow?
  /// Its parcels before that one, of which nothing came back.
  var earlier: [ObjectRow] = []

  /// All of them, in the order in which they were first told of.
  var parcels: [ObjectRow] { earlier + (parcel.map { [$0] } ?? []) }
}

extension WorkRoom {
  /// What is sent to each participation: each order that is neither cancelled nor returned; where all are, the one that was
  /// heard of last. Without an order it is the newest parcel.
  func sendings() throws(EngineError) -> [Int64: [Sending]] {
    let orders = Dictionary(grouping: try objects("order"), by: \.participation)
    let parcels = Dictionary(grouping: try objects("shipment"), by: \.participation)
    var sendings: [Int64: [Sending]] = [:]
    for (id, own) in parcels where orders[id] == nil { sendings[id] = [Sending(parcel: own.last)] }
    for (id, own) in orders {
      let known = try engine.parcels(of: own, among: parcels[id] ?? [])
      var shown = own.filter { !["cancelled", "returned"].contains($0.status) }
      if shown.isEmpty, let last = own.max(by: { $0.lastLog < $1.lastLog }) { shown = [last] }
      sendings[id] = shown.map { order in
        let parcels = known[order.firstLog] ?? []
        return Sending(
          order: order, parcel: parcels.last, earlier: parcels.dropLast().filter { $0.status != "returned" })
      }
    }
    return sendings
  }
}
