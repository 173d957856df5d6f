import WorkroomLanguage
import WorkroomValues

/// What has been read already: a condition is asked about in several passes.
final class Memory {
  struct Key: Hashable {
    var condition: Int
    var wanted: Bool
    var standing: Standing
  }
  var known: [Key: [Cases.Case]?] = [:]
}

/// What can be the case: conditions as cases, within the bounds of their quantities and where the line stands.
extension Analyst {
  /// The cases in which a condition holds, or does not; `nil` where not all of them could be told.
  func possibilities(_ condition: Int, _ wanted: Bool, _ standing: Standing) -> [Cases.Case]? {
    let key = Memory.Key(condition: condition, wanted: wanted, standing: standing)
    if let known = memory.known[key] { return known }
    let found = read(condition, wanted, standing)
    memory.known[key] = .some(found)
    return found
  }

  private func read(_ condition: Int, _ wanted: Bool, _ standing: Standing) -> [Cases.Case]? {
    var reader = CaseReader(workflow)
    let cases = reader.cases(condition, wanted)
    let held = cases.compactMap { possible($0, standing) }
    return held.isEmpty && reader.isCut ? nil : held
  }

  /// The part of a case that can be; `nil` if there is none.
  func possible(_ given: Cases.Case, _ standing: Standing) -> Cases.Case? {
    var result = given
    var asksStages = false
    for (key, domain) in given {
      if let bounds = bounds(key, standing) { result[key] = domain.intersection(bounds) }
      asksStages = asksStages || key.asksStages
      if case .isDone(let stage) = key, domain.low == 1 { require(stageOfDone(stage), active: true, &result) }
    }
    if asksStages, standing.owner > 0 { require(standing.owner, active: true, &result) }
    guard result.values.allSatisfy({ $0.example != nil }) else { return nil }
    return !asksStages || Cases.areTogether(result, workflow) ? result : nil
  }

  /// The stage that is active whenever another is done: a track that is not called for counts as done.
  private func stageOfDone(_ stage: Int) -> Int {
    let kind = workflow.stages[stage].kind
    return kind == .track || kind == .each ? workflow.stages[stage].parent : stage
  }

  private func require(_ stage: Int, active: Bool, _ result: inout Cases.Case) {
    guard stage > 0 else { return }
    let wanted = Cases.Domain(low: active ? 1 : 0, high: active ? 1 : 0)
    result[.isIn(stage)] = result[.isIn(stage)]?.intersection(wanted) ?? wanted
  }

  /// Both of two lists of cases at once; `nil` where there would be too many to tell.
  func meet(_ left: [Cases.Case], _ right: [Cases.Case], _ standing: Standing) -> [Cases.Case]? {
    guard left.count * right.count <= 4 * Cases.casesMax else { return nil }
    let both = left.flatMap { a in right.compactMap { b in possible(a.merging(b) { $0.intersection($1) }, standing) } }
    return both.count <= Cases.casesMax ? both : nil
  }

  // MARK: In words

  /// `price 40 USD and followers 5`: values for which a case is true, as far as they have names.
  func example(_ given: Cases.Case, _ standing: Standing) -> String? {
    let parts = Cases.inOrder(given).compactMap { key, domain -> String? in
      if case .isIn(let stage) = key {
        return domain.low == 1 && stage != standing.owner ? "in `\(workflow.stages[stage].path)`" : nil
      }
      guard let quantity = quantity(key, standing), let value = pleasant(domain, quantity.type) else {
        return answer(key, domain)
      }
      // Which text another text is cannot be told.
      if quantity.type == .text, domain.low != domain.high { return nil }
      return "\(quantity.name) \(Values.text(value, quantity.type, workflow))"
    }
    return parts.isEmpty ? nil : parts.prefix(4).joined(separator: " and ")
  }

  private func answer(_ key: Cases.Key, _ domain: Cases.Domain) -> String? {
    guard let value = domain.example else { return nil }
    func named(_ storage: Storage, _ index: Int, _ answers: (yes: String, no: String)) -> String? {
      let name: String
      switch storage {
      case .campaign: name = workflow.campaign[index].name
      case .influencer: name = workflow.influencer[index].name
      case .record: name = workflow.record[index].name
      case .payload, .item: return nil
      }
      return "\(name) \(value == 1 ? answers.yes : answers.no)"
    }
    switch key {
    case .isHeld(let kind): return "\(value == 1 ? "a" : "no") \(workflow.poolKinds[kind]) held"
    case .isOpen(let storage, let index): return named(storage, index, ("open", "closed"))
    case .isSet(let storage, let index): return named(storage, index, ("set", "not set"))
    default: return nil
    }
  }

  /// A member of a range that reads well: a whole number where there is one.
  func pleasant(_ domain: Cases.Domain, _ type: ValueType) -> Int64? {
    let unit: Int64 =
      switch type {
      case .number, .percent: 1_000_000
      case .money(.iso(let currency)): Analyst.minorUnits(currency.decimals)
      case .money(.home): Analyst.minorUnits(workflow.currency?.decimals ?? 2)
      case .duration: 86_400_000
      default: 1
      }
    guard let plain = domain.example else { return nil }
    func lies(_ value: Int64) -> Bool {
      value >= domain.low && value <= domain.high && !domain.without.contains(value)
    }
    if domain.low == .min {
      // The nearest whole number below the limit; without a limit, a small one.
      let start = min(domain.high - max(domain.high % unit, 0), 0)
      return [0, unit, start, start - unit].first { lies($0) } ?? plain
    }
    guard plain % unit != 0, plain > 0, plain < .max - unit else { return plain }
    let below = plain - plain % unit
    return [below + unit, below].first { lies($0) } ?? plain
  }

  private static func minorUnits(_ decimals: Int) -> Int64 { (0..<decimals).reduce(1) { unit, _ in unit * 10 } }
}
