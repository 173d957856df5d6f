import Workroom
import WorkroomConsole
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore

/// `workroom influencer ...`: the directory across campaigns.
enum InfluencerVerb {
  static let words = [
    "list", "show", "history", "assign", "tag", "untag", "remark", "archive", "blacklist", "restore", "connect",
    "disconnect",
  ]

  static let usage =
    "workroom influencer list --db DB [--campaign NAME] [--tag TAG] [--state active|archived|blacklisted] [--search TEXT] "
    + "[--page N] [--rows N] [--format human|csv|json] | influencer show|history NAME --db DB | "
    + "influencer assign NAME|--who \"when CONDITION\" --campaign NAME --db DB [--yes] | influencer tag|untag NAME TAG... --db DB | "
    + "influencer remark NAME TEXT --db DB | influencer archive|blacklist NAME --because TEXT --db DB | "
    + "influencer restore NAME --db DB | influencer connect NAME PLATFORM HANDLE [--followers N] --db DB | "
    + "influencer disconnect NAME PLATFORM HANDLE --db DB"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--tag", value: "a tag"), .init(name: "--state", value: "active|archived|blacklisted"),
    .init(name: "--search", value: "a part of a name, an id, an email, a handle or a tag"),
    .init(name: "--page", value: "the number of a page"), .init(name: "--rows", value: "rows of a page"),
    .init(name: "--who", value: "\"when CONDITION\""), .init(name: "--because", value: "the reason"),
    .init(name: "--followers", value: "how many follow the account"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    let rest = Array(arguments.words.dropFirst())
    switch (arguments.words.first, rest.count) {
    case ("list", 0): try list(arguments)
    case ("show", 1): try show(rest[0], arguments)
    case ("history", 1):
      let engine = try Tool.reader(arguments)
      try Tool.show(InfluencerProfile(engine, person(rest[0], engine)).history(), arguments)
    case ("assign", 0...1): return try assign(rest.first, arguments)
    case ("tag", 2...), ("untag", 2...): try tag(arguments.words[0] == "tag", rest, arguments)
    case ("remark", 2): try remark(rest, arguments)
    case ("archive", 1), ("blacklist", 1), ("restore", 1): try regard(arguments.words[0], rest[0], arguments)
    case ("connect", 3), ("disconnect", 3): try connect(arguments.words[0] == "connect", rest, arguments)
    default: throw Failure("what of which influencer?", 64, [usage])
    }
    return 0
  }

  private static func person(_ name: String, _ engine: Engine) throws -> Int64 {
    switch try Directory(engine).findAnywhere(name, nil) {
    case .one(let id): return id
    case .none:
      throw Failure(
        "nobody in the directory is called `\(name)`", 66,
        ["write a name, an email, a handle or an id; `workroom influencer list --search TEXT` looks for a part of one"])
    case .several(let ids):
      throw Failure("\(ids.count) influencers are called `\(name)`; write an email, a handle or an id", 64)
    }
  }

  private static func say(_ text: String, _ arguments: Arguments) {
    if !arguments.has("--quiet") { Tool.say(text) }
  }

  // MARK: Looking

  private static func list(_ arguments: Arguments) throws {
    let engine = try Tool.reader(arguments)
    var filter = DirectoryFilter(text: arguments["--search"])
    filter.campaign = try arguments["--campaign"].map { try Tool.campaign($0, engine).id }
    filter.tag = try arguments["--tag"].map { (text) throws(EngineError) in try Directory.tag(text) }
    if let state = arguments["--state"] {
      guard let known = ContactState.allCases.first(where: { "\($0)" == state }) else {
        throw Failure("`--state` takes `active`, `archived` or `blacklisted`, not `\(state)`", 64)
      }
      filter.state = known
    }
    try Tool.show(InfluencerList(engine).sheet(filter, Tool.page(arguments)), arguments)
  }

  private static func show(_ name: String, _ arguments: Arguments) throws {
    let engine = try Tool.reader(arguments)
    let profile = try InfluencerProfile(engine, person(name, engine))
    try Tool.show(profile.sheet(), arguments)
    guard case .human = try Tool.format(arguments) else { return }
    try Tool.show(profile.history(), arguments)
  }

  // MARK: Taking part

  private static func assign(_ name: String?, _ arguments: Arguments) throws -> Int32 {
    let engine = try Tool.engine(arguments)
    let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign that they begin in"), engine)
    let ids: [Int64]
    switch (name, arguments["--who"]) {
    case (let name?, nil): ids = [try person(name, engine)]
    case (nil, let who?):
      guard who.hasPrefix("when ") else {
        throw Failure("`--who` takes a condition, as in `--who \"when tag is \\\"vip\\\"\"`", 64, [usage])
      }
      do { ids = try Selection.everybody(by: String(who.dropFirst(5)), engine, campaign.id) } catch let problem
        as Selection.Problem
      {
        throw Failure(problem.text, 64)
      }
    default: throw Failure("who begins? write a name, or `--who \"when CONDITION\"`", 64, [usage])
    }
    let plan = try AssigningPlan(engine, campaign.id, ids)
    if name != nil, let reason = plan.refusals.first { throw EngineError.refused(reason) }
    if !plan.conflicts.isEmpty, !arguments.has("--yes") {
      throw Failure(
        plan.conflicts[0]
          + (plan.conflicts.count > 1
            ? " (\(plan.conflicts.count == 2 ? "1 more is" : "\(plan.conflicts.count - 1) more are") like this)" : ""),
        1,
        ["say `--yes` to let them begin all the same"])
    }
    for reason in plan.refusals { Tool.say(reason) }
    let count = try plan.carryOut()
    say(try plan.told(begun: count, name, in: campaign.name), arguments)
    return plan.refusals.isEmpty ? 0 : 1
  }

  // MARK: What is written about them

  private static func tag(_ adds: Bool, _ rest: [String], _ arguments: Arguments) throws {
    let engine = try Tool.engine(arguments)
    let id = try person(rest[0], engine)
    let tags = Array(rest.dropFirst())
    let count = try engine.transaction { () throws(EngineError) in
      try adds ? Directory(engine).tag(id, as: tags) : Directory(engine).untag(id, tags)
    }
    guard adds || count > 0 else { throw Failure("`\(rest[0])` has no such tag", 1) }
    say(count == 0 ? "`\(rest[0])` has that already" : adds ? "tagged" : "taken away", arguments)
  }

  private static func remark(_ rest: [String], _ arguments: Arguments) throws {
    let engine = try Tool.engine(arguments)
    let id = try person(rest[0], engine)
    let isNew = try engine.transaction { () throws(EngineError) in try Directory(engine).remark(rest[1], on: id) }
    say(isNew ? "remarked" : "that is remarked already", arguments)
  }

  private static func regard(_ word: String, _ name: String, _ arguments: Arguments) throws {
    let engine = try Tool.engine(arguments)
    let id = try person(name, engine)
    let reason = arguments["--because"]
    if word == "blacklist", reason == nil {
      throw Failure("say why, so that it is known later: `--because \"...\"`", 64, [usage])
    }
    try engine.transaction { () throws(EngineError) in
      switch word {
      case "archive": try Directory(engine).archive(id, because: reason)
      case "blacklist": try Directory(engine).blacklist(id, because: reason)
      default: try Directory(engine).restore(id)
      }
    }
    say(try engine.standing(of: id) ?? "`\(name)` is active", arguments)
  }

  private static func connect(_ adds: Bool, _ rest: [String], _ arguments: Arguments) throws {
    let (account, problem) = SocialAccount.typed(rest[1], rest[2])
    guard let account else { throw Failure(problem ?? "", 64) }
    let followers = try arguments["--followers"].map { text throws(Failure) in
      guard let count = Int64(text), count >= 0 else {
        throw Failure("`--followers` takes a whole number, not `\(text)`", 64)
      }
      return count
    }
    let engine = try Tool.engine(arguments)
    let id = try person(rest[0], engine)
    let row = AccountRow(platform: account.platform, handle: account.handle, followers: followers)
    try engine.transaction { () throws(EngineError) in
      try adds ? Directory(engine).connect(row, to: id) : Directory(engine).disconnect(row, from: id)
    }
    say("@\(account.handle) on \(account.platform) is \(adds ? "connected" : "disconnected")", arguments)
  }
}
