import WorkroomLanguage

/// Conditions that read a campaign's details only: which tracks, and so which sections, a campaign calls for.
struct CampaignConditions {
  let workflow: CheckedWorkflow
  let words: [Int64]
  let lists: [(list: Int64, entry: Int64)]

  func holds(_ index: Int) -> Bool { value(index) != 0 }

  private func value(_ index: Int) -> Int64 {
    switch workflow.expressions[index].operation {
    case .constant(let word): word
    case .text(let text): -Int64(text) - 1
    case .field(.campaign, let field): words[field + 1]
    case .isSet(.campaign, let field): words[0] >> Int64(field) & 1
    case .and(let parts): parts.allSatisfy(holds) ? 1 : 0
    case .or(let parts): parts.contains(where: holds) ? 1 : 0
    case .not(let inner): holds(inner) ? 0 : 1
    case .compare(let left, let comparison, let right): compare(value(left), comparison, value(right)) ? 1 : 0
    case .contains(let list, let entry):
      lists.contains { $0.list == value(list) && $0.entry == value(entry) } ? 1 : 0
    default: 1
    }
  }

  private func compare(_ a: Int64, _ comparison: CheckedExpression.Comparison, _ b: Int64) -> Bool {
    switch comparison {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .atMost: a <= b
    case .more: a > b
    case .atLeast: a >= b
    }
  }
}
