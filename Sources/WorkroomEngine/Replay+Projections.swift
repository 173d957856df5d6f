import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What follows from a step: items, money, messages and objects.
extension Replay {
  mutating func apply(
    _ log: LogRow, _ definition: Definition, _ seen: Seen, _ replayed: Replayed
  ) throws(EngineError) {
    var (claimed, rates) = (seen.claimed[...], seen.rates[...])
    for (place, effect) in buffer.effects.enumerated() {
      switch effect.kind {
      case .cancelOrder:
        if replayed.mayHaveOrder {
          say(effect, place, log)
        } else {
          unsent.insert(Unsent(log: log.id, place: Int64(place)))
        }
      case .email, .contract, .tell, .note, .createOrder, .poolEmpty:
        if effect.kind == .createOrder { replayed.hasAskedForOrder = true }
        say(effect, place, log)
      case .claim:
        guard let item = claimed.popFirst() else {
          return problem("row \(log.sequence) of `\(campaign.row.name)` took an item that it does not name")
        }
        replayed.held[definition.kinds[Int(effect.a)]] = item
        let given = rates.popFirst().flatMap { $0 == .min ? nil : $0 }
        holdings[item, default: []].append(
          .init(
            participation: log.participation, zone: campaign.zone, rate: given ?? (effect.c < 0 ? nil : effect.c),
            assigned: log.occurred))
      case .release, .disable: try giveBack(effect, log, definition, replayed)
      case .owe, .voidReason, .voidSubject, .paid, .earmark: post(effect, place, log, definition, replayed)
      case .wait: replayed.waits[effect.c] = effect.b
      }
    }
  }

  private mutating func say(_ effect: Effect, _ place: Int, _ log: LogRow) {
    let words: Int64? =
      switch effect.kind {
      case .createOrder, .cancelOrder: nil
      case .poolEmpty: effect.b
      default: effect.a
      }
    outbox.append(
      OutboxRow(
        log: log.id, place: Int64(place), participation: log.participation, kind: Int64(effect.kind.rawValue),
        role: effect.kind == .tell ? effect.b : nil, words: words))
  }

  private mutating func giveBack(
    _ effect: Effect, _ log: LogRow, _ definition: Definition, _ replayed: Replayed
  ) throws(EngineError) {
    guard let item = replayed.held.removeValue(forKey: definition.kinds[Int(effect.a)]),
      let last = holdings[item]?.indices.last
    else { return }
    let earlier = rounds[replayed.row.influencer] ?? []
    let wasUsed =
      replayed.objects.keys.contains { $0.noun == "conversion" }
      || earlier.contains { states[$0]?.objects.keys.contains { $0.noun == "conversion" } ?? false }
    let known = items[item]
    let isMade = try known.flatMap { (item) throws(EngineError) in try engine.group(item.group) }?.pattern != nil
    holdings[item]![last].end =
      effect.kind == .release && !wasUsed && (!isMade || known?.isKept == true)
      ? .returned(log.occurred, log: log.id) : .disabled(log.occurred)
  }

  private mutating func post(
    _ effect: Effect, _ place: Int, _ log: LogRow, _ definition: Definition, _ replayed: Replayed
  ) {
    let subject = definition.subject(of: log)?.key ?? 0
    var made: [LedgerEntry] = []
    func add(_ account: Int64, _ amount: Int64, _ currency: Int64, _ reason: String, _ subject: Int64) {
      made.append(
        LedgerEntry(
          log: log.id, place: Engine.ledgerPlace(place, made.count), participation: log.participation,
          account: account, amount: amount, currency: currency, reason: reason, subject: subject,
          rule: Int64(effect.rule)))
    }
    switch effect.kind {
    case .owe:
      let currency = definition.machine.currency(effect.b).map { Int64($0.packed) } ?? campaign.row.currency
      add(0, effect.a, currency, definition.workflow.texts[Int(effect.c)], subject)
    case .voidReason:
      let reason = definition.workflow.texts[Int(effect.a)]
      for part in parts(replayed, { $0.reason == reason }) { add(0, -part.amount, part.currency, reason, part.subject) }
    case .voidSubject:
      for part in parts(replayed, { $0.subject == effect.a }) {
        add(0, -part.amount, part.currency, part.reason, effect.a)
      }
    case .earmark:
      let earmark = Engine.earmark(Int(effect.a), definition, campaign.row.currency)
      add(2, effect.b, earmark.currency, earmark.field, 0)
    default:
      let words = Engine.paidWords(log, definition)
      add(1, effect.a, campaign.row.currency, words.reason, words.subject)
    }
    for entry in made { record(entry, replayed) }
  }

  /// Keeps an entry of the ledger, and the sums that steps read.
  mutating func record(_ entry: LedgerEntry, _ replayed: Replayed) {
    if let sides = entry.sides {
      for (account, amount) in [(sides.to, entry.amount), (sides.from, -entry.amount)] {
        let key = BalanceKey(participation: entry.participation, currency: entry.currency, account: account)
        balances[key, default: 0] += amount
      }
    }
    if entry.account != LedgerEntry.owed, entry.subject != 0 { replayed.booked.append(ledger.count) }
    switch entry.account {
    case LedgerEntry.owed: replayed.owed.append(ledger.count)
    case LedgerEntry.paid: replayed.paid += entry.currency == campaign.row.currency ? entry.amount : 0
    case LedgerEntry.sold: replayed.sold[entry.subject, default: 0] += entry.amount
    case LedgerEntry.onItsWay: break
    default:
      let earmark = Earmark(field: entry.reason, currency: entry.currency)
      earmarks[earmark, default: 0] += entry.amount
      replayed.earmarks[earmark, default: 0] += entry.amount
    }
    ledger.append(entry)
  }

  /// What is owed in the campaign's currency, by reason and subject.
  func owed(_ replayed: Replayed) -> [OwedPart] {
    parts(replayed) { $0.currency == campaign.row.currency }
  }

  /// What is owed so far, by currency, reason and subject, in their order.
  private func parts(_ replayed: Replayed, _ isMeant: (LedgerEntry) -> Bool) -> [OwedPart] {
    var parts: [OwedPart] = []
    for index in replayed.owed where isMeant(ledger[index]) {
      let entry = ledger[index]
      let place = parts.firstIndex {
        $0.currency == entry.currency && $0.reason == entry.reason && $0.subject == entry.subject
      }
      if let place {
        parts[place].amount += entry.amount
      } else {
        parts.append(
          OwedPart(currency: entry.currency, reason: entry.reason, subject: entry.subject, amount: entry.amount))
      }
    }
    return parts.filter { $0.amount != 0 }.sorted { a, b in
      if a.currency != b.currency { return a.currency < b.currency }
      return a.reason != b.reason ? a.reason.utf8.lexicographicallyPrecedes(b.reason.utf8) : a.subject < b.subject
    }
  }

  /// What a row says of its participation, whatever happened.
  func settle(_ log: LogRow, _ definition: Definition, _ replayed: Replayed) {
    replayed.row.sequence = log.sequence
    replayed.row.due = definition.machine.nextTimer(replayed.row.state.span)?.due
    replayed.row.accepted = definition.accepted(replayed.row.accepted, log, replayed.row.state)
  }

  mutating func project(
    _ log: LogRow, _ before: [Int64], _ definition: Definition, _ replayed: Replayed
  ) throws(EngineError) {
    let active = StateLayout.activeStart..<StateLayout.activeStart + definition.machine.layout.stageWords
    if before[active] != replayed.row.state[active] { replayed.row.since = log.occurred }
    settle(log, definition, replayed)
    guard keepsThings, log.kind == Int64(StepInput.Kind.event.rawValue) else { return }
    let event = definition.workflow.events[Int(log.event)]
    let kind = definition.adjustedKind[Int(log.event)]
    if kind >= 0, let item = replayed.held[definition.kinds[kind]] { try adjust(item, log, event, definition) }
    if definition.tellsOfProposal[Int(log.event)] {
      replayed.proposal = Proposals.after(log, event, definition.workflow, known: replayed.proposal)
    }
    if let key = definition.subject(of: log).map(ObjectKey.init) {
      if definition.givesName(Int(log.event), log.payload) { replayed.objects.name(key) }
      try book(log, event, key, definition, replayed)
      if definition.keepsOrders {
        if key.noun == "order" { try order(log, event, key, definition, replayed) }
        if event.path == Definition.draft {
          replayed.drafts[replayed.objects[key]?.row.firstLog ?? log.id, default: 0] += 1
        }
      }
      replayed.objects[key] = told(replayed.objects[key], key, definition, log)
      for figure in ContentFigure.told(log, key.noun, key.key, definition) {
        replayed.figures[key.key, default: [:]][figure.name] = figure.value
      }
    }
  }

  /// What the event of a conversion or a payment books behind the step's own effects.
  private mutating func book(
    _ log: LogRow, _ event: CheckedEvent, _ object: ObjectKey, _ definition: Definition, _ replayed: Replayed
  ) throws(EngineError) {
    guard definition.keepsBooks, object.key != 0 else { return }
    let place = Engine.ledgerPlace(buffer.effects.count, 0)
    let home = campaign.row.currency
    switch object.noun {
    case "conversion":
      let sold = replayed.sold[object.key] ?? 0
      if let entry = Books.sale(log, event, key: object.key, sold: sold, home: home, place: place) {
        record(entry, replayed)
      }
    case "payment":
      let known = replayed.payments[object.key]
      let counts = batches
      let payment = try Books.payment(
        log, event, known: known, home: home, count: { (batch) throws(EngineError) in counts[batch] ?? 0 })
      guard let payment else { return }
      if known == nil { batches[payment.batch] = payment.number }
      replayed.payments[object.key] = payment
      if let entry = Books.onItsWay(log, before: known, after: payment, key: object.key, place: place) {
        record(entry, replayed)
      }
    default: return
    }
  }

  /// What an order holds once an event has told of it.
  private func order(
    _ log: LogRow, _ event: CheckedEvent, _ key: ObjectKey, _ definition: Definition, _ replayed: Replayed
  ) throws(EngineError) {
    let order = replayed.objects[key]?.row.firstLog ?? log.id
    let lines = OrderLines.after(
      replayed.orderLines[order] ?? [:], status: definition.statuses[Int(log.event)],
      isNamed: key.key != 0, products: try engine.orderedProducts(log, event, definition))
    replayed.orderLines[order] = lines.isEmpty ? nil : lines
  }

  /// An object once an event has told of it.
  func told(_ known: Object?, _ key: ObjectKey, _ definition: Definition, _ log: LogRow) -> Object {
    let event = definition.workflow.events[Int(log.event)]
    let row = ObjectRow(
      participation: log.participation, key: key.key, status: definition.statuses[Int(log.event)], event: log.event,
      firstLog: known?.row.firstLog ?? log.id, lastLog: log.id, payload: log.payload, definition: log.definition)
    var object = Object(row: row, history: known?.history ?? ObjectHistory(noun: key.noun, key: key.key))
    if keepsValues { object.history.take(event, log.payload) }
    return object
  }

  private mutating func adjust(
    _ item: Int64, _ log: LogRow, _ event: CheckedEvent, _ definition: Definition
  ) throws(EngineError) {
    guard let last = holdings[item]?.indices.last else { return }
    let new = Adjustment(log.payload, event, campaign.zone)
    var all = holdings[item]![last].adjustment ?? new
    all.rate = new.rate ?? all.rate
    all.starts = new.starts ?? all.starts
    all.ends = new.ends ?? all.ends
    all.url = new.url ?? all.url
    all.destination = new.destination ?? all.destination
    all.group = new.group ?? all.group
    holdings[item]![last].adjustment = all
    if let id = all.group, let name = try engine.text(id, definition) {
      let kind = definition.kinds[definition.adjustedKind[Int(log.event)]]
      holdings[item]![last].group = try stored { () throws(StoreError) in
        try engine.store.group(kind: kind, named: name)?.id
      }
    }
    holdings[item]![last].url = try all.url.flatMap { (id) throws(EngineError) in try engine.text(id, definition) }
    holdings[item]![last].destination = try all.destination.flatMap { (id) throws(EngineError) in
      try engine.text(id, definition)
    }
  }
}

extension [Replay.ObjectKey: Replay.Object] {
  /// Gives the object of a noun that has no name of its own a name.
  mutating func name(_ key: Replay.ObjectKey) {
    guard var object = removeValue(forKey: Replay.ObjectKey(noun: key.noun, key: 0)) else { return }
    object.row.key = key.key
    object.history.key = key.key
    self[key] = object
  }
}
