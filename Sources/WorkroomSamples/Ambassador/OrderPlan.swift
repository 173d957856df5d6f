/// Makes up what the store sold in weeks 4 to 12, and three exports of it.
///
/// A code is used only where there is no doubt whose sale it is: by the time of the order it was theirs, and it still is
/// when the export arrives. The second and third export repeat some orders of the one before, since orders that were
/// pending get paid, and some that were paid get refunded.
struct OrderPlan {
  /// The days on which the exports arrive, each with the orders made before it.
  static let exports = [Moment(week: 7), Moment(week: 10), Moment.end]
  private static let start = Moment(week: 4)
  private static let strange = ["WELCOME15", "spring5", "NEWSLETTER10", "Bikeweek20"]

  private let run: AmbassadorRun
  private let people: [Person]
  /// Codes that nobody got.
  private let unused: [String]
  private var random = Randomness(seed: 1_909)
  private var number = 2_001

  static func files(_ run: AmbassadorRun, _ people: [Person], unused: [String]) -> [[StoreOrder]] {
    var plan = OrderPlan(run: run, people: people, unused: unused)
    var files: [[StoreOrder]] = []
    var from = start
    for arrival in exports {
      let news = plan.orders(from, arrival)
      files.append(plan.again(files.last ?? [], arrival) + news)
      from = arrival
    }
    return files
  }

  private init(run: AmbassadorRun, people: [Person], unused: [String]) {
    self.run = run
    self.people = people
    self.unused = unused
  }

  private mutating func orders(_ from: Moment, _ arrival: Moment) -> [StoreOrder] {
    var orders: [StoreOrder] = []
    let moments = (0..<300).map { _ in random.number(from.minutes...arrival.minutes - 1) }.sorted()
    for (index, minutes) in moments.enumerated() {
      orders.append(
        order(Moment(minutes: minutes), arrival, isForeign: index == 150 && arrival != OrderPlan.exports[0]))
    }
    return orders
  }

  private mutating func order(_ at: Moment, _ arrival: Moment, isForeign: Bool) -> StoreOrder {
    defer { number += 1 }
    let status = isForeign ? .paid : status()
    var order = StoreOrder(
      number: number, at: at, buyer: people[random.number(0...people.count - 1)], items: items(),
      typed: isForeign ? own(at, arrival) : typed(at, arrival), currency: isForeign ? "EUR" : "USD",
      status: status)
    if status != .pending, status != .authorized { order.paidAt = at.later(minutes: 1) }
    if status == .voided { order.cancelledAt = at.later(minutes: random.number(60...1200)) }
    if status == .refunded { order.refunded = order.total }
    if status == .partially_refunded { order.refunded = refund(order) }
    return order
  }

  private mutating func status() -> StoreOrder.Status {
    switch random.number(0...99) {
    case 0...81: .paid
    case 82...86: .pending
    case 87: .authorized
    case 88...91: .refunded
    case 92...96: .partially_refunded
    default: .voided
    }
  }

  private mutating func items() -> [StoreOrder.Item] {
    let count = [1, 1, 1, 2, 2, 3][random.number(0...5)]
    var products = StoreOrder.products
    return (0..<count).map { _ in
      StoreOrder.Item(
        product: products.remove(at: random.number(0...products.count - 1)),
        quantity: random.chance(80) ? 1 : 2)
    }
  }

  private mutating func refund(_ order: StoreOrder) -> Int {
    Dollars.share(random.number(20...60), of: order.subtotal)
  }

  // MARK: Codes

  private mutating func typed(_ at: Moment, _ arrival: Moment) -> String {
    switch random.number(0...99) {
    case 0...27: return ""
    case 28...30: return random.pick(OrderPlan.strange)
    case 31 where !unused.isEmpty: return random.pick(unused)
    case 32...33: return own(at, arrival) + ", FREESHIP"
    default: return own(at, arrival)
    }
  }

  /// A code of somebody who has posted; those with many followers sell more.
  private mutating func own(_ at: Moment, _ arrival: Moment) -> String {
    let sellers = run.codes.holdings.filter { holding in
      guard let posted = run.lives[holding.person].posted, posted < at else { return false }
      return holding.from <= at && (holding.to ?? .end) >= arrival
    }
    guard let index = random.index(weights: sellers.map { people[$0.person].followers / 2_000 + 4 }) else {
      return ""
    }
    let code = sellers[index].code
    switch random.number(0...5) {
    case 0...1: return code.lowercased()
    case 2: return code.prefix(1) + code.dropFirst().lowercased()
    default: return code
    }
  }

  // MARK: Once more

  /// Orders of an earlier export that the next one holds again, most of them changed.
  private mutating func again(_ earlier: [StoreOrder], _ arrival: Moment) -> [StoreOrder] {
    var found: [StoreOrder] = []
    for order in earlier where order.number % 4 == 1 || order.status == .pending {
      guard found.count < 22, order.currency == "USD", order.cancelledAt == nil, isStillHeld(order, arrival)
      else { continue }
      var order = order
      switch (order.status, order.number % 3) {
      case (.pending, _):
        order.status = .paid
        order.paidAt = order.at.later(days: 4)
      case (.paid, 0):
        order.status = .refunded
        order.refunded = order.total
      case (.paid, 1):
        order.status = .partially_refunded
        order.refunded = refund(order)
      case (.paid, _): break
      default: continue
      }
      found.append(order)
    }
    return found
  }

  private func isStillHeld(_ order: StoreOrder, _ arrival: Moment) -> Bool {
    let code = order.typed.prefix { $0 != "," }.lowercased()
    return !run.codes.holdings.contains {
      $0.code.lowercased() == code && $0.covers(order.at) && ($0.to ?? .end) < arrival
    }
  }
}
