import Testing
import Workroom
import WorkroomDelivery
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A database in memory on a clock of its own, one campaign, and a folder for what leaves it.
final class Office {
  static let start = Instant("2026-03-02T09:00:00Z")!
  static let sentence = "on proposal.accepted assign discount from group X\n"

  let engine: Engine
  let folder: String
  var campaign: Int64 = 0
  var people: [String: Int64] = [:]
  /// What stands for the system's clock.
  var system = Instant(milliseconds: 1_000_000)

  init(_ text: String = Office.sentence, people names: [String] = ["Mia"], details: [WrittenValue] = []) throws {
    var template = Array("/tmp/workroom-office-XXXXXX".utf8CString)
    folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    let store = try Store.open(path: "memory", mode: .memory)
    try store.database.transaction { () throws(StoreError) in try store.set("clock", Office.start.milliseconds) }
    engine = try Engine(store)
    campaign = try engine.transaction { () throws(EngineError) in
      if text == Office.sentence {
        _ = try engine.createGroup(named: "X", of: "discount", pattern: "[first_name]10", destination: nil)
      }
      return try engine.createCampaign(
        named: "Spring", source: SourceText(name: "s.workflow", text: text), details: details
      )
      .id
    }
    for name in names { try add(name) }
  }

  deinit { Office.remove(folder) }

  func add(_ name: String, _ change: (inout InfluencerRecord) -> Void = { _ in }) throws {
    var record = InfluencerRecord()
    record.firstName = name
    record.email = "\(name.lowercased())@example.com"
    change(&record)
    let given = record
    people[name] = try engine.transaction { () throws(EngineError) in
      guard case .added(let id) = try Directory(engine).add(given) else { throw .request("`\(name)` is there") }
      _ = try engine.assign(id, to: campaign)
      return id
    }
  }

  func send(_ name: String, _ event: String, _ payload: [String: String] = [:]) throws {
    let reply = try engine.transaction { () throws(EngineError) in
      try engine.submit(
        Command(
          source: .console, key: "", campaign: campaign, influencer: people[name]!, event: event, role: "manager",
          payload: payload.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) }))
    }
    #expect([.taken, .handled].contains(reply.outcome), "\(reply.reason)")
  }

  func template(_ name: String, subject: String = "Hello", body: String = "Hello\n") throws {
    try engine.transaction { () throws(EngineError) in
      try TemplateBook(engine).set(name, campaign: nil, subject: subject, body: body)
    }
  }

  func connect(_ channel: Channel, _ way: Connector.Way? = nil, to: String? = nil) throws {
    let row = Connector(channel, way ?? .maildir("\(folder)/mails"), receiver: to.flatMap { MailAddress($0) }).row
    try engine.transaction { () throws(EngineError) in
      try stored { () throws(StoreError) in try engine.store.write(row) }
    }
  }

  func deliver() throws -> Deliverer.Counts {
    try Deliverer(engine, timeLimitMilliseconds: 300, systemClock: { [unowned self] in system }).run()
  }

  func pass(milliseconds: Int64) throws {
    let then = Instant(milliseconds: engine.clock.now.milliseconds + milliseconds)
    try engine.transaction { () throws(EngineError) in try engine.clock.set(then) }
  }

  func rows(_ state: DeliveryRow.State) throws -> [DeliveryRow] { try engine.store.deliveries(state, atMost: 1000) }

  /// The mails that arrived in the folder, by the names of their files.
  func mails() -> [String] {
    Office.names("\(folder)/mails/new").map { Office.read("\(folder)/mails/new/\($0)") }
  }

  /// A program that says nothing of a shell to those who call it.
  func program(_ script: String) -> [String] {
    let path = "\(folder)/program-\(Office.names(folder).count)"
    Office.write(path, "#!/bin/sh\n\(script)\n")
    chmod(path, 0o755)
    return [path]
  }

  // MARK: Files

  static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
      let name = String(cString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self))
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func read(_ path: String) -> String {
    String(decoding: (try? ByteFile.read(path, bytesMax: 1 << 24)) ?? [], as: UTF8.self)
  }

  static func write(_ path: String, _ text: String) { try? ByteFile.writeAtomically(path, Array(text.utf8)) }

  static func remove(_ path: String) {
    for name in names(path) { remove("\(path)/\(name)") }
    if rmdir(path) != 0 { unlink(path) }
  }
}
