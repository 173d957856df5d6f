import Testing
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomValues

@Suite struct ConditionTreeTests {
  private static let head = """
    campaign
      most_we_pay  money  default 500 USD
      bonus  percent  default 10%
      limit  number  optional
      accepting  window
      wanted  hashtags  optional
    end
    record
      price  money  default 620 USD
      rounds  number  default 3
      channel  one of instagram, tiktok, youtube  default tiktok
      agreed  flag  default no
      name  text  default "Mia"
      due  date  optional
    end
    event talk.held by manager with cost money, guests number optional, topic text
    define dear as price is more than most_we_pay
    define busy as dear and rounds is at least 2
    """

  /// The picture of a condition on an event, with the record at its defaults.
  private static func picture(
    _ condition: String, with payload: [String: Int64] = [:], setting: [String: Int64] = [:], width: Int = 76
  ) throws -> String {
    let text = "\(head)\nstage a\n  on talk.held when \(condition) go to b\nend\nfinal b\n"
    let source = SourceText(name: "a.workflow", text: text)
    let (checked, diagnostics) = Checker.check(source)
    let workflow = try #require(checked, "\(diagnostics.map(\.title))")
    let machine = Machine.compile(workflow)
    var view = View()
    view.campaign = frame(workflow.campaign, setting)
    var state = machine.emptyState()
    var buffer = StepBuffer()
    var span = state.mutableSpan
    let none: [Int64] = [0]
    let start = StepInput(kind: .start, index: 0, role: -1, now: 1_772_355_600_000)
    _ = step(machine, &span, at: 0, start, payload: none.span, view: view, into: &buffer)
    let event = try #require(machine.event(named: "talk.held"))
    let rule = try #require(workflow.rules.last { $0.condition != nil })
    let moment = Moment(
      Reference(workflow), machine.snapshot(state.span), ReferenceInput(.event, event, now: 1_772_355_600_000),
      payload: frame(workflow.events[event].payload, payload), view: view, place: Snapshot.Place(stage: rule.owner))
    let tree = ConditionReader.tree(
      of: try #require(rule.condition), DefinitionText(workflow, source, vocabulary: Vocabulary.source), moment,
      ValueWords(workflow, text: { $0 == 7 ? "a\u{1B}[31mb" : nil }))
    return try #require(tree).picture(width: width).joined(separator: "\n")
  }

  private static func frame(_ fields: [CheckedField], _ values: [String: Int64]) -> [Int64] {
    var words: [Int64] = [0]
    for (index, field) in fields.enumerated() {
      var value = values[field.name]
      if value == nil, case .word(let word) = field.fallback { value = word }
      if value != nil { words[0] |= 1 << Int64(index) }
      words.append(value ?? 0)
    }
    return words
  }

  @Test func everyPartHasItsValueBeneath() throws {
    let picture = try Self.picture("price is at most most_we_pay or channel is one of instagram, youtube")
    #expect(
      picture == """
        price is at most most_we_pay  or  channel is one of instagram, youtube
        │     │          │            │   │       │
        │     false      500 USD      │   tiktok  false
        620 USD                       false
        """)
  }

  @Test func whatAnEarlierPartDecidedIsNotRead() throws {
    let picture = try Self.picture("rounds is less than 2 and price is at most 100 USD and agreed is yes")
    #expect(
      picture == """
        rounds is less than 2  and  price is at most 100 USD  and  agreed is yes
        │      │               │    │                              │
        3      false           │    not read                       not read
                               false
        """)
  }

  @Test func calculationsShowTheirSteps() throws {
    #expect(
      try Self.picture("price is less than bonus of most_we_pay + 5.50 USD") == """
        price is less than bonus of most_we_pay + 5.50 USD
        │     │            │     │  │           │
        │     false        10%   │  500 USD     55.50 USD
        620 USD                  50 USD
        """)
  }

  @Test func valuesOfTheEventThatAreMissingAreNotSet() throws {
    #expect(
      try Self.picture("event.cost is at most 300 USD") == """
        event.cost is at most 300 USD
        │          │
        not set    not set
        """)
    #expect(
      try Self.picture("event.cost is at most 300 USD", with: ["cost": 25_050]) == """
        event.cost is at most 300 USD
        │          │
        250.50 USD true
        """)
  }

  @Test func namesAndStatesAreAsked() throws {
    #expect(
      try Self.picture("limit is not set and discount is held") == """
        limit is not set  and  discount is held
        │     │           │             │
        │     true        false         false
        not set
        """)
    #expect(
      try Self.picture(
        "not (in a and accepting is open) or rounds is between 1 and 5", setting: ["accepting": openWindow]) == """
          not (in a  and  accepting is open)  or  rounds is between 1 and 5
          │    │     │    │         │         │   │      │
          │    true  true │         true      │   3      true
          false           without dates       true
          """)
  }

  @Test func aDefinedConditionIsToldBeneath() throws {
    #expect(
      try Self.picture("busy and channel is not one of youtube") == """
        busy  and  channel is not one of youtube
        │     │    │       │
        true  true tiktok  true
        where `busy` is defined in line 18 as
          dear  and  rounds is at least 2
          │     │    │      │
          true  true 3      true
          where `dear` is defined in line 17 as
            price is more than most_we_pay
            │     │            │
            │     true         500 USD
            620 USD
        """)
    #expect(
      try Self.picture("busy is no") == """
        busy is no
        │    │
        true false
        where `busy` is defined in line 18 as
          dear  and  rounds is at least 2
          │     │    │      │
          true  true 3      true
          where `dear` is defined in line 17 as
            price is more than most_we_pay
            │     │            │
            │     true         500 USD
            620 USD
        """)
  }

  @Test func longConditionsAreBrokenBeforeAndAndOr() throws {
    #expect(
      try Self.picture(
        "price is more than 600 USD and rounds is 3 and agreed is no and channel is tiktok and name is \"Mia\"",
        width: 50) == """
          price is more than 600 USD  and  rounds is 3
          │     │                     │    │      │
          │     true                  true 3      true
          620 USD
            and  agreed is no  and  channel is tiktok
                 │      │           │       │
                 no     true        tiktok  true
            and  name is "Mia"
                 │    │
                 │    true
                 "Mia"
          """)
  }

  @Test func wideAndHostileTextsKeepTheColumns() throws {
    #expect(
      try Self.picture("name is \"日本語\" or agreed is yes") == """
        name is "日本語"  or  agreed is yes
        │    │            │   │      │
        │    false        │   no     false
        "Mia"             false
        """)
    #expect(
      try Self.picture("event.topic is \"pop\" or agreed is yes", with: ["topic": 7]) == """
        event.topic is "pop"  or  agreed is yes
        │           │         │   │      │
        │           false     │   no     false
        "a‹ESC›[31mb"         false
        """)
  }
}
