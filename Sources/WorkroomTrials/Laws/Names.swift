import WorkroomLanguage
import WorkroomMachine

/// What a run came to in names and texts, which don't depend on the order in which things are declared.
struct Names {
  private let machine: Machine
  private let workflow: CheckedWorkflow

  init(_ machine: Machine) {
    self.machine = machine
    workflow = machine.workflow
  }

  /// A rule by its stage, its trigger, and its place among the rules of that stage with the same trigger.
  func rule(_ index: Int) -> String {
    let rule = workflow.rules[index]
    let trigger = trigger(rule)
    let place = workflow.rules[..<index].count { $0.owner == rule.owner && self.trigger($0) == trigger }
    return "\(workflow.stages[rule.owner].path)/\(trigger)/\(place)"
  }

  private func trigger(_ rule: CheckedRule) -> String {
    switch rule.trigger {
    case .event(let event): workflow.events[event].path
    case .enter: "enter"
    case .leave: "leave"
    case .after, .at, .every: "timer"
    case .once, .onceEntered, .onceOtherwise: "once"
    }
  }

  func wait(_ wait: Snapshot.Wait) -> String {
    let holder = workflow.rules.indices.first { index in
      workflow.rules[index].actions.contains(wait.action)
    }
    let place = holder.flatMap { workflow.rules[$0].actions.firstIndex(of: wait.action) } ?? 0
    return "\(holder.map(rule) ?? "")/\(place)/\(wait.item)"
  }

  /// One line for a step and the state it left.
  func line(_ outcome: MachineRun.Outcome) -> String {
    let snapshot = machine.snapshot(outcome.words.span)
    var parts = ["\(outcome.status)", snapshot.isFinished ? "finished" : ""]
    parts += snapshot.active.map { "\(workflow.stages[$0.stage].path):\($0.item)" }
    parts += workflow.record.indices.map { field($0, snapshot) }.sorted()
    parts += snapshot.items.map { item in
      let fields = workflow.eaches[item.each].record.enumerated().map { index, field in
        "\(field.name)=\(value(item.record[index], field.type))"
      }
      return "\(item.place) of \(workflow.eaches[item.each].noun): \(fields.sorted().joined(separator: ","))"
    }
    parts += snapshot.timers.map { "\(rule($0.rule)):\($0.item) due \($0.due)" }.sorted()
    parts += snapshot.waits.map(wait).sorted()
    parts += snapshot.held.map { workflow.poolKinds[$0] }.sorted()
    parts += workflow.campaign.indices.map { "\(workflow.campaign[$0].name)-\(snapshot.earmarked[$0])" }.sorted()
    parts += outcome.effects.map(effect)
    return parts.joined(separator: " ")
  }

  private func field(_ index: Int, _ snapshot: Snapshot) -> String {
    "\(workflow.record[index].name)=\(value(snapshot.record[index], workflow.record[index].type))"
  }

  private func value(_ word: Int64?, _ type: ValueType) -> String {
    guard let word else { return "unset" }
    return type == .text ? text(word) : "\(word)"
  }

  private func text(_ word: Int64) -> String { machine.literalText(word) ?? "\(word)" }

  private func effect(_ effect: Effect) -> String {
    let words =
      switch effect.kind {
      case .email, .contract, .note: text(effect.a)
      case .tell: "\(text(effect.a)) to \(workflow.roles[Int(effect.b)].name)"
      case .createOrder, .cancelOrder: ""
      case .claim, .poolEmpty: "\(workflow.poolKinds[Int(effect.a)]) \(effect.b) \(effect.c)"
      case .wait: "\(workflow.poolKinds[Int(effect.a)]) \(effect.b)"
      case .release, .disable: workflow.poolKinds[Int(effect.a)]
      case .owe: "\(effect.a) \(machine.currency(effect.b).map { "\($0)" } ?? "") \(workflow.texts[Int(effect.c)])"
      case .voidReason: workflow.texts[Int(effect.a)]
      case .voidSubject: text(effect.a)
      case .paid: "\(effect.a)"
      case .earmark: "\(workflow.campaign[Int(effect.a)].name) \(effect.b)"
      }
    return "\(effect.kind)(\(words))"
  }
}
