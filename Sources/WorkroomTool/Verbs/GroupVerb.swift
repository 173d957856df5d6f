import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// `workroom group create|set NAME --db DB --kind discount|link|NOUN [terms]`, `workroom group show NAME --db DB --kind KIND`
/// and `workroom group list --db DB`
enum GroupVerb {
  static let words = ["create", "set", "show", "list"]

  /// What people call the two usual kinds.
  private static let usualKinds = [
    "code": "discount", "codes": "discount", "discounts": "discount", "coupon": "discount", "coupons": "discount",
    "links": "link", "url": "link", "urls": "link",
  ]

  static let usage =
    "workroom group create NAME --db DB --kind discount|link|NOUN [--pattern TEXT] [TERMS] | group set NAME --db DB --kind KIND [--pattern TEXT] [TERMS] [--apply-to-existing [--overwrite-own-terms] --yes] | group show NAME --db DB --kind KIND | group list --db DB; TERMS are --payout 10% --from DAY --until DAY --destination URL --domain go.brand.example --utm \"utm_source=creators\" --attribution DAYS, and `none` takes one away"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption,
    .init(name: "--kind", value: "discount|link|NOUN, where a workflow says `pool of NOUN`"),
    .init(name: "--pattern", value: "a pattern such as [first_name]10OFF", maybeEmpty: true),
    .init(name: "--destination", value: "a URL"), .init(name: "--payout", value: "a percentage such as 10%"),
    .init(name: "--from", value: "a day"), .init(name: "--until", value: "a day"),
    .init(name: "--domain", value: "a domain such as go.brand.example"),
    .init(name: "--utm", value: "parameters such as utm_source=creators"),
    .init(name: "--attribution", value: "days after a click"), .init(name: "--apply-to-existing"),
    .init(name: "--overwrite-own-terms"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    if arguments.has("--apply-to-existing"), arguments.words.first != "set" {
      throw Failure("`--apply-to-existing` goes with `group set`", 64, [usage])
    }
    if arguments.has("--overwrite-own-terms"), !arguments.has("--apply-to-existing") {
      throw Failure(
        "`--overwrite-own-terms` goes with `--apply-to-existing`, which leaves them without it", 64, [usage])
    }
    switch arguments.words.first {
    case "create" where arguments.words.count == 2: return try create(arguments)
    case "set" where arguments.words.count == 2: return try set(arguments)
    case "show" where arguments.words.count == 2:
      _ = try Tool.format(arguments)
      let engine = try Tool.reader(arguments)
      try Tool.show(GroupTables.sheet(engine, group(arguments, engine)), arguments)
      return 0
    case "list" where arguments.words.count == 1:
      _ = try Tool.format(arguments)
      try Tool.show(GroupTables.sheet(Tool.reader(arguments)), arguments)
      return 0
    default: throw Failure("a group is created, changed or shown by name, and groups are listed", 64, [usage])
    }
  }

  private static func kind(_ arguments: Arguments) throws -> String {
    try arguments.required("--kind", "`discount`, `link`, or what a workflow has pools of, such as `ticket`")
  }

  private static func group(_ arguments: Arguments, _ engine: Engine) throws -> GroupRow {
    let (name, noun) = (arguments.words[1], try kind(arguments))
    if let row = try engine.group(of: noun, named: name) { return row }
    let own = try engine.kind(noun)
    let near = Spelling.nearest(
      to: name, among: try engine.store.groups().filter { $0.kind == own }.map(\.name))
    throw Failure(
      "there is no \(noun) group called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 66,
      ["`workroom group list` names them"])
  }

  private static func create(_ arguments: Arguments) throws -> Int32 {
    let (name, kindName) = (arguments.words[1], try kind(arguments))
    let terms = try terms(arguments)
    let group = try Tool.make(arguments) { (engine) throws(EngineError) in
      let change = terms.change(engine)
      return try engine.createGroup(
        named: name, of: kindName, pattern: change.pattern, destination: change.destination ?? nil,
        terms: change.applied(to: GroupTerms()))
    }
    let filling =
      group.pattern.map { "its \(kindName)s are made from `\($0)`" }
      ?? "fill it with `workroom import \(ImportVerb.words(forKind: kindName)) --group \"\(name)\"`"
    guard !arguments.has("--quiet") else { return 0 }
    Tool.say("created the \(kindName) group `\(name)`; \(filling)")
    if let usual = usualKinds[kindName.lowercased()] {
      Tool.say(
        "`\(kindName)` is a kind of its own now, which a workflow has to know by that name; what a shop calls so is of the kind `\(usual)`"
      )
    }
    return 0
  }

  // MARK: Changes

  private static func set(_ arguments: Arguments) throws -> Int32 {
    let engine = try Tool.engine(arguments)
    let row = try group(arguments, engine)
    let (change, applies) = (try terms(arguments).change(engine), arguments.has("--apply-to-existing"))
    let noun = try kind(arguments)
    let set = { () throws(EngineError) in
      try engine.setGroup(
        row, change, appliesToExisting: applies, overwritesOwn: arguments.has("--overwrite-own-terms"))
    }
    if applies, !arguments.has("--yes") {
      var would: Engine.Applied?
      try engine.trial { () throws(EngineError) in would = try set().applied }
      if let would, would.adjusted > 0 {
        throw Failure(
          "this changes \(held(would.adjusted, noun)), and nothing takes it back; nothing is changed yet",
          64,
          over(would, noun) + own(would, noun) + ["say `--yes` to do it"])
      }
    }
    let (changed, applied) = try engine.transaction(set)
    if !arguments.has("--quiet") {
      let held = try engine.store.counts(ofGroup: row.id).held
      let isSame =
        row.terms == changed.terms && row.pattern == changed.pattern && row.destination == changed.destination
      Tool.say(
        isSame && applied.adjusted == 0
          ? unchanged(row, applies, applied, noun)
          : applies
            ? "`\(row.name)` is changed, and \(GroupVerb.held(applied.adjusted, noun)) with it"
            : "`\(row.name)` is changed; what it hands out from now on has the new terms"
              + (held > 0
                ? ", and \(held == 1 ? "1 that is held keeps its own" : "\(held) that are held keep theirs") (`--apply-to-existing` changes \(held == 1 ? "it" : "them") too)"
                : ""))
      for words in over(applied, noun) + own(applied, noun) { Tool.say(words) }
      try tellOfUploaded(change, changed, noun, engine)
    }
    guard applied.refused > 0 else { return 0 }
    throw Failure(
      applied.refused == 1 ? "1 \(noun) keeps its terms" : "\(applied.refused) \(noun)s keep their terms", 1,
      Array(applied.reasons.prefix(5)))
  }

  /// `1 discount that is held`
  private static func held(_ count: Int, _ noun: String) -> String {
    count.counted("\(noun) that is held", "\(noun)s that are held")
  }

  /// That a group had all of it already, and those that are held from it too.
  private static func unchanged(_ row: GroupRow, _ applies: Bool, _ applied: Engine.Applied, _ noun: String) -> String {
    let held = applied.same == 0 ? "" : ", and so \(applied.same == 1 ? "has" : "have") \(held(applied.same, noun))"
    return "`\(row.name)` has these terms already\(applies ? held : ""); nothing is changed"
  }

  /// That the new last day is over, for how many.
  private static func over(_ applied: Engine.Applied, _ noun: String) -> [String] {
    guard applied.over > 0 else { return [] }
    return [
      "the new last day is over: \(applied.over.counted("\(noun) ends", "\(noun)s end")) at once, and \(applied.over == 1 ? "counts" : "count") nothing that is sold from now on"
    ]
  }

  /// Who keeps terms that no group gave them.
  private static func own(_ applied: Engine.Applied, _ noun: String) -> [String] {
    guard applied.own > 0 else { return [] }
    let more = applied.own - applied.ownNames.count
    let names = applied.ownNames.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    return [
      "\(applied.own) \(noun)\(applied.own == 1 ? " has a rate or days of its own and keeps" : "s have rates or days of their own and keep") them: \(names); `--overwrite-own-terms` gives those the new ones too"
    ]
  }

  /// What a change does not reach of what was uploaded and nobody holds.
  private static func tellOfUploaded(
    _ change: GroupChange, _ row: GroupRow, _ noun: String, _ engine: Engine
  ) throws {
    let (uploaded, days) = (row.kept + (row.pattern == nil ? row.free : 0), engine.dates(row.terms, .utc))
    if change.starts != nil || change.ends != nil {
      let own = try engine.store.countOwnDays(row.id, starts: change.starts != nil, ends: change.ends != nil)
      if own > 0 {
        Tool.say(
          own == 1
            ? "one \(noun) that nobody holds has days of its own, from a file, and keeps them"
            : "\(own) \(noun)s that nobody holds have days of their own, from a file, and keep them")
      }
      let never = try engine.store.countNeverCounting(row.id, starts: days.starts, ends: days.ends)
      if never > 0 {
        Tool.say(
          "\(never == 1 ? "one that nobody holds ends before it starts now, and counts" : "\(never) that nobody holds end before they start now, and count") nothing, whoever gets it; choose other days with `--from` and `--until`"
        )
      }
    }
    if uploaded > 0, row.kind == 1, change.destination != nil || change.utm != nil {
      Tool.say(
        "\(uploaded == 1 ? "one link that nobody holds came in before, and leads where it did" : "\(uploaded) links that nobody holds came in before, and lead where they did"); `adjust link` changes one once somebody holds it"
      )
    }
  }

  /// What the options say, before it is known which day is today.
  private struct Terms {
    var told = GroupChange()
    var first, last: WrittenDay??

    /// Days by the clocks of the campaigns, where all of them live by the same.
    func change(_ engine: Engine) -> GroupChange {
      let zone = (try? Tool.zone(engine)).flatMap { $0 } ?? .utc
      func date(_ day: WrittenDay??) -> CalendarDate?? { day.map { $0?.date(in: zone, now: engine.clock.now) } }
      var change = told
      (change.starts, change.ends) = (date(first), date(last))
      return change
    }
  }

  /// What the options say; `none` takes a term away.
  private static func terms(_ arguments: Arguments) throws -> Terms {
    var terms = Terms()
    terms.told.pattern = arguments["--pattern"]
    func term<Value>(_ name: String, _ what: String, _ read: (String) -> Value?) throws(Failure) -> Value?? {
      guard let text = arguments[name] else { return nil }
      if text == "none" { return .some(nil) }
      guard let value = read(text) else { throw Failure("`\(name) \(text)` is not \(what)", 64) }
      return .some(value)
    }
    terms.told.destination = try term(
      "--destination", "a web address, such as `https://example.com/page`", WebAddress.read)
    terms.told.rate = try term("--payout", "a percentage, such as `10%`") { text in
      text.hasSuffix("%") ? Scaled.parse(text.dropLast(), decimals: 6) : nil
    }
    terms.first = try term("--from", "a day: \(WrittenDay.forms)") { WrittenDay($0) }
    terms.last = try term("--until", "a day: \(WrittenDay.forms)") { WrittenDay($0) }
    terms.told.domain = try term("--domain", "a domain, such as `go.brand.example`") { $0 }
    terms.told.utm = try term("--utm", "parameters, such as `utm_source=creators`") { $0 }
    terms.told.attribution = try term("--attribution", "a number of days, such as `30`") { Int64($0) }
    return terms
  }
}
