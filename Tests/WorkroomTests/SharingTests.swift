import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// One file, opened again and by two at once.
@Suite struct SharingTests {
  private func first(_ path: String) throws -> Room {
    let room = try Room(path: path)
    try room.group("X", items: ["A", "B", "C"])
    try room.group("Y", 1, pattern: "u/[first_name]")
    try room.create(Room.sentence)
    for name in ["Ann", "Ben", "Cat"] { try room.add(name) }
    return room
  }

  private func again(_ room: Room, _ path: String) throws -> Room {
    let other = try Room(path: path)
    other.campaign = room.campaign
    other.people = room.people
    return other
  }

  @Test func openedAgainItIsTheSame() throws {
    let file = try TemporaryFile()
    let room = try first(file.path)
    try room.accept("Ann")
    try room.accept("Ben", price: "12.50 USD")
    let other = try again(room, file.path)
    for name in ["Ann", "Ben", "Cat"] {
      #expect(try other.row(name).state == room.row(name).state)
      #expect(try other.stages(name) == room.stages(name))
      #expect(try other.held(name) == room.held(name))
      #expect(try other.balance(name) == room.balance(name))
    }
    let (a, b) = (try Verification.run(room.engine), try Verification.run(other.engine))
    #expect(a.receipt == b.receipt)
    #expect(b.problems.isEmpty)
  }

  @Test func twoEnginesTakeTurns() throws {
    let file = try TemporaryFile()
    let room = try first(file.path)
    let other = try again(room, file.path)
    #expect(try room.send("Ann", "proposal.submitted", ["price": "10 USD"], key: "k1").outcome == .taken)
    #expect(try other.send("Ann", "proposal.submitted", ["price": "10 USD"], key: "k1").outcome == .repeated)
    #expect(try other.send("Ann", "proposal.accepted").outcome == .taken)
    #expect(try room.send("Ann", "proposal.accepted").outcome == .refused)
    #expect(try room.accept("Ben").outcome == .taken)
    #expect(try other.accept("Cat").outcome == .taken)
    #expect(try [room.held("Ann"), room.held("Ben"), room.held("Cat")] == ["A", "B", "C"])
    #expect(try room.row("Cat").state == other.row("Cat").state)
    #expect(try room.problems().isEmpty)
    #expect(try other.problems().isEmpty)
  }

  @Test func theVirtualClockIsTheFiles() throws {
    let file = try TemporaryFile()
    let room = try first(file.path)
    let other = try again(room, file.path)
    let later = Instant("2026-04-01T00:00:00Z")!
    try room.setClock(later)
    #expect(try other.send("Ann", "proposal.submitted", ["price": "10 USD"]).outcome == .taken)
    #expect(other.engine.clock.now == later)
    #expect(refusal { try other.setClock(Room.start) } != nil)
  }

  @Test func aDefinitionOfAnotherProcessIsRead() throws {
    let file = try TemporaryFile()
    let room = try Room(path: file.path)
    // Its definition got a number and was rolled back; another process then stores one under that number.
    #expect(refusal { try room.create("on fee.owed assign discount from group Z\n", named: "Lost") } != nil)
    let other = try Room(path: file.path)
    try other.create("stage only\n  on fee.owed go to done\nend\nfinal done\n", named: "Kept")
    try other.add("Ann")
    room.campaign = other.campaign
    room.people = other.people
    #expect(try room.send("Ann", "fee.owed", ["amount": "1 USD"]).outcome == .taken)
    #expect(try room.stages("Ann") == ["done"])
  }
}
