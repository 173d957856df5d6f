import Testing
import WorkroomMachine

/// Which line takes an event, and which stages it leaves and enters.
@Suite struct TransitionTests {
  @Test func roleAndConditionChoose() throws {
    let text = """
      event e.go by manager or director with price money
      stage a
        on e.go by manager when event.price is at most 100 USD go to small
        on e.go by manager otherwise go to large
        on e.go by director go to approved
      end
      final small, large, approved
      """
    var scene = try Scene(text)
    scene.send("e.go", by: "manager", ["price": 10_000])
    #expect(scene.stages == ["small"])
    scene = try Scene(text)
    scene.send("e.go", by: "manager", ["price": 10_001])
    #expect(scene.stages == ["large"])
    scene = try Scene(text)
    scene.send("e.go", by: "director", ["price": 1])
    #expect(scene.stages == ["approved"])
  }

  @Test func otherwiseLooksAtTheWholeLineBefore() throws {
    var scene = try Scene(
      """
      event e.go by manager or director
      stage a
        on e.go by manager go to b
        on e.go otherwise refuse "managers only"
      end
      final b
      """)
    #expect(scene.send("e.go", by: "director") == .refused)
    #expect(scene.machine.literalText(Int64(-scene.buffer.refusal - 1)) == "managers only")
    #expect(scene.send("e.go", by: "manager") == .taken)
  }

  @Test func conditionsAreReadBeforeAnyAction() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager
      on e.go add 1 to n
      stage a
        on e.go when n is 0 go to b
        on e.go when n is 1 go to c
      end
      final b, c
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["b"])
    #expect(scene["n"] == number(1))
  }

  @Test func innerComesBeforeOuter() throws {
    let text = """
      event e.go by manager with n number
      stage outer
        on e.go go to left
        stage inner
          on e.go when event.n is 1 go to other
        end
        stage other
          on e.go when event.n is 2 stay
        end
      end
      final left
      """
    var scene = try Scene(text)
    scene.send("e.go", by: "manager", ["n": number(1)])
    #expect(scene.stages == ["outer.other"])
    scene.send("e.go", by: "manager", ["n": number(2)])
    #expect(scene.stages == ["outer.other"])
    scene.send("e.go", by: "manager", ["n": number(3)])
    #expect(scene.stages == ["left"])
  }

  // MARK: Reactions

  @Test func reactionsRunBesideTransitions() throws {
    var scene = try Scene(
      """
      event e.go by manager
      on e.go note "outside"
      stage outer
        on e.go note "outer"
        stage inner
          on e.go note "inner, first"
          on e.go note "inner, second"
          on e.go
            note "transition"
            go to other
          end
        end
        stage other
          on enter note "entered"
          on e.go go to inner
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["outside", "outer", "inner, first", "inner, second", "transition", "entered"])
  }

  @Test func aPersonsEventReachesOuterReactionsOnlyIfTaken() throws {
    let text = """
      event e.go by manager or system
      on e.go note "outside"
      stage a
        on proposal.noted go to b
      end
      stage b
        on e.go note "inner"
        on proposal.noted go to c
      end
      stage c
        on e.go ignore
        on proposal.noted go to a
      end
      """
    var scene = try Scene(text)
    #expect(scene.send("e.go", by: "manager") == .refused)
    #expect(scene.send("e.go", by: "system") == .taken)
    #expect(scene.said == ["outside"])
    scene.send("proposal.noted", by: "manager")
    #expect(scene.send("e.go", by: "manager") == .taken)
    #expect(scene.said == ["outside", "inner"])
    scene.send("proposal.noted", by: "manager")
    #expect(scene.send("e.go", by: "manager") == .ignored)
    #expect(scene.send("e.go", by: "system") == .taken)
    #expect(scene.said == ["outside"])
  }

  @Test func otherwiseAmongReactions() throws {
    var scene = try Scene(
      """
      event e.go by manager with n number
      stage a
        on e.go when event.n is at least 10 note "many"
        on e.go otherwise when event.n is at least 5 note "some"
        on e.go otherwise note "few"
        on proposal.noted go to a2
      end
      stage a2
        on proposal.noted go to a
      end
      """)
    for (n, said) in [(12.0, "many"), (7, "some"), (1, "few")] {
      scene.send("e.go", by: "manager", ["n": number(n)])
      #expect(scene.said == [said])
    }
  }

  // MARK: Outcomes that lead nowhere

  @Test func refusingUndoesTheWholeStep() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager or system
      stage work
        on e.go
          add 1 to n
          note "reacted"
        end
        track left
          stage a
            on e.go go to b
          end
          final b
        end
        track right
          stage c
            on e.go refuse "not now"
          end
        end
      end
      """)
    #expect(scene.send("e.go", by: "manager") == .refused)
    #expect(scene.machine.literalText(Int64(-scene.buffer.refusal - 1)) == "not now")
    #expect(scene.stages == ["work.left.a", "work.right.c"])
    // What a system reports has happened: it is not refused, and changes nothing.
    #expect(scene.send("e.go", by: "system") == .ignored)
    #expect(scene["n"] == 0)
  }

  @Test func ignoringStopsOuterTransitionsButNotReactions() throws {
    var scene = try Scene(
      """
      event e.go by system
      event e.next by system
      stage outer
        on e.go go to left
        stage a
          on e.go ignore
          on e.next go to b
        end
        stage b
          on e.go ignore
          on e.go note "seen"
        end
      end
      final left
      """)
    #expect(scene.send("e.go", by: "system") == .ignored)
    scene.send("e.next", by: "system")
    #expect(scene.send("e.go", by: "system") == .taken)
    #expect(scene.said == ["seen"])
    #expect(scene.stages == ["outer.b"])
  }

  @Test func stayingStopsOuterTransitionsButNotReactions() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage outer
        on e.go note "outer"
        on e.go go to left
        stage a
          on leave note "left"
          on e.go
            note "stayed"
            stay
          end
        end
      end
      final left
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["outer", "stayed"])
    #expect(scene.stages == ["outer.a"])
  }

  @Test func ignoringInOneTrackDoesNotStopAnother() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        track left
          stage a
            on e.go ignore
          end
        end
        track right
          stage b
            on e.go go to c
          end
          final c
        end
      end
      """)
    #expect(scene.send("e.go", by: "manager") == .taken)
    #expect(scene.stages == ["work.left.a", "work.right.c"])
  }

  // MARK: Where transitions lead

  static let nest = """
    event e.inside by manager
    event e.track by manager
    event e.sibling by manager
    event e.again by manager
    event e.out by manager
    stage work
      on enter note "+work"
      on leave note "-work"
      on e.track go to right.d
      on e.again restart
      on e.out go to other
      track left
        on enter note "+left"
        on leave note "-left"
        stage a
          on enter note "+a"
          on leave note "-a"
          on e.sibling go to right.d
          on e.inside go to b
        end
        stage b
          on enter note "+b"
          on leave note "-b"
          on e.sibling go to right.d
          on e.inside go to a
        end
      end
      track right
        on enter note "+right"
        on leave note "-right"
        stage c
          on enter note "+c"
          on leave note "-c"
        end
        stage d
          on enter note "+d"
          on leave note "-d"
        end
      end
    end
    stage other
      on enter note "+other"
      on e.out go to left.b
    end
    """

  @Test func intoOneTrackLeavesOnlyThatTrack() throws {
    var scene = try Scene(TransitionTests.nest)
    scene.send("e.inside", by: "manager")
    #expect(scene.said == ["-a", "+b"])
    scene.send("e.track", by: "manager")
    #expect(scene.said == ["-c", "-right", "+right", "+d"])
    #expect(scene.stages == ["work.left.b", "work.right.d"])
  }

  @Test func toASiblingTrackReentersTheStageAround() throws {
    var scene = try Scene(TransitionTests.nest)
    scene.send("e.inside", by: "manager")
    scene.send("e.sibling", by: "manager")
    #expect(scene.said == ["-c", "-right", "-b", "-left", "-work", "+work", "+left", "+a", "+right", "+d"])
    #expect(scene.stages == ["work.left.a", "work.right.d"])
  }

  @Test func restartLeavesAndEntersTheStageThatHoldsTheLine() throws {
    var scene = try Scene(TransitionTests.nest)
    scene.send("e.inside", by: "manager")
    scene.send("e.again", by: "manager")
    #expect(scene.said == ["-c", "-right", "-b", "-left", "-work", "+work", "+left", "+a", "+right", "+c"])
  }

  @Test func aTargetDeepInsideEntersWhatIsAround() throws {
    var scene = try Scene(TransitionTests.nest)
    scene.send("e.out", by: "manager")
    #expect(scene.said == ["-c", "-right", "-a", "-left", "-work", "+other"])
    scene.send("e.out", by: "manager")
    #expect(scene.said == ["+work", "+left", "+b", "+right", "+c"])
  }

  @Test func insideItsOwnStageOnlyInnerStagesAreLeft() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage outer
        on enter note "+outer"
        on leave note "-outer"
        on e.go go to b
        stage a
          on leave note "-a"
        end
        stage b
          on enter note "+b"
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["-a", "+b"])
  }

  @Test func leavingGoesInwardOutAndEnteringOutwardIn() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage one
        on leave note "-one"
        stage two
          on leave note "-two"
          stage three
            on leave note "-three"
            on e.go
              note "go"
              go to eins
            end
          end
        end
      end
      stage eins
        on enter note "+eins"
        stage zwei
          on enter note "+zwei"
          stage drei
            on enter note "+drei"
          end
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["-three", "-two", "-one", "go", "+eins", "+zwei", "+drei"])
    #expect(scene.stages == ["eins.zwei.drei"])
  }

  @Test func linesStandInATrack() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        track left
          on e.go go to b
          stage a
          end
          stage b
          end
        end
        track right
          on e.go note "right"
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.left.b", "work.right"])
    #expect(scene.said == ["right"])
  }

  // MARK: Several at once

  @Test func tracksTakeOneEventTogetherInTheOrderOfTheText() throws {
    var scene = try Scene(
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

  @Test func innerWinsWhereExitsOverlap() throws {
    // The first would leave `work` altogether; the second stands further inside.
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        on e.go
          note "outer"
          go to gone
        end
        track left
          stage a
          end
        end
        track right
          stage c
            on e.go
              note "inner"
              go to d
            end
          end
          stage d
          end
        end
      end
      final gone
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["inner"])
    #expect(scene.stages == ["work.left.a", "work.right.d"])
  }

  @Test func textOrderWinsBetweenTracks() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        track left
          stage a
            on e.go go to gone
          end
        end
        track right
          stage c
            on e.go go to d
          end
          stage d
          end
        end
      end
      final gone
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["gone"])
  }

  /// Appendix D: a transition that loses to one takes none of the others away.
  @Test func whatLosesTakesNothingAway() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        on e.go
          note "into third"
          go to third.z
        end
        track first
          stage a
          end
        end
        track second
          stage b
            on e.go
              note "second"
              go to b2
            end
          end
          stage b2
          end
        end
        track third
          stage c
            on e.go
              note "around"
              go to first.a2
            end
          end
          stage z
          end
        end
      end
      """.replacing("stage a\n", with: "stage a2\n    end\n    stage a\n"))
    // `first` leads outward to "into third"; `second` has its own; `third` would leave all of `work`: it stands inside
    // the first's source, but loses to `second`, which came before.
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["into third", "second"])
    #expect(scene.stages == ["work.first.a2", "work.second.b2", "work.third.z"])
  }

  /// Leaving and entering follow the text even where the selection does not.
  @Test func theOrderOfLeavingIsThatOfTheText() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        on e.go
          note "into third"
          go to z
        end
        track first
          stage a
          end
        end
        track second
          stage b
            on leave note "-b"
            on e.go
              note "second"
              go to b2
            end
          end
          stage b2
            on enter note "+b2"
          end
        end
        track third
          stage c
            on leave note "-c"
          end
          stage z
            on enter note "+z"
          end
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["-c", "-b", "into third", "second", "+b2", "+z"])
  }

  // MARK: Conditional tracks

  static let conditional = """
    campaign
      gifts  product list  optional
      size   number        default 0
    end
    event e.go by manager
    event e.out by manager
    stage before
      on e.go go to work
    end
    stage work
      on e.out go to left
      track one when gifts is set
        on enter note "+one"
        stage a
        end
      end
      track two when size is at least 10
        on enter note "+two"
        stage b
          on e.go go to b2
        end
        stage b2
        end
      end
    end
    final left
    """

  @Test func tracksAreCalledForOnEntry() throws {
    var scene = try Scene(TransitionTests.conditional, campaign: ["gifts": 3])
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.one.a"])
    scene = try Scene(TransitionTests.conditional, campaign: ["size": number(10)])
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.two.b"])
  }

  @Test func tracksAreAddedWhenTheCampaignChangesAndNeverRemoved() throws {
    var scene = try Scene(TransitionTests.conditional, campaign: ["size": number(10)])
    scene.choose(["gifts": 3])
    #expect(scene.send("campaign.changed", by: "manager") == .handled)
    scene.choose(["size": number(10)])
    scene.send("e.go", by: "manager")
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.two.b2"])
    scene.choose(["gifts": 3])
    #expect(scene.send("campaign.changed", by: "manager") == .taken)
    #expect(scene.said == ["+one"])
    #expect(scene.stages == ["work.one.a", "work.two.b2"])
    #expect(scene.send("campaign.changed", by: "manager") == .handled)
  }

  /// With no track called for, the stage around them is itself the innermost.
  @Test func aStageWithoutItsTracksStillTakesEvents() throws {
    var scene = try Scene(TransitionTests.conditional)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work"])
    #expect(scene.send("e.out", by: "manager") == .taken)
    #expect(scene.stages == ["left"])
  }

  @Test func ignoringTheChangeDoesNotKeepTracksOut() throws {
    var scene = try Scene(
      TransitionTests.conditional.replacing("  on e.out go to left\n", with: "  on campaign.changed ignore\n"))
    scene.send("e.go", by: "manager")
    scene.choose(["gifts": 3])
    #expect(scene.send("campaign.changed", by: "manager") == .taken)
    #expect(scene.stages == ["work.one.a"])
  }

  /// The lines for the change itself read the stages as they were.
  @Test func tracksAreAddedAfterTheLinesOfTheChange() throws {
    var scene = try Scene(
      TransitionTests.conditional.replacing(
        "stage a\n", with: "stage a\n      on campaign.changed go to a2\n    end\n    stage a2\n"))
    scene.send("e.go", by: "manager")
    scene.choose(["gifts": 3])
    scene.send("campaign.changed", by: "manager")
    #expect(scene.stages == ["work.one.a"])
    scene.send("campaign.changed", by: "manager")
    #expect(scene.stages == ["work.one.a2"])
  }

  /// Two lines that lead into a track which is not called for change the same part, although nothing there is left.
  @Test func theInnerLineWinsWhereNothingActiveIsLeft() throws {
    var scene = try Scene(
      """
      campaign
        gifts  product list  optional
      end
      event e.go by manager
      stage a
        on e.go
          note "outer"
          go to v
        end
        track t
          on e.go
            note "inner"
            go to v
          end
        end
        track v when gifts is set
          stage w
          end
        end
      end
      final z
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["inner"])
  }
}
