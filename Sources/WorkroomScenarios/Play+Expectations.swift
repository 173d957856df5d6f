import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomStore
import WorkroomValues

/// Expectations: each is met, or says what there is instead.
extension Play {
  func expect(_ expectation: CheckedExpectation) throws(EngineError) {
    switch expectation {
    case .nothingElse: expectNothingElse()
    case .sent(let sent, let words, let person):
      let kind: Effect.Kind = sent == .email ? .email : sent == .contract ? .contract : .note
      let name = sent == .email ? "an email" : sent == .contract ? "a contract" : "a note"
      expectMessage("\(name) \"\(words)\"", person) { $0.kind == kind && $0.words == words && $0.person == person }
    case .order(let isCancelled, let person):
      let kind: Effect.Kind = isCancelled ? .cancelOrder : .createOrder
      expectMessage(isCancelled ? "an order cancelled" : "an order", person) { $0.kind == kind && $0.person == person }
    case .noneLeft(let kind, let person):
      let noun = workflow.poolKinds[kind]
      expectMessage("no \(noun) left", person) { $0.kind == .poolEmpty && $0.words == noun && $0.person == person }
    case .told(let role, let words, let person):
      expectMessage("`\(workflow.roles[role].name)` told \"\(words)\"", person) { message in
        message.role == role && message.words == words && person.map { $0 == message.person } ?? true
      }
    case .stages(let person, let stages, let negated): try expectStages(person, stages, negated)
    case .item(let person, let kind, let text): try expectItem(person, kind, text)
    case .noItem(let person, let kind): try expectNoItem(person, kind)
    case .itemStage(let person, let each, let name, let stage, let negated):
      try expectItemStage(person, each, name, stage, negated)
    case .condition(let person, let expression): try expectCondition(person, expression)
    }
  }

  // MARK: Messages

  /// The first message that nobody has expected yet and that is meant.
  private func expectMessage(_ what: String, _ person: Int?, _ isMeant: (Message) -> Bool) {
    if let index = messages.firstIndex(where: { !$0.isExpected && isMeant($0) }) {
      messages[index].isExpected = true
      return
    }
    let others = messages.filter { !$0.isExpected }
    let whom = person.map { " for \(scenario.people[$0])" } ?? ""
    fail(
      "\(what) was expected\(whom), and there was none",
      others.isEmpty
        ? ["nothing was sent or told that no line has expected"]
        : ["there was, and no line has expected it:"] + others.map { "  \(shown($0))" })
  }

  private func expectNothingElse() {
    let others = messages.filter { !$0.isExpected }
    for index in messages.indices { messages[index].isExpected = true }
    guard !others.isEmpty else { return }
    fail(
      "nothing else was expected, and there was \(shown(others[0]))\(others.count > 1 ? " and \(others.count - 1) more" : "")",
      others.map { "\(shown($0)), by \(player.sources.place(workflow.rules[$0.rule].span)): \(text($0.rule))" })
  }

  /// A message as an expectation would say it.
  private func shown(_ message: Message) -> String {
    let person = scenario.people[message.person]
    return switch message.kind {
    case .email: "email \"\(message.words)\" to \(person)"
    case .contract: "contract \"\(message.words)\" to \(person)"
    case .note: "note \"\(message.words)\" about \(person)"
    case .createOrder: "order for \(person)"
    case .cancelOrder: "order cancelled for \(person)"
    case .poolEmpty: "no \(message.words) left for \(person)"
    default: "\(message.role.map { workflow.roles[$0].name } ?? "somebody") told \"\(message.words)\" about \(person)"
    }
  }

  // MARK: Stages and items

  private func stands(_ row: ParticipationRow) -> String {
    let paths = definition.paths(row.state)
    return paths.isEmpty ? "outside all stages" : "in \(paths.joined(separator: ", "))"
  }

  private func expectStages(_ person: Int, _ stages: [Int], _ negated: Bool) throws(EngineError) {
    let row = try row(person)
    let active = Set(definition.machine.activeStages(row.state.span))
    let wrong = stages.filter { active.contains($0) == negated }
    guard !wrong.isEmpty else { return }
    let names = wrong.map { "`\(workflow.stages[$0].path)`" }.joined(separator: ", ")
    let name = scenario.people[person]
    fail("\(name) is \(negated ? "" : "not ")in \(names)", ["\(name) stands \(stands(row))"])
  }

  private func held(_ row: ParticipationRow, _ kind: Int) throws(EngineError) -> String? {
    do { return try engine.store.held(row.id, kind: definition.kinds[kind])?.code } catch { throw .store(error) }
  }

  private func expectItem(_ person: Int, _ kind: Int, _ text: String) throws(EngineError) {
    let row = try row(person)
    let code = try held(row, kind)
    guard code != text else { return }
    let (name, noun) = (scenario.people[person], workflow.poolKinds[kind])
    fail(
      code.map { "the \(noun) of \(name) is \"\($0)\", not \"\(text)\"" } ?? "\(name) holds no \(noun)",
      ["\(name) stands \(stands(row))"])
  }

  private func expectNoItem(_ person: Int, _ kind: Int) throws(EngineError) {
    let row = try row(person)
    guard let code = try held(row, kind) else { return }
    let (name, noun) = (scenario.people[person], workflow.poolKinds[kind])
    fail("\(name) holds the \(noun) \"\(code)\"", ["\(name) stands \(stands(row))"])
  }

  private func expectItemStage(
    _ person: Int, _ each: Int, _ name: String, _ stage: Int, _ negated: Bool
  ) throws(EngineError) {
    let row = try row(person)
    let noun = workflow.eaches[each].noun
    let items = definition.machine.items(row.state.span).filter { $0.each == each }
    var names: [String] = []
    for item in items {
      let own = try engine.text(item.name, definition) ?? ""
      guard own == name else {
        names.append("\"\(own)\"")
        continue
      }
      guard item.stages.contains(stage) == negated else { return }
      return fail(
        "the \(noun) \"\(name)\" of \(scenario.people[person]) is \(negated ? "" : "not ")in `\(workflow.stages[stage].name)`",
        ["it stands in \(workflow.innermost(item.stages).map { workflow.stages[$0].name }.joined(separator: ", "))"])
    }
    fail(
      "\(scenario.people[person]) has no \(noun) \"\(name)\"",
      [names.isEmpty ? "there is none at all" : "there are \(names.joined(separator: ", "))"])
  }

  // MARK: Conditions

  private func expectCondition(_ person: Int, _ expression: Int) throws(EngineError) {
    let row = try row(person)
    let moment = try moment(row)
    guard holds(expression, moment) != true else { return }
    let span = player.checked.asking.expressions[expression].span
    var details: [String] = []
    if let tree = ConditionReader.tree(of: expression, player.texts, moment, try valueWords()) {
      details = tree.picture()
    }
    fail(
      "this does not hold for \(scenario.people[person]): \(player.sources.text(span))",
      details + ["", "\(scenario.people[person]) stands \(stands(row))"])
  }

  /// Whether a condition holds; `nil` where that hangs on something that is not set.
  private func holds(_ expression: Int, _ moment: Moment) -> Bool? {
    switch player.checked.asking.expressions[expression].operation {
    case .and(let parts):
      let answers = parts.map { holds($0, moment) }
      return answers.contains(false) ? false : answers.contains(nil) ? nil : true
    case .or(let parts):
      let answers = parts.map { holds($0, moment) }
      return answers.contains(true) ? true : answers.contains(nil) ? nil : false
    case .not(let part): return holds(part, moment).map { !$0 }
    case .compare(let left, _, let right), .contains(let left, let right):
      guard moment.value(left) != nil, moment.value(right) != nil else { return nil }
    default: break
    }
    return moment.value(expression).map { $0 != 0 }
  }

  /// A participation as conditions read it now, with texts under the numbers that the expectations know them by.
  private func moment(_ row: ParticipationRow) throws(EngineError) -> Moment {
    let asking = player.checked.asking
    let histories =
      asking.totals.isEmpty ? [:] : try engine.objectHistories(of: row.campaign)
    var view = try engine.view(of: row, machine: player.asking, histories: histories)
    var snapshot = definition.machine.snapshot(row.state.span)
    for (index, field) in asking.record.enumerated() where field.type == .text {
      if let word = snapshot.record[index] { snapshot.record[index] = try known(word) }
    }
    for item in snapshot.items.indices {
      for (index, field) in asking.eaches[snapshot.items[item].each].record.enumerated() where field.type == .text {
        if let word = snapshot.items[item].record[index] { snapshot.items[item].record[index] = try known(word) }
      }
    }
    for (index, field) in asking.campaign.enumerated() where field.type == .text {
      view.campaign[index + 1] = try known(view.campaign[index + 1])
    }
    for index in view.lists.indices { view.lists[index].entry = try known(view.lists[index].entry) }
    let payload = [Int64](repeating: 0, count: 1 + Checker.fieldsMax)
    return Moment(
      player.reference, snapshot, ReferenceInput(.event, now: engine.clock.now.milliseconds), payload: payload,
      view: view, place: Snapshot.Place(stage: 0), isLater: true)
  }

  /// A text that an expectation writes has a number of its own there.
  private func known(_ word: Int64) throws(EngineError) -> Int64 {
    guard word > 0, let text = try engine.text(word, definition) else { return word }
    return player.asking.textWord(text) ?? word
  }
}
