import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Writes what happens to a participation of a workflow, from a seed: mostly events that some line waits for, with values
/// near those that the workflow compares with; timers, places in line, and changes of what a step only reads.
struct MoveWriter {
  private var numbers: Numbers
  private let workflow: CheckedWorkflow
  /// Numbers that the workflow's conditions and actions name.
  private let constants: [Int64]
  private let awaited: [Int]
  /// How often, of a hundred, an amount is one that nothing can be added to: seldom, and in every fifth stream often.
  private let extremes: Int

  static let day: Int64 = 86_400_000
  static let groups = ["first group", "second group", "pool"]

  init(_ workflow: CheckedWorkflow, seed: Int) {
    numbers = Numbers(seed: seed, salt: 1)
    self.workflow = workflow
    extremes = seed % 5 == 4 ? 15 : 1
    var constants: [Int64] = []
    for expression in workflow.expressions {
      switch expression.operation {
      case .constant(let word): constants.append(word)
      case .tiers(_, let rows, _): constants += rows.map(\.limit)
      default: break
      }
    }
    self.constants = constants
    awaited =
      workflow.rules.compactMap { rule in
        if case .event(let event) = rule.trigger, !rule.isVocabulary { event } else { nil }
      } + workflow.eaches.flatMap { [$0.added, $0.waived, $0.added].compactMap { $0 } }
  }

  mutating func moves(_ count: Int) -> Moves {
    var opening: [Move] = [.campaign(details(workflow.campaign)), .influencer(details(workflow.influencer))]
    for group in allGroups { opening.append(.stock(group, Int64(numbers.below(4)))) }
    return Moves(opening: opening, moves: (0..<count).map { _ in move() })
  }

  private mutating func move() -> Move {
    switch numbers.weighted([64, 16, 5, 4, 3, 1, 4, 3]) {
    case 1: return .timer(late: numbers.chance(25) ? Int64(numbers.below(60)) * MoveWriter.day / 4 : 0)
    case 2: return .serve(numbers.below(3))
    case 3: return .pass(Int64(numbers.below(200)) * 3_600_000)
    case 4: return .campaign(details(workflow.campaign))
    case 5: return .influencer(details(workflow.influencer))
    case 6 where !allGroups.isEmpty: return .stock(numbers.pick(allGroups), Int64(numbers.below(4)))
    case 7: return .totals(workflow.totals.map { _ in Int64(numbers.below(4)) * 500_000 })
    default: return event()
    }
  }

  // MARK: Events

  private mutating func event() -> Move {
    let index = awaited.isEmpty || numbers.chance(8) ? numbers.below(workflow.events.count) : numbers.pick(awaited)
    let event = workflow.events[index]
    let senders = workflow.roles.indices.filter { event.senders == 0 || event.senders & 1 << UInt64($0) != 0 }
    let role: String? =
      switch numbers.weighted([84, 8, 8]) {
      case 0 where !senders.isEmpty: workflow.roles[numbers.pick(senders)].name
      case 1: nil
      default: workflow.roles[numbers.below(workflow.roles.count)].name
      }
    let nouns = workflow.eaches.map(\.noun)
    let values = event.payload.map { field -> Move.Given in
      if field.isOptional, numbers.chance(nouns.contains(field.name) ? 25 : 35) {
        return Move.Given(name: field.name, word: nil)
      }
      if nouns.contains(field.name), numbers.chance(60) {
        return Move.Given(name: field.name, word: .item(numbers.below(3)))
      }
      return Move.Given(name: field.name, word: value(field.type))
    }
    return .event(event.path, role: role, values: values)
  }

  private mutating func details(_ fields: [CheckedField]) -> [Move.Given] {
    fields.map { field in
      let isUnset = field.mayBeUnset && numbers.chance(40)
      return Move.Given(name: field.name, word: isUnset ? nil : value(field.type))
    }
  }

  // MARK: Values

  private var allGroups: [String] {
    workflow.poolKinds.flatMap { kind in MoveWriter.groups.map { "\($0) of \(kind)" } }
  }

  private mutating func value(_ type: ValueType) -> Word {
    switch type {
    case .number, .percent: return .plain(amount(1_000_000))
    case .money: return .plain(amount(1))
    case .date: return .plain(20_513 + Int64(numbers.below(60)) - 10)
    case .time: return .plain(numbers.pick([0, 32_400, 86_340]))
    case .duration: return .plain(Int64(numbers.below(7)) * MoveWriter.day / 2)
    case .span:
      let months = Int32(numbers.within(1...3))
      return .plain(CalendarSpan(months: months, rounding: numbers.chance(50) ? .lastDay : .nextDay).word)
    case .window: return .plain(window())
    case .flag: return .plain(Int64(numbers.below(2)))
    case .choice(let set): return .plain(Int64(numbers.below(workflow.choices[set].count)))
    case .text: return text()
    case .hashtags: return .list(numbers.shuffled(["#summer", "#acme", "#new"]).prefix(numbers.below(3)).sorted())
    case .handles: return .list(numbers.shuffled(["@acme", "@mia"]).prefix(numbers.below(3)).sorted())
    case .products: return .list(numbers.shuffled(["Tee", "Cap"]).prefix(numbers.below(3)).sorted())
    case .group(let kind): return .group("\(numbers.pick(MoveWriter.groups)) of \(workflow.poolKinds[kind])")
    }
  }

  private mutating func window() -> Int64 {
    let first = CalendarDate(days: Int32(20_513 + numbers.below(40) - 15))
    let last = CalendarDate(days: first.days + Int32(numbers.below(30)))
    return DateWindow(first: numbers.chance(20) ? nil : first, last: numbers.chance(20) ? nil : last).word
  }

  private mutating func text() -> Word {
    let own = workflow.texts
    if !own.isEmpty, numbers.chance(20) { return .text(numbers.pick(own)) }
    return .text(numbers.pick(["a", "b", "c", "1", "2", "x", "y"]))
  }

  /// An amount at, or beside, something that the workflow names; a small one; one that is too large.
  private mutating func amount(_ unit: Int64) -> Int64 {
    switch numbers.weighted([50, 48 - extremes, 2, extremes]) {
    case 1 where !constants.isEmpty:
      return numbers.pick(constants) &+ Int64(numbers.below(3) - 1) * unit
    case 2: return Int64(numbers.below(2_000_000)) - 1_000_000
    case 3: return numbers.pick([.max, .min, .max - 1, amountMinorUnitsMax, amountMinorUnitsMax + 1])
    default: return Int64(numbers.below(7)) * unit
    }
  }
}
