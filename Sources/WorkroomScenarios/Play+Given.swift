import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// What a scenario gives: the campaign, its groups, those who take part; and the time that passes.
extension Play {
  // MARK: The campaign

  /// Details given before anything happens are the campaign's; later ones change it.
  func playCampaign(_ values: [GivenValue], _ groups: [GivenGroup]) throws(EngineError) {
    guard let campaign else {
      for value in values {
        details.removeAll { $0.name == value.name }
        details.append(value)
      }
      for group in groups { stock(group) }
      return
    }
    for group in groups { try add(group) }
    try makeGroups(values)
    let written = values.map { WrittenValue(name: $0.name, text: $0.text) }
    try engine.setDetails(written, of: campaign.id)
  }

  func playGroup(_ group: GivenGroup) throws(EngineError) {
    if campaign == nil { stock(group) } else { try add(group) }
  }

  private func stock(_ group: GivenGroup) {
    stocks.removeAll { $0.kind == group.kind && $0.name == group.name }
    stocks.append(group)
  }

  /// The campaign; it is made when a line first needs it.
  func begun() throws(EngineError) -> CampaignRow {
    if let campaign { return campaign }
    try makeGroups(details)
    var all = details
    if !all.contains(where: { $0.name == "currency" }), let currency = player.checked.asking.currency {
      all.append(GivenValue(name: "currency", text: "\(currency)"))
    }
    let row = try engine.createCampaign(
      named: "scenario", on: definition, details: all.map { WrittenValue(name: $0.name, text: $0.text) })
    campaign = row
    let zone = try engine.campaign(row.id).zone
    let (date, time) = begins ?? (ScenarioPlayer.firstDay, ScenarioPlayer.firstTime)
    try engine.clock.set(zone.instant(date, milliseconds: Int64(time.seconds) * 1000))
    return row
  }

  // MARK: Groups

  /// Makes every group that the details name, or that fields have by default, with what the scenario says it holds.
  private func makeGroups(_ values: [GivenValue]) throws(EngineError) {
    for field in workflow.campaign {
      guard case .group(let kind) = field.type else { continue }
      var name = values.last { $0.name == field.name }?.text
      if name == nil, campaign == nil, case .group(let fallback) = field.fallback { name = fallback }
      let noun = workflow.poolKinds[kind]
      guard let name, try engine.group(of: noun, named: name) == nil else { continue }
      let stock = stocks.last { $0.kind == kind && $0.name == name }?.stock
      try make(kind, name, stock ?? .count(Play.itemsOfEach * scenario.people.count))
    }
  }

  /// Items that a group holds for each person, where nothing else is said: more than anybody needs.
  private static var itemsOfEach: Int { 10 }

  private func make(_ kind: Int, _ name: String, _ stock: GivenGroup.Stock) throws(EngineError) {
    let pattern: String? = if case .pattern(let pattern) = stock { pattern } else { nil }
    let row = try engine.createGroup(named: name, of: workflow.poolKinds[kind], pattern: pattern, destination: nil)
    try fill(row, stock)
  }

  /// Adds to a group that exists.
  private func add(_ group: GivenGroup) throws(EngineError) {
    guard let row = try engine.group(of: workflow.poolKinds[group.kind], named: group.name) else {
      return try make(group.kind, group.name, group.stock)
    }
    if case .pattern = group.stock {
      throw .request("the group \"\(group.name)\" exists already; say what it gives before anything happens")
    }
    try fill(row, group.stock)
  }

  private func fill(_ row: GroupRow, _ stock: GivenGroup.Stock) throws(EngineError) {
    switch stock {
    case .pattern: return
    case .count(let count):
      for _ in 0..<count {
        itemCount += 1
        _ = try engine.addItem("\(row.name)-\(itemCount)", to: row)
      }
    case .items(let codes):
      for code in codes where try !engine.addItem(code, to: row) {
        throw .request("there is already an item \"\(code)\"; write each once")
      }
    }
  }

  // MARK: People

  /// Adds somebody to the directory and to the campaign; given again, what is known of them changes, and where the workflow
  /// recurs they begin anew once they have finished.
  func playPerson(_ person: Int, _ values: [GivenValue]) throws(EngineError) {
    let campaign = try begun()
    var record = InfluencerRecord()
    if let known = influencers[person], let earlier = try influencer(known) { record = earlier }
    for value in values { record.set(value) }
    if let known = influencers[person] {
      record.id = known
      let changed = record
      do { try engine.store.update(changed) } catch { throw .store(error) }
      try engine.serveLines()
    } else {
      record.external = "person \(person)"
      let fresh = record
      do { influencers[person] = try engine.store.insertNew(fresh) } catch { throw .store(error) }
      guard influencers[person] != nil else {
        throw .request("`\(person)` has the email of somebody else in the scenario; give each of them their own")
      }
    }
    trail.append(TrailStep(line: line, what: said, steps: []))
    joining = person
    defer { joining = nil }
    if let influencer = influencers[person] { _ = try engine.assign(influencer, to: campaign.id) }
  }

  private func influencer(_ id: Int64) throws(EngineError) -> InfluencerRecord? {
    do { return try engine.store.influencer(id) } catch { throw .store(error) }
  }

  // MARK: Time

  func pass(_ length: CheckedScenarioLine.Length) throws(EngineError) {
    let campaign = try begun()
    let now = engine.clock.now
    switch length {
    case .milliseconds(let count): try move(to: Instant(milliseconds: now.milliseconds + count))
    case .span(let span):
      let zone = try engine.campaign(campaign.id).zone
      let (date, time) = zone.local(now)
      guard let later = span.after(date) else { throw .request("this leads beyond the year 9999") }
      try move(to: zone.instant(later, milliseconds: time))
    }
  }

  func wait(_ date: CalendarDate, _ time: TimeOfDay) throws(EngineError) {
    guard let campaign else {
      begins = (date, time)
      return
    }
    let instant = try engine.campaign(campaign.id).zone.instant(date, milliseconds: Int64(time.seconds) * 1000)
    guard instant >= engine.clock.now else {
      return end(
        "time does not go back",
        ["it is \(shown(engine.clock.now.milliseconds)) already", "the first `at` line says when a scenario begins"])
    }
    try move(to: instant)
  }

  /// Moves the clock, and fires everything that is due on the way.
  private func move(to instant: Instant) throws(EngineError) {
    let campaign = try begun()
    trail.append(TrailStep(line: line, what: said, steps: []))
    try engine.clock.set(instant)
    let fired = try engine.fireTimers(of: campaign.id, by: instant.milliseconds, atMost: Play.firingsMax)
    guard fired == Play.firingsMax, let due = try engine.campaign(campaign.id).earliestDue, due <= instant.milliseconds
    else { return }
    end(
      "on the way there timers fire more than 100,000 times",
      [
        "the next one would at \(shown(due))",
        "wait for less, or let the line with `every` say `at most` so many times",
      ])
  }

  /// So often timers fire while one line of a scenario waits.
  private static let firingsMax = 100_000

  /// The line at hand as it is written.
  var said: String { player.sources.text(scenario.lines[line].span) }
}

extension InfluencerRecord {
  /// Writes down one thing that is known, by the name that definitions use.
  fileprivate mutating func set(_ value: GivenValue) {
    switch value.name {
    case "first_name": firstName = value.text
    case "last_name": lastName = value.text
    case "email": email = value.text
    case "country": country = value.text
    case "platform": platform = value.text
    case "followers": followers = Int64(value.text)
    case "handle": accounts = [(platform ?? "instagram", String(value.text.drop { $0 == "@" }))]
    default:
      let others = (extra ?? "").split(separator: "\n").filter { !$0.hasPrefix("\(value.name)\t") }
      extra = (others.map(String.init) + ["\(value.name)\t\(value.text)"]).joined(separator: "\n")
    }
  }
}
