import Testing
import WorkroomMachine

/// Where a stage begins, transitions into several tracks, a restart at an inner stage, and conditions that ask for stages.
@Suite struct TargetTests {
  @Test func aStageBeginsAtTheOneMarkedInitial() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event e.back by manager
      stage closed
        on e.go go to work
      end
      stage work
        on e.back go to closed
        stage late
          on e.go go to early
        end
        stage early initial
          on e.go go to late
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.early"])
    scene.send("e.go", by: "manager")
    scene.send("e.back", by: "manager")
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.early"])
  }

  @Test func aWorkflowBeginsAtTheStageMarkedInitial() throws {
    let scene = try Scene(
      """
      event e.go by manager
      stage a
        on e.go go to b
      end
      stage b initial
        on e.go go to a
      end
      """)
    #expect(scene.stages == ["b"])
  }

  static let tracks = """
    event e.go by manager
    event e.two by manager
    event e.back by manager
    event e.move by manager
    stage before
      on e.go go to two.t2 and one.o2
    end
    stage work
      on enter note "+work"
      on leave note "-work"
      on e.two go to one.o2 and three.h2
      on e.back go to before
      track one
        on enter note "+one"
        on leave note "-one"
        stage o1
          on enter note "+o1"
          on e.move go to two.t2 and three.h2
        end
        stage o2
          on enter note "+o2"
          on leave note "-o2"
        end
      end
      track two
        on enter note "+two"
        on leave note "-two"
        stage t1
          on e.two go to t2
          on leave note "-t1"
        end
        stage t2
          on enter note "+t2"
        end
      end
      track three
        on enter note "+three"
        on leave note "-three"
        stage h1
          on leave note "-h1"
        end
        stage h2
          on enter note "+h2"
        end
      end
    end
    """

  @Test func severalTargetsFromOutside() throws {
    var scene = try Scene(TargetTests.tracks)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.one.o2", "work.two.t2", "work.three.h1"])
    #expect(scene.said == ["+work", "+one", "+o2", "+two", "+t2", "+three"])
  }

  @Test func severalTargetsFromAroundTheTracksLeaveOnlyTheirTracks() throws {
    var scene = try Scene(TargetTests.tracks)
    scene.send("e.go", by: "manager")
    scene.send("e.back", by: "manager")
    scene.send("e.go", by: "manager")
    scene.send("e.two", by: "manager")
    #expect(scene.stages == ["work.one.o2", "work.two.t2", "work.three.h2"])
    #expect(scene.said == ["-h1", "-three", "-o2", "-one", "+one", "+o2", "+three", "+h2"])
  }

  /// What a track between two others does at the same time keeps its place in the order of leaving and entering.
  @Test func aTrackBetweenMovesInTheOrderOfTheText() throws {
    var scene = try Scene(
      TargetTests.tracks.replacing("on e.go go to two.t2 and one.o2", with: "on e.go go to work")
        .replacing("stage t1\n      on e.two go to t2", with: "stage t1\n      on e.two go to t2"))
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.one.o1", "work.two.t1", "work.three.h1"])
    scene.send("e.two", by: "manager")
    #expect(scene.stages == ["work.one.o2", "work.two.t2", "work.three.h2"])
    #expect(
      scene.said == ["-h1", "-three", "-t1", "-one", "+one", "+o2", "+t2", "+three", "+h2"],
      "the inner transition of one track and the outer one into two others")
  }

  @Test func severalTargetsFromATrackReenterTheStageAround() throws {
    var scene = try Scene(TargetTests.tracks.replacing("on e.go go to two.t2 and one.o2", with: "on e.go go to work"))
    scene.send("e.go", by: "manager")
    scene.send("e.move", by: "manager")
    #expect(scene.stages == ["work.one.o1", "work.two.t2", "work.three.h2"])
    #expect(
      scene.said == [
        "-h1", "-three", "-t1", "-two", "-one", "-work", "+work", "+one", "+o1", "+two", "+t2", "+three", "+h2",
      ])
  }

  @Test func restartAtAnInnerStage() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event e.again by manager
      event e.track by manager
      stage work
        on enter note "+work"
        on leave note "-work"
        on e.again restart at one.o2
        on e.track restart at two
        track one
          stage o1
            on e.go go to o3
          end
          stage o2
            on e.go go to o3
          end
          stage o3
            on leave note "-o3"
          end
        end
        track two
          stage t1
            on e.go go to t2
          end
          stage t2
            on e.go stay
          end
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.one.o3", "work.two.t2"])
    scene.send("e.again", by: "manager")
    #expect(scene.stages == ["work.one.o2", "work.two.t1"])
    #expect(scene.said == ["-o3", "-work", "+work"])
    scene.send("e.track", by: "manager")
    #expect(scene.stages == ["work.one.o1", "work.two.t1"])
  }

  @Test func conditionsAskForStages() throws {
    let text = """
      event e.go by manager
      event e.ask by manager
      stage work
        on e.ask when in one.o2 and not (in t2) note "one"
        on e.ask when in work and in t2 note "both"
        once in o2 and in t2 note "once"
        track one
          stage o1
            on e.go go to o2
          end
          stage o2
            on e.go stay
          end
        end
        track two
          stage t1
            on e.go when in o2 go to t2
          end
          stage t2
            on enter note "entered"
          end
        end
      end
      """
    var scene = try Scene(text)
    scene.send("e.ask", by: "manager")
    #expect(scene.said.isEmpty)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["work.one.o2", "work.two.t1"], "conditions are read before anything moves")
    scene.send("e.ask", by: "manager")
    #expect(scene.said == ["one"])
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["entered", "once"])
    scene.send("e.ask", by: "manager")
    #expect(scene.said == ["both"])
  }
}
