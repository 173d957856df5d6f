import Workroom
import WorkroomEngine
import WorkroomExplanation
import WorkroomStore

/// `workroom explain why NAME --db DB [--campaign NAME] [--all]` and
/// `workroom explain why not NAME EVENT|STAGE [with VALUE, ...] --db DB [--campaign NAME] [--as ROLE]` and
/// `workroom explain owed NAME --db DB [--campaign NAME]`
enum ExplainParticipation {
  static let usage =
    "workroom explain why NAME --db DB [--campaign NAME] [--all] | explain why not NAME EVENT|STAGE [with VALUE, ...] --db DB [--campaign NAME] [--as ROLE] | explain owed NAME --db DB [--campaign NAME]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--as", value: "a role, such as manager"), .init(name: "--all"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    let isNot = arguments.words.dropFirst().first == "not"
    let rest = Array(arguments.words.dropFirst(isNot ? 2 : 1))
    guard let name = rest.first, !isNot || rest.count > 1 else {
      throw Failure(
        isNot ? "`why not` asks about somebody, and an event or a stage" : "`why` asks about somebody", 64, [usage])
    }
    if !isNot { try arguments.noMore(than: 2, usage) }
    if isNot, arguments.has("--all") { throw Failure("`--all` goes with `why`, not with `why not`", 64, [usage]) }
    let engine = try Tool.reader(arguments)
    let role = try arguments["--as"].map { try Tool.roles($0, engine)[0] }
    let row = try participation(name, arguments, engine)
    let question =
      isNot
      ? try Question.read(rest.dropFirst().map(word), engine.definition(row.definition))
      : Question.why(all: arguments.has("--all"))
    for line in try Explainer(engine, row, typedName: name).answer(question, role: role) { try Tool.print(line) }
    return 0
  }

  /// `workroom explain owed NAME`: where every cent comes from.
  static func owed(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard arguments.words.count > 1 else { throw Failure("`owed` asks about somebody", 64, [usage]) }
    try arguments.noMore(than: 2, usage)
    let engine = try Tool.reader(arguments)
    let name = arguments.words[1]
    let row = try participation(name, arguments, engine)
    for line in try Explainer(engine, row, typedName: name).owed() { try Tool.print(line) }
    return 0
  }

  /// A word of the command line; one with spaces was quoted for the shell.
  private static func word(_ text: String) -> Question.Word { Question.Word(text, isQuoted: text.contains(" ")) }

  /// The newest round of somebody in the campaign that is named, or in the only one where they take part.
  private static func participation(
    _ name: String, _ arguments: Arguments, _ engine: Engine
  ) throws -> ParticipationRow {
    let campaigns =
      try arguments["--campaign"].map { [try Tool.campaign($0, engine)] } ?? engine.store.campaigns()
    var found: [(row: ParticipationRow, campaign: String)] = []
    for campaign in campaigns {
      switch try Directory(engine).find(name, in: campaign.id) {
      case .one(let id):
        if let row = try engine.participation(of: id, in: campaign.id) { found.append((row, campaign.name)) }
      case .several(let ids):
        throw Failure("\(ids.count) influencers are called `\(name)`; write an email or a handle", 64)
      case .none: continue
      }
    }
    if found.count == 1 { return found[0].row }
    guard found.isEmpty else {
      let names = found.map { "`\($0.campaign)`" }.joined(separator: ", ")
      throw Failure("`\(name)` takes part in \(found.count) campaigns: \(names); name one with `--campaign`", 64)
    }
    throw Failure(
      "nobody called `\(name)` takes part" + (campaigns.count == 1 ? " in `\(campaigns[0].name)`" : ""), 66,
      ["write a first name, a whole name in quotes, an email or a handle"])
  }
}
