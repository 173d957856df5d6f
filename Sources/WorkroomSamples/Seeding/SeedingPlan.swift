/// Makes up what one influencer does with a product that is offered to them.
struct SeedingPlan {
  static let windowEnd = Moment(day: 56)

  private var script: Script
  private var random: Randomness
  private var audience: Audience

  static func script(_ index: Int, _ person: Person) -> Script {
    var plan = SeedingPlan(
      script: Script(person: index, start: Moment(day: 0)), random: Randomness(seed: 2_718, member: index),
      audience: Audience(person))
    plan.live()
    return plan.script
  }

  private mutating func live() {
    guard random.chance(73) else { return }
    script.add(
      "influencer.invited", by: "manager",
      after: random.chance(60) ? 0...11 : 21...35, &random)
    guard random.chance(74) else { return hesitate() }
    if random.chance(3) { submit(price: random.number(5...20) * 1000, days: 0...2) }
    submit(price: nil, days: 1...12)
    if random.chance(2) { submit(price: nil, days: 0...1) }
    let moment = random.office(after: script.now, days: 1...4)
    guard random.chance(86) else {
      return script.add("proposal.declined", by: "manager", at: moment, ("reason", .text("not our audience")))
    }
    script.add("proposal.accepted", by: "manager", at: moment)
    if random.chance(3) { script.add("proposal.accepted", by: "director", at: script.now.later(minutes: 45)) }
    receive()
  }

  private mutating func hesitate() {
    if random.chance(30) { script.add("influencer.withdrew", by: "influencer", after: 1...9, &random) }
    // Too late for this campaign.
    if random.chance(4) { submit(price: nil, days: 58...62) }
  }

  private mutating func submit(price: Int?, days: ClosedRange<Int>) {
    let moment = random.moment(after: script.now, days: days)
    guard let price else {
      return script.add("proposal.submitted", by: "influencer", at: moment, ("tasks", .number(1)))
    }
    script.add(
      "proposal.submitted", by: "influencer", at: moment, ("price", .money(cents: price)),
      ("tasks", .number(1)))
  }

  // MARK: The parcel

  private mutating func receive() {
    if random.chance(3) { script.add("shipment.delivered", by: "carrier", at: script.now.later(minutes: 20)) }
    send()
    if random.chance(8) {
      comeBack()
      send()
      if random.chance(40) { return comeBack() }
    }
    if random.chance(3) { return script.add("influencer.withdrew", by: "influencer", after: 1...1, &random) }
    if random.chance(4) {
      // The post is there before the carrier has told us of the parcel.
      return show(at: random.moment(after: script.now, days: 4...8))
    }
    guard random.chance(98) else { return }
    script.add(
      "shipment.delivered", by: "carrier", after: random.chance(7) ? 9...13 : 2...6, &random)
    if random.chance(2) {
      script.add("payment.paid", by: "manager", after: 2...6, &random, ("amount", .money(cents: 5_000)))
    }
    // A few show it long after the end.
    if random.chance(64) {
      show(at: random.moment(after: script.now, days: random.chance(9) ? 33...50 : 2...24))
    }
  }

  private mutating func send() {
    script.add(
      "order.created", by: "store", after: 0...1, &random, ("cost", .money(cents: 1_120)),
      ("shipping", .money(cents: 490)))
    script.add(
      "shipment.sent", by: "store", at: random.office(after: script.now, days: 1...3),
      ("shipment", .text("1Z\(random.number(100_000...999_999))")))
  }

  private mutating func comeBack() {
    let what = random.chance(50) ? "shipment.returned" : "shipment.failed"
    script.add(what, by: "carrier", after: 4...7, &random)
  }

  private mutating func show(at moment: Moment) {
    audience.post(&script, at: moment, measuredAfter: [7], &random)
    guard random.chance(35) else { return }
    audience.post(&script, at: random.moment(after: script.now, days: 3...12), measuredAfter: [], &random)
  }
}
