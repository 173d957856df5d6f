import WorkroomLanguage
import WorkroomStore
package import WorkroomValues

/// When something is said to have happened: at an instant, or on a day whose time nobody told.
package struct ToldTime: Sendable {
  package var instant: Instant
  /// Whether the instant is the first of a day on which it happened, and no more is known.
  package var isDay = false

  package init(_ instant: Instant, isDay: Bool = false) { (self.instant, self.isDay) = (instant, isDay) }

  /// From the first to the last instant at which it may have happened.
  func span(_ zone: Zone) -> ClosedRange<Int64> {
    guard isDay else { return instant.milliseconds...instant.milliseconds }
    let next = CalendarDate(days: zone.local(instant).date.days + 1)
    return instant.milliseconds...max(instant.milliseconds, zone.instant(next).milliseconds - 1)
  }
}

/// Somebody who holds a code, or held it once.
package struct CodeHolder: Sendable {
  package var influencer: Int64
  /// The campaign in which they held it.
  package var campaign: Int64
  package var from: Int64
  /// When it went back to its group; `nil` for whoever holds it now, or held it last.
  package var until: Int64?
  /// Millionths of a per cent.
  package var rate: Int64?
  var starts: Int64?
  var ends: Int64?

  func held(in span: ClosedRange<Int64>) -> Bool {
    from <= span.upperBound && until.map { span.lowerBound < $0 } ?? true
  }
}

/// Whose a code is, and whose it was: what somebody sold by it is theirs, whoever holds it by now.
extension Engine {
  /// The store's number of the kind that codes are.
  static let codes: Int64 = 0
  /// That of links.
  static let links: Int64 = 1

  /// Everybody who ever held a code, oldest first; `nil` for a code that no group of ours has.
  package func holders(ofCode code: String) throws(EngineError) -> [CodeHolder]? { try holders(of: "code", code) }

  /// The same of a `code` or a `link`.
  package func holders(of what: String, _ code: String) throws(EngineError) -> [CodeHolder]? {
    let kind = what == "link" ? Engine.links : Engine.codes
    guard let item = try stored({ () throws(StoreError) in try store.item(kind: kind, code: code) }) else { return nil }
    var holders: [CodeHolder] = []
    func add(
      _ participation: Int64, _ from: Int64, _ until: Int64?, _ rate: Int64?, _ starts: Int64?, _ ends: Int64?
    ) throws(EngineError) {
      guard let row = try stored({ () throws(StoreError) in try store.participation(participation) }) else { return }
      holders.append(
        CodeHolder(
          influencer: row.influencer, campaign: row.campaign, from: from, until: until, rate: rate, starts: starts,
          ends: ends))
    }
    for row in try stored({ () throws(StoreError) in try store.formerHolders(of: item.item) }) {
      try add(row.participation, row.assigned, row.released, row.rate, row.starts, row.ends)
    }
    if let last = item.participation { try add(last, item.assigned ?? .min, nil, item.rate, item.starts, item.ends) }
    return holders
  }

  /// Those of a code's holders who may have held it when something happened: at that moment, or, where nobody did then, on
  /// that day, if only one of them did.
  package func those(
    _ holders: [CodeHolder], at time: ToldTime, in campaign: Int64
  ) throws(EngineError) -> [CodeHolder] {
    let zone = try self.campaign(campaign).zone
    let then = holders.filter { $0.held(in: time.span(zone)) }
    guard then.isEmpty else { return then }
    let day = zone.instant(zone.local(time.instant).date)
    let thatDay = holders.filter { $0.held(in: ToldTime(day, isDay: true).span(zone)) }
    return Set(thatDay.map(\.influencer)).count == 1 ? thatDay : []
  }

  /// The rate of a code that an event names, as its influencer had it then; `nil` where the event names none of theirs.
  func namedRate(
    _ words: [Int64], _ event: CheckedEvent, _ definition: Definition, _ row: ParticipationRow, at time: ToldTime
  ) throws(EngineError) -> Int64?? {
    guard let word = event.value("code", words), let code = try text(word, definition),
      let holders = try holders(ofCode: code)
    else { return nil }
    let own = try those(holders, at: time, in: row.campaign).last { $0.influencer == row.influencer }
    return own.map { $0.rate }
  }

  // MARK: In words

  /// That nobody held a `code` or a `link` then, who held it when, and what to do.
  package func nobodyThen(
    _ what: String, _ code: String, _ holders: [CodeHolder], _ time: ToldTime, in campaign: Int64
  ) throws(EngineError) -> String {
    try "nobody held the \(what) `\(code.prefix(60))` \(when(time, campaign))\(history(holders, campaign)); "
      + "if the order is somebody's all the same, name them and leave the \(what) out"
  }

  /// That a `code` or a `link` had several holders when an order may have come in, of which nothing more is told.
  package func severalThen(
    _ noun: String, _ code: String, _ holders: [CodeHolder], _ time: ToldTime?, in campaign: Int64
  ) throws(EngineError) -> String {
    let (what, told): (String, String)
    if let time {
      (what, told) = (try "changed hands \(when(time, campaign))", "the time at which the order came in")
    } else {
      (what, told) = ("had several holders", "the day of the order")
    }
    return try
      "the \(noun) `\(code.prefix(60))` \(what)\(history(holders, campaign)); write \(told), or name whoever brought it"
  }

  /// `: \`Mia\` held it from 2026-03-01 09:00 to 2026-03-05 12:00, \`Leo\` holds it since 2026-03-05 15:00`; the newest three.
  private func history(_ holders: [CodeHolder], _ campaign: Int64) throws(EngineError) -> String {
    guard !holders.isEmpty else { return "" }
    var parts = holders.count > 3 ? ["\(holders.count - 3) before"] : []
    for holder in holders.suffix(3) {
      let name = try "`\(shownName(holder.influencer))`"
      if let until = holder.until {
        parts.append(try "\(name) held it from \(shown(holder.from, campaign)) to \(shown(until, campaign))")
      } else {
        parts.append(try "\(name) holds it since \(shown(holder.from, campaign))")
      }
    }
    return ": " + parts.joined(separator: ", ")
  }

  /// `on 2026-03-02`, `at 2026-03-02 10:00`
  func when(_ time: ToldTime, _ campaign: Int64) throws(EngineError) -> String {
    let zone = try self.campaign(campaign).zone
    return try time.isDay
      ? "on \(zone.local(time.instant).date)" : "at \(shown(time.instant.milliseconds, campaign))"
  }

  /// A day and a time as clocks of the campaign show them.
  private func shown(_ milliseconds: Int64, _ campaign: Int64) throws(EngineError) -> String {
    let local = try self.campaign(campaign).zone.local(Instant(milliseconds: milliseconds))
    return "\(local.date) \(TimeOfDay(seconds: Int32(clamping: local.milliseconds / 60_000 * 60)))"
  }

  // MARK: Databases of an earlier version

  /// Tells who held what before of what an earlier version has written: once, when its database is first opened.
  func giveHolders() throws(EngineError) {
    guard store.database.mode != .readOnly, try !keepsHolders() else { return }
    try transaction { () throws(EngineError) in
      // Another process may have been faster.
      guard try !keepsHolders() else { return }
      try stored { () throws(StoreError) in try store.clearFormerHolders() }
      for (id, item) in try replayedItems().sorted(by: { $0.key < $1.key }) {
        for row in item.formerHolders(of: id) { try stored { () throws(StoreError) in try store.write(row) } }
      }
      try stored { () throws(StoreError) in try store.set("former_holders", 1) }
    }
  }

  /// Whether the table of earlier holders has all of them.
  func keepsHolders() throws(EngineError) -> Bool {
    try stored { () throws(StoreError) in try store.setting("former_holders") } != nil
  }

  /// What became of every item, by running the log of each campaign again.
  private func replayedItems() throws(EngineError) -> [Int64: ExpectedItem] {
    var items: [Int64: ExpectedItem] = [:]
    func rows(_ stream: Int64, _ isMeant: (LogRow) -> Bool) throws(EngineError) -> [LogRow] {
      var rows: [LogRow] = []
      do { try store.rows(stream) { (row, _) throws(StoreError) in if isMeant(row) { rows.append(row) } } } catch {
        throw .store(error)
      }
      return rows
    }
    for row in try rows(0, { $0.kind == Notice.items.rawValue }) { items.merge(ExpectedItem.told(row.payload)) { $1 } }
    for row in try stored({ () throws(StoreError) in try store.campaigns() }) {
      let steps = try rows(row.id) { $0.kind < 10 }
      let revisions = try stored { () throws(StoreError) in try store.revisions(row.id) }
      var replay = try Replay(
        engine: self, campaign: campaign(row.id), revisions: revisions, definitions: Set(steps.map(\.definition)))
      for step in steps { try replay.run(step) }
      for (id, holding) in replay.holdings { items[id, default: ExpectedItem(unknown: id)].add(holding) }
    }
    return items
  }
}
