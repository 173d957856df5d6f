import WorkroomLanguage

/// Reads the lines that may take an event in a stage: its own, then those of the stages around it.
struct MatrixReader {
  private let analyst: Analyst
  private var workflow: CheckedWorkflow { analyst.workflow }

  init(_ analyst: Analyst) { self.analyst = analyst }

  mutating func answers(_ stage: Int, _ event: Int) -> [Matrix.Answer] {
    let roles = analyst.senders(of: event)
    var result: [Matrix.Answer] = []
    // What is still open for a person who may send it.
    var open: [Cases.Case] = [[:]]
    var openRoles = roles
    var place = stage
    while place >= 0, !open.isEmpty {
      for rule in lines(place, event, leads: true) {
        result.append(answer(rule))
        let standing = Standing(owner: place, event: event)
        let own = workflow.rules[rule].roles
        if own == 0 || own & openRoles == openRoles {
          open = analyst.remaining(open, after: rule, standing)
        } else if workflow.rules[rule].condition == nil {
          openRoles &= ~own
        }
      }
      place = workflow.stages[place].parent
    }
    let reactions = self.reactions(stage, event)
    if !open.isEmpty { result += reactions.isTaken ? [] : [byDefault(event)] }
    return reactions.answers + result
  }

  /// Of a finished participation only reactions outside the stages are asked.
  func answersOfFinished(_ event: Int) -> [Matrix.Answer] {
    lines(0, event, leads: false).map { answer($0) } + [byDefault(event)]
  }

  private func lines(_ place: Int, _ event: Int, leads: Bool) -> [Int] {
    let rules = analyst.groups.lines(Groups.Key(owner: place, event: event, leads: leads))
    return rules.filter { rule in
      guard !analyst.dead.contains(rule) else { return false }
      // What the vocabulary does of itself is what `handled` means.
      return leads || !workflow.rules[rule].isVocabulary
    }
  }

  /// What is done beside, outermost first, and whether a stage's own reaction always takes the event.
  private func reactions(_ stage: Int, _ event: Int) -> (answers: [Matrix.Answer], isTaken: Bool) {
    var rules: [Int] = []
    var place = stage
    while place >= 0 {
      rules = lines(place, event, leads: false) + rules
      place = workflow.stages[place].parent
    }
    let isTaken = rules.contains {
      let rule = workflow.rules[$0]
      return rule.owner > 0 && rule.condition == nil && !rule.otherwise && rule.roles == 0
    }
    return (rules.map { answer($0) }, isTaken)
  }

  private func answer(_ index: Int) -> Matrix.Answer {
    let rule = workflow.rules[index]
    let kind: Matrix.Answer.Kind =
      switch rule.outcome {
      case nil: .does
      case .goTo, .restart, .resume: .goes
      case .stay: .stays
      case .ignore: .ignores
      case .refuse: .refuses
      }
    let roles = workflow.roles.indices.filter { rule.roles & 1 << UInt64($0) != 0 }.map { workflow.roles[$0].name }
    return Matrix.Answer(
      kind: kind, targets: rule.outcome?.targets.map { workflow.stages[$0].path } ?? [],
      line: rule.isVocabulary ? nil : rule.line, isConditional: rule.condition != nil || rule.otherwise, roles: roles)
  }

  private func byDefault(_ event: Int) -> Matrix.Answer {
    let kind: Matrix.Answer.Kind =
      switch workflow.events[event].otherwise {
      case .handled: .handled
      case .refused: .refused
      case .ignored: .ignored
      case .undeclared: .nobody
      }
    return Matrix.Answer(kind: kind)
  }
}
