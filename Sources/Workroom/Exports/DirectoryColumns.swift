import WorkroomEngine
import WorkroomStore

/// What operators keep of people, as columns of the directory's table: only those in which anything stands, so that a
/// directory without tags, remarks and the rest looks as it always did.
struct DirectoryColumns {
  private let engine: Engine
  /// Platforms of whose accounts followers are known one by one.
  private let platforms: [String]
  private let hasTags: Bool
  private let hasStates: Bool
  private let hasRemarks: Bool
  private let hasPayees: Bool
  let headings: [String]

  init(_ engine: Engine) throws(EngineError) {
    self.engine = engine
    let (counted, used) = try engine.asking { (store) throws(StoreError) in
      (try store.countedPlatforms(), try store.usedOfDirectory())
    }
    platforms = InfluencerTable.platforms.filter(counted.contains)
    (hasTags, hasStates, hasRemarks, hasPayees) = used
    headings =
      platforms.map { "\($0)_followers" } + (hasTags ? ["tags"] : [])
      + (hasStates ? ["directory_status", "directory_reason"] : []) + (hasRemarks ? ["directory_remarks"] : [])
      + (hasPayees ? ["tax_form", "paypal"] : [])
  }

  /// The cells of one influencer.
  func cells(of influencer: Int64) throws(EngineError) -> [String] {
    guard !headings.isEmpty else { return [] }
    return try engine.asking { (store) throws(StoreError) in
      var cells: [String] = []
      let accounts = platforms.isEmpty ? [] : try store.connections(of: influencer)
      for platform in platforms {
        let counts = accounts.filter { $0.platform == platform }.map(\.followers)
        cells.append(
          counts.allSatisfy { $0 == nil } ? "" : counts.map { $0.map(String.init) ?? "-" }.joined(separator: " "))
      }
      if hasTags { cells.append(try store.tags(of: influencer).joined(separator: ", ")) }
      if hasStates {
        let contact = try store.contact(influencer)
        cells += [contact.map { "\($0.state)" } ?? "", contact?.reason ?? ""]
      }
      if hasRemarks { cells.append(try store.remarks(of: influencer).map(\.content).joined(separator: "\n")) }
      if hasPayees {
        let payee = try store.payee(influencer)
        cells += [payee.taxForm ?? "", payee.paypal ?? ""]
      }
      return cells
    }
  }
}
