import WorkroomLanguage
import WorkroomValues

/// Turns a checked workflow into the tables that a step runs on.
///
/// The work is linear in the size of the definition: stages are already numbered outer before inner, so masks are
/// ranges, and every rule becomes one candidate with its code, its range of stages to leave and its list to enter.
struct Compiler {
  let workflow: CheckedWorkflow
  var code: [Instruction] = []
  var constants: [Int64] = []
  var constantIndex: [Int64: Int32] = [:]
  var entries: [EntryStep] = []
  var assigns: [AssignSite] = []
  var assignItems: [AssignItem] = []
  var timers: [TimerRule] = []
  var candidates: [Candidate] = []
  /// Places in the code of each expression that has been compiled as a condition or value.
  var expressionCode: [Int: Int32] = [:]

  var enterRules: [[Int]]
  var leaveRules: [[Int]]
  var timerRules: [[Int]]
  /// Rules of each (stage, event), in the order of the text.
  var rowRules: [UInt64: [Int]] = [:]
  var waitRange: [Range<Int32>]
  var reactionRange: [Range<Int32>]
  var timerRange: [Range<Int32>]
  var waitCount: Int32 = 0
  var onceCount: Int32 = 0
  var countWords: Int32 = 0
  var currentRule = 0
  /// Whether the code that is being compiled runs while every active stage has what belongs inside it.
  var isWhole = true

  init(_ workflow: CheckedWorkflow) {
    self.workflow = workflow
    let count = workflow.stages.count
    enterRules = Array(repeating: [], count: count)
    leaveRules = enterRules
    timerRules = enterRules
    waitRange = Array(repeating: 0..<0, count: count)
    reactionRange = waitRange
    timerRange = waitRange
  }

  var onceEvent: Int { workflow.events.count }

  static func key(_ stage: Int, _ event: Int) -> UInt64 { UInt64(stage) << 32 | UInt64(event) }

  mutating func sortRules() {
    for (index, rule) in workflow.rules.enumerated() {
      switch rule.trigger {
      case .event(let event): rowRules[Compiler.key(rule.owner, event), default: []].append(index)
      case .once, .onceEntered, .onceOtherwise: rowRules[Compiler.key(rule.owner, onceEvent), default: []].append(index)
      case .enter: enterRules[rule.owner].append(index)
      case .leave: leaveRules[rule.owner].append(index)
      case .after, .at, .every: timerRules[rule.owner].append(index)
      }
    }
  }

  /// The assignments, reactions and timers of a stage stand together, so that leaving it clears one range of each.
  mutating func compileStages() -> (enter: [Int32], leave: [Int32], rows: [RowTable.Row]) {
    var enter: [Int32] = []
    var leave: [Int32] = []
    var rows: [RowTable.Row] = []
    let keysOfStage = Dictionary(grouping: rowRules.keys.sorted(), by: { Int($0 >> 32) })
    for stage in workflow.stages.indices {
      let (firstWait, firstOnce, firstTimer) = (waitCount, onceCount, Int32(timers.count))
      enter.append(block(enterRules[stage]))
      leave.append(block(leaveRules[stage]))
      for key in keysOfStage[stage] ?? [] { rows.append(row(key, rowRules[key] ?? [])) }
      for rule in timerRules[stage] { addTimer(rule) }
      waitRange[stage] = firstWait..<waitCount
      reactionRange[stage] = firstOnce..<onceCount
      timerRange[stage] = firstTimer..<Int32(timers.count)
    }
    return (enter, leave, rows)
  }

  private mutating func row(_ key: UInt64, _ rules: [Int]) -> RowTable.Row {
    let (stage, event) = (Int32(key >> 32), Int32(key & 0xFFFF_FFFF))
    let firstTransition = Int32(candidates.count)
    for rule in rules where workflow.rules[rule].outcome != nil { addCandidate(rule) }
    let firstReaction = Int32(candidates.count)
    for rule in rules where workflow.rules[rule].outcome == nil {
      addCandidate(rule, remembersOnce: Int(event) == onceEvent)
    }
    return RowTable.Row(
      stage: stage, event: event, transitions: firstTransition..<firstReaction,
      reactions: firstReaction..<Int32(candidates.count))
  }

  // MARK: Candidates

  mutating func addCandidate(_ index: Int, remembersOnce: Bool = false) {
    let rule = workflow.rules[index]
    currentRule = index
    var candidate = Candidate(
      roles: rule.roles, condition: conditionCode(rule), action: actionCode(rule), outcome: .reaction,
      otherwise: rule.otherwise,
      rule: Int32(index), source: Int32(rule.owner))
    candidate.isQuiet = isQuiet(candidate.condition) && isQuiet(candidate.action)
    if case .onceOtherwise = rule.trigger { candidate.otherwise = true }
    switch rule.outcome {
    case nil:
      if remembersOnce {
        candidate.onceBit = onceCount
        onceCount += 1
      }
    case .stay: candidate.outcome = .stay
    case .ignore: candidate.outcome = .ignore
    case .refuse(let words):
      candidate.outcome = .refuse
      candidate.entryStart = Int32(words)
    case .restart, .resume: addPath(&candidate, .restart, leaving: rule.owner, to: rule.owner)
    case .goTo(let targets):
      let domain = domain(rule.owner, targets[0])
      addPath(&candidate, .goTo, leaving: domain, to: targets[0])
    }
    candidates.append(candidate)
  }

  private mutating func conditionCode(_ rule: CheckedRule) -> Int32 {
    if case .once(let condition) = rule.trigger { return expression(condition) }
    return rule.condition.map { expression($0) } ?? -1
  }

  private mutating func actionCode(_ rule: CheckedRule) -> Int32 {
    rule.actions.isEmpty ? -1 : block(of: rule.actions)
  }

  /// The stage that a transition leaves and enters again, or whose inside it changes; negative for "its inside only".
  private func domain(_ source: Int, _ target: Int) -> Int {
    if contains(source, target), source != target {
      // Into one track of its own stage: only that track is left.
      return workflow.stages[source].holdsTracks ? child(of: source, around: target) : ~source
    }
    var common = workflow.stages[source].parent
    while !contains(common, target) || common == target { common = workflow.stages[common].parent }
    // To a sibling track: the stage around the tracks is left and entered again.
    return workflow.stages[common].holdsTracks && common > 0 ? common : ~common
  }

  /// The stage directly inside another that holds a target.
  private func child(of stage: Int, around target: Int) -> Int {
    var place = target
    while workflow.stages[place].parent != stage { place = workflow.stages[place].parent }
    return place
  }

  private mutating func addPath(
    _ candidate: inout Candidate, _ outcome: Candidate.Outcome, leaving domain: Int, to target: Int
  ) {
    let inside = domain < 0 || domain == 0
    let around = domain < 0 ? ~domain : domain
    candidate.outcome = outcome
    candidate.exitLow = Int32(inside ? around + 1 : around)
    candidate.exitHigh = Int32(workflow.stages[around].end)
    candidate.entryStart = Int32(entries.count)
    if inside { addEntries(within: around, to: target) } else { addEntry(around, to: target) }
    candidate.entryEnd = Int32(entries.count)
  }

  // MARK: Entry lists

  /// The stages to enter below one that stays, on the way to a target.
  mutating func addEntries(within stage: Int, to target: Int) {
    if workflow.stages[stage].holdsTracks {
      for track in workflow.stages[stage].children { addEntry(track, to: target) }
    } else if stage != target, contains(stage, target) {
      addEntry(child(of: stage, around: target), to: target)
    } else if let first = firstStage(of: stage) {
      addEntry(first, to: target)
    }
  }

  private func firstStage(of stage: Int) -> Int? {
    workflow.stages[stage].children.first { workflow.stages[$0].kind != .final }
      ?? workflow.stages[stage].children.first
  }

  mutating func addEntry(_ stage: Int, to target: Int) {
    let condition = workflow.stages[stage].condition.map { expression($0) } ?? -1
    let place = entries.count
    entries.append(EntryStep(stage: Int32(stage), condition: condition, skip: 0))
    addEntries(within: stage, to: target)
    entries[place].skip = Int32(entries.count)
  }

  private func contains(_ stage: Int, _ target: Int) -> Bool { stage <= target && target < workflow.stages[stage].end }

  // MARK: Timers

  private mutating func addTimer(_ index: Int) {
    let rule = workflow.rules[index]
    var timer = TimerRule(
      kind: .after, stage: Int32(rule.owner), operand: 0, isSpan: false, times: 0, countIndex: -1, candidate: 0)
    let operand: Int
    switch rule.trigger {
    case .at(let date):
      timer.kind = .at
      operand = date
    case .every(let period, let times):
      timer.kind = .every
      operand = period
      timer.times = Int32(times)
      if times > 0 {
        timer.countIndex = countWords
        countWords += 1
      }
    case .after(let length): operand = length
    default: preconditionFailure("only timers are added as timers")
    }
    timer.operand = expression(operand)
    timer.isSpan = workflow.expressions[operand].type == .span
    timer.candidate = Int32(candidates.count)
    addCandidate(index)
    timers.append(timer)
  }
}
