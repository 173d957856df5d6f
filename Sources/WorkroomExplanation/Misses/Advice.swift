import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomValues

/// Ways that were gone on a copy, as lines that can be typed.
struct Advice {
  let teller: Teller
  let rehearsal: Rehearsal
  let role: Int
  let moves: Moves

  private var definition: Definition { rehearsal.definition }
  private var workflow: CheckedWorkflow { definition.workflow }

  /// The nearest ways, a line each; `holds` goes a way on a copy.
  func lines(
    _ ways: [Search.Way], _ holds: (Search.Way) throws(EngineError) -> Bool
  ) throws(EngineError) -> [String] {
    guard !ways.isEmpty else { return ["nearest: no way with one or two events, or by waiting, was found"] }
    var lines: [String] = []
    for way in ways {
      var parts: [String] = []
      for (index, move) in way.moves.enumerated() {
        parts.append(try told(move, way, holds) { $0.moves[index] = $1 })
      }
      if let last = way.last { parts.append(try told(last, way, holds) { $0.last = $1 }) }
      lines.append(parts.joined(separator: ", then "))
    }
    let head = "nearest: "
    return [head + lines[0]] + lines.dropFirst().map { "     or: " + $0 }
  }

  private func told(
    _ move: Rehearsal.Move, _ way: Search.Way, _ holds: (Search.Way) throws(EngineError) -> Bool,
    _ replace: (inout Search.Way, Rehearsal.Move) -> Void
  ) throws(EngineError) -> String {
    switch move {
    case .serve(let site): return "add \(items(site)), since \(teller.name) waits in line"
    case .wait(let instant): return "wait until \(teller.time(instant))\(occasion(instant))"
    case .send(let event, let sender, let payload):
      let checked = workflow.events[event]
      let words = teller.words(definition)
      var line = "\(teller.typed(event, definition)) \(teller.typedName)"
      var bounds: [String] = []
      for (index, field) in checked.payload.enumerated() where payload[0] >> Int64(index) & 1 == 1 {
        line +=
          " \(field.name) "
          + (payload[index + 1] >= Moves.anyText && field.type == .text
            ? "\"...\"" : words.shown(payload[index + 1], field.type))
        let step = Wishes.step(field.type)
        guard step > 0, moves.wishes.values(for: field.type).contains(payload[index + 1]) else { continue }
        for (sign, name) in [(Int64(-1), "less"), (1, "more")] where payload[index + 1] + sign * step >= 0 {
          var other = payload
          other[index + 1] += sign * step
          var tried = way
          replace(&tried, .send(event: event, role: sender, payload: other))
          if try holds(tried) { bounds.append(name) }
        }
      }
      let bound = bounds.count == 1 ? " (or \(bounds[0]))" : ""
      return "`\(line)`\(bound)" + (sender == role ? "" : " as \(workflow.roles[sender].name)")
    }
  }

  /// `a discount to the group "Codes"`.
  private func items(_ site: Int) -> String {
    let place = Snapshot.Place(stage: 0, item: definition.machine.assignmentIdentity(site).item)
    let moment = rehearsal.moment(place, rule: -1)
    let words = teller.words(definition)
    let items = rehearsal.groups(of: site).map { group in
      let type = workflow.expressions[group].type
      let noun = if case .group(let kind) = type { workflow.poolKinds[kind] } else { "item" }
      return "a \(noun) to the group " + (moment.value(group).map { words.shown($0, type) } ?? "it waits for")
    }
    return items.joined(separator: " and ")
  }

  /// What happens at an instant: a window opens, or a timer is due.
  private func occasion(_ instant: Int64) -> String {
    if let window = moves.windows(rehearsal).first(where: { $0.opens == instant }) {
      return ", when `\(workflow.campaign[window.field].name)` opens"
    }
    if let timer = definition.machine.runningTimers(rehearsal.state.span).first(where: { $0.due == instant }) {
      return ", when \(teller.line(definition.machine.timerIdentity(timer.timer).rule, definition)) is due"
    }
    return ""
  }
}
