import WorkroomLanguage
import WorkroomValues

/// Turns a checked workflow into the tables that a step runs on.
///
/// The work is linear in the number of nodes: they are numbered outer before inner, so masks are ranges, and every rule
/// becomes one candidate a node with its code, its moves and their lists to enter.
struct Compiler {
  let workflow: CheckedWorkflow
  let table: NodeTable
  var code: [Instruction] = []
  var constants: [Int64] = []
  var constantIndex: [Int64: Int32] = [:]
  var entries: [EntryStep] = []
  var assigns: [AssignSite] = []
  var assignItems: [AssignItem] = []
  var timers: [TimerRule] = []
  var candidates: [Candidate] = []
  var moves: [Move] = []
  var currencies: [Currency] = []
  /// Places in the code of each expression that has been compiled as a condition or value, by item.
  var expressionCode: [ExpressionKey: Int32] = [:]

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
  var savedWords: Int32 = 0
  var currentRule = 0
  var currentAction = 0
  /// The node whose rules are being compiled.
  var currentNode = 0
  /// Whether the code that is being compiled runs while every active stage has what belongs inside it.
  var isWhole = true

  var eaches: [EachRow] = []
  var itemEntries: [Range<Int32>] = []
  var trackConditions: [Int32] = []
  var countCodes: [Int32] = []
  let earmarkFields: [Int]
  var memories: [MemorySlot] = []
  var memoryIndex: [MemoryKey: Int] = [:]
  var memoryWords: Int32 = 0
  /// For each node, whether some memory may bring it back; empty where there is none.
  var remembered: [Bool] = []

  struct ExpressionKey: Hashable {
    var expression: Int
    var item: Int
  }

  struct MemoryKey: Hashable {
    var node: Int
    var isHold: Bool
  }

  init(_ workflow: CheckedWorkflow) {
    self.workflow = workflow
    table = NodeTable(workflow)
    enterRules = Array(repeating: [], count: workflow.stages.count)
    leaveRules = enterRules
    timerRules = enterRules
    waitRange = Array(repeating: 0..<0, count: table.nodes.count)
    reactionRange = waitRange
    timerRange = waitRange
    earmarkFields = Compiler.earmarkFields(workflow)
    placeItems()
    findMemories()
  }

  var onceEvent: Int { workflow.events.count }

  /// The item whose rules are being compiled; -1 outside an `each`.
  var currentItem: Int { table.nodes[currentNode].item }

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

  /// The assignments, reactions and timers of a node stand together, so that leaving it clears one range of each.
  mutating func compileNodes() -> (enter: [Int32], leave: [Int32], rows: [RowTable.Row]) {
    var enter: [Int32] = []
    var leave: [Int32] = []
    var rows: [RowTable.Row] = []
    let keysOfStage = Dictionary(grouping: rowRules.keys.sorted(), by: { Int($0 >> 32) })
    for node in table.nodes.indices {
      let stage = table.nodes[node].stage
      currentNode = node
      let (firstWait, firstOnce, firstTimer) = (waitCount, onceCount, Int32(timers.count))
      enter.append(block(enterRules[stage]))
      leave.append(block(leaveRules[stage]))
      for key in keysOfStage[stage] ?? [] { rows.append(row(Int(key & 0xFFFF_FFFF), rowRules[key] ?? [])) }
      for rule in timerRules[stage] { addTimer(rule) }
      waitRange[node] = firstWait..<waitCount
      reactionRange[node] = firstOnce..<onceCount
      timerRange[node] = firstTimer..<Int32(timers.count)
    }
    currentNode = 0
    return (enter, leave, rows)
  }

  private mutating func row(_ event: Int, _ rules: [Int]) -> RowTable.Row {
    let firstTransition = Int32(candidates.count)
    for rule in rules where workflow.rules[rule].outcome != nil { addCandidate(rule) }
    let firstReaction = Int32(candidates.count)
    for rule in rules where workflow.rules[rule].outcome == nil {
      addCandidate(rule, remembersOnce: event == onceEvent)
    }
    return RowTable.Row(
      stage: Int32(currentNode), event: Int32(event), transitions: firstTransition..<firstReaction,
      reactions: firstReaction..<Int32(candidates.count))
  }

  // MARK: Candidates

  mutating func addCandidate(_ index: Int, remembersOnce: Bool = false) {
    let rule = workflow.rules[index]
    currentRule = index
    var candidate = Candidate(
      roles: rule.roles, condition: conditionCode(rule), action: actionCode(rule), outcome: .reaction,
      otherwise: rule.otherwise,
      rule: Int32(index), source: Int32(currentNode))
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
      candidate.words = Int32(words)
    case .restart(let inner): restart(&candidate, at: inner)
    case .goTo(let targets): goTo(&candidate, targets)
    case .resume(let target, let atTop): resume(&candidate, target, atTop: atTop)
    }
    candidates.append(candidate)
  }

  private mutating func conditionCode(_ rule: CheckedRule) -> Int32 {
    if case .once(let condition) = rule.trigger { return expression(condition) }
    if let routed = routedCondition(rule) { return routed }
    return rule.condition.map { expression($0) } ?? -1
  }

  private mutating func actionCode(_ rule: CheckedRule) -> Int32 {
    rule.actions.isEmpty ? -1 : block(of: rule.actions)
  }

  // MARK: Timers

  private mutating func addTimer(_ index: Int) {
    let rule = workflow.rules[index]
    currentRule = index
    var timer = TimerRule(
      kind: .after, stage: Int32(currentNode), operand: 0, isSpan: false, times: 0, countIndex: -1, candidate: 0)
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
    timer.isKnown = knownCode(operand)
    timer.isSpan = workflow.expressions[operand].type == .span
    if timer.kind != .at, isRemembered(currentNode) {
      timer.savedIndex = savedWords
      savedWords += timer.countIndex >= 0 ? 2 : 1
    }
    timer.candidate = Int32(candidates.count)
    addCandidate(index)
    timers.append(timer)
  }

  /// Code that asks whether all that a timer's length or date reads is set; -1 where the value alone shows it.
  private mutating func knownCode(_ operand: Int) -> Int32 {
    if case .field = workflow.expressions[operand].operation { return -1 }
    var reads: [(storage: Storage, field: Int)] = []
    collectOptional(operand, &reads)
    guard !reads.isEmpty else { return -1 }
    let start = Int32(code.count)
    chain(reads.map { read in { $0.pushIsSet(read.storage, read.field) } }, .jumpIfFalse)
    emit(.end)
    return start
  }

  private func collectOptional(_ index: Int, _ reads: inout [(storage: Storage, field: Int)]) {
    switch workflow.expressions[index].operation {
    case .field(let storage, let field):
      let each = max(table.each[table.nodes[currentNode].stage], 0)
      guard workflow.fields(storage, each: each)[field].mayBeUnset else { return }
      reads.append((storage, field))
    case .add(let a, let b), .subtract(let a, let b), .share(let a, let b), .shiftDate(let a, let b),
      .shiftDateBySpan(let a, let b):
      collectOptional(a, &reads)
      collectOptional(b, &reads)
    default: break
    }
  }
}
