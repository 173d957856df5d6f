import Workroom
import WorkroomEngine
import WorkroomStore

/// What is different beside the participations: a campaign's details, and what the directory says of somebody.
extension Differences {
  func addDetails(of campaign: CampaignRow, to sheet: inout Sheet) throws(EngineError) {
    let known = try sandbox.live.asking { (store) throws(StoreError) in
      try store.campaigns().first { $0.id == campaign.id }
    }
    // Details are told of only where a revision was written: their table also shows sums that move by themselves.
    guard let known, known.revision != campaign.revision else { return }
    let (before, after) = (try details(campaign.id, sandbox.live), try details(campaign.id, sandbox.copy))
    for (name, live, copy) in Differences.changes(before, after) {
      add("detail `\(name)`", campaign.name, live, copy, to: &sheet)
    }
  }

  func addDirectory(to sheet: inout Sheet) throws(EngineError) {
    for influencer in sandbox.touched.sorted() {
      if let erased = try erased(influencer) {
        add(erased, "(directory)", "known", Differences.erasure, to: &sheet)
        continue
      }
      let (before, after) = (try facts(influencer, sandbox.live), try facts(influencer, sandbox.copy))
      let record = try sandbox.copy.asking { (store) throws(StoreError) in try store.influencer(influencer) }
      let name = record?.shownName ?? "influencer \(influencer)"
      for (what, live, copy) in Differences.changes(before, after) {
        add("\(name), \(what)", "(directory)", live, copy, to: &sheet)
      }
    }
  }

  /// All that goes when somebody is forgotten.
  private static let erasure = "erased for ever: names, email, accounts, address, tags, remarks, posts and texts"

  /// How somebody is called in the live database whom the copy has forgotten; `nil` for anybody else.
  private func erased(_ influencer: Int64) throws(EngineError) -> String? {
    let copy = try sandbox.copy.asking { (store) throws(StoreError) in try store.influencer(influencer) }
    let live = try sandbox.live.asking { (store) throws(StoreError) in try store.influencer(influencer) }
    guard let copy, let live, copy.isForgotten, !live.isForgotten else { return nil }
    return live.shownName
  }

  /// Posts that wait for somebody in the live database, and no longer in the copy.
  func addReviewed(to sheet: inout Sheet) throws(EngineError) {
    for number in sandbox.reviewed.sorted() {
      let live = try sandbox.live.asking { (store) throws(StoreError) in try store.post(number) }
      let copy = try sandbox.copy.asking { (store) throws(StoreError) in try store.post(number) }
      guard let live, live.state == .review, live.state != copy?.state else { continue }
      let fate =
        switch copy?.state {
        case .dismissed: "dismissed; the next file does not bring it back"
        case .matched: "given to \(try name(copy?.influencer))"
        default: "erased with whoever posted it"
        }
      add("post \(number), \(live.url)", "(content review)", "waits: \(live.reason)", fate, to: &sheet)
    }
  }

  private func name(_ influencer: Int64?) throws(EngineError) -> String {
    guard let influencer else { return "nobody" }
    let record = try sandbox.copy.asking { (store) throws(StoreError) in try store.influencer(influencer) }
    return record?.shownName ?? "influencer \(influencer)"
  }

  func add(_ what: String, _ place: String, _ live: String, _ copy: String, to sheet: inout Sheet) {
    sheet.rows.append(
      [.text(what), .text(place), .text(live), .text(copy)] + sheet.columns.dropFirst(4).map { _ in .nothing })
  }

  private func details(_ campaign: Int64, _ engine: Engine) throws(EngineError) -> [(String, String)] {
    Differences.lines(try WorkRoom(engine, campaign: campaign).detailsSheet())
  }

  private func facts(_ influencer: Int64, _ engine: Engine) throws(EngineError) -> [(String, String)] {
    guard try engine.asking({ (store) throws(StoreError) in try store.hasInfluencer(influencer) }) else { return [] }
    let payee = try engine.asking { (store) throws(StoreError) in try store.payee(influencer) }
    let profile = Differences.lines(try InfluencerProfile(engine, influencer).sheet())
    return profile.filter { !Differences.counted.contains($0.0) }
      + [("tax form", payee.taxForm ?? ""), ("PayPal account", payee.paypal ?? "")]
  }

  /// What a profile counts of campaigns, which their own rows tell of.
  private static let counted: Set<String> = ["live proposals", "content since the last proposal"]

  /// The lines of a sheet that says of each thing how it is; what is said several times is one of them.
  private static func lines(_ sheet: Sheet) -> [(String, String)] {
    var lines: [(String, String)] = []
    for row in sheet.rows {
      guard row.count == 2, case .text(let what) = row[0], case .text(let value) = row[1] else { continue }
      if let known = lines.firstIndex(where: { $0.0 == what }) {
        lines[known].1 += "; \(value)"
      } else {
        lines.append((what, value))
      }
    }
    return lines
  }

  private static func changes(
    _ before: [(String, String)], _ after: [(String, String)]
  ) -> [(what: String, live: String, copy: String)] {
    let gone = before.filter { line in !after.contains { $0.0 == line.0 } }.map { ($0.0, "") }
    return (after + gone).compactMap { what, copy in
      let live = before.first { $0.0 == what }?.1 ?? ""
      return live == copy ? nil : (what, live, copy)
    }
  }
}
