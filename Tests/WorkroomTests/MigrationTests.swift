import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Campaigns that move to a newer version of their workflow, with everybody in them.
@Suite struct MigrationTests {
  static let first = """
    workflow "Seeding" version 1

    campaign
      codes       discount group
      greeting    text    default "welcome"
      size        one of small, large  default small
      most        money   default 500 USD
    end

    record
      price   money   default 0 USD
      tier    text    optional
      drafts  number  default 0
    end

    on influencer.withdrew
      release discount
      void owed for "fee"
      go to withdrawn
    end

    stage invited
      on proposal.submitted
        set price to event.price
        go to proposed
      end
      after 30 days go to no_reply
    end
    stage proposed in "Proposals"
      on proposal.accepted by manager when price is at most most
        owe price for "fee"
        set tier to "gold"
        go to active
      end
      on proposal.declined go to declined
    end
    stage active
      track code in "Discounts"
        stage needs_code
          on enter assign discount from codes paying 10% if none is left wait in line
          once discount is held go to has_code
        end
        final has_code
      end
      track work in "Progress"
        stage making
          on content.draft_submitted
            add 1 to drafts
            stay
          end
          on content.posted when event.content is "the video" go to posted
          after 10 days tell manager "nothing yet"
        end
        stage shelved
          on content.posted go to posted
        end
        on proposal.deleted go to shelved
        final posted
      end
      once all of code and work are done go to completed
    end
    final completed, declined, withdrawn, no_reply

    """

  /// Renamed, with a track and a detail more, and other texts before those that were there.
  static let second = """
    workflow "Seeding" version 2

    campaign
      bonus       money   default 25 USD
      most        money   default 500 USD
      size        one of medium, small, large  default medium
      greeting    text    default "hello"
      codes       discount group
    end

    record
      remark  text    default "before"
      drafts  number  default 0
      fee     money   default 0 USD
      tier    text    optional
    end

    on influencer.withdrew
      release discount
      void owed for "fee"
      go to withdrawn
    end

    stage asked
      on proposal.submitted
        set fee to event.price
        go to proposed
      end
      after 60 days go to no_reply
    end
    stage proposed in "Proposals"
      on proposal.accepted by manager when fee is at most most
        owe fee for "fee"
        set tier to "gold"
        go to active
      end
      on proposal.declined go to declined
    end
    stage active
      track code in "Discounts"
        stage needs_code
          on enter assign discount from codes paying 10% if none is left wait in line
          once discount is held go to has_code
        end
        final has_code
      end
      track work in "Progress"
        stage making
          on content.draft_submitted
            add 1 to drafts
            stay
          end
          on content.posted when event.content is "the video" and greeting is "welcome" and tier is set and tier is "gold" go to posted
          after 10 days tell manager "still nothing"
        end
        final posted
      end
      track thanks in "Progress"
        stage waiting
          on enter tell manager "thank them"
          on email.sent go to thanked
        end
        final thanked
      end
      once all of code, work and thanks are done go to completed
    end
    final completed, declined, withdrawn, no_reply

    from version 1
      invited becomes asked
      price becomes fee
    end

    """

  /// Somebody in every stage of the first version, and one who waits in line.
  private func room(path: String? = nil) throws -> Room {
    let room = try Room(path: path)
    try room.group("X", items: ["A", "B", "C"])
    try room.create(MigrationTests.first, details: ["codes": "X", "size": "large"])
    for name in ["Inv", "Pro", "Act", "Shelf", "Wait", "Done", "Dec", "Gone", "Late"] { try room.add(name) }
    for name in ["Act", "Shelf", "Done", "Wait"] { try room.accept(name, price: "100 USD") }
    for name in ["Pro", "Dec"] { try room.send(name, "proposal.submitted", ["price": "50 USD"]) }
    try room.send("Act", "content.draft_submitted", ["content": "one"])
    try room.send("Act", "conversion.recorded", by: "store", ["conversion": "still nothing", "subtotal": "80 USD"])
    try room.send("Shelf", "proposal.deleted")
    try room.send("Done", "content.posted", ["content": "the video"])
    try room.send("Dec", "proposal.declined")
    try room.send("Gone", "influencer.withdrew")
    try room.pass(days: 5)
    #expect(try room.problems() == [])
    return room
  }

  @discardableResult
  private func migrate(
    _ room: Room, _ text: String = second, _ details: [String: String] = [:]
  ) throws -> [MigrationFate] {
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.migrate(
        room.campaign, to: SourceText(name: "second.workflow", text: text),
        details: details.map { WrittenValue(name: $0.key, text: $0.value) })
    }
  }

  private func version(_ room: Room, _ name: String) throws -> Int64 {
    try room.engine.definition(room.row(name).definition).workflow.version
  }

  @Test func everybodyMovesButWhoseStageIsGone() throws {
    let room = try room()
    #expect(try room.stages("Wait") == ["active.code.needs_code", "active.work.making"])
    let fates = try migrate(room)
    let staying = fates.filter { if case .stays = $0.kind { true } else { false } }
    #expect(fates.count == 9 && staying.map(\.row.influencer) == [room.people["Shelf"]!])
    guard case .stays(let reason) = staying[0].kind else { return }
    #expect(reason.contains("no stage `active.work.shelved`") && reason.contains("from version 1"))
    #expect(try room.stages("Inv") == ["asked"])
    #expect(try room.stages("Pro") == ["proposed"])
    #expect(try room.stages("Act") == ["active.code.has_code", "active.work.making", "active.thanks.waiting"])
    #expect(try room.stages("Wait") == ["active.code.needs_code", "active.work.making", "active.thanks.waiting"])
    #expect(try room.stages("Shelf") == ["active.code.has_code", "active.work.shelved"])
    #expect(try ["Done", "Dec", "Gone"].map { try room.stages($0) } == [["completed"], ["declined"], ["withdrawn"]])
    #expect(try ["Inv", "Shelf", "Done"].map { try version(room, $0) } == [2, 1, 2])
    #expect(try room.problems() == [])
  }

  /// A stored version keeps its blocks: what is added to them later needs a number of its own.
  @Test func otherBlocksNeedAnotherNumber() throws {
    let room = try room()
    try migrate(room)
    let changed = MigrationTests.second.replacing("from version 1\n", with: "from version 1\n  timers restart\n")
    #expect(changed != MigrationTests.second)
    let words = refusal { try migrate(room, changed) }
    #expect(words?.contains("stored already with other `from version` blocks") == true)
    #expect(try room.problems() == [])
  }

  @Test func whatWasCarriedStillCounts() throws {
    let room = try room()
    try migrate(room)
    // The fee that was agreed on, a text that both versions hold, a detail that was chosen by default.
    try room.send("Pro", "proposal.accepted")
    #expect(try room.balance("Pro") == [5000, 0])
    #expect(try room.send("Act", "content.posted", ["content": "the video"]).outcome == .taken)
    #expect(try room.stages("Act") == ["active.code.has_code", "active.work.posted", "active.thanks.waiting"])
    // An order that is called like a text of the newer version is the same order, and is voided once.
    let order = ["conversion": "still nothing", "subtotal": "0 USD"]
    try room.send("Act", "conversion.refunded", by: "store", order)
    #expect(try room.balance("Act") == [10_000, 0])
    #expect(try room.counts()["object"] == 4)
    // Timers keep their due times, and places in line are kept.
    #expect(try room.pass(days: 6) == 1)
    let fired = try room.pass(days: 20)
    #expect(fired == 3)
    #expect(try room.stages("Inv") == ["no_reply"])
    try room.addItems(["D"], to: "X")
    #expect(try room.held("Wait") == "D")
    #expect(try room.problems() == [])
  }

  @Test func whoStaysGoesOnByTheirOwnVersionAndMayMoveLater() throws {
    let room = try room()
    try migrate(room)
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.setDetails([WrittenValue(name: "most", text: "20 USD")], of: room.campaign)
    }
    #expect(try migrate(room).count == 1)
    try room.send("Shelf", "content.posted", ["content": "two"])
    #expect(try room.stages("Shelf") == ["completed"])
    #expect(try migrate(room).map(\.kind) == [.moves(from: ["Completed"], to: ["Completed"])])
    #expect(try migrate(room).isEmpty)
    #expect(try version(room, "Shelf") == 2)
    #expect(try room.problems() == [])
  }

  @Test func bothVersionsWorkSideBySide() throws {
    let room = try room()
    try migrate(room)
    try room.send("Inv", "proposal.submitted", ["price": "30 USD"])
    try room.send("Inv", "proposal.accepted")
    let details = try room.engine.transaction { () throws(EngineError) in
      try room.engine.setDetails([WrittenValue(name: "size", text: "medium")], of: room.campaign)
      let work = try WorkRoom(room.engine, campaign: room.campaign)
      for section in try work.sections() where section.isThere { _ = try work.sheet(section.name) }
      return try work.messages()
    }
    #expect(details.rows.contains { $0.contains(.text("thank them")) })
    #expect(try room.problems() == [])
  }

  @Test func aTrialWritesNothing() throws {
    let room = try room()
    let receipt = try Verification.run(room.engine).receipt
    let counts = try room.counts()
    var fates: [MigrationFate] = []
    try room.engine.trial { () throws(EngineError) in
      fates = try room.engine.migrate(room.campaign, to: SourceText(name: "x", text: MigrationTests.second))
    }
    #expect(fates.count == 9)
    #expect(try Verification.run(room.engine).receipt == receipt)
    #expect(try room.counts() == counts)
    #expect(try room.stages("Inv") == ["invited"])
  }

  @Test func whatCannotBeASuccessorIsRefused() throws {
    let room = try room()
    func words(_ text: String) -> String { refusal { try migrate(room, text) } ?? "" }
    #expect(words(MigrationTests.second.replacing("\"Seeding\"", with: "\"Other\"")).contains("same workflow"))
    #expect(words(MigrationTests.first.replacing("500 USD", with: "600 USD")).contains("version 2"))
    let needy = MigrationTests.second.replacing("bonus       money   default 25 USD", with: "bonus       money")
    #expect(words(needy).contains("give it with `--set bonus=...`"))
    #expect(try version(room, "Inv") == 1)
    try migrate(room, needy, ["bonus": "10 USD"])
    #expect(try version(room, "Inv") == 2)
    #expect(try room.problems() == [])
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func randomHistoriesMoveInTheMiddle(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let room = try room()
    func play(_ count: Int) throws {
      let names = room.people.keys.sorted()
      for index in 0..<count {
        let event = [
          "proposal.submitted", "proposal.accepted", "proposal.declined", "proposal.deleted", "content.posted",
          "content.draft_submitted", "conversion.recorded", "conversion.refunded", "influencer.withdrew", "email.sent",
        ].randomElement(using: &dice)!
        var payload: [String: String] = [:]
        if event == "proposal.submitted" { payload["price"] = "\(Int.random(in: 0...600, using: &dice)) USD" }
        if event.hasPrefix("content") { payload["content"] = ["the video", "one"].randomElement(using: &dice)! }
        if event == "email.sent" { payload["template"] = "thanks" }
        if event.hasPrefix("conversion") {
          payload = [
            "conversion": ["gold", "#\(index)", "still nothing"].randomElement(using: &dice)!, "subtotal": "9 USD",
          ]
        }
        try room.send(names.randomElement(using: &dice)!, event, payload)
        if Int.random(in: 0..<9, using: &dice) == 0 { try room.pass(days: 3) }
        if Int.random(in: 0..<20, using: &dice) == 0 { try room.addItems(["N\(seed) \(index) \(count)"], to: "X") }
      }
    }
    try play(60)
    #expect(try room.problems() == [], "seed \(seed)")
    try migrate(room)
    #expect(try room.problems() == [], "seed \(seed)")
    try play(60)
    try migrate(room)
    #expect(try room.problems() == [], "seed \(seed)")
  }
}
