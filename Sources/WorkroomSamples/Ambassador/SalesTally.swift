/// What the exports come to: each order counts as it stood in the last export that holds it.
struct SalesTally {
  struct Sale {
    let person: Int
    let base: Int
    let commission: Int
  }

  static let codePays = 10

  private(set) var sales: [Int: Sale] = [:]
  private(set) var foreign: Set<Int> = []
  private(set) var unknown: Set<Int> = []
  private(set) var waiting: Set<Int> = []
  private(set) var voided = 0
  private(set) var lowered = 0

  /// Takes one export; codes belong to whoever held them at the time of the order.
  mutating func take(_ orders: [StoreOrder], _ codes: CodePool) {
    for order in orders where !order.typed.isEmpty {
      let typed = order.typed.split(separator: ",").map { $0.filter { $0 != " " } }
      guard let person = typed.compactMap({ codes.owner(of: $0, at: order.at) }).first else {
        unknown.insert(order.number)
        continue
      }
      guard order.currency == "USD" else {
        foreign.insert(order.number)
        continue
      }
      count(order, person)
    }
  }

  private mutating func count(_ order: StoreOrder, _ person: Int) {
    let earlier = sales.removeValue(forKey: order.number)
    waiting.remove(order.number)
    guard let base = order.base else {
      if earlier != nil { voided += 1 }
      if order.status == .pending || order.status == .authorized { waiting.insert(order.number) }
      return
    }
    if let earlier, base < earlier.base { lowered += 1 }
    sales[order.number] = Sale(
      person: person, base: base, commission: Dollars.share(SalesTally.codePays, of: base))
  }

  var revenue: Int { sales.values.reduce(0) { $0 + $1.base } }
  var commission: Int { sales.values.reduce(0) { $0 + $1.commission } }

  func commission(of person: Int) -> Int {
    sales.values.reduce(0) { $0 + ($1.person == person ? $1.commission : 0) }
  }
}
