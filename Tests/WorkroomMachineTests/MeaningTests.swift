import Testing
@testable import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// The digest of a definition: the same for the same meaning, another for any other.
@Suite struct MeaningTests {
  static let span = Diagnostic.Span(source: 0, range: 0..<0)

  static func field(
    _ name: String, _ type: ValueType, isOptional: Bool = false, fallback: CheckedField.Default = .none
  ) -> CheckedField {
    CheckedField(name: name, type: type, isOptional: isOptional, fallback: fallback, span: span)
  }

  static func expression(_ operation: CheckedExpression.Operation, _ type: ValueType = .flag) -> CheckedExpression {
    CheckedExpression(operation: operation, type: type, span: span)
  }

  static func stage(
    _ kind: CheckedStage.Kind, _ name: String, parent: Int, end: Int, _ children: [Int] = []
  ) -> CheckedStage {
    CheckedStage(
      kind: kind, name: name, title: name, section: nil, parent: parent, end: end, children: children, path: name,
      span: span)
  }

  /// Put together by hand, so that it does not change with the vocabulary.
  static let small: CheckedWorkflow = {
    var workflow = CheckedWorkflow()
    workflow.name = "Small"
    workflow.roles = [CheckedRole(name: "manager", isPerson: true)]
    workflow.sections = ["Proposals"]
    workflow.choices = [["one", "two"]]
    workflow.campaign = [field("codes", .group(0), fallback: .group("spring"))]
    workflow.record = [field("price", .money(.home), fallback: .word(0)), field("note", .text, fallback: .text("-"))]
    workflow.influencer = [field("kind", .choice(0), isOptional: true)]
    workflow.events = [
      CheckedEvent(
        path: "e.go", senders: 1, payload: [field("price", .money(.home))], typed: "go", otherwise: .refused, span: span
      )
    ]
    workflow.stages = [
      stage(.root, "", parent: -1, end: 3, [1, 2]), stage(.stage, "a", parent: 0, end: 2),
      stage(.final, "b", parent: 0, end: 3),
    ]
    workflow.texts = ["refused", "hello"]
    workflow.expressions = [
      expression(.field(.payload, 0), .money(.home)), expression(.constant(500), .money(.home)),
      expression(.compare(0, .atMost, 1)),
      expression(.text(1), .text), expression(.field(.campaign, 0), .group(0)),
      expression(.constant(-86_400_000), .duration),
    ]
    workflow.actions = [
      CheckedAction(kind: .set(field: 0, 0), line: 1), CheckedAction(kind: .email(3), line: 2),
      CheckedAction(kind: .assign([CheckedAction.Item(kind: 0, group: 4, paying: nil)], ifNone: .tell), line: 3),
    ]
    workflow.rules = [
      rule(.event(0), condition: 2, actions: [0, 1, 2], .goTo([2])), rule(.event(0), otherwise: true, .refuse(0)),
      rule(.after(5), .goTo([2])),
    ]
    return workflow
  }()

  static func rule(
    _ trigger: CheckedRule.Trigger, otherwise: Bool = false, condition: Int? = nil, actions: [Int] = [],
    _ outcome: CheckedRule.Outcome?
  ) -> CheckedRule {
    CheckedRule(
      owner: 1, trigger: trigger, roles: 0, otherwise: otherwise, condition: condition, actions: actions,
      outcome: outcome, because: nil,
      span: span, line: 1, isVocabulary: false)
  }

  /// Whoever changes the encoding changes the identity of every stored definition: raise the edition, then this line.
  @Test func theEncodingIsPinned() {
    #expect(
      MeaningTests.small.meaning.description == "aae64cf80f57de23660309476edcb5ffd5176284c082d2f5ae2891c754d09466")
    #expect(Machine.compile(MeaningTests.small).digest == MeaningTests.small.meaning)
  }

  @Test func commentsAndLayoutMeanNothing() throws {
    let texts = [
      "workflow \"W\" version 1\nevent e.go by manager\nstage a\n  on e.go when followers is at least 10 go to b\nend\nfinal b\n",
      """
      -- A comment.
      workflow "W" version 1

      event e.go by manager   -- who sends it
      stage a
              on e.go when followers is at least 10
            go to b   -- here
              end
      end a
      final b
      """,
    ]
    let digests = try texts.map { text in
      let workflow = try #require(Checker.check(SourceText(name: "w.workflow", text: text)).workflow)
      return Machine.compile(workflow).digest
    }
    #expect(digests[0] == digests[1])
  }

  @Test func everyChangeOfMeaningShows() {
    typealias Change = (inout CheckedWorkflow) -> Void
    let changes: [Change] = [
      { $0.name = "Smal" }, { $0.version = 2 }, { $0.currency = .usd }, { $0.currency = Currency("EUR") },
      { $0.roles[0].name = "director" }, { $0.roles[0].isPerson = false },
      { $0.roles.append(CheckedRole(name: "store", isPerson: false)) },
      { $0.sections[0] = "Links" }, { $0.sections = [] }, { $0.choices[0].swapAt(0, 1) },
      { $0.choices = [["one"], ["two"]] },
      { $0.campaign[0].name = "code" }, { $0.campaign[0].fallback = .group("summer") },
      { $0.campaign[0].fallback = .text("spring") },
      { $0.campaign[0].type = .group(1) }, { $0.campaign[0].isHidden = true }, { $0.record[0].type = .number },
      { $0.record[0].isOptional = true },
      { $0.record[0].type = .money(.iso(.usd)) }, { $0.record[0].fallback = .none },
      { $0.record[0].fallback = .word(1) },
      { $0.record[1].fallback = .list(["-"]) }, { $0.record.swapAt(0, 1) }, { $0.influencer = [] },
      { $0.events[0].path = "e.on" }, { $0.events[0].senders = 0 }, { $0.events[0].payload = [] },
      { $0.events[0].typed = nil },
      { $0.events[0].otherwise = .handled }, { $0.events[0].otherwise = .undeclared },
      { $0.events[0].otherwise = .ignored },
      { $0.stages[1].name = "c" }, { $0.stages[1].title = "A" }, { $0.stages[1].section = 0 },
      { $0.stages[1].condition = 2 },
      { $0.stages[2].kind = .stage }, { $0.stages[2].parent = 1 }, { $0.stages[1].kind = .track },
      { $0.rules[0].owner = 0 }, { $0.rules[0].trigger = .enter }, { $0.rules[0].trigger = .leave },
      { $0.rules[0].trigger = .once(2) },
      { $0.rules[0].trigger = .onceEntered }, { $0.rules[0].trigger = .onceOtherwise },
      { $0.rules[2].trigger = .at(5) },
      { $0.rules[2].trigger = .every(5, times: 0) }, { $0.rules[2].trigger = .every(5, times: 1) },
      { $0.rules[0].roles = 1 },
      { $0.rules[1].otherwise = false }, { $0.rules[0].condition = nil }, { $0.rules[0].actions.swapAt(0, 1) },
      { $0.rules[0].actions = [] },
      { $0.rules[0].outcome = nil }, { $0.rules[0].outcome = .stay }, { $0.rules[0].outcome = .restart(at: nil) },
      { $0.rules[0].outcome = .ignore },
      { $0.rules[0].outcome = .goTo([1]) }, { $0.rules[1].outcome = .refuse(1) }, { $0.rules[0].because = 1 },
      { $0.rules.swapAt(0, 1) },
      { $0.actions[0].kind = .set(field: 1, 0) }, { $0.actions[0].kind = .set(field: 0, 1) },
      { $0.actions[0].kind = .clear(field: 0) },
      { $0.actions[0].kind = .add(field: 0, 0, negated: false) },
      { $0.actions[0].kind = .add(field: 0, 0, negated: true) },
      { $0.actions[0].kind = .paid(0, negated: false) }, { $0.actions[0].kind = .paid(0, negated: true) },
      { $0.actions[0].kind = .raise(event: 0, []) }, { $0.actions[0].kind = .raise(event: 0, [(0, 0)]) },
      { $0.actions[1].kind = .contract(3) },
      { $0.actions[1].kind = .note(3) }, { $0.actions[1].kind = .tell(role: 0, 3) },
      { $0.actions[1].kind = .createOrder },
      { $0.actions[1].kind = .cancelOrder }, { $0.actions[1].kind = .release(1) }, { $0.actions[1].kind = .disable(1) },
      { $0.actions[1].kind = .owe(1, reason: 0) }, { $0.actions[1].kind = .owe(1, reason: 1) },
      { $0.actions[1].kind = .voidReason(0) },
      { $0.actions[1].kind = .voidSubject(3) },
      { $0.actions[2].kind = .assign([CheckedAction.Item(kind: 0, group: 4, paying: 1)], ifNone: .tell) },
      { $0.actions[2].kind = .assign([CheckedAction.Item(kind: 0, group: 4, paying: nil)], ifNone: .wait) },
      { $0.actions[2].kind = .assign([CheckedAction.Item(kind: 0, group: 4, paying: nil)], ifNone: .action(1)) },
      { $0.actions[2].kind = .assign([CheckedAction.Item(kind: 1, group: 4, paying: nil)], ifNone: .tell) },
      { $0.actions[2].kind = .assign([], ifNone: .tell) },
      { $0.texts[0] = "no" }, { $0.texts[0] = "" }, { $0.texts = ["refusedhello"] },
    ]
    let operations: [CheckedExpression.Operation] = [
      .constant(0), .constant(1), .constant(.min), .text(0), .field(.record, 0), .field(.influencer, 0),
      .field(.payload, 1), .windowStart(0), .windowEnd(0),
      .add(0, 1), .subtract(0, 1), .share(0, 1), .shiftDate(0, 1), .shiftDateBySpan(0, 1), .and([0, 1]), .and([0]),
      .or([0, 1]), .not(0),
      .compare(0, .equal, 1), .compare(0, .notEqual, 1), .compare(0, .less, 1), .compare(0, .more, 1),
      .compare(0, .atLeast, 1), .contains(0, 1),
      .isSet(.record, 0), .isSet(.payload, 0), .isOpen(0), .isHeld(0), .isHeld(1), .isDone(0),
    ]
    let types: [ValueType] = [
      .number, .money(.home), .money(.iso(.usd)), .percent, .date, .time, .duration, .span, .window, .text, .hashtags,
      .handles, .products, .group(0),
      .group(1), .choice(0), .choice(1),
    ]
    let more: [Change] =
      operations.map { operation in { $0.expressions[2].operation = operation } }
      + types.map { type in { $0.expressions[2].type = type } }
    var seen: Set<Digest> = [MeaningTests.small.meaning]
    for (place, change) in (changes + more).enumerated() {
      var changed = MeaningTests.small
      change(&changed)
      #expect(seen.insert(changed.meaning).inserted, "change \(place) shows, and in a way of its own")
    }
  }

  @Test func placesMeanNothing() {
    var moved = MeaningTests.small
    moved.rules[0].line = 99
    moved.rules[0].span = Diagnostic.Span(source: 1, range: 5..<9)
    moved.actions[0].line = 99
    moved.stages[1].span = Diagnostic.Span(source: 1, range: 5..<9)
    #expect(moved.meaning == MeaningTests.small.meaning)
  }
}
