import WorkroomMachine

/// The stages that a participation stands in from a moment on.
package struct StageChange {
  package var participation: Int64
  package var definition: Definition
  package var occurred: Int64
  /// By the numbers of `definition`; outer ones too.
  package var active: [Int]
}

extension Engine {
  /// Runs the log of a campaign again and tells every change of stages, in the order of the log: no table keeps where
  /// somebody has been. Errors: a log that comes to another end than the one that is stored.
  package func eachStageChange(
    of id: Int64, _ tell: @escaping (StageChange) throws(EngineError) -> Void
  ) throws(EngineError) {
    let watcher = observer
    defer { observer = watcher }
    observer = { (step: ObservedStep) throws(EngineError) in
      let words = StateLayout.activeStart..<StateLayout.activeStart + step.definition.machine.layout.stageWords
      let isSame =
        step.input.kind != .migrate && step.input.kind != .start && step.before.count == step.after.count
        && step.before[words] == step.after[words]
      if isSame { return }
      try tell(
        StageChange(
          participation: step.participation, definition: step.definition, occurred: step.input.now,
          active: step.definition.machine.activeStages(step.after.span)))
    }
    try retell(id, onlyStates: true)
  }
}
