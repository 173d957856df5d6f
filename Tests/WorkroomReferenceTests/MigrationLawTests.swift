import Testing
import WorkroomMachine
import WorkroomReference

/// §15: a participation goes on with a newer version of its workflow.
@Suite struct MigrationLawTests {
  static let work = """
    event e.go by manager
    event e.next by manager
    event e.back by manager
    stage a
      on e.go go to work
    end
    stage work
      on e.back go to away
      track one
        stage o1
          on e.next go to o2
        end
        stage o2
          on enter note "+o2"
          once entered note "once o2"
          after 10 days note "ten"
          every 3 days at most 3 times note "tick"
        end
      end
    end
    stage away
      on e.next resume
    end
    """

  static func first(_ body: String) -> String { "workflow \"W\" version 1\n\(body)\n" }
  static func second(_ body: String, _ lines: String...) -> String {
    "workflow \"W\" version 2\n\(body)\nfrom version 1\n\(lines.joined(separator: "\n"))\nend\n"
  }

  /// In `work.one.o2`, two days after it was entered.
  private func working() throws -> LawScene {
    var scene = try LawScene(MigrationLawTests.first(MigrationLawTests.work))
    scene.send("e.go")
    scene.send("e.next")
    scene.wait(days: 2)
    return scene
  }

  // MARK: Stages

  @Test func theNumberMustBeHigher() throws {
    var scene = try working()
    try #expect(scene.move(to: MigrationLawTests.first(MigrationLawTests.work)) == .notNewer)
  }

  /// §15.2, §15.3, §15.5: nothing is entered that is there already, and nothing runs that has run.
  @Test func whatIsTheSameGoesOn() throws {
    var scene = try working()
    let before = scene.snapshot
    try #expect(scene.move(to: MigrationLawTests.second(MigrationLawTests.work)) == nil)
    #expect(scene.snapshot == before && scene.outcome.effects.isEmpty)
    #expect(scene.wait(days: 8) == ["tick", "tick", "tick", "ten"])
  }

  @Test func aStageIsWhatALineSaysOrLiesInsideWhatALineMoves() throws {
    let newer = MigrationLawTests.work.replacing("work", with: "job").replacing("o1", with: "p1")
    var scene = try working()
    try #expect(scene.move(to: MigrationLawTests.second(newer, "work becomes job")) == nil)
    #expect(scene.stages == ["job.one.o2"])
    scene = try LawScene(MigrationLawTests.first(MigrationLawTests.work))
    scene.send("e.go")
    try #expect(scene.move(to: MigrationLawTests.second(newer, "work becomes job", "o1 becomes p1")) == nil)
    #expect(scene.stages == ["job.one.p1"])
    scene = try LawScene(MigrationLawTests.first(MigrationLawTests.work))
    scene.send("e.go")
    try #expect(scene.move(to: MigrationLawTests.second(newer, "work becomes job")) == .removed("work.one.o1"))
    #expect(scene.stages == ["work.one.o1"])
  }

  @Test func stagesThatCannotBeActiveTogetherKeepTheParticipation() throws {
    let old =
      "stage w\n  track t\n    stage x\n    end\n  end\n  track u\n    stage y\n    end\n  end\nend\n"
    var scene = try LawScene(MigrationLawTests.first(old))
    let newer = "stage w\n  stage x\n  end\n  stage y\n  end\nend\n"
    try #expect(
      scene.move(to: MigrationLawTests.second(newer, "t.x becomes w.x", "u.y becomes w.y")) == .exclusive("w.x", "w.y"))
    try #expect(scene.move(to: MigrationLawTests.second(newer, "t.x becomes w.x", "u.y becomes w.x")) == nil)
    #expect(scene.stages == ["w.x"])
  }

  /// §15.3: tracks, items and insides that are new are entered in the order of the text.
  @Test func whatIsNewIsEntered() throws {
    let newer = MigrationLawTests.work.replacing(
      "    after 10 days note \"ten\"",
      with: "    after 10 days note \"ten\"\n      stage inner\n        on enter note \"+inner\"\n      end"
    ).replacing(
      "  track one\n",
      with: """
          track zero
            on enter note "+zero"
          end
          track never when gifts is set
            on enter note "+never"
          end
          each task at most 3 of 2
            on enter note "+task"
            stage todo
            end
          end
          track one

        """)
    var scene = try working()
    try #expect(
      scene.move(to: MigrationLawTests.second("campaign\n  gifts  product list  optional\nend\n" + newer)) == nil)
    #expect(scene.said == ["+zero", "+task", "+task", "+inner"])
    #expect(scene.stages == ["work.zero", "work.one.o2.inner", "work.task.todo 0", "work.task.todo 1"])
    #expect(scene.snapshot.items.map(\.place) == [0, 1])
  }

  // MARK: Values

  @Test func fieldsGoByNameAndType() throws {
    let old = """
      record
        fee    money   default 3 USD
        rate   number  default 2
        kind   one of small, large  default large
        label  text    default "first"
      end
      stage a
      end
      """
    let newer = """
      record
        price  money   default 0 USD
        rate   percent default 4%
        kind   one of huge, large, small  default huge
        extra  number  default 9
        label  text    default "second"
      end
      stage a
        on proposal.accepted when label is "first" note "found"
      end
      """
    var scene = try LawScene(MigrationLawTests.first(old))
    try #expect(scene.move(to: MigrationLawTests.second(newer, "fee becomes price")) == nil)
    #expect(scene["price"] == 300 && scene["rate"] == number(4) && scene["kind"] == 1 && scene["extra"] == number(9))
    scene.send("proposal.accepted")
    #expect(scene.said == ["found"])
  }

  @Test func whatNothingSetsAsideAnyMoreIsFreed() throws {
    let old = """
      campaign
        budget  money  default 100 USD
      end
      stage a
        on enter earmark 30 USD from budget
        on proposal.accepted earmark 40 USD from budget
      end
      """
    var scene = try LawScene(MigrationLawTests.first(old))
    try #expect(scene.move(to: MigrationLawTests.second(old)) == nil)
    #expect(scene.outcome.effects.isEmpty && scene.snapshot.earmarked == [3000])
    scene = try LawScene(MigrationLawTests.first(old))
    let newer = old.split(separator: "\n").filter { !$0.contains("earmark") }.joined(separator: "\n")
    try #expect(scene.move(to: MigrationLawTests.second(newer)) == nil)
    #expect(scene.outcome.effects.map(\.effect) == [Effect(kind: .earmark, a: 0, b: -3000)])
    #expect(scene.snapshot.earmarked == [0])
  }

  // MARK: Rules

  @Test func timersMayBeginAnew() throws {
    var scene = try working()
    try #expect(scene.move(to: MigrationLawTests.second(MigrationLawTests.work, "timers restart")) == nil)
    #expect(scene.due == "2026-03-06T09:00:00Z")
  }

  /// Known by their positions among their kind: the older `after` goes on as the first one, and the second is new.
  @Test func timersGoByTheirPositions() throws {
    var scene = try working()
    let newer = MigrationLawTests.work.replacing(
      "after 10 days note \"ten\"", with: "after 1 day note \"first\"\n      after 1 day note \"second\""
    ).replacing("at most 3 times", with: "at most 1 times")
    scene.wait(days: 2)
    try #expect(scene.move(to: MigrationLawTests.second(newer)) == nil)
    #expect(scene.wait(days: 20) == ["second", "first"], "what has fired as often as it may fires no more")
  }

  /// A transition that leaves its stage may have put it in line: the place is kept.
  @Test func placesInLineAreKept() throws {
    let old = """
      stage a
        on proposal.accepted
          assign link from group links if none is left wait in line
          go to b
        end
      end
      stage b
      end
      """
    var scene = try LawScene(MigrationLawTests.first(old))
    scene.send("proposal.accepted")
    #expect(scene.stages == ["b"] && scene.snapshot.waits.count == 1)
    try #expect(scene.move(to: MigrationLawTests.second("on proposal.declined note \"no\"\n" + old)) == nil)
    scene.view.pools = [(7, 1)]
    #expect(scene.serve() == .taken && scene.snapshot.held == [1])
  }

  // MARK: Memory

  @Test func whoeverWouldNotFindBackStays() throws {
    var scene = try working()
    scene.send("e.back")
    #expect(scene.stages == ["away"])
    let stays = MigrationLawTests.second(MigrationLawTests.work.replacing("o2", with: "o3"))
    try #expect(scene.move(to: stays) == .removed("work.one.o2"))
    let moves = MigrationLawTests.second(MigrationLawTests.work.replacing("o2", with: "o3"), "o2 becomes o3")
    try #expect(scene.move(to: moves) == nil)
    scene.wait(days: 30)
    scene.send("e.next")
    #expect(scene.stages == ["work.one.o3"])
    #expect(scene.wait(days: 1) == ["tick"], "timers go on with the time that was left")
  }

  /// §15.6: what follows from the newer version's rules belongs to the move, and may undo it.
  @Test func theMoveSettles() throws {
    let old = "record\n  n  number  default 5\nend\nstage a\nend\nstage b\nend\n"
    var scene = try LawScene(MigrationLawTests.first(old))
    let newer = old.replacing("stage a\n", with: "stage a\n  once n is 5 go to b\n")
    try #expect(scene.move(to: MigrationLawTests.second(newer)) == nil)
    #expect(scene.stages == ["b"])
    scene = try LawScene(MigrationLawTests.first(old))
    let forever = MigrationLawTests.second(newer.replacing("stage b\n", with: "stage b\n  once n is 5 go to a\n"))
    try #expect(scene.move(to: forever) == .failed(.tooManyRounds))
    #expect(scene.stages == ["a"])
  }
}
