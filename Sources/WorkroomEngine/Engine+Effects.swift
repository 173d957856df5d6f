import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Effects of a step, written in its transaction: mails and orders into the outbox, money into the ledger, items out of
/// their pools.
extension Engine {
  /// The items that a step took, in order, and the rates that are not those of their assignments: what an item that was kept
  /// for somebody has of its own, or what its group gave to one assigned without a rate.
  struct Claims {
    var items: [Int64] = []
    /// One for each item, and `.min` where its assignment says it; empty where all of them do.
    var rates: [Int64] = []

    mutating func add(_ item: Int64, rate: Int64?) {
      if rate != nil, rates.isEmpty { rates = [Int64](repeating: .min, count: items.count) }
      items.append(item)
      if rate != nil || !rates.isEmpty { rates.append(rate ?? .min) }
    }
  }

  /// Applies the buffer's effects; the items that were taken are returned in order.
  func apply(
    _ log: LogRow, _ row: inout ParticipationRow, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) -> Claims {
    var claimed = Claims()
    (unsent, usedUp) = ([], [])
    for (place, effect) in buffer.effects.enumerated() {
      switch effect.kind {
      case .cancelOrder:
        if try mayHaveOrder(row, log, campaign) { try outbox(effect, place, log) } else { unsent.append(place) }
      case .email, .contract, .tell, .note, .createOrder, .poolEmpty: try outbox(effect, place, log)
      case .claim: try claim(effect, log, row.influencer, campaign, &claimed)
      case .release, .disable: try giveBack(effect, place, log, row, definition)
      case .owe, .voidReason, .voidSubject, .paid, .earmark: try post(effect, place, log, definition, campaign)
      case .wait: try wait(effect, row, definition, campaign)
      }
    }
    return claimed
  }

  /// Whether a shop may have an order of somebody that it can still cancel: one is known, or none is and it was asked for
  /// one.
  private func mayHaveOrder(
    _ row: ParticipationRow, _ log: LogRow, _ campaign: CampaignState
  ) throws(EngineError) -> Bool {
    let known = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "order") }
    guard known.isEmpty else {
      let parcels = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: "shipment") }
      return Engine.mayCancel(orders: known.lazy.map(\.status), shipments: parcels.lazy.map(\.status))
    }
    let asked = try stored { () throws(StoreError) in
      try store.subjects(
        ofMessagesBehind: campaign.ordersAskedUntil, upTo: log.id, kind: Int64(Effect.Kind.createOrder.rawValue))
    }
    campaign.ordersAsked.formUnion(asked)
    // More may be asked for by this row.
    campaign.ordersAskedUntil = max(campaign.ordersAskedUntil, log.id - 1)
    return campaign.ordersAsked.contains(row.id)
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

  private func claim(
    _ effect: Effect, _ log: LogRow, _ influencer: Int64, _ campaign: CampaignState, _ claims: inout Claims
  ) throws(EngineError) {
    guard let group = try group(effect.b) else {
      throw .damaged("the campaign `\(campaign.row.name)` refers to a group that is not there")
    }
    let kept = try keptItem(group, for: influencer)
    let own = kept?.rate ?? (effect.c < 0 ? group.terms.rate : nil)
    let holding = ItemHolding(
      participation: log.participation, rate: own ?? (effect.c < 0 ? nil : effect.c), since: log.occurred)
    if let kept {
      try handOut(kept.id, of: group, to: holding, campaign.zone)
      return claims.add(kept.id, rate: own)
    }
    claims.add(
      try group.pattern == nil ? freeItem(group, for: holding, campaign.zone) : makeItem(group, for: holding, log),
      rate: own)
  }

  private func freeItem(_ group: GroupRow, for holding: ItemHolding, _ zone: Zone) throws(EngineError) -> Int64 {
    guard let item = try stored({ () throws(StoreError) in try store.freeItem(group.id) }) else {
      throw .damaged("the group `\(group.name)` says that it holds free items, and it does not")
    }
    try count(group, free: -1)
    try handOut(item, of: group, to: holding, zone)
    return item
  }

  /// An uploaded item has the days that its group has now, as days of the campaign that gives it out; days of its own, from a
  /// file, go before them.
  private func handOut(
    _ item: Int64, of group: GroupRow, to holding: ItemHolding, _ zone: Zone
  ) throws(EngineError) {
    let dates = dates(group.terms, zone)
    try stored { () throws(StoreError) in try store.claim(item, by: holding, starts: dates.starts, ends: dates.ends) }
  }

  /// Stands in the line of every group that the assignment may need: all of its items are taken together, so whichever
  /// group is filled last must find it.
  private func wait(
    _ effect: Effect, _ row: ParticipationRow, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) {
    let kinds = definition.machine.waiting(row.state.span).first { $0.site == Int(effect.c) }?.kinds ?? [Int(effect.a)]
    let words = try frame(of: campaign, definition).words
    var groups = [effect.b]
    for (index, field) in definition.workflow.campaign.enumerated() where words[0] & 1 << Int64(index) != 0 {
      guard case .group(let kind) = field.type, kinds.contains(kind), !groups.contains(words[index + 1]) else {
        continue
      }
      groups.append(words[index + 1])
    }
    for group in groups {
      try stored { () throws(StoreError) in try store.wait(group: group, participation: row.id, site: effect.c) }
    }
  }

  /// Counts how much more of a group is free, and how much more is kept for somebody and held by nobody.
  func count(_ group: GroupRow, free: Int64 = 0, kept: Int64 = 0) throws(EngineError) {
    // Asked before the store changes: where nobody has asked yet, it is the store that answers.
    let before = try (free: available(group.id), kept: self.kept(group.id))
    try stored { () throws(StoreError) in try store.count(group.id, free: free, kept: kept) }
    (pools[group.id], keptItems[group.id]) = (before.free + free, before.kept + kept)
    poolChanges += 1
    groups[group.id] = nil
  }

  /// A code made from the group's pattern; a number behind it makes it the only one.
  private func makeItem(_ group: GroupRow, for holding: ItemHolding, _ log: LogRow) throws(EngineError) -> Int64 {
    let participation = try participation(log.participation, in: log.stream)
    let record = try stored { () throws(StoreError) in
      try participation.flatMap { (row) throws(StoreError) in try store.influencer(row.influencer) }
    }
    let made = try make(group, for: record ?? InfluencerRecord(), in: log.stream)
    for attempt in 1...10_000 {
      let text = attempt == 1 ? made.code : "\(made.code)\(group.kind == 1 ? "-" : "")\(attempt)"
      let item = try stored { () throws(StoreError) in
        try store.insertItem(
          group: group.id, kind: group.kind, code: text, destination: made.destination, starts: made.starts,
          ends: made.ends, heldBy: holding)
      }
      guard let item else { continue }
      newItems += Engine.told(
        item: item, group: group.id, code: text, destination: made.destination, starts: made.starts, ends: made.ends)
      return item
    }
    throw .request(
      "the pattern of the group `\(group.name)` gives the same code for too many people; add `[last_name]` or `[handle]` to it"
    )
  }

  /// What was not used goes back to its group; what was used is disabled.
  private func giveBack(
    _ effect: Effect, _ place: Int, _ log: LogRow, _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) {
    let kind = definition.kinds[Int(effect.a)]
    guard let item = try stored({ () throws(StoreError) in try store.held(log.participation, kind: kind) }) else {
      unsent.append(place)
      return
    }
    let wasUsed = try hasSold(row)
    guard effect.kind == .release, !wasUsed, let group = try group(item.group), group.pattern == nil || item.kept != nil
    else {
      usedUp.append(place)
      return try stored { () throws(StoreError) in try store.disable(item.id, at: log.occurred) }
    }
    try stored { () throws(StoreError) in
      try store.write(
        FormerHolder(
          item: item.id, log: log.id, participation: log.participation, assigned: item.assigned ?? log.occurred,
          released: log.occurred, rate: item.rate, starts: item.starts, ends: item.ends))
      try store.giveBack(item.id)
    }
    if let keeper = item.kept { return try keepAgain(item.id, of: group, for: keeper, at: log.occurred) }
    try count(group, free: 1)
    refilled[group.id] = log.occurred
  }

  /// Whether any order came in, in this round or an earlier one, from which the items may come.
  private func hasSold(_ row: ParticipationRow) throws(EngineError) -> Bool {
    try stored { () throws(StoreError) in
      if row.round == 1 { return try store.hasObjects(row.id, "conversion") }
      for id in try store.rounds(row.campaign, row.influencer) where try store.hasObjects(id, "conversion") {
        return true
      }
      return false
    }
  }
}
