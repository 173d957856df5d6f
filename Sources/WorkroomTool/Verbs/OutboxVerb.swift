import WorkroomDelivery
import WorkroomStore

/// `workroom outbox list|retry|hold|release --db DB`: what is to leave the database, and what became of it.
enum OutboxVerb {
  static let usage =
    "workroom outbox list --db DB [--state waiting|delivered|dead|held] [--format json] | outbox retry [KEY] --db DB | outbox hold|release --db DB"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--state", value: "waiting|delivered|dead|held"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    let verb = arguments.words.first ?? ""
    try arguments.noMore(than: verb == "retry" ? 2 : 1, usage)
    if verb != "list", arguments["--state"] != nil { throw Failure("`--state` is for `outbox list`", 64, [usage]) }
    switch verb {
    case "list": return try list(arguments)
    case "retry": return try retry(arguments)
    case "hold", "release":
      let outbox = Outbox(try Tool.engine(arguments))
      let count = verb == "hold" ? try outbox.hold() : try outbox.release()
      if !arguments.has("--quiet") { Tool.say(verb == "hold" ? "\(count) held" : "\(count) wait to be delivered") }
      return 0
    default: throw Failure("the outbox is listed, retried, held or released", 64, [usage])
    }
  }

  private static func list(_ arguments: Arguments) throws -> Int32 {
    _ = try Tool.format(arguments)
    let states = try arguments["--state"].map { [try state($0)] } ?? [.waiting, .held, .dead]
    try Tool.show(Outbox(try Tool.engine(arguments)).sheet(states), arguments)
    return 0
  }

  private static func state(_ name: String) throws(Failure) -> DeliveryRow.State {
    guard let state = DeliveryRow.State.allCases.first(where: { "\($0)" == name }) else {
      throw Failure("`--state` takes `waiting`, `delivered`, `dead` or `held`, not `\(name)`", 64)
    }
    return state
  }

  private static func retry(_ arguments: Arguments) throws -> Int32 {
    var key: DeliveryKey?
    if arguments.words.count == 2 {
      key = DeliveryKey(arguments.words[1])
      guard key != nil else {
        throw Failure("`\(arguments.words[1])` is no key; `workroom outbox list --state dead` shows them", 64)
      }
    }
    let count = try Outbox(try Tool.engine(arguments)).retry(key)
    if key != nil, count == 0 { throw Failure("nothing with that key is dead", 66) }
    if !arguments.has("--quiet") { Tool.say("\(count) wait to be delivered again") }
    return 0
  }
}
