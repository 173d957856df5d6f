import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// `next`: who must do what now.
@Suite struct DutyTests {
  private func texts(_ sheet: Sheet, _ heading: String) -> [String] {
    guard let place = sheet.columns.firstIndex(where: { $0.heading == heading }) else { return [] }
    return sheet.rows.map { if case .text(let text) = $0[place] { text } else { "" } }
  }

  private func room() throws -> Room {
    try Room(Room.sentence, people: ["Ann", "Ben", "Cleo"]) {
      try $0.group("X", items: [])
      try $0.group("Y", 1, items: ["https://a.example/1", "https://a.example/2"])
    }
  }

  @Test func whoHasWaitedLongestComesFirst() throws {
    let room = try room()
    try room.send("Cleo", "proposal.submitted", ["price": "10 USD"])
    try room.pass(days: 2)
    try room.send("Ann", "proposal.submitted", ["price": "10 USD"])
    let sheet = try Duties(room.engine, campaign: room.campaign, roles: ["manager"]).sheet(nil)
    #expect(texts(sheet, "Influencer") == ["Ben", "Cleo", "Ann"])
    #expect(texts(sheet, "Waits") == ["2 days", "2 days", "0 minutes"])
    #expect(texts(sheet, "What")[0].contains("invite") && texts(sheet, "What")[2].contains("accept"))
    let page = try Duties(room.engine, campaign: room.campaign, roles: ["manager"]).sheet(Page(2, rows: 2))
    #expect(texts(page, "Influencer") == ["Ann"])
    #expect(page.notes.first == "page 2 of 2: rows 3 to 3 of 3")
    // Outside a campaign the campaign is told as well.
    let all = try Duties(room.engine, campaign: nil, roles: ["manager"]).sheet(nil)
    #expect(texts(all, "Campaign") == ["Spring", "Spring", "Spring"])
    #expect(try Duties(room.engine, campaign: room.campaign, roles: ["bank"]).sheet(nil).rows.isEmpty)
  }

  @Test func whatWasRefusedIsToldUntilSomethingChanges() throws {
    let room = try room()
    try room.send("Ann", "proposal.accepted")
    func refused() throws -> [String] {
      let sheet = try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil)
      return texts(sheet, "What").filter { $0.contains("was refused") }
    }
    #expect(try refused() == ["`accept` of manager was refused"])
    try room.send("Ann", "proposal.submitted", ["price": "10 USD"])
    #expect(try refused() == [])
  }

  @Test func thoseForWhomNothingWasLeftAreNamed() throws {
    let line =
      "on discount.disabled when event.replacement is set and event.replacement is yes assign discount from group"
    func said(_ room: Room) throws -> [String] {
      let sheet = try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil)
      return zip(texts(sheet, "Influencer"), texts(sheet, "What")).filter { $1.contains("left for") }.map {
        "\($0): \($1)"
      }
    }
    let first = "on proposal.accepted assign discount from group X\n"
    let room = try Room(first, people: ["Ann", "Ben"]) { try $0.group("X") }
    for name in ["Ann", "Ben"] { try room.accept(name) }
    let command = "disable discount Ann@example.com replacement yes".lowercased()
    #expect(
      try said(room).first
        == "Ann: `X` had no discount left for them, and they hold none: no line gives one later; write `\(line) \"X\"` into a newer version, `campaign migrate`, and then `\(command)` does"
    )
    // With such a line, and until they have one.
    let other = try Room(first + line + " \"X\"\n", people: ["Ann", "Ben"]) { try $0.group("X") }
    for name in ["Ann", "Ben"] { try other.accept(name) }
    #expect(
      try said(other)[0].hasSuffix("hold none: fill it with `workroom import codes`; then `\(command)` gives one"))
    try other.addItems(["A"], to: "X")
    #expect(try said(other)[0].hasSuffix("hold none: `\(command)` gives one"))
    try other.send("Ann", "discount.disabled", ["replacement": "yes"])
    #expect(try other.held("Ann") == "A" && said(other).map { $0.prefix(4) } == ["Ben:"])
    #expect(try other.problems() == [])
  }

  @Test func ofManyForWhomNothingWasLeftTheFirstAreNamed() throws {
    let people = (1...23).map { "P\($0)" }
    let room = try Room("on proposal.accepted assign discount from group X\n", people: people) { try $0.group("X") }
    for name in people { try room.accept(name) }
    let sheet = try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil)
    let said = texts(sheet, "What").filter { $0.contains("left for") }
    #expect(said.count == 21 && said.filter { $0.contains("left for them") }.count == 20)
    #expect(said.contains { $0.hasPrefix("`X` had no discount left for 3 more, who hold none: ") })
    #expect(said.contains { $0.contains("`disable discount all replacement yes when discount is not held`") })
  }

  /// Neither of whoever holds one, nor of whoever waits for one or has lost theirs: a leak is no duty.
  @Test func nobodyIsToldToDisableACode() throws {
    let text = """
      stage proposed
        on proposal.accepted
          assign discount from group X if none is left wait in line
          go to selling
        end
      end
      stage selling in "Discounts"
        on discount.disabled
          assign discount from group X if none is left wait in line
          stay
        end
        on link.disabled go to proposed
        on content.posted go to done
      end
      final done

      """
    let room = try Room(text, people: ["Ann", "Ben"]) { try $0.group("X", items: ["A"]) }
    for name in ["Ann", "Ben"] { try room.send(name, "proposal.accepted") }
    try room.send("Ann", "discount.disabled")
    #expect(try room.held("Ann") == nil && room.counts()["waiting"] == 2)
    let sheet = try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil)
    #expect(
      texts(sheet, "What").sorted() == [
        "fill the group `X`, for which 2 influencers wait: `workroom import codes`", "post", "post",
      ])
    #expect(texts(sheet, "Who").filter { $0 == "influencer" }.count == 2)
  }

  @Test func timersThatNobodyFiresAreTold() throws {
    let room = try Room("stage waiting\n  after 3 days go to done\nend\nfinal done\n", people: ["Ann"])
    #expect(try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil).rows.isEmpty)
    try room.setClock(Instant(milliseconds: room.engine.clock.now.milliseconds + 5 * 86_400_000))
    let sheet = try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil)
    #expect(texts(sheet, "What") == ["1 timer is due and not fired: keep `workroom run` going"])
    #expect(texts(sheet, "Waits") == ["2 days"])
  }

  @Test func anEmptyGroupWithALineIsToBeFilled() throws {
    let text = """
      stage one
        on influencer.invited go to two
      end
      stage two in "Progress"
        on enter assign discount from group X if none is left wait in line
        on content.posted go to done
      end
      final done

      """
    let room = try Room(text, people: ["Ann", "Ben"]) { try $0.group("X", items: []) }
    try room.send("Ann", "influencer.invited")
    try room.send("Ben", "influencer.invited")
    let sheet = try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil)
    #expect(
      texts(sheet, "What").contains("fill the group `X`, for which 2 influencers wait: `workroom import codes`"))
  }

  private func money(_ room: Room, _ campaign: Bool = true) throws -> [String] {
    let sheet = try Duties(room.engine, campaign: campaign ? room.campaign : nil, roles: nil).sheet(nil)
    return texts(sheet, "What").filter { $0.contains("USD") }
  }

  @Test func whatCanBePaidAndWhatFailedIsTold() throws {
    let room = try Room("", people: ["Jane", "Leo"])
    #expect(try money(room) == [])
    for name in ["Jane", "Leo"] { try room.accept(name, price: "300 USD") }
    #expect(
      try money(room)
        == ["600.00 USD can be paid to 2 influencers: `pay all method cash` (or `offline`) shows to whom, and asks"])
    #expect(try money(room, false)[0].contains("`workroom pay --campaign \"Spring\" --method paypal --dry-run`"))
    for name in ["Jane", "Leo"] {
      try room.engine.store.record(Payee(taxForm: "W-9", paypal: "a@pay.example"), of: room.people[name]!)
      try room.send(
        name, "payment.requested", ["payment": "P\(name)", "amount": "300 USD", "method": "cash", "batch": "1"])
    }
    #expect(
      try money(room) == ["batch 1: 2 of 600.00 USD on their way; bring the answer in with `workroom import payments`"])
    try room.send("Jane", "payment.paid", by: "bank", ["payment": "PJane"])
    try room.send("Leo", "payment.failed", by: "bank", ["payment": "PLeo", "reason": "account closed"])
    let failed =
      "a payment of 300.00 USD failed (account closed): see to it with `paypal account leo@example.com EMAIL`, then `pay leo@example.com method cash`"
    #expect(
      try money(room)
        == [
          "300.00 USD can be paid to 1 influencer: `pay all method cash` (or `offline`) shows to whom, and asks",
          failed,
        ])
    try room.send("Leo", "payment.paid", ["amount": "300 USD", "method": "offline"])
    #expect(try money(room) == [])
  }

  @Test func ofManyPaymentsThatFailedTheFirstAreNamed() throws {
    let people = (1...21).map { "P\($0)" }
    let room = try Room("", people: people)
    func failed() throws -> [String] {
      let sheet = try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil)
      return texts(sheet, "What").filter { $0.contains("failed") }
    }
    for name in people {
      try room.accept(name, price: "10 USD")
      try room.engine.store.record(Payee(taxForm: "W-9", paypal: "a@pay.example"), of: room.people[name]!)
      try room.send(name, "payment.requested", ["payment": name, "amount": "10 USD", "method": "cash"])
      try room.send(name, "payment.failed", by: "bank", ["payment": name])
      if name == "P20" { #expect(try failed().count == 20) }
    }
    #expect(try failed().count == 21)
    #expect(try failed().contains("1 more payment failed and can be made again: `batches`"))
  }

  /// What is held is not due.
  @Test func whatIsHeldIsNotToldAsDue() throws {
    let room = try Room("", details: ["hold_conversions": "7 days"], people: ["Jane"])
    try room.accept("Jane", price: "0 USD")
    try room.send(
      "Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD", "rate": "10%"])
    #expect(try room.balance("Jane")[0] == 1_000)
    #expect(try money(room) == [])
    try room.pass(days: 8)
    #expect(try money(room).count == 1)
  }

  @Test func manyWhoHaveNotAnsweredAreOneLineBehindAllOthers() throws {
    let room = try Room("", people: (1...22).map { "P\($0)" })
    for name in room.people.keys.sorted() { try room.send(name, "influencer.invited") }
    try room.pass(days: 3)
    try room.send("P7", "proposal.submitted", ["price": "10 USD"])
    func rows(_ roles: [String]?) throws -> (Sheet, [String]) {
      let sheet = try Duties(room.engine, campaign: room.campaign, roles: roles).sheet(nil)
      return (sheet, texts(sheet, "Influencer"))
    }
    for roles in [["manager"], nil] as [[String]?] {
      let (sheet, who) = try rows(roles)
      #expect(who == ["P7", "21 who have not answered"], "\(who)")
      #expect(texts(sheet, "Waits") == ["0 minutes", "3 days"] && sheet.notes.first == "2 in all")
    }
    // So few are named.
    try room.send("P8", "proposal.submitted", ["price": "10 USD"])
    #expect(try rows(["manager"]).1.count == 22)
  }

  @Test func rightsThatAreOverAreCounted() throws {
    let room = try Room("", details: ["content_rights": "30 days"], people: ["Jane"])
    try room.accept("Jane", price: "0 USD")
    for number in 1...2 {
      try room.send("Jane", "content.posted", ["content": "https://www.instagram.com/p/A\(number)/"])
    }
    func notes() throws -> [String] {
      try Duties(room.engine, campaign: room.campaign, roles: nil).sheet(nil).notes.filter { $0.contains("rights") }
    }
    #expect(try notes() == [])
    try room.pass(days: 31)
    let workroom = try WorkRoom(room.engine, campaign: room.campaign, only: [])
    #expect(try workroom.expiredRights(lookingAt: 2) == (2, false))
    #expect(try workroom.expiredRights(lookingAt: 3) == (2, true))
    #expect(
      try notes() == ["the rights to 2 posts have expired, so nobody may use them any more: `content` shows which"])
  }

  /// Posts to review stand in the campaigns whose influencers made them, and in no other.
  @Test func postsToReviewStandWhereTheyBelong() throws {
    let room = try Room("", people: ["Jane"])
    let first = room.campaign
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.asking { (store) throws(StoreError) in
        var post = PostRow(platform: "x", post: "9", url: "https://x.com/jane/status/9", posted: 0)
        (post.handle, post.state) = ("jane", .review)
        try store.write(post)
      }
    }
    func posts(_ campaign: Int64?) throws -> Bool {
      let sheet = try Duties(room.engine, campaign: campaign, roles: nil).sheet(nil)
      return texts(sheet, "What").contains { $0.contains("nobody could match") }
    }
    #expect(try posts(first))
    try room.create("", named: "Summer")
    #expect(try !posts(first) && !posts(room.campaign) && posts(nil))
    try room.engine.transaction { () throws(EngineError) in
      try Directory(room.engine).connect(
        AccountRow(platform: "x", handle: "jane", followers: nil), to: room.people["Jane"]!)
    }
    #expect(try posts(first) && !posts(room.campaign))
  }
}
