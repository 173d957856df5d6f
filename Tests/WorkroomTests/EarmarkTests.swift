import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Parts of a campaign's details that are set aside for participations.
@Suite struct EarmarkTests {
  static let budget = """
    campaign
      budget  money   optional
      seats   number  default 2
    end

    record
      price  money  default 0 USD
    end

    stage proposed in "Proposals"
      on proposal.submitted when budget is set and event.price is set and event.price is at most left of budget
        set price to event.price
        earmark event.price from budget
        earmark 1 from seats
        stay
      end
      on proposal.submitted otherwise refuse "not enough is left"
      on proposal.accepted
        owe price for "fee"
        go to active
      end
      on proposal.declined
        free budget
        go to done
      end
    end
    stage active
      on proposal.deleted
        free budget
        free seats
        go to done
      end
    end
    final done

    """

  private func room(_ names: [String] = ["Ann", "Ben"]) throws -> Room {
    try Room(EarmarkTests.budget, details: ["budget": "500 USD"], people: names)
  }

  private func propose(_ room: Room, _ name: String, _ price: String) throws -> WorkroomEngine.Reply.Outcome {
    try room.send(name, "proposal.submitted", ["price": price]).outcome
  }

  private func sums(_ room: Room) throws -> [Int64] {
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.earmarks(ofCampaign: room.campaign).map(\.amount)
    }
  }

  @Test func whatIsSetAsideIsNoLongerLeftForOthers() throws {
    let room = try room()
    #expect(try propose(room, "Ann", "300 USD") == .taken)
    let refused = try room.send("Ben", "proposal.submitted", ["price": "201 USD"])
    #expect(refused.outcome == .refused && refused.reason == "not enough is left")
    // A new amount takes the place of the old one.
    #expect(try propose(room, "Ann", "100 USD") == .taken)
    #expect(try propose(room, "Ben", "400 USD") == .taken)
    #expect(try sums(room) == [50_000, 2_000_000])
    try room.send("Ben", "proposal.declined")
    #expect(try sums(room) == [10_000, 2_000_000])
    #expect(try propose(room, "Ann", "500 USD") == .refused)
    #expect(try propose(room, "Ann", "400 USD") == .taken)
    #expect(try room.problems() == [])
  }

  @Test func severalInOneBatchSeeEachOther() throws {
    let names = ["Ann", "Ben", "Cat"]
    let room = try room(names)
    let replies = try room.send(names.map { room.command($0, "proposal.submitted", ["price": "200 USD"]) })
    #expect(replies.map(\.outcome) == [.taken, .taken, .refused])
    room.engine.dropCaches()
    #expect(try propose(room, "Cat", "100 USD") == .taken)
    #expect(try propose(room, "Cat", "101 USD") == .refused)
    #expect(try room.problems() == [])
  }

  @Test func paymentsDoNotChangeByIt() throws {
    let room = try room()
    _ = try propose(room, "Ann", "300 USD")
    try room.send("Ann", "proposal.accepted")
    #expect(try room.balance("Ann") == [30_000, 0])
    let sheets = try room.engine.transaction { () throws(EngineError) in
      let work = try WorkRoom(room.engine, campaign: room.campaign)
      return try ["Payments", "Proposals"].map { (name) throws(EngineError) in try work.sheet(name) }
    }
    let note = "budget: 300.00 USD of 500.00 USD earmarked, 200.00 USD left"
    #expect(sheets.allSatisfy { $0.notes.contains(note) }, "\(sheets.map(\.notes))")
    #expect(sheets[0].notes.contains("owed 300.00 USD, paid 0.00 USD, balance 300.00 USD"))
    #expect(sheets[0].columns.count == 8)
  }

  @Test func aChangedEarmarkIsFound() throws {
    let room = try room()
    _ = try propose(room, "Ann", "300 USD")
    _ = try propose(room, "Ben", "100 USD")
    #expect(try room.problems() == [])
    try room.engine.store.database.exec("UPDATE ledger SET amount = 1 WHERE account = 2 AND participation = 1")
    room.engine.dropCaches()
    #expect(try room.problems().contains { $0.contains("owed or paid to participation 1") })
  }

  @Test func aDetailThatChangesChangesWhatIsLeft() throws {
    let room = try room()
    _ = try propose(room, "Ann", "300 USD")
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.setDetails([WrittenValue(name: "budget", text: "350 USD")], of: room.campaign)
    }
    #expect(try propose(room, "Ben", "51 USD") == .refused)
    #expect(try propose(room, "Ben", "50 USD") == .taken)
    #expect(try room.problems() == [])
  }
}
