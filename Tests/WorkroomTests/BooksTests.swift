import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// The books: every movement has two sides, and nothing is lost between what is owed and what is paid.
@Suite struct BooksTests {
  static let text = "on proposal.accepted assign discount from group X paying 7.5%\n"

  /// What a person's money must be, reckoned by the rules of the domain alone.
  private struct Expected {
    var fee: Int64 = 0
    var custom: Int64 = 0
    var sales: [String: Int64] = [:]
    var voided: Set<String> = []
    var paid: Int64 = 0
    var pending: [String: Int64] = [:]

    /// 7.5% of each sale, half to even.
    var commission: Int64 {
      sales.values.reduce(0) { sum, worth in
        let (whole, rest) = (worth * 75).quotientAndRemainder(dividingBy: 1000)
        let isUp = rest * 2 > 1000 || (rest * 2 == 1000 && whole % 2 == 1)
        return sum + whole + (isUp ? 1 : 0)
      }
    }
    var owed: Int64 { fee + custom + commission }
    var onItsWay: Int64 { pending.values.reduce(0, +) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func aHundredRandomHistoriesLoseNoCent(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let names = (0..<100).map { "P\($0)" }
    let room = try Room(BooksTests.text, people: names) { try $0.group("X", pattern: "[first_name]") }
    var expected: [String: Expected] = [:]
    for name in names {
      try room.engine.store.record(Payee(taxForm: "W-9", paypal: "\(name)@pay.example"), of: room.people[name]!)
      let fee = Int64.random(in: 0...50_000, using: &dice)
      try room.accept(name, price: "\(Money(minorUnits: fee, currency: .usd))")
      expected[name] = Expected(fee: fee)
    }
    for step in 0..<2_000 {
      let name = names.randomElement(using: &dice)!
      try move(room, name, &expected[name]!, step, &dice)
    }
    let sums = try names.map { name in
      let standing = try room.engine.standing(of: room.people[name]!, in: room.campaign)
      let model = expected[name]!
      #expect(standing.owed == model.owed, "\(name), seed \(seed)")
      #expect(standing.paid == model.paid, "\(name), seed \(seed)")
      #expect(standing.onItsWay == model.onItsWay, "\(name), seed \(seed)")
      #expect(standing.balance == model.owed - model.paid)
      #expect(try room.balance(name) == [model.owed, model.paid])
      return model
    }
    let accounts = try room.engine.store.accounts(ofCampaign: room.campaign)
    #expect(accounts.reduce(0) { $0 + $1.amount } == 0)
    func amount(_ account: String) -> Int64 { accounts.first { $0.account == account }?.amount ?? 0 }
    #expect(amount("orders") == sums.reduce(0) { $0 + $1.sales.values.reduce(0, +) })
    #expect(amount("payable") == -sums.reduce(0) { $0 + $1.owed - $1.paid - $1.onItsWay })
    #expect(amount("on its way") == -sums.reduce(0) { $0 + $1.onItsWay })
    #expect(try room.problems() == [], "seed \(seed)")
  }

  /// One random event and what it must come to.
  private func move(
    _ room: Room, _ name: String, _ model: inout Expected, _ step: Int, _ dice: inout Dice
  ) throws {
    let amount = Int64.random(in: 1...20_000, using: &dice)
    let written = "\(Money(minorUnits: amount, currency: .usd))"
    func send(_ event: String, _ payload: [String: String], by role: String = "manager") throws -> Bool {
      let reply = try room.send(name, event, by: role, payload)
      return reply.outcome == .taken || reply.outcome == .handled
    }
    switch Int.random(in: 0..<12, using: &dice) {
    case 0...3:
      let done = try send("conversion.recorded", ["conversion": "#\(step)", "subtotal": written], by: "store")
      #expect(done)
      model.sales["#\(step)"] = amount
    case 4, 5:
      guard let order = model.sales.keys.sorted().randomElement(using: &dice) else { return }
      let left = Int64.random(in: 0...model.sales[order]!, using: &dice)
      let payload = ["conversion": order, "subtotal": "\(Money(minorUnits: left, currency: .usd))"]
      #expect(try send("conversion.refunded", payload, by: "store") == !model.voided.contains(order))
      if !model.voided.contains(order) { model.sales[order] = left }
    case 6:
      guard let order = model.sales.keys.sorted().randomElement(using: &dice) else { return }
      #expect(try send("conversion.voided", ["conversion": order], by: "store"))
      model.sales[order] = 0
      model.voided.insert(order)
    case 7:
      #expect(try send("fee.owed", ["amount": written]))
      model.custom += amount
    case 8:
      #expect(try send("payment.paid", ["amount": written, "method": "offline", "advance": "yes"]))
      model.paid += amount
    case 9:
      let due = model.owed - model.paid - model.onItsWay
      let asked = min(amount, max(1, due))
      let payload = [
        "payment": "P\(step)", "amount": "\(Money(minorUnits: asked, currency: .usd))", "method": "cash",
      ]
      #expect(try send("payment.requested", payload) == (due > 0))
      if due > 0 { model.pending["P\(step)"] = asked }
    default:
      guard let payment = model.pending.keys.sorted().randomElement(using: &dice) else { return }
      let event = ["payment.paid", "payment.failed", "payment.cancelled"].randomElement(using: &dice)!
      #expect(try send(event, ["payment": payment], by: event == "payment.cancelled" ? "manager" : "bank"))
      if event == "payment.paid" { model.paid += model.pending[payment]! }
      model.pending[payment] = nil
    }
  }

  @Test func anAccountThatWasChangedIsFound() throws {
    let room = try Room(BooksTests.text) { try $0.group("X", pattern: "[first_name]") }
    try room.accept("Jane")
    #expect(try room.problems() == [])
    try room.engine.store.database.exec("UPDATE balance SET amount = amount + 1 WHERE account = 'payable'")
    let problems = try room.problems()
    #expect(problems.contains { $0.contains("the account `payable` of participation 1 of `Spring`") })
    #expect(problems.contains { $0.contains("add up to 0.01 USD, and must add up to nothing") })
  }

  @Test func aPaymentThatWasChangedIsFound() throws {
    let room = try Room(BooksTests.text) { try $0.group("X", pattern: "[first_name]") }
    try room.accept("Jane")
    try room.send("Jane", "payment.requested", ["payment": "P1", "amount": "5 USD", "method": "offline"])
    #expect(try room.problems() == [])
    try room.engine.store.database.exec("UPDATE payment SET state = 1")
    #expect(try room.problems().contains { $0.contains("a payment of participation 1 of `Spring`") })
  }

  /// The same events as ever, without a word about the new books: each account by hand.
  @Test func eachEventMovesBetweenTwoNamedAccounts() throws {
    let room = try Room(BooksTests.text) { try $0.group("X", pattern: "[first_name]") }
    try room.accept("Jane", price: "300 USD")
    try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD"])
    try room.send("Jane", "conversion.refunded", by: "store", ["conversion": "#1", "subtotal": "40 USD"])
    try room.send("Jane", "payment.paid", ["amount": "50 USD", "method": "offline"])
    try room.send("Jane", "payment.requested", ["payment": "P1", "amount": "20 USD", "method": "offline"])
    let accounts = try room.engine.store.balances(room.row("Jane").id, currency: Int64(Currency.usd.packed))
    #expect(
      accounts == [
        "cost: fee": 30_000, "cost: commission": 300, "payable": -23_300, "paid: offline": -5_000,
        "on its way": -2_000, "orders": 4_000, "sales": -4_000,
      ])
  }
}
