import Testing
import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// Whatever is proposed anywhere works when it is done: every event and every stage is asked about in several states, and
/// each way that is named is gone on an engine of its own.
@Suite struct AdviceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var details: [String: String] = [:]
    var sent: [(event: String, values: [String: String], role: String)] = []
    var testDescription: String { "\(details) \(sent.map(\.event))" }

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
  ]

  @Test(arguments: cases) func everyWayLeadsWhereItSays(_ state: Case) throws {
    let room = try state.room()
    let definition = try room.engine.definition(room.row().definition)
    var gone = 0
    for question in definition.workflow.events.map(\.path) + definition.workflow.stages.dropFirst().map(\.path) {
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
    #expect(gone > 3)
    #expect(try room.row().state == state.room().row().state)
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
