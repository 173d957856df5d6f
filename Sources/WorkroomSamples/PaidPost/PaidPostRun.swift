/// What the paid-post workflow makes of a history, event by event; as short as the expected figures allow.
struct PaidPostRun {
  enum Stage: String, CaseIterable {
    case assigned, invited, proposed, offered, signing, drafting, in_review, to_post, to_pay, completed,
      declined, cancelled, no_reply
  }

  struct Life {
    var stage = Stage.assigned
    var since = Moment(day: 0)
    var price = 0
    var offers = 0
    var changes = 0
    var owedForDraft = 0
    var owedForPost = 0
    var paid = 0
  }

  static let delivery = Moment(day: 42)..<Moment(day: 77)
  static let mostOffers = 3
  static let mostChanges = 2

  private(set) var lives: [Life]
  private(set) var agreed = 0
  private(set) var reached: [Stage: Int] = [:]
  private(set) var replies: [Reply: Int] = [:]

  init(people: Int) { lives = Array(repeating: Life(), count: people) }

  mutating func take(_ history: [RecordedEvent]) {
    for event in history {
      wait(event.person, until: event.at)
      replies[take(event), default: 0] += 1
      if lives[event.person].stage == .to_pay, lives[event.person].paid >= lives[event.person].price {
        enter(.completed, event.person, at: event.at)
      }
    }
    for person in lives.indices { wait(person, until: .end) }
  }

  private mutating func wait(_ person: Int, until now: Moment) {
    let life = lives[person]
    switch life.stage {
    case .invited where life.since.later(days: 28) <= now: enter(.no_reply, person, at: now)
    case .offered where life.since.later(days: 14) <= now: enter(.no_reply, person, at: now)
    case .signing where life.since.later(days: 14) <= now: enter(.cancelled, person, at: now)
    default: break
    }
  }

  private mutating func enter(_ stage: Stage, _ person: Int, at now: Moment) {
    if stage == .signing { agreed += 1 }
    lives[person].stage = stage
    lives[person].since = now
    reached[stage, default: 0] += 1
  }

  private func isFinished(_ stage: Stage) -> Bool {
    [.completed, .declined, .cancelled, .no_reply].contains(stage)
  }

  private mutating func take(_ event: RecordedEvent) -> Reply {
    let person = event.person
    let life = lives[person]
    switch (event.name, life.stage) {
    case ("influencer.invited", .assigned): enter(.invited, person, at: event.at)
    case ("influencer.withdrew", _) where !isFinished(life.stage):
      (lives[person].owedForDraft, lives[person].owedForPost) = (0, 0)
      enter(.cancelled, person, at: event.at)
    case ("proposal.submitted", .invited) where event.at < PaidPostPlan.windowEnd: name(event, .proposed)
    case ("proposal.negotiated", .proposed) where life.offers < PaidPostRun.mostOffers:
      lives[person].offers += 1
      name(event, .offered)
    case ("proposal.countered", .offered): name(event, .proposed)
    case ("offer.taken", .offered): enter(.signing, person, at: event.at)
    case ("proposal.accepted", .proposed)
    where event.role == "director" || life.price <= PaidPostPlan.mostWePay:
      enter(.signing, person, at: event.at)
    case ("proposal.declined", .proposed), ("proposal.declined", .offered):
      enter(.declined, person, at: event.at)
    case ("proposal.deleted", .signing), ("proposal.deleted", .drafting), ("proposal.deleted", .in_review),
      ("proposal.deleted", .to_post), ("proposal.deleted", .to_pay):
      enter(.cancelled, person, at: event.at)
    case ("contract.completed", .signing): enter(.drafting, person, at: event.at)
    case ("contract.declined", .signing): enter(.cancelled, person, at: event.at)
    default:
      return event.name.hasPrefix("proposal.") || ["offer.taken", "influencer.withdrew"].contains(event.name)
        ? .refused : takeWork(event)
    }
    return .taken
  }

  private mutating func name(_ event: RecordedEvent, _ stage: Stage) {
    lives[event.person].price = event.cents("price") ?? 0
    enter(stage, event.person, at: event.at)
  }

  /// Drafts, posts and payments.
  private mutating func takeWork(_ event: RecordedEvent) -> Reply {
    let person = event.person
    let life = lives[person]
    switch (event.name, life.stage) {
    case ("content.draft_submitted", .drafting): enter(.in_review, person, at: event.at)
    case ("content.changes_requested", .in_review) where life.changes < PaidPostRun.mostChanges:
      lives[person].changes += 1
      enter(.drafting, person, at: event.at)
    case ("content.changes_requested", _): return .refused
    case ("content.rejected", .in_review): enter(.cancelled, person, at: event.at)
    case ("content.approved", .in_review):
      lives[person].owedForDraft = Dollars.share(50, of: life.price)
      enter(.to_post, person, at: event.at)
    case ("content.posted", .to_post) where PaidPostRun.delivery.contains(event.at):
      lives[person].owedForPost = life.price - life.owedForDraft
      enter(.to_pay, person, at: event.at)
    case ("payment.paid", .drafting), ("payment.paid", .in_review): return .refused
    case ("payment.paid", _): lives[person].paid += event.cents("amount") ?? 0
    case ("payment.cancelled", _): lives[person].paid -= event.cents("amount") ?? 0
    default: break
    }
    return .taken
  }
}
