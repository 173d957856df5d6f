import WorkroomMachine
import WorkroomLanguage
import WorkroomValues

/// Where machine and reference first differ, in words that a developer can act on.
package struct Difference: Sendable, CustomStringConvertible {
  /// Counted from 1.
  package var step: Int
  /// The input in words: `proposal.accepted by manager at 2026-03-01T09:00:00Z`.
  package var input: String
  /// One line for each thing in which they differ.
  package var lines: [String]
  /// The rules that the reference looked at, in its order.
  package var trace: [String]

  init(_ duel: Duel, _ input: ReferenceInput?, _ lines: [String]) {
    step = duel.stepCount
    self.input = input.map(duel.describe) ?? "after it"
    self.lines = lines
    trace = duel.outcome.trace.map(duel.describe)
  }

  package var description: String {
    "step \(step), \(input):\n" + lines.map { "  \($0)\n" }.joined()
      + (trace.isEmpty ? "" : "  the reference went: \(trace.joined(separator: "; "))\n")
  }
}

// MARK: Comparing

extension Duel {
  /// What a step came to, with the machine's two ways of running it.
  func differences(_ plain: ReferenceOutcome, _ traced: ReferenceOutcome) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ name: String, _ machine: Value, _ reference: Value, _ words: (Value) -> String) {
      if machine != reference {
        found.append("\(name): the machine says \(words(machine)), the reference \(words(reference))")
      }
    }
    for (way, side) in [("", plain), (", while it is traced", traced)] {
      compare("status\(way)", side.status, outcome.status) { "\($0)" }
      compare("refusal\(way)", side.refusal, outcome.refusal) { $0 < 0 ? "none" : "\"\(self.workflow.texts[$0])\"" }
      compare("decisive rule\(way)", side.decisiveRule, outcome.decisiveRule) {
        $0 < 0 ? "none" : self.describe(rule: $0)
      }
      let count = max(side.effects.count, outcome.effects.count)
      let place = (0..<count).first {
        !($0 < side.effects.count && $0 < outcome.effects.count && side.effects[$0] == outcome.effects[$0])
      }
      if let place {
        compare(
          "effect \(place + 1)\(way)", place < side.effects.count ? side.effects[place] : nil,
          place < outcome.effects.count ? outcome.effects[place] : nil
        ) { $0.map(self.describe) ?? "nothing more" }
      }
      if outcome.status == .taken || outcome.status == .handled {
        compare("resolved instants\(way)", side.resolved, outcome.resolved) { "\($0.map(self.describe(instant:)))" }
      }
    }
    // A step that fails stops at different places.
    if outcome.status != .overflow, outcome.status != .tooManyRounds {
      let place = (0..<max(traced.trace.count, outcome.trace.count)).first {
        !($0 < traced.trace.count && $0 < outcome.trace.count && traced.trace[$0] == outcome.trace[$0])
      }
      if let place {
        compare(
          "entry \(place + 1) of the trace", place < traced.trace.count ? traced.trace[place] : nil,
          place < outcome.trace.count ? outcome.trace[place] : nil
        ) { $0.map(self.describe) ?? "nothing more" }
      }
    }
    return found
  }

  /// The states after a step.
  func differences(_ machine: Snapshot, _ reference: Snapshot) -> [String] {
    var found: [String] = []
    if machine.isFinished != reference.isFinished {
      found.append("only the \(machine.isFinished ? "machine" : "reference") has finished")
    }
    found += only(machine.active, reference.active, describe)
    for index in workflow.record.indices where machine.record[index] != reference.record[index] {
      found.append(values("`\(workflow.record[index].name)`", machine.record[index], reference.record[index]))
    }
    found += only(machine.items.map(\.name), reference.items.map(\.name)) {
      self.describe(Snapshot.Place(stage: self.workflow.eaches[$0.each].stage, item: $0.place))
    }
    for item in machine.items {
      guard let other = reference.items.first(where: { $0.name == item.name }) else { continue }
      for (index, field) in workflow.eaches[item.each].record.enumerated()
      where item.record[index] != other.record[index] {
        found.append(values("`\(field.name)` of item \(item.place)", item.record[index], other.record[index]))
      }
    }
    found += only(machine.timers, reference.timers, describe)
    found += only(machine.waits, reference.waits) { "action \($0.action)\(self.describe(item: $0.item)) in line" }
    found += only(machine.held, reference.held) { "\(self.workflow.poolKinds[$0]) held" }
    for index in workflow.campaign.indices {
      let amounts = [machine, reference].map { $0.earmarked.indices.contains(index) ? $0.earmarked[index] : 0 }
      if amounts[0] != amounts[1] {
        found.append(values("earmark of `\(workflow.campaign[index].name)`", amounts[0], amounts[1]))
      }
    }
    return found
  }

  private func values(_ name: String, _ machine: Int64?, _ reference: Int64?) -> String {
    "\(name): the machine has \(machine.map { "\($0)" } ?? "none"), the reference \(reference.map { "\($0)" } ?? "none")"
  }

  private func only<Value: Equatable>(_ machine: [Value], _ reference: [Value], _ words: (Value) -> String) -> [String]
  {
    machine.filter { !reference.contains($0) }.map { "only the machine has \(words($0))" }
      + reference.filter { !machine.contains($0) }.map { "only the reference has \(words($0))" }
  }
}

extension Snapshot.Item {
  /// What tells one item from another.
  fileprivate struct Name: Equatable {
    var each: Int
    var place: Int
  }

  fileprivate var name: Name { Name(each: each, place: place) }
}

// MARK: In words

extension Duel {
  func describe(_ input: ReferenceInput) -> String {
    let time = "at \(Instant(milliseconds: input.now))"
    let sender = workflow.roles.indices.contains(input.role) ? " by \(workflow.roles[input.role].name)" : ""
    return switch input.kind {
    case .start: "the start \(time)"
    case .event: "`\(workflow.events[input.index].path)`\(sender) \(time)"
    case .timer: "the timer of \(describe(rule: input.index))\(describe(item: input.item)) \(time)"
    case .serve: "the serving of action \(input.index)\(describe(item: input.item)) \(time)"
    case .migrate: "a migration \(time)"
    }
  }

  func describe(rule: Int) -> String {
    let checked = workflow.rules[rule]
    return checked.isVocabulary ? "rule \(rule) of the vocabulary" : "line \(checked.line)"
  }

  func describe(item: Int) -> String { item < 0 ? "" : " of item \(item)" }

  func describe(instant: Int64) -> String { Instant(milliseconds: instant).description }

  func describe(_ place: Snapshot.Place) -> String {
    let path = workflow.stages[place.stage].path
    return "`\(path.isEmpty ? "the workflow" : path)`\(describe(item: place.item))"
  }

  func describe(_ timer: Snapshot.Timer) -> String {
    "the timer of \(describe(rule: timer.rule))\(describe(item: timer.item)), due \(describe(instant: timer.due))"
  }

  func describe(_ timer: Snapshot.Timer?) -> String { timer.map(describe) ?? "none" }

  func describe(_ entry: TraceEntry) -> String {
    switch entry.verdict {
    case .entered, .left: "\(entry.verdict) \(describe(Snapshot.Place(stage: Int(entry.index))))"
    default: "\(describe(rule: Int(entry.index))) \(entry.verdict)"
    }
  }

  func describe(_ effect: ReferenceEffect) -> String {
    let (what, rule) = (effect.effect, Int(effect.effect.rule))
    let words =
      switch what.kind {
      case .email, .contract, .tell, .note: machine.literalText(what.a).map { " \"\($0)\"" } ?? " text \(what.a)"
      case .createOrder, .cancelOrder: ""
      case .release, .disable: " \(workflow.poolKinds[Int(what.a)])"
      case .claim, .poolEmpty: " \(workflow.poolKinds[Int(what.a)]) from group \(what.b), \(what.c)"
      case .wait: " for \(workflow.poolKinds[Int(what.a)]) from group \(what.b), action \(what.c)"
      case .owe, .voidReason, .voidSubject, .paid, .earmark: " \(what.a), \(what.b), \(what.c)"
      }
    return "\(what.kind)\(words)\(describe(item: effect.item)) (\(rule < 0 ? "the engine" : describe(rule: rule)))"
  }
}
