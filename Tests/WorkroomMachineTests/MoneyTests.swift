import Testing
import WorkroomLanguage
import WorkroomMachine

/// Totals, what is owed and paid, what is set aside, and tables: values that are put together when they are read.
@Suite struct MoneyTests {
  // MARK: Totals

  static let counting = """
    record
      seen   number  default 0
      later  number  default 0
    end
    event e.go by manager
    event e.next by system
    stage a
      on e.go when count of content is at least 3
        set seen to count of content
        raise e.next
        go to b
      end
    end
    stage b
      on enter add count of content to seen
      on e.next set later to count of content
      once count of content is at least 4 note "four"
    end
    """

  @Test func totalsAreThoseBeforeTheEventUntilItsOwnRulesHaveRun() throws {
    var scene = try Scene(MoneyTests.counting)
    #expect(scene.machine.workflow.totals.map(\.noun) == ["content"])
    #expect(scene.send("e.go", by: "manager") == .refused, "totals that nobody gives are zero")
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

  static let debts = """
    record
      seen  money  default 0 USD
    end
    event conversion.counted by manager with conversion text
    event conversion.undone by manager with conversion text
    event conversion.kept by manager with conversion text
    event e.void by manager
    event e.pay by manager with price money
    stage a
      on conversion.counted
        owe 5 USD for "commission"
        owe 7 USD for "bonus"
        set seen to owed
      end
      on conversion.undone
        void owed for event.conversion
        set seen to owed
      end
      on conversion.kept
        owe 5 USD for "commission"
        void owed for event.conversion
        owe 2 USD for "commission"
        set seen to owed - paid
      end
      on e.void
        owe 5 USD for "commission"
        void owed for "commission"
        owe 1 USD for "commission"
        set seen to owed
      end
      on e.pay
        add event.price to paid
        subtract 1 USD from paid
        set seen to paid
      end
    end
    """

  @Test func whatIsOwedCountsTheStepsOwn() throws {
    var scene = try Scene(MoneyTests.debts)
    let commission = try #require(scene.machine.workflow.texts.firstIndex(of: "commission"))
    scene.view.owed = [
      OwedSum(reason: commission, subject: 41, amount: 100), OwedSum(reason: commission, subject: 42, amount: 20),
      OwedSum(reason: -1, subject: 0, amount: 3),
    ]
    scene.send("conversion.counted", by: "manager", ["conversion": 41])
    #expect(scene["seen"] == 1323)
    scene.send("e.void", by: "manager")
    #expect(scene["seen"] == 103)
    scene.send("conversion.undone", by: "manager", ["conversion": 41])
    #expect(scene["seen"] == 23)
    scene.send("conversion.undone", by: "manager", ["conversion": 43])
    #expect(scene["seen"] == 123)
  }

  @Test func aStepsOwnDebtsAreVoidedByWhatTheyAreFor() throws {
    var scene = try Scene(MoneyTests.debts)
    scene.view.paid = 1000
    scene.send("conversion.kept", by: "manager", ["conversion": 9])
    #expect(scene["seen"] == -800)
    scene.send("e.pay", by: "manager", ["price": 250])
    #expect(scene["seen"] == 1150)
  }

  @Test func sumsThatDoNotFitFailTheStep() throws {
    var scene = try Scene(MoneyTests.debts)
    scene.view.paid = .max
    #expect(scene.send("e.pay", by: "manager", ["price": 250]) == .overflow)
    scene.view.owed = [
      OwedSum(reason: -1, subject: 1, amount: .max), OwedSum(reason: -1, subject: 2, amount: 1),
    ]
    #expect(scene.send("conversion.counted", by: "manager", ["conversion": 1]) == .overflow)
  }

  // MARK: Earmarks

  static let budget = """
    campaign
      spare   money  default 9 USD
      budget  money  optional
    end
    record
      price  money  default 0 USD
    end
    event e.take by manager with price money
    event e.free by manager
    event e.again by manager
    stage a
      on e.take when budget is set and event.price is at most left of budget
        earmark event.price from budget
        set price to left of budget
      end
      on e.free free budget
      on e.again restart
    end
    """

  @Test func whatIsSetAsideIsReplacedAndFreed() throws {
    var scene = try Scene(MoneyTests.budget, campaign: ["budget": 1000])
    scene.view.earmarked = [0, 600]
    #expect(scene.send("e.take", by: "manager", ["price": 401]) == .refused)
    scene.send("e.take", by: "manager", ["price": 400])
    #expect(scene.effects.map(\.kind) == [.earmark])
    #expect(scene.effects[0].a == 1 && scene.effects[0].b == 400)
    #expect(scene["price"] == 0, "what is left counts the step's own")
    #expect(scene.machine.earmarked(1, scene.state.span) == 400)
    scene.send("e.take", by: "manager", ["price": 100])
    #expect(scene.effects[0].b == -300)
    #expect(scene["price"] == 700)
    scene.send("e.take", by: "manager", ["price": 100])
    #expect(scene.effects.isEmpty, "the same amount again changes nothing")
    scene.send("e.again", by: "manager")
    #expect(scene.machine.snapshot(scene.state.span).earmarked == [0, 100])
    scene.send("e.free", by: "manager")
    #expect(scene.effects[0].b == -100)
    #expect(scene.machine.snapshot(scene.state.span).earmarked == [0, 0])
    scene.send("e.free", by: "manager")
    #expect(scene.effects.isEmpty)
  }

  @Test func lessThanNothingIsNotSetAside() throws {
    var scene = try Scene(MoneyTests.budget, campaign: ["budget": .max])
    #expect(scene.send("e.take", by: "manager", ["price": -1]) == .overflow)
    scene.send("e.take", by: "manager", ["price": .max])
    #expect(scene["price"] == 0)
    scene.choose(["budget": .min])
    scene.view.earmarked = [0, 1]
    #expect(scene.send("e.take", by: "manager", ["price": 0]) == .overflow, "what is left does not fit")
  }

  /// What the step itself frees is not set aside any more when it reads what is left, however little there is.
  @Test func whatIsFreedIsLeftInTheSameStep() throws {
    var scene = try Scene(
      """
      campaign
        budget  money  default 9 USD
      end
      record
        price  money  default 0 USD
      end
      event e.take by manager
      event e.free by manager
      stage a
        on e.take earmark 5 USD from budget
        on e.free
          free budget
          set price to left of budget
        end
      end
      """)
    scene.send("e.take", by: "manager")
    scene.view.earmarked = [500]
    scene.choose(["budget": .min])
    #expect(scene.send("e.free", by: "manager") == .taken)
    #expect(scene["price"] == .min)
  }

  // MARK: Tables

  @Test func aLimitIsIncluded() throws {
    var scene = try Scene(
      """
      record
        rate  percent  default 0%
      end
      event e.go by manager with revenue money
      define commission by event.revenue as 10% up to 1_000 USD, 12% up to 5_000 USD, 15% above
      stage a
        on e.go set rate to commission
      end
      """)
    for (revenue, percent) in [(-1, 10), (100_000, 10), (100_001, 12), (500_000, 12), (500_001, 15)] as [(Int64, Int)] {
      scene.send("e.go", by: "manager", ["revenue": revenue])
      #expect(scene["rate"] == number(Double(percent)), "\(revenue)")
    }
  }

  @Test(arguments: ["4 USD for fourth", "4 USD otherwise"]) func casesNameChoices(last: String) throws {
    var scene = try Scene(
      """
      campaign
        kind  one of first, second, third, fourth  default first
      end
      record
        fee  money  default 0 USD
      end
      event e.go by manager
      define price by kind as 1 USD for first or third, 2 USD for second, \(last)
      stage a
        on e.go
          set fee to price
          owe 10% of price for "fee"
        end
      end
      """)
    for (choice, value) in [(0, 100), (1, 200), (2, 100), (3, 400)] as [(Int64, Int64)] {
      scene.choose(["kind": choice])
      scene.send("e.go", by: "manager")
      #expect(scene["fee"] == value && scene.effects[0].a == value / 10)
    }
  }

  @Test func conditionsHaveNames() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager
      define many as n is at least 2
      define few as not (many) and n is at least 1
      stage a
        on e.go
          add 1 to n
          note "asked"
        end
        once few note "few"
        once many go to b
      end
      stage b
        on e.go stay
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["asked", "few"])
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["b"])
  }

  /// Eight tables, each a sum with the next one: deeper than the stack of any one of them.
  @Test func tablesLieInTables() throws {
    let tables = (2...8).map { "define t\($0) by event.n as 1 + t\($0 - 1) up to 10, t\($0 - 1) above" }
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager with n number
      define t1 by event.n as 1 up to 10, 0 above
      \(tables.joined(separator: "\n"))
      stage a
        on e.go when t8 + 1 is at least 1 + t8 set n to t8 + t8
      end
      """)
    scene.send("e.go", by: "manager", ["n": number(10)])
    #expect(scene["n"] == number(16))
    scene.send("e.go", by: "manager", ["n": number(10.5)])
    #expect(scene["n"] == 0)
  }

  /// A track's condition is no rule, and the rules of the track have nothing to do with it.
  @Test func noRuleIsToldWhereATracksConditionFailed() throws {
    var scene = try Scene(
      """
      campaign
        rate      percent  default 10%
        delivery  window
      end
      stage s
        track t when rate + rate <= rate
          stage a
            at delivery.start go to b
          end
        end
      end
      stage b
      end
      """)
    scene.choose(["rate": .max, "delivery": window("2026-04-01", "2026-04-30")])
    #expect(scene.send("campaign.changed", by: "manager") == .overflow)
    #expect(scene.buffer.decisiveRule == -1)
  }

  /// Too large an amount fails the step on the shortest way through it, too.
  @Test func anAmountTooLargeToOweLeavesTheStateAsItWas() throws {
    var scene = try Scene(
      """
      event e.go by manager with price money
      event e.back by manager with price money
      stage a
        on e.go
          owe event.price for "fee"
          go to b
        end
      end
      stage b
        on e.back
          add event.price to paid
          go to a
        end
      end
      """)
    #expect(scene.send("e.go", by: "manager", ["price": amountMinorUnitsMax + 1]) == .overflow)
    #expect(scene.stages == ["a"] && scene.effects.isEmpty)
    scene.send("e.go", by: "manager", ["price": amountMinorUnitsMax])
    #expect(scene.send("e.back", by: "manager", ["price": -amountMinorUnitsMax - 1]) == .overflow)
    #expect(scene.stages == ["b"] && scene.effects.isEmpty)
  }

  /// Nor have the lines of a track that was entered before it.
  @Test func linesOfAnotherTrackAreNotToldWhereATracksConditionFailed() throws {
    var scene = try Scene(Self.twoTracks)
    scene.choose(["rate": .max])
    #expect(scene.send("campaign.changed", by: "manager") == .overflow)
    #expect(scene.buffer.decisiveRule == -1)
    #expect(scene.send("e.again", by: "manager") == .overflow)
    #expect(scene.machine.workflow.rules[Int(scene.buffer.decisiveRule)].line == 12, "the line that leads there")
  }

  private static let twoTracks = """
    event e.again by manager
    campaign
      rate  percent  optional
    end
    stage s
      track t when rate is set
        on enter note "t"
        on leave note "t"
      end
      track u when rate is set and rate + rate <= rate
      end
      on e.again restart
    end
    """

  /// Rules that ran after it have nothing to do with it.
  @Test func theRuleInWhichAStepFailedIsTold() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager with amount number
      stage a
        on e.go add event.amount to n
        on e.go note "later"
      end
      """)
    scene.send("e.go", by: "manager", ["amount": .max])
    scene.send("e.go", by: "manager", ["amount": .max])
    #expect(scene.status == .overflow)
    #expect(scene.machine.workflow.rules[Int(scene.buffer.decisiveRule)].line == 6)
  }
}
