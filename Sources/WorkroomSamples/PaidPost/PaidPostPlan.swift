/// Makes up the way of one influencer from an invitation to a paid post.
struct PaidPostPlan {
  static let windowEnd = Moment(day: 49)
  static let mostWePay = 150_000

  private var script: Script
  private var random: Randomness
  private var audience: Audience
  private var price = 0

  static func script(_ index: Int, _ person: Person) -> Script {
    var plan = PaidPostPlan(
      script: Script(person: index, start: Moment(day: 0)), random: Randomness(seed: 3_141, member: index),
      audience: Audience(person))
    plan.live(person)
    return plan.script
  }

  private mutating func live(_ person: Person) {
    guard random.chance(76) else { return }
    script.add(
      "influencer.invited", by: "manager",
      after: random.chance(55) ? 0...8 : 16...29, &random)
    if random.chance(7) { return script.add("influencer.withdrew", by: "influencer", after: 1...9, &random) }
    guard random.chance(80) else {
      if random.chance(8) { propose(person, days: 50...54) }
      return
    }
    propose(person, days: 1...10)
    if negotiate() { keepContract() }
  }

  // MARK: The fee

  private mutating func propose(_ person: Person, days: ClosedRange<Int>) {
    price = min(300_000, 15_000 + person.followers / 1_000 * random.number(10...22) * 100) / 1_000 * 1_000
    script.add(
      "proposal.submitted", by: "influencer", after: days, &random, ("price", .money(cents: price)),
      ("tasks", .number(1)))
  }

  /// Offers to and fro; whether they end in an agreement.
  private mutating func negotiate() -> Bool {
    let asked = price
    for round in 0..<3 {
      guard price > 30_000, random.chance(round == 0 ? 65 : 45) else { break }
      offer("proposal.negotiated", by: "manager", asked * (65 + round * 8) / 100)
      switch random.number(0...99) {
      case 0...54:
        script.add("offer.taken", by: "influencer", after: 0...3, &random)
        return true
      case 55...64: return false
      default: offer("proposal.countered", by: "influencer", asked * (92 - round * 4) / 100)
      }
    }
    return decide()
  }

  private mutating func offer(_ name: String, by role: String, _ cents: Int) {
    price = cents / 1_000 * 1_000
    let days = role == "manager" ? 1...2 : 0...3
    script.add(name, by: role, after: days, &random, ("price", .money(cents: price)))
  }

  private mutating func decide() -> Bool {
    let moment = random.office(after: script.now, days: 1...3)
    guard random.chance(84) else {
      script.add("proposal.declined", by: "manager", at: moment, ("reason", .text("over the budget")))
      return false
    }
    guard price > PaidPostPlan.mostWePay else {
      script.add("proposal.accepted", by: "manager", at: moment)
      if random.chance(4) {
        script.add("proposal.accepted", by: "manager", at: script.now.later(minutes: 12))
      }
      return true
    }
    if random.chance(40) { script.add("proposal.accepted", by: "manager", at: moment) }
    script.add(
      "proposal.accepted", by: "director", at: random.office(after: max(moment, script.now), days: 0...2))
    return true
  }

  // MARK: The contract and the draft

  private mutating func keepContract() {
    switch random.number(0...99) {
    case 0...3: return
    case 4...6: return script.add("contract.declined", by: "influencer", after: 1...6, &random)
    case 7...8:
      return script.add(
        "proposal.deleted", by: "manager", after: 1...3, &random,
        ("reason", .text("the campaign became smaller")))
    default: script.add("contract.completed", by: "influencer", after: 1...7, &random)
    }
    if random.chance(3) { return script.add("influencer.withdrew", by: "influencer", after: 2...8, &random) }
    if random.chance(4) { pay(price / 2, days: 1...2) }
    if random.chance(3) {
      audience.post(&script, at: random.moment(after: script.now, days: 3...6), measuredAfter: [], &random)
    }
    if draft() { publish() }
  }

  /// Rounds of a draft; whether it is approved in the end.
  private mutating func draft() -> Bool {
    for round in 0...2 {
      script.add(
        "content.draft_submitted", by: "influencer", after: 3...8, &random,
        ("content", .text("draft-\(script.person)-\(round + 1)")))
      if round == 0, random.chance(2) {
        script.add("content.rejected", by: "director", after: 1...3, &random)
        return false
      }
      guard random.chance(round == 0 ? 38 : 28) else { break }
      script.add(
        "content.changes_requested", by: "manager", after: 0...3, &random,
        ("reason", .text(random.pick(["show the label", "shorter, please", "the #ad mark is missing"]))))
    }
    script.add(
      "content.approved", by: random.chance(90) ? "manager" : "director",
      after: 0...3, &random)
    return true
  }

  // MARK: The post and the money

  private mutating func publish() {
    switch random.number(0...99) {
    case 0...1:
      return script.add(
        "influencer.withdrew", by: "influencer", after: 1...4, &random,
        ("reason", .text("a conflict with another brand")))
    case 2...3:
      return script.add("proposal.deleted", by: "manager", after: 1...4, &random)
    default: break
    }
    let early = price / 2
    let paysEarly = random.chance(70)
    if paysEarly { pay(early, days: 1...3) }
    if random.chance(4) { return }
    audience.post(
      &script, at: random.moment(after: max(script.now, Moment(day: 40)), days: 1...9), measuredAfter: [7],
      &random)
    // A post before the window does not count, and has to be made again inside it.
    if script.now < PaidPostRun.delivery.lowerBound {
      audience.post(
        &script, at: random.moment(after: PaidPostRun.delivery.lowerBound, days: 0...3), measuredAfter: [7],
        &random)
    }
    guard random.chance(92) else { return }
    pay(paysEarly ? price - early : price, days: 5...13)
    if random.chance(3) {
      script.add(
        "payment.cancelled", by: "bank", after: 1...2, &random,
        ("amount", .money(cents: paysEarly ? price - early : price)))
    }
  }

  private mutating func pay(_ cents: Int, days: ClosedRange<Int>) {
    let role = random.chance(50) ? "manager" : "director"
    // Not everybody says how.
    let tellsHow = random.chance(88)
    script.add(
      "payment.paid", by: role, after: days, &random,
      ("amount", .money(cents: cents)), tellsHow ? ("method", .text("offline")) : nil)
  }
}
