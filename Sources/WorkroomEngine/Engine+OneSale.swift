import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// An order of a customer counts once: for one influencer, in one campaign, by a code that holds on its day. Whatever way a
/// sale comes in, it is asked here.
extension Engine {
  /// A sale as somebody tells of it, before it counts.
  package struct ToldSale: Sendable {
    package var order: String
    package var influencer: Int64
    package var campaign: Int64
    /// The code that brought it, where that is told.
    package var code: String?
    package var at: ToldTime

    package init(order: String, influencer: Int64, campaign: Int64, code: String?, at: ToldTime) {
      (self.order, self.influencer, self.campaign) = (order, influencer, campaign)
      (self.code, self.at) = (code, at)
    }
  }

  /// Why a conversion cannot be recorded or restored; `nil` where it can, and for every other event.
  func saleProblem(
    _ received: Received, _ row: ParticipationRow, _ newest: ParticipationRow
  ) throws(EngineError) -> String? {
    let (words, event, definition) = (received.payload, received.event, received.definition)
    guard definition.countsSale[event] else { return nil }
    let checked = definition.workflow.events[event]
    let isNew = checked.path == "conversion.recorded"
    guard let key = checked.value("conversion", words),
      let order = try name(key, told: received.order, definition)
    else { return nil }
    let code = try checked.value("code", words).flatMap { (word) throws(EngineError) in try text(word, definition) }
    let sale = ToldSale(order: order, influencer: row.influencer, campaign: row.campaign, code: code, at: received.at)
    if let reason = try countsForAnother(sale, definition) { return reason }
    if let reason = try countsElsewhere(sale, isNew: isNew) { return reason }
    if let reason = try countsBeside(sale) { return reason }
    guard isNew else { return nil }
    if code != nil { return try codeProblem(sale) }
    if received.tellsRate { return nil }
    if let reason = try heldCodeProblem(sale, words, event, definition, newest) { return reason }
    return try disabledProblem(sale, words, event, definition, newest)
  }

  // MARK: For whom, and where

  private func countsForAnother(_ sale: ToldSale, _ definition: Definition) throws(EngineError) -> String? {
    guard let other = try otherSeller(of: sale.order, in: sale.campaign, than: sale.influencer, definition) else {
      return try countsForForgotten(sale)
    }
    return try
      "the order `\(sale.order.prefix(60))` counts for `\(shownName(other))` already, and an order counts once; "
      + "if it is not theirs, take it from them first: `void \(typedName(other)) conversion \"\(sale.order.prefix(60))\"`"
  }

  /// Somebody else, not forgotten, for whom an order counts in a campaign, whichever way its number is written.
  func otherSeller(
    of order: String, in campaign: Int64, than influencer: Int64, _ definition: Definition
  ) throws(EngineError) -> Int64? {
    let spelling = OrderNumber.other(order)
    var other = try stored { () throws(StoreError) in
      try store.otherSeller(of: order, or: spelling, in: campaign, than: influencer)
    }
    for name in [order, spelling] where other == nil {
      guard let word = definition.machine.textWord(name) else { continue }
      other = try stored { () throws(StoreError) in
        try store.other("conversion", ofWord: word, in: campaign, than: influencer)
      }
    }
    return other
  }

  private func countsForForgotten(_ sale: ToldSale) throws(EngineError) -> String? {
    guard let other = try forgottenSeller(of: sale.order, in: sale.campaign, than: sale.influencer) else { return nil }
    return try
      "the order `\(sale.order.prefix(60))` belongs to `\(shownName(other))`, who was forgotten, and an order counts once; "
      + "if it is not theirs, take it from them first: `void \(typedName(other)) conversion \"\(sale.order.prefix(60))\"`"
  }

  /// What an influencer brings may have moved to another campaign: what was recorded before stays there, and what comes after
  /// counts in the newer one.
  private func countsElsewhere(_ sale: ToldSale, isNew: Bool) throws(EngineError) -> String? {
    guard try hasMoves() else { return nil }
    let moves = try stored { () throws(StoreError) in try store.attributions(of: sale.influencer) }
    for other in Set(moves.flatMap { [$0.source, $0.target] }).subtracting([sale.campaign]).sorted() {
      guard let known = try recordedSale(sale.order, of: sale.influencer, in: other), !known.isVoided else { continue }
      return "the order counts in `\(try campaign(other).row.name)` already"
    }
    let target = try attributed(sale.influencer, from: sale.campaign, at: sale.at.instant.milliseconds)
    guard isNew, target != sale.campaign else { return nil }
    return try
      "what `\(shownName(sale.influencer))` sells by then counts in `\(campaign(target).row.name)`; record the order there"
  }

  /// An order counts once in campaigns that share a group of codes or links, since they sell for the same shop. Of other
  /// campaigns nobody can tell.
  private func countsBeside(_ sale: ToldSale) throws(EngineError) -> String? {
    var found = try stored { () throws(StoreError) in
      try store.salesElsewhere(of: sale.order, or: OrderNumber.other(sale.order), than: sale.campaign)
    }
    found += try forgottenSales(of: sale.order, than: sale.campaign)
    saleElsewhere = found.first
    for other in found {
      if let reason = try countsBeside(sale, other) { return reason }
    }
    return nil
  }

  private func countsBeside(
    _ sale: ToldSale, _ other: (campaign: Int64, influencer: Int64)
  ) throws(EngineError) -> String? {
    guard let shared = try groups(of: sale.campaign).intersection(groups(of: other.campaign)).min(),
      let group = try group(shared)
    else { return nil }
    let name = try campaign(other.campaign).row.name
    return try
      "the order `\(sale.order.prefix(60))` counts for `\(shownName(other.influencer))` in `\(name)` already, which shares the \(noun(ofKind: group.kind)) group `\(group.name)`; if it is to count here, take it back there first: `void`"
  }

  /// The groups that a campaign's details name.
  private func groups(of campaign: Int64) throws(EngineError) -> Set<Int64> {
    let state = try self.campaign(campaign)
    let fields = try definition(state.row.definition).workflow.campaign
    return Set(
      fields.indices.compactMap { index in
        guard case .group = fields[index].type, state.words[0] >> Int64(index) & 1 == 1 else { return nil }
        return state.words[index + 1]
      })
  }

  /// What has to be said of a sale that was taken: no group has its code, or an order of the same number counts elsewhere too.
  func saleRemark(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    guard received.definition.countsSale[received.event] else { return nil }
    let checked = received.definition.workflow.events[received.event]
    let code = try checked.value("code", received.payload).flatMap { (word) throws(EngineError) in
      try text(word, received.definition)
    }
    if let code, try stored({ () throws(StoreError) in try store.item(kind: Engine.codes, code: code) }) == nil {
      return
        "no group has the code `\(code.prefix(60))`, so nobody can tell whose it is; the order counts for whoever was named"
    }
    guard let other = saleElsewhere else { return nil }
    guard let key = checked.value("conversion", received.payload),
      let order = try name(key, told: received.order, received.definition)
    else { return nil }
    return try
      "an order `\(order.prefix(60))` counts for `\(shownName(other.influencer))` in `\(campaign(other.campaign).row.name)` too; if it is the same one, take it back in one of the two: `void`"
  }

  /// Whether what anybody brings has ever moved.
  private func hasMoves() throws(EngineError) -> Bool {
    if let movesSales { return movesSales }
    let has = try stored { () throws(StoreError) in try store.hasAttributions() }
    movesSales = has
    return has
  }

  // MARK: By which code

  /// Why an order does not count by the code that it names; `nil` where it does, and for a code that no group of ours holds.
  ///
  /// A code counts for whoever held it when the order came in, whoever holds it by now.
  package func codeProblem(_ sale: ToldSale) throws(EngineError) -> String? {
    guard let code = sale.code, let holders = try holders(ofCode: code) else { return nil }
    let then = try those(holders, at: sale.at, in: sale.campaign)
    let own = then.filter { $0.influencer == sale.influencer }
    guard let holder = own.last(where: { $0.campaign == sale.campaign }) ?? own.last else {
      return try notTheirs(sale, code, holders, then)
    }
    if holder.campaign != sale.campaign,
      try attributed(sale.influencer, from: holder.campaign, at: sale.at.instant.milliseconds) != sale.campaign
    {
      return try
        "they hold the code `\(code.prefix(60))` in `\(campaign(holder.campaign).row.name)`, so the order counts there"
    }
    let at = sale.at.instant
    let outside = Engine.outsideDates(code, starts: holder.starts, ends: holder.ends, at)
    // Whatever was disabled has ended.
    let disabled =
      try outside != nil || holder.ends == nil
      ? nil : disabledProblem(code, of: sale.influencer, in: holder.campaign, at: at)
    return (outside ?? disabled).map {
      "\($0); if the order came another way, leave the code out, and say so with `item link`, or with a `rate` of its own"
    }
  }

  /// Whose the code was instead when the order came in.
  private func notTheirs(
    _ sale: ToldSale, _ code: String, _ holders: [CodeHolder], _ then: [CodeHolder]
  ) throws(EngineError) -> String {
    guard let other = then.last else {
      return holders.isEmpty
        ? "nobody holds the code `\(code.prefix(60))`, so it brings nobody an order"
        : try nobodyThen("code", code, holders, sale.at, in: sale.campaign)
    }
    let whose = try "that of `\(shownName(other.influencer))`"
    return try other.until == nil
      ? "the code `\(code.prefix(60))` is \(whose); record the order for them, or leave the code out"
      : "the code `\(code.prefix(60))` was \(whose) \(when(sale.at, sale.campaign)); record the order for them, or leave the code out"
  }

  /// Why an order cannot count at the rate of the code that its influencer holds, where it says neither code nor rate: on its
  /// day that code was not valid.
  private func heldCodeProblem(
    _ sale: ToldSale, _ words: [Int64], _ event: Int, _ definition: Definition, _ newest: ParticipationRow
  ) throws(EngineError) -> String? {
    guard kinds(of: words, event, definition).contains(Engine.codes),
      let item = try stored({ () throws(StoreError) in try store.held(newest.id, kind: Engine.codes) }),
      item.rate != nil,
      let reason = Engine.outsideDates(item.code, starts: item.starts, ends: item.ends, sale.at.instant)
    else { return nil }
    return "\(reason); if the order came another way, say so with `item link`, or with a `rate` of its own"
  }

  private static func outsideDates(_ code: String, starts: Int64?, ends: Int64?, _ at: Instant) -> String? {
    if let starts, at.milliseconds < starts {
      return "the code `\(code.prefix(60))` counts from \(Instant(milliseconds: starts)) on, and the order is of \(at)"
    }
    if let ends, at.milliseconds >= ends {
      return "the code `\(code.prefix(60))` ended at \(Instant(milliseconds: ends)), and the order is of \(at)"
    }
    return nil
  }
}
