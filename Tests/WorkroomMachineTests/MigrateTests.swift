import Testing
import WorkroomLanguage
import WorkroomMachine

/// A participation that goes on with a newer version of its workflow.
@Suite struct MigrateTests {
  static let events = """
    event e.go by manager
    event e.next by manager
    event e.out by manager
    event e.back by manager
    event e.ask by manager
    event task.added by manager with task text optional
    event task.done by manager with task text optional
    event task.waived by manager with task text

    """

  static func first(_ body: String) -> String { "workflow \"W\" version 1\n" + events + body }
  static func second(_ body: String) -> String { "workflow \"W\" version 2\n" + events + body }

  static let work = """
    stage a
      on e.go go to work
    end
    stage work
      after 20 days note "old"
      track one
        stage o1
          on enter note "+o1"
          on e.next go to o2
        end
        stage o2
          on enter note "+o2"
          after 10 days note "ten"
          every 3 days at most 2 times note "tick"
          once entered note "once"
        end
      end
    end
    """

  private func working(_ body: String = work) throws -> Scene {
    var scene = try Scene(MigrateTests.first(body))
    scene.send("e.go", by: "manager")
    scene.send("e.next", by: "manager")
    return scene
  }

  @Test func whatHasTheSamePathStaysAndTimersKeepTheirDueTimes() throws {
    var scene = try working()
    #expect(scene.wait(days: 4) == ["tick"])
    let before = scene.machine.snapshot(scene.state.span)
    try #expect(scene.move(to: MigrateTests.second("stage new\n  on e.go go to a\nend\n" + MigrateTests.work)) == nil)
    #expect(scene.stages == ["work.one.o2"])
    #expect(scene.said.isEmpty, "no line runs on enter, and what ran once in this stay has run")
    #expect(scene.machine.snapshot(scene.state.span).timers.map(\.due) == before.timers.map(\.due))
    #expect(scene.wait(days: 20) == ["tick", "ten", "old"])
  }

  @Test func theNumberMustBeHigher() throws {
    var scene = try working()
    let before = scene.state
    try #expect(scene.move(to: MigrateTests.first(MigrateTests.work)) == .notNewer)
    #expect(scene.state == before)
  }

  @Test func timersMayBeginAnew() throws {
    var scene = try working()
    scene.wait(days: 9)
    try #expect(
      scene.move(to: MigrateTests.second(MigrateTests.work + "\nfrom version 1\n  timers restart\nend")) == nil)
    #expect(scene.wait(days: 2.9).isEmpty)
    #expect(scene.wait(days: 18) == ["tick", "tick", "ten", "old"])
  }

  @Test func timersGoByTheirPositionAmongTheirKind() throws {
    var scene = try working()
    scene.wait(days: 4)
    let newer = MigrateTests.work.replacing(
      "after 10 days note \"ten\"",
      with: "every 4 days note \"four\"\n      after 1 day note \"ten\"\n      after 2 days note \"new\"")
    try #expect(scene.move(to: MigrateTests.second(newer)) == nil)
    // The first `every` goes on where the older one was, the second begins; so do the two `after`.
    #expect(scene.wait(days: 1.9).isEmpty)
    #expect(scene.wait(days: 0.2) == ["four", "new"])
    #expect(scene.wait(days: 1) == ["tick"])
    #expect(scene.wait(days: 3) == ["four", "ten", "tick"])
  }

  @Test func whatASpentCountComesTo() throws {
    var scene = try working()
    #expect(scene.wait(days: 4) == ["tick"])
    try #expect(
      scene.move(to: MigrateTests.second(MigrateTests.work.replacing("at most 2 times", with: "at most 1 times")))
        == nil)
    #expect(scene.wait(days: 10) == ["ten"])
  }

  // MARK: Stages

  @Test func linesSayWhatStagesBecome() throws {
    let newer = """
      stage a
        on e.go go to job
      end
      stage job
        after 1 day note "one"
        track first
          stage p1
            on e.next go to p2
          end
          stage p2
            on enter note "+p2"
            after 1 day note "two"
          end
        end
      end
      from version 1
        work becomes job
        work.one becomes first
        o2 becomes p2
      end
      """
    var scene = try working()
    try #expect(scene.move(to: MigrateTests.second(newer)) == nil)
    #expect(scene.stages == ["job.first.p2"])
    #expect(scene.said.isEmpty && scene.due == "2026-03-11T09:00:00Z")
    // The inside of a stage goes along with it.
    scene = try working()
    try #expect(
      scene.move(
        to: MigrateTests.second(
          MigrateTests.work.replacing("work", with: "job") + "\nfrom version 1\n  work becomes job\nend")
      ) == nil)
    #expect(scene.stages == ["job.one.o2"])
  }

  @Test func whatWasRemovedKeepsTheParticipation() throws {
    var scene = try working()
    let newer = MigrateTests.work.replacing("o2", with: "o3")
    try #expect(scene.move(to: MigrateTests.second(newer)) == .removed("work.one.o2"))
    #expect(scene.stages == ["work.one.o2"] && scene.machine.workflow.version == 1)
    try #expect(
      scene.move(to: MigrateTests.second(newer + "\nfrom version 1\n  o2 becomes a\nend")) == nil)
    #expect(scene.stages == ["a"])
  }

  @Test func newTracksAreEntered() throws {
    let newer = """
      campaign
        gifts  product list  optional
      end
      stage a
        on e.go go to work
      end
      stage work
        after 20 days note "old"
        track zero
          stage z
            on enter note "+z"
            on e.ask stay
          end
        end
        track one
          stage o1
            on e.next go to o2
          end
          stage o2
            on enter note "+o2"
            stage inner
              on enter note "+inner"
              after 1 day note "inner"
            end
          end
        end
        track two when gifts is set
          stage t
            on enter note "+t"
            once entered note "once t"
          end
        end
        once in t and in z note "both"
      end
      """
    var scene = try working()
    try #expect(scene.move(to: MigrateTests.second(newer)) == nil)
    #expect(scene.stages == ["work.zero.z", "work.one.o2.inner"], "a stage that holds others now begins inside")
    #expect(scene.said == ["+z", "+inner"])
    #expect(scene.wait(days: 1) == ["inner"])
    scene = try working()
    try #expect(scene.move(to: MigrateTests.second(newer), campaign: ["gifts": 1]) == nil)
    #expect(scene.said == ["+z", "+inner", "+t", "both", "once t"])
  }

  @Test func stagesThatExcludeEachOther() throws {
    let old = """
      stage work
        track one
          stage o
            on e.next stay
          end
        end
        track two
          stage t
            on e.next stay
          end
        end
      end
      """
    let newer = """
      stage work
        stage o
          on e.next stay
        end
        stage t
          on e.next stay
        end
      end
      from version 1
        one.o becomes work.o
        two.t becomes work.t
      end
      """
    var scene = try Scene(MigrateTests.first(old))
    try #expect(scene.move(to: MigrateTests.second(newer)) == .exclusive("work.o", "work.t"))
    try #expect(scene.move(to: MigrateTests.second(newer.replacing("becomes work.t", with: "becomes work.o"))) == nil)
    #expect(scene.stages == ["work.o"])
  }

  @Test func onceLinesRunAfterwardsAndAFailureKeepsTheParticipation() throws {
    let old = """
      record
        n  number  default 5
      end
      stage a
        on e.go stay
      end
      stage b
        on e.go stay
      end
      """
    var scene = try Scene(MigrateTests.first(old))
    try #expect(
      scene.move(to: MigrateTests.second(old.replacing("stage a\n", with: "stage a\n  once n is 5 go to b\n"))) == nil)
    #expect(scene.stages == ["b"])
    scene = try Scene(MigrateTests.first(old))
    let forever = old.replacing("on e.go stay", with: "once n is 5 restart")
    try #expect(scene.move(to: MigrateTests.second(forever)) == .failed(.tooManyRounds))
    #expect(scene.stages == ["a"] && scene.machine.workflow.version == 1)
  }

  @Test func whatIsFinishedStaysFinished() throws {
    let old = "stage a\n  on e.go go to z\nend\nfinal z\n"
    var scene = try Scene(MigrateTests.first(old))
    scene.send("e.go", by: "manager")
    try #expect(scene.move(to: MigrateTests.second("after 3 days note \"late\"\n" + old + "final y\n")) == nil)
    #expect(scene.isFinished && scene.timerCount == 0)
    scene = try Scene(MigrateTests.first(old))
    try #expect(
      scene.move(to: MigrateTests.second("after 3 days note \"late\"\n" + old + "from version 1\n  a becomes z\nend"))
        == nil)
    #expect(scene.isFinished && scene.timerCount == 0)
  }
}
