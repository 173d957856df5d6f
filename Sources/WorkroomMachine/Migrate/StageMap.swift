import WorkroomLanguage

/// Where the stages of an older version are in a newer one.
struct StageMap {
  let old: Machine
  let new: Machine
  /// What lines of `from version` say, by the older stage.
  private var written: [Int: Int] = [:]
  private let newByPath: [String: Int]

  init(_ old: Machine, _ new: Machine, _ migration: CheckedMigration?) {
    self.old = old
    self.new = new
    newByPath = Dictionary(
      new.workflow.stages.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    for line in migration?.stages ?? [] {
      if let stage = StageMap.stage(line.old, old.workflow) { written[stage] = line.new }
    }
  }

  /// A stage of the older version by its path, or by a unique end of it.
  private static func stage(_ path: String, _ workflow: CheckedWorkflow) -> Int? {
    if let exact = workflow.stages.firstIndex(where: { $0.path == path }) { return exact }
    let ends = workflow.stages.indices.filter { workflow.stages[$0].path.hasSuffix("." + path) }
    return ends.count == 1 ? ends[0] : nil
  }

  /// What a stage has become: what a line says, else the stage of the same path, else the one at the same place inside what
  /// a stage around it has become; `nil` where it was removed.
  func stage(_ stage: Int) -> Int? {
    let stages = old.workflow.stages
    if let known = written[stage] ?? newByPath[stages[stage].path] { return known }
    var around = stages[stage].parent
    while around > 0 {
      if let moved = written[around] {
        let rest = stages[stage].path.dropFirst(stages[around].path.count)
        return newByPath[new.workflow.stages[moved].path + rest]
      }
      around = stages[around].parent
    }
    return nil
  }

  /// What an `each` has become: by what items are called, or with its stage.
  func each(_ each: Int) -> Int? {
    let block = old.workflow.eaches[each]
    if let same = new.workflow.eaches.firstIndex(where: { $0.noun == block.noun }) { return same }
    let moved = stage(block.stage)
    return new.workflow.eaches.firstIndex { $0.stage == moved }
  }

  /// What a node has become. An item keeps its place; a stage from outside an `each` that becomes one inside is its first
  /// item.
  func node(_ node: Int) -> Int? {
    guard let stage = stage(Int(old.stageOfNode[node])) else { return nil }
    let item = Int(old.itemOfNode[node])
    guard let target = StageMap.each(of: stage, new) else { return item < 0 ? Int(new.firstNode[stage]) : nil }
    if item >= 0 {
      guard let source = StageMap.each(of: Int(old.stageOfNode[node]), old), each(source) == target else { return nil }
    }
    let place = max(item, 0)
    guard place < Int(new.eaches[target].most) else { return nil }
    return Int(new.firstNode[stage]) + place * Int(new.eaches[target].size)
  }

  /// The `each` that a stage is or stands in.
  static func each(of stage: Int, _ machine: Machine) -> Int? {
    machine.workflow.eaches.firstIndex { each in
      each.stage <= stage && stage < machine.workflow.stages[each.stage].end
    }
  }
}
