/// Puts what does not depend on its order into another: declarations, fields, and lines of one stage that wait for
/// different things.
struct Reordering {
  private var numbers: Numbers

  static func reordered(_ program: Program, seed: Int) -> Program {
    var reordering = Reordering(numbers: Numbers(seed: seed, salt: 2))
    var result = program
    result.statements = reordering.reordered(program.statements)
    return result
  }

  /// Places of one kind get each other's statements; lines keep their order among those with the same trigger.
  private mutating func reordered(_ statements: [Program.Statement]) -> [Program.Statement] {
    var result = statements.map { statement -> Program.Statement in
      guard let block = statement.block else { return statement }
      var copy = statement
      switch statement.keyword {
      case "campaign", "record": copy.block = numbers.shuffled(block)
      case "stage", "track", "each": copy.block = reordered(block)
      default: break
      }
      return copy
    }
    for keyword in ["event", "define", "role"] {
      let places = result.indices.filter { result[$0].keyword == Substring(keyword) }
      let shuffled = numbers.shuffled(places.map { result[$0] })
      for (place, statement) in zip(places, shuffled) { result[place] = statement }
    }
    interleave(&result)
    return result
  }

  /// Rules, but not stages, in an order in which those with one trigger still follow one another as they did.
  private mutating func interleave(_ statements: inout [Program.Statement]) {
    let places = statements.indices.filter { ["on", "once", "after", "at", "every"].contains(statements[$0].keyword) }
    let rules = places.map { statements[$0] }
    // A line for several events would tie their orders together.
    if rules.contains(where: { $0.parts[0].text.contains(" or ") }) { return }
    var groups: [(key: String, rules: [Program.Statement])] = []
    for rule in rules {
      let key = rule.keyword == "on" ? rule.parts[0].text : rule.keyword == "once" ? "once" : "timer"
      if let place = groups.firstIndex(where: { $0.key == key }) {
        groups[place].rules.append(rule)
      } else {
        groups.append((key, [rule]))
      }
    }
    for place in places {
      let group = numbers.weighted(groups.map(\.rules.count))
      statements[place] = groups[group].rules.removeFirst()
    }
  }
}
