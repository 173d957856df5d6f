import Testing
import WorkroomLanguage
import WorkroomMachine

/// Codes, links and what else comes out of a pool.
@Suite struct PoolTests {
  static let both = """
    event e.go by manager
    event e.back by manager
    event e.off by manager
    stage a
      on e.go assign discount from group codes paying 10% and link from group links
      on e.back release discount and link
      on e.off disable discount
    end
    """

  @Test func bothOrNeither() throws {
    var scene = try Scene(PoolTests.both, pools: [Scene.codes: 1])
    scene.send("e.go", by: "manager")
    // The link's group is empty: the operator is told, the step goes on.
    #expect(scene.effects.map(\.kind) == [.poolEmpty])
    #expect(scene.effects[0].a == 1 && scene.effects[0].b == Scene.links)
    #expect(!scene.holds("discount") && !scene.holds("link"))
    #expect(scene.view.pools.first?.available == 1)

    scene = try Scene(PoolTests.both, pools: [Scene.codes: 1, Scene.links: 1])
    scene.send("e.go", by: "manager")
    #expect(scene.effects.map(\.kind) == [.claim, .claim])
    #expect(scene.effects.map(\.c) == [number(10), -1])
    #expect(scene.holds("discount") && scene.holds("link"))
    #expect(scene.buffer.askedPools)
    // Holding both, nothing is asked for.
    scene.send("e.go", by: "manager")
    #expect(scene.effects.isEmpty)
  }

  @Test func holdingOneOnlyTheOtherIsTaken() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event e.code by manager
      stage a
        on e.code assign discount from group codes
        on e.go assign discount from group codes and link from group links
      end
      """, pools: [Scene.codes: 1, Scene.links: 1])
    scene.send("e.code", by: "manager")
    scene.send("e.go", by: "manager")
    #expect(scene.effects.map(\.a) == [1])
    #expect(scene.holds("link"))
  }

  @Test func releaseAndDisable() throws {
    var scene = try Scene(PoolTests.both, pools: [Scene.codes: 2, Scene.links: 2])
    scene.send("e.back", by: "manager")
    #expect(scene.effects.isEmpty)
    scene.send("e.go", by: "manager")
    scene.send("e.off", by: "manager")
    #expect(scene.kinds == [.disable] && !scene.holds("discount"))
    scene.send("e.back", by: "manager")
    #expect(scene.kinds == [.release] && !scene.holds("link"))
    scene.send("e.go", by: "manager")
    #expect(scene.holds("discount"))
  }

  @Test func anAssignmentIsAnEventOfTheSameStep() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage a
        on e.go assign discount from group codes
        on discount.assigned
          note "here it is"
          go to b
        end
      end
      stage b
      end
      """, pools: [Scene.codes: 1])
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["here it is"])
    #expect(scene.stages == ["b"])
  }

  @Test func ifNoneIsLeft() throws {
    var scene = try Scene(
      """
      record
        missed  number  default 0
      end
      event e.go by manager
      stage a
        on e.go
          assign discount from group codes paying 5%
            if none is left add 1 to missed
          note "went on"
        end
        once missed is at least 2 go to z
      end
      final z
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["went on"])
    #expect(scene["missed"] == number(1))
    scene.view.pools = [(Scene.codes, 1)]
    scene.send("e.go", by: "manager")
    #expect(scene["missed"] == number(1) && scene.holds("discount"))
  }

  @Test func aGroupThatIsNotChosenIsEmpty() throws {
    var scene = try Scene(
      """
      campaign
        codes  discount group  optional
      end
      event e.go by manager
      stage a
        on e.go assign discount from codes
      end
      """, pools: [0: 5])
    scene.send("e.go", by: "manager")
    #expect(scene.kinds == [.poolEmpty])
    scene.choose(["codes": 4])
    scene.view.pools = [(4, 1)]
    scene.send("e.go", by: "manager")
    #expect(scene.kinds == [.claim])
  }

  static let line = """
    event e.go by manager
    event e.out by manager
    stage idle
      on e.go go to waiting
    end
    stage waiting
      on enter assign discount from group codes and link from group links
        if none is left wait in line
      once discount is held go to served
      on e.out go to idle
    end
    stage served
    end
    """

  @Test func waitingInLineAndBeingServed() throws {
    var scene = try Scene(PoolTests.line, pools: [Scene.codes: 1])
    scene.send("e.go", by: "manager")
    #expect(scene.kinds == [.wait])
    let places = scene.machine.waiting(scene.state.span)
    #expect(places.map(\.kinds) == [[0, 1]])
    // Not enough for both yet.
    #expect(scene.serve(places[0].site) == .ignored)
    scene.view.pools = [(Scene.codes, 1), (Scene.links, 1)]
    #expect(scene.serve(places[0].site) == .taken)
    #expect(scene.kinds == [.claim, .claim])
    #expect(scene.stages == ["served"])
    #expect(scene.machine.waiting(scene.state.span).isEmpty)
    #expect(scene.serve(places[0].site) == .ignored)
  }

  @Test func leavingGivesUpThePlace() throws {
    var scene = try Scene(PoolTests.line)
    scene.send("e.go", by: "manager")
    #expect(scene.machine.waiting(scene.state.span).count == 1)
    scene.send("e.out", by: "manager")
    #expect(scene.machine.waiting(scene.state.span).isEmpty)
  }

  @Test func aStepSeesWhatItHasTaken() throws {
    var scene = try Scene(
      """
      event e.go by manager
      event e.more by manager
      stage a
        on e.go
          assign discount from group codes
          release discount
          assign discount from group codes
            if none is left note "none left"
        end
        on e.more assign discount from group codes
      end
      """, pools: [Scene.codes: 1])
    scene.send("e.go", by: "manager")
    #expect(scene.kinds == [.claim, .release, .note])
  }

  @Test func orderAndWhoAskedForIt() throws {
    var scene = try Scene(
      """
      record
        fee  money  default 5 USD
      end
      event e.go by manager
      event e.void by manager
      stage a
        on e.go go to b
        on leave owe fee for "leaving"
      end
      stage b
        on enter owe 20% of fee for "entering"
        on e.void void owed for "leaving"
        on conversion.voided note "voided"
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.kinds == [.owe, .owe])
    #expect(scene.effects.map(\.a) == [500, 100])
    let lines = scene.effects.map { scene.machine.workflow.rules[Int($0.rule)].line }
    #expect(lines == [8, 11])
    scene.send("e.void", by: "manager")
    #expect(scene.kinds == [.voidReason])
    scene.send("conversion.voided", by: "store", ["conversion": 77])
    #expect(scene.kinds == [.voidSubject, .note])
    #expect(scene.effects[0].a == 77)
  }
}
