import Testing
import WorkroomMachine
import WorkroomValues

/// Time as an event.
@Suite struct TimerTests {
  @Test func afterStartsOnEntryAndDiesOnLeaving() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event e.again by manager
      stage a
        after 2 days go to late
        on e.go go to b
        on e.again restart
      end
      stage b
        on e.go go to a
      end
      final late
      """)
    #expect(scene.due == "2026-03-03T09:00:00Z")
    scene.wait(days: 1)
    scene.send("e.go", by: "manager")
    #expect(scene.due == nil)
    scene.wait(days: 5)
    #expect(scene.stages == ["b"])
    scene.send("e.go", by: "manager")
    #expect(scene.due == "2026-03-09T09:00:00Z")
    scene.wait(days: 1)
    scene.send("e.again", by: "manager")
    #expect(scene.due == "2026-03-10T09:00:00Z")
    scene.wait(days: 2)
    #expect(scene.stages == ["late"])
  }

  @Test func atMovesWithItsFieldAndFiresOnceAStay() throws {
    var scene = try Scene(
      """
      record
        deadline  date  default 2026-03-10
      end
      event e.move by manager with deadline date
      event e.again by manager
      stage a
        at deadline tell manager "due"
        on e.move set deadline to event.deadline
        on e.again restart
      end
      """)
    #expect(scene.due == "2026-03-10T00:00:00Z")
    scene.send("e.move", by: "manager", ["deadline": date("2026-03-20")])
    #expect(scene.due == "2026-03-20T00:00:00Z")
    #expect(scene.wait(days: 30) == ["due"])
    scene.send("e.move", by: "manager", ["deadline": date("2026-05-20")])
    #expect(scene.due == nil)
    scene.send("e.again", by: "manager")
    #expect(scene.due == "2026-05-20T00:00:00Z")
    scene.wait(days: 100)
    // A date that is past on entry fires next.
    scene.send("e.again", by: "manager")
    #expect(scene.wait(days: 0) == ["due"])
  }

  @Test func atReadsTheCampaignAnewWhenItChanges() throws {
    var scene = try Scene(
      """
      campaign
        accepting  window
        posts_by   date    default 2026-03-05
      end
      stage a
        at accepting.end note "closed"
        at posts_by + 2 days note "posts"
        at accepting.end + 1 month (last day) note "a month later"
      end
      """, campaign: ["accepting": window("2026-03-01", "2026-03-31")])
    #expect(
      scene.machine.runningTimers(scene.state.span).map { Instant(milliseconds: $0.due).description } == [
        "2026-04-01T00:00:00Z", "2026-03-07T00:00:00Z", "2026-05-01T00:00:00Z",
      ])
    scene.choose(["accepting": window("2026-03-01", "2026-03-15"), "posts_by": date("2026-03-09")])
    #expect(scene.send("campaign.changed", by: "manager") == .handled)
    #expect(scene.wait(days: 60) == ["posts", "closed", "a month later"])
  }

  @Test func theOpenEndOfAWindowIsNever() throws {
    var scene = try Scene(
      """
      campaign
        accepting  window
      end
      stage a
        at accepting.start note "opened"
        at accepting.end note "closed"
        at accepting.end + 3 days note "long closed"
        at accepting.end + 1 month (next day) note "a month later"
      end
      """)
    #expect(scene.timerCount == 0)
    scene.choose(["accepting": window("2026-03-02", nil)])
    scene.send("campaign.changed", by: "manager")
    #expect(scene.wait(days: 10_000) == ["opened"])
    scene.choose(["accepting": window(nil, "2026-03-31")])
    scene.send("campaign.changed", by: "manager")
    #expect(scene.timerCount == 3)
  }

  @Test func everyCountsFromItsDueTimeAndHasABound() throws {
    var scene = try Scene(
      """
      event e.again by manager
      stage a
        every 2 days at most 3 times send email "reminder"
        on e.again restart
      end
      """)
    #expect(scene.wait(days: 5) == ["reminder", "reminder"])
    #expect(scene.due == "2026-03-07T09:00:00Z")
    #expect(scene.wait(days: 100) == ["reminder"])
    #expect(scene.due == nil)
    scene.send("e.again", by: "manager")
    #expect(scene.wait(days: 100).count == 3)
  }

  @Test func missedTimesAreOne() throws {
    var scene = try Scene(
      """
      stage a
        every 2 days send email "reminder"
      end
      """)
    #expect(scene.wake(days: 7) == ["reminder"])
    // Every second day from the first on: the next is the tenth day's.
    #expect(scene.due == "2026-03-09T09:00:00Z")
    #expect(scene.wake(days: 2) == ["reminder"])
    #expect(scene.due == "2026-03-11T09:00:00Z")
  }

  @Test func missedMonthsAreOne() throws {
    var scene = try Scene(
      """
      stage a
        every 1 month (last day) send email "reminder"
      end
      """, at: "2026-01-31T09:00:00Z")
    #expect(scene.due == "2026-02-28T09:00:00Z")
    #expect(scene.wake(days: 100) == ["reminder"])
    #expect(scene.due == "2026-05-28T09:00:00Z")
    #expect(scene.buffer.resolved.count == 1)
  }

  @Test func whenIsReadWhenDue() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.add by manager
      stage a
        on e.add add 1 to n
        after 3 days when n is at least 1 note "after"
        every 2 days at most 2 times when n is at least 1 note "every"
      end
      """)
    #expect(scene.wait(days: 2) == [])
    scene.send("e.add", by: "manager")
    // What did not fire is not counted.
    #expect(scene.wait(days: 20) == ["after", "every", "every"])
    #expect(scene.due == nil)
  }

  @Test func aTimerWhoseConditionFailsIsSpent() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.add by manager
      stage a
        on e.add add 1 to n
        after 3 days when n is at least 1 go to b
      end
      stage b
      end
      """)
    scene.wait(days: 3)
    #expect(scene.due == nil)
    scene.send("e.add", by: "manager")
    scene.wait(days: 3)
    #expect(scene.stages == ["a"])
  }

  @Test(arguments: [0, -3 * Scene.day]) func aLengthOfNothingIsDueAtOnceOrNever(length: Int64) throws {
    var scene = try Scene(
      """
      campaign
        wait_for  duration  default 1 day
      end
      stage a
        after wait_for note "after"
        every wait_for note "every"
      end
      """, campaign: ["wait_for": length])
    #expect(scene.wait(days: 10) == ["after"])
  }

  @Test func innerFirstThenTheOrderOfTheText() throws {
    var scene = try Scene(
      """
      stage work
        after 1 day note "work, first"
        after 1 day note "work, second"
        track left
          stage a
            after 1 day note "left"
          end
        end
        track right
          stage b
            after 1 day note "right"
          end
        end
      end
      """)
    #expect(scene.wait(days: 1) == ["left", "right", "work, first", "work, second"])
  }

  @Test(arguments: ["after 5 days note \"late\"\n", ""]) func noneRunsOnceFinished(outside: String) throws {
    var scene = try Scene(
      """
      event e.go by manager
      \(outside)stage a
        after 3 days note "late"
        on e.go go to z
      end
      stage b
        on e.go go to a
      end
      final z
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.isFinished)
    #expect(scene.timerCount == 0)
    #expect(scene.wait(days: 100) == [])
  }

  @Test func finishingFromAPlainStageStopsTimersOutside() throws {
    var scene = try Scene(
      """
      event e.go by manager
      every 5 days at most 4 times note "outside"
      stage a
        on e.go go to z
      end
      final z
      """)
    #expect(scene.wait(days: 6) == ["outside"])
    scene.send("e.go", by: "manager")
    #expect(scene.timerCount == 0)
    // Nothing of the timer is left in the state.
    #expect(scene.state[scene.machine.layout.timerStart...].allSatisfy { $0 == 0 })
  }

  @Test func aTimerLeavesItsStage() throws {
    var scene = try Scene(
      """
      stage a
        on leave note "-a"
        after 1 day
          note "due"
          go to b
        end
        stage inner
          on leave note "-inner"
        end
      end
      stage b
        once entered go to c
      end
      stage c
        after 1 day restart
      end
      """)
    #expect(scene.wait(days: 1) == ["-inner", "-a", "due"])
    #expect(scene.stages == ["c"])
    #expect(scene.due == "2026-03-03T09:00:00Z")
    scene.wait(days: 1)
    #expect(scene.due == "2026-03-04T09:00:00Z")
  }

  // MARK: The campaign's zone

  /// Berlin in 2026: summer time from 29 March, 01:00 UTC, to 25 October.
  static let berlin = Zone(
    name: "Europe/Berlin", starts: [1_774_746_000, 1_792_890_000], offsets: [3600, 7200, 3600])

  @Test func datesAndSpansFollowTheZone() throws {
    let scene = try Scene(
      """
      record
        deadline  date  default 2026-04-01
      end
      stage a
        at deadline note "midnight"
        after 1 month (last day) note "same time of day"
        after 30 days note "same length"
      end
      """, zone: TimerTests.berlin, at: "2026-03-05T08:30:00Z")
    let due = scene.machine.runningTimers(scene.state.span).map { Instant(milliseconds: $0.due).description }
    #expect(due == ["2026-03-31T22:00:00Z", "2026-04-05T07:30:00Z", "2026-04-04T08:30:00Z"])
  }

  /// Half past two on 29 March does not exist there.
  @Test func aSkippedTimeIsTheOneAfter() throws {
    let scene = try Scene(
      """
      stage a
        after 1 month (last day) note "later"
      end
      """, zone: TimerTests.berlin, at: "2026-02-28T01:30:00Z")
    #expect(scene.due == "2026-03-28T01:30:00Z")
    let next = try Scene(
      """
      stage a
        after 2 months (last day) note "later"
      end
      """, zone: TimerTests.berlin, at: "2026-01-29T01:30:00Z")
    #expect(next.due == "2026-03-29T01:30:00Z")
  }

  /// A replay reads what the first run resolved, whatever the zone says by then.
  @Test func aReplayReadsWhatWasResolved() throws {
    let text = """
      record
        deadline  date  default 2026-04-01
      end
      stage a
        at deadline note "midnight"
        after 1 month (last day) note "later"
      end
      """
    let first = try Scene(text, zone: TimerTests.berlin)
    #expect(first.buffer.resolved.count == 3)
    var replay = try Scene(text, isStarted: false)
    replay.view.recorded = first.buffer.resolved
    replay.start()
    #expect(replay.state == first.state)
  }

  @Test func aDateBeyondTheCalendarFails() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage a
        on e.go go to b
      end
      stage b
        on enter note "entered"
        after 1200 months (last day) note "later"
        once entered restart
      end
      """)
    #expect(scene.send("e.go", by: "manager") == .tooManyRounds)
    scene.now = Instant("9950-03-01T09:00:00Z")!.milliseconds
    #expect(scene.send("e.go", by: "manager") == .overflow)
    #expect(scene.stages == ["a"])
  }
}
