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
    if arguments.has("--once") { return try pass(deliverer, isQuiet: isQuiet, tellsNothing: true) }
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
