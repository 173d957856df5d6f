import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// One event at a time: keys, roles, refusals.
@Suite struct SubmitTests {
  private func room() throws -> Room {
    try Room(Room.sentence) { room in
      try room.group("X", pattern: "[first_name]10OFF")
      try room.group("Y", 1, items: ["u1", "u2"])
    }
  }

  @Test func theSameKeyChangesNothing() throws {
    let room = try room()
    let first = try room.send("Jane", "proposal.submitted", ["price": "300 USD"], key: "k1")
    let added = try room.added {
      let again = try room.send("Jane", "proposal.submitted", ["price": "300 USD"], key: "k1")
      #expect(again.outcome == .repeated)
      #expect(again.log == first.log)
      #expect(again.reason == "it was taken before")
    }
    #expect(added.isEmpty)
  }

  @Test func theSameKeyForSomethingElseIsSetAside() throws {
    let room = try room()
    try room.send("Jane", "proposal.submitted", ["price": "300 USD"], key: "k1")
    let added = try room.added {
      let other = try room.send("Jane", "proposal.submitted", ["price": "301 USD"], key: "k1")
      #expect(other.outcome == .setAside)
      #expect(other.reason.contains("`k1`"))
    }
    #expect(added.isEmpty)
  }

  @Test func aRefusalIsRememberedByItsKeyToo() throws {
    let room = try room()
    #expect(try room.send("Jane", "proposal.accepted", key: "k1").outcome == .refused)
    try room.send("Jane", "proposal.submitted", ["price": "300 USD"])
    let again = try room.send("Jane", "proposal.accepted", key: "k1")
    #expect(again.outcome == .repeated)
    #expect(again.reason.hasPrefix("it was refused before"))
    #expect(try room.held("Jane") == nil)
  }

  @Test func aRoleThatMayNotIsRefused() throws {
    let room = try room()
    try room.send("Jane", "proposal.submitted", ["price": "300 USD"])
    let before = try room.row("Jane").state
    let added = try room.added {
      let reply = try room.send("Jane", "proposal.accepted", by: "influencer")
      #expect(reply.outcome == .refused)
      #expect(reply.reason == "`influencer` may not send `proposal.accepted`; it is for `director`, `manager`")
    }
    #expect(added == ["log": 1])
    #expect(try room.row("Jane").state == before)
    #expect(try room.send("Jane", "proposal.accepted", by: "nobody").outcome == .setAside)
  }

  @Test func aRefusedEventLeavesItsRowAlone() throws {
    let room = try room()
    let before = try room.row("Jane")
    let added = try room.added {
      let reply = try room.send("Jane", "proposal.accepted")
      #expect(reply.outcome == .refused)
      #expect(reply.possible.contains("invite"))
    }
    #expect(added == ["log": 1])
    #expect(try room.row("Jane").state == before.state)
    #expect(try room.engine.store.participation(before.id)?.state == before.state)
    #expect(try room.problems().isEmpty)
  }

  @Test(arguments: [
    ("content.posted", ["content": "a post", "views": "many"], "`views`"),
    ("content.posted", ["content": "a post", "wiews": "1"], "`wiews`"),
    ("content.posted", ["views": "1"], "`content`"),
    ("proposal.submitted", ["price": "300"], "USD"),
    ("proposal.submitted", ["price": "300 EUR"], "USD"),
    ("proposal.submited", [:], "proposal.submitted"),
  ])
  func whatCannotBeReadWritesNothing(event: String, payload: [String: String], named: String) throws {
    let room = try room()
    let added = try room.added {
      let reply = try room.send("Jane", event, payload, key: "k")
      #expect(reply.outcome == .setAside)
      #expect(reply.reason.contains(named))
    }
    #expect(added.isEmpty)
  }

  @Test func oneBadEventTakesNobodyWithIt() throws {
    let room = try room()
    let replies = try room.send([
      room.command("Jane", "proposal.submitted", ["price": "300 USD"]), room.command("Jane", "nonsense"),
      room.command("Jane", "proposal.accepted"),
    ])
    #expect(replies.map(\.outcome) == [.taken, .setAside, .taken])
    #expect(try room.held("Jane") == "Jane10OFF")
  }

  @Test func aBatchThatThrowsIsGoneWhole() throws {
    let room = try room()
    let added = try room.added {
      let error = refusal {
        try room.engine.transaction { () throws(EngineError) in
          _ = try room.engine.submit(room.command("Jane", "proposal.submitted", ["price": "300 USD"]))
          throw .request("stop")
        }
      }
      #expect(error == "stop")
    }
    #expect(added.isEmpty)
    #expect(try room.stages("Jane") == ["assigned"])
    #expect(try room.accept("Jane").outcome == .taken)
    #expect(try room.problems().isEmpty)
  }

  @Test func aRollbackTakesTheClockAndTheDefinitionWithIt() throws {
    let room = try room()
    let later = Instant("2026-06-01T00:00:00Z")!
    _ = refusal {
      try room.engine.transaction { () throws(EngineError) in
        try room.engine.clock.set(later)
        throw .request("stop")
      }
    }
    try room.accept("Jane")
    #expect(room.engine.clock.now == Room.start)
    #expect(
      refusal { try room.create("on fee.owed assign discount from group Z\n", named: "Other") }?.contains("`Z`") == true
    )
    try room.create("on fee.owed tell manager \"a fee\"\n", named: "Third")
    try room.add("Leo")
    try room.send("Leo", "fee.owed", ["amount": "5 USD"])
    #expect(try room.counts()["definition"] == 2)
    #expect(try room.problems().isEmpty)
  }

  @Test func anEarlierEventCountsAtTheHead() throws {
    let room = try room()
    try room.pass(days: 5)
    try room.send("Jane", "proposal.submitted", ["price": "300 USD"])
    try room.send("Jane", "proposal.noted", ["text": "by phone"], at: Room.start)
    let row = try #require(try room.engine.store.rows(ofParticipation: try room.row("Jane").id, in: room.campaign).last)
    #expect(row.reported == Room.start.milliseconds)
    #expect(row.occurred == room.engine.clock.now.milliseconds)
  }
}
