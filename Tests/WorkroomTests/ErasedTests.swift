import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Orders and posts of those who were forgotten: known again, counted for nobody else, and taken back by their numbers.
@Suite struct ErasedTests {
  private static let text = "on proposal.accepted assign discount from group X paying 10%\n"

  private func room(path: String? = nil) throws -> Room {
    let room = try Room(path: path)
    try room.group("X", pattern: "[first_name]10")
    try room.create(ErasedTests.text)
    for name in ["Jane", "Leo"] {
      try room.add(name)
      try room.accept(name, price: "0 USD")
    }
    return room
  }

  private func forget(_ room: Room, _ name: String = "Jane") throws {
    try Directory(room.engine).forget(room.people[name]!)
  }

  @discardableResult
  private func sell(_ room: Room, _ name: String, _ order: String, _ amount: String = "100 USD") throws -> Reply {
    try room.send(name, "conversion.recorded", by: "store", ["conversion": order, "subtotal": amount])
  }

  private func owed(_ room: Room) throws -> [Int64] { try [room.balance("Jane")[0], room.balance("Leo")[0]] }

  @Test func theirOrderCountsForNobodyElse() throws {
    let room = try room()
    try sell(room, "Jane", "#1001")
    try forget(room)
    for spelling in ["#1001", "1001", " 1001 "] {
      let reply = try sell(room, "Leo", spelling)
      let order = spelling == "#1001" ? "#1001" : "1001"
      #expect(
        reply.outcome == .setAside
          && reply.reason
            == "the order `\(order)` belongs to `influencer 1`, who was forgotten, and an order counts once; if it is not theirs, take it from them first: `void \"influencer 1\" conversion \"\(order)\"`",
        "\(reply.reason)")
    }
    #expect(try sell(room, "Jane", "1001").outcome == .repeated)
    #expect(try sell(room, "Leo", "1002").outcome == .taken)
    #expect(try owed(room) == [1_000, 1_000])
    #expect(try room.problems() == [])
  }

  @Test func nothingIsSentToThemByHand() throws {
    let room = try room()
    #expect(try room.send("Jane", "email.sent", ["template": "hello"]).outcome == .taken)
    try forget(room)
    let reply = try room.send("Jane", "email.sent", ["template": "hello"])
    #expect(
      reply.outcome == .setAside
        && reply.reason == "they were forgotten, and nothing is left of them that anything could be sent to",
      "\(reply.reason)")
    #expect(try room.send("Leo", "email.sent", ["template": "hello"]).outcome == .taken)
  }

  @Test func theirSalesAreStillLoweredVoidedAndRestoredByTheirNumbers() throws {
    let room = try room()
    for order in ["#1", "2", "#3"] { try sell(room, "Jane", order) }
    try forget(room)
    let refund = try room.send("Jane", "conversion.refunded", ["conversion": "1", "amount": "40 USD"])
    #expect(refund.outcome == .taken)
    #expect(try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#2"]).outcome == .taken)
    #expect(try owed(room) == [600 + 1_000, 0])
    // What was taken from them is free for others, and then no longer theirs.
    #expect(try sell(room, "Leo", "#2").outcome == .taken)
    let back = try room.send("Jane", "conversion.restored", ["conversion": "2"])
    #expect(back.outcome == .setAside && back.reason.contains("counts for `Leo` already"), "\(back.reason)")
    try room.send("Jane", "conversion.voided", ["conversion": "3"])
    #expect(try room.send("Jane", "conversion.restored", ["conversion": "#3"]).outcome == .taken)
    #expect(try owed(room) == [600 + 1_000, 1_000])
    let unknown = try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#9"])
    #expect(
      unknown.outcome == .setAside
        && unknown.reason
          == "whoever brought it was forgotten, and nothing tells that an order `#9` was theirs, so nothing is voided",
      "\(unknown.reason)")
    #expect(try room.problems() == [])
  }

  @Test func campaignsThatShareAGroupKnowItToo() throws {
    let room = try Room()
    try room.group("X", pattern: "[first_name]10")
    for (name, person) in [("Winter", "Ada"), ("Summer", "Jane"), ("Autumn", "Leo")] {
      try room.create("", named: name, details: name == "Winter" ? [:] : ["discount_group": "X"])
      try room.add(person)
    }
    func open(_ name: String) throws { room.campaign = try #require(try room.engine.campaign(named: name)).id }
    // An order of the same number of a shop of its own hides nothing.
    for (name, person) in [("Winter", "Ada"), ("Summer", "Jane")] {
      try open(name)
      try sell(room, person, "#1")
      try forget(room, person)
    }
    try open("Autumn")
    #expect(
      try sell(room, "Leo", "1").reason.hasPrefix(
        "the order `1` counts for `influencer 2` in `Summer` already, which shares the discount group `X`"))
    try open("Winter")
    try room.add("Zoe")
    let apart = try sell(room, "Zoe", "1")
    #expect(apart.outcome == .setAside && apart.reason.contains("belongs to `influencer 1`"), "\(apart.reason)")
  }

  @Test func theirPostCountsForNobodyElse() throws {
    let room = try room()
    for (name, content) in [
      ("Jane", "https://www.tiktok.com/@jane/video/77"), ("Jane", "my reel"), ("Leo", "leos reel"),
    ] {
      let reply = try room.send(name, "content.posted", ["content": content])
      #expect([.taken, .handled].contains(reply.outcome), "\(reply.reason)")
    }
    try forget(room)
    for content in ["https://tiktok.com/@jane/video/77?x=1", "my reel"] {
      let reply = try room.send("Leo", "content.posted", ["content": content])
      #expect(
        reply.reason
          == "the post `\(content)` belongs to `influencer 1`, who was forgotten, and a post counts once; if it is not theirs, take it from them first: `reject \"influencer 1\" content \"\(content)\"`",
        "\(reply.reason)")
      #expect(try room.send("Jane", "content.posted", ["content": content]).outcome == .repeated)
    }
    let file = try room.engine.forgottenPost("tiktok", "77")
    #expect(file == "the post `77` belongs to `influencer 1`, who was forgotten, so nothing more of it is kept")
    #expect(try room.engine.forgottenPost("tiktok", "78") == nil)
    try room.send("Jane", "content.rejected", ["content": "https://tiktok.com/@jane/video/77"])
    #expect(try room.engine.forgottenPost("tiktok", "77") == nil)
    #expect(
      try room.send("Leo", "content.posted", ["content": "https://tiktok.com/@jane/video/77"]).outcome == .handled)
    #expect(try room.problems() == [])
  }

  @Test func aPostThatWaitedForReviewDoesNotComeBack() throws {
    let room = try room()
    var post = PostRow(platform: "tiktok", post: "9", url: "https://tiktok.com/@jane/video/9", posted: 0)
    (post.influencer, post.state) = (room.people["Jane"], .review)
    let waiting = post
    try room.engine.transaction { () throws(EngineError) in
      try stored { () throws(StoreError) in try room.engine.store.write(waiting) }
    }
    try forget(room)
    let outcome = try room.engine.transaction { () throws(EngineError) in
      try ContentMatcher(room.engine).take(waiting, Figures(), email: nil, named: nil, wanted: nil)
    }
    guard case .refused(let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(reason.hasPrefix("the post `9` belongs to `influencer 1`, who was forgotten"))
    #expect(try room.problems() == [])
  }

  // MARK: What is kept

  @Test func noNumberIsLeftInTheFileAndAChangedDigestIsFound() throws {
    let file = try TemporaryFile()
    let room = try room(path: file.path)
    try sell(room, "Jane", "ORDER-77421")
    try forget(room)
    let count = try room.engine.store.database.prepare("SELECT count(*) FROM text WHERE content LIKE '%77421%'")
    #expect(try count.step() && count.int64(0) == 0)
    #expect(try room.problems() == [])
    for change: StaticString in ["UPDATE erased_name SET person = 2", "DELETE FROM erased_name"] {
      try room.engine.store.database.transaction { () throws(StoreError) in
        try room.engine.store.database.exec(change)
      }
      #expect(
        try room.problems() == [
          "what is left of the names of orders and posts that were erased is not what the log tells"
        ])
    }
  }

  @Test func aSecondErasureKeepsTheFirst() throws {
    let room = try room()
    try sell(room, "Jane", "#1")
    try forget(room)
    try sell(room, "Jane", "#2")
    try forget(room)
    for order in ["#1", "#2"] { #expect(try sell(room, "Leo", order).outcome == .setAside) }
    #expect(try room.problems() == [])
  }

  @Test func aBackupAndADatabaseOfVersionSixKnowThemToo() throws {
    let (file, copy) = (try TemporaryFile(), try TemporaryFile())
    let jane: Int64
    do {
      let room = try room(path: file.path)
      jane = room.people["Jane"]!
      try sell(room, "Jane", "#1")
      // As version 6 had it.
      try room.engine.store.database.exec(
        """
        DROP TABLE erased_name; DROP INDEX item_kept; DROP INDEX outbox_empty; ALTER TABLE item DROP COLUMN kept;
        ALTER TABLE item DROP COLUMN kept_rate; ALTER TABLE item_group DROP COLUMN kept;
        ALTER TABLE item DROP COLUMN own_starts; ALTER TABLE item DROP COLUMN own_ends;
        DELETE FROM setting WHERE name = 'own_days'; PRAGMA user_version = 6
        """)
    }
    let room = try Room(path: file.path)
    (room.campaign, room.people) = (1, ["Jane": jane, "Leo": jane + 1])
    #expect(try room.engine.store.database.schemaVersion == 9)
    try forget(room)
    try stored { () throws(StoreError) in try Backup.write(file.path, to: copy.path, replaces: false) }
    let other = try Room(path: copy.path)
    (other.campaign, other.people) = (room.campaign, room.people)
    for place in [room, other] {
      #expect(try sell(place, "Leo", "1").reason.contains("who was forgotten"))
      #expect(try place.send("Jane", "conversion.voided", ["conversion": "1"]).outcome == .taken)
      #expect(try owed(place) == [0, 0])
      #expect(try place.problems() == [])
    }
  }

  // MARK: Random histories

  /// What the orders of a campaign come to, reckoned by their numbers alone.
  private struct Model {
    /// By its number without the sign: whose it is, what it is worth, and whether it was voided.
    var orders: [String: (owner: String, worth: Int64, isVoided: Bool)] = [:]

    func owed(_ name: String) -> Int64 {
      orders.values.filter { $0.owner == name && !$0.isVoided }.reduce(0) { $0 + $1.worth * 10 }
    }
  }

  @Test(arguments: UInt64(1)...8)
  func whoeverIsForgottenNoSaleIsLostOrCountedTwice(seed: UInt64) throws {
    let room = try room()
    var (dice, model) = (Dice(state: seed), Model())
    for _ in 0..<60 {
      let name = ["Jane", "Leo"].randomElement(using: &dice)!
      let number = "\(Int.random(in: 1...9, using: &dice))"
      let order = Bool.random(using: &dice) ? "#\(number)" : number
      let known = model.orders[number]
      switch Int.random(in: 0..<10, using: &dice) {
      case 0: try forget(room, name)
      case 1...5:
        let worth = Int64.random(in: 1...200, using: &dice)
        let reply = try sell(room, name, order, "\(worth) USD")
        let isFree = known.map { $0.isVoided && $0.owner != name } ?? true
        // Somebody who was voided an order keeps it in mind; it is one more for whoever gets it next.
        if reply.outcome == .taken {
          #expect(isFree, "seed \(seed)")
          model.orders[number] = (name, worth, false)
        } else if known == nil {
          Issue.record("seed \(seed): \(reply.reason)")
        }
      case 6, 7:
        guard let known, known.owner == name, !known.isVoided, known.worth > 1 else { continue }
        let back = Int64.random(in: 1..<known.worth, using: &dice)
        let reply = try room.send(name, "conversion.refunded", ["conversion": order, "amount": "\(back) USD"])
        #expect(reply.outcome == .taken, "seed \(seed): \(reply.reason)")
        model.orders[number]?.worth -= back
      default:
        guard let known, known.owner == name, !known.isVoided else { continue }
        let reply = try room.send(name, "conversion.voided", by: "store", ["conversion": order])
        #expect(reply.outcome == .taken, "seed \(seed): \(reply.reason)")
        model.orders[number]?.isVoided = true
      }
      #expect(try owed(room) == [model.owed("Jane"), model.owed("Leo")], "seed \(seed)")
    }
    #expect(try room.problems() == [], "seed \(seed)")
  }
}
