import WorkroomDelivery
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore
import Workroom
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom connector set email|contract|tell|order`, `connector list` and `connector remove`: where effects go.
enum ConnectorVerb {
  static let usage =
    "workroom connector set email|contract|tell|order --db DB --maildir DIR|--sendmail PATH|--command \"PROG ARG...\" [--from ADDRESS] [--to ADDRESS] | connector list --db DB | connector remove email|contract|tell|order --db DB"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--maildir", value: "a folder of mails"),
    .init(name: "--sendmail", value: "a program file that takes mails as sendmail does, such as /usr/sbin/sendmail"),
    .init(name: "--command", value: "a program with its words, which takes a JSON object"),
    .init(name: "--from", value: "who mails come from, such as hello@example.com"),
    .init(name: "--to", value: "who gets what is told and ordered, such as store@example.com"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    switch arguments.words.first {
    case "set": return try set(arguments)
    case "list": return try list(arguments)
    case "remove": return try remove(arguments)
    default: throw Failure("a connector is set, listed or removed", 64, [usage])
    }
  }

  private static func set(_ arguments: Arguments) throws -> Int32 {
    let channel = try channel(arguments)
    let connector = Connector(
      channel, try way(arguments), sender: try address("--from", arguments), receiver: try address("--to", arguments))
    try check(connector)
    let engine = try Tool.engine(arguments)
    if case .maildir(let folder) = connector.way { try Maildir.prepare(folder) }
    try engine.transaction { () throws(EngineError) in
      try stored { () throws(StoreError) in try engine.store.write(connector.row) }
    }
    guard !arguments.has("--quiet") else { return 0 }
    let waiting = try Outbox(engine).waiting(channel)
    Tool.say(
      "\(channel.name): \(connector.description)"
        + (waiting == 0
          ? ""
          : "; \(waiting) \(waiting == 1 ? "waits and goes" : "wait and go") with the next `workroom deliver`, unless `workroom outbox hold` is said first")
    )
    return 0
  }

  private static func channel(_ arguments: Arguments) throws(Failure) -> Channel {
    try arguments.noMore(than: 2, usage)
    let names = Channel.allCases.map(\.name)
    guard arguments.words.count == 2 else {
      throw Failure("which kind of effect? write one of \(names.joined(separator: ", "))", 64, [usage])
    }
    let name = arguments.words[1]
    guard let channel = Channel(named: name) else {
      let near = Spelling.nearest(to: name, among: names)
      throw Failure(
        "no kind of effect is called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 64,
        ["there are: \(names.joined(separator: ", "))"])
    }
    return channel
  }

  private static func way(_ arguments: Arguments) throws(Failure) -> Connector.Way {
    let given = ["--maildir", "--sendmail", "--command"].filter { arguments[$0] != nil }
    guard given.count == 1 else {
      throw Failure("say one of `--maildir`, `--sendmail` and `--command`", 64, [usage])
    }
    let text = arguments[given[0]] ?? ""
    if given[0] == "--maildir" { return .maildir(ProgramPath.absolute(text)) }
    guard let words = given[0] == "--command" ? CommandWords.split(text) : [text] else {
      throw Failure(
        "`--command` takes a program and at most \(CommandWords.countMax - 1) words in one line; a word with blanks stands in double quotes",
        64)
    }
    guard let program = ProgramPath.find(words[0]) else {
      throw Failure("there is no program `\(words[0])` that may be run; check the name and its permissions", 66)
    }
    return given[0] == "--command" ? .command([program] + words.dropFirst()) : .sendmail(program)
  }

  private static func address(_ option: String, _ arguments: Arguments) throws(Failure) -> MailAddress? {
    guard let text = arguments[option] else { return nil }
    guard let address = MailAddress(text) else {
      throw Failure("`\(option) \(text)` is no mail address; write it like `hello@example.com`", 64)
    }
    return address
  }

  /// What a way needs to know, and what it has no use for.
  private static func check(_ connector: Connector) throws(Failure) {
    let isMail = if case .command = connector.way { false } else { true }
    if !isMail, connector.sender != nil || connector.receiver != nil {
      throw Failure("`--command` hands over objects; `--from` and `--to` are for mails", 64)
    }
    if case .sendmail = connector.way, connector.sender == nil {
      throw Failure("`--from` is missing: who the mails come from, such as `--from hello@example.com`", 64)
    }
    let isToInfluencer = connector.channel == .email || connector.channel == .contract
    if isMail, !isToInfluencer, connector.receiver == nil {
      throw Failure("`--to` is missing: who gets them, such as `--to office@example.com`", 64)
    }
    if isToInfluencer, connector.receiver != nil {
      throw Failure("\(connector.channel.name)s go to each influencer's own address; leave out `--to`", 64)
    }
    if case .maildir(let folder) = connector.way {
      var status = stat()
      guard stat(PathParts(folder).folder, &status) == 0 else {
        throw Failure("there is no folder for `\(folder)`; create it first", 66)
      }
      guard stat(folder, &status) != 0 || status.st_mode & S_IFMT == S_IFDIR else {
        throw Failure("`\(folder)` is a file; name a folder", 64)
      }
    }
  }

  private static func list(_ arguments: Arguments) throws -> Int32 {
    try arguments.noMore(than: 1, usage)
    _ = try Tool.format(arguments)
    let engine = try Tool.reader(arguments)
    var sheet = Sheet(title: "Connectors", columns: [.init("Kind", priority: 9), .init("Where it goes", priority: 8)])
    let rows: [ConnectorRow]
    rows = try stored { () throws(StoreError) in try engine.store.connectors() }
    let connectors = rows.compactMap(Connector.init)
    for channel in Channel.allCases {
      let connector = connectors.first { $0.channel == channel }
      sheet.rows.append([.text(channel.name), .text(connector?.description ?? "nowhere; it waits in the outbox")])
    }
    try Tool.show(sheet, arguments)
    return 0
  }

  private static func remove(_ arguments: Arguments) throws -> Int32 {
    let channel = try channel(arguments)
    let engine = try Tool.engine(arguments)
    let wasThere = try engine.transaction { () throws(EngineError) in
      return try stored { () throws(StoreError) in try engine.store.removeConnector(channel.rawValue) }
    }
    guard wasThere else { throw Failure("\(channel.name) has no connector", 66) }
    if !arguments.has("--quiet") { Tool.say("\(channel.name) goes nowhere now; what comes waits in the outbox") }
    return 0
  }
}
