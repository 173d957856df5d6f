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
}
