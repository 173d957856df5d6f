import Workroom
package import WorkroomEngine
import WorkroomLanguage
package import WorkroomStore
import WorkroomValues

/// Why a participation stands where it does, and why something else is not possible: the door to all of it.
///
/// Answers are lines, safe to print. Nothing is written, whatever is tried.
package struct Explainer {
  let teller: Teller

  /// `typedName` is how the asker writes the influencer's name, for lines to type.
  package init(_ engine: Engine, _ row: ParticipationRow, typedName: String? = nil) throws(EngineError) {
    teller = try Teller(engine, row, typedName: typedName)
  }

  /// Which rules led where it stands now; with `all`, every step of its history.
  package func why(all: Bool = false) throws(EngineError) -> [String] {
    let why = try Why(teller)
    return Teller.safe(try all ? why.history() : why.lines())
  }

  /// Where every cent comes from that is owed or was paid to them in this campaign, over all rounds.
  package func owed() throws(EngineError) -> [String] { Teller.safe(try Owed(teller: teller).lines()) }

  /// Why an event is not possible now, and the least that would make it so. `event` is its path.
  package func whyNot(
    event: String, with values: [WrittenValue] = [], role: String? = nil
  ) throws(EngineError) -> [String] {
    let definition = try teller.definition()
    guard let index = definition.workflow.events.firstIndex(where: { $0.path == event }) else {
      throw .request("no event is called `\(event)`")
    }
    var values = values
    // What is left to pay is what `pay` means without an amount.
    if event == "payment.paid", !values.contains(where: { $0.name == "amount" || $0.name == "payment" }) {
      switch try Due.of(teller.row, teller.engine) {
      case .amount(let money): values.append(WrittenValue(name: "amount", text: money.description))
      case .nothing(let why):
        let typed = teller.typed(index, definition)
        return Teller.safe([
          "`\(typed)` has nothing to pay to \(teller.name): \(why)",
          "  `explain owed \(teller.typedName)` tells where every cent comes from; \(try payingAhead(index, typed, role))",
        ])
      }
    }
    let rehearsal = try Rehearsal(teller)
    let sender = try self.role(role, for: index, definition)
    let (payload, problem) = try teller.engine.wordsOfValues(values, event: index, role: sender, teller.row)
    if let problem { throw .request(problem) }
    return Teller.safe(
      try WhyNot(teller: teller, rehearsal: rehearsal, event: index, role: sender, payload: payload).lines())
  }

  /// What a payment of more than is owed would come to, as far as trying it tells.
  private func payingAhead(_ event: Int, _ typed: String, _ role: String?) throws(EngineError) -> String {
    let definition = try teller.definition()
    var values = [WrittenValue(name: "amount", text: "10 \(try teller.engine.campaign(teller.row.campaign).currency)")]
    if definition.workflow.events[event].payload.contains(where: { $0.name == "advance" }) {
      values.append(WrittenValue(name: "advance", text: "yes"))
    }
    let sender = try self.role(role, for: event, definition)
    let words = values.map { "\($0.name) \($0.text)" }.joined(separator: " ")
    let line = "`\(typed) \(teller.typedName) \(words)`"
    let (payload, problem) = try teller.engine.wordsOfValues(values, event: event, role: sender, teller.row)
    if let problem { return "\(line) would not pay ahead either: \(problem)" }
    var rehearsal = try Rehearsal(teller)
    let outcome = try rehearsal.send(event, role: sender, payload)
    if outcome.isTaken { return "\(line) would pay ahead" }
    if let objection = outcome.objection { return "\(line) would not pay ahead either: \(objection)" }
    let refusal = outcome.words.map { ": \($0)" } ?? ""
    return
      "\(line) would not pay ahead either, since the workflow \(outcome.words == nil ? "ignores" : "refuses") it\(refusal)"
  }

  /// Why it does not stand in a stage, and what would lead there.
  package func whyNot(stage: Int, role: String? = nil) throws(EngineError) -> [String] {
    let definition = try teller.definition()
    let asking = try self.role(role, for: nil, definition)
    return Teller.safe(
      try WhyNotThere(teller: teller, rehearsal: Rehearsal(teller), stage: stage, role: asking).lines())
  }

  /// The role that is named; without a name, a manager where they may send the event, else the first person who may.
  private func role(_ name: String?, for event: Int?, _ definition: Definition) throws(EngineError) -> Int {
    let roles = definition.workflow.roles
    if let name {
      if let index = roles.firstIndex(where: { $0.name == name }) { return index }
      let near = Spelling.nearest(to: name, among: roles.map(\.name))
      throw .request("no role is called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""))
    }
    let senders = event.map { definition.workflow.events[$0].senders } ?? 0
    func may(_ role: Int) -> Bool { senders == 0 || senders >> UInt64(role) & 1 == 1 }
    let manager = roles.firstIndex { $0.name == "manager" }
    if let manager, may(manager) { return manager }
    return roles.indices.first { roles[$0].isPerson && may($0) } ?? roles.indices.first(where: may) ?? 0
  }
}
