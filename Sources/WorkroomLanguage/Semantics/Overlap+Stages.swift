/// Conditions that ask for stages: some exclude each other.
extension Cases {
  static let stagesAskedMax = 32

  /// The stage whose being active a quantity stands for.
  package static func stage(asked key: Key) -> Int? { if case .isIn(let stage) = key { stage } else { nil } }

  /// Whether the stages that a case wants active and inactive can be so at one time.
  package static func areTogether(_ both: Case, _ workflow: CheckedWorkflow) -> Bool {
    guard both.count > 1 else { return true }
    let asked = both.compactMap { key, domain in stage(asked: key).map { (stage: $0, isActive: domain.low == 1) } }
    // Past the limit the stages are taken to be together, which can only make the cases larger.
    guard asked.count <= stagesAskedMax else { return true }
    for active in asked where active.isActive {
      for other in asked where other.stage != active.stage {
        let common = workflow.commonStage(active.stage, other.stage)
        if other.isActive {
          let isNested = common == active.stage || common == other.stage
          if !isNested, !workflow.stages[common].holdsTracks { return false }
        } else if common == other.stage {
          return false
        }
      }
    }
    return true
  }
}
