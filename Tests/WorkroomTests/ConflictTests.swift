import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Two campaigns that look for the same, and where what somebody brings counts.
@Suite struct ConflictTests {
  private func second(_ room: Room, _ details: [String: String]) throws -> Int64 {
    try room.create(DirectoryTests.workflow, named: "Summer", details: details)
    return room.campaign
  }

  private func conflicts(_ room: Room, _ campaign: Int64) throws -> [String] {
    try CampaignConflict.of(campaign, room.engine).map(\.words)
  }

  @Test func campaignsThatShareCodesOrHashtagsAreTold() throws {
    let room = try DirectoryTests.room()
    let summer = try second(room, ["discount_group": "X", "hashtags": "#Trail, #other"])
    #expect(try conflicts(room, summer) == ["`Spring`, which shares the discount group `X` and #trail"])
  }

  @Test func windowsKeepHashtagsApart() throws {
    let room = try DirectoryTests.room(["hashtags": "#trail", "delivery": "2026-03-01 to 2026-03-31"])
    let summer = try second(room, ["hashtags": "#trail", "delivery": "2026-04-01 to 2026-04-30"])
    #expect(try conflicts(room, summer).isEmpty)
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.setDetails([.init(name: "delivery", text: "2026-03-31 to 2026-04-30")], of: summer)
    }
    #expect(try conflicts(room, summer) == ["`Spring`, which shares #trail"])
    try room.setClock(Instant("2026-04-02T00:00:00Z")!)
    #expect(try conflicts(room, summer).isEmpty, "the first is over")
  }

  @Test func whoeverIsActiveInTheFirstBeginsInTheSecondOnlyOnceItIsConfirmed() throws {
    let room = try DirectoryTests.room()
    let (spring, mia) = (room.campaign, room.people["Mia"]!)
    let summer = try second(room, ["discount_group": "X", "hashtags": "#trail"])
    func assign(_ influencer: Int64, confirmed: Bool) throws -> Assigning.Outcome {
      try room.engine.transaction { () throws(EngineError) in
        try Assigning(room.engine, campaign: summer).assign(influencer, confirmed: confirmed)
      }
    }
    guard case .conflict(let words) = try assign(mia, confirmed: false) else {
      Issue.record("nobody was asked")
      return
    }
    #expect(
      words.contains(
        "`Mia (mia@example.com)` takes part in `Spring`, which shares the discount group `X` and #trail (Assigned); from now on"
      ),
      "\(words)")
    #expect(try room.engine.participation(of: mia, in: summer) == nil)
    let before = room.engine.clock.now.milliseconds
    try room.pass(days: 1)
    guard case .assigned = try assign(mia, confirmed: true) else {
      Issue.record("the confirmation was not taken")
      return
    }
    let now = room.engine.clock.now.milliseconds
    #expect(try room.engine.attributed(mia, from: spring, at: before) == spring)
    #expect(try room.engine.attributed(mia, from: spring, at: now) == summer)
    #expect(try room.engine.attributed(mia, from: summer, at: now) == summer)
    #expect(try room.engine.attributed(room.people["Leo"]!, from: spring, at: now) == spring)
    guard case .known = try assign(mia, confirmed: false) else {
      Issue.record("whoever is in it already is not asked")
      return
    }
    #expect(try room.problems().isEmpty)
    try room.engine.store.database.exec("UPDATE attribution SET since = 0")
    #expect(try room.problems().count == 1)
  }

  @Test func whoeverHasFinishedInTheFirstIsNotAsked() throws {
    let room = try DirectoryTests.room()
    try room.accept("Mia")
    try room.send("Mia", "proposal.deleted")
    let summer = try second(room, ["discount_group": "X"])
    let assigning = try Assigning(room.engine, campaign: summer)
    #expect(try assigning.conflict(of: room.people["Mia"]!) == nil)
    #expect(try assigning.conflict(of: room.people["Leo"]!) != nil)
  }

  @Test func aPlanShowsFiveReasonsAndCountsTheRest() throws {
    let room = try DirectoryTests.room()
    for index in 1...4 { try room.add("Person\(index)") }
    let summer = try second(room, ["discount_group": "X"])
    let plan = try AssigningPlan(room.engine, summer, room.people.values.sorted())
    #expect(plan.able.count == 6)
    #expect(plan.words.count == 7 && plan.words.last == "  and 1 more like these", "\(plan.words)")
    #expect(try plan.carryOut() == 6)
  }

  @Test func whatMovedCanMoveBack() throws {
    let room = try DirectoryTests.room()
    let (spring, mia) = (room.campaign, room.people["Mia"]!)
    let summer = try second(room, ["discount_group": "X"])
    func move(_ source: Int64, _ target: Int64) throws {
      try room.engine.transaction { () throws(EngineError) in
        try room.engine.moveAttribution(of: mia, from: source, to: target)
      }
      try room.pass(days: 1)
    }
    try move(spring, summer)
    try move(summer, spring)
    let now = room.engine.clock.now.milliseconds
    #expect(try room.engine.attributed(mia, from: spring, at: now) == spring)
    #expect(try room.engine.attributed(mia, from: summer, at: now) == spring)
    #expect(try room.problems().isEmpty)
  }
}
