import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Codes or links into a group: both are items of a pool, and differ in what their rows are called.
final class ItemSink<Row: Sendable>: RowSink {
  /// One row as an item: its code or URL, where it leads, when it holds, and for whom it is.
  struct Item {
    var code: String
    var destination: String?
    var starts: Instant?
    var ends: Instant?
    var state: ItemState?
    var person = NamedPerson()
    /// What it pays whom it is for.
    var payout: LinkPayout?
  }

  let noun: String
  private let engine: Engine
  private let group: GroupRow
  private let rows: any RowImport<Row>
  private let read: (Row) -> Item
  private let people: ItemKeepers
  private var (added, kept, freed, known, unusedRates) = (0, 0, 0, 0, 0)
  private var newest = Item(code: "")
  private var newestKeeper: Int64?

  init(
    _ engine: Engine, _ group: GroupRow, _ rows: any RowImport<Row>, noun: String, read: @escaping (Row) -> Item
  ) {
    self.engine = engine
    self.group = group
    self.rows = rows
    self.noun = noun
    self.read = read
    people = ItemKeepers(Directory(engine), noun: String(noun.dropLast()))
  }

  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var ownHeadings: [String] { noun == "links" ? ItemTables.linkHeadings : ItemTables.codeHeadings }
  var counts: [(count: Int, words: String)] {
    [
      (added, "\(noun) for `\(group.name)`"), (kept, "\(noun) kept for somebody in `\(group.name)`"),
      (unusedRates, "rates not used, since they are for anybody: the rule or the group says what is paid"),
      (freed, "kept no more, for anybody now"), (known, "known already"),
    ]
  }
  var understood: [(name: String, value: String)] {
    let keeper = newestKeeper.flatMap { try? Directory(engine).name($0) }
    let rate: String? = if case .percentage(let percent) = newest.payout { percent.description } else { nil }
    return [
      (noun == "links" ? "url" : "code", newest.code), ("destination_url", newest.destination ?? ""),
      ("kept for", keeper ?? ""), ("rate", rate ?? ""), ("start", newest.starts?.description ?? ""),
      ("end", newest.ends?.description ?? ""),
    ].filter { !$0.1.isEmpty }
  }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in try write(read(row)) }
  }

  private func write(_ item: Item) throws(EngineError) -> String? {
    (newest, newestKeeper) = (item, nil)
    var keeping: Engine.Keeping?
    var number: String?
    switch try people.find(item.person, item.payout, item.code) {
    case .keeping(let found): keeping = found
    case .number(let name): number = name
    case .reason(let reason): return reason
    }
    newestKeeper = keeping?.influencer
    if let reason = try neverCounts(item) { return reason }
    if let reason = try anotherForm(item) { return reason }
    let isNobodys = number != nil || keeping == nil && (item.state == .held || item.state == .kept)
    // What nobody may get, and what is somebody's whom the row does not name, is only looked for.
    if item.state != .disabled, !isNobodys, group.pattern == nil || keeping != nil,
      try engine.addItem(
        item.code, to: group, destination: item.destination, starts: item.starts, ends: item.ends, keptFor: keeping)
    {
      if keeping == nil { added += 1 } else { kept += 1 }
      if keeping == nil, item.payout != nil { unusedRates += 1 }
      return nil
    }
    let kind = group.kind
    let found = try engine.asking { (store) throws(StoreError) in try store.listedItem(kind: kind, code: item.code) }
    if let found { return try compare(item, found, keeping) }
    if item.state == .disabled {
      return "\(named(item)) is disabled, so it is given to nobody; take the row out, or write `free` as its state"
    }
    if let number {
      return
        "\(named(item)) is that of `\(number)`, who was forgotten or never named where the file comes from, and is somebody else here; take the row out, or say for whom it is with `email`"
    }
    if isNobodys {
      return
        "\(named(item)) is `\(item.state?.rawValue ?? "")`, and the row does not say for whom; fill in `influencer` or `email`, or write `free` as its state: then anybody gets it"
    }
    return
      "`\(group.name)` makes its \(noun) from the pattern `\(group.pattern ?? "")`; import into a group without one, or name for whom the \(noun.dropLast()) is"
  }

  /// Why an item that nothing is known of yet would count nothing, whoever gets it: between its own days and those of its group
  /// it would end before it starts.
  private func neverCounts(_ item: Item) throws(EngineError) -> String? {
    let (days, kind) = (engine.dates(group.terms, .utc), group.kind)
    guard item.state != .disabled, let starts = item.starts?.milliseconds ?? days.starts,
      let ends = item.ends?.milliseconds ?? days.ends, ends <= starts,
      try engine.asking({ (store) throws(StoreError) in try store.listedItem(kind: kind, code: item.code) }) == nil
    else { return nil }
    let own =
      item.starts.map { "starts at \($0), and the last day of `\(group.name)` is \(ItemSink.day(group.terms.ends))" }
      ?? "ends at \(item.ends.map(\.description) ?? ""), and the first day of `\(group.name)` is \(ItemSink.day(group.terms.starts))"
    return
      "\(named(item)) \(own), so it would never count; correct the row, give it a start and an end of its own, or change the days with `workroom group set`"
  }

  /// Why a link cannot come in: it is known in another form already, so that an order by it would count for whoever has that.
  private func anotherForm(_ item: Item) throws(EngineError) -> String? {
    guard noun == "links", let known = try engine.otherForm(of: item.code) else { return nil }
    func name(_ id: Int64?) throws(EngineError) -> String {
      try id.map { (id) throws(EngineError) in try Directory(engine).name(id) } ?? ""
    }
    let whose =
      switch known.state {
      case .held: try "which is held by `\(name(known.influencer))`"
      case .kept: try "which is kept for `\(name(known.keeper))`"
      case .free: "which is in the group `\(known.group)` already"
      case .disabled: "which is disabled"
      }
    return
      "\(named(item)) is another form of `\(known.item.code.prefix(200))`, \(whose): an order by one of them would count by the other too; write it as it is known, or take the row out"
  }

  private static func day(_ days: Int64?) -> String {
    days.map { CalendarDate(days: Int32(clamping: $0)).description } ?? ""
  }

  private func named(_ item: Item) -> String { "the \(noun.dropLast()) `\(item.code)`" }

  /// What is known already and as the file has it changes nothing; for whom it is may be said anew until they hold it.
  private func compare(
    _ item: Item, _ found: ListedItem, _ keeping: Engine.Keeping?
  ) throws(EngineError) -> String? {
    guard found.item.group == group.id else {
      let what = found.state == .free ? "is" : "is \(found.state)"
      return "\(named(item)) \(what) in the group `\(found.group)` already, whatever its capital letters"
    }
    // The end of what is disabled is the moment at which it was.
    // What was free has the days of its group in UTC, and in the zone of its campaign once it is held.
    let own = engine.dates(group.terms, .utc)
    func isAs(_ told: Instant?, _ known: Int64?, _ own: Int64?) -> Bool {
      told == nil || told?.milliseconds == known || told?.milliseconds == own
    }
    let hasDates =
      isAs(item.starts, found.item.starts, own.starts)
      && (isAs(item.ends, found.item.ends, own.ends) || found.state == .disabled)
    guard hasDates, item.destination == nil || item.destination == found.item.destination else {
      return otherTerms(item, found, "other dates or another destination")
    }
    switch found.state {
    case .held:
      guard let keeping else { break }
      guard keeping.influencer == found.influencer else {
        let holder = try found.influencer.map { (id) throws(EngineError) in try Directory(engine).name(id) } ?? ""
        return
          "\(named(item)) is held by `\(holder)`, so it is kept for nobody else; correct the row, or choose another code"
      }
      guard keeping.rate == nil || keeping.rate == found.item.rate else {
        return otherTerms(item, found, "another rate")
      }
    case .free, .kept:
      let isSame = keeping?.influencer == found.keeper && (keeping?.rate == nil || keeping?.rate == found.item.rate)
      let saysNothing = keeping == nil && (item.state != .free || group.pattern != nil)
      guard !isSame, !saysNothing else { break }
      try engine.keep(found.item.id, of: group, for: keeping, before: found.keeper)
      if keeping == nil { freed += 1 } else { kept += 1 }
      return nil
    case .disabled: break
    }
    known += 1
    return nil
  }

  private func otherTerms(_ item: Item, _ found: ListedItem, _ what: String) -> String {
    let verb = noun == "links" ? "adjust link" : "adjust discount"
    return "`\(item.code)` is in `\(group.name)` already, with \(what); a file changes no terms"
      + (found.state == .held ? ": `\(verb)` does" : "")
  }

  func finishBatch() throws(EngineError) {}
}

extension ItemSink where Row == CodeRow {
  convenience init(codes rows: CodeImport, into group: GroupRow, _ engine: Engine) {
    self.init(engine, group, rows, noun: "codes") {
      Item(
        code: $0.code, starts: $0.starts, ends: $0.ends, state: $0.state, person: $0.person,
        payout: $0.rate.map { .percentage($0) })
    }
  }
}

extension ItemSink where Row == LinkRow {
  convenience init(links rows: LinkImport, into group: GroupRow, _ engine: Engine) {
    self.init(engine, group, rows, noun: "links") {
      Item(
        code: $0.url, destination: $0.destinationURL, starts: $0.starts, ends: $0.ends, state: $0.state,
        person: $0.person, payout: $0.payout)
    }
  }
}
