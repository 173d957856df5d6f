import WorkroomDelivery
import WorkroomEngine
import WorkroomStore
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom deliver --db DB [--once]`: hands what waits in the outbox to the connectors.
enum DeliverVerb {
  static let usage = "workroom deliver --db DB [--once]"
  static let pauseSeconds: UInt32 = 2

  static let options: [Arguments.Option] = [Tool.databaseOption, .init(name: "--once")]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    let deliverer = Deliverer(try Tool.engine(arguments))
    let isQuiet = arguments.has("--quiet")
    if arguments.has("--once") {
      let status = try pass(deliverer, isQuiet: isQuiet, tellsNothing: true)
      if !isQuiet { try tellUnconnected(arguments) }
      return status
    }
    while true {
      // Somebody else's long write is no reason to end.
      do { _ = try pass(deliverer, isQuiet: isQuiet, tellsNothing: false) } catch EngineError.store(let error)
        where error.isRetrySafe
      {
        Tool.say("\(error.description)")
      }
      sleep(pauseSeconds)
    }
  }

  /// Delivers what is due; 1 where something could not be delivered.
  private static func pass(_ deliverer: Deliverer, isQuiet: Bool, tellsNothing: Bool) throws -> Int32 {
    let counts = try deliverer.run()
    if !isQuiet, tellsNothing || !counts.isNothing { Tool.say(summary(counts)) }
    return counts.postponed + counts.dead > 0 ? 1 : 0
  }

  /// What waits for a connector that nobody has set up, and how one is.
  private static func tellUnconnected(_ arguments: Arguments) throws {
    let engine = try Tool.engine(arguments)
    let connected = try engine.store.connectors().map(\.channel)
    let db = engine.store.database.path
    for channel in Channel.allCases where !connected.contains(channel.rawValue) {
      let count = try Outbox(engine).waiting(channel)
      guard count > 0 else { continue }
      let address = channel == .tell || channel == .order ? "--to you@example.com" : "--from you@example.com"
      Tool.say(
        "\(count) of `\(channel.name)` \(count == 1 ? "waits" : "wait"), since no connector says where to: `workroom connector set \(channel.name) --db \(db) --maildir mails \(address)` writes mails into a folder; `--sendmail` and `--command` hand them to a program"
      )
    }
  }

  /// `3 delivered, 1 to be tried again, 1 dead: see them with ...`
  static func summary(_ counts: Deliverer.Counts) -> String {
    var parts = ["\(counts.delivered) delivered"]
    if counts.postponed > 0 { parts.append("\(counts.postponed) to be tried again") }
    if counts.dead > 0 {
      parts.append("\(counts.dead) could not be delivered: see them with `workroom outbox list --state dead`")
    }
    return parts.joined(separator: ", ")
  }
}
