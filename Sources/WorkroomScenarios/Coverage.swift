import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine

/// What scenarios have gone through: stages, rules, both outcomes of each condition, and pools that ran dry.
package struct Coverage: Sendable {
  private let workflow: CheckedWorkflow
  /// The rules that take something from a pool.
  private let assigning: [Int]
  var stages: Set<Int> = []
  /// Rules that ran, refused or ignored.
  var rules: Set<Int> = []
  var held: Set<Int> = []
  var failed: Set<Int> = []
  /// Assignments that found nothing left, by their actions.
  var empty: Set<Int> = []
  /// The shortest beginning of a scenario that leads to each stage.
  private(set) var reached: [Int: Reached] = [:]

  init(_ workflow: CheckedWorkflow) {
    self.workflow = workflow
    assigning = workflow.rules.indices.filter { rule in
      workflow.rules[rule].actions.contains { action in
        if case .assign = workflow.actions[action].kind { true } else { false }
      }
    }
  }

  /// Something that can be gone through.
  enum Goal: Hashable {
    case stage(Int)
    /// A transition or a timer, by its rule.
    case rule(Int)
    /// An outcome of the condition of a rule.
    case outcome(rule: Int, holds: Bool)
    /// An assignment of a rule that finds nothing left.
    case empty(rule: Int, action: Int)

    /// What one scenario goes through at once: a rule that runs has a condition that holds.
    var scenario: Goal { if case .outcome(let rule, true) = self { .rule(rule) } else { self } }
  }

  /// Whether it was gone through.
  func meets(_ goal: Goal) -> Bool {
    switch goal {
    case .stage(let stage): stages.contains(stage)
    case .rule(let rule): rules.contains(rule)
    case .outcome(let rule, let holds): (holds ? held : failed).contains(rule)
    case .empty(_, let action): empty.contains(action)
    }
  }

  /// Adds what another run has gone through.
  mutating func join(_ other: Coverage) {
    stages.formUnion(other.stages)
    rules.formUnion(other.rules)
    held.formUnion(other.held)
    failed.formUnion(other.failed)
    empty.formUnion(other.empty)
    reached.merge(other.reached) { $1.lines < $0.lines ? $1 : $0 }
  }

  mutating func note(_ place: Reached, _ active: [Int]) {
    for stage in active where reached[stage] == nil { reached[stage] = place }
  }

  mutating func note(_ step: ObservedStep, _ seen: SeenStep, _ effects: [Effect], _ machine: Machine) {
    var ran: Set<Int> = []
    for entry in seen.trace {
      let index = Int(entry.index)
      switch entry.verdict {
      case .conditionFalse: failed.insert(index)
      case .fired, .reacted:
        ran.insert(index)
        held.insert(index)
      case .outranked: held.insert(index)
      case .entered: stages.insert(index)
      case .left, .anotherRole, .earlierLineApplies: break
      }
    }
    if seen.decisive >= 0 {
      rules.insert(seen.decisive)
      held.insert(seen.decisive)
    }
    rules.formUnion(ran)
    guard step.status == .taken || step.status == .handled else { return }
    noteEmptyPools(step, seen, ran, effects, machine)
  }

  /// An assignment whose rule ran, that held nothing before, and that took nothing, found nothing left.
  private mutating func noteEmptyPools(
    _ step: ObservedStep, _ seen: SeenStep, _ ran: Set<Int>, _ effects: [Effect], _ machine: Machine
  ) {
    guard !assigning.isEmpty else { return }
    let entered = Set(seen.trace.filter { $0.verdict == .entered }.map { Int($0.index) })
    let left = Set(seen.trace.filter { $0.verdict == .left }.map { Int($0.index) })
    for index in assigning {
      let rule = workflow.rules[index]
      switch rule.trigger {
      case .enter: guard entered.contains(rule.owner) else { continue }
      case .leave: guard left.contains(rule.owner) else { continue }
      default: guard ran.contains(index) else { continue }
      }
      for action in rule.actions {
        guard case .assign(let items, _) = workflow.actions[action].kind else { continue }
        let wanted = items.filter { !machine.holds($0.kind, step.before.span) }
        let took = effects.contains { effect in
          effect.kind == .claim && Int(effect.rule) == index && items.contains { Int64($0.kind) == effect.a }
        }
        let isWanted = wanted.contains { !machine.holds($0.kind, step.after.span) }
        if isWanted, !took { empty.insert(action) }
      }
    }
  }
}

/// Where a scenario leads: so many of its lines, and the person who is there.
struct Reached: Sendable {
  var scenario: String
  var lines: Int
  var person: String
}
