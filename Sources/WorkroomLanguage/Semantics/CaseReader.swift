/// Takes a condition apart into the cases for which it holds.
///
/// A table is read as the choice between its rows, so that a value that it gives and the value that it is told by are
/// seen together. Work has a limit; past it a condition has fewer cases than it could have, and less is reported.
package struct CaseReader {
  package typealias Case = Cases.Case

  private let workflow: CheckedWorkflow
  private var workLeft = CaseReader.workMax
  /// Whether cases were left out, so that having none means nothing.
  package private(set) var isCut = false

  static let workMax = 20_000

  package init(_ workflow: CheckedWorkflow) { self.workflow = workflow }

  /// The cases in which a condition holds, or in which it does not.
  package mutating func cases(_ index: Int, _ wanted: Bool) -> [Case] {
    switch workflow.expressions[index].operation {
    case .not(let inner): return cases(inner, !wanted)
    case .and(let parts): return wanted ? all(parts, wanted) : any(parts, wanted)
    case .or(let parts): return wanted ? any(parts, wanted) : all(parts, wanted)
    case .compare(let left, let comparison, let right):
      return compare(left, wanted ? comparison : comparison.opposite, right)
    case .isDone(let stage) where workflow.stages[stage].kind == .final:
      let answer: Int64 = wanted ? 1 : 0
      return [[.isIn(stage): Cases.Domain(low: answer, high: answer)]]
    default:
      let answer: Int64 = wanted ? 1 : 0
      return [[Cases.key(index, workflow): Cases.Domain(low: answer, high: answer)]]
    }
  }

  private mutating func any(_ parts: [Int], _ wanted: Bool) -> [Case] {
    var result: [Case] = []
    for part in parts where result.count <= Cases.casesMax { result += cases(part, wanted) }
    if result.count > Cases.casesMax { isCut = true }
    return Array(result.prefix(Cases.casesMax))
  }

  private mutating func all(_ parts: [Int], _ wanted: Bool) -> [Case] {
    var result: [Case] = [[:]]
    for part in parts {
      let next = cases(part, wanted)
      // Past the limit a part is left out, which can only make the cases larger.
      if result.count * next.count > Cases.casesMax { continue }
      result = result.flatMap { known in next.map { known.merging($0) { $0.intersection($1) } } }
    }
    return result.filter { $0.values.allSatisfy { $0.example != nil } }
  }

  // MARK: Comparisons

  private mutating func compare(
    _ left: Int, _ comparison: CheckedExpression.Comparison, _ right: Int
  ) -> [Case] {
    if let word = constant(right) { return compare(left, comparison, word: word) }
    if let word = constant(left) { return compare(right, comparison.mirrored, word: word) }
    if isTable(left) { return rows(left) { $0.compare($1, comparison, right) } }
    if isTable(right) { return rows(right) { $0.compare(left, comparison, $1) } }
    let (first, second) = (Cases.key(left, workflow), Cases.key(right, workflow))
    if first == second { return comparison.holds(0, 0) ? [[:]] : [] }
    let words = (first.words, second.words)
    return words.0 <= words.1
      ? [[.computed("\(words.0) - \(words.1)"): comparison.domain(0)]]
      : [[.computed("\(words.1) - \(words.0)"): comparison.mirrored.domain(0)]]
  }

  private mutating func compare(
    _ left: Int, _ comparison: CheckedExpression.Comparison, word: Int64
  ) -> [Case] {
    if let known = constant(left) { return comparison.holds(known, word) ? [[:]] : [] }
    switch workflow.expressions[left].operation {
    case .tiers, .cases: return rows(left) { $0.compare($1, comparison, word: word) }
    case .and, .or, .not, .compare:
      // The answer of a condition, compared as a value.
      return (comparison.holds(1, word) ? cases(left, true) : [])
        + (comparison.holds(0, word) ? cases(left, false) : [])
    default: return [[Cases.key(left, workflow): comparison.domain(word)]]
    }
  }

  private func constant(_ index: Int) -> Int64? {
    switch workflow.expressions[index].operation {
    case .constant(let word): word
    case .text(let text): Int64(text)
    default: nil
    }
  }

  // MARK: Tables

  private func isTable(_ index: Int) -> Bool {
    switch workflow.expressions[index].operation {
    case .tiers, .cases: true
    default: false
    }
  }

  /// For each row: the cases in which it is the one, and among them those in which something holds for its value.
  private mutating func rows(_ table: Int, _ test: (inout CaseReader, Int) -> [Case]) -> [Case] {
    var result: [Case] = []
    func add(_ when: [Case], _ holds: [Case]) {
      for a in when {
        for b in holds {
          guard result.count < Cases.casesMax else { return isCut = true }
          let both = a.merging(b) { $0.intersection($1) }
          if both.values.allSatisfy({ $0.example != nil }) { result.append(both) }
        }
      }
    }
    switch workflow.expressions[table].operation {
    case .tiers(let subject, let rows, let above):
      var before: [Case] = [[:]]
      for row in rows where takeWork() {
        add(meet(before, compare(subject, .atMost, word: row.limit)), test(&self, row.value))
        before = compare(subject, .more, word: row.limit)
      }
      if takeWork() { add(before, test(&self, above)) }
    case .cases(let subject, let rows, let rest):
      var others: [Case] = [[:]]
      for row in rows where takeWork() {
        add(compare(subject, .equal, word: row.choice), test(&self, row.value))
        others = meet(others, compare(subject, .notEqual, word: row.choice))
      }
      if let rest, takeWork() { add(others, test(&self, rest)) }
    default: break
    }
    return result
  }

  private mutating func takeWork() -> Bool {
    workLeft -= 1
    if workLeft < 0 { isCut = true }
    return workLeft >= 0
  }

  private mutating func meet(_ left: [Case], _ right: [Case]) -> [Case] {
    var result: [Case] = []
    for a in left {
      for b in right {
        guard result.count < Cases.casesMax else {
          isCut = true
          return result
        }
        let both = a.merging(b) { $0.intersection($1) }
        if both.values.allSatisfy({ $0.example != nil }) { result.append(both) }
      }
    }
    return result
  }
}
