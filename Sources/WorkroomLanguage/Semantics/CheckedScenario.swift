package import WorkroomValues

/// A workflow with its scenarios, all names resolved and all values of the right type.
package struct CheckedScenarios: Sendable {
  /// The workflow as it is compiled and stored: scenarios are no part of what it means.
  package var definition: CheckedWorkflow
  /// The same with the conditions of expectations: their expressions, texts and totals stand behind its own.
  package var asking: CheckedWorkflow
  package var scenarios: [CheckedScenario]
}

/// One scenario.
package struct CheckedScenario: Sendable {
  package enum Mark: Sendable { case none, only, todo }
  package var name: String
  package var mark: Mark
  /// Those who take part, in the order in which they are given.
  package var people: [String]
  package var lines: [CheckedScenarioLine]
  /// Its name in the text.
  package var span: Diagnostic.Span
}

/// A value as the language writes it, by the name of its field.
package struct GivenValue: Sendable, Hashable {
  package var name: String
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// A group, and what it holds.
package struct GivenGroup: Sendable {
  package enum Stock: Sendable {
    case pattern(String)
    case count(Int)
    case items([String])
  }
  /// Index into `CheckedWorkflow.poolKinds`.
  package var kind: Int
  package var name: String
  package var stock: Stock
}

/// One line of a scenario.
package struct CheckedScenarioLine: Sendable {
  package enum Answer: Sendable {
    case taken, ignored
    /// Words that the refusal holds; empty for any refusal.
    case refused(String)
  }

  package enum Length: Sendable {
    case milliseconds(Int64)
    case span(CalendarSpan)
  }

  package enum Kind: Sendable {
    case campaign([GivenValue], [GivenGroup])
    case group(GivenGroup)
    case person(Int, [GivenValue])
    case event(person: Int, event: Int, role: Int, [GivenValue], Answer)
    case later(Length)
    case at(CalendarDate, TimeOfDay)
    case expect(CheckedExpectation)
  }
  package var kind: Kind
  package var span: Diagnostic.Span
  /// 1-based line in its file.
  package var line: Int
}

/// What a scenario expects; people by their place among `CheckedScenario.people`.
package enum CheckedExpectation: Sendable {
  package enum Sent: Sendable { case email, contract, note }
  case nothingElse
  case sent(Sent, words: String, person: Int)
  case order(isCancelled: Bool, person: Int)
  case noneLeft(kind: Int, person: Int)
  case told(role: Int, words: String, person: Int?)
  case stages(person: Int, [Int], negated: Bool)
  case item(person: Int, kind: Int, text: String)
  case noItem(person: Int, kind: Int)
  case itemStage(person: Int, each: Int, name: String, stage: Int, negated: Bool)
  /// An expression of `CheckedScenarios.asking`.
  case condition(person: Int, Int)
}
