/// Something that happened to one influencer of a campaign.
struct RecordedEvent {
  enum Value {
    case text(String)
    case number(Int)
    case money(cents: Int)
  }

  /// The influencer's place in the campaign's list.
  let person: Int
  let at: Moment
  let name: String
  let role: String
  let payload: [(name: String, value: Value)]

  /// An amount of the payload in cents.
  func cents(_ name: String) -> Int? {
    for member in payload where member.name == name {
      if case .money(let cents) = member.value { return cents }
    }
    return nil
  }
}

/// What an engine answers to an event.
enum Reply {
  case taken
  /// A person asked for what is not possible.
  case refused
  /// A system reported what nobody waits for.
  case ignored
}

/// The life of one influencer while it is being made up; each event is later than the one before.
struct Script {
  let person: Int
  private(set) var now: Moment
  private(set) var events: [RecordedEvent] = []

  init(person: Int, start: Moment) {
    self.person = person
    now = start
  }

  mutating func add(
    _ name: String, by role: String, at moment: Moment, _ payload: (String, RecordedEvent.Value)?...
  ) {
    append(name, role, moment, payload.compactMap { $0 })
  }

  private mutating func append(
    _ name: String, _ role: String, _ moment: Moment, _ payload: [(String, RecordedEvent.Value)]
  ) {
    now = max(moment, now.later(minutes: 1))
    guard now < Moment.end else { return }
    events.append(RecordedEvent(person: person, at: now, name: name, role: role, payload: payload))
  }

  /// Adds what somebody does so many days later: in office hours if it is their work.
  mutating func add(
    _ name: String, by role: String, after days: ClosedRange<Int>, _ random: inout Randomness,
    _ payload: (String, RecordedEvent.Value)?...
  ) {
    let isWork = role == "manager" || role == "director"
    append(
      name, role, isWork ? random.office(after: now, days: days) : random.moment(after: now, days: days),
      payload.compactMap { $0 })
  }

  /// What others report beside the story, such as how often a post was seen; the story goes on from where it was.
  mutating func report(
    _ name: String, by role: String, at moment: Moment, _ payload: (String, RecordedEvent.Value)...
  ) {
    guard moment < Moment.end else { return }
    events.append(RecordedEvent(person: person, at: moment, name: name, role: role, payload: payload))
  }

  /// Joins lives into one history, in the order of time.
  static func history(_ scripts: [Script]) -> [RecordedEvent] {
    let all = scripts.flatMap { script in
      script.events.enumerated().map { (order: $0.offset, event: $0.element) }
    }
    return all.sorted { left, right in
      (left.event.at.minutes, left.event.person, left.order) < (
        right.event.at.minutes, right.event.person, right.order
      )
    }.map(\.event)
  }
}
