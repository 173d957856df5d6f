import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// What operators keep of people across campaigns, and what follows from it.
@Suite struct DirectoryTests {
  static let workflow = """
    campaign
      discount_group  discount group  optional
      hashtags        hashtags        optional
      delivery        window
    end

    stage assigned in "My Influencers"
      on proposal.submitted go to proposed
    end

    stage proposed in "Proposals"
      on proposal.accepted go to active
    end

    stage active in "Progress"
      on enter assign discount from discount_group paying 10% if none is left wait in line
      on proposal.deleted go to gone
    end

    final gone
    """

  /// A program with a group `X`, a campaign `Spring` that draws on it, and Mia and Leo in that.
  static func room(_ details: [String: String] = ["discount_group": "X", "hashtags": "#trail"]) throws -> Room {
    try Room(workflow, details: details, people: ["Mia", "Leo"]) { room in
      try room.group("X", items: ["A", "B", "C", "D"])
    }
  }

  @discardableResult
  private func change<Result>(_ room: Room, _ body: (Directory) throws(EngineError) -> Result) throws -> Result {
    try room.engine.transaction { () throws(EngineError) in try body(Directory(room.engine)) }
  }

  // MARK: Tags and remarks

  @Test func tagsAreWordsInSmallLetters() throws {
    let room = try Self.room()
    let mia = room.people["Mia"]!
    let count = try change(room) { (directory) throws(EngineError) in
      try directory.tag(mia, as: ["VIP", "#vip", "  loves   Dogs "])
    }
    #expect(count == 2)
    #expect(try room.engine.store.tags(of: mia) == ["loves dogs", "vip"])
    #expect(try Directory.tag("a\u{202E}b\nC") == "a b c")
    for bad in ["", " ", "#", "a,b", "a;b", "a|b"] {
      #expect(refusal { _ = try Directory.tag(bad) } != nil, "\(bad)")
    }
    let taken = try change(room) { (directory) throws(EngineError) in try directory.untag(mia, ["Vip", "other"]) }
    #expect(taken == 1)
    #expect(try room.engine.store.tagCounts().map(\.tag) == ["loves dogs"])
  }

  @Test func tagsAndRemarksHaveLimits() throws {
    let room = try Self.room()
    let mia = room.people["Mia"]!
    #expect(refusal { _ = try Directory.tag(String(repeating: "x", count: Directory.tagBytesMax)) } == nil)
    #expect(refusal { _ = try Directory.tag(String(repeating: "x", count: Directory.tagBytesMax + 1)) } != nil)
    let tags = (1...Directory.tagsMax).map { "tag \($0)" }
    try change(room) { (directory) throws(EngineError) in try directory.tag(mia, as: tags) }
    #expect(
      refusal { _ = try change(room) { (directory) throws(EngineError) in try directory.tag(mia, as: ["one more"]) } }?
        .contains("at most \(Directory.tagsMax) tags") == true)
    for (count, fits) in [(Directory.remarkBytesMax, true), (Directory.remarkBytesMax + 1, false)] {
      let told = refusal {
        _ = try change(room) { (directory) throws(EngineError) in
          try directory.remark(String(repeating: "x", count: count), on: mia)
        }
      }
      #expect((told == nil) == fits)
    }
  }

  @Test func theSameRemarkIsWrittenOnce() throws {
    let room = try Self.room()
    let mia = room.people["Mia"]!
    for isNew in [true, false] {
      let written = try change(room) { (directory) throws(EngineError) in
        try directory.remark("likes\nshort  briefs", on: mia)
      }
      #expect(written == isNew)
    }
    #expect(try room.engine.store.remarks(of: mia).map(\.content) == ["likes short briefs"])
  }

  // MARK: Archived and blacklisted

  @Test func nothingNewIsTrackedOfWhoeverIsArchived() throws {
    let room = try Self.room()
    try room.accept("Mia")
    let sale = ["conversion": "#1", "subtotal": "50 USD"]
    #expect(try room.send("Mia", "conversion.recorded", by: "store", sale, key: "k").outcome == .taken)
    try change(room) { (directory) throws(EngineError) in
      try directory.archive(room.people["Mia"]!, because: "moved away")
    }
    let before = try room.counts()
    for (event, payload) in [
      ("conversion.recorded", ["conversion": "#2", "subtotal": "5 USD"]), ("content.posted", ["content": "https://x"]),
      ("content.measured", ["content": "https://x", "views": "1"]),
    ] {
      let reply = try room.send("Mia", event, by: event.hasPrefix("content") ? "network" : "store", payload)
      #expect(reply.outcome == .setAside)
      #expect(reply.reason.contains("`Mia` is archived since 2026-03-01: moved away"), "\(reply.reason)")
    }
    #expect(try room.counts() == before)
    // What is known already can be told again, and corrected.
    #expect(try room.send("Mia", "conversion.recorded", by: "store", sale, key: "k").outcome == .repeated)
    #expect(try room.send("Mia", "conversion.voided", by: "store", ["conversion": "#1"]).outcome == .taken)
    #expect(try room.send("Leo", "content.posted", by: "network", ["content": "https://y"]).outcome == .handled)
    try change(room) { (directory) throws(EngineError) in try directory.restore(room.people["Mia"]!) }
    let late = ["conversion": "#2", "subtotal": "5 USD"]
    #expect(try room.send("Mia", "conversion.recorded", by: "store", late).outcome == .taken)
    #expect(try room.problems().isEmpty)
  }

  @Test func aKeyGetsItsFirstAnswerFromWhoeverIsArchived() throws {
    let room = try Self.room()
    let post = ["content": "https://x"]
    #expect(try room.send("Mia", "content.posted", by: "network", post, key: "k").outcome == .handled)
    try change(room) { (directory) throws(EngineError) in try directory.archive(room.people["Mia"]!, because: nil) }
    #expect(try room.send("Mia", "content.posted", by: "network", post, key: "k").outcome == .repeated)
    #expect(try room.send("Mia", "content.posted", by: "network", post, key: "l").outcome == .setAside)
  }

  @Test func whoeverIsBlacklistedBeginsNowhere() throws {
    let room = try Self.room()
    _ = try room.engine.transaction { () throws(EngineError) in
      try Operators(room.engine).add("Anna", roles: ["director"])
    }
    room.engine.hand = Hand(roles: ["director"], origin: .console, asked: "blacklist mia")
    room.engine.hand?.operatorID = 1
    room.engine.hand?.operatorName = "Anna"
    try change(room) { (directory) throws(EngineError) in
      try directory.blacklist(room.people["Mia"]!, because: "bought followers")
    }
    room.engine.hand = nil
    try room.create(Self.workflow, named: "Summer")
    let told = refusal {
      _ = try room.engine.transaction { () throws(EngineError) in
        try room.engine.assign(room.people["Mia"]!, to: room.campaign)
      }
    }
    #expect(
      told?.contains("`Mia` is blacklisted since 2026-03-01, by `Anna`: bought followers") == true, "\(told ?? "")")
    #expect(try room.engine.participation(of: room.people["Mia"]!, in: room.campaign) == nil)
    #expect(
      refusal { try change(room) { (d) throws(EngineError) in try d.blacklist(room.people["Leo"]!, because: nil) } }
        != nil)
    #expect(
      refusal { try change(room) { (d) throws(EngineError) in try d.blacklist(room.people["Mia"]!, because: "x") } }?
        .contains("is blacklisted since") == true)
    try change(room) { (directory) throws(EngineError) in try directory.restore(room.people["Mia"]!) }
    let row = try room.engine.transaction { () throws(EngineError) in
      try room.engine.assign(room.people["Mia"]!, to: room.campaign)
    }
    #expect(row != nil)
    #expect(try room.problems().isEmpty)
  }

  // MARK: Accounts

  @Test func anAccountBelongsToOneInfluencer() throws {
    let room = try Self.room()
    let (mia, leo) = (room.people["Mia"]!, room.people["Leo"]!)
    let account = AccountRow(platform: "instagram", handle: "mia.makes", followers: 4800)
    try change(room) { (directory) throws(EngineError) in try directory.connect(account, to: mia) }
    let told = refusal {
      try change(room) { (directory) throws(EngineError) in try directory.connect(account, to: leo) }
    }
    #expect(told?.contains("`Mia (mia@example.com)`'s") == true, "\(told ?? "")")
    #expect(told?.contains("`Leo (leo@example.com)`'s") == true)
    var row = InfluencerRecord()
    row.email = "leo@example.com"
    row.accounts = [("instagram", "MIA.makes")]
    let claim = row
    let answer = try change(room) { (directory) throws(EngineError) in try directory.add(claim) }
    guard case .conflict(let words) = answer else {
      Issue.record("a second claim was taken: \(answer)")
      return
    }
    #expect(words.contains("`Mia (mia@example.com)`") && words.contains("`Leo (leo@example.com)`"), "\(words)")
    #expect(try room.engine.store.owner(ofAccount: "instagram", "mia.makes") == mia)
    try change(room) { (directory) throws(EngineError) in try directory.disconnect(account, from: mia) }
    try change(room) { (directory) throws(EngineError) in try directory.connect(account, to: leo) }
    #expect(try room.engine.store.owner(ofAccount: "instagram", "mia.makes") == leo)
  }

  /// A handle may have gone to somebody else, or be a slip.
  @Test func aHandleAloneDoesNotMakeSomebodyAnother() throws {
    let room = try Self.room()
    let mia = room.people["Mia"]!
    let account = AccountRow(platform: "instagram", handle: "mia.makes")
    try change(room) { (directory) throws(EngineError) in try directory.connect(account, to: mia) }
    var row = InfluencerRecord()
    (row.email, row.firstName, row.accounts) = ("bea@example.com", "Bea", [("instagram", "mia.makes")])
    let other = row
    let answer = try change(room) { (directory) throws(EngineError) in try directory.add(other) }
    guard case .conflict(let words) = answer else {
      Issue.record("Mia was taken over: \(answer)")
      return
    }
    #expect(words.contains("belongs to `Mia` (`mia@example.com`), and this is `Bea` (`bea@example.com`)"), "\(words)")
    row.firstName = "MIA"
    let moved = row
    #expect(try change(room) { (directory) throws(EngineError) in try directory.add(moved) } == .updated(mia))
    #expect(try room.problems().isEmpty)
  }

  @Test func reachIsTheSumOverConnectedAccounts() throws {
    let room = try Self.room()
    let mia = room.people["Mia"]!
    func reach() throws -> Sheet.Value {
      try InfluencerList(room.engine).sheet(DirectoryFilter(text: "mia"), nil).rows[0][4]
    }
    #expect(try reach() == .nothing)
    try change(room) { (directory) throws(EngineError) in
      var record = InfluencerRecord()
      record.followers = 900
      record.platform = "tiktok"
      try directory.update(record, of: mia)
      try directory.connect(AccountRow(platform: "instagram", handle: "a", followers: 4800), to: mia)
      try directory.connect(AccountRow(platform: "tiktok", handle: "b"), to: mia)
      try directory.connect(AccountRow(platform: "youtube", handle: "c"), to: mia)
    }
    #expect(try reach() == .number(5700))
    try change(room) { (directory) throws(EngineError) in
      try directory.connect(AccountRow(platform: "tiktok", handle: "b", followers: 1000), to: mia)
    }
    #expect(try reach() == .number(5800))
  }

  // MARK: The list

  @Test func theListIsReadPageByPage() throws {
    let room = try Self.room()
    for index in 1...7 { try room.add("Person\(index)") }
    try room.accept("Mia")
    try room.send("Mia", "content.posted", by: "network", ["content": "https://x"])
    try room.send("Leo", "proposal.submitted", ["price": "5 USD"])
    try change(room) { (directory) throws(EngineError) in
      try directory.tag(room.people["Leo"]!, as: ["vip"])
      try directory.archive(room.people["Person3"]!, because: nil)
    }
    let list = try InfluencerList(room.engine)
    let second = try list.sheet(DirectoryFilter(campaign: room.campaign), Page(2, rows: 4))
    #expect(second.rows.map { $0[0] } == ["Person3", "Person4", "Person5", "Person6"].map { .text($0) })
    #expect(second.rows[0][9] == .text("archived"))
    #expect(second.notes == ["9 in all", "page 2 of 3: rows 5 to 8 of 9"])
    #expect(refusal { _ = try list.sheet(DirectoryFilter(), Page(4, rows: 4)) }?.contains("the last one is 3") == true)
    let first = try list.sheet(DirectoryFilter(), Page(1, rows: 2))
    #expect(first.rows[0][7...8] == [.number(0), .number(1)])
    #expect(first.rows[1][6...8] == [.text("vip"), .number(1), .number(0)])
    #expect(first.rows[1].count == 10)
    func names(_ filter: DirectoryFilter) throws -> [Sheet.Value] { try list.sheet(filter, nil).rows.map { $0[0] } }
    #expect(try names(DirectoryFilter(tag: "vip")) == [.text("Leo")])
    #expect(try names(DirectoryFilter(state: .archived)) == [.text("Person3")])
    #expect(try names(DirectoryFilter(state: .active)).count == 8)
    #expect(try names(DirectoryFilter(text: "SON7@")) == [.text("Person7")])
    #expect(try names(DirectoryFilter(text: "vi")) == [.text("Leo")])
    #expect(try names(DirectoryFilter(campaign: 99)).isEmpty)
  }

  @Test func theHistoryHoldsEveryCampaign() throws {
    let room = try Self.room()
    try room.accept("Mia")
    try room.send("Mia", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "50 USD"])
    try room.create(Self.workflow, named: "Summer", details: ["delivery": "2027-01-01 to 2027-02-01"])
    _ = try room.engine.transaction { () throws(EngineError) in
      try room.engine.assign(room.people["Mia"]!, to: room.campaign)
    }
    let history = try InfluencerProfile(room.engine, room.people["Mia"]!).history()
    #expect(history.rows.map { $0[0] } == [.text("Spring"), .text("Summer")])
    #expect(history.rows[0][2] == .text("Active"))
    #expect(
      history.rows[0][6...9] == [
        .number(1), .money(Money("5 USD")!), .money(Money("0 USD")!), .text("A"),
      ])
  }

  // MARK: Forgetting

  @Test func whatIsWrittenOfAPersonGoesWithThem() throws {
    let room = try Self.room()
    let mia = room.people["Mia"]!
    room.engine.hand = Hand(roles: ["manager"], origin: .console, asked: "tag mia as \"vip\"")
    try change(room) { (directory) throws(EngineError) in
      try directory.tag(mia, as: ["vip"])
      try directory.remark("lives in Graz", on: mia)
      try directory.archive(mia, because: "moved to Graz")
    }
    room.engine.hand = Hand(roles: ["manager"], origin: .console, asked: "tag leo as \"vip\"")
    try change(room) { (directory) throws(EngineError) in try directory.tag(room.people["Leo"]!, as: ["vip"]) }
    room.engine.hand = Hand(roles: ["director"], origin: .console, asked: "forget MIA@example.com")
    try Directory(room.engine).forget(mia)
    room.engine.hand = nil
    #expect(try room.engine.store.tags(of: mia).isEmpty)
    #expect(try room.engine.store.remarks(of: mia).isEmpty)
    #expect(try room.engine.store.contact(mia) == nil)
    let asked = try room.engine.store.auditRows(of: nil, since: .min, limit: nil, offset: 0).map(\.asked)
    #expect(asked == ["forget influencer \(mia)", "tag leo as \"vip\"", nil])
    #expect(try room.problems().isEmpty)
  }

  @Test func whatWasChangedByHandIsNoticed() throws {
    let room = try Self.room()
    try change(room) { (directory) throws(EngineError) in try directory.archive(room.people["Mia"]!, because: "x") }
    #expect(try room.problems().isEmpty)
    try room.engine.store.database.exec("UPDATE contact SET state = 2")
    #expect(try room.problems() == ["who is archived or blacklisted is not what the log tells"])
  }
}
