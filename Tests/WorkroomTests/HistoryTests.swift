import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Random histories of whole participations: whatever happens, somebody is owed their fee, commission and extras less what
/// they got, and all accounts together hold nothing; after each event.
@Suite struct HistoryTests {
  /// What a person's money must be, reckoned by the rules of the domain alone.
  private struct Model {
    enum Stage { case invited, proposed, active, over }
    struct Sale {
      var worth: Int64
      var isVoided = false
    }

    var stage = Stage.invited
    var price: Int64 = 0
    var fee: Int64 = 0
    var custom: Int64 = 0
    var sales: [String: Sale] = [:]
    var paid: Int64 = 0
    /// Payments with a name: on their way, and paid offline.
    var pending: [String: Int64] = [:]
    var offline: [String: Int64] = [:]

    /// 12.5% of each sale that counts, half to even.
    var commission: Int64 {
      sales.values.filter { !$0.isVoided }.reduce(0) { sum, sale in
        let (whole, rest) = (sale.worth * 125).quotientAndRemainder(dividingBy: 1000)
        return sum + whole + (rest * 2 > 1000 || rest * 2 == 1000 && whole % 2 == 1 ? 1 : 0)
      }
    }
    var onItsWay: Int64 { pending.values.reduce(0, +) }
    var owed: Int64 { fee + commission + custom }
    var due: Int64 { owed - paid - onItsWay }
  }

  private static let usd = Int64(Currency.usd.packed)

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func afterEachEventEverythingAddsUp(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let names = (0..<5).map { "P\($0)" }
    let room = try Room("", people: names)
    var models: [String: Model] = [:]
    for name in names {
      models[name] = Model()
      try room.engine.store.record(Payee(taxForm: "W-9", paypal: "\(name)@pay.example"), of: room.people[name]!)
    }
    for step in 0..<160 {
      let name = names.randomElement(using: &dice)!
      try move(room, name, &models[name]!, step, &dice)
      try check(room, models, "seed \(seed), step \(step)")
    }
    #expect(try room.problems() == [], "seed \(seed)")
  }

  private func check(_ room: Room, _ models: [String: Model], _ place: Comment) throws {
    for (name, model) in models {
      let now = try room.engine.standing(of: room.people[name]!, in: room.campaign)
      #expect(
        [now.owed, now.paid, now.onItsWay, now.due] == [model.owed, model.paid, model.onItsWay, model.due], place)
    }
    #expect(try room.engine.store.unbalanced(room.campaign).isEmpty, place)
  }

  /// One random event; whether it is taken must be what the rules say.
  private func move(
    _ room: Room, _ name: String, _ model: inout Model, _ step: Int, _ dice: inout Dice
  ) throws {
    let amount = Int64.random(in: 1...30_000, using: &dice)
    func text(_ amount: Int64) -> String { "\(Money(minorUnits: amount, currency: .usd))" }
    func sent(_ event: String, _ payload: [String: String] = [:], _ role: String = "manager") throws -> Bool {
      let reply = try room.send(name, event, by: role, payload)
      return reply.outcome == .taken || reply.outcome == .handled
    }
    let order = model.sales.keys.sorted().randomElement(using: &dice)
    switch Int.random(in: 0..<20, using: &dice) {
    case 0...2:
      let fits = model.stage == .invited
      #expect(try sent("proposal.submitted", ["price": text(amount)]) == fits)
      if fits { (model.stage, model.price) = (.proposed, amount) }
    case 3, 4:
      let fits = model.stage == .proposed
      #expect(try sent("proposal.accepted") == fits)
      if fits { (model.stage, model.fee) = (.active, model.price) }
    case 5:
      let fits = model.stage == .proposed && step % 4 == 0
      guard fits else { return }
      #expect(try sent("proposal.declined"))
      model.stage = .over
    case 6:
      guard step % 5 == 0, model.stage == .active else { return }
      #expect(try sent("proposal.deleted"))
      (model.stage, model.fee) = (.over, 0)
    case 7...9:
      let payload = ["conversion": "#\(step)", "subtotal": text(amount), "rate": "12.5%"]
      guard model.stage == .active else { return }
      #expect(try sent("conversion.recorded", payload, "store"))
      model.sales["#\(step)"] = Model.Sale(worth: amount)
    case 10, 11: try refund(order, amount, &model, text) { try sent($0, $1, $2) }
    case 12: try voidOrRestore(order, step, &model) { try sent($0, $1, $2) }
    case 13:
      guard model.stage == .active else { return }
      #expect(try sent("fee.owed", ["amount": text(amount)]))
      model.custom += amount
    case 14: try pay(amount, step, &model, text) { try sent($0, $1, $2) }
    case 15, 16:
      guard model.stage == .active else { return }
      let asked = min(amount, max(1, model.due))
      let payload = ["payment": "P\(step)", "amount": text(asked), "method": "cash"]
      #expect(try sent("payment.requested", payload) == (model.due > 0))
      if model.due > 0 { model.pending["P\(step)"] = asked }
    default: try settle(step, &model, &dice) { try sent($0, $1, $2) }
    }
  }

  private typealias Sent = (String, [String: String], String) throws -> Bool

  private func refund(
    _ order: String?, _ amount: Int64, _ model: inout Model, _ text: (Int64) -> String,
    _ sent: Sent
  ) throws {
    let sale = order.flatMap { model.sales[$0] } ?? Model.Sale(worth: 0)
    guard model.stage == .active else { return }
    let fits = !sale.isVoided && amount <= sale.worth
    let payload = ["conversion": order ?? "#none", "amount": text(amount)]
    #expect(try sent("conversion.refunded", payload, "manager") == fits)
    if fits { model.sales[order!]!.worth -= amount }
  }

  private func voidOrRestore(_ order: String?, _ step: Int, _ model: inout Model, _ sent: Sent) throws {
    guard model.stage == .active else { return }
    let isVoided = order.map { model.sales[$0]!.isVoided }
    if step % 2 == 0 {
      #expect(try sent("conversion.voided", ["conversion": order ?? "#none"], "manager") == (order != nil))
      if let order { model.sales[order]!.isVoided = true }
    } else {
      #expect(try sent("conversion.restored", ["conversion": order ?? "#none"], "manager") == (isVoided == true))
      if isVoided == true { model.sales[order!]!.isVoided = false }
    }
  }

  private func pay(
    _ amount: Int64, _ step: Int, _ model: inout Model, _ text: (Int64) -> String, _ sent: Sent
  ) throws {
    guard model.stage == .active else { return }
    let isAdvance = step % 3 == 0
    var payload = ["amount": text(amount), "payment": "Q\(step)", "method": "offline"]
    if isAdvance { payload["advance"] = "yes" }
    let fits = isAdvance || amount <= max(0, model.due)
    #expect(try sent("payment.paid", payload, "manager") == fits)
    guard fits else { return }
    model.paid += amount
    model.offline["Q\(step)"] = amount
  }

  private func settle(_ step: Int, _ model: inout Model, _ dice: inout Dice, _ sent: Sent) throws {
    guard model.stage == .active else { return }
    if let payment = model.pending.keys.sorted().randomElement(using: &dice) {
      let event = ["payment.paid", "payment.failed", "payment.cancelled"].randomElement(using: &dice)!
      #expect(try sent(event, ["payment": payment], event == "payment.cancelled" ? "manager" : "bank"))
      if event == "payment.paid" { model.paid += model.pending[payment]! }
      model.pending[payment] = nil
      // Once settled it stays so.
      #expect(try !sent("payment.paid", ["payment": payment], "bank"))
    } else if let payment = model.offline.keys.sorted().randomElement(using: &dice), step % 2 == 0 {
      #expect(try sent("payment.cancelled", ["payment": payment], "manager"))
      model.paid -= model.offline.removeValue(forKey: payment)!
    }
  }
}
