package import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Everything that a database holds, as files for other programs: names instead of numbers, one table a file, all of it as
/// it was at one moment.
package struct Export {
  package enum Format: String, Sendable { case csv, json }

  let engine: Engine
  let folder: String
  let format: Format
  /// Names of influencers, as they are asked for.
  private var names: [Int64: String] = [:]
  /// The tables, in the order in which they were written.
  private var files: [(table: String, file: ExportFile)] = []

  static let pageRows: Int64 = 1000
  private static let namesMax = 100_000

  /// Writes all tables into a folder that is there; how many rows each has. The files get their names when all of them are
  /// written: what fails before leaves nothing behind.
  package static func run(
    _ engine: Engine, to folder: String, _ format: Format
  ) throws -> [(table: String, rows: Int)] {
    var export = Export(engine: engine, folder: folder, format: format)
    // A read that stays one read.
    try stored { () throws(StoreError) in try engine.store.database.exec("BEGIN") }
    defer {
      engine.store.database.rollback()
      engine.dropCaches()
    }
    engine.dropCaches()
    try export.writeAll()
    for (_, file) in export.files { try file.commit() }
    return export.files.map { ($0.table, $0.file.rowCount) }
  }

  private init(engine: Engine, folder: String, format: Format) {
    self.engine = engine
    self.folder = folder
    self.format = format
  }

  private mutating func writeAll() throws {
    try writeWorkflows()
    try writeCampaigns()
    try writeDetails()
    try writeInfluencers()
    try writeDirectory()
    try writeParticipations()
    try writeRecords()
    try writeGroups()
    try writeItems()
    try writeFormerHolders()
    try writeOffers()
    try writeEvents()
    try writeMoney()
    try writePayments()
    try writeObjects()
    try writePosts()
    try writeOutbox()
    try writeTemplates()
    try writeConnectors()
    try writeOperators()
  }

  /// One table: its columns, and what writes its rows.
  mutating func table(
    _ name: String, _ columns: [String], _ body: (inout Export, ExportFile) throws -> Void
  ) throws {
    let file = try ExportFile(name, in: folder, columns, format)
    try body(&self, file)
    try file.finish()
    files.append((name, file))
  }

  // MARK: Names

  func campaigns() throws(EngineError) -> [CampaignState] {
    let rows = try stored { () throws(StoreError) in try engine.store.campaigns() }
    var states: [CampaignState] = []
    for row in rows { states.append(try engine.campaign(row.id)) }
    return states
  }

  func participations(_ campaign: CampaignState) throws(EngineError) -> [ParticipationRow] {
    try stored { () throws(StoreError) in try engine.store.participations(campaign.row.id) }
  }

  /// Who takes part, by the numbers of participations.
  mutating func people(_ campaign: CampaignState) throws(EngineError) -> [Int64: String] {
    var people: [Int64: String] = [:]
    for row in try participations(campaign) { people[row.id] = try name(row.influencer) }
    return people
  }

  mutating func name(_ influencer: Int64) throws(EngineError) -> String {
    if let known = names[influencer] { return known }
    let record = try stored { () throws(StoreError) in try engine.store.influencer(influencer) }
    if names.count >= Export.namesMax { names = [:] }
    let name = record?.shownName ?? "influencer \(influencer)"
    names[influencer] = name
    return name
  }

  func amount(_ minorUnits: Int64, _ currency: Int64) -> [CSVCell] {
    guard currency != 0 else { return [.number(Scaled.text(minorUnits, decimals: 6)), .empty] }
    let currency = Currency(packed: UInt32(truncatingIfNeeded: currency))
    return [.amount(Money(minorUnits: minorUnits, currency: currency)), .text(currency.code)]
  }
}
