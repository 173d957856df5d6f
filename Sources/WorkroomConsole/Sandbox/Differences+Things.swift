import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// What is different of sales, drafts, posts, orders and parcels, and of the stock that orders take from.
extension Differences {
  /// Each thing that is told of a participation, with how it stands: `conversion #1001` with `recorded, 84.50 USD`. Payments
  /// are told of as money.
  static func things(
    of row: ParticipationRow, _ engine: Engine
  ) throws(EngineError) -> [(what: String, standing: String)] {
    var things: [(String, String)] = []
    for (noun, object) in try engine.asking({ (store) throws(StoreError) in try store.objects(of: row.id) })
    where noun != "payment" {
      let name = try object.key == 0 ? "" : engine.text(object.key, engine.definition(object.definition)) ?? "(erased)"
      var standing = object.status.split(separator: "_").joined(separator: " ")
      if noun == "conversion", let worth = try engine.recordedSale(name, of: row.influencer, in: row.campaign)?.worth {
        standing += ", \(Money(minorUnits: worth, currency: try engine.campaign(row.campaign).currency))"
      }
      things.append((name.isEmpty ? noun : "\(noun) \(name)", standing))
    }
    return things
  }

  /// `+conversion #1001: recorded, 84.50 USD, content c1: posted → approved`
  static func changed(
    _ live: [(what: String, standing: String)], _ copy: [(what: String, standing: String)]
  ) -> String {
    let before = Dictionary(live.map { ($0.what, $0.standing) }) { $1 }
    return copy.compactMap { what, standing in
      guard let old = before[what] else { return "+\(what): \(standing)" }
      return old == standing ? nil : "\(what): \(old) → \(standing)"
    }.joined(separator: ", ")
  }

  /// What is left of the products that some participations have ordered, where the copy has other orders.
  func addStock(of participations: [Int64], to sheet: inout Sheet) throws(EngineError) {
    var labels: Set<String> = []
    for id in participations {
      let (live, copy) = (try orderLines(id, sandbox.live), try orderLines(id, sandbox.copy))
      for label in Set(live.keys).union(copy.keys) where live[label] != copy[label] { labels.insert(label) }
    }
    for label in labels.sorted() {
      let (live, copy) = (try stock(label, sandbox.live), try stock(label, sandbox.copy))
      guard let copy, live?.left != copy.left else { continue }
      add("left of \(copy.name)", "(products)", live?.left ?? "", copy.left, to: &sheet)
    }
  }

  private func orderLines(_ participation: Int64, _ engine: Engine) throws(EngineError) -> [String: Int64] {
    try engine.asking { (store) throws(StoreError) in try store.orderLines(of: participation) }
  }

  private func stock(_ label: String, _ engine: Engine) throws(EngineError) -> (name: String, left: String)? {
    guard let product = try engine.asking({ (store) throws(StoreError) in try store.product(label) }) else {
      return nil
    }
    let left = try engine.stock(of: product)
    return (product.label, left.map { "\($0)" } ?? "as many as are wanted")
  }
}
