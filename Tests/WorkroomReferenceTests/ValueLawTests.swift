import Testing
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomValues

/// §10 to §14 of `Grammar/Semantics.md`: time, values, sums, pools, effects and what is told.
@Suite struct ValueLawTests {
  // MARK: §10 Time

  @Test func afterStartsOnEntryAndDiesOnLeaving() throws {
    var scene = try LawScene(
      """
      event e.go by manager
      stage a
        after 2 days note "late"
        on e.go go to b
      end
      stage b
        on e.go go to a
      end
      """)
    #expect(scene.due == "2026-03-03T09:00:00Z")
    scene.send("e.go", by: "manager")
    #expect(scene.due == nil)
    scene.wait(days: 1)
    scene.send("e.go", by: "manager")
    #expect(scene.due == "2026-03-04T09:00:00Z")
    #expect(scene.wait(days: 9) == ["late"])
  }

  @Test func missedTimesAreOneAndWhatDidNotFireIsNotCounted() throws {
    var scene = try LawScene(
      """
      record
        n  number  default 0
      end
      event e.add by manager
      stage a
        on e.add add 1 to n
        every 2 days at most 2 times when n is at least 1 note "every"
      end
      """)
    #expect(scene.wait(days: 2.5) == [])
    scene.send("e.add", by: "manager")
    // Nobody looked for five days: one time, and the next is the first that lies ahead.
    scene.now += 5 * LawScene.day
    #expect(scene.wait(days: 0) == ["every"])
    #expect(scene.due == "2026-03-09T09:00:00Z")
    #expect(scene.wait(days: 30) == ["every"])
    #expect(scene.due == nil)
  }

  @Test func atMovesWithWhatItReads() throws {
    var scene = try LawScene(
      """
      campaign
        accepting  window
      end
      stage a
        at accepting.end note "closed"
      end
      """)
    #expect(scene.due == nil)
    scene.choose(["accepting": DateWindow(first: nil, last: CalendarDate("2026-03-31")).word])
    #expect(scene.send("campaign.changed", by: "manager") == .handled)
    #expect(scene.due == "2026-04-01T00:00:00Z")
    #expect(scene.wait(days: 60) == ["closed"])
    scene.choose(["accepting": DateWindow(first: nil, last: CalendarDate("2027-03-31")).word])
    scene.send("campaign.changed", by: "manager")
    #expect(scene.due == nil)
  }

  @Test func innerTimersFireFirstThenThoseOfTheTextBefore() throws {
    var scene = try LawScene(
      """
      stage work
        after 1 day note "work"
        track left
          after 1 day note "left"
          stage a
            after 1 day note "a"
          end
        end
        track right
          after 1 day note "right"
        end
      end
      """)
    #expect(scene.wait(days: 2) == ["a", "left", "right", "work"])
  }

  @Test func whatWasResolvedIsReadAgainInAReplay() throws {
    let text = """
      event e.go by manager
      stage a
        on e.go go to b
      end
      stage b
        after 1 month (last day) note "later"
      end
      """
    var scene = try LawScene(text)
    scene.send("e.go", by: "manager")
    #expect(scene.due == "2026-04-01T09:00:00Z" && scene.outcome.resolved.count == 1)
    scene = try LawScene(text)
    scene.view.recorded = [1_000_000]
    scene.send("e.go", by: "manager")
    #expect(scene.due == "1970-01-01T00:16:40Z")
  }

  // MARK: §11 Values

  @Test func whatIsNotSetCountsAsNothing() throws {
    var scene = try LawScene(
      """
      record
        price  number  optional
        total  number  default 1
      end
      event e.set by manager with price number optional
      event e.use by manager
      on e.use clear price
      stage a
        on e.set set price to event.price
        on e.use when price is set
          add price to total
          add 5 to price
        end
      end
      """)
    scene.send("e.set", by: "manager", ["price": number(3)])
    scene.send("e.set", by: "manager")
    #expect(scene["price"] == number(3), "nothing is set from what is not set")
    scene.send("e.use", by: "manager")
    #expect(scene["price"] == nil && scene["total"] == number(1))
  }

  @Test func sharesAreRoundedHalfToEven() throws {
    var scene = try LawScene(
      """
      record
        share  money  default 0 USD
      end
      event e.go by manager with rate percent, price money
      stage a
        on e.go set share to event.rate of event.price
      end
      """)
    for (rate, price, share) in [
      (50.0, Int64(1), Int64(0)), (50, 3, 2), (12.5, 100, 12), (12.5, 300, 38), (50, -3, -2),
    ] {
      scene.send("e.go", by: "manager", ["rate": number(rate), "price": price])
      #expect(scene["share"] == share, "\(rate)% of \(price)")
    }
  }

  // MARK: §12 Owing, §14 effects

  @Test func whatIsOwedHasALimit() throws {
    var scene = try LawScene(
      """
      event e.owe by manager with price money
      stage a
        on e.owe owe event.price for "fee"
      end
      """)
    #expect(scene.send("e.owe", by: "manager", ["price": amountMinorUnitsMax]) == .taken)
    #expect(scene.send("e.owe", by: "manager", ["price": amountMinorUnitsMax + 1]) == .overflow)
    #expect(scene.send("e.owe", by: "manager", ["price": -amountMinorUnitsMax - 1]) == .overflow)
  }

  @Test func effectsNameTheRuleThatAskedForThem() throws {
    var scene = try LawScene(
      """
      event e.go by manager
      stage a
        on e.go
          send email "go"
          go to b
        end
        on leave note "-a"
      end
      stage b
        on enter note "+b"
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.kinds == [.note, .email, .note])
    let lines = scene.outcome.effects.map { scene.reference.workflow.rules[Int($0.effect.rule)].line }
    #expect(lines == [7, 3, 10])
  }

  /// §14.3.
  @Test func theTraceTellsWhatWasLookedAt() throws {
    var scene = try LawScene(
      """
      event e.go by manager or director with n number
      on e.go by director note "outside"
      stage a
        on e.go note "reacts"
        on e.go otherwise note "passed over"
        stage inner
          on e.go when event.n is 1 go to other
        end
        stage other
        end
        on e.go go to b
      end
      stage b
      end
      """)
    scene.send("e.go", by: "manager", ["n": number(2)])
    #expect(
      scene.outcome.trace.map(\.verdict) == [
        .conditionFalse, .anotherRole, .earlierLineApplies, .reacted, .left, .left, .fired, .entered,
      ])
  }

  // MARK: §13 Pools

  static let both = """
    campaign
      codes  discount group  optional
    end
    event e.go by manager
    event e.back by manager
    event e.out by manager
    stage idle
      on e.go go to waiting
    end
    stage waiting
      on enter assign discount from codes and link from group links if none is left wait in line
      on discount.assigned note "here it is"
      once discount is held go to served
      on e.out go to idle
    end
    stage served
      on discount.assigned note "here it is"
      on e.back release discount and link
      on e.go assign discount from codes
    end
    """

  @Test func allOrNothingAndInLine() throws {
    var scene = try LawScene(ValueLawTests.both, campaign: ["codes": 5])
    scene.view.pools = [(5, 1)]
    scene.send("e.go", by: "manager")
    #expect(scene.kinds == [.wait] && scene.outcome.effects[0].effect.a == 1)
    #expect(scene.snapshot.waits.count == 1 && scene.snapshot.held.isEmpty)
    #expect(scene.serve() == .ignored)
    scene.view.pools = [(5, 1), (7, 1)]
    #expect(scene.serve() == .taken)
    #expect(scene.kinds == [.claim, .claim, .note] && scene.snapshot.held == [0, 1])
    #expect(scene.stages == ["served"] && scene.snapshot.waits.isEmpty)
    scene.send("e.back", by: "manager")
    #expect(scene.kinds == [.release, .release])
    // Nothing is left, and nobody said what to do.
    scene.view.pools = []
    scene.send("e.go", by: "manager")
    #expect(scene.kinds == [.poolEmpty])
  }

  @Test func leavingGivesUpThePlaceInLine() throws {
    var scene = try LawScene(ValueLawTests.both)
    scene.send("e.go", by: "manager")
    #expect(scene.snapshot.waits.count == 1)
    scene.send("e.out", by: "manager")
    #expect(scene.snapshot.waits.isEmpty && scene.serve() == .ignored)
  }
}
