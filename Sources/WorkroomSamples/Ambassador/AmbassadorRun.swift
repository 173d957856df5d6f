/// What the ambassador workflow makes of a history, event by event.
///
/// It is written from `ambassador.workflow` and as short as it can be: it keeps what the expected figures need, and no
/// mails, notes or reminders.
struct AmbassadorRun {
  enum Stage: String, CaseIterable {
    case assigned, invited, proposed, active, completed, declined, withdrawn, no_reply
  }
  enum Parcel { case toOrder, packing, onItsWay, delivered }
  enum Progress { case toPost, selling, sold }

  /// One participation.
  struct Life {
    var stage = Stage.assigned
    var since = Moment(day: 0)
    var price = 0
    var rounds = 0
    var parcel = Parcel.toOrder
    var progress = Progress.toPost
    var posted: Moment?
    var owed = 0
    var paid = 0

    var isFinished: Bool { [.completed, .declined, .withdrawn, .no_reply].contains(stage) }
  }

  static let mostWePay = 40_000
  static let mostRounds = 4
  static let moreCodesAt = Moment(week: 6)
  private static let delivery = Moment(day: 7)..<Moment(day: 77)

  private(set) var lives: [Life]
  private(set) var codes: CodePool
  private var moreCodes: [String]
  private(set) var waitingForMore = 0
  private(set) var accepted = 0
  private(set) var reached: [Stage: Int] = [:]
  private(set) var replies: [Reply: Int] = [:]

  init(people: Int, codes: [String], moreCodes: [String]) {
    lives = Array(repeating: Life(), count: people)
    self.codes = CodePool(codes)
    self.moreCodes = moreCodes
  }

  mutating func take(_ history: [RecordedEvent]) {
    for event in history {
      if event.at >= AmbassadorRun.moreCodesAt { receiveCodes() }
      wait(event.person, until: event.at)
      replies[take(event), default: 0] += 1
      complete(event.person, at: event.at)
    }
    for person in lives.indices { wait(person, until: .end) }
  }

  private mutating func receiveCodes() {
    guard !moreCodes.isEmpty else { return }
    waitingForMore = codes.line.count
    codes.add(moreCodes, at: AmbassadorRun.moreCodesAt)
    moreCodes = []
  }

  // MARK: Time

  private mutating func wait(_ person: Int, until now: Moment) {
    let life = lives[person]
    if life.stage == .invited, life.since.later(days: 30) <= now {
      enter(.no_reply, person, at: life.since.later(days: 30))
    }
    if life.stage == .active, life.progress == .selling, let posted = life.posted,
      posted.later(days: 21) <= now
    {
      lives[person].progress = .sold
    }
    complete(person, at: now)
  }

  private mutating func complete(_ person: Int, at now: Moment) {
    let life = lives[person]
    guard life.stage == .active, life.parcel == .delivered, life.progress == .sold, codes.holds(person) else {
      return
    }
    enter(.completed, person, at: now)
  }

  private mutating func enter(_ stage: Stage, _ person: Int, at now: Moment) {
    lives[person].stage = stage
    lives[person].since = now
    reached[stage, default: 0] += 1
  }

  // MARK: Events

  private mutating func take(_ event: RecordedEvent) -> Reply {
    let person = event.person
    let life = lives[person]
    switch (event.name, life.stage) {
    case ("influencer.invited", .assigned): enter(.invited, person, at: event.at)
    case ("influencer.withdrew", _) where !life.isFinished: leave(event)
    case ("proposal.deleted", .active): leave(event)
    case ("influencer.withdrew", _), ("proposal.deleted", _): return .refused
    case ("proposal.submitted", .invited) where event.at < AmbassadorPlan.windowEnd:
      lives[person].price = event.cents("price") ?? 0
      enter(.proposed, person, at: event.at)
    case ("proposal.submitted", _): return event.role == "system" ? .ignored : .refused
    case ("proposal.negotiated", .proposed), ("proposal.countered", .proposed):
      guard life.rounds < AmbassadorRun.mostRounds else { return .refused }
      lives[person].price = event.cents("price") ?? 0
      lives[person].rounds += 1
    case ("proposal.accepted", .proposed)
    where event.role == "director" || life.price <= AmbassadorRun.mostWePay:
      accepted += 1
      enter(.active, person, at: event.at)
      codes.ask(person, at: event.at)
    case ("proposal.declined", .proposed): enter(.declined, person, at: event.at)
    case ("proposal.accepted", _), ("proposal.declined", _), ("proposal.negotiated", _),
      ("proposal.countered", _):
      return .refused
    default: return takeOutside(event)
    }
    return .taken
  }

  /// Codes, parcels, posts and money: nobody is refused for reporting them, but for paying too early.
  private mutating func takeOutside(_ event: RecordedEvent) -> Reply {
    let person = event.person
    let life = lives[person]
    switch (event.name, life.parcel) {
    case ("discount.disabled", _):
      guard codes.holds(person) else { return .taken }
      codes.disable(person, at: event.at)
      if life.stage == .active { codes.ask(person, at: event.at) }
    case ("content.posted", _)
    where life.stage == .active && life.progress == .toPost && AmbassadorRun.delivery.contains(event.at):
      lives[person].progress = .selling
      lives[person].posted = event.at
      lives[person].owed += life.price
    case ("payment.paid", _) where life.stage == .active && life.progress == .toPost: return .refused
    case ("payment.paid", _): lives[person].paid += event.cents("amount") ?? 0
    case ("payment.cancelled", _): lives[person].paid -= event.cents("amount") ?? 0
    case (_, _) where life.stage != .active: break
    case ("order.created", .toOrder): lives[person].parcel = .packing
    case ("order.cancelled", .packing), ("shipment.returned", .onItsWay), ("shipment.failed", .onItsWay):
      lives[person].parcel = .toOrder
    case ("shipment.sent", .packing): lives[person].parcel = .onItsWay
    case ("shipment.delivered", .packing), ("shipment.delivered", .onItsWay):
      lives[person].parcel = .delivered
    default: break
    }
    return .taken
  }

  private mutating func leave(_ event: RecordedEvent) {
    // A code that comes back while others are unused could be handed out at once or last: the history avoids the question.
    let isClear = !codes.holds(event.person) || !codes.line.isEmpty || event.at >= Moment(week: 9)
    precondition(isClear, "person \(event.person) gives back a code while some are unused")
    codes.release(event.person, at: event.at)
    lives[event.person].owed = 0
    enter(.withdrawn, event.person, at: event.at)
  }
}
