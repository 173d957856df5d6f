import Foundation
import Testing
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference

/// The machine against the reference.
@Suite struct DuelTests {
  /// Runs what is otherwise sampled: `WORKROOM_WHOLE=1 swift test -c release` all of it, `WORKROOM_WHOLE=50` a fiftieth.
  static let part = ProcessInfo.processInfo.environment["WORKROOM_WHOLE"].map { max(Int($0) ?? 1, 1) }

  @Test(arguments: Programs.all) func everyProgramMeansTheSameToBoth(program: Programs.Program) throws {
    fight(try program.checked(), seeds: DuelTests.part.map { max(500 / $0, 4) } ?? 2)
  }

  /// Programs that use everything at once.
  @Test(arguments: RichPrograms.all) func richProgramsMeanTheSameToBoth(program: String) throws {
    fight(try Programs.check(program), seeds: DuelTests.part.map { max(20_000 / $0, 30) } ?? 5)
  }

  private func fight(_ workflow: CheckedWorkflow, seeds: Int) {
    for seed in 0..<seeds {
      var duel = Duel(workflow)
      var inputs = InputStream(seed: UInt64(seed), extremes: seed % 5 == 4 ? 4 : 0)
      let difference = inputs.run(&duel, steps: 60)
      #expect(difference == nil, "seed \(seed): \(difference?.description ?? "")")
      if difference != nil { return }
    }
  }

  /// An amount in the campaign's own currency counts as owed, whether its currency is named or not.
  @Test func whatAStepOwesInItsOwnCurrencyCounts() throws {
    let workflow = try Programs.check(
      """
      record
        price  money  default 5 USD
      end
      event e.go by manager
      stage a
        on e.go
          owe 10 USD for "fee"
          set price to owed
        end
      end
      """)
    var duel = Duel(workflow)
    let start = duel.step(ReferenceInput(.start, now: 0))
    #expect(start == nil)
    let event = try #require(workflow.events.firstIndex { $0.path == "e.go" })
    let manager = try #require(workflow.roles.firstIndex { $0.name == "manager" })
    for _ in 0..<2 {
      let difference = duel.step(ReferenceInput(.event, event, role: manager, now: 0))
      #expect(difference == nil, "\(difference?.description ?? "")")
    }
    #expect(duel.reference.snapshot(duel.state).record == [2000])
  }

  /// A line for another role is not looked at where another item is meant.
  @Test func whatIsNotMeantIsNotTraced() throws {
    let workflow = try Programs.check(
      """
      event task.added by manager with task text optional
      event task.posted by manager or director with task text optional
      stage a
        each task at most 2 of 2
          stage s
            on task.posted by director go to f
          end
          final f
        end
      end
      """)
    var duel = Duel(workflow)
    let start = duel.step(ReferenceInput(.start, now: 0))
    #expect(start == nil)
    let event = try #require(workflow.events.firstIndex { $0.path == "task.posted" })
    let manager = try #require(workflow.roles.firstIndex { $0.name == "manager" })
    let name = try #require(duel.reference.snapshot(duel.state).items[1].record[CheckedEach.nameField])
    for (task, lines) in [(Int64(77), 0), (name, 1)] {
      let difference = duel.step(ReferenceInput(.event, event, role: manager, now: 0), payload: [1, task])
      #expect(difference == nil, "\(difference?.description ?? "")")
      #expect(duel.outcome.trace.count == lines)
    }
  }

  // MARK: The duel itself

  /// A duel between two workflows that differ finds where.
  @Test func aDifferenceIsFoundAndTold() throws {
    func workflow(_ line: String) throws -> CheckedWorkflow {
      try Programs.check(
        """
        record
          n  number  default 0
        end
        event e.go by manager
        stage a
          on e.go
            \(line)
            go to b
          end
        end
        stage b
        end
        """)
    }
    var duel = try Duel(workflow("add 1 to n"), machine: Machine.compile(workflow("add 2 to n")))
    let first = duel.step(ReferenceInput(.start, now: 0))
    #expect(first == nil)
    let workflow = duel.workflow
    let event = try #require(workflow.events.firstIndex { $0.path == "e.go" })
    let manager = try #require(workflow.roles.firstIndex { $0.name == "manager" })
    let second = duel.step(ReferenceInput(.event, event, role: manager, now: 0))
    let difference = try #require(second)
    #expect(difference.step == 2)
    #expect(difference.input == "`e.go` by manager at 1970-01-01T00:00:00Z")
    #expect(difference.lines == ["`n`: the machine has 2000000, the reference 1000000"])
    #expect(difference.trace == ["left `a`", "line 6 fired", "entered `b`"])
  }

  /// Streams reach what they are for: each way in which a step can end, timers, items and places in line.
  @Test func streamsReachEverything() throws {
    var statuses: Set<StepStatus> = []
    var kinds: Set<Effect.Kind> = []
    var (items, timers, waits) = (0, 0, 0)
    let wanted: Set<Effect.Kind> = [
      .email, .note, .tell, .claim, .release, .owe, .voidReason, .paid, .poolEmpty, .wait, .earmark,
    ]
    for program in RichPrograms.all {
      let workflow = try Programs.check(program)
      for seed in 0..<32 where seed < 8 || !kinds.isSuperset(of: wanted) {
        var duel = Duel(workflow)
        var inputs = InputStream(seed: UInt64(seed))
        _ = inputs.run(&duel, steps: 0)
        for _ in 0..<60 {
          guard inputs.next(&duel) == nil else { return }
          statuses.insert(duel.outcome.status)
          kinds.formUnion(duel.outcome.effects.map(\.effect.kind))
          let snapshot = duel.reference.snapshot(duel.state)
          items = max(items, snapshot.items.count)
          timers = max(timers, snapshot.timers.count)
          waits = max(waits, snapshot.waits.count)
        }
      }
    }
    #expect(statuses.isSuperset(of: [.taken, .handled, .ignored, .refused, .denied]))
    #expect(kinds.isSuperset(of: wanted))
    #expect(items > 1 && timers > 2 && waits > 0)
  }
}
