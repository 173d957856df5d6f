import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomStore

/// `workroom group create NAME --db DB --kind discount|link [--pattern TEXT] [--destination URL]`
enum GroupVerb {
  static let usage = "workroom group create NAME --db DB --kind discount|link [--pattern TEXT] [--destination URL]"

  static func run(_ words: [String]) throws -> Int32 {
    let options: [Arguments.Option] = [
      Tool.databaseOption, .init(name: "--kind", value: "discount|link"),
      .init(name: "--pattern", value: "a pattern such as [first_name]10OFF", maybeEmpty: true),
      .init(name: "--destination", value: "a URL"),
    ]
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard arguments.words.count == 2, arguments.words[0] == "create" else {
      throw Failure("a group is created by name", 64, [usage])
    }
    let kindName = try arguments.required("--kind", "`discount` or `link`")
    guard let kind = CheckedWorkflow.standardKinds.firstIndex(of: kindName) else {
      throw Failure("`--kind` takes `discount` or `link`, not `\(kindName)`", 64)
    }
    let destination = try arguments["--destination"].map { text throws(Failure) in
      guard let address = WebAddress.read(text) else {
        throw Failure("`--destination \(text)` is not a web address; write it as `https://example.com/page`", 64)
      }
      return address
    }
    let engine = try Tool.engine(arguments, creating: true)
    let name = arguments.words[1]
    let group = try engine.transaction { () throws(EngineError) in
      try engine.createGroup(named: name, kind: kind, pattern: arguments["--pattern"], destination: destination)
    }
    let filling =
      group.pattern.map { "its \(kindName)s are made from `\($0)`" }
      ?? "fill it with `workroom import \(kindName == "link" ? "links" : "codes") --group \"\(name)\"`"
    if !arguments.has("--quiet") { Tool.say("created the \(kindName) group `\(name)`; \(filling)") }
    return 0
  }
}
