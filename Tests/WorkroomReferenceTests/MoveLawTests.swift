import Testing
import WorkroomMachine
import WorkroomReference

/// §5 to §7 of `Grammar/Semantics.md`: leaving and entering, automatic rules, done.
@Suite struct MoveLawTests {
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
    var scene = try LawScene(Self.moves)
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
