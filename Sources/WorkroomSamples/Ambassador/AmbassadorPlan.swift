/// Makes up the life of one ambassador.
///
/// The plan only says what people and systems do and when. It does not know the workflow: what comes of it, and who gets
/// which code, is for `AmbassadorRun` to tell.
struct AmbassadorPlan {
  static let windowEnd = Moment(day: 42)

  private var script: Script
  private var random: Randomness
  private var audience: Audience
  private var price = 0

  static func script(_ index: Int, _ person: Person) -> Script {
    var plan = AmbassadorPlan(
      script: Script(person: index, start: Moment(day: 0)), random: Randomness(seed: 1_701, member: index),
      audience: Audience(person))
    plan.live()
    return plan.script
  }

  private mutating func live() {
    guard random.chance(76) else {
      if random.chance(4) { propose(at: random.moment(after: script.now, days: 5...12)) }
      return
    }
    let first = random.chance(88) ? 0...8 : 14...18
    script.add("influencer.invited", by: "manager", after: first, &random)
    if random.chance(8) {
      return script.add(
        "influencer.withdrew", by: "influencer", after: 1...12, &random, ("reason", .text("no time")))
    }
    guard random.chance(87) else { return ask() }
    if random.chance(9) { ask() }
    propose(at: random.moment(after: script.now, days: 1...11))
    negotiate()
    if decide() { beActive() }
  }

  private mutating func ask() {
    script.add("email.replied", by: "influencer", after: 1...6, &random)
  }

  // MARK: Proposal

  private mutating func propose(at moment: Moment) {
    price = random.chance(24) ? 0 : random.number(5...60) * 1000
    let tasks = random.number(1...3)
    script.add(
      "proposal.submitted", by: "influencer", at: moment, ("price", .money(cents: price)),
      ("tasks", .number(tasks)))
    if random.chance(2) {
      // The form was sent twice.
      script.add(
        "proposal.submitted", by: "system", at: script.now.later(minutes: 2), ("price", .money(cents: price)),
        ("tasks", .number(tasks)))
    }
  }

  private mutating func negotiate() {
    guard price > 25_000, random.chance(62) else { return }
    let asked = price
    offer("proposal.negotiated", by: "manager", asked * 7 / 10, days: 1...2)
    guard random.chance(45) else { return }
    offer("proposal.countered", by: "influencer", asked * 85 / 100, days: 0...2)
    guard random.chance(50) else { return }
    offer("proposal.negotiated", by: "manager", asked * 78 / 100, days: 0...1)
  }

  private mutating func offer(_ name: String, by role: String, _ cents: Int, days: ClosedRange<Int>) {
    price = cents / 1000 * 1000
    script.add(name, by: role, after: days, &random, ("price", .money(cents: price)))
  }

  private mutating func decide() -> Bool {
    let moment = random.office(after: script.now, days: 1...4)
    if random.chance(11) {
      script.add(
        "proposal.declined", by: "manager", at: moment,
        ("reason", .text(random.pick(["does not fit the brand", "too late", "too dear"]))))
      return false
    }
    if price > 40_000 {
      if random.chance(45) { script.add("proposal.accepted", by: "manager", at: moment) }
      script.add(
        "proposal.accepted", by: "director", at: random.office(after: max(moment, script.now), days: 0...2))
    } else {
      script.add("proposal.accepted", by: "manager", at: moment)
    }
    if random.chance(4) {
      script.add("proposal.accepted", by: "manager", at: script.now.later(minutes: random.number(1...200)))
    }
    return true
  }

  // MARK: Active

  private mutating func beActive() {
    if script.person % 23 == 5, script.now < Moment(day: 24) {
      sendParcel()
      return withdraw(at: Moment(day: 31, minute: 480 + script.person))
    }
    sendParcel()
    guard random.chance(90) else {
      let moment = random.office(after: Moment(day: 56), days: 0...12)
      switch random.number(0...9) {
      case 0...4: withdraw(at: moment)
      case 5...6:
        script.add("proposal.deleted", by: "manager", at: moment, ("reason", .text("no post, no answer")))
      default: break
      }
      return
    }
    if price > 0, random.chance(4) { pay(at: random.office(after: script.now, days: 0...1)) }
    sell()
  }

  private mutating func sendParcel() {
    if random.chance(3) { script.add("shipment.delivered", by: "carrier", at: script.now.later(minutes: 30)) }
    order(1, days: 0...1)
    if random.chance(2) {
      script.add(
        "order.cancelled", by: "store", after: 1...1, &random, ("order", .text("G\(script.person)-1")))
      order(2, days: 2...3)
    }
    ship()
    if random.chance(3) {
      script.add("shipment.returned", by: "carrier", after: 5...8, &random)
      order(3, days: 1...2)
      ship()
    }
    guard random.chance(97) else { return }
    script.add(
      "shipment.delivered", by: "carrier", after: random.chance(8) ? 12...15 : 2...5, &random)
  }

  private mutating func order(_ number: Int, days: ClosedRange<Int>) {
    let moment = random.moment(after: script.now, days: days)
    script.add(
      "order.created", by: "store", at: moment, ("order", .text("G\(script.person)-\(number)")),
      ("cost", .money(cents: 1_450 + script.person % 7 * 150)), ("shipping", .money(cents: 490)))
  }

  private mutating func ship() {
    script.add(
      "shipment.sent", by: "store", at: random.office(after: script.now, days: 1...2),
      ("shipment", .text("1Z\(random.number(100_000...999_999))")))
  }

  private mutating func withdraw(at moment: Moment) {
    script.add(
      "influencer.withdrew", by: "influencer", at: moment,
      ("reason", .text(random.pick(["moved abroad", "another brand", "ill"]))))
    if random.chance(30) { script.add("influencer.withdrew", by: "manager", after: 1...2, &random) }
  }

  private mutating func sell() {
    audience.post(
      &script, at: random.moment(after: script.now, days: 2...10), measuredAfter: [1, 7, 21, 35, 49], &random)
    let posted = script.now
    if random.chance(30) {
      audience.post(&script, at: random.moment(after: posted, days: 4...9), measuredAfter: [7], &random)
    }
    if price == 0, random.chance(7), posted > Moment(day: 43) {
      return withdraw(at: posted.later(days: 14))
    }
    if script.person % 9 == 3, posted > Moment(day: 26), posted < Moment(day: 48) {
      let found = random.office(after: max(posted, Moment(day: 44)), days: 1...2)
      script.report("discount.disabled", by: "manager", at: found, ("reason", .text("on a coupon site")))
    }
    guard price > 0 else { return }
    pay(at: random.office(after: script.now, days: 4...12))
    guard random.chance(3) else { return }
    let amount = RecordedEvent.Value.money(cents: price)
    script.add("payment.cancelled", by: "bank", after: 1...3, &random, ("amount", amount))
    pay(at: random.office(after: script.now, days: 1...3))
  }

  private mutating func pay(at moment: Moment) {
    // Not everybody says how.
    let tellsHow = random.chance(85)
    script.add(
      "payment.paid", by: "manager", at: moment, ("amount", .money(cents: price)),
      tellsHow ? ("method", .text("offline")) : nil)
  }
}
