import WorkroomValues

/// Scenarios: their lines in the order of the text, each checked against what the lines before have given.
extension Checker {
  /// Checks a workflow and all of its scenarios: those of its own file, and those of files beside it.
  package static func check(
    _ source: SourceText, index: Int = 0, scenarioFiles files: [(source: SourceText, index: Int)]
  ) -> (scenarios: CheckedScenarios?, diagnostics: [Diagnostic]) {
    var checker = Checker(source, index: index)
    for file in files { checker.addScenarioFile(file.source, index: file.index) }
    checker.run()
    let definition = checker.workflow
    let scenarios = checker.checkScenarios()
    checker.tellSlips()
    let sorted = checker.sortedDiagnostics()
    guard !sorted.contains(where: { $0.severity == .error }) else { return (nil, sorted) }
    return (CheckedScenarios(definition: definition, asking: checker.workflow, scenarios: scenarios), sorted)
  }

  /// What is said of a file of scenarios whose workflow is not there; `beside` is where it would be looked for.
  package static func check(lonelyScenarios source: SourceText, index: Int = 0, beside: String? = nil) -> [Diagnostic] {
    let (tree, _) = Parser.parse(
      scenarios: source, index: index, of: Parser.parse(SourceText(name: "", bytes: []), index: index).tree)
    let name = tree.header.map { "\"\(tree.quoted($0.name))\"" } ?? beside.map { "`\($0)`" }
    let token = tree.header?.name ?? tree.scenarios.first?.name
    return [
      Diagnostic(
        .noWorkflow, "there is no workflow\(name.map { " \($0)" } ?? "") for these scenarios",
        at: token.map { tree.span($0, $0) } ?? Diagnostic.Span(source: index, range: 0..<0),
        label: "their workflow is not there",
        help: [
          "put them into the file of their workflow, or beside it under its name: `spring.scenario` belongs to `spring.workflow`",
          "or name the workflow as well: `workroom test spring.workflow \(source.name)`",
        ])
    ]
  }

  private mutating func addScenarioFile(_ source: SourceText, index: Int) {
    let (tree, syntax) = Parser.parse(scenarios: source, index: index, of: trees[1])
    trees.append(tree)
    diagnostics += syntax
  }

  /// All scenarios; none where the workflow itself has mistakes, from which much would follow.
  mutating func checkScenarios() -> [CheckedScenario] {
    guard !hasErrorsOutsideScenarios else { return [] }
    var found: [CheckedScenario] = []
    var names: [String: Diagnostic.Span] = [:]
    var reader = ScenarioReader(checker: self)
    for index in trees.indices.dropFirst() {
      reader.checker.current = index
      reader.checker.checkHeading(index)
      for scenario in trees[index].scenarios {
        let checked = reader.read(scenario)
        if let earlier = names.updateValue(checked.span, forKey: checked.name) {
          reader.checker.reportScenarioTwice(checked, earlier)
        }
        found.append(checked)
      }
    }
    self = reader.checker
    tellHidden(found)
    workflow.currency = workflow.currency ?? homeCurrency?.currency
    return found
  }

  /// A mark that somebody sets while they work on one scenario is easily left behind, and then little is played.
  private mutating func tellHidden(_ scenarios: [CheckedScenario]) {
    let hidden = scenarios.count { $0.mark == .none }
    guard hidden > 0, let marked = scenarios.first(where: { $0.mark == .only }) else { return }
    report(
      .onlyHidesOthers,
      "\(hidden) other scenario\(hidden == 1 ? " is" : "s are") not played, since this one is marked `only`",
      marked.span,
      "marked `only`",
      help: [
        "delete `only` before others use the file; `workroom test --only \"\(marked.name)\"` plays one without a mark in it"
      ])
  }

  private mutating func reportScenarioTwice(_ scenario: CheckedScenario, _ earlier: Diagnostic.Span) {
    report(
      .declaredTwice, "the scenario \"\(scenario.name)\" is already declared", scenario.span, "declared again",
      related: [Diagnostic.Related(span: earlier, label: "the first")], help: ["give this one another name"])
  }

  private var hasErrorsOutsideScenarios: Bool {
    diagnostics.contains { diagnostic in
      guard diagnostic.severity == .error, diagnostic.span.source == trees[1].sourceIndex else { return false }
      return !trees[1].scenarios.contains { scenario in
        let range = trees[1].span(scenario.tokens).range
        return range.lowerBound <= diagnostic.span.range.lowerBound
          && diagnostic.span.range.lowerBound <= range.upperBound
      }
    }
  }

  /// A file beside the workflow may say whose scenarios it holds.
  private mutating func checkHeading(_ index: Int) {
    guard index > 1, let header = tree.header, tree.quoted(header.name) != workflow.name else { return }
    report(
      .otherWorkflow,
      "these scenarios are those of \"\(tree.quoted(header.name))\", and the workflow is called \"\(workflow.name)\"",
      header.name, "another workflow",
      help: ["write `workflow \"\(workflow.name)\"`, or put the file beside its own workflow"])
  }
}

/// Reads scenarios, one after the other.
package struct ScenarioReader {
  var checker: Checker
  private var syntax: ScenarioSyntax?
  var scenario = CheckedScenario(
    name: "", mark: .none, people: [], lines: [], span: Diagnostic.Span(source: 0, range: 0..<0))
  /// Those who have been given so far.
  var people: [String: Int] = [:]
  /// Groups that details name, with their kinds.
  var groups: [(kind: Int, name: String)] = []
  private var latest: (date: CalendarDate, time: TimeOfDay, token: Int)?
  private var givenDetails: Set<String> = []
  private var expects = false

  /// Items that one line puts into a group.
  package static let countMax = 10_000
  /// Words that an expectation begins with.
  private static let taken: Set = ["email", "contract", "order", "nothing", "campaign", "group"]

  init(checker: Checker) {
    self.checker = checker
    (self.checker.owner, self.checker.event, self.checker.allowed) = (0, nil, .everything)
  }

  var tree: SyntaxTree { checker.tree }
  /// A line with a mistake may have given what is missed later.
  var hasBrokenLine: Bool { syntax.map { tree.isBroken(tree.span($0.tokens).range) } ?? false }

  mutating func read(_ syntax: ScenarioSyntax) -> CheckedScenario {
    self.syntax = syntax
    let mark = syntax.mark.map { tree.text($0) == "only" ? CheckedScenario.Mark.only : .todo }
    scenario = CheckedScenario(
      name: tree.quoted(syntax.name), mark: mark ?? .none, people: [], lines: [], span: checker.span(syntax.name))
    (people, groups, latest, givenDetails, expects) = ([:], [], nil, [], false)
    checker.scenario = scenario.name
    defer { checker.scenario = nil }
    collectGroups(syntax)
    for line in syntax.lines {
      guard let kind = read(line) else { continue }
      let span = tree.span(line.tokens)
      scenario.lines.append(CheckedScenarioLine(kind: kind, span: span, line: tree.line(line.tokens.lowerBound)))
    }
    checkDetails()
    if !expects, scenario.mark != .todo, !hasBrokenLine {
      checker.report(
        .expectsNothing, "this scenario expects nothing, so that little can fail", scenario.span, "nothing is expected",
        help: ["say what comes of it, such as `expect mia in active` or `expect nothing else`"])
    }
    return scenario
  }

  /// Groups that the campaign of this scenario has: those that its lines name, and those that fields have by default.
  private mutating func collectGroups(_ syntax: ScenarioSyntax) {
    for line in syntax.lines {
      guard case .campaign(let values) = line.kind else { continue }
      for value in values {
        guard let field = checker.workflow.campaign.first(where: { $0.name == tree.text(value.name) }),
          case .group(let kind) = field.type, case .text = tree.expressions[value.value].kind
        else { continue }
        groups.append((kind, tree.quoted(tree.expressions[value.value].tokens.lowerBound)))
      }
    }
    for field in checker.workflow.campaign {
      if case .group(let kind) = field.type, case .group(let name) = field.fallback { groups.append((kind, name)) }
    }
  }

  private mutating func read(_ line: ScenarioLineSyntax) -> CheckedScenarioLine.Kind? {
    switch line.kind {
    case .campaign(let values): return readCampaign(values)
    case .group(let name, let stock): return readGroup(name, stock).map { .group($0) }
    case .person(let name, let values): return readPerson(name, values)
    case .event(let person, let path, let role, let values, let answer):
      if case .taken = answer {} else { expects = true }
      return readEvent(person, path, role, values, answer)
    case .later(let node): return length(node).map { .later($0) }
    case .at(let date, let time): return readMoment(date, time)
    case .expect(let expectation):
      expects = true
      return readExpectation(expectation).map { .expect($0) }
    }
  }

  // MARK: Given

  private mutating func readCampaign(_ values: [GivenSyntax]) -> CheckedScenarioLine.Kind? {
    var stocked: [GivenGroup] = []
    for value in values {
      givenDetails.insert(tree.text(value.name))
      guard let stock = value.stock else { continue }
      let field = checker.workflow.campaign.first { $0.name == tree.text(value.name) }
      guard let field else { continue }
      guard case .group(let kind) = field.type else {
        checker.report(
          .notAGroup, "`\(field.name)` is \(checker.describe(field.type)), which holds no items", stock.keyword,
          "not a group", help: ["delete this part, or name a group of codes or links"])
        return nil
      }
      guard case .text = tree.expressions[value.value].kind, let content = self.stock(stock) else { continue }
      let name = tree.quoted(tree.expressions[value.value].tokens.lowerBound)
      stocked.append(GivenGroup(kind: kind, name: name, stock: content))
    }
    guard let written = written(values, checker.workflow.campaign.filter { !$0.isHidden }, of: .campaign) else {
      return nil
    }
    return .campaign(written, stocked)
  }

  private mutating func readGroup(_ token: Int, _ stock: StockSyntax) -> GivenGroup? {
    let name = tree.quoted(token)
    guard let group = groups.first(where: { $0.name == name }) else {
      let near = Spelling.nearest(to: name, among: groups.map(\.name))
      let field = checker.workflow.campaign.first { if case .group = $0.type { !$0.isHidden } else { false } }
      checker.report(
        .unknownGroup, "no group of this campaign is called \"\(name)\"", token, "not named by the campaign",
        help: [
          near.map { "write \"\($0)\"" }
            ?? field.map { "name it first: `given campaign with \($0.name) \"\(name)\"`" }
            ?? "delete this line: the workflow takes nothing from groups"
        ], fixes: near.map { [checker.fix(.maybe, token, "\"\($0)\"")] } ?? [],
        follows: hasBrokenLine)
      return nil
    }
    return self.stock(stock).map { GivenGroup(kind: group.kind, name: name, stock: $0) }
  }

  private mutating func stock(_ syntax: StockSyntax) -> GivenGroup.Stock? {
    switch syntax.kind {
    case .pattern(let token): return .pattern(tree.quoted(token))
    case .items(let tokens): return .items(tokens.map(tree.quoted))
    case .nothing: return .count(0)
    case .count(let token):
      if let count = Int(tree.text(token).filter { $0 != "_" }), count > 0, count <= ScenarioReader.countMax {
        return .count(count)
      }
      checker.report(
        .badLiteral, "a group of a scenario holds a whole number of items, at most 10,000", token, "not such a number",
        help: ["write `holding 2`, or `holding nothing`"])
      return nil
    }
  }

  private mutating func readPerson(_ token: Int, _ values: [GivenSyntax]) -> CheckedScenarioLine.Kind? {
    let name = tree.text(token)
    guard !ScenarioReader.taken.contains(name) else {
      checker.report(
        .notAPerson, "`\(name)` has a meaning of its own in a scenario and cannot be the name of a person", token,
        "not a person's name", help: ["choose another name, such as `mia`"])
      return nil
    }
    let index = people[name] ?? scenario.people.count
    if people.updateValue(index, forKey: name) == nil { scenario.people.append(name) }
    return written(values, checker.workflow.influencer, of: .influencer).map { .person(index, $0) }
  }

  /// What a campaign must be given: all that is missing is one line.
  private mutating func checkDetails() {
    let missing = checker.workflow.campaign.filter { field in
      guard !field.isOptional, !field.isHidden, field.type != .window, case .none = field.fallback else { return false }
      return !givenDetails.contains(field.name)
    }
    guard !missing.isEmpty else { return }
    let names = missing.map { "`\($0.name)`" }
    let listed =
      names.count == 1 ? names[0] : "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
    let line = missing.map { "\($0.name) \(checker.example($0.type))" }.joined(separator: ", ")
    checker.report(
      .detailMissing,
      "the campaign of this scenario has no \(listed), which ha\(names.count == 1 ? "s" : "ve") no default",
      scenario.span, names.count == 1 ? "a detail is missing" : "details are missing",
      related: missing.prefix(3).filter { $0.span.source >= 0 }.map {
        Diagnostic.Related(span: $0.span, label: "declared here")
      },
      help: [
        givenDetails.isEmpty
          ? "write `given campaign with \(line)`" : "write behind `given campaign with ...`: `, \(line)`"
      ], follows: hasBrokenLine)
  }

  // MARK: Time

  private mutating func length(_ node: NodeIndex) -> CheckedScenarioLine.Length? {
    guard let (word, type) = checker.literal(node) else { return nil }
    return type == .span ? .span(CalendarSpan(word: word)) : .milliseconds(word)
  }

  private mutating func readMoment(_ dateToken: Int, _ timeToken: Int?) -> CheckedScenarioLine.Kind? {
    let time = timeToken.flatMap { TimeOfDay(tree.text($0)) } ?? TimeOfDay(seconds: 0)
    guard let date = CalendarDate(tree.text(dateToken)), date.parts.year >= 1971 else {
      checker.report(
        .badLiteral, "scenarios play from the year 1971 on", dateToken, "too early", help: ["write a later day"])
      return nil
    }
    if let latest, (date, time.seconds) < (latest.date, latest.time.seconds) {
      checker.report(
        .timeGoesBack, "time does not go back: this lies before the moment of an earlier line", dateToken, "earlier",
        related: [Diagnostic.Related(span: checker.span(latest.token), label: "the earlier line")],
        help: ["write a later day, or put what happens then into a scenario of its own"])
      return nil
    }
    latest = (date, time, dateToken)
    return .at(date, time)
  }
}
