import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// A campaign that gives away mugs and caps, ten of each, and what its lists and its stock say of them.
extension Room {
  /// Each of some people was accepted with a mug; the others take part.
  static func packing(people: [String] = ["Jane"], accepted: [String] = ["Jane"], _ text: String = "") throws -> Room {
    let room = try Room(text, details: ["gifts": "Mug, Cap"], people: people)
    for name in ["Mug", "Cap"] {
      var row = ProductRow(name: name, currency: Int64(Currency.usd.packed))
      (row.cost, row.shipping, row.inventory) = (100, 100, 10)
      let product = row
      try room.engine.transaction { () throws(EngineError) in
        _ = try room.engine.asking { (store) throws(StoreError) in try store.write(product) }
      }
    }
    for name in accepted {
      try room.send(name, "proposal.submitted", ["price": "1 USD", "products": "Mug"])
      try room.send(name, "proposal.accepted")
    }
    return room
  }

  /// How many mugs and caps are left.
  func left() throws -> [Int64?] {
    try ["Mug", "Cap"].map { name in try engine.stock(of: try #require(try engine.store.product(name))) }
  }

  /// Products, order, its status, that of its parcel and the tracking number, of each row of `export orders`.
  func packed() throws -> [String] {
    var rows: [String] = []
    let workRoom = try WorkRoom(engine, campaign: campaign)
    try workRoom.fulfillmentTable(ordersOnly: true).rows { cells in
      rows.append(cells.suffix(5).map(\.plainText).joined(separator: ","))
    }
    return rows
  }
}
