import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Effects of a step, written in its transaction: mails and orders into the outbox, money into the ledger, items out of
/// their pools.
extension Engine {
  /// Applies the buffer's effects; the items that were taken are returned in order.
  func apply(
    _ log: LogRow, _ row: inout ParticipationRow, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) -> [Int64] {
    var claimed: [Int64] = []
    for (place, effect) in buffer.effects.enumerated() {
      switch effect.kind {
      case .email, .contract, .tell, .note, .createOrder, .cancelOrder, .poolEmpty: try outbox(effect, place, log)
      case .claim: claimed.append(try claim(effect, log, campaign))
      case .release, .disable: try giveBack(effect, log)
      case .owe, .voidReason, .voidSubject, .paid: try post(effect, place, log, definition, campaign)
      case .wait: try wait(effect, row, definition, campaign)
      case .earmark: break
      }
    }
    return claimed
  }

  private func outbox(_ effect: Effect, _ place: Int, _ log: LogRow) throws(EngineError) {
    let words: Int64? =
      switch effect.kind {
      case .createOrder, .cancelOrder: nil
      case .poolEmpty: effect.b
      default: effect.a
      }
    try stored { () throws(StoreError) in
      try store.writeOutbox(
        log: log.id, place: Int64(place), participation: log.participation, kind: Int64(effect.kind.rawValue),
        role: effect.kind == .tell ? effect.b : nil, words: words, literal: nil)
    }
  }

  // MARK: Items

  private func claim(_ effect: Effect, _ log: LogRow, _ campaign: CampaignState) throws(EngineError) -> Int64 {
    guard let group = try group(effect.b) else {
      throw .damaged("the campaign `\(campaign.row.name)` refers to a group that is not there")
    }
    let item = try group.pattern == nil ? freeItem(group) : makeItem(group, log)
    try stored { () throws(StoreError) in
      try store.claim(item, participation: log.participation, rate: effect.c < 0 ? nil : effect.c, at: log.occurred)
    }
    return item
  }

  private func freeItem(_ group: GroupRow) throws(EngineError) -> Int64 {
    guard let item = try stored({ () throws(StoreError) in try store.freeItem(group.id) }) else {
      throw .damaged("the group `\(group.name)` says that it holds free items, and it does not")
    }
    try changeFree(group, by: -1)
    return item
  }

  /// Stands in the line of every group that the assignment may need: all of its items are taken together, so whichever
  /// group is filled last must find it.
  private func wait(
    _ effect: Effect, _ row: ParticipationRow, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) {
    let kinds = definition.machine.waiting(row.state.span).first { $0.site == Int(effect.c) }?.kinds ?? [Int(effect.a)]
    var groups = [effect.b]
    for (index, field) in definition.workflow.campaign.enumerated() where campaign.words[0] & 1 << Int64(index) != 0 {
      guard case .group(let kind) = field.type, kinds.contains(kind), !groups.contains(campaign.words[index + 1]) else {
        continue
      }
      groups.append(campaign.words[index + 1])
    }
    for group in groups {
      try stored { () throws(StoreError) in try store.wait(group: group, participation: row.id, site: effect.c) }
    }
  }

  func changeFree(_ group: GroupRow, by count: Int64) throws(EngineError) {
    try stored { () throws(StoreError) in try store.changeFree(group.id, by: count) }
    pools[group.id] = try available(group.id) + count
    poolChanges += 1
    groups[group.id] = nil
  }

  /// A code made from the group's pattern; a number behind it makes it the only one.
  private func makeItem(_ group: GroupRow, _ log: LogRow) throws(EngineError) -> Int64 {
    let participation = try participation(log.participation, in: log.stream)
    let record = try stored { () throws(StoreError) in
      try participation.flatMap { (row) throws(StoreError) in try store.influencer(row.influencer) }
    }
    let code = CodePattern(group.pattern ?? "", isLink: group.kind == 1).filled(for: record ?? InfluencerRecord())
    for attempt in 1...10_000 {
      let text = attempt == 1 ? code : "\(code)\(group.kind == 1 ? "-" : "")\(attempt)"
      let item = try stored { () throws(StoreError) in
        try store.insertItem(
          group: group.id, kind: group.kind, code: text, destination: group.destination, starts: nil, ends: nil)
      }
      guard let item else { continue }
      newItems += Engine.told(
        item: item, group: group.id, code: text, destination: group.destination, starts: nil, ends: nil)
      return item
    }
    throw .request(
      "the pattern of the group `\(group.name)` gives the same code for too many people; add `[last_name]` or `[handle]` to it"
    )
  }

  /// What was not used goes back to its group; what was used is disabled.
  private func giveBack(_ effect: Effect, _ log: LogRow) throws(EngineError) {
    guard let item = try stored({ () throws(StoreError) in try store.held(log.participation, kind: effect.a) }) else {
      return
    }
    let wasUsed = try stored { () throws(StoreError) in try store.hasObjects(log.participation, "conversion") }
    guard effect.kind == .release, !wasUsed, let group = try group(item.group), group.pattern == nil else {
      return try stored { () throws(StoreError) in try store.disable(item.id, at: log.occurred) }
    }
    try stored { () throws(StoreError) in try store.giveBack(item.id) }
    try changeFree(group, by: 1)
    refilled[group.id] = log.occurred
  }

  // MARK: Money

  private func post(
    _ effect: Effect, _ place: Int, _ log: LogRow, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) {
    let subject = subject(of: log, definition)
    func entry(
      _ offset: Int, _ account: Int64, _ amount: Int64, _ currency: Int64, _ reason: String, _ subject: Int64
    ) -> LedgerEntry {
      // Several entries of one effect stand between its place and the next.
      LedgerEntry(
        log: log.id, place: Int64(place * 64 + offset), participation: log.participation, account: account,
        amount: amount, currency: currency,
        reason: reason, subject: subject, rule: Int64(effect.rule))
    }
    var entries: [LedgerEntry] = []
    switch effect.kind {
    case .owe:
      let currency = definition.machine.currency(effect.b).map { Int64($0.packed) } ?? campaign.row.currency
      entries = [entry(0, 0, effect.a, currency, definition.workflow.texts[Int(effect.c)], subject)]
    case .voidReason:
      let reason = definition.workflow.texts[Int(effect.a)]
      let sums = try stored { () throws(StoreError) in try store.owed(log.participation, reason: reason) }
      entries = sums.enumerated().map { entry($0, 0, -$1.amount, $1.currency, reason, 0) }
    case .voidSubject:
      let sums = try stored { () throws(StoreError) in try store.owed(log.participation, subject: effect.a) }
      entries = sums.enumerated().map { entry($0, 0, -$1.amount, $1.currency, $1.reason, effect.a) }
    default: entries = [entry(0, 1, effect.a, campaign.row.currency, "payment", 0)]
    }
    for entry in entries { try stored { () throws(StoreError) in try store.writeLedger(entry) } }
  }

  /// The order, post or parcel that an event is about; 0 for none.
  private func subject(of log: LogRow, _ definition: Definition) -> Int64 {
    guard log.kind == Int64(StepInput.Kind.event.rawValue) else { return 0 }
    let field = definition.subjectField[Int(log.event)]
    let words = log.payload
    return field >= 0 && words[0] & 1 << Int64(field) != 0 ? words[field + 1] : 0
  }
}
