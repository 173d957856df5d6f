/// `scenario "NAME"`: a story of one campaign, line by line, and what is expected of it.
package struct ScenarioSyntax: Sendable {
  package var keyword: Int
  package var name: Int
  /// The word `only` or `todo` behind the name.
  package var mark: Int?
  package var lines: [ScenarioLineSyntax] = []
  /// From its first token to the last one of its `end`.
  package var tokens: ClosedRange<Int>
}

/// A value by its name: `price 300 USD`, `gifts "Tee", "Cap"`, `discount_group "SUMMER20" holding 2`.
package struct GivenSyntax: Sendable {
  package var name: Int
  package var value: NodeIndex
  /// Further entries of a list.
  package var entries: [NodeIndex] = []
  package var stock: StockSyntax?
}

/// What a group holds when the scenario begins.
package struct StockSyntax: Sendable {
  package enum Kind: Sendable {
    /// `giving "[first_name]20"`
    case pattern(Int)
    /// `holding 2`
    case count(Int)
    case nothing
    /// `holding "MIA10", "LEO10"`
    case items([Int])
  }
  package var kind: Kind
  /// The word `giving` or `holding`.
  package var keyword: Int
}

/// One line of a scenario.
package struct ScenarioLineSyntax: Sendable {
  package enum Answer: Sendable {
    case taken
    /// The word `refused`, and the text behind it.
    case refused(Int, words: Int?)
    case ignored(Int)
  }

  package enum Kind: Sendable {
    case campaign([GivenSyntax])
    case group(Int, StockSyntax)
    case person(Int, [GivenSyntax])
    case event(person: Int, path: Int, role: Int?, [GivenSyntax], Answer)
    case later(NodeIndex)
    case at(date: Int, time: Int?)
    case expect(ExpectationSyntax)
  }
  package var kind: Kind
  package var tokens: ClosedRange<Int>
}

/// What an `expect` line says.
package enum ExpectationSyntax: Sendable {
  package enum Sent: Sendable { case email, contract, note }
  case nothingElse
  case sent(Sent, words: Int, person: Int)
  case order(isCancelled: Bool, person: Int)
  /// `expect no discount left for mia`
  case noneLeft(item: Int, person: Int)
  case told(role: Int, words: Int, person: Int?)
  case stages(person: Int, [Int], negated: Bool)
  case item(person: Int, noun: Int, text: Int)
  case noItem(person: Int, noun: Int)
  /// `expect mia deliverable "2" in approved`
  case itemStage(person: Int, noun: Int, text: Int, stage: Int, negated: Bool)
  case condition(person: Int, NodeIndex)
}
