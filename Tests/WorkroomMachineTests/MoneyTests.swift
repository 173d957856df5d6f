import Testing
@testable import WorkroomLanguage
import WorkroomMachine

/// Totals, what is owed and paid, what is set aside, and tables: values that are put together when they are read.
@Suite struct MoneyTests {
  static let span = Diagnostic.Span(source: 0, range: 0..<0)

  /// Puts a value in place of the number 7777, and a condition in place of `followers is 7777`.
  static func replacing(
    _ operation: CheckedExpression.Operation, _ type: ValueType = .number
  ) -> (inout CheckedWorkflow) -> Void {
    { workflow in
      for index in workflow.expressions.indices {
        guard case .constant(number(7777)) = workflow.expressions[index].operation else { continue }
        workflow.expressions[index].operation = operation
        workflow.expressions[index].type = type
      }
    }
  }

  /// Adds an expression and says where it is.
  static func add(
    _ operation: CheckedExpression.Operation, _ type: ValueType = .number, to workflow: inout CheckedWorkflow
  ) -> Int {
    workflow.expressions.append(CheckedExpression(operation: operation, type: type, span: span))
    return workflow.expressions.count - 1
  }

  // MARK: Totals

  static let counting = """
    record
      seen   number  default 0
      later  number  default 0
    end
    event e.go by manager
    event e.next by system
    stage a
      on e.go when 7777 is at least 3
        set seen to 7777
        raise e.next
        go to b
      end
    end
    stage b
      on enter add 7777 to seen
      on e.next set later to 7777
      once 7777 is at least 4 note "four"
    end
    """

  @Test func totalsAreThoseBeforeTheEventUntilItsOwnRulesHaveRun() throws {
    var scene = try Scene(MoneyTests.counting, patch: MoneyTests.replacing(.total(0)))
    scene.view.totals = [number(2)]
    scene.view.totalsAfter = [number(3)]
    #expect(scene.send("e.go", by: "manager") == .refused)
    scene.view.totals = [number(3)]
    scene.view.totalsAfter = [number(4)]
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["b"])
    #expect(scene["seen"] == number(6), "the conditions, the actions and the entering see what was before")
    #expect(scene["later"] == number(4))
    #expect(scene.said == ["four"])
  }

  @Test func whatIsOwedCountsTheStepsOwn() throws {
    let text = """
      record
        seen  money  default 0 USD
        last  money  default 0 USD
      end
      event conversion.counted by manager with conversion text
      event e.void by manager
      event conversion.undone by manager with conversion text
      stage a
        on conversion.counted
          owe 5 USD for "commission"
          owe 7 USD for "bonus"
          set seen to 77.77 USD
        end
        on e.void
          owe 5 USD for "commission"
          void owed for "commission"
          owe 1 USD for "commission"
          set seen to 77.77 USD
        end
        on conversion.undone
          void owed for event.conversion
          set seen to 77.77 USD
        end
      end
      """
    func scene() throws -> Scene {
      try Scene(text) { workflow in
        for index in workflow.expressions.indices {
          if case .constant(7777) = workflow.expressions[index].operation {
            workflow.expressions[index].operation = .owed
          }
        }
      }
    }
    var before = try scene()
    let reasons = before.machine.workflow.texts
    let commission = try #require(reasons.firstIndex(of: "commission"))
    let owed = [
      OwedSum(reason: commission, subject: 41, amount: 100), OwedSum(reason: commission, subject: 42, amount: 20),
      OwedSum(reason: -1, subject: 0, amount: 3),
    ]
    before.view.owed = owed
    before.send("conversion.counted", by: "manager", ["conversion": 41])
    #expect(before["seen"] == 1323)
    before.send("e.void", by: "manager")
    #expect(before["seen"] == 103)
    before.send("conversion.undone", by: "manager", ["conversion": 41])
    #expect(before["seen"] == 23)
    before.send("conversion.undone", by: "manager", ["conversion": 43])
    #expect(before["seen"] == 123)
  }

  @Test func aStepsOwnDebtsAreVoidedByWhatTheyAreFor() throws {
    var scene = try Scene(
      """
      record
        seen  money  default 0 USD
      end
      event conversion.counted by manager with conversion text
      stage a
        on conversion.counted
          owe 5 USD for "commission"
          void owed for event.conversion
          owe 2 USD for "commission"
          add 3 USD to paid
          set seen to 77.77 USD
        end
      end
      """
    ) { workflow in
      for index in workflow.expressions.indices {
        guard case .constant(7777) = workflow.expressions[index].operation else { continue }
        let owed = MoneyTests.add(.owed, .money(.home), to: &workflow)
        let paid = MoneyTests.add(.paid, .money(.home), to: &workflow)
        workflow.expressions[index].operation = .subtract(owed, paid)
      }
    }
    scene.view.paid = 1000
    scene.send("conversion.counted", by: "manager", ["conversion": 9])
    #expect(scene["seen"] == -1100)
  }

  // MARK: Earmarks

  static let budget = """
    campaign
      budget  money  optional
    end
    record
      price  money  default 0 USD
    end
    event e.take by manager with price money
    event e.free by manager
    stage a
      on e.take when budget is set and event.price is at most 77.77 USD
        note "take"
        set price to 77.77 USD
      end
      on e.free note "free"
    end
    """

  static func budgetScene(_ budget: Int64?) throws -> Scene {
    try Scene(MoneyTests.budget, campaign: budget.map { ["budget": $0] } ?? [:]) { workflow in
      for index in workflow.expressions.indices {
        guard case .constant(7777) = workflow.expressions[index].operation else { continue }
        workflow.expressions[index].operation = .left(0)
      }
      let event = workflow.events.firstIndex { $0.path == "e.take" }!
      let price = MoneyTests.add(.field(.payload, 0), .money(.home), to: &workflow)
      for index in workflow.rules.indices {
        guard case .event(let own) = workflow.rules[index].trigger, !workflow.rules[index].isVocabulary else {
          continue
        }
        let action: CheckedAction.Kind = own == event ? .earmark(field: 0, price) : .free(field: 0)
        workflow.actions.append(CheckedAction(kind: action, line: 1))
        workflow.rules[index].actions.insert(workflow.actions.count - 1, at: 0)
      }
    }
  }

  @Test func whatIsSetAsideIsReplacedAndFreed() throws {
    var scene = try MoneyTests.budgetScene(1000)
    scene.view.earmarked = [600]
    #expect(scene.send("e.take", by: "manager", ["price": 401]) == .refused)
    scene.send("e.take", by: "manager", ["price": 400])
    #expect(scene.effects.map(\.kind) == [.earmark, .note])
    #expect(scene.effects[0].a == 0 && scene.effects[0].b == 400)
    #expect(scene["price"] == 0, "what is left counts the step's own")
    #expect(scene.machine.earmarked(0, scene.state.span) == 400)
    scene.view.earmarked = [600]
    scene.send("e.take", by: "manager", ["price": 100])
    #expect(scene.effects[0].b == -300)
    #expect(scene["price"] == 700)
    scene.send("e.take", by: "manager", ["price": 100])
    #expect(scene.kinds == [.note], "the same amount again changes nothing")
    scene.send("e.free", by: "manager")
    #expect(scene.effects[0].b == -100)
    #expect(scene.machine.snapshot(scene.state.span).earmarked == [0])
    scene.send("e.free", by: "manager")
    #expect(scene.kinds == [.note])
  }

  @Test func lessThanNothingIsNotSetAside() throws {
    var scene = try MoneyTests.budgetScene(.max)
    #expect(scene.send("e.take", by: "manager", ["price": -1]) == .overflow)
    scene.send("e.take", by: "manager", ["price": .max])
    #expect(scene["price"] == 0)
    // What others have set aside can't be more than fits, but a step that would compute it fails.
    scene.view.campaign[1] = .min
    scene.view.earmarked = [1]
    #expect(scene.send("e.take", by: "manager", ["price": 0]) == .overflow)
  }

  // MARK: Tables

  static let table = """
    record
      rate  percent  default 0%
      n     number   default 0
    end
    event e.go by manager with revenue money
    stage a
      on e.go
        set rate to 77.77%
        set n to 7777
      end
    end
    """

  static func tableScene(
    _ make: @escaping (_ subject: Int, inout CheckedWorkflow) -> CheckedExpression.Operation
  ) throws -> Scene {
    try Scene(MoneyTests.table) { workflow in
      for index in workflow.expressions.indices {
        guard case .constant(77_770_000) = workflow.expressions[index].operation else { continue }
        let subject = MoneyTests.add(.field(.payload, 0), .money(.home), to: &workflow)
        let operation = make(subject, &workflow)
        workflow.expressions[index].operation = operation
      }
    }
  }

  @Test func aLimitIsIncluded() throws {
    var scene = try MoneyTests.tableScene { subject, workflow in
      let values = [10, 12, 15].map { percent in
        MoneyTests.add(.constant(number(Double(percent))), .percent, to: &workflow)
      }
      return .tiers(
        subject, [(limit: Int64(100_000), value: values[0]), (limit: Int64(500_000), value: values[1])],
        above: values[2])
    }
    for (revenue, percent) in [(-1, 10), (100_000, 10), (100_001, 12), (500_000, 12), (500_001, 15)] as [(Int64, Int)] {
      scene.send("e.go", by: "manager", ["revenue": revenue])
      #expect(scene["rate"] == number(Double(percent)), "\(revenue)")
    }
  }

  @Test func casesNameChoices() throws {
    for otherwise in [true, false] {
      var scene = try MoneyTests.tableScene { subject, workflow in
        let values = (1...3).map { MoneyTests.add(.constant(Int64($0)), .percent, to: &workflow) }
        let rows: [(choice: Int64, value: Int)] = [(0, values[0]), (2, values[0]), (1, values[1])]
        return .cases(
          subject, otherwise ? rows : rows + [(choice: Int64(3), value: values[2])],
          otherwise: otherwise ? values[2] : nil)
      }
      for (choice, value) in [(0, 1), (1, 2), (2, 1), (3, 3)] as [(Int64, Int64)] {
        scene.send("e.go", by: "manager", ["revenue": choice])
        #expect(scene["rate"] == value)
      }
    }
  }

  /// Eight tables, each a sum with the next one: deeper than the stack of any one of them.
  @Test func tablesLieInTables() throws {
    var scene = try MoneyTests.tableScene { subject, workflow in
      var inner = MoneyTests.add(.constant(1), .percent, to: &workflow)
      var operation = CheckedExpression.Operation.constant(0)
      for _ in 0..<12 {
        let one = MoneyTests.add(.constant(1), .percent, to: &workflow)
        let sum = MoneyTests.add(.add(one, inner), .percent, to: &workflow)
        operation = .tiers(subject, [(limit: Int64(10), value: sum)], above: inner)
        inner = MoneyTests.add(operation, .percent, to: &workflow)
      }
      return operation
    }
    scene.send("e.go", by: "manager", ["revenue": 10])
    #expect(scene["rate"] == 13)
    scene.send("e.go", by: "manager", ["revenue": 11])
    #expect(scene["rate"] == 1)
  }
}
