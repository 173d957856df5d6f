import Testing
import WorkroomLanguage
import WorkroomMachine

/// Items and what is remembered of stages, when a participation goes on with a newer version of its workflow.
@Suite struct MigrateItemTests {
  static let tasks = """
    stage work
      on e.out go to away
      track side
        stage s1
          on e.next go to s2
        end
        stage s2
          after 10 days note "side"
        end
      end
      each task at most 3
        record
          n  number  default 1
        end
        on enter note "+task"
        stage todo
          on task.done
            add 1 to n
            go to done_
          end
          every 5 days note "todo"
        end
        stage done_
          on task.done stay
        end
      end
    end
    stage away
      on e.back resume work
      on e.ask resume
    end
    """

  private func tasks() throws -> Scene {
    var scene = try Scene(MigrateTests.first(Self.tasks))
    for _ in 0..<3 { scene.send("task.added", by: "manager") }
    scene.send("task.waived", by: "manager", ["task": scene.word("2")])
    scene.send("task.done", by: "manager", ["task": scene.word("3")])
    scene.send("e.next", by: "manager")
    return scene
  }

  @Test func itemsKeepTheirPlaces() throws {
    var scene = try tasks()
    scene.wait(days: 2)
    let newer = Self.tasks.replacing("at most 3", with: "at most 5").replacing(
      "n  number  default 1", with: "m  text default \"m\"\n      n  number  default 7")
    try #expect(scene.move(to: MigrateTests.second("-- 1\n" + newer)) == nil)
    #expect(scene.said.isEmpty)
    #expect(scene.items == ["1 todo", "3 done_"])
    #expect(scene.item("1", "n") == number(1) && scene.item("3", "n") == number(2))
    #expect(scene.item("3", "m") == scene.word("m"))
    #expect(scene.wait(days: 3) == ["todo"])
    for _ in 0..<3 { scene.send("task.added", by: "manager") }
    #expect(scene.items == ["1 todo", "2 todo", "3 done_", "4 todo", "5 todo"])
  }

  @Test func anItemWithoutAPlaceKeepsTheParticipation() throws {
    var scene = try tasks()
    try #expect(
      scene.move(to: MigrateTests.second(Self.tasks.replacing("at most 3", with: "at most 2")))
        == .removed("work.task.done_"))
  }

  @Test func aNewEachBegins() throws {
    let old =
      "record\n  tasks  number  default 2\nend\nstage work\n  track side\n    stage s\n      on e.next stay\n    end\n  end\nend\n"
    let newer = old.replacing(
      "    end\n  end\nend",
      with:
        "    end\n  end\n  each task at most 3\n    on enter note \"+task\"\n    stage t\n      on task.done stay\n    end\n  end\nend"
    )
    var scene = try Scene(MigrateTests.first(old))
    try #expect(scene.move(to: MigrateTests.second(newer)) == nil)
    #expect(scene.items == ["1 t", "2 t"])
    #expect(scene.said == ["+task", "+task"])
    // A stage that becomes one of an item's is the first item.
    scene = try Scene(MigrateTests.first(old))
    let becomes = newer.replacing("    stage s\n      on e.next stay\n    end\n", with: "    on e.next stay\n")
    try #expect(scene.move(to: MigrateTests.second(becomes + "from version 1\n  side.s becomes task.t\nend")) == nil)
    #expect(scene.items == ["1 t"])
    #expect(scene.said.isEmpty)
  }

  @Test func whatIsRememberedIsKeptWhereAllOfItIsStillThere() throws {
    for ask in ["e.back", "e.ask"] {
      var scene = try tasks()
      scene.wait(days: 2)
      scene.send("e.out", by: "manager")
      let newer = Self.tasks.replacing(
        "after 10 days note \"side\"", with: "after 10 days note \"side\"\n      after 1 day note \"new\"")
      try #expect(
        scene.move(
          to: MigrateTests.second(
            "stage other\n  on e.go stay\nend\n"
              + newer.replacing("track side", with: "track beside\n  end\n  track side")
              + "\nfrom version 1\nend")) == nil)
      #expect(scene.stages == ["away"])
      scene.wait(days: 50)
      scene.send(ask, by: "manager")
      #expect(scene.stages.contains("work.side.s2"))
      #expect(scene.items == ["1 todo", "3 done_"])
      #expect(scene.item("3", "n") == number(2))
      #expect(scene.wait(days: 1) == ["new"], "a timer that was not there begins anew")
      #expect(scene.wait(days: 2) == ["todo"], "the others go on with the time that was left")
      #expect(scene.wait(days: 5) == ["side", "todo"])
    }
  }

  /// Whoever stands where a `resume` has to lead back stays, if the way back is gone.
  @Test func whoeverWouldNotFindBackStays() throws {
    for ask in ["e.back", "e.ask"] {
      var scene = try tasks()
      scene.send("e.out", by: "manager")
      let newer = MigrateTests.second(Self.tasks.replacing("s2", with: "s3"))
      try #expect(scene.move(to: newer) == .removed("work.side.s2"))
      #expect(scene.stages == ["away"])
      scene.send(ask, by: "manager")
      #expect(scene.stages.contains("work.side.s2"))
    }
  }

  /// What a stage that nobody stands in remembers in part is forgotten.
  @Test func whatIsRememberedInPartIsForgotten() throws {
    let body = Self.tasks.replacing("  on e.ask resume\n", with: "  on e.ask stay\n")
    var scene = try Scene(MigrateTests.first(body))
    scene.send("e.next", by: "manager")
    scene.send("e.out", by: "manager")
    try #expect(scene.move(to: MigrateTests.second(body.replacing("s2", with: "s3"))) == nil)
    scene.send("e.back", by: "manager")
    #expect(scene.stages == ["work.side.s1"])
    #expect(scene.items.isEmpty)
  }
}
