import Workroom
import WorkroomEngine
import WorkroomReporting
import WorkroomStore

/// `workroom content review|match|dismiss`
enum ContentVerb {
  static let words = ["review", "match", "dismiss"]

  static let usage =
    "workroom content review --db DB [--after POST] [--format human|csv|json] | content match POST NAME --db DB "
    + "--campaign NAME | content dismiss POST --db DB"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--after", value: "a post's number"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    let rest = Array(arguments.words.dropFirst())
    switch (arguments.words.first, rest.count) {
    case ("review", 0):
      let after = try arguments["--after"].map(number) ?? 0
      try Tool.show(ContentReview(Tool.reader(arguments)).sheet(after: after), arguments)
    case ("match", 2),
      ("match", 3) where rest.count == 2 || rest[1] == "to":
      try match(number(rest[0]), to: rest[rest.count - 1], arguments)
    case ("dismiss", 1):
      let (post, engine) = (try number(rest[0]), try Tool.engine(arguments))
      try engine.transaction { () throws(EngineError) in try ContentReview(engine).dismiss(post) }
      Tool.say("post \(post) is dismissed; the next file does not bring it back")
    default: throw Failure("which content, and what becomes of it?", 64, [usage])
    }
    return 0
  }

  private static func match(_ post: Int64, to name: String, _ arguments: Arguments) throws {
    let engine = try Tool.engine(arguments)
    let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign that it belongs to"), engine)
    let influencer: Int64
    switch try Directory(engine).find(name, in: campaign.id) {
    case .one(let id): influencer = id
    case .none:
      throw Failure("nobody in `\(campaign.name)` is called `\(name)`; write an email or a handle", 66)
    case .several(let ids):
      throw Failure("\(ids.count) influencers are called `\(name)`; write an email or a handle", 64)
    }
    try engine.transaction { () throws(EngineError) in
      try ContentReview(engine).match(post, to: influencer, in: campaign.id)
    }
    Tool.say("post \(post) is content of `\(name)` in `\(campaign.name)` now")
  }

  private static func number(_ text: String) throws(Failure) -> Int64 {
    guard let number = Int64(text), number > 0 else {
      throw Failure("`\(text)` is no post's number; `workroom content review` lists them", 64)
    }
    return number
  }
}
