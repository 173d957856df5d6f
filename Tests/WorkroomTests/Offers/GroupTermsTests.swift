import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// The terms of groups, and of what somebody holds already.
@Suite struct GroupTermsTests {
  private func item(_ room: Room, _ name: String, _ kind: Int64 = 0) throws -> ItemRow {
    try #require(try room.engine.store.held(room.row(name).id, kind: kind))
  }

  @Test func aLinkIsMadeFromDomainPatternDestinationAndUTM() throws {
    let room = try Room("", details: ["link_group": "Y"]) { room in
      try room.make("Y", of: "link", pattern: "[first_name]-spring", destination: "https://shop.example/p?a=1#top") {
        $0.domain = "go.brand.example"
        $0.utm = "utm_source=creators&utm_content=[first_name]"
      }
    }
    try room.accept("Jane")
    let link = try item(room, "Jane", 1)
    #expect(link.code == "https://go.brand.example/jane-spring")
    #expect(link.destination == "https://shop.example/p?a=1&utm_source=creators&utm_content=jane#top")
    #expect(try room.problems() == [])
  }

  @Test func theGroupsDaysAreThoseOfTheCampaignsZoneAndTheLastOneCounts() throws {
    let room = try Room("", details: ["discount_group": "X", "time_zone": "Europe/Berlin"]) { room in
      try room.make("X", of: "discount", pattern: "[first_name]") {
        $0.starts = Int64(CalendarDate("2026-03-01")!.days)
        $0.ends = Int64(CalendarDate("2026-03-31")!.days)
      }
    }
    try room.accept("Jane")
    let code = try item(room, "Jane")
    #expect(code.starts == Instant("2026-02-28T23:00:00Z")!.milliseconds)
    #expect(code.ends == Instant("2026-03-31T22:00:00Z")!.milliseconds)
    #expect(try room.problems() == [])
  }

  @Test func aChangeReachesLaterCodesOnlyUnlessItIsAskedFor() throws {
    let room = try Room("", details: ["discount_group": "X"], people: ["Jane", "Leo", "Ana"]) {
      try $0.group("X", pattern: "[first_name]", payout: "10%")
    }
    try room.accept("Jane")
    try room.change("X", payout: "15%")
    try room.accept("Leo")
    #expect(try ["Jane", "Leo"].map { try item(room, $0).rate } == [10_000_000, 15_000_000])
    let applied = try room.change("X", payout: "20%", appliesToExisting: true)
    #expect(applied.adjusted == 2 && applied.refused == 0)
    try room.accept("Ana")
    #expect(try ["Jane", "Leo", "Ana"].map { try item(room, $0).rate } == [20_000_000, 20_000_000, 20_000_000])
    #expect(try room.problems() == [])
  }

  @Test func whatSomebodyHasForThemselvesStaysUnlessThatIsSaid() throws {
    let room = try Room("", details: ["discount_group": "X"], people: ["Jane", "Leo", "Ana"]) {
      try $0.group("X", pattern: "[first_name]", payout: "10%")
    }
    for name in ["Jane", "Leo", "Ana"] { try room.accept(name) }
    try room.send("Leo", "discount.adjusted", ["rate": "12.5%"])
    try room.send("Ana", "discount.adjusted", ["ends": "2026-12-31"])
    let applied = try room.change("X", payout: "11%", appliesToExisting: true)
    #expect(applied.adjusted == 2 && applied.own == 1 && applied.ownNames == ["Leo 12.5%"])
    func rates() throws -> [Int64?] { try ["Jane", "Leo", "Ana"].map { try item(room, $0).rate } }
    #expect(try rates() == [11_000_000, 12_500_000, 11_000_000])
    try room.change("X", payout: "13%", appliesToExisting: true, overwritesOwn: true)
    #expect(try rates() == [13_000_000, 13_000_000, 13_000_000])
    // What the group gave once is no rate of one's own.
    #expect(try room.change("X", payout: "14%", appliesToExisting: true).own == 0)
    #expect(try room.problems() == [])
  }

  @Test func whatDoesNotReachWhatIsHeldIsRefused() throws {
    let room = try Room()
    let group = try room.engine.transaction { () throws(EngineError) in
      try room.engine.createGroup(named: "L", of: "link", pattern: "https://go.example/[id]", destination: nil)
    }
    func refused(_ set: (inout GroupChange) -> Void) -> String {
      var change = GroupChange()
      set(&change)
      let given = change
      return refusal {
        try room.engine.transaction { () throws(EngineError) in
          _ = try room.engine.setGroup(group, given, appliesToExisting: true)
        }
      } ?? "taken"
    }
    #expect(
      refused { $0.rate = .some(nil) }
        == "a payout that `L` has no more stays with the links that are held: write `--payout 0%`, so that those pay nothing from now on, or leave out `--apply-to-existing`"
    )
    #expect(refused { $0.destination = .some(nil) }.hasPrefix("an address that `L` has no more stays with the links"))
    #expect(refused { $0.attribution = .some(30) }.hasPrefix("what is new about `L` changes no link that is held"))
    #expect(refused { $0.ends = .some(nil) } == "taken")
  }

  @Test func termsThatNoGroupCanHaveAreRefused() throws {
    let room = try Room()
    func refused(_ noun: String, _ pattern: String? = "[id]", _ set: (inout GroupTerms) -> Void) -> String {
      refusal { try room.make("G", of: noun, pattern: pattern, set) } ?? "taken"
    }
    #expect(refused("discount") { $0.rate = 101 * Scaled.unit }.contains("from 0% to 100%"))
    #expect(refused("discount") { $0.domain = "go.example" }.contains("are for links"))
    #expect(refused("link") { $0.domain = "https://go.example" }.contains("write it as `go.brand.example`"))
    #expect(refused("link") { $0.utm = "source=x" }.contains("utm_source=creators"))
    #expect(refused("link", nil) { $0.utm = "utm_source=[handle]" }.contains("without `[...]`"))
    let parameters = "utm_source=" + String(repeating: "x", count: 189)
    #expect(refused("link") { $0.utm = parameters + "x" }.contains("utm_source=creators"))
    #expect(refused("link") { ($0.utm, $0.attribution) = (parameters, 366) }.contains("1 to 365 days"))
    #expect(refused("link") { $0.attribution = 366 }.contains("1 to 365 days"))
    #expect(refused("link") { ($0.utm, $0.attribution) = (parameters, 365) } == "taken")
    #expect(
      refused("discount") { ($0.starts, $0.ends) = (10, 9) }.contains("would end before they start"))
  }

  @Test func aCodeMovesToAnotherGroupOfTheSameSort() throws {
    let room = try Room("", details: ["discount_group": "X"]) {
      try $0.group("X", items: ["A"])
      try $0.group("Z", items: ["B"])
      try $0.group("P", pattern: "[id]")
    }
    try room.accept("Jane")
    let wrong = try room.send("Jane", "discount.adjusted", ["group": "P"])
    #expect(wrong.outcome == .setAside && wrong.reason.contains("not of the same sort"))
    #expect(try room.send("Jane", "discount.adjusted", ["group": "Q"]).reason.contains("no discount group called `Q`"))
    #expect(try room.send("Jane", "discount.adjusted", ["group": "Z"]).outcome == .handled)
    try room.send("Jane", "influencer.withdrew")
    #expect(try room.engine.group(of: "discount", named: "Z")?.free == 2)
    #expect(try room.problems() == [])
  }

  @Test func aLinksDaysCanBeAdjusted() throws {
    let room = try Room("", details: ["link_group": "Y"]) { try $0.group("Y", 1, items: ["https://go.example/1"]) }
    try room.accept("Jane")
    try room.send("Jane", "link.adjusted", ["starts": "2026-03-02", "ends": "2026-03-09", "rate": "5%"])
    let link = try item(room, "Jane", 1)
    #expect(link.starts == Instant("2026-03-02T00:00:00Z")!.milliseconds)
    #expect(link.ends == Instant("2026-03-10T00:00:00Z")!.milliseconds)
    #expect(try room.problems() == [])
  }

  @Test func termsThatTheLogDoesNotTellAreFound() throws {
    let room = try Room()
    try room.group("X", pattern: "[id]", payout: "10%")
    try room.engine.store.database.exec("UPDATE item_group SET rate = 1")
    #expect(
      try room.problems() == ["the group `X` has another name, pattern, destination or terms than the log tells"])
  }
}
