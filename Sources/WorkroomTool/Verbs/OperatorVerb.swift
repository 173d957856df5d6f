import Workroom
import WorkroomEngine
import WorkroomReporting
import WorkroomStore

/// `workroom operator add|change NAME --role ROLE[,ROLE] --db DB`, `operator list` and `operator remove NAME [--erase] [--yes]`
enum OperatorVerb {
  static let words = ["add", "list", "change", "remove"]

  static let usage =
    "workroom operator add|change NAME --role ROLE[,ROLE] --db DB | operator list --db DB | operator remove NAME --db DB [--erase] [--yes]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--role", value: "roles, such as manager,director"),
    .init(name: "--erase"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    let verb = arguments.words.first ?? ""
    try arguments.noMore(than: verb == "list" ? 1 : 2, usage)
    guard self.words.contains(verb), verb == "list" || arguments.words.count == 2 else {
      throw Failure("operators are added, changed or removed by their names, or all are listed", 64, [usage])
    }
    if verb == "list" {
      try Tool.show(Operators(Tool.reader(arguments)).sheet(), arguments)
      return 0
    }
    let (name, engine) = (arguments.words[1], try Tool.engine(arguments))
    let told = verb == "remove" ? try remove(name, arguments, engine) : try write(verb, name, arguments, engine)
    if !arguments.has("--quiet") { Tool.say(told) }
    return 0
  }

  private static func write(
    _ verb: String, _ name: String, _ arguments: Arguments, _ engine: Engine
  ) throws -> String {
    let roles = try Tool.roles(arguments.required("--role", "what they may act as, such as `manager,director`"), engine)
    let isFirst = try !Operators(engine).areNamed
    try engine.transaction { () throws(EngineError) in
      if verb == "add" {
        try Operators(engine).add(name, roles: roles)
      } else {
        try Operators(engine).change(name, roles: roles)
      }
    }
    return "`\(name)` is \(roles.joined(separator: ", ")) here"
      + (isFirst
        ? "; from now on this database asks for `--operator NAME` or the variable `\(Request.variable)`" : "")
  }

  private static func remove(_ name: String, _ arguments: Arguments, _ engine: Engine) throws -> String {
    let operators = Operators(engine)
    let isLast = try operators.present().map { $0.name?.lowercased() } == [name.lowercased()]
    if isLast, !arguments.has("--yes") {
      throw Failure(
        "`\(name)` is the last operator: without any, the database asks nobody who they are, and everybody may do everything",
        64, ["say `--yes` to do it"])
    }
    let erases = arguments.has("--erase")
    try engine.transaction { () throws(EngineError) in try operators.remove(name, erases: erases) }
    return erases
      ? "removed, and the name is erased; the log tells of a number"
      : "removed; the log keeps the name: `--erase` erases it"
  }
}
