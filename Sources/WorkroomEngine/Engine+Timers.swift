import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Timers and lines: what happens without anybody sending an event.
extension Engine {
  /// Fires the timers of a campaign that are due by an instant, in order of their due time; how many.
  @discardableResult
  package func fireTimers(of id: Int64, by instant: Int64, atMost limit: Int = .max) throws(EngineError) -> Int {
    let campaign = try campaign(id)
    var count = 0
    while count < limit, let earliest = campaign.earliestDue, earliest <= instant {
      guard let next = try stored({ () throws(StoreError) in try store.due(id, by: instant) }) else {
        campaign.earliestDue = try stored { () throws(StoreError) in try store.earliestDue(id) }
        break
      }
      try fire(next.participation, in: id)
      try serveLines()
      count += 1
    }
    return count
  }

  private func fire(_ participation: Int64, in campaign: Int64) throws(EngineError) {
    guard var row = try self.participation(participation, in: campaign) else {
      throw .damaged("a timer belongs to nobody")
    }
    let definition = try definition(row.definition)
    guard let (timer, due) = definition.machine.nextTimer(row.state.span) else {
      throw .damaged("a timer is due and none runs")
    }
    let occurred = max(due, campaigns[campaign]!.head.occurred)
    let input = StepInput(kind: .timer, index: Int32(timer), role: -1, now: occurred)
    let reply = try run(input, [0], &row, definition, reported: due, actor: 0)
    if reply.outcome == .refused || reply.outcome == .ignored { try stop(timer, &row, definition) }
  }

  /// A timer whose step fails is stopped, so that it cannot hold up everybody else.
  private func stop(_ timer: Int, _ row: inout ParticipationRow, _ definition: Definition) throws(EngineError) {
    row.state[definition.machine.layout.timerStart + timer] = -1
    row.due = definition.machine.nextTimer(row.state.span)?.due
    let changed = row
    try stored { () throws(StoreError) in try store.update(changed, movesDue: true, movesPlace: false) }
    campaigns[row.campaign]!.participations[row.id] = row
  }

  /// Fires everything that is due now, campaign by campaign in batches; how many timers fired.
  package func fireDueTimers(batch: Int = 1000) throws(EngineError) -> Int {
    var total = 0
    for row in try stored({ () throws(StoreError) in try store.campaigns() }) {
      var fired = batch
      while fired == batch {
        fired = try transaction { () throws(EngineError) in
          try fireTimers(of: row.id, by: clock.now.milliseconds, atMost: batch)
        }
        total += fired
      }
    }
    return total
  }

  // MARK: Lines

  /// Gives what came back, or came in, to those who wait, oldest first. It happens when the items came, before anybody
  /// else can ask for them; so the size of a batch makes no difference.
  package func serveLines() throws(EngineError) {
    if isServing || refilled.isEmpty { return }
    isServing = true
    defer { isServing = false }
    while let (group, instant) = refilled.min(by: { $0.key < $1.key }) {
      refilled[group] = nil
      try serve(group, at: instant)
    }
  }

  private func serve(_ group: Int64, at instant: Int64) throws(EngineError) {
    for influencer in (keptAnew.removeValue(forKey: group) ?? []).sorted() {
      let places = try stored { () throws(StoreError) in try store.waiting(group, of: influencer) }
      for place in places { try serve(place.participation, place.site, at: instant) }
    }
    var place: Int64 = 0
    while try available(group) > 0 {
      guard let next = try stored({ () throws(StoreError) in try store.nextWaiting(group, after: place) }) else {
        return
      }
      place = next.place
      try serve(next.participation, next.site, at: instant)
    }
  }

  /// Gives one who waits what they wait for, if all of it is there.
  private func serve(_ participation: Int64, _ site: Int64, at instant: Int64) throws(EngineError) {
    guard let id = try stored({ () throws(StoreError) in try store.participation(participation) })?.campaign
    else { return }
    try fireTimers(of: id, by: instant)
    guard var row = try self.participation(participation, in: id) else { return }
    let definition = try definition(row.definition)
    let isWaiting = definition.machine.waiting(row.state.span).contains { $0.site == Int(site) }
    if isWaiting {
      let now = max(instant, campaigns[id]!.head.occurred)
      let input = StepInput(kind: .serve, index: Int32(site), role: -1, now: now)
      guard try run(input, [0], &row, definition, reported: now, actor: 0).outcome == .taken else { return }
    }
    // Served, or no longer in line since the stage was left.
    try stored { () throws(StoreError) in try store.leaveLine(participation, site: site) }
  }
}
