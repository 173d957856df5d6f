import Testing
import WorkroomMachine
import WorkroomReference

/// §3 and §4 of `Grammar/Semantics.md`: the step, and who takes an event.
@Suite struct StepLawTests {
  // MARK: §3 The step

  @Test func theStartEntersTheWorkflowWithItsDefaults() throws {
    let scene = try LawScene(
      """
      record
        n     number  default 4
        days  window
        m     number  optional
      end
      on enter note "root"
      stage a
        on enter note "a"
      end
      """)
    #expect(scene.said == ["root", "a"])
    #expect(scene["n"] == number(4) && scene["m"] == nil && scene["days"] == openWindow)
  }

  @Test func whatIsRefusedOrFailsLeavesNothing() throws {
    var scene = try LawScene(
      """
      record
        n  number  default 0
      end
      event e.no by manager
      event e.over by manager with n number
      event e.round by manager
      stage a
        on e.no add 1 to n
        on e.no refuse "no"
        on e.over
          note "before"
          set n to event.n + event.n
        end
        on e.round raise e.round
      end
      """)
    let before = scene.state
    #expect(scene.send("e.no", by: "manager") == .refused)
    #expect(scene.refusal == "no" && scene.decisiveLine == 9)
    #expect(scene.send("e.over", by: "manager", ["n": .max]) == .overflow)
    #expect(scene.decisiveLine == 10 && scene.outcome.effects.isEmpty)
    #expect(scene.send("e.round", by: "manager") == .tooManyRounds)
    #expect(scene.state == before)
  }

  /// §14.2: the rule whose condition could not be computed, and not the one that acted before.
  @Test func aFailureNamesTheRuleItHappenedIn() throws {
    var scene = try LawScene(
      """
      record
        n  number  default 0
      end
      event e.go by manager with n number
      stage a
        on e.go
          set n to event.n
          go to b
        end
      end
      stage b
        once n + n is at least 4 go to c
      end
      stage c
      end
      """)
    #expect(scene.send("e.go", by: "manager", ["n": .max]) == .overflow)
    #expect(scene.decisiveLine == 12)
    #expect(scene.send("e.go", by: "manager", ["n": number(2)]) == .taken)
    #expect(scene.stages == ["c"])
  }

  /// §14.2: a track's condition belongs to no rule, so that the rule is told whose transition led there.
  @Test func aTracksConditionIsToldByWhatLedThere() throws {
    var scene = try LawScene(
      """
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
      """)
    scene.choose(["rate": .max])
    #expect(scene.send("campaign.changed", by: "manager") == .overflow)
    #expect(scene.outcome.decisiveRule == -1)
    #expect(scene.send("e.again", by: "manager") == .overflow)
    #expect(scene.decisiveLine == 12)
  }

  @Test func onceRulesComeBeforeRaisedEvents() throws {
    var scene = try LawScene(
      """
      event e.go by manager
      event x.first by system
      event x.second by system
      on x.first note "first"
      on x.second note "second"
      stage a
        on e.go
          raise x.first
          raise x.second
          go to b
        end
      end
      stage b
        once entered
          note "once"
          go to c
        end
      end
      stage c
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["once", "first", "second"])
  }

  // MARK: §4 Who takes an event

  @Test func whoMaySend() throws {
    var scene = try LawScene(
      """
      event e.go by manager
      event e.open otherwise handled
      stage a
        on e.go go to b
      end
      stage b
      end
      """)
    #expect(scene.send("e.go", by: "director") == .denied)
    #expect(scene.send("e.open", by: "carrier") == .handled)
    #expect(scene.send("e.go") == .taken)
  }

  /// The table of §4.6: for each default, what becomes of an event in three stages.
  @Test(arguments: [
    ("handled", [StepStatus.taken, .taken, .ignored, .taken, .taken, .taken]),
    ("refused", [.refused, .taken, .ignored, .taken, .taken, .taken]),
    ("ignored", [.ignored, .taken, .ignored, .taken, .taken, .taken]),
  ]) func whatBecomesOfAnEvent(otherwise: String, statuses: [StepStatus]) throws {
    for (place, status) in statuses.enumerated() {
      var scene = try LawScene(
        """
        event e.go by manager or system otherwise \(otherwise)
        event e.next by manager
        on e.go note "outside"
        stage nothing
          on e.next go to reacting
        end
        stage reacting
          on e.go note "inside"
          on e.next go to ignoring
        end
        stage ignoring
          on e.go ignore
        end
        """)
      for _ in 0..<place % 3 { scene.send("e.next", by: "manager") }
      #expect(scene.send("e.go", by: place < 3 ? "manager" : "system") == status, "\(otherwise) \(place)")
    }
  }

  @Test func refusingIsForPeople() throws {
    var scene = try LawScene(
      """
      event e.go by manager or system
      event e.raise by manager
      stage a
        on e.go refuse "no"
        on e.go note "reacted"
        on e.raise
          note "went on"
          raise e.go
        end
      end
      """)
    #expect(scene.send("e.go", by: "manager") == .refused)
    #expect(scene.send("e.go", by: "system") == .ignored)
    #expect(scene.decisiveLine == 4)
    #expect(scene.send("e.raise", by: "manager") == .taken)
    #expect(scene.said == ["went on"])
  }

  @Test func innerWinsThenEarlier() throws {
    let text = """
      event e.go by manager
      stage work
        on e.go go to gone
        track left
          on e.go go to b
          stage a
            LINE
          end
          stage b
          end
        end
        track right
          stage c
            on e.go go to gone
          end
        end
      end
      final gone
      """
    // The track's line stands further inside than the stage's, and before the other track's.
    var scene = try LawScene(text.replacing("LINE", with: "on leave note \"-a\""))
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.left.b", "work.right.c"])
    scene = try LawScene(text.replacing("LINE", with: "on e.go stay"))
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["gone"])
  }

  /// §4.4: two ways into a track that is not active conflict although nothing of it would be left.
  @Test func aTrackThatIsNotActiveIsEnteredInOneWay() throws {
    var scene = try LawScene(
      """
      campaign
        gifts  product list  optional
      end
      stage work
        on campaign.changed go to one.b
        track one when gifts is set
          stage a
          end
          stage b
          end
        end
        track two
          stage c
            on campaign.changed go to one.a
          end
        end
        track three
          stage d
          end
        end
      end
      """)
    #expect(scene.stages == ["work.two.c", "work.three.d"])
    scene.choose(["gifts": 1])
    #expect(scene.send("campaign.changed", by: "manager") == .taken)
    #expect(scene.stages == ["work.one.a", "work.two.c", "work.three.d"])
  }

  @Test func reactionsRunOutermostFirstAndHideNothing() throws {
    var scene = try LawScene(
      """
      event e.go by manager with n number
      on e.go note "outside"
      stage a
        on e.go when event.n is 1 note "one"
        on e.go otherwise note "other"
        on e.go note "always"
        stage inner
          on e.go go to second
        end
        stage second
        end
      end
      """)
    scene.send("e.go", by: "manager", ["n": number(1)])
    #expect(scene.said == ["outside", "one", "always"])
    scene.send("e.go", by: "manager", ["n": number(2)])
    #expect(scene.said == ["outside", "other", "always"])
    #expect(scene.stages == ["a.second"])
  }
}
