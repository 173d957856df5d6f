import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// A code or a link that was disabled for what it sold since a day.
struct Disabling {
  /// By its place among the kinds.
  var kind: Int
  var code: String
  var since: Int64
  /// When it was disabled.
  var at: Int64
}

/// Where and when codes or links ended.
private struct Ended: Hashable {
  var participation: Int64
  var kind: Int
  var at: Int64
}

/// What a code or a link sold since the day for which it was disabled is nobody's, also where it is told only afterwards.
extension Engine {
  /// Why an order does not count by the code that it names; `nil` where nothing says that it does not.
  func disabledProblem(
    _ code: String, of influencer: Int64, in campaign: Int64, at: Instant
  ) throws(EngineError) -> String? {
    let found = try disablings(of: influencer, in: campaign).last {
      $0.kind == Int(Engine.codes) && $0.code.lowercased() == code.lowercased() && $0.since <= at.milliseconds
    }
    return try found.map { (found) throws(EngineError) in
      try "\(told(found, in: campaign)), and the order is of \(at)"
    }
  }

  /// The same for an order that says neither its code nor its rate: by what was held of its kind when it came in.
  func disabledProblem(
    _ sale: ToldSale, _ words: [Int64], _ event: Int, _ definition: Definition, _ newest: ParticipationRow
  ) throws(EngineError) -> String? {
    guard try hasDisabled(newest) else { return nil }
    let at = sale.at.instant.milliseconds
    let checked = definition.workflow.events[event]
    let way = SaleWay(said: Engine.saidKind(words, checked, definition), at: at)
    for disabling in try disablings(of: sale.influencer, in: sale.campaign)
    where disabling.since <= at && at < disabling.at {
      let held = try itemsEverHeld(by: newest, definition)
      guard Engine.isSold(way, by: disabling.kind, disabling.code, held) else { continue }
      let other = disabling.kind == Int(Engine.codes) ? "link" : "discount"
      return try "\(told(disabling, in: sale.campaign)), and the order is of \(sale.at.instant); "
        + "if the order came another way, say so with `item \(other)`, or with a `rate` of its own"
    }
    return nil
  }

  private func told(_ disabling: Disabling, in campaign: Int64) throws(EngineError) -> String {
    let day = try self.campaign(campaign).zone.local(Instant(milliseconds: disabling.since)).date
    let noun = disabling.kind == Int(Engine.codes) ? "code" : "link"
    return "the \(noun) `\(disabling.code.prefix(60))` was disabled for what it sold since \(day)"
  }

  private func hasDisabled(_ newest: ParticipationRow) throws(EngineError) -> Bool {
    let rounds =
      newest.round == 1
      ? [newest.id] : try stored { () throws(StoreError) in try store.rounds(newest.campaign, newest.influencer) }
    for round in rounds where try stored({ () throws(StoreError) in try store.hasDisabled(round) }) { return true }
    return false
  }

  /// What was disabled of somebody in a campaign since a day, oldest first.
  private func disablings(of influencer: Int64, in campaign: Int64) throws(EngineError) -> [Disabling] {
    let state = try self.campaign(campaign)
    if let known = state.disablings { return known[influencer] ?? [] }
    var found: [Int64: [Disabling]] = [:]
    let events = Int64(StepInput.Kind.event.rawValue)
    var ended: [Ended: Int] = [:]
    for log in try stored({ () throws(StoreError) in try store.eventsOfDisabled(campaign, kind: events) }) {
      let definition = try definition(log.definition)
      let kind = definition.disabledKind[Int(log.event)]
      guard kind >= 0 else { continue }
      let place = Ended(participation: log.participation, kind: kind, at: log.occurred)
      let earlier = ended[place, default: 0]
      ended[place] = earlier + 1
      guard let day = log.value("since", definition.workflow.events[Int(log.event)]),
        let row = try participation(log.participation, in: campaign)
      else { continue }
      let items = try itemsEverHeld(by: row, definition)[kind]
      // What took its place came no earlier; of several that ended in one instant each event ended the next. What came only
      // afterwards is not meant, whatever becomes of it.
      let then = items.filter { $0.until == log.occurred }
      guard
        let item = earlier < then.count
          ? then[earlier]
          : items.last(where: { $0.from < log.occurred })
            ?? items.first(where: { ($0.until ?? .max) <= log.occurred })
      else { continue }
      let since = state.zone.instant(CalendarDate(days: Int32(clamping: day))).milliseconds
      found[row.influencer, default: []].append(
        Disabling(kind: kind, code: item.code, since: since, at: log.occurred))
    }
    state.disablings = found
    return found[influencer] ?? []
  }
}

extension Engine {
  /// What has to be said of a day since when what was sold is nobody's: that it holds though nothing was voided, or though
  /// the code was disabled before; `nil` where nothing has to.
  func dayRemark(_ before: HeldBefore, _ received: Received, voided: Int) -> String? {
    guard before.code != nil,
      let day = received.definition.workflow.events[received.event].value("since", received.payload)
    else { return nil }
    let date = CalendarDate(days: Int32(clamping: day))
    if before.isHeld {
      return voided > 0
        ? nil
        : "no sale since \(date) is known that came by it, so none is voided; one that is told later does not count"
    }
    let known = voided > 0 ? "" : ": no sale of that time is known"
    return "it was disabled before, and from now on what it sold since \(date) does not count\(known)"
  }

  /// Why a person disables nothing since a day: it has not come. `nil` where it has, or none is named.
  func laterDay(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let event = received.definition.workflow.events[received.event]
    guard let day = event.value("since", received.payload) else { return nil }
    let today = try campaign(row.campaign).zone.local(received.at.instant).date
    guard day > Int64(today.days) else { return nil }
    let typed = event.typed ?? event.path
    return
      "`since`: \(CalendarDate(days: Int32(clamping: day))) has not come; `\(typed) NAME` disables at once and voids nothing, and `\(typed) NAME since \(today)`, or an earlier day, voids what was sold from then on"
  }

  /// What has to be said where another code or link was asked for and none came; `nil` where none was, or one is on its way.
  func replacementRemark(_ received: Received) -> String? {
    let field = received.definition.replacementField[received.event]
    guard field >= 0, received.payload[0] >> Int64(field) & 1 == 1, received.payload[field + 1] != 0,
      !buffer.effects.contains(where: { [.claim, .wait, .poolEmpty].contains($0.kind) })
    else { return nil }
    let path = received.definition.workflow.events[received.event].path
    return "no other \(path.prefix { $0 != "." }) is given: no line of the workflow assigns one on `\(path)`"
  }
}
