import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Products: what may be chosen, what an order holds and costs, and how many are left.
///
/// As long as no products were imported, lists of products are texts, and nothing is asked of them.
extension Engine {
  /// What is left of a product; `nil` for as many as are wanted.
  package func stock(of product: ProductRow) throws(EngineError) -> Int64? {
    guard let inventory = product.inventory else { return nil }
    return inventory - (try stored { () throws(StoreError) in try store.ordered(product.label) })
  }

  // MARK: What an event leaves unsaid

  /// Fills in what an order leaves out, made or packed at once: its products are those that the proposal names, or all gifts of a campaign that
  /// lets nobody choose; its cost and what sending it costs are those of its products today. A parcel or an order without
  /// its name is the newest of the participation.
  func fillGoods(
    _ words: inout [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) {
    try fillSubject(&words, event, definition, row)
    try fillOrderOfParcel(&words, event, definition, row)
    let known = try knownOrder(&words, event, definition, row)
    let field = definition.productField[event]
    guard field >= 0, ["order.created", "order.fulfilled"].contains(definition.workflow.events[event].path),
      try stored({ () throws(StoreError) in try store.hasProducts() })
    else { return }
    let checked = definition.workflow.events[event]
    if try tellsAgain(of: known?.status, words, event, definition, row) { return }
    func fill(_ name: String, _ word: Int64?) {
      guard let word, let index = checked.payload.firstIndex(where: { $0.name == name }),
        words[0] >> Int64(index) & 1 == 0
      else { return }
      words[index + 1] = word
      words[0] |= 1 << Int64(index)
    }
    if let list = try chosen(row, definition) { fill("products", list) }
    guard let list = checked.value("products", words) else { return }
    let currency = try campaign(row.campaign).row.currency
    var (cost, shipping): (Int64?, Int64?) = (0, 0)
    for choice in ProductChoice.entries(of: try text(list, definition) ?? "").compactMap(ProductChoice.init) {
      let product = try stored { () throws(StoreError) in try store.product(choice.label) }
      let own = product.flatMap { $0.currency == currency ? $0 : nil }
      cost = Engine.sum(cost, own?.cost, choice.quantity)
      shipping = Engine.sum(shipping, own?.shipping, choice.quantity)
    }
    fill("cost", cost)
    fill("shipping", shipping)
  }

  /// A sum of which nothing is known as soon as one part is not.
  private static func sum(_ sum: Int64?, _ part: Int64?, _ count: Int64) -> Int64? {
    guard let sum, let part else { return nil }
    let (product, overflow) = part.multipliedReportingOverflow(by: count)
    let (total, overflowToo) = sum.addingReportingOverflow(product)
    return overflow || overflowToo ? nil : total
  }

  /// Whether an event tells again of an order that is known, or of one more without saying what it holds.
  private func tellsAgain(
    of status: String?, _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> Bool {
    let checked = definition.workflow.events[event]
    if checked.value("products", words) != nil { return false }
    let isLive = status.map(Engine.isLive(order:)) ?? false
    if checked.path == "order.fulfilled" || checked.value("order", words) != nil { return isLive }
    if definition.machine.awaitedEvents(row.state.span).contains(event) { return false }
    if isLive { return true }
    return try goods("order", of: row).contains(where: \.isLive)
  }

  /// The products that a participation has chosen; else all gifts, where the campaign limits no choice.
  private func chosen(_ row: ParticipationRow, _ definition: Definition) throws(EngineError) -> Int64? {
    if let list = try stored({ () throws(StoreError) in try store.proposal(row.id)?.products }) { return list }
    let limits = try limits(row, definition)
    guard limits.count == nil, limits.value == nil, let list = limits.gifts else { return nil }
    for entry in limits.names where try stored({ () throws(StoreError) in try store.product(entry) }) == nil {
      return nil
    }
    return list
  }

  private func fillSubject(
    _ words: inout [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) {
    guard definition.meansNewest[event], case let field = definition.subjectField[event], field >= 0,
      words[0] >> Int64(field) & 1 == 0
    else { return }
    let noun = definition.nouns[event]
    var known = try stored { () throws(StoreError) in try store.objects(of: row.id, noun: noun) }
    if noun == "shipment", let key = definition.workflow.events[event].value("order", words),
      let order = try stored({ () throws(StoreError) in try store.objects(of: row.id, noun: "order") })
        .last(where: { $0.key == key })
    {
      known = try parcels(of: row)[order.firstLog] ?? []
    }
    // Of orders the newest is meant that is not over.
    let open = noun == "order" ? known.filter { !CountedObject.ends.contains($0.status) } : []
    let meant = open.last ?? (known.contains { $0.key == 0 } ? nil : known.last)
    guard let meant, meant.key != 0, open.isEmpty ? true : !open.contains(where: { $0.key == 0 }) else { return }
    words[field + 1] = meant.key
    words[0] |= 1 << Int64(field)
  }

  /// What is known of the order that an event is about. One that a shop numbers is the one that somebody ordered without a
  /// number: the event gives it its name.
  private func knownOrder(
    _ words: inout [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> (status: String, log: Int64, newest: Int64)? {
    guard definition.makesOrEndsOrder[event], case let field = definition.subjectField[event], field >= 0 else {
      return nil
    }
    let key = words[0] >> Int64(field) & 1 == 1 ? words[field + 1] : 0
    if let known = try stored({ () throws(StoreError) in try store.object(row.id, "order", key) }) { return known }
    guard key != 0, let unnamed = try stored({ () throws(StoreError) in try store.object(row.id, "order", 0) }) else {
      return nil
    }
    let isDraft = definition.workflow.events[event].path == "order.drafted"
    guard unnamed.status == "drafted" || (!isDraft && Engine.isLive(order: unnamed.status)) else { return nil }
    words[0] |= 1 << Int64(Definition.namingBit)
    return unnamed
  }

  // MARK: What may be chosen

  private struct Limits {
    /// The list of the detail `gifts`, and its entries.
    var gifts: Int64?
    var names: [String] = []
    /// How many, and what they may be worth, in minor units.
    var count: Int64?
    var value: Int64?
  }

  private func limits(_ row: ParticipationRow, _ definition: Definition) throws(EngineError) -> Limits {
    let words = try frame(of: campaign(row.campaign), definition).words
    let fields = definition.workflow.campaign
    var limits = Limits()
    for (index, field) in fields.enumerated() where words[0] >> Int64(index) & 1 == 1 {
      switch (field.name, field.type) {
      case ("gifts", .products): limits.gifts = words[index + 1]
      case ("most_products", .number): limits.count = words[index + 1] / Scaled.unit
      case ("most_product_value", .money): limits.value = words[index + 1]
      default: break
      }
    }
    if let gifts = limits.gifts { limits.names = ProductChoice.entries(of: try text(gifts, definition) ?? "") }
    return limits
  }

  /// Why products cannot be chosen or ordered; `nil` where they can.
  func productProblem(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let (words, event, definition) = (received.payload, received.event, received.definition)
    let field = definition.productField[event]
    // What a shop has packed is gone, whatever the stock says.
    if !received.isPerson, field >= 0, definition.workflow.events[event].path == "order.fulfilled" { return nil }
    guard field >= 0, words[0] >> Int64(field) & 1 == 1,
      try stored({ () throws(StoreError) in try store.hasProducts() })
    else { return nil }
    let limits = try limits(row, definition)
    let list = try text(words[field + 1], definition) ?? ""
    let ordered = try linesOfOrder(words, event, definition, row)
    var (count, value): (Int64, Int64?) = (0, 0)
    var wanted: [Int64: Int64] = [:]
    let currency = try campaign(row.campaign).row.currency
    for entry in ProductChoice.entries(of: list) {
      guard var choice = ProductChoice(entry) else {
        return "`products`: `\(entry.prefix(60))` asks for too many; one entry has 1 to \(ProductChoice.quantityMax)"
      }
      let found = try stored { () throws(StoreError) in try store.product(choice.label) }
      guard let product = found else { return try unknown(choice.label) }
      count += choice.quantity
      value = Engine.sum(value, product.currency == currency ? product.msrp : nil, choice.quantity)
      // A product that is named twice is asked for twice.
      wanted[product.id, default: 0] += choice.quantity
      choice.quantity = wanted[product.id] ?? choice.quantity
      if let reason = try outside(limits, product, choice, ordered) { return reason }
    }
    return try beyond(limits, count, value, row)
  }

  /// What the order that an event is about has taken from the stock already.
  private func linesOfOrder(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> [String: Int64] {
    guard definition.makesOrEndsOrder[event] else { return [:] }
    let key = definition.givesName(event, words) ? 0 : definition.workflow.events[event].value("order", words) ?? 0
    return try stored { () throws(StoreError) in
      guard let order = try store.object(row.id, "order", key) else { return [:] }
      return try store.orderLines(row.id, order.log)
    }
  }

  /// The names that the campaign's detail `gifts` lists.
  func gifts(of row: ParticipationRow, _ definition: Definition) throws(EngineError) -> [String] {
    try limits(row, definition).names
  }

  private func unknown(_ label: String) throws(EngineError) -> String {
    let variants = try stored { () throws(StoreError) in try store.variants(label) }
    if !variants.isEmpty {
      let names = variants.prefix(6).map { "`\($0.label)`" }.joined(separator: ", ")
      return "`products`: `\(label)` comes in variants; write one of \(names)"
    }
    let known = try stored { () throws(StoreError) in try store.products(limit: 1_000) }
    let near = Spelling.nearest(to: label, among: known.map(\.label))
    return "`products`: no product is called `\(label.prefix(60))`"
      + (near.map { "; write `\($0)`" } ?? "; `products` in the console lists them")
  }

  /// Why one product is not for this campaign, or is not there any more.
  private func outside(
    _ limits: Limits, _ product: ProductRow, _ choice: ProductChoice, _ ordered: [String: Int64]
  ) throws(EngineError) -> String? {
    let own = [product.label, product.name, product.collection].map { $0.lowercased() }
    if limits.gifts != nil, !limits.names.contains(where: { own.contains($0.lowercased()) }) {
      return
        "`products`: this campaign does not offer `\(product.label)`; `gifts` names \(limits.names.map { "`\($0)`" }.joined(separator: ", "))"
    }
    guard let stock = try stock(of: product), case let left = stock + (ordered[product.label.lowercased()] ?? 0),
      left < choice.quantity
    else { return nil }
    return "`products`: \(max(0, left)) of `\(product.label)` are left, and \(choice.quantity) are asked for"
  }

  private func beyond(
    _ limits: Limits, _ count: Int64, _ value: Int64?, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    if let most = limits.count, count > most {
      return "`products`: \(count) are chosen, and `most_products` of the campaign is \(most)"
    }
    guard let most = limits.value else { return nil }
    let currency = try campaign(row.campaign).currency
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    guard let value else {
      return
        "`products`: what they are worth in \(currency) is not known of all of them, and `most_product_value` is \(shown(most)); import their `msrp` first"
    }
    return value > most
      ? "`products`: they are worth \(shown(value)) together, and `most_product_value` of the campaign is \(shown(most))"
      : nil
  }

  // MARK: What orders hold

  /// Writes what an order holds, and how many drafts a piece of content has had, once an event has told of it.
  func tellGoods(_ log: LogRow, _ noun: String, _ key: Int64, _ definition: Definition) throws(EngineError) {
    guard definition.keepsOrders else { return }
    let event = definition.workflow.events[Int(log.event)]
    if event.path == Definition.draft {
      return try stored { () throws(StoreError) in
        let first = try store.object(log.participation, noun, key)?.log ?? log.id
        try store.countDraft(log.participation, first)
      }
    }
    guard noun == "order" else { return }
    let products = try orderedProducts(log, event, definition)
    try stored { () throws(StoreError) in
      let order = try store.object(log.participation, noun, key)?.log ?? log.id
      let known = try store.orderLines(log.participation, order)
      let lines = OrderLines.after(
        known, status: String(event.path.dropFirst(noun.utf8.count + 1)), isNamed: key != 0, products: products)
      if lines != known { try store.writeOrderLines(log.participation, order, lines) }
    }
  }

  /// What an event says that an order holds.
  func orderedProducts(
    _ log: LogRow, _ event: CheckedEvent, _ definition: Definition
  ) throws(EngineError) -> [String: Int64] {
    guard let list = log.value("products", event) else { return [:] }
    return ProductChoice.quantities(of: try text(list, definition) ?? "")
  }
}
