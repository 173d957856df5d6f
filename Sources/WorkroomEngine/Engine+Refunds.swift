package import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What becomes of a conversion after it was recorded: what a refund gives back, and what a restoration brings back.
extension Engine {
  /// Events that change what an order is worth.
  static let conversionChanges: Set<String> = ["conversion.refunded", "conversion.voided", "conversion.restored"]

  /// An order with what it was worth at first and is worth now.
  private struct KnownOrder {
    var name: String
    var isVoided: Bool
    /// `nil` where it was voided before it was recorded.
    var recorded: Money?
    var worth: Money
  }

  /// What a person says with an event, and whether it has to be said: what is filled in for them is left out, or need not be.
  package static func said(with event: CheckedEvent) -> [(name: String, isNeeded: Bool)] {
    let isRefund = event.path == "conversion.refunded" && event.payload.contains { $0.name == "amount" }
    let filled = ["conversion.restored": "subtotal", "payment.paid": "amount", "payment.cancelled": "amount"][
      event.path]
    return event.payload.compactMap { field in
      if isRefund, field.name == "subtotal" { return nil }
      let isNeeded = !field.isOptional && field.name != filled || isRefund && field.name == "amount"
      return (field.name, isNeeded)
    }
  }

  /// Fills in what a refund or a restoration leaves unsaid: `subtotal`, which is what the order is worth from then on.
  /// Why it cannot be, where it cannot.
  func fillConversion(
    _ words: inout [Int64], _ written: [WrittenValue], _ event: Int, _ definition: Definition, _ row: ParticipationRow,
    isPerson: Bool
  ) throws(EngineError) -> String? {
    let checked = definition.workflow.events[event]
    guard definition.asksBooks[event], let name = written.last(where: { $0.name == "conversion" })?.text,
      let place = checked.payload.firstIndex(where: { $0.name == "subtotal" })
    else { return nil }
    let left: Int64
    switch checked.path {
    case "conversion.refunded":
      guard checked.payload.contains(where: { $0.name == "amount" }) else { return nil }
      guard let order = try order(name, row, definition) else { return Engine.unknown(name, "nothing is given back") }
      if let problem = Engine.problem(refunding: order, checked, words, isPerson: isPerson) { return problem }
      guard let amount = checked.value("amount", words) else { return nil }
      left = order.worth.minorUnits - amount
    case "conversion.restored":
      guard let order = try order(name, row, definition) else { return Engine.unknown(name, "nothing is restored") }
      guard order.isVoided else {
        return "`\(name)` counts already, with \(order.worth); only what was voided is restored"
      }
      let told = checked.value("subtotal", words)
      if let reason = Engine.excess(told, order) { return reason }
      let before = try conversionKey(name, row, definition).flatMap { (key) throws(EngineError) in
        try worthBeforeVoid(row.id, key)
      }
      if told == nil, before == nil, order.recorded == nil { return "`\(name)`: \(Engine.voidedBefore(name))" }
      left = told ?? before ?? 0
    default: return nil
    }
    words[place + 1] = left
    words[0] |= 1 << Int64(place)
    return nil
  }

  private static func unknown(_ name: String, _ so: String) -> String {
    "no order `\(name)` of theirs was recorded here, so \(so); `conversions` lists those that were"
  }

  /// That an order was voided before it was recorded, so that nobody knows what it was worth.
  package static func voidedBefore(_ name: String) -> String {
    "it was voided before it was recorded; if it counts all the same, restore it with its amount: "
      + "`restore NAME conversion \"\(name.prefix(60))\" subtotal AMOUNT`"
  }

  private static func excess(_ left: Int64?, _ order: KnownOrder) -> String? {
    guard let left, let recorded = order.recorded, left > recorded.minorUnits else { return nil }
    return "`\(order.name)` was recorded with \(recorded), so it cannot be worth more than that now"
  }

  /// A refund names what was given back; shops may tell instead what is left.
  private static func problem(
    refunding order: KnownOrder, _ event: CheckedEvent, _ words: [Int64], isPerson: Bool
  ) -> String? {
    if order.isVoided { return "`\(order.name)` was voided, so there is nothing left to refund" }
    switch (event.value("amount", words), event.value("subtotal", words)) {
    case (nil, nil): return "a refund names what was given back: add `amount 20 \(order.worth.currency)`"
    case (_?, _?): return "write `amount`, what was given back, or `subtotal`, what is left of the order; not both"
    case (nil, let left?):
      if isPerson {
        return
          "a refund names what was given back: write `amount` instead of `subtotal`, which is what is left of an order"
      }
      return excess(left, order)
    case (let amount?, nil):
      if amount == 0 { return "a refund of nothing changes nothing; write what was given back" }
      return amount > order.worth.minorUnits
        ? "`\(order.name)` is worth \(order.worth) now, so at most that can be given back" : nil
    }
  }

  /// Why a conversion cannot be refunded or voided like that; `nil` where it can. A system may void what comes later.
  func conversionProblem(
    _ words: [Int64], _ event: CheckedEvent, _ row: ParticipationRow, _ definition: Definition, isPerson: Bool,
    told: String?
  ) throws(EngineError) -> String? {
    guard let key = event.value("conversion", words) else { return nil }
    let object = try stored { () throws(StoreError) in try store.object(row.id, "conversion", key) }
    if event.path == "conversion.refunded" {
      return object?.status == "voided" ? "this conversion was voided, so there is nothing left to refund" : nil
    }
    guard object == nil else { return nil }
    if try stored({ () throws(StoreError) in try store.influencer(row.influencer) })?.isForgotten ?? false {
      return
        "whoever brought it was forgotten, and nothing tells that an order `\(try text(key, definition)?.prefix(60) ?? "")` was theirs, so nothing is voided"
    }
    guard isPerson else { return try foreignOrder(key, row, definition, told: told) }
    return Engine.unknown(try text(key, definition) ?? "", "nothing is voided")
  }

  /// That an order which is to be voided counts for somebody else; `nil` where it does not.
  private func foreignOrder(
    _ key: Int64, _ row: ParticipationRow, _ definition: Definition, told: String?
  ) throws(EngineError) -> String? {
    guard let order = try name(key, told: told, definition) else { return nil }
    let living = try otherSeller(of: order, in: row.campaign, than: row.influencer, definition)
    let forgotten = try forgottenSeller(of: order, in: row.campaign, than: row.influencer)
    guard let other = living ?? forgotten else { return nil }
    return try
      "the order `\(order.prefix(60))` belongs to `\(shownName(other))`\(living == nil ? ", who was forgotten" : ""), so nothing is voided; "
      + "if it is to be voided: `void \(typedName(other)) conversion \"\(order.prefix(60))\"`"
  }

  // MARK: What is known

  private func order(
    _ name: String, _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> KnownOrder? {
    let currency = try campaign(row.campaign).currency
    guard let key = try conversionKey(name, row, definition),
      let object = try stored({ () throws(StoreError) in try store.object(row.id, "conversion", key) }),
      let told = try stored({ () throws(StoreError) in try store.row(object.log) })
    else { return nil }
    let recorded = told.value("subtotal", try self.definition(told.definition).workflow.events[Int(told.event)])
    let worth = try stored { () throws(StoreError) in
      try store.booked(
        row.id, account: LedgerEntry.sold, reason: Books.sales, subject: key, currency: Int64(currency.packed))
    }
    return KnownOrder(
      name: name, isVoided: object.status == "voided",
      recorded: recorded.map { Money(minorUnits: $0, currency: currency) },
      worth: Money(minorUnits: worth, currency: currency))
  }

  private func conversionKey(
    _ name: String, _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> Int64? {
    let known = try stored { () throws(StoreError) in try store.findText(name, person: row.influencer) }
    if let key = definition.machine.textWord(name) ?? known { return key }
    return try erasedText(name, "conversion", row)
  }

  /// What an order was worth when it was voided: the last that its sales went down by, and nothing where a refund had left
  /// nothing for the void to take; `nil` where no books tell it.
  package func worthBeforeVoid(_ participation: Int64, _ key: Int64) throws(EngineError) -> Int64? {
    let sale = try stored { () throws(StoreError) in
      try store.lastSale(participation, reason: Books.sales, subject: key)
    }
    guard let sale, let told = try stored({ () throws(StoreError) in try store.row(sale.log) }) else { return nil }
    let event = try self.definition(told.definition).workflow.events[Int(told.event)]
    return event.path == "conversion.refunded" ? 0 : -sale.amount
  }
}
