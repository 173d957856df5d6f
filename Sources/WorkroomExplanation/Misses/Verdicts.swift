import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference

/// What each rule that waits for an event says to it, as a participation stands.
struct Verdict {
  enum Kind {
    case anotherRole, conditionFalse
    /// An earlier line of the same stage takes the event: the rule.
    case earlierLineApplies(Int)
    /// A rule that stands further in, or earlier, takes it: the rule.
    case outranked(Int)
    case refuses(String)
    case ignores
    case applies
    /// It would run beside whatever takes the event, and takes nothing by itself.
    case reactsOnly
  }

  var rule: Int
  var place: Snapshot.Place
  var kind: Kind
  var moment: Moment
  /// The rule's condition with its values; `nil` where it has none.
  var tree: ConditionTree?

  /// The rules of the active places that wait for an event, in the order of the text.
  static func all(_ rehearsal: Rehearsal, _ event: Int, role: Int, _ payload: [Int64]) -> [Verdict] {
    let workflow = rehearsal.definition.workflow
    let snapshot = rehearsal.snapshot
    var verdicts: [Verdict] = []
    if rehearsal.isFinished { return [] }
    for place in snapshot.active.sorted(by: { ($0.stage, $0.item) < ($1.stage, $1.item) }) {
      guard Verdict.isMeant(place, event, payload, rehearsal) else { continue }
      var winner: Int?
      for (index, rule) in workflow.rules.enumerated() where rule.owner == place.stage {
        guard case .event(event) = rule.trigger else { continue }
        let moment = rehearsal.moment(place, rule: index, event: event, role: role, payload: payload)
        let tree = rule.condition.flatMap { rehearsal.tree(of: $0, moment) }
        let kind = Verdict.kind(rule, moment, tree, winner, workflow)
        verdicts.append(Verdict(rule: index, place: place, kind: kind, moment: moment, tree: tree))
        if winner == nil, kind.isWinner { winner = index }
      }
    }
    verdicts.markOutranked(workflow)
    return verdicts
  }

  /// An event that can name an item is for the one that it names, or for the only one there is.
  private static func isMeant(
    _ place: Snapshot.Place, _ event: Int, _ payload: [Int64], _ rehearsal: Rehearsal
  ) -> Bool {
    let workflow = rehearsal.definition.workflow
    guard place.item >= 0, let each = workflow.stages[place.stage].each,
      let field = workflow.events[event].payload.firstIndex(where: { $0.name == workflow.eaches[each].noun })
    else { return true }
    let live = rehearsal.machine.items(rehearsal.state.span).filter { $0.each == each }
    guard payload[0] >> Int64(field) & 1 == 1 else { return live.count == 1 }
    return live.first { $0.name == payload[field + 1] }?.place == place.item
  }

  private static func kind(
    _ rule: CheckedRule, _ moment: Moment, _ tree: ConditionTree?, _ winner: Int?, _ workflow: CheckedWorkflow
  ) -> Kind {
    if rule.outcome == nil { return .reactsOnly }
    if let winner { return .earlierLineApplies(winner) }
    if !moment.isMeant(rule.roles) { return .anotherRole }
    if let condition = rule.condition, moment.value(condition) != 1 || tree?.holds == false { return .conditionFalse }
    switch rule.outcome {
    case .refuse(let words): return .refuses(workflow.texts[words])
    case .ignore: return .ignores
    default: return .applies
    }
  }
}

extension Verdict.Kind {
  /// Whether a rule takes or stops the event, so that later ones of its place are not asked.
  var isWinner: Bool {
    switch self {
    case .refuses, .ignores, .applies: true
    default: false
    }
  }

  var isRefusal: Bool { if case .refuses = self { true } else { false } }
}

extension [Verdict] {
  /// An inner rule that takes the event keeps it from those of the stages around it.
  fileprivate mutating func markOutranked(_ workflow: CheckedWorkflow) {
    for index in indices where self[index].kind.isWinner {
      let inner = first { other in
        other.kind.isWinner && Why.isInside(other.place, self[index].place, workflow)
      }
      if let inner, !self[index].kind.isRefusal { self[index].kind = .outranked(inner.rule) }
    }
  }
}
