import Testing
import WorkroomMachine

/// Automatic rules and raised events: what happens until a step is stable.
@Suite struct OnceTests {
  @Test func aConditionThatComesTrue() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.add by manager
      stage a
        on e.add add 1 to n
        once n is at least 2 go to b
      end
      final b
      """)
    scene.send("e.add", by: "manager")
    #expect(scene.stages == ["a"])
    scene.send("e.add", by: "manager")
    #expect(scene.stages == ["b"])
  }

  @Test func allTracksAreDone() throws {
    let text = """
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
            on e.two go to d
          end
          final d, e
        end
        track three when gifts is set
          stage f
            on e.one go to g
          end
          final g
        end
        once all of one, two and three are done go to finished
      end
      final finished
      """
    // A track that is not called for counts as done.
    var scene = try Scene(text)
    scene.send("e.one", by: "manager")
    #expect(scene.stages == ["work.one.b", "work.two.c"])
    scene.send("e.two", by: "manager")
    #expect(scene.stages == ["finished"])
    scene = try Scene(text, campaign: ["gifts": 1])
    scene.send("e.two", by: "manager")
    #expect(!scene.isFinished)
    scene.send("e.one", by: "manager")
    #expect(scene.isFinished)
  }

  @Test(arguments: [
    ("once work is done go to z", true), ("once work is done and one is done go to z", true),
    ("once n is 0 and one is done and two is done go to z", true), ("once n is 1 or two is done go to z", true),
    ("once one is not done go to z", true), ("once not (one is done and two is done) go to z", true),
    ("once n is 1 and work is done go to z", false),
  ]) func doneInConditions(line: String, leads: Bool) throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager
      stage idle
        on e.go go to work
      end
      stage work
        \(line)
        track one
          stage a
            on e.go go to b
          end
          final b
        end
        track two
          stage c
            on e.go go to d
          end
          final d
        end
      end
      final z
      """)
    let asksWhatIsNot = line.contains("not")
    scene.send("e.go", by: "manager")
    #expect(scene.isFinished == asksWhatIsNot)
    scene.send("e.go", by: "manager")
    #expect(scene.isFinished == leads)
  }

  @Test func doneIsAskedOfTheFinalInsideWhileEntering() throws {
    // On entering a track nothing inside it is active yet, and nothing is done.
    var scene = try Scene(
      """
      event e.go by manager
      stage idle
        on e.go go to work
      end
      stage work
        track one
          on enter when one is done note "too early"
          on leave when one is done note "too late"
          stage a
            on e.go go to b
          end
          final b
        end
        once one is done go to z
      end
      final z
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said.isEmpty)
    scene.send("e.go", by: "manager")
    #expect(scene.said.isEmpty)
    #expect(scene.isFinished)
  }

  @Test func enteredAndOtherwise() throws {
    let text = """
      record
        n  number  default 0
      end
      event e.go by manager with n number
      stage a
        on e.go
          set n to event.n
          go to choice
        end
      end
      stage choice
        once n is 1 go to one
        once n is 2 go to two
        once otherwise go to rest
      end
      stage one
        once entered go to gone
      end
      final two, rest, gone
      """
    for (n, stage) in [(1.0, "gone"), (2, "two"), (3, "rest")] {
      var scene = try Scene(text)
      scene.send("e.go", by: "manager", ["n": number(n)])
      #expect(scene.stages == [stage])
    }
  }

  @Test func aReactionRunsOnceAStay() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.add by manager
      event e.again by manager
      stage a
        on e.add add 1 to n
        once entered note "entered"
        once n is at least 1 note "some"
        once otherwise note "none"
        on e.again restart
      end
      """)
    // `once otherwise` runs where no earlier line of its kind applies; `once entered` always applies.
    #expect(scene.said == ["entered"])
    scene.send("e.add", by: "manager")
    #expect(scene.said == ["some"])
    scene.send("e.add", by: "manager")
    #expect(scene.said.isEmpty)
    scene.send("e.again", by: "manager")
    #expect(scene.said == ["entered", "some"])
  }

  @Test func outsideTheStages() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.add by manager
      once n is at least 2 go to full
      stage a
        on e.add add 1 to n
      end
      final full
      """)
    scene.send("e.add", by: "manager")
    scene.send("e.add", by: "manager")
    #expect(scene.isFinished)
  }

  // MARK: Raised events

  @Test func raisedEventsComeAfterOnceAndInOrder() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager
      event x.first by system with n number
      event x.second by system with n number
      on x.first
        note "first"
        add event.n to n
      end
      on x.second note "second"
      stage a
        on e.go
          raise x.first with n 3
          raise x.second with n 4
          note "go"
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
        on x.second
          raise x.first with n 5
          go to d
        end
      end
      stage d
        on x.first when event.n is 5 go to z
      end
      final z
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["go", "once", "first", "second", "first"])
    #expect(scene["n"] == number(8))
    #expect(scene.isFinished)
  }

  /// More values than anything else that is calculated at once.
  @Test func aRaisedEventCarriesManyValues() throws {
    let names = (0..<40).map { "v\($0)" }
    var scene = try Scene(
      """
      record
        sum  number  default 0
        lost number  optional
      end
      event e.go by manager with n number
      event x.all by system with \(names.map { "\($0) number" }.joined(separator: ", ")), missing number optional
      on x.all
        \(names.map { "add event.\($0) to sum" }.joined(separator: "\n  "))
        set lost to event.missing
      end
      stage a
        on e.go raise x.all with \(names.map { "\($0) event.n" }.joined(separator: ", "))
      end
      """)
    scene.send("e.go", by: "manager", ["n": number(2)])
    #expect(scene["sum"] == number(80))
    #expect(scene["lost"] == nil)
  }

  @Test func aRaisedEventIsNotRefused() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event x.up by manager
      stage a
        on e.go
          note "go"
          raise x.up
        end
        on x.up refuse "only people"
      end
      """)
    #expect(scene.send("e.go", by: "manager") == .taken)
    #expect(scene.said == ["go"])
    #expect(scene.buffer.refusal == -1 && scene.buffer.decisiveRule == -1)
    #expect(scene.send("x.up", by: "manager") == .refused)
  }

  @Test func aStepThatGoesRoundForEverFails() throws {
    var scene = try Scene(
      """
      record
        n  number  default 0
      end
      event e.go by manager with n number
      event x.again by system
      stage a
        on e.go
          set n to event.n
          note "go"
          raise x.again
        end
        on x.again when n is more than 0
          subtract 1 from n
          raise x.again
        end
      end
      """)
    #expect(scene.send("e.go", by: "manager", ["n": number(999)]) == .taken)
    #expect(scene["n"] == 0)
    #expect(scene.send("e.go", by: "manager", ["n": number(1000)]) == .tooManyRounds)
    #expect(scene["n"] == 0)
  }

  /// The track can only be done while the stage inside is active, and the stage around it only when it is not.
  @Test func aStageIsNotDoneTogetherWithATrackInsideIt() throws {
    let scene = try Scene(
      """
      campaign
        gifts  product list  optional
      end
      stage a
        stage b
          once all of a and t are done go to z
          track t when gifts is set
            stage u
            end
            final v
          end
        end
        final w
      end
      final z
      """)
    #expect(scene.stages == ["a.b"])
  }
}
