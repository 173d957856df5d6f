import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// A campaign of many participations, made through the engine's own door, with everything that a report tells of.
enum LargeCampaign {
  static let name = "Large"

  private static let text = """
    workflow "Large" version 1

    record
      price  money  default 0 USD
    end

    stage assigned in "My Influencers"
      on influencer.invited go to invited
    end

    stage invited in "My Influencers"
      on proposal.submitted
        set price to event.price
        go to proposed
      end
    end

    stage proposed in "Proposals"
      on proposal.accepted go to active
    end

    stage active in "Progress"
      on enter owe price for "fee"
      on content.posted go to done
    end

    final done
    """

  /// Makes it, with so many who have all come to one place: to the beginning, or to an end after the work.
  static func make(_ path: String, participations: Int, isPlayed: Bool) throws {
    let engine = try Engine.open(path: path, mode: .create)
    let start = Instant("2026-01-05T09:00:00Z")!
    try engine.store.database.transaction { () throws(StoreError) in
      try engine.store.set("clock", start.milliseconds + 90 * 86_400_000)
    }
    try engine.reload()
    let source = SourceText(name: "large.workflow", text: text)
    var people: [Int64] = []
    let campaign = try engine.transaction { () throws(EngineError) in
      let campaign = try engine.createCampaign(named: name, source: source, details: []).id
      for index in 0..<participations {
        var record = InfluencerRecord()
        record.external = "i\(index)"
        record.firstName = "Mia"
        record.lastName = "Berg \(index)"
        record.followers = Int64(1000 + index)
        guard let id = try stored({ () throws(StoreError) in try engine.store.insertNew(record) }) else { continue }
        people.append(id)
        _ = try engine.assign(id, to: campaign)
      }
      return campaign
    }
    guard isPlayed else { return }
    for (day, event) in events.enumerated() {
      let at = Instant(milliseconds: start.milliseconds + Int64(day + 1) * 7 * 86_400_000)
      try send(engine, campaign, people, event, at)
      engine.dropCaches()
    }
  }

  private static let events = [
    "influencer.invited", "proposal.submitted", "proposal.accepted", "order.created", "content.posted",
    "conversion.recorded",
  ]

  private static func send(
    _ engine: Engine, _ campaign: Int64, _ people: [Int64], _ event: String, _ at: Instant
  ) throws {
    try engine.transaction { () throws(EngineError) in
      for (index, influencer) in people.enumerated() {
        var payload: [WrittenValue] = []
        switch event {
        case "proposal.submitted": payload = [WrittenValue(name: "price", text: "\(50 + index % 900) USD")]
        case "content.posted":
          payload = [
            WrittenValue(name: "content", text: "https://www.instagram.com/p/c\(index)/"),
            WrittenValue(name: "views", text: "\(index)"),
          ]
        case "conversion.recorded":
          payload = [
            WrittenValue(name: "conversion", text: "#\(index)"),
            WrittenValue(name: "subtotal", text: "\(20 + index % 300) USD"),
          ]
        default: break
        }
        _ = try engine.submit(
          Command(
            source: .inbox, key: "\(event) \(index)", campaign: campaign, influencer: influencer, event: event,
            role: "manager", at: at, payload: payload))
      }
    }
  }
}
