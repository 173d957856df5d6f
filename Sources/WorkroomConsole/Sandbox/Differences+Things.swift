import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// What is different of sales, drafts, posts, orders and parcels, and of the stock that orders take from.
extension Differences {
  /// A sale, a draft, a post, an order or a parcel.
  struct Thing {
    let noun: String
    let key: Int64
    /// Empty for one without a name, `nil` for one whose name was erased.
    let name: String?
    let standing: String

    /// Whether it is the same thing in the live database. A name that was erased since is known by its key.
    func isSame(as live: Thing) -> Bool { noun == live.noun && key == live.key && (name == nil || name == live.name) }

    var words: String { name == "" ? noun : "\(noun) \(name ?? "(erased)")" }
  }

  /// Each thing that is told of a participation, with how it stands: `conversion #1001` with `recorded, 84.50 USD`. Payments
  /// are told of as money.
  static func things(of row: ParticipationRow, _ engine: Engine) throws(EngineError) -> [Thing] {
    var things: [Thing] = []
    for (noun, object) in try engine.asking({ (store) throws(StoreError) in try store.objects(of: row.id) })
    where noun != "payment" {
      let name = try object.key == 0 ? "" : engine.text(object.key, engine.definition(object.definition))
      var standing = object.status.split(separator: "_").joined(separator: " ")
      if noun == "conversion", let worth = try engine.worth(ofSale: object.key, row) {
        standing += ", \(Money(minorUnits: worth, currency: try engine.campaign(row.campaign).currency))"
      }
      things.append(Thing(noun: noun, key: object.key, name: name, standing: standing))
    }
    return things
  }

  /// `+conversion #1001: recorded, 84.50 USD, content c1: posted → approved`
  static func changed(_ live: [Thing], _ copy: [Thing]) -> String {
    let before = Dictionary(grouping: live, by: \.key)
    return copy.compactMap { thing in
      guard let old = before[thing.key]?.first(where: thing.isSame) else { return "+\(thing.words): \(thing.standing)" }
      return old.standing == thing.standing ? nil : "\(old.words): \(old.standing) → \(thing.standing)"
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
