import Testing
import WorkroomMachine
import WorkroomReference

/// §8 and §9 of `Grammar/Semantics.md`: going back, and items.
@Suite struct ItemLawTests {
  // MARK: §8 Resume

  static let hold = """
    event e.next by manager
    event e.hold by manager
    event e.back by manager
    event e.top by manager
    event e.named by manager
    stage work
      on e.hold go to on_hold
      after 10 days note "work"
      stage first
        on e.next go to second
      end
      stage second
        on enter note "+second"
        after 4 days note "second"
        stage deep
          on e.next go to deeper
          once entered note "deep"
        end
        stage deeper
        end
      end
    end
    stage on_hold
      on e.back resume
      on e.top resume work at the top
      on e.named resume work
    end
    """

  @Test(arguments: [("e.back", "work.second.deeper"), ("e.named", "work.second.deeper"), ("e.top", "work.second.deep")])
  func aStageIsEnteredAsItWasLeft(event: String, stage: String) throws {
    var scene = try LawScene(ItemLawTests.hold)
    scene.send("e.next", by: "manager")
    scene.send("e.next", by: "manager")
    #expect(scene.wait(days: 3) == [])
    scene.send("e.hold", by: "manager")
    #expect(scene.stages == ["on_hold"] && scene.due == nil)
    scene.wait(days: 20)
    scene.send(event, by: "manager")
    #expect(scene.stages == [stage])
    #expect(scene.said == (event == "e.top" ? ["+second", "deep"] : ["+second"]))
    // One day of four is left, and seven of ten.
    #expect(scene.wait(days: 0.9) == [])
    #expect(scene.wait(days: 0.2) == ["second"])
    #expect(scene.wait(days: 6) == ["work"])
  }

  @Test func whatWasNeverVisitedBeginsAtItsFirstStage() throws {
    var scene = try LawScene(
      """
      event e.back by manager
      event e.name by manager
      stage first
        on e.back resume
        on e.name resume other
      end
      stage other
        stage a
        end
        stage b initial
        end
      end
      """)
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["first"])
    scene.send("e.name", by: "manager")
    #expect(scene.stages == ["other.b"])
  }

  @Test func tracksThatWereThereComeBackAndOthersAreAskedAgain() throws {
    var scene = try LawScene(
      """
      campaign
        size  number  default 1
      end
      event e.next by manager
      event e.hold by manager
      event e.back by manager
      stage work
        on e.hold go to held
        track one when size is 1
          stage a
            on e.next go to b
          end
          stage b
          end
        end
        track two when size is 2
          stage c
          end
        end
      end
      stage held
        on e.back resume work
      end
      """)
    scene.send("e.next", by: "manager")
    scene.send("e.hold", by: "manager")
    scene.choose(["size": number(2)])
    scene.send("campaign.changed", by: "manager")
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.one.b", "work.two.c"])
  }

  // MARK: §9 Each

  static let items = """
    record
      tasks  number  default 2
    end
    event e.all by manager
    event e.out by manager
    event e.back by manager
    event e.again by manager
    event e.tasks by manager with tasks number
    stage agreeing
      on e.tasks
        set tasks to event.tasks
        go to making
      end
    end
    stage making
      on e.out go to paused
      track work
        each deliverable at most 3 of tasks
          record
            drafts  number  default 0
          end
          on enter note "+item"
          on leave note "-item"
          stage to_post
            on content.draft_submitted
              add 1 to drafts
              go to in_review
            end
            on e.all add 1 to drafts
          end
          stage in_review
            on content.approved go to approved
          end
          final approved
          on e.again restart
        end
      end
      once all deliverables are done go to complete
    end
    stage paused
      on e.back resume
      on e.again go to making
    end
    final complete
    """

  private func started(tasks: Double) throws -> LawScene {
    var scene = try LawScene(ItemLawTests.items)
    scene.send("e.tasks", by: "manager", ["tasks": number(tasks)])
    return scene
  }

  private func names(_ scene: LawScene) -> [Int64?] { scene.snapshot.items.map { $0.record[0] } }

  @Test(arguments: [(2.0, 2), (2.9, 2), (5, 3), (1, 1)]) func asManyItemsBeginAsAreAgreed(
    tasks: Double, count: Int
  ) throws {
    let scene = try started(tasks: tasks)
    #expect(scene.snapshot.items.map(\.place) == Array(0..<count))
    #expect(scene.said == Array(repeating: "+item", count: count))
    #expect(scene.snapshot.items.allSatisfy { $0.record[1] == nil && $0.record[2] == 0 })
  }

  /// With no item there is nothing left to do.
  @Test(arguments: [0.0, -1, 0.5]) func withoutItemsAnEachIsDone(tasks: Double) throws {
    #expect(try started(tasks: tasks).stages == ["complete"])
  }

  @Test func anEventGoesToTheItemThatItNames() throws {
    var scene = try started(tasks: 2)
    let names = names(scene)
    scene.send("content.draft_submitted", by: "influencer", ["deliverable": names[1]!])
    #expect(scene.stages == ["making.work.deliverable.to_post 0", "making.work.deliverable.in_review 1"])
    #expect(scene.snapshot.items.map { $0.record[2] } == [0, number(1)])
    // Without a name it could mean either; with one that nobody has, none.
    #expect(scene.send("content.draft_submitted", by: "influencer") == .handled)
    #expect(scene.send("content.draft_submitted", by: "influencer", ["deliverable": 5]) == .handled)
    // What cannot name an item is for all of them.
    scene.send("e.all", by: "manager")
    #expect(scene.snapshot.items.map { $0.record[2] } == [number(1), number(1)])
    var alone = try started(tasks: 1)
    #expect(alone.send("content.draft_submitted", by: "influencer") == .taken)
  }

  @Test func itemsAreAddedAndWaived() throws {
    var scene = try started(tasks: 2)
    let names = names(scene)
    #expect(scene.send("deliverable.waived", by: "manager", ["deliverable": names[0]!]) == .taken)
    #expect(scene.said == ["-item"] && scene.snapshot.items.map(\.place) == [1])
    #expect(scene.send("deliverable.waived", by: "manager", ["deliverable": names[0]!]) == .refused)
    // The lowest free place, and the name that goes with it.
    #expect(scene.send("deliverable.added", by: "manager", ["due": date("2026-04-01")]) == .taken)
    #expect(self.names(scene) == names && scene.snapshot.items[0].record[1] == date("2026-04-01"))
    #expect(scene.send("deliverable.added", by: "manager", ["deliverable": names[1]!]) == .refused)
    #expect(scene.send("deliverable.added", by: "manager", ["deliverable": 9]) == .taken)
    #expect(self.names(scene) == names + [9])
    #expect(scene.send("deliverable.added", by: "manager") == .refused, "there are three at most")
  }

  @Test func aNameThatIsTakenIsNotGivenAgain() throws {
    var scene = try started(tasks: 3)
    let names = names(scene)
    scene.send("deliverable.waived", by: "manager", ["deliverable": names[0]!])
    scene.send("deliverable.waived", by: "manager", ["deliverable": names[1]!])
    scene.send("deliverable.added", by: "manager", ["deliverable": names[1]!])
    scene.send("deliverable.added", by: "manager")
    #expect(self.names(scene) == [names[1], names[0], names[2]])
  }

  @Test func allOfThemAreDoneWhenEachIs() throws {
    var scene = try started(tasks: 2)
    for name in names(scene) {
      scene.send("content.draft_submitted", by: "influencer", ["deliverable": name!])
      #expect(!scene.snapshot.isFinished)
      scene.send("content.approved", by: "manager", ["deliverable": name!])
    }
    #expect(scene.stages == ["complete"])
  }

  @Test func itemsStayThemselvesWhenTheyRestartOrComeBack() throws {
    var scene = try started(tasks: 2)
    let first = names(scene)[0]!
    scene.send("deliverable.added", by: "manager", ["deliverable": 7, "due": date("2026-04-01")])
    scene.send("content.draft_submitted", by: "influencer", ["deliverable": first])
    let before = scene.snapshot
    scene.send("e.out", by: "manager")
    #expect(scene.said == ["-item", "-item", "-item"] && scene.snapshot.items.isEmpty)
    scene.send("e.back", by: "manager")
    #expect(scene.snapshot.items == before.items && scene.snapshot.active == before.active)
    scene.send("e.again", by: "manager")
    #expect(scene.snapshot.items == before.items)
    #expect(scene.stages.allSatisfy { $0.hasPrefix("making.work.deliverable.to_post") })
    // Entered anew, new ones begin.
    scene.send("e.out", by: "manager")
    scene.send("e.again", by: "manager")
    #expect(scene.snapshot.items.count == 2 && scene.snapshot.items.allSatisfy { $0.record[2] == 0 })
  }

  @Test func allOfOneItemComesBeforeAllOfTheNext() throws {
    var scene = try LawScene(
      """
      event e.go by manager
      event ticket.added by manager with ticket text optional
      stage a
        each ticket at most 3
          on enter note "+item"
          on leave note "-item"
          stage one
            on enter note "+one"
            on leave note "-one"
            on e.go
              note "go"
              go to two
            end
          end
          final two
        end
        on e.go note "a"
      end
      """)
    scene.send("ticket.added", by: "manager")
    #expect(scene.said == ["+item", "+one"])
    scene.send("ticket.added", by: "manager")
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["a", "-one", "-one", "go", "go"])
  }

  /// §8.5: neither where it is added nor where its stage is entered anew, in the round in which the former one ends.
  @Test(arguments: ["0", "1"]) func anItemKnowsNothingOfTheOneBefore(count: String) throws {
    let text = """
      event task.added by manager with task text optional
      event e.post by manager
      event e.back by manager
      stage s
        on task.added restart
        each task at most 2 of \(count)
          stage first
            on e.post go to second
            on e.back resume
          end
          stage second
            on e.post go to first
          end
        end
      end
      """
    var scene = try LawScene(text)
    scene.send("task.added", by: "manager")
    scene.send("e.post", by: "manager")
    scene.send("task.added", by: "manager")
    let begun = scene.stages
    #expect(!begun.isEmpty && begun.allSatisfy { $0.contains(".first ") })
    #expect(scene.send("e.back", by: "manager") == .taken)
    #expect(scene.stages == begun)
    var duel = Duel(scene.reference.workflow)
    var inputs = InputStream(seed: 7)
    let difference = inputs.run(&duel, steps: 200)
    #expect(difference == nil, "\(difference?.description ?? "")")
  }
}
