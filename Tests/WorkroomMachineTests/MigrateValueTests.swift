import Testing
import WorkroomLanguage
import WorkroomMachine

/// What a participation carries, when it goes on with a newer version of its workflow.
@Suite struct MigrateValueTests {
  @Test func fieldsGoByTheirNames() throws {
    let old = """
      record
        fee    money   default 3 USD
        rate   number  default 2
        kind   one of small, large  default large
        label  text    default "first"
        note_  text    optional
        swap   number  default 7
      end
      stage a
        on e.go set note_ to "kept"
      end
      """
    let newer = """
      record
        extra  number  default 9
        price  money   default 0 USD
        rate   percent default 4%
        kind   one of huge, large, small  default huge
        label  text    default "second"
        note_  text    optional
        other  number  optional
      end
      stage a
        on e.go when label is "first" and note_ is set and note_ is "kept" note "found"
      end
      from version 1
        fee becomes price
        swap becomes other
      end
      """
    var scene = try Scene(MigrateTests.first(old))
    scene.send("e.go", by: "manager")
    try #expect(scene.move(to: MigrateTests.second(newer)) == nil)
    #expect(scene["price"] == 300 && scene["extra"] == number(9) && scene["other"] == number(7))
    #expect(scene["rate"] == number(4), "a field of another type begins as for everybody")
    #expect(scene["kind"] == 1, "a choice goes by its name")
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["found"], "texts have the newer definition's words")
  }

  @Test func textsThatTheDefinitionDoesNotHoldAreTranslated() throws {
    let text = """
      record
        label  text  optional
      end
      event e.set by manager with label text
      stage a
        on e.set set label to event.label
      end
      """
    var scene = try Scene(MigrateTests.first(text))
    scene.send("e.set", by: "manager", ["label": 44])
    try #expect(scene.move(to: MigrateTests.second(text), texts: { $0 + 1 }) == nil)
    #expect(scene["label"] == 45)
  }

  @Test func whatIsHeldGoesAlong() throws {
    let text = """
      stage a
        on e.go assign link from group links
      end
      """
    var scene = try Scene(MigrateTests.first(text), pools: [Scene.links: 1])
    scene.send("e.go", by: "manager")
    try #expect(scene.move(to: MigrateTests.second(text)) == nil)
    #expect(scene.holds("link") && !scene.holds("discount"))
  }

  @Test func placesInLineAreKept() throws {
    let text = """
      stage a
        on e.go assign link from group links if none is left wait in line
      end
      """
    var scene = try Scene(MigrateTests.first(text))
    scene.send("e.go", by: "manager")
    let other = "on e.ask assign discount from group codes\n" + text
    try #expect(scene.move(to: MigrateTests.second(other)) == nil)
    let site = try #require(scene.machine.waiting(scene.state.span).first?.site)
    scene.view.pools = [(Scene.links, 1)]
    #expect(scene.serve(site) == .taken && scene.holds("link"))
  }
}
