import Testing
import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whatever is proposed works when it is done: every event that a line takes and every stage is asked about in several
/// states, and each way that is named is gone on an engine of its own.
@Suite struct AdviceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var details: [String: String] = [:]
    var sent: [(event: String, values: [String: String], role: String)] = []
    var testDescription: String { "\(details) \(sent.map(\.event))" }

    static let agreed: [(event: String, values: [String: String], role: String)] = [
      ("proposal.submitted", [:], "manager"), ("proposal.accepted", [:], "manager"),
    ]

    func room() throws -> Room {
      let room = try Room(text, details: details)
      for event in sent { try room.send(event.event, event.values, by: event.role) }
      return room
    }
  }

  static let cases: [Case] = [
    Case(text: Texts.spring),
    Case(text: Texts.spring, details: ["accepting": "2026-03-10 to 2026-03-20", "discount_group": "Codes"]),
    Case(text: Texts.spring, sent: [("proposal.submitted", ["price": "620 USD"], "manager")]),
    Case(
      text: Texts.spring, details: ["discount_group": "Codes"],
      sent: [("proposal.submitted", ["price": "620 USD"], "manager"), ("proposal.accepted", [:], "director")]),
    Case(text: Texts.verdicts),
    Case(text: Texts.deliverables),
    Case(text: Texts.deliverables, sent: [("proposal.submitted", ["tasks": "2"], "manager")]),
    Case(text: "", sent: [("proposal.submitted", ["price": "80 USD"], "manager")]),
    Case(text: Texts.shop), Case(text: Texts.shop, sent: Case.agreed),
    Case(
      text: Texts.shop,
      sent: Case.agreed + [("order.created", [:], "manager"), ("shipment.sent", ["shipment": "T1"], "manager")]),
    Case(text: Texts.shop, sent: Case.agreed + [("payment.paid", ["amount": "30 USD"], "manager")]),
    Case(
      text: Texts.shop,
      sent: Case.agreed + [
        ("conversion.recorded", ["conversion": "#1", "subtotal": "10 USD", "rate": "10%"], "manager")
      ]),
  ]

  @Test(arguments: cases) func everyWayLeadsWhereItSays(_ state: Case) throws {
    let room = try state.room()
    let definition = try room.engine.definition(room.row().definition)
    var gone = 0
    let awaited = definition.workflow.events.indices.filter { event in
      definition.workflow.rules.contains { rule in
        guard case .event(event) = rule.trigger else { return false }
        return rule.outcome != nil
      }
    }
    let events = awaited.map { definition.workflow.events[$0].path }
    for question in events + definition.workflow.stages.dropFirst().map(\.path) {
      for role in definition.workflow.stages.contains(where: { $0.path == question })
        ? ["manager"] : ["manager", "influencer"]
      {
        let answer = try room.whyNot(question, role: role).split(separator: "\n").map(String.init)
        for line in answer where line.hasPrefix("nearest: ") || line.hasPrefix("     or: ") {
          guard !line.contains("no way") else { continue }
          let copy = try state.room()
          for part in String(line.dropFirst(9)).components(at: ", then ") { try copy.follow(part, role, definition) }
          #expect(try copy.hasReached(question, definition), "\(question) as \(role): \(line)")
          gone += 1
        }
      }
    }
    #expect(gone > 1)
    #expect(try room.row().state == state.room().row().state)
  }

  /// On the copy the same money could come back twice, which only the engine knows better.
  @Test func whatAFirstEventStandsInTheWayOfIsNotProposed() throws {
    let room = try Room(Texts.twice)
    try room.send("payment.paid", ["amount": "100 USD", "advance": "yes"])
    #expect(try room.whyNot("over").hasSuffix("nearest: no way with one or two events, or by waiting, was found"))
    #expect(try room.send("payment.cancelled", ["amount": "100 USD"]).outcome == .taken)
    #expect(try room.send("payment.cancelled", ["amount": "100 USD"]).outcome == .setAside)
  }

  /// Nobody is kept from writing, and whoever writes keeps nobody from an answer.
  @Test func anAnswerWaitsForNoWriter() throws {
    let path = "/tmp/workroom-advice-\(getpid()).workroom"
    defer { for ending in ["", "-lock", "-wal", "-shm", "-journal"] { unlink(path + ending) } }
    let room = try Room(Texts.spring, path: path)
    let writer = try Store.open(path: path, mode: .existing)
    try writer.database.begin()
    defer { writer.database.rollback() }
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try room.whyNot("accept").hasSuffix("nearest: `propose mia`, then `accept mia`"))
    #expect(clock.now - start < .seconds(4))
  }
}

extension Room {
  /// Does one part of a way: an event in the console's words, a time, or an item.
  func follow(_ part: String, _ role: String, _ definition: Definition) throws {
    if part.hasPrefix("add a discount") { return try addCode("A1") }
    if part.hasPrefix("wait until ") {
      // Berlin is an hour ahead.
      let day = part.dropFirst(11).prefix(10)
      let time = part.dropFirst(22).prefix(5)
      return try pass(until: "\(day)T\(time):00+01:00")
    }
    let pieces = part.components(at: "`")
    let words = Room.words(pieces[1]).filter { $0.text != "mia" }
    guard case .whyNot(let event, let values) = try Question.read(words, definition) else { return }
    let sender = pieces[2].components(at: " as ").dropFirst().first ?? role
    let reply = try send(event, Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.text) }), by: sender)
    #expect(reply.outcome == .taken || reply.outcome == .handled, "\(part): \(reply)")
  }

  private static func words(_ text: String) -> [Question.Word] {
    text.components(at: "\"").enumerated().flatMap { index, part in
      index % 2 == 1
        ? [Question.Word(part, isQuoted: true)] : part.split(separator: " ").map { Question.Word(String($0)) }
    }
  }

  /// Whether an event was the last thing that was taken, or a stage has been entered.
  func hasReached(_ question: String, _ definition: Definition) throws -> Bool {
    if definition.workflow.events.contains(where: { $0.path == question }) { return true }
    guard let stage = definition.workflow.stages.first(where: { $0.path == question }) else { return false }
    // Some are left again in the same step.
    let history = try why(all: true)
    return history.contains(stage.title) || history.contains("go to \(stage.name)")
  }
}

extension String {
  func components(at separator: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }
}
