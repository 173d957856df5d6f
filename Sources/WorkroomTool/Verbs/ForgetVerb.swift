import Workroom
import WorkroomEngine
import WorkroomStore

/// `workroom forget PERSON --db DB --yes`: erases what is known of one person, in every campaign.
enum ForgetVerb {
  static let usage = "workroom forget PERSON --db DB [--yes]"

  static let options: [Arguments.Option] = [Tool.databaseOption]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard arguments.words.count == 1 else {
      throw Failure("whom? write an email, a handle or an id", 64, [usage])
    }
    let engine = try Tool.engine(arguments)
    let name = arguments.words[0]
    let influencer = try find(name, engine)
    let record = try stored { () throws(StoreError) in try engine.store.influencer(influencer) }
    let shown = record?.shownName ?? name
    guard arguments.has("--yes") else {
      throw Failure(
        "this erases the names, email, accounts, address and texts of \(shown), in every campaign and for ever", 64,
        ["say `--yes` to do it"])
    }
    try Directory(engine).forget(influencer)
    if !arguments.has("--quiet") {
      Tool.say(
        "erased; what happened, what is owed and their codes stay under the name `influencer \(influencer)`, and nothing is sent to them any more"
      )
      Tool.say("backups and mails that were delivered are other files, and keep what they hold")
    }
    return 0
  }

  private static func find(_ name: String, _ engine: Engine) throws -> Int64 {
    switch try Directory(engine).find(name) {
    case .one(let id): return id
    case .none: throw Failure("nobody in the directory has the id, email or handle `\(name)`", 66)
    case .several(let ids):
      throw Failure("\(ids.count) influencers have the handle `\(name)`; write an email or an id", 64)
    }
  }
}
