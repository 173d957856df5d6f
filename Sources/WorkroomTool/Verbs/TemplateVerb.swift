import WorkroomDelivery
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore
import Workroom

/// `workroom template set NAME`, `template list`, `template show NAME` and `template remove NAME`: the texts of mails.
enum TemplateVerb {
  static let usage =
    "workroom template set NAME --db DB [--campaign NAME] [--subject TEXT] --body FILE | template list --db DB | template show|remove NAME --db DB [--campaign NAME]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--subject", value: "the mail's subject; without it, the first line of the file says `Subject: ...`"),
    .init(name: "--body", value: "a file with the mail's text"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    let verb = arguments.words.first ?? ""
    try arguments.noMore(than: verb == "list" ? 1 : 2, usage)
    guard ["set", "list", "show", "remove"].contains(verb), verb == "list" || arguments.words.count == 2 else {
      throw Failure("a template is set, shown or removed by its name, or all are listed", 64, [usage])
    }
    switch verb {
    case "set": return try set(arguments)
    case "list": return try list(arguments)
    case "show": return try show(arguments)
    default: return try remove(arguments)
    }
  }

  private static func set(_ arguments: Arguments) throws -> Int32 {
    let name = arguments.words[1]
    let path = try arguments.required("--body", "the file with the mail's text, such as `--body invitation.txt`")
    let (subject, body, firstLine) = try text(path, arguments)
    let engine = try Tool.engine(arguments)
    let campaign = try arguments["--campaign"].map { try Tool.campaign($0, engine) }
    try engine.transaction { () throws(EngineError) in
      try TemplateBook(engine).set(name, campaign: campaign, subject: subject, body: body, firstLine: firstLine)
    }
    if !arguments.has("--quiet") {
      Tool.say("the template `\(name)` is set" + (arguments["--campaign"].map { " for `\($0)`" } ?? ""))
    }
    return 0
  }

  /// Subject and body: both in the file, or the subject on the command line; and the line of the file on which the body begins.
  private static func text(_ path: String, _ arguments: Arguments) throws -> (String, String, Int) {
    let bytes = try ByteFile.read(path, bytesMax: TemplateBook.bodyBytesMax + 1024)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure("`\(path)` is not UTF-8; save it as UTF-8 text", 65)
    }
    if let subject = arguments["--subject"] { return (subject, text, 1) }
    guard let file = TemplateFile(text) else {
      throw Failure(
        "`--subject` is missing: say it, or begin `\(path)` with a line `Subject: ...` and an empty line", 64)
    }
    return (file.subject, file.body, TemplateFile.bodyLine)
  }

  private static func rows(_ engine: Engine) throws(EngineError) -> [TemplateRow] {
    return try stored { () throws(StoreError) in try engine.store.templates() }
  }

  private static func list(_ arguments: Arguments) throws -> Int32 {
    _ = try Tool.format(arguments)
    let engine = try Tool.reader(arguments)
    var sheet = Sheet(
      title: "Templates",
      columns: [.init("Template", priority: 9), .init("Campaign", priority: 8), .init("Subject", priority: 7)])
    let campaigns = try engine.store.campaigns()
    for row in try rows(engine) {
      let campaign = campaigns.first { $0.id == row.campaign }?.name ?? "all"
      sheet.rows.append([.text(row.name), .text(campaign), .text(row.subject)])
    }
    try Tool.show(sheet, arguments)
    return 0
  }

  /// The template that `--campaign` and the name mean.
  private static func one(_ arguments: Arguments, _ engine: Engine) throws -> TemplateRow {
    let name = arguments.words[1]
    let campaign = try arguments["--campaign"].map { try Tool.campaign($0, engine).id } ?? 0
    let all = try rows(engine)
    if let row = all.first(where: { $0.name == name && $0.campaign == campaign }) { return row }
    let near = Spelling.nearest(to: name, among: all.map(\.name))
    let whose =
      arguments["--campaign"].map { " of `\($0)`'s own" }
      ?? (all.contains { $0.name == name } ? " for all campaigns" : "")
    throw Failure(
      "there is no template `\(name)`\(whose)" + (near.map { "; write `\($0)`" } ?? ""), 66,
      all.isEmpty ? [] : ["`workroom template list` shows all"])
  }

  private static func show(_ arguments: Arguments) throws -> Int32 {
    let row = try one(arguments, Tool.reader(arguments))
    try Tool.print("Subject: \(row.subject)")
    try Tool.print("")
    for line in row.body.split(separator: "\n", omittingEmptySubsequences: false) { try Tool.print(String(line)) }
    return 0
  }

  private static func remove(_ arguments: Arguments) throws -> Int32 {
    let engine = try Tool.engine(arguments)
    let row = try one(arguments, engine)
    _ = try engine.transaction { () throws(EngineError) in
      return try stored { () throws(StoreError) in try engine.store.removeTemplate(row.name, campaign: row.campaign) }
    }
    if !arguments.has("--quiet") { Tool.say("the template `\(row.name)` is removed") }
    return 0
  }
}
