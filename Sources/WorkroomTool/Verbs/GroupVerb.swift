import WorkroomEngine
import WorkroomExchange
import WorkroomStore

/// `workroom group create NAME --db DB --kind discount|link|NOUN [--pattern TEXT] [--destination URL]`
enum GroupVerb {
  static let usage = "workroom group create NAME --db DB --kind discount|link|NOUN [--pattern TEXT] [--destination URL]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--kind", value: "discount|link|NOUN, where a workflow says `pool of NOUN`"),
    .init(name: "--pattern", value: "a pattern such as [first_name]10OFF", maybeEmpty: true),
    .init(name: "--destination", value: "a URL"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard arguments.words.count == 2, arguments.words[0] == "create" else {
      throw Failure("a group is created by name", 64, [usage])
    }
    let kindName = try arguments.required(
      "--kind", "`discount`, `link`, or what a workflow has pools of, such as `ticket`")
    let destination = try arguments["--destination"].map { text throws(Failure) in
      guard let address = WebAddress.read(text) else {
        throw Failure("`--destination \(text)` is not a web address; write it as `https://example.com/page`", 64)
      }
      return address
    }
    let name = arguments.words[1]
    let group = try Tool.make(arguments) { (engine) throws(EngineError) in
      try engine.createGroup(named: name, of: kindName, pattern: arguments["--pattern"], destination: destination)
    }
    let filling =
      group.pattern.map { "its \(kindName)s are made from `\($0)`" }
      ?? "fill it with `workroom import \(ImportVerb.words(forKind: kindName)) --group \"\(name)\"`"
    if !arguments.has("--quiet") { Tool.say("created the \(kindName) group `\(name)`; \(filling)") }
    return 0
  }
}
