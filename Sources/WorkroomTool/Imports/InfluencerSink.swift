import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore

/// Influencers into the directory, and into a campaign.
final class InfluencerSink: RowSink {
  private let engine: Engine
  private let campaign: CampaignRow
  private let rows: InfluencerImport
  private var added = 0
  private var updated = 0
  private var assigned = 0

  init(_ engine: Engine, _ campaign: CampaignRow, _ rows: InfluencerImport) {
    self.engine = engine
    self.campaign = campaign
    self.rows = rows
  }

  let noun = "influencers"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] {
    [
      (added, "new influencers"), (updated, "known already and brought up to date"),
      (assigned, "take part in `\(campaign.name)` now"),
    ]
  }

  func next() throws -> SinkRow? {
    switch try rows.next() {
    case nil: return nil
    case .reject(let reject): return .reject(reject)
    case .row(let row):
      guard let source = rows.lastRow else { return nil }
      return .write(
        reject: { RowReject(source, $0) },
        { [self] () throws(EngineError) in try write(row) })
    }
  }

  private func write(_ row: InfluencerRow) throws(EngineError) -> String? {
    let id: Int64
    switch try Directory(engine).add(InfluencerSink.record(row)) {
    case .added(let new):
      id = new
      added += 1
    case .updated(let known):
      id = known
      updated += 1
    case .conflict(let reason): return reason
    }
    if try engine.assign(id, to: campaign.id, actor: "import") != nil { assigned += 1 }
    return nil
  }

  func finishBatch() throws(EngineError) { try engine.noteImport(influencers: added + updated) }

  private static func record(_ row: InfluencerRow) -> InfluencerRecord {
    var record = InfluencerRecord()
    record.external = row.externalID
    record.email = row.email
    let parts = row.name?.split(separator: " ", maxSplits: 1).map(String.init) ?? []
    record.firstName = row.firstName ?? parts.first
    record.lastName = row.lastName ?? (parts.count > 1 ? parts[1] : nil)
    record.country = row.country
    record.platform = row.platform
    record.followers = row.followers
    record.phone = row.phone
    let address = row.address
    let lines = [address.line1, address.line2, address.city, address.state, address.postalCode].compactMap { $0 }.filter
    { !$0.isEmpty }
    record.address = lines.isEmpty ? nil : lines.joined(separator: ", ")
    let extra = row.extra.map { "\(oneLine($0.heading))\t\(oneLine($0.value))" }
    record.extra = extra.isEmpty ? nil : extra.joined(separator: "\n")
    record.accounts = row.handles.map { ($0.platform, $0.handle) }
    return record
  }

  /// Line ends and tabs separate these values where they are kept, so a value has none.
  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}
