import Testing
import WorkroomMachine

/// Stages that are entered as they were left, with the time that was left of their timers.
@Suite struct ResumeTests {
  static let text = """
    campaign
      gifts  product list  optional
    end
    event e.go by manager
    event e.next by manager
    event e.side by manager
    event e.pause by manager
    event e.back by manager
    event e.top by manager
    event e.again by manager
    event e.other by manager
    stage before
      on e.go go to work
      on e.back resume work
    end
    stage work
      on enter note "+work"
      on e.pause go to paused
      on e.other go to other
      after 20 days note "old"
      track one
        stage first
          on e.next go to second
        end
        stage second
          on enter note "+second"
          stage inner
            on e.next go to deep
          end
          stage deep
            on enter note "+deep"
            after 10 days note "deep"
            every 3 days at most 2 times note "tick"
            once entered note "once"
          end
        end
      end
      track two
        on e.side go to there
        stage here
          on e.next stay
        end
        stage there
          on e.next stay
        end
      end
      track three when gifts is set
        stage wait
          on e.side go to given
        end
        stage given
          on e.next stay
        end
      end
    end
    stage paused
      on e.back resume work
      on e.top resume work at the top
      on e.again restart
    end
    stage other
      on e.back resume
      on e.again restart
      on e.pause go to paused
    end
    """

  private func deep(_ campaign: [String: Int64] = [:]) throws -> Scene {
    var scene = try Scene(ResumeTests.text, campaign: campaign)
    scene.send("e.go", by: "manager")
    scene.send("e.next", by: "manager")
    scene.send("e.next", by: "manager")
    scene.send("e.side", by: "manager")
    #expect(scene.stages.prefix(2) == ["work.one.second.deep", "work.two.there"])
    return scene
  }

  @Test func aStageIsEnteredAsItWasLeft() throws {
    var scene = try deep()
    scene.send("e.pause", by: "manager")
    #expect(scene.stages == ["paused"])
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.one.second.deep", "work.two.there"])
    #expect(scene.said == ["+work", "+second", "+deep", "once"], "lines run as on every entry, once reactions too")
  }

  @Test func onlyItsFirstLevel() throws {
    var scene = try deep()
    scene.send("e.pause", by: "manager")
    scene.send("e.top", by: "manager")
    #expect(scene.stages == ["work.one.first", "work.two.here"], "both tracks, as they begin")
  }

  @Test func theFirstLevelOfAStageWithoutTracks() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event e.out by manager
      event e.back by manager
      stage work
        on e.out go to away
        stage a
          on e.go go to b
        end
        stage b
          after 4 days note "b"
          stage c
            on e.go go to d
          end
          stage d
            on e.go stay
          end
        end
      end
      stage away
        on e.back resume work at the top
      end
      """)
    scene.send("e.go", by: "manager")
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.b.d"])
    scene.wait(days: 1)
    scene.send("e.out", by: "manager")
    scene.wait(days: 30)
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.b.c"])
    #expect(scene.wait(days: 2.9).isEmpty)
    #expect(scene.wait(days: 0.2) == ["b"])
  }

  @Test func whatWasNeverVisitedBeginsAtItsFirstStage() throws {
    var scene = try Scene(ResumeTests.text)
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.one.first", "work.two.here"])
  }

  @Test func withoutANameWhatWasActiveWhenTheStageWasEntered() throws {
    var scene = try deep()
    scene.send("e.other", by: "manager")
    #expect(scene.stages == ["other"])
    scene.send("e.again", by: "manager")
    #expect(scene.stages == ["other"], "a restart keeps what is remembered")
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.one.second.deep", "work.two.there"])
    // From another stage: that one is remembered.
    scene.send("e.pause", by: "manager")
    scene.send("e.top", by: "manager")
    scene.send("e.other", by: "manager")
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.one.first", "work.two.here"])
  }

  @Test func timersGoOnWithTheTimeThatWasLeft() throws {
    var scene = try deep()
    #expect(scene.wait(days: 4) == ["tick"])
    scene.send("e.pause", by: "manager")
    #expect(scene.timerCount == 0)
    #expect(scene.wait(days: 100).isEmpty)
    scene.send("e.back", by: "manager")
    // Two days to the next tick, six to the ten days, sixteen to the twenty; the ticks are two at most.
    #expect(scene.wait(days: 1.9).isEmpty)
    #expect(scene.wait(days: 0.2) == ["tick"])
    #expect(scene.wait(days: 3.8).isEmpty)
    #expect(scene.wait(days: 0.2) == ["deep"])
    scene.send("e.pause", by: "manager")
    scene.send("e.back", by: "manager")
    #expect(scene.wait(days: 9.8).isEmpty, "what has fired is spent")
    #expect(scene.wait(days: 0.2) == ["old"])
  }

  @Test func withoutANameTimersGoOnToo() throws {
    var scene = try deep()
    scene.wait(days: 9)
    scene.send("e.other", by: "manager")
    scene.wait(days: 50)
    scene.send("e.back", by: "manager")
    #expect(scene.wait(days: 0.9).isEmpty)
    #expect(scene.wait(days: 0.2) == ["deep"])
  }

  @Test func whatWasOverdueIsDueAtOnce() throws {
    var scene = try deep()
    scene.now += 11 * Scene.day
    scene.send("e.pause", by: "manager")
    scene.now += Scene.day
    scene.send("e.back", by: "manager")
    #expect(scene.machine.nextTimer(scene.state.span)?.due == scene.now)
  }

  @Test func stagesEnteredByDefaultBeginAnew() throws {
    var scene = try deep()
    scene.wait(days: 9)
    scene.send("e.pause", by: "manager")
    scene.send("e.top", by: "manager")
    scene.send("e.next", by: "manager")
    scene.send("e.next", by: "manager")
    #expect(scene.stages[0] == "work.one.second.deep")
    #expect(scene.wait(days: 2.9).isEmpty)
    #expect(scene.wait(days: 7.2) == ["tick", "tick", "deep"])
  }

  @Test func aTrackThatIsCalledForSinceIsEnteredByDefault() throws {
    var scene = try deep()
    scene.send("e.pause", by: "manager")
    scene.choose(["gifts": 1])
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.one.second.deep", "work.two.there", "work.three.wait"])
    // One that was remembered comes back as it was, and stays away where it is not called for and was not there.
    scene.send("e.side", by: "manager")
    scene.send("e.pause", by: "manager")
    scene.choose([:])
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.one.second.deep", "work.two.there", "work.three.given"])
  }

  @Test func datesAreReadAnew() throws {
    var scene = try Scene(
      """
      campaign
        start  date  default 2026-03-02
      end
      event e.out by manager
      event e.back by manager
      stage work
        at start note "start"
        on e.out go to away
      end
      stage away
        on e.back resume work
      end
      """)
    #expect(scene.wait(days: 1) == ["start"])
    scene.send("e.out", by: "manager")
    scene.send("e.back", by: "manager")
    #expect(scene.wait(days: 1) == ["start"])
  }

  @Test func aTimersTransitionIsRememberedToo() throws {
    var scene = try Scene(
      """
      event e.back by manager
      event e.go by manager
      stage work
        stage a
          on e.go go to b
        end
        stage b
          after 2 days go to away
        end
      end
      stage away
        on e.back resume
        on e.go go to twice
      end
      stage twice
        on e.back resume
      end
      """)
    scene.send("e.go", by: "manager")
    scene.wait(days: 3)
    #expect(scene.stages == ["away"])
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.b"])
    #expect(scene.timerCount == 0, "what has fired is spent")
    scene.send("e.back", by: "manager")
    #expect(scene.status == .refused)
  }

  @Test func aStageEnteredWithItsParentRemembersNothing() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event e.back by manager
      event e.in by manager
      stage before
        on e.go go to work
      end
      stage work
        on e.go go to before
        stage hold
          on e.back resume
          on e.in go to a
        end
        stage a
          on e.in go to b
        end
        stage b
          on e.in go to hold
        end
      end
      """)
    scene.send("e.go", by: "manager")
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.hold"], "as its parent begins")
    for stage in ["a", "b", "hold"] {
      scene.send("e.in", by: "manager")
      #expect(scene.stages == ["work.\(stage)"])
    }
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.b"])
    scene.send("e.in", by: "manager")
    scene.send("e.go", by: "manager")
    scene.send("e.go", by: "manager")
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.hold"], "entered with its parent, it has forgotten")
  }

  @Test func aStepThatIsUndoneLeavesTheMemoryAlone() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager
      event e.out by manager
      event e.back by manager
      stage work
        on e.out go to away
        stage a
          on e.go go to b
        end
        stage b
          on e.go stay
        end
      end
      stage away
        on enter add 1 to n
        once n is 2 go to bad
        on e.back resume work
      end
      stage bad
        once entered go to worse
      end
      stage worse
        once entered go to bad
      end
      """)
    scene.send("e.out", by: "manager")
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.a"])
    scene.send("e.go", by: "manager")
    #expect(scene.send("e.out", by: "manager") == .tooManyRounds)
    #expect(scene.stages == ["work.b"])
  }
}
