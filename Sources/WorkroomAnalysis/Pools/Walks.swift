import WorkroomLanguage

/// The shortest way from the beginning to each stage, as lines that lead on.
struct Walks {
  /// For each stage that is reached, the line that leads to it and the stage that it is asked in.
  private var before: [Int: (rule: Int, stage: Int)] = [:]
  private var reached: Set<Int> = []

  /// One search in breadth over the stages: lines of a stage and of those around it lead on from it.
  init(_ workflow: CheckedWorkflow, _ rulesOf: RulesByStage, isLive: (Int) -> Bool) {
    var waiting: [Int] = []
    var targets: Set<Int> = []
    func enter(_ target: Int, _ step: (rule: Int, stage: Int)?) {
      guard targets.insert(target).inserted else { return }
      for stage in workflow.activeAfter(goingTo: target) where reached.insert(stage).inserted {
        before[stage] = step
        waiting.append(stage)
      }
    }
    enter(0, nil)
    var head = 0
    while head < waiting.count {
      let stage = waiting[head]
      head += 1
      for rule in rulesOf[stage] where isLive(rule) || workflow.rules[rule].isVocabulary {
        for target in workflow.rules[rule].outcome?.targets ?? [] { enter(target, (rule, stage)) }
      }
    }
  }

  /// The lines that lead to a stage, in the order in which they are taken.
  func rules(to stage: Int) -> [Int] {
    var rules: [Int] = []
    var place = stage
    while let step = before[place] {
      rules.append(step.rule)
      place = step.stage
    }
    return rules.reversed()
  }
}
