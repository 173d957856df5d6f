/// What the seeding workflow makes of a history, event by event; as short as the expected figures allow.
struct SeedingRun {
  enum Stage: String, CaseIterable {
    case assigned, invited, proposed, to_order, packing, on_its_way, silent, shown, completed, declined,
      withdrawn, undeliverable, no_reply
  }

  struct Life {
    var stage = Stage.assigned
    var since = Moment(day: 0)
    var received: Moment?
    var parcels = 0
    var posts = 0
    var hasPosted = false
  }

  static let mostParcels = 2

  private(set) var lives: [Life]
  private(set) var accepted = 0
  private(set) var reached: [Stage: Int] = [:]
  private(set) var replies: [Reply: Int] = [:]

  init(people: Int) { lives = Array(repeating: Life(), count: people) }

  mutating func take(_ history: [RecordedEvent]) {
    for event in history {
      wait(event.person, until: event.at)
      replies[take(event), default: 0] += 1
    }
    for person in lives.indices { wait(person, until: .end) }
  }

  private mutating func wait(_ person: Int, until now: Moment) {
    let life = lives[person]
    if life.stage == .invited, life.since.later(days: 21) <= now { enter(.no_reply, person, at: now) }
    if let received = life.received, life.stage == .silent || life.stage == .shown,
      received.later(days: 30) <= now
    {
      enter(.completed, person, at: now)
    }
  }

  private mutating func enter(_ stage: Stage, _ person: Int, at now: Moment) {
    if lives[person].stage == .on_its_way, stage == .silent || stage == .shown {
      lives[person].received = now
    }
    lives[person].stage = stage
    lives[person].since = now
    reached[stage, default: 0] += 1
  }

  private var finals: Set<Stage> { [.completed, .declined, .withdrawn, .undeliverable, .no_reply] }

  private mutating func take(_ event: RecordedEvent) -> Reply {
    let person = event.person
    let stage = lives[person].stage
    if event.name == "content.posted" { lives[person].hasPosted = true }
    switch (event.name, stage) {
    case ("influencer.invited", .assigned): enter(.invited, person, at: event.at)
    case ("influencer.withdrew", _) where !finals.contains(stage): enter(.withdrawn, person, at: event.at)
    case ("proposal.submitted", .invited)
    where event.at < SeedingPlan.windowEnd && event.cents("price") == nil:
      enter(.proposed, person, at: event.at)
    case ("proposal.accepted", .proposed):
      accepted += 1
      enter(.to_order, person, at: event.at)
    case ("proposal.declined", .proposed): enter(.declined, person, at: event.at)
    case ("influencer.withdrew", _), ("proposal.submitted", _), ("proposal.accepted", _),
      ("proposal.declined", _):
      return .refused
    case ("payment.paid", _) where !finals.contains(stage): return .refused
    case ("order.created", .to_order): enter(.packing, person, at: event.at)
    case ("shipment.sent", .packing):
      lives[person].parcels += 1
      enter(.on_its_way, person, at: event.at)
    case ("shipment.returned", .on_its_way), ("shipment.failed", .on_its_way):
      enter(lives[person].parcels < SeedingRun.mostParcels ? .to_order : .undeliverable, person, at: event.at)
    case ("shipment.delivered", .on_its_way): enter(.silent, person, at: event.at)
    case ("content.posted", .on_its_way), ("content.posted", .silent):
      lives[person].posts += 1
      enter(.shown, person, at: event.at)
    case ("content.posted", .shown): lives[person].posts += 1
    default: break
    }
    return .taken
  }
}
