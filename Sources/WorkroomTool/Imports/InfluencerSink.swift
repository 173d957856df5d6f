import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore

/// Influencers into the directory, and into a campaign where one is named.
final class InfluencerSink: RowSink {
  private let engine: Engine
  private let campaign: CampaignRow?
  private let rows: InfluencerImport
  private var directory: Directory { Directory(engine) }
  private var added = 0
  private var updated = 0
  private var assigned = 0
  private var repeated = 0
  /// Influencers of the newest batch.
  private var noted = 0
  /// Of the first rows, which alone are shown as they are understood.
  private var newest = InfluencerRecord()
  private var newestFacts = DirectoryFacts()
  /// Who begins in the campaign, where one is named; what its rows share with other campaigns is read once.
  private let assigning: Assigning?
  /// Whether those who are active in a campaign that shares something may begin here all the same.
  private let isConfirmed: Bool
  private(set) var remarks = ImportRemarks()
  /// Where in the file each influencer of the directory came first: by their numbers, sixteen bytes for each.
  private var places: [(row: Int, fingerprint: Int)] = []

  init(
    _ engine: Engine, _ campaign: CampaignRow?, _ rows: InfluencerImport, isConfirmed: Bool
  ) throws(EngineError) {
    self.engine = engine
    self.isConfirmed = isConfirmed
    assigning = try campaign.map { (campaign) throws(EngineError) in try Assigning(engine, campaign: campaign.id) }
    self.campaign = campaign
    self.rows = rows
  }

  let noun = "influencers"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var keptAsTheyAre: [String] { rows.keptHeadings }
  var counts: [(count: Int, words: String)] {
    [
      (added, "new influencers"), (updated, "known already and brought up to date"),
      (repeated, "exact repetitions of a row"),
      (assigned, "take part in `\(campaign?.name ?? "")` now"),
    ]
  }
  var understood: [(name: String, value: String)] {
    InfluencerTable.cells(of: newest).filter { !$0.value.isEmpty }
      + (newestFacts.tags.isEmpty ? [] : [("tags", newestFacts.tags.joined(separator: ", "))])
      + [("tax_form", newestFacts.taxForm), ("paypal", newestFacts.paypal)].compactMap { name, value in
        value.map { (name, $0) }
      }
  }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in try write(row) }
  }

  private func write(_ row: InfluencerRow) throws(EngineError) -> String? {
    let record = InfluencerRecord(row)
    let facts = row.facts
    if added + updated + repeated < ImportRun.shownRows { (newest, newestFacts) = (record, facts) }
    if !facts.isEmpty, let problem = directory.problem(in: facts) { return problem }
    let id: Int64
    if let new = try directory.insertNew(record) {
      id = new
      added += 1
    } else {
      let known = try directory.known(record)
      guard let influencer = known.influencer else {
        throw .damaged("the directory says that it knows somebody, and does not; run `workroom db verify`")
      }
      if let place = place(of: influencer) {
        guard place.fingerprint != rows.lastRow?.fingerprint else {
          repeated += 1
          return nil
        }
        return "row \(place.row) has the same `\(known.identity)`; keep one of the two rows"
      }
      if let conflict = known.conflict { return conflict }
      if let reason = try objection(influencer, facts) { return reason }
      try directory.update(record, of: influencer)
      id = influencer
      updated += 1
    }
    keep(row, id)
    try tellOfPayee(facts, row, id)
    try directory.take(facts, of: id)
    if let assigning, case .assigned = try assigning.assign(id, confirmed: true, actor: "import") { assigned += 1 }
    return nil
  }

  /// Says that from now on somebody's cash goes to another account, or that another tax form is theirs.
  private func tellOfPayee(
    _ facts: DirectoryFacts, _ row: InfluencerRow, _ influencer: Int64
  ) throws(EngineError) {
    guard facts.paypal != nil || facts.taxForm != nil else { return }
    let known = try engine.asking { (store) throws(StoreError) in try store.payee(influencer) }
    let who = try engine.typedName(influencer)
    if let old = known.paypal, let new = facts.paypal, old != new {
      remarks.add(
        "row \(row.row): cash of \(who) goes to `\(new)` from now on, and went to `\(old)` before; if that is not meant: `paypal account \(who) \(old)` in the console"
      )
    }
    if let old = known.taxForm, let new = try Directory.payee(taxForm: facts.taxForm, paypal: nil).taxForm, old != new {
      remarks.add(
        "row \(row.row): the tax form of \(who) is \(new) from now on, and was \(old) before; if that is not meant: `tax form \(who) \(old)` in the console"
      )
    }
  }

  /// Why somebody of the directory cannot begin in the campaign; their row changes nothing then.
  private func objection(_ influencer: Int64, _ facts: DirectoryFacts) throws(EngineError) -> String? {
    guard let assigning, let campaign, facts.state != .active else { return nil }
    guard try engine.participation(of: influencer, in: campaign.id) == nil else { return nil }
    if let reason = try engine.objection(toAssigning: influencer) { return reason }
    guard !isConfirmed, let words = try assigning.conflict(of: influencer) else { return nil }
    return "\(words); say `--yes` to let them begin all the same"
  }

  private func place(of influencer: Int64) -> (row: Int, fingerprint: Int)? {
    guard influencer < places.count, places[Int(influencer)].row > 0 else { return nil }
    return places[Int(influencer)]
  }

  private func keep(_ row: InfluencerRow, _ influencer: Int64) {
    while places.count <= influencer { places.append((0, 0)) }
    places[Int(influencer)] = (row.row, rows.lastRow?.fingerprint ?? 0)
  }

  func finishBatch() throws(EngineError) {
    try engine.noteImport(influencers: added + updated - noted)
    noted = added + updated
  }

  /// A load knows the directory alone.
  func isWorthLoad(ofBytes bytes: Int) throws(EngineError) -> Bool {
    guard campaign == nil else { return false }
    return try directory.isWorthLoad(ofBytes: bytes)
  }

  func load(_ rows: () throws(EngineError) -> Void) throws(EngineError) { try directory.load(rows) }

  var isLoadFull: Bool { directory.isLoadFull }
}

extension InfluencerRecord {
  /// What a row of a file says of somebody.
  init(_ row: InfluencerRow) {
    self.init()
    external = row.externalID
    email = row.email
    firstName = row.firstName
    lastName = row.lastName
    if let name = row.name {
      let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
      firstName = firstName ?? parts.first
      lastName = lastName ?? (parts.count > 1 ? parts[1] : nil)
    }
    country = row.country
    platform = row.platform
    followers = row.followers
    phone = row.phone
    let address = row.address
    if address != PostalAddress() {
      addressLines = [address.line1, address.line2, address.city, address.state, address.postalCode].map {
        $0 ?? ""
      }
    }
    if !row.extra.isEmpty { extras += row.extra.map { ($0.heading, $0.value) } }
    accounts = row.handles.map { ($0.platform, $0.handle) }
  }
}

extension InfluencerRow {
  /// What the row says beside who somebody is.
  fileprivate var facts: DirectoryFacts {
    var facts = DirectoryFacts()
    // A cell may hold what is no tag at all, such as a sign alone.
    facts.tags = tags.filter { $0.contains { !$0.isWhitespace && $0 != "#" } }
    facts.remarks = directory.remarks
    facts.state = directory.status.flatMap { status in
      ContactState.allCases.first { "\($0)" == status.rawValue }
    }
    facts.reason = directory.reason
    (facts.taxForm, facts.paypal) = (directory.taxForm, directory.paypal)
    facts.accounts = directory.followers.map {
      AccountRow(platform: $0.account.platform, handle: $0.account.handle, followers: $0.count)
    }
    return facts
  }
}
