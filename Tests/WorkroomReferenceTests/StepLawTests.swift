import Testing
import WorkroomMachine
import WorkroomReference

/// §3 to §7 of `Grammar/Semantics.md`: the step, who takes an event, leaving and entering, automatic rules, done.
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

  // MARK: §5 Leaving and entering

  static let moves = """
    event e.inside by manager
    event e.track by manager
    event e.sibling by manager
    event e.both by manager
    event e.again by manager
    event e.at by manager
    on leave note "never"
    stage idle
      on e.both go to work.left.b and work.right.d
    end
    stage work initial
      on enter note "+work"
      on leave note "-work"
      on e.track go to left.b
      on e.both go to left.b and right.d
      on e.at restart at right.d
      track left
        on enter note "+left"
        on leave note "-left"
        on e.inside go to b
        on e.again restart
        stage a
          on enter note "+a"
          on leave note "-a"
          on e.sibling go to right.d
        end
        stage b
          on enter note "+b"
        end
      end
      track right
        on enter note "+right"
        on leave note "-right"
        stage c
          on leave note "-c"
        end
        stage d
          on enter note "+d"
        end
      end
      track third
        on enter note "+third"
        on leave note "-third"
        stage e
        end
      end
    end
    """

  @Test(arguments: [
    ("e.inside", ["-a", "+b"]),
    ("e.track", ["-a", "-left", "+left", "+b"]),
    (
      "e.sibling", ["-third", "-c", "-right", "-a", "-left", "-work", "+work", "+left", "+a", "+right", "+d", "+third"]
    ),
    ("e.both", ["-c", "-right", "-a", "-left", "+left", "+b", "+right", "+d"]),
    ("e.again", ["-a", "-left", "+left", "+a"]),
    ("e.at", ["-third", "-c", "-right", "-a", "-left", "-work", "+work", "+left", "+a", "+right", "+d", "+third"]),
  ]) func whatATransitionLeavesAndEnters(event: String, said: [String]) throws {
    var scene = try LawScene(StepLawTests.moves)
    scene.send(event, by: "manager")
    #expect(scene.said == said)
  }

  @Test func severalTracksMoveInOneRound() throws {
    var scene = try LawScene(
      """
      event e.go by manager
      stage work
        track left
          stage a
            on leave note "-a"
            on e.go
              note "left"
              go to b
            end
          end
          stage b
            on enter note "+b"
          end
        end
        track right
          stage c
            on leave note "-c"
            on e.go
              note "right"
              go to d
            end
          end
          stage d
            on enter note "+d"
          end
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["-c", "-a", "left", "right", "+b", "+d"])
  }

  @Test func tracksAreAddedAndNeverTakenAway() throws {
    var scene = try LawScene(
      """
      campaign
        size  number  default 1
      end
      stage work
        track one when size is at least 2
          on enter note "+one"
          stage a
          end
        end
        track two
          stage b
          end
        end
      end
      """)
    #expect(scene.stages == ["work.two.b"])
    scene.choose(["size": number(2)])
    #expect(scene.send("campaign.changed", by: "manager") == .taken)
    #expect(scene.said == ["+one"])
    scene.choose(["size": number(1)])
    #expect(scene.send("campaign.changed", by: "manager") == .handled)
    #expect(scene.stages == ["work.one.a", "work.two.b"])
  }

  @Test func finishedParticipationsHearOnly() throws {
    var scene = try LawScene(
      """
      event e.go by manager
      event e.late by manager or system
      on e.late note "late"
      on e.late go to a
      after 2 days note "never"
      stage a
        on e.go go to z
      end
      final z
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.snapshot.isFinished && scene.due == nil)
    #expect(scene.send("e.late", by: "manager") == .refused)
    #expect(scene.send("e.late", by: "system") == .taken)
    #expect(scene.said == ["late"] && scene.stages == ["z"])
  }

  // MARK: §6 Automatic rules, §7 done and in

  @Test func aOnceReactionRunsOnceAStay() throws {
    var scene = try LawScene(
      """
      record
        n  number  default 0
      end
      event e.add by manager
      event e.again by manager
      stage a
        on e.add add 1 to n
        once n is at least 1 note "some"
        once otherwise note "none"
        on e.again restart
      end
      """)
    #expect(scene.said == ["none"])
    scene.send("e.add", by: "manager")
    #expect(scene.said == ["some"])
    scene.send("e.add", by: "manager")
    #expect(scene.said.isEmpty)
    scene.send("e.again", by: "manager")
    #expect(scene.said == ["some"])
  }

  @Test func doneAndIn() throws {
    var scene = try LawScene(
      """
      campaign
        gifts  product list  optional
      end
      event e.one by manager
      event e.two by manager
      stage work
        track one
          stage a
            on e.one go to b
          end
          final b
        end
        track two
          stage c
            on e.two when in one.b go to d
          end
          final d
        end
        track three when gifts is set
          stage e
          end
          final f
        end
        once work is done go to z
      end
      final z
      """)
    #expect(scene.send("e.two", by: "manager") == .refused)
    scene.send("e.one", by: "manager")
    #expect(scene.stages == ["work.one.b", "work.two.c"])
    scene.send("e.two", by: "manager")
    #expect(scene.stages == ["z"])
  }
}
