import Testing
import Workroom
import WorkroomConsole
import WorkroomEngine
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore
import WorkroomValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A console on a small campaign, and what it has said.
final class Session {
  static let start = Instant("2026-03-01T09:00:00Z")!
  static let workflow = """
    workflow "Spring" version 1

    campaign
      discount_group  discount group  optional
      accepting       window
    end

    record
      price  money  default 0 USD
    end

    stage invited in "My Influencers"
      on proposal.submitted when accepting is open
        set price to event.price
        go to proposed
      end
      on proposal.submitted otherwise refuse "No current campaigns"
      after 30 days go to no_reply
    end

    stage proposed in "Proposals"
      on proposal.accepted by manager when price is at most 400 USD go to active
      on proposal.accepted by director go to active because "above the limit a director decides"
      on proposal.declined go to declined
    end

    stage active in "Progress"
      on enter
        assign discount from discount_group if none is left wait in line
        owe price for "fee"
        send email "welcome"
      end
      on proposal.deleted
        release discount
        void owed for "fee"
        go to declined
      end
      on content.posted go to done
    end

    final done, declined, no_reply

    """

  let engine: Engine
  let console: Console
  private(set) var said = ""
  private(set) var complained = ""
  /// What is answered to questions, and what was asked.
  var answer = true
  private(set) var asked: [String] = []
  /// Names in the order in which they came.
  static let people = ["Ann", "Ben", "Cleo", "Dan", "Eve"]

  init(
    details: [String: String] = [:], codes: [String] = ["A", "B", "C"], people: [String] = Session.people,
    path: String? = nil, sandbox: Bool = false, prepare: (Engine) throws -> Void = { _ in }
  ) throws {
    let store = try Store.open(path: path ?? "memory", mode: path == nil ? .memory : .create)
    try store.database.transaction { () throws(StoreError) in try store.set("clock", Session.start.milliseconds) }
    let live = try Engine(store)
    try Session.fill(live, details, codes, people)
    try prepare(live)
    let copy = try sandbox ? Sandbox(of: path ?? "") : nil
    engine = copy?.copy ?? live
    console = Console(
      engine, roles: ["manager"], sandbox: copy, assumesYes: false, isInteractive: true, colour: .off, width: 200)
    console.output = { [unowned self] (text) throws(OutputFailure) in said += text.text }
    console.talk = { [unowned self] (text) throws(OutputFailure) in complained += text.text }
    console.ask = { [unowned self] question in
      asked.append(question)
      return answer
    }
    run("Spring")
    (said, complained) = ("", "")
  }

  private static func fill(_ engine: Engine, _ details: [String: String], _ codes: [String], _ people: [String]) throws
  {
    try engine.transaction { () throws(EngineError) in
      let group = try engine.createGroup(named: "X", of: "discount", pattern: nil, destination: nil)
      for code in codes { _ = try engine.addItem(code, to: group) }
      var all = details
      all["discount_group"] = all["discount_group"] ?? "X"
      let campaign = try engine.createCampaign(
        named: "Spring", source: SourceText(name: "spring.workflow", text: workflow),
        details: all.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) })
      for (index, name) in people.enumerated() {
        var record = InfluencerRecord()
        record.firstName = name
        record.email = "\(name.lowercased())@example.com"
        record.followers = Int64(index + 1) * 1000
        guard case .added(let id) = try Directory(engine).add(record) else { continue }
        _ = try engine.assign(id, to: campaign.id)
      }
    }
  }

  /// What some lines say, without what they said before.
  @discardableResult
  func run(_ lines: String...) -> String {
    (said, complained) = ("", "")
    for line in lines { console.run(line) }
    return said
  }

  /// Words that can be typed behind the end of a line.
  func completions(_ line: String) -> [String] { console.completions(line, line.utf8.count).map(\.text) }

  func problems() throws -> [String] { try Verification.run(engine).problems }
}

/// A path for a database, gone with everything beside it.
final class TemporaryPath {
  let path: String
  private let folder: String

  init() throws {
    var template = Array("/tmp/workroom-console-XXXXXX".utf8CString)
    folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    path = "\(folder)/a.workroom"
  }

  deinit {
    for name in ["a.workroom", "copy.workroom"] {
      for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink("\(folder)/\(name)\(suffix)") }
    }
    rmdir(folder)
  }
}
