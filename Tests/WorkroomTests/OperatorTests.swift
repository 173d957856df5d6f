import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Who works with a database, and what is written down of what they ask.
@Suite struct OperatorTests {
  private func room() throws -> Room {
    let room = try DirectoryTests.room()
    try room.engine.transaction { () throws(EngineError) in
      try Operators(room.engine).add("Anna", roles: ["director", "manager"])
      try Operators(room.engine).add("bob", roles: ["manager"])
    }
    return room
  }

  private func change(_ room: Room, _ body: (Operators) throws(EngineError) -> Void) throws {
    try room.engine.transaction { () throws(EngineError) in try body(Operators(room.engine)) }
  }

  private func hand(_ room: Room, _ asked: String) throws {
    room.engine.hand = Hand(roles: ["manager"], origin: .console, asked: asked)
    room.engine.hand?.operatorID = 2
    room.engine.hand?.operatorName = "bob"
    room.engine.hand?.isCommand = true
  }

  private func audit(_ room: Room) throws -> [AuditRow] {
    try room.engine.store.auditRows(of: nil, since: .min, limit: nil, offset: 0)
  }

  @Test func somebodyCanAlwaysNameOthers() throws {
    let room = try DirectoryTests.room()
    #expect(try !Operators(room.engine).areNamed)
    #expect(
      refusal { try change(room) { (o) throws(EngineError) in try o.add("bob", roles: ["manager"]) } }?
        .contains("the first operator needs the role `director`") == true)
    try change(room) { (o) throws(EngineError) in
      try o.add("Anna", roles: ["director"])
      try o.add("bob", roles: ["manager"])
    }
    for last in [
      refusal { try change(room) { (o) throws(EngineError) in try o.change("anna", roles: ["manager"]) } },
      refusal { try change(room) { (o) throws(EngineError) in try o.remove("ANNA", erases: false) } },
    ] { #expect(last?.contains("`Anna` is the last `director`") == true, "\(last ?? "")") }
    #expect(
      refusal { try change(room) { (o) throws(EngineError) in try o.add("BOB", roles: ["store"]) } }?
        .contains("already an operator called `bob`") == true)
    try change(room) { (o) throws(EngineError) in
      try o.change("bob", roles: ["director"])
      try o.remove("Anna", erases: false)
      try o.remove("bob", erases: false)
    }
    #expect(try !Operators(room.engine).areNamed)
    #expect(refusal { try change(room) { (o) throws(EngineError) in try o.add("Anna", roles: ["director"]) } } != nil)
    #expect(try room.problems().isEmpty)
  }

  @Test func rolesThatWereChangedByHandAreNoticed() throws {
    let room = try room()
    #expect(try room.problems().isEmpty)
    try room.engine.store.database.exec("UPDATE operator SET roles = 'director' WHERE id = 2")
    #expect(try room.problems() == ["the operators or their roles are not those that the log tells of"])
  }

  @Test func theLogNamesWhoActed() throws {
    let room = try room()
    try hand(room, "propose mia price 5 USD")
    let reply = try room.send("Mia", "proposal.submitted", ["price": "5 USD"])
    let row = try #require(try room.engine.store.row(reply.log))
    #expect(try room.engine.store.text(row.actor) == "bob")
    #expect(try audit(room).map(\.asked) == ["propose mia price 5 USD"])
    #expect(try audit(room)[0].operatorID == 2)
    #expect(try audit(room)[0].influencer == room.people["Mia"])
    // A second transaction of the same command has no row of its own.
    try room.send("Leo", "proposal.submitted", ["price": "5 USD"])
    try room.engine.endHand(status: 0)
    #expect(try audit(room).count == 1)
    #expect(try room.problems().isEmpty)
  }

  @Test func aRefusalIsWrittenDownWithItsWords() throws {
    let room = try room()
    try hand(room, "accept mia")
    #expect(try room.send("Mia", "proposal.accepted").outcome == .refused)
    try room.engine.endHand(status: 1, answer: "said at the end")
    try hand(room, "forget mia")
    try room.engine.endHand(status: 1, answer: "for `director`")
    try hand(room, "propose all")
    try room.send([
      room.command("Mia", "proposal.submitted", ["price": "5 USD"]), room.command("Leo", "proposal.accepted"),
    ])
    try room.engine.endHand(status: 1)
    let rows = try audit(room)
    #expect(rows.map(\.outcome) == [Hand.Outcome.inPart, .refused, .refused].map(\.rawValue))
    #expect(rows[1].answer == "for `director`")
    #expect(rows[2].answer?.contains("nothing in `Assigned` waits for it") == true, "\(rows[2].answer ?? "")")
    #expect(rows[0].influencer == 0 && rows[2].influencer == room.people["Mia"])
  }

  @Test func whatIsTakenBackLeavesNoRow() throws {
    let room = try room()
    try hand(room, "set hashtags to #x")
    let told = refusal {
      try room.engine.transaction { () throws(EngineError) in
        _ = try room.engine.submit(room.command("Mia", "proposal.submitted", ["price": "5 USD"]))
        throw .request("no")
      }
    }
    #expect(told == "no")
    try room.engine.trial { () throws(EngineError) in
      _ = try room.engine.submit(room.command("Mia", "proposal.submitted", ["price": "5 USD"]))
    }
    #expect(try audit(room).isEmpty)
    try room.engine.endHand(status: 74, answer: "the disk is full")
    #expect(try audit(room).map(\.outcome) == [Hand.Outcome.failed.rawValue])
    room.engine.hand = Hand(roles: [], origin: .console, asked: "my influencers")
    try room.engine.endHand(status: 0)
    #expect(try audit(room).count == 1, "what only looks leaves no row")
  }

  @Test func whatIsAskedHasALimit() throws {
    let room = try room()
    for (bytes, told) in [
      (Hand.askedBytesMax, String(repeating: "x", count: Hand.askedBytesMax)),
      (Hand.askedBytesMax + 1, String(repeating: "x", count: Hand.askedBytesMax) + " … (1 bytes more)"),
    ] {
      try hand(room, String(repeating: "x", count: bytes))
      try room.engine.endHand(status: 1, answer: String(repeating: "y", count: Hand.answerBytesMax + 2))
      #expect(try audit(room)[0].asked == told)
      #expect(try audit(room)[0].answer?.hasSuffix(" … (2 bytes more)") == true)
    }
  }

  @Test func aChangedRowOfTheAuditLogIsNoticed() throws {
    for (sql, what) in [
      ("UPDATE audit SET operator = 1 WHERE id = 1", "changed at or before row 1"),
      ("UPDATE audit SET asked = 'nothing' WHERE id = 2", "what row 2 of the audit log says was changed"),
      ("DELETE FROM audit WHERE id = 1", "changed at or before row 2"),
      ("UPDATE audit SET asked = NULL, answer = NULL, salt = 0 WHERE id = 2", "were erased"),
    ] as [(StaticString, String)] {
      let room = try room()
      for line in ["one", "two", "three"] {
        try hand(room, line)
        try room.engine.endHand(status: 1)
      }
      let receipt = try room.engine.receipt()
      try hand(room, "four")
      try room.engine.endHand(status: 1)
      #expect(try room.engine.receipt() != receipt)
      #expect(try room.problems().isEmpty)
      try room.engine.store.database.exec(sql)
      #expect(try room.problems().contains { $0.contains(what) }, "\(sql)")
    }
  }

  @Test func anOperatorsNameCanBeErased() throws {
    let room = try room()
    try hand(room, "propose mia price 5 USD")
    let reply = try room.send("Mia", "proposal.submitted", ["price": "5 USD"])
    try room.engine.endHand(status: 0)
    room.engine.hand = Hand(roles: ["director"], origin: .commandLine, asked: "operator remove bob --erase")
    try change(room) { (operators) throws(EngineError) in try operators.remove("bob", erases: true) }
    room.engine.hand = nil
    let row = try #require(try room.engine.store.row(reply.log))
    #expect(try room.engine.store.text(row.actor) == nil)
    #expect(try room.engine.operatorName(2) == "operator 2")
    #expect(try audit(room).map(\.asked) == ["erase the name of operator 2", "propose mia price 5 USD"])
    #expect(try room.problems().isEmpty)
  }

  @Test func theAuditLogIsReadPageByPage() throws {
    let room = try room()
    for line in 1...5 {
      try hand(room, "line \(line)")
      try room.engine.endHand(status: 1)
      try room.pass(days: 1)
    }
    let table = AuditTable(room.engine)
    let page = try table.sheet(of: 2, since: nil, Page(2, rows: 2))
    #expect(page.rows.map { $0[6] } == [.text("line 3"), .text("line 2")])
    #expect(page.notes == ["5 in all, newest first", "page 2 of 3: rows 3 to 4 of 5"])
    #expect(try table.sheet(of: 1, since: nil, nil).rows.isEmpty)
    #expect(try table.sheet(of: nil, since: Instant("2026-03-04T00:00:00Z")!, nil).rows.count == 2)
  }
}
