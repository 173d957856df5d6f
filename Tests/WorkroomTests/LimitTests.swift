import Testing
import WorkroomEngine
import WorkroomMachine
import WorkroomValues

/// What just fits is taken, and one more is refused or set aside.
@Suite struct LimitTests {
  private func letters(_ count: Int) -> String { String(repeating: "x", count: count) }

  @Test func aNameHas255Bytes() throws {
    let room = try Room()
    try room.group("X")
    try room.group("Y", 1)
    try room.create(Room.sentence, named: letters(255))
    #expect(refusal { try room.create(Room.sentence, named: letters(256)) }?.contains("1 to 255 letters") == true)
    try room.group(letters(255))
    #expect(refusal { try room.group(letters(256)) }?.contains("1 to 255 letters") == true)
  }

  @Test func aPatternHas200Bytes() throws {
    let room = try Room()
    try room.group("A", pattern: letters(200))
    #expect(refusal { try room.group("B", pattern: letters(201)) }?.contains("1 to 200 characters") == true)
  }

  @Test func aTextHas64KiB() throws {
    let room = try Room("on proposal.noted note \"heard\"\n")
    #expect(try room.send("Jane", "proposal.noted", ["text": letters(65_536)]).outcome == .taken)
    #expect(try room.send("Jane", "proposal.noted", ["text": letters(65_537)]).outcome == .setAside)
  }

  @Test func aListHasAThousandEntries() throws {
    func create(_ count: Int) throws {
      let room = try Room()
      try room.create(
        "on proposal.noted note \"heard\"\n",
        details: ["hashtags": (0..<count).map { "#t\($0)" }.joined(separator: ", ")])
    }
    try create(1_000)
    #expect(refusal { try create(1_001) }?.contains("hashtags") == true)
  }

  @Test func aStepHasAThousandRounds() throws {
    func outcome(_ rounds: Int) throws -> WorkroomEngine.Reply.Outcome {
      let room = try Room(
        """
        record
          n  number  default 0
        end
        on proposal.noted when n is less than \(rounds)
          add 1 to n
          raise proposal.noted with text event.text
        end
        stage a
          on proposal.accepted go to b
        end
        final b

        """)
      return try room.send("Jane", "proposal.noted", ["text": "again"]).outcome
    }
    #expect(try outcome(roundsMax) == .taken)
    #expect(try outcome(roundsMax + 1) != .taken)
  }

  @Test func anAmountHasALimit() throws {
    let room = try Room("on proposal.noted note \"heard\"\n")
    let most = amountMinorUnitsMax / 100
    #expect(try room.send("Jane", "fee.owed", ["amount": "\(most).01 USD"]).outcome != .taken)
    #expect(try room.balance("Jane") == [0, 0])
    #expect(try room.send("Jane", "fee.owed", ["amount": "\(most) USD"]).outcome != .setAside)
    #expect(try room.balance("Jane") == [amountMinorUnitsMax, 0])
  }

  @Test func aPatternIsTriedTenThousandTimes() throws {
    func held(_ taken: Int) throws -> String? {
      let room = try Room("on proposal.accepted assign discount from group X\n") { room in
        try room.group("X", pattern: "[first_name]")
        try room.group("Z", items: ["Jane"] + (2...taken).map { "Jane\($0)" })
      }
      try room.accept("Jane")
      return try room.held("Jane")
    }
    #expect(try held(9_999) == "Jane10000")
    #expect(refusal { _ = try held(10_000) } != nil)
  }
}
