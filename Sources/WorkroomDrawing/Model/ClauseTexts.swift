import WorkroomLanguage

/// Finds the words of the file that a checked rule or stage was written with.
struct ClauseTexts {
  private struct Place: Hashable {
    var source: Int
    var offset: Int
  }

  private var trees: [Int: SyntaxTree] = [:]
  private var rules: [Place: Int] = [:]
  private var stages: [Place: Int] = [:]

  /// Reads the file again, and the vocabulary for the stages that a file without stages gets.
  init(_ source: SourceText) {
    for (text, index) in [(Vocabulary.source, Vocabulary.vocabularySource), (source, 0)] {
      let tree = Parser.parse(text, index: index).tree
      for (number, rule) in tree.rules.enumerated() {
        rules[Place(source: index, offset: tree.span(rule.head).range.lowerBound)] = number
      }
      for (number, stage) in tree.stages.enumerated() {
        stages[Place(source: index, offset: tree.tokens[stage.name].range.lowerBound)] = number
      }
      trees[index] = tree
    }
  }

  /// What makes a rule happen.
  func cause(_ rule: CheckedRule, _ workflow: CheckedWorkflow) -> Chart.Cause {
    var cause = Chart.Cause(kind: Self.kind(rule.trigger), text: "", otherwise: rule.otherwise)
    guard let (tree, syntax) = syntax(rule) else {
      if case .event(let event) = rule.trigger { cause.text = workflow.events[event].path }
      return cause
    }
    switch syntax.trigger {
    case .events(let names): cause.text = names.map { tree.text($0) }.joined(separator: " or ")
    case .enter: cause.text = "on enter"
    case .leave: cause.text = "on leave"
    default: cause.text = Self.words(tree, syntax.head)
    }
    cause.roles = syntax.roles.map { tree.text($0) }
    if let node = syntax.condition { cause.condition = Self.words(tree, tree.expressions[node].tokens) }
    return cause
  }

  /// The actions of a rule, each in its words; where it leads is left out.
  func deeds(_ rule: CheckedRule) -> [String] {
    guard let (tree, syntax) = syntax(rule) else { return [] }
    return syntax.actions.map { tree.actions[$0] }.filter { !$0.isOutcome }.map { Self.words(tree, $0.tokens) }
  }

  /// `when gifts is set`, `at most 12 of tasks`.
  func condition(_ stage: CheckedStage) -> String? {
    let place = Place(source: stage.span.source, offset: stage.span.range.lowerBound)
    guard let tree = trees[place.source], let syntax = stages[place].map({ tree.stages[$0] }) else { return nil }
    if let most = syntax.most {
      let count = syntax.count.map { " of " + Self.words(tree, tree.expressions[$0].tokens) } ?? ""
      return "at most " + Self.words(tree, tree.expressions[most].tokens) + count
    }
    return syntax.condition.map { "when " + Self.words(tree, tree.expressions[$0].tokens) }
  }

  private func syntax(_ rule: CheckedRule) -> (SyntaxTree, RuleSyntax)? {
    let place = Place(source: rule.span.source, offset: rule.span.range.lowerBound)
    guard let tree = trees[place.source], let number = rules[place] else { return nil }
    return (tree, tree.rules[number])
  }

  private static func kind(_ trigger: CheckedRule.Trigger) -> Chart.Cause.Kind {
    switch trigger {
    case .event: .event
    case .enter: .enter
    case .leave: .leave
    case .after, .at, .every: .timer
    case .once, .onceEntered, .onceOtherwise: .once
    }
  }

  /// Tokens on one line, without comments and line breaks.
  static func words(_ tree: SyntaxTree, _ range: ClosedRange<Int>) -> String {
    var text = ""
    var glued = true
    for index in range {
      let token = tree.tokens[index]
      switch token.kind {
      case .newline, .comment, .end, .dropped: continue
      case .comma, .rightParenthesis: glued = true
      default: break
      }
      text += (glued ? "" : " ") + tree.text(index)
      glued = token.kind == .leftParenthesis
    }
    return text
  }
}
