import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Groups, codes and lines.
@Suite struct PoolTests {
  static let waiting = """
    stage open
      on proposal.accepted go to active
    end
    stage active
      on enter assign discount from group X if none is left wait in line
      on proposal.declined
        release discount
        go to done
      end
    end
    final done

    """

  @Test func bothOrNeither() throws {
    // Stages of its own: among the standard ones, the tracks for codes and links each assign too.
    let text = """
      stage open
        on proposal.accepted
          assign discount from group X and link from group Y
          go to done
        end
      end
      final done

      """
    let room = try Room(text, people: ["Jane"]) { room in
      try room.group("X", items: ["A", "B"])
      try room.group("Y", 1)
    }
    #expect(try room.send("Jane", "proposal.accepted").outcome == .taken)
    #expect(try room.held("Jane") == nil)
    #expect(try room.engine.group(of: "discount", named: "X")?.free == 2)
    #expect(try room.problems().isEmpty)
  }

  @Test func theLineIsServedOldestFirst() throws {
    let room = try Room(PoolTests.waiting, people: ["Ann", "Ben", "Cat", "Dan"]) { try $0.group("X", items: ["A"]) }
    for name in ["Cat", "Ann", "Dan", "Ben"] { try room.send(name, "proposal.accepted") }
    #expect(try room.held("Cat") == "A")
    #expect(try room.counts()["waiting"] == 3)
    try room.addItems(["B", "C"], to: "X")
    #expect(try room.held("Ann") == "B")
    #expect(try room.held("Dan") == "C")
    #expect(try room.held("Ben") == nil)
    // What comes back goes to who still waits.
    try room.send("Cat", "proposal.declined")
    #expect(try room.held("Cat") == nil)
    #expect(try room.held("Ben") == "A")
    #expect(try room.counts()["waiting"] == 0)
    #expect(try room.problems().isEmpty)
  }

  /// An engine that has asked for nothing yet, as that of an import is, counts what comes in no more than once.
  @Test func fewerItemsThanPeopleInLineServeThoseWhoWaitLongest() throws {
    let file = try TemporaryFile()
    let room = try Room(path: file.path)
    try room.group("X", items: ["A"])
    try room.create(PoolTests.waiting)
    for name in ["Ann", "Ben", "Cat"] { try room.add(name) }
    for name in ["Ann", "Ben", "Cat"] { try room.send(name, "proposal.accepted") }
    let later = try Room(path: file.path)
    (later.campaign, later.people) = (room.campaign, room.people)
    try later.addItems(["B"], to: "X")
    #expect(try later.held("Ben") == "B")
    #expect(try later.held("Cat") == nil)
    #expect(try later.counts()["waiting"] == 1)
    #expect(try later.engine.group(of: "discount", named: "X")?.free == 0)
    #expect(try later.problems().isEmpty)
  }

  @Test func whoWaitsGoesBeforeWhoComesInTheSameBatch() throws {
    let room = try Room(PoolTests.waiting, people: ["Ann", "Ben", "Cat"]) { try $0.group("X", items: ["A"]) }
    try room.send("Ann", "proposal.accepted")
    try room.send("Ben", "proposal.accepted")
    try room.send([room.command("Ann", "proposal.declined"), room.command("Cat", "proposal.accepted")])
    #expect(try room.held("Ben") == "A")
    #expect(try room.held("Cat") == nil)
    #expect(try room.problems().isEmpty)
  }

  @Test func aReleaseOfThePastIsServedInThePast() throws {
    let room = try Room(PoolTests.waiting, people: ["Ann", "Ben"]) { try $0.group("X", items: ["A"]) }
    try room.send("Ann", "proposal.accepted")
    try room.send("Ben", "proposal.accepted")
    try room.setClock(Instant("2026-05-01T00:00:00Z")!)
    let declined = Instant("2026-03-10T00:00:00Z")!
    try room.send("Ann", "proposal.declined", at: declined)
    #expect(try room.held("Ben") == "A")
    #expect(try room.engine.store.head(room.campaign).occurred == declined.milliseconds)
  }

  @Test func whoLeftTheStageIsPassedOver() throws {
    let room = try Room(PoolTests.waiting, people: ["Ann", "Ben"]) { try $0.group("X") }
    try room.send("Ann", "proposal.accepted")
    try room.send("Ben", "proposal.accepted")
    try room.send("Ann", "proposal.declined")
    try room.addItems(["A"], to: "X")
    #expect(try room.held("Ann") == nil)
    #expect(try room.held("Ben") == "A")
    #expect(try room.counts()["waiting"] == 0)
  }

  @Test(arguments: [["X", "Y"], ["Y", "X"]])
  func twoGroupsAreWaitedForTogether(order: [String]) throws {
    let text = """
      stage active
        on enter assign discount from group X and link from group Y if none is left wait in line
      end
      final done

      """
    let room = try Room(text, people: []) { room in
      try room.group("X")
      try room.group("Y", 1)
    }
    try room.add("Jane")
    for name in order {
      #expect(try room.held("Jane") == nil)
      try room.addItems(["for \(name)"], to: name, name == "X" ? 0 : 1)
    }
    #expect(try room.held("Jane", 0) == "for X")
    #expect(try room.held("Jane", 1) == "for Y")
    #expect(try room.counts()["waiting"] == 0)
    #expect(try room.problems().isEmpty)
  }

  @Test func whatWasUsedIsNotGivenToAnother() throws {
    let room = try Room(PoolTests.waiting, people: ["Ann", "Ben"]) { try $0.group("X", items: ["A"]) }
    try room.send("Ann", "proposal.accepted")
    try room.send("Ben", "proposal.accepted")
    try room.send("Ann", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "50 USD"])
    try room.send("Ann", "proposal.declined")
    #expect(try room.held("Ann") == nil)
    #expect(try room.held("Ben") == nil)
    #expect(try room.engine.group(of: "discount", named: "X")?.free == 0)
    #expect(try room.problems().isEmpty)
  }

  @Test func patternsMakeCodesOfNames() throws {
    let room = try Room(Room.sentence, people: ["Jane", "Jane Two", "Zoë"]) { room in
      try room.group("X", pattern: "[first_name]10OFF")
      try room.group("Y", 1, pattern: "https://shop.example/[first_name]")
    }
    for name in ["Jane", "Jane Two", "Zoë"] { try room.accept(name) }
    #expect(try room.held("Jane") == "Jane10OFF")
    #expect(try room.held("Jane Two") == "Jane10OFF2")
    #expect(try room.held("Zoë") == "Zoe10OFF")
    #expect(try room.held("Jane", 1) == "https://shop.example/jane")
    #expect(try room.held("Jane Two", 1) == "https://shop.example/jane-2")
    #expect(try room.problems().isEmpty)
  }

  @Test func twoGroupsWithOnePatternAreNamed() throws {
    let room = try Room()
    try room.group("Summer", pattern: "[first_name]10OFF")
    let error = refusal { try room.group("Winter", pattern: "[first_name]10OFF") }
    #expect(error?.contains("`Summer`") == true && error?.contains("`Winter`") == true)
  }

  @Test func aRateIsThatOfTheItemThatBroughtTheOrder() throws {
    let text = """
      on proposal.accepted
        assign discount from group X paying 10%
        assign link from group Y paying 5%
      end

      """
    let room = try Room(text) { room in
      try room.group("X", items: ["A"])
      try room.group("Y", 1, items: ["u"])
    }
    try room.accept("Jane", price: "0 USD")
    try room.send(
      "Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD", "item": "link"])
    #expect(try room.balance("Jane") == [500, 0])
    try room.send(
      "Jane", "conversion.recorded", by: "store", ["conversion": "#2", "subtotal": "100 USD", "item": "discount"])
    #expect(try room.balance("Jane") == [1500, 0])
    #expect(try room.problems().isEmpty)
  }
}
