import Testing
import WorkroomMachine

/// Where a line leads, and which stages it leaves and enters on the way.
@Suite struct TransitionTargetTests {
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
    var scene = try Scene(Self.nest)
    scene.send("e.inside", by: "manager")
    #expect(scene.said == ["-a", "+b"])
    scene.send("e.track", by: "manager")
    #expect(scene.said == ["-c", "-right", "+right", "+d"])
    #expect(scene.stages == ["work.left.b", "work.right.d"])
  }

  @Test func toASiblingTrackReentersTheStageAround() throws {
    var scene = try Scene(Self.nest)
    scene.send("e.inside", by: "manager")
    scene.send("e.sibling", by: "manager")
    #expect(scene.said == ["-c", "-right", "-b", "-left", "-work", "+work", "+left", "+a", "+right", "+d"])
    #expect(scene.stages == ["work.left.a", "work.right.d"])
  }

  @Test func restartLeavesAndEntersTheStageThatHoldsTheLine() throws {
    var scene = try Scene(Self.nest)
    scene.send("e.inside", by: "manager")
    scene.send("e.again", by: "manager")
    #expect(scene.said == ["-c", "-right", "-b", "-left", "-work", "+work", "+left", "+a", "+right", "+c"])
  }

  @Test func aTargetDeepInsideEntersWhatIsAround() throws {
    var scene = try Scene(Self.nest)
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
}
