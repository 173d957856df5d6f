import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
package import WorkroomValues

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
    package var at: Instant

    package init(order: String, influencer: Int64, campaign: Int64, code: String?, at: Instant) {
      (self.order, self.influencer, self.campaign) = (order, influencer, campaign)
      (self.code, self.at) = (code, at)
    }
  }

  /// The store's number of the kind that codes are.
  private static let codes: Int64 = 0

  /// Why a conversion cannot be recorded or restored; `nil` where it can, and for every other event.
  func saleProblem(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow, _ newest: ParticipationRow,
    tellsRate: Bool, at: Instant
  ) throws(EngineError) -> String? {
    guard definition.countsSale[event] else { return nil }
    let checked = definition.workflow.events[event]
    let isNew = checked.path == "conversion.recorded"
    guard let key = checked.value("conversion", words),
      let order = try text(key, definition)
    else { return nil }
    let code = try checked.value("code", words).flatMap { (word) throws(EngineError) in try text(word, definition) }
    let sale = ToldSale(order: order, influencer: row.influencer, campaign: row.campaign, code: code, at: at)
    if let reason = try countsForAnother(sale, definition) { return reason }
    if let reason = try countsElsewhere(sale, isNew: isNew) { return reason }
    guard isNew else { return nil }
    if code != nil { return try codeProblem(sale) }
    return try tellsRate ? nil : heldCodeProblem(sale, words, event, definition, newest)
  }

  // MARK: For whom, and where

  private func countsForAnother(_ sale: ToldSale, _ definition: Definition) throws(EngineError) -> String? {
    var other = try stored { () throws(StoreError) in
      try store.otherSeller(of: sale.order, in: sale.campaign, than: sale.influencer)
    }
    if other == nil, let word = definition.machine.textWord(sale.order) {
      other = try stored { () throws(StoreError) in
        try store.otherSeller(ofWord: word, in: sale.campaign, than: sale.influencer)
      }
    }
    guard let other else { return nil }
    return try
      "the order `\(sale.order.prefix(60))` counts for `\(shownName(other))` already, and an order counts once; "
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
    let target = try attributed(sale.influencer, from: sale.campaign, at: sale.at.milliseconds)
    guard isNew, target != sale.campaign else { return nil }
    return try
      "what `\(shownName(sale.influencer))` sells by then counts in `\(campaign(target).row.name)`; record the order there"
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
  package func codeProblem(_ sale: ToldSale) throws(EngineError) -> String? {
    guard let code = sale.code,
      let item = try stored({ () throws(StoreError) in try store.item(kind: Engine.codes, code: code) })
    else { return nil }
    let holder = try item.participation.flatMap { (id) throws(EngineError) in
      try stored { () throws(StoreError) in try store.participation(id) }
    }
    guard let holder else { return "nobody holds the code `\(code.prefix(60))`, so it brings nobody an order" }
    guard holder.influencer == sale.influencer else {
      return try
        "the code `\(code.prefix(60))` is that of `\(shownName(holder.influencer))`; record the order for them, or leave the code out"
    }
    if holder.campaign != sale.campaign,
      try attributed(sale.influencer, from: holder.campaign, at: sale.at.milliseconds) != sale.campaign
    {
      return try
        "they hold the code `\(code.prefix(60))` in `\(campaign(holder.campaign).row.name)`, so the order counts there"
    }
    return Engine.outsideDates(code, starts: item.starts, ends: item.ends, sale.at)
  }

  /// Why an order cannot count at the rate of the code that its influencer holds, where it says neither code nor rate: on its
  /// day that code was not valid.
  private func heldCodeProblem(
    _ sale: ToldSale, _ words: [Int64], _ event: Int, _ definition: Definition, _ newest: ParticipationRow
  ) throws(EngineError) -> String? {
    guard kinds(of: words, event, definition).contains(Engine.codes),
      let item = try stored({ () throws(StoreError) in try store.held(newest.id, kind: Engine.codes) }),
      item.rate != nil,
      let reason = Engine.outsideDates(item.code, starts: item.starts, ends: item.ends, sale.at)
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
