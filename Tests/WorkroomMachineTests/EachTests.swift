import Testing
import WorkroomLanguage
import WorkroomMachine

/// A small machine for each of several items.
@Suite struct EachTests {
  static let text = """
    record
      tasks  number  default 0
    end
    event task.added by manager with task text optional, due date optional
    event task.waived by manager with task text
    event task.posted by influencer or system with task text optional
    event task.approved by manager with task text optional
    event e.go by manager with tasks number optional
    event e.all by manager
    event e.out by manager
    event e.back by manager
    stage before
      on e.go
        set tasks to event.tasks
        go to work
      end
    end
    stage work
      on enter note "+work"
      track other
        stage o
          on e.all note "all"
        end
      end
      each task at most 4
        record
          drafts  number  default 0
          grade   text    default "none"
        end
        on enter note "+task"
        on leave note "-task"
        stage to_post
          on enter note "NAME"
          on task.posted
            add 1 to drafts
            go to review
          end
          on e.all note "NAME"
          at task.due note "due"
        end
        stage review
          on leave note "-review"
          on task.posted when drafts is less than 2 go to to_post
          on task.approved
            set grade to "good"
            go to approved
          end
          after 3 days note "NAME"
          once entered note "reviewed"
        end
        final approved
      end
      on e.out go to away
      once all tasks are done go to finished
    end
    stage away
      on e.back resume work
    end
    final finished
    """

  /// Puts the item's name in place of the text `NAME`.
  static func scene(_ text: String = text) throws -> Scene {
    try Scene(text) { workflow in
      for index in workflow.expressions.indices {
        guard case .text(let words) = workflow.expressions[index].operation, workflow.texts[words] == "NAME" else {
          continue
        }
        workflow.expressions[index].operation = .field(.item, CheckedEach.nameField)
      }
    }
  }

  private func working(_ count: Double) throws -> Scene {
    var scene = try EachTests.scene()
    scene.send("e.go", by: "manager", ["tasks": number(count)])
    return scene
  }

  // MARK: Beginning

  @Test func asManyBeginAsTheCountSays() throws {
    for (count, expected) in [(1, 1), (2.9, 2), (4, 4), (7, 4), (0.5, 0), (-3, 0)] as [(Double, Int)] {
      var scene = try EachTests.scene(
        EachTests.text.replacing("once all tasks are done go to finished", with: "on e.go stay"))
      scene.send("e.go", by: "manager", ["tasks": number(count)])
      #expect(scene.items == (1...4).prefix(expected).map { "\($0) to_post" }, "\(count)")
    }
  }

  @Test func itemsBeginInTheirOrder() throws {
    let scene = try working(2)
    #expect(scene.said == ["+work", "+task", "1", "+task", "2"])
    #expect(scene.item("2", "drafts") == 0)
    #expect(scene.item("2", "grade") == scene.word("none"))
    #expect(scene.item("2", "due") == nil)
    #expect(scene.machine.snapshot(scene.state.span).items.map(\.place) == [0, 1])
  }

  @Test func withoutAnyItIsDoneAtOnce() throws {
    #expect(try working(0).stages == ["finished"])
    var scene = try EachTests.scene(EachTests.text)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["finished"], "a count that is not set is none")
  }

  @Test func whatTheFirstItemDoesToTheCountIsTooLate() throws {
    var scene = try EachTests.scene(
      EachTests.text.replacing("on enter note \"+task\"", with: "on enter subtract 1 from tasks"))
    scene.send("e.go", by: "manager", ["tasks": number(3)])
    #expect(scene.items.count == 3)
  }

  // MARK: Adding and waiving

  @Test func itemsAreAdded() throws {
    var scene = try working(1)
    scene.send("task.added", by: "manager", ["task": 77, "due": date("2026-03-05")])
    #expect(scene.status == .taken)
    #expect(scene.items == ["1 to_post", "77 to_post"])
    #expect(scene.said == ["+task", "?"])
    #expect(scene.due == "2026-03-05T00:00:00Z")
    #expect(scene.machine.items(scene.state.span)[1].due == date("2026-03-05"))
    // The same name again: nobody takes it.
    #expect(scene.send("task.added", by: "manager", ["task": 77]) == .refused)
    scene.send("task.added", by: "manager")
    scene.send("task.added", by: "manager")
    #expect(scene.items == ["1 to_post", "77 to_post", "3 to_post", "4 to_post"])
    #expect(!scene.machine.awaitedEvents(scene.state.span).contains(scene.machine.event(named: "task.added")!))
    // No place is left.
    #expect(scene.send("task.added", by: "manager") == .refused)
    #expect(scene.send("task.added") == .ignored)
  }

  @Test func anAddedItemTakesTheLowestFreeNumber() throws {
    var scene = try working(3)
    scene.send("task.waived", by: "manager", ["task": scene.word("2")])
    scene.send("task.added", by: "manager", ["task": scene.word("4")])
    #expect(scene.items == ["1 to_post", "4 to_post", "3 to_post"])
    // Its place is the fourth, but that name is taken.
    scene.send("task.added", by: "manager")
    #expect(scene.items.last == "2 to_post")
  }

  @Test func itemsAreWaived() throws {
    var scene = try working(2)
    scene.send("task.posted", by: "influencer", ["task": scene.word("2")])
    #expect(scene.send("task.waived", by: "manager", ["task": 5]) == .refused)
    #expect(scene.send("task.waived", by: "manager") == .refused)
    scene.send("task.waived", by: "manager", ["task": scene.word("2")])
    #expect(scene.status == .taken)
    #expect(scene.said == ["-review", "-task"])
    #expect(scene.items == ["1 to_post"])
    #expect(scene.timerCount == 0)
    scene.send("task.waived", by: "manager", ["task": scene.word("1")])
    #expect(scene.stages == ["finished"], "with no live item it is done")
    #expect(scene.send("task.added", by: "manager") == .refused, "what is finished takes no more")
  }

  @Test func anItemBeginsAfresh() throws {
    var scene = try working(2)
    let two = scene.word("2")
    scene.send("task.posted", by: "influencer", ["task": two])
    scene.send("task.waived", by: "manager", ["task": two])
    scene.send("task.added", by: "manager")
    #expect(scene.items == ["1 to_post", "2 to_post"])
    #expect(scene.item("2", "drafts") == 0)
  }

  @Test func linesForTheEventComeFirst() throws {
    let lines = """
      on task.added note "told"
      on task.waived when tasks is 3 refuse "not now"
      on task.added when tasks is 3 refuse "not now"
      stage before
      """
    let text = EachTests.text.replacing("stage before", with: lines)
    var scene = try EachTests.scene(text)
    #expect(scene.send("task.added", by: "manager") == .refused, "nothing is there to add to")
    #expect(scene.said.isEmpty)
    scene.send("e.go", by: "manager", ["tasks": number(1)])
    scene.send("task.added", by: "manager")
    #expect(scene.said == ["told", "+task", "2"], "a line outside the stages runs, since the event is taken")
    scene = try EachTests.scene(text)
    scene.send("e.go", by: "manager", ["tasks": number(3)])
    #expect(scene.send("task.added", by: "manager") == .refused)
    #expect(scene.send("task.waived", by: "manager", ["task": scene.word("1")]) == .refused)
    #expect(scene.items.count == 3)
  }

  @Test func rulesAddItemsToo() throws {
    var scene = try EachTests.scene(
      EachTests.text.replacing("on e.all note \"all\"", with: "on e.all raise task.added"))
    scene.send("e.go", by: "manager", ["tasks": number(1)])
    scene.send("e.all", by: "manager")
    #expect(scene.items == ["1 to_post", "2 to_post"])
  }

  // MARK: Routing

  @Test func anEventGoesToTheItemItNames() throws {
    var scene = try working(3)
    scene.send("task.posted", by: "influencer", ["task": scene.word("2")])
    #expect(scene.items == ["1 to_post", "2 review", "3 to_post"])
    #expect(scene.item("2", "drafts") == number(1) && scene.item("1", "drafts") == 0)
    #expect(scene.send("task.posted", by: "influencer", ["task": 99]) == .refused)
  }

  @Test func withoutANameItGoesToTheOnlyOne() throws {
    var scene = try working(1)
    scene.send("task.posted", by: "influencer")
    #expect(scene.items == ["1 review"])
    scene.send("task.added", by: "manager")
    #expect(scene.send("task.posted", by: "influencer") == .refused)
    #expect(scene.send("task.posted") == .ignored)
    scene.send("task.waived", by: "manager", ["task": scene.word("1")])
    scene.send("task.posted", by: "influencer")
    #expect(scene.items == ["2 review"])
  }

  @Test func anEventThatNamesNoneGoesToAll() throws {
    var scene = try working(2)
    scene.send("e.all", by: "manager")
    #expect(scene.said == ["all", "1", "2"])
  }

  @Test func aTraceTellsOnlyOfTheItemThatIsMeant() throws {
    var scene = try working(3)
    let two = scene.word("2")
    for _ in 0..<3 { scene.send("task.posted", by: "influencer", ["task": two]) }
    #expect(scene.items[1] == "2 review" && scene.item("2", "drafts") == number(2))
    var buffer = StepBuffer()
    buffer.isTracing = true
    var state = scene.state
    var span = state.mutableSpan
    let event = scene.machine.event(named: "task.posted")!
    let input = StepInput(kind: .event, index: Int32(event), role: -1, now: scene.now)
    let payload = [1, two]
    #expect(
      step(scene.machine, &span, at: 0, input, payload: payload.span, view: scene.view, into: &buffer) == .ignored)
    #expect(buffer.trace.map(\.verdict) == [.conditionFalse])
  }

  // MARK: Done, timers, memory

  @Test func itIsDoneWhenAllItsItemsAre() throws {
    var scene = try working(2)
    for name in ["1", "2"] {
      #expect(scene.stages.first == "work.other.o")
      scene.send("task.posted", by: "influencer", ["task": scene.word(name)])
      scene.send("task.approved", by: "manager", ["task": scene.word(name)])
    }
    #expect(scene.stages == ["finished"])
  }

  @Test func aDoneItemIsStillLive() throws {
    var scene = try working(2)
    scene.send("task.posted", by: "influencer", ["task": scene.word("1")])
    scene.send("task.approved", by: "manager", ["task": scene.word("1")])
    #expect(scene.items == ["1 approved", "2 to_post"])
    #expect(scene.item("1", "grade") == scene.word("good"))
    #expect(scene.send("task.posted", by: "influencer") == .refused, "two are live")
  }

  @Test func timersAndOnceLinesBelongToAnItem() throws {
    var scene = try working(2)
    scene.send("task.posted", by: "influencer", ["task": scene.word("2")])
    #expect(scene.said == ["reviewed"])
    scene.wait(days: 1)
    scene.send("task.posted", by: "influencer", ["task": scene.word("1")])
    #expect(scene.said == ["reviewed"])
    #expect(scene.wait(days: 2) == ["2"])
    #expect(scene.wait(days: 1) == ["1"])
    let timers = scene.machine.snapshot(scene.state.span).timers
    #expect(timers.isEmpty)
  }

  @Test func timersOfItemsFireInTheirOrder() throws {
    var scene = try working(3)
    for name in ["3", "1", "2"] { scene.send("task.posted", by: "influencer", ["task": scene.word(name)]) }
    #expect(scene.machine.snapshot(scene.state.span).timers.map(\.item) == [0, 1, 2])
    #expect(scene.wait(days: 3) == ["1", "2", "3"])
  }

  @Test func itemsComeBackAsTheyWere() throws {
    var scene = try working(2)
    scene.send("task.added", by: "manager", ["task": 77, "due": date("2026-05-01")])
    scene.send("task.posted", by: "influencer", ["task": 77])
    scene.send("task.waived", by: "manager", ["task": scene.word("1")])
    scene.wait(days: 1)
    let before = scene.machine.snapshot(scene.state.span)
    scene.send("e.out", by: "manager")
    #expect(scene.items.isEmpty)
    #expect(scene.said == ["-review", "-task", "-task"])
    scene.wait(days: 40)
    scene.send("e.back", by: "manager")
    #expect(scene.items == ["2 to_post", "77 review"])
    let after = scene.machine.snapshot(scene.state.span)
    #expect(after.active == before.active && after.items == before.items)
    #expect(scene.wait(days: 1.9).isEmpty)
    #expect(scene.wait(days: 0.2) == ["?"], "the three days go on with the two that were left")
  }

  @Test func aFreshEntryBeginsNewItems() throws {
    var scene = try EachTests.scene(EachTests.text.replacing("on e.back resume work", with: "on e.back go to work"))
    scene.send("e.go", by: "manager", ["tasks": number(2)])
    scene.send("task.posted", by: "influencer", ["task": scene.word("1")])
    scene.send("task.added", by: "manager", ["task": 77])
    scene.send("e.out", by: "manager")
    scene.send("e.back", by: "manager")
    #expect(scene.items == ["1 to_post", "2 to_post"])
    #expect(scene.item("1", "drafts") == 0)
  }

  @Test func stagesAreTheCheckedOnes() throws {
    var scene = try working(3)
    scene.send("task.posted", by: "influencer", ["task": scene.word("3")])
    let stages = scene.machine.activeStages(scene.state.span)
    #expect(stages == Set(stages).sorted())
    let paths = stages.map { scene.machine.workflow.stages[$0].path }
    #expect(paths.suffix(3) == ["work.task", "work.task.to_post", "work.task.review"])
    let review = stages[stages.count - 1]
    let mask = scene.machine.mask(of: [review])
    let asked = mask.indices.contains { word in
      mask[word] & UInt64(bitPattern: scene.state[StateLayout.activeStart + word]) != 0
    }
    #expect(asked)
  }

  /// More words for fields than one mask has bits.
  @Test func manyFieldsOfManyItems() throws {
    let fields = (0..<20).map { "      f\($0)  number  optional" }.joined(separator: "\n")
    var scene = try Scene(
      """
      event task.added by manager with task text optional
      event task.waived by manager with task text
      event e.set by manager with task text
      event e.clear by manager with task text
      stage work
        each task at most 9
          record
      \(fields)
          end
          stage a
            on e.set set f19 to 5
            on e.clear clear f19
          end
        end
      end
      """)
    for _ in 0..<9 { scene.send("task.added", by: "manager") }
    #expect(scene.items.count == 9)
    scene.send("e.set", by: "manager", ["task": scene.word("7")])
    for name in 1...9 {
      #expect(scene.item("\(name)", "f19") == (name == 7 ? number(5) : nil))
    }
    scene.send("e.clear", by: "manager", ["task": scene.word("7")])
    #expect(scene.item("7", "f19") == nil)
  }

  @Test func itemsWaitInLineEachForItself() throws {
    var scene = try Scene(
      """
      event task.added by manager with task text optional
      event e.go by manager with task text
      event e.back by manager
      stage work
        on e.back release discount
        each task at most 3
          stage a
            on e.go assign discount from group codes if none is left wait in line
          end
        end
      end
      """)
    for _ in 0..<2 { scene.send("task.added", by: "manager") }
    for name in ["1", "2"] { scene.send("e.go", by: "manager", ["task": scene.word(name)]) }
    let waits = scene.machine.snapshot(scene.state.span).waits
    #expect(waits.map(\.item) == [0, 1])
    let site = try #require(scene.machine.assignment(action: waits[1].action, item: 1))
    #expect(scene.machine.assignmentIdentity(site) == (waits[1].action, 1))
    scene.view.pools = [(Scene.codes, 1)]
    #expect(scene.serve(site) == .taken)
    #expect(scene.machine.snapshot(scene.state.span).waits.map(\.item) == [0])
  }
}
