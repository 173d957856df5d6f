package import WorkroomEngine
package import WorkroomStore

/// The directory as a table that can be imported again as it is.
package enum InfluencerTable {
  /// The platforms whose accounts have a column of their own.
  static let platforms = ["instagram", "tiktok", "youtube", "pinterest", "facebook", "x", "twitch"]
  static let headings =
    ["id", "email", "platform"] + platforms
    + [
      "accounts", "followers", "first_name", "last_name", "phone", "address1", "address2", "city", "state",
      "postal_code", "country",
    ]

  /// Everybody of the directory, or of one campaign; whoever was forgotten has left nothing to write.
  package static func table(_ engine: Engine, campaign: Int64?) throws(EngineError) -> ExportTable {
    let directory = try DirectoryColumns(engine)
    let own: [String]
    do {
      own = try engine.store.extraHeadings(of: campaign).filter { !directory.headings.contains($0) }
    } catch { throw .store(error) }
    return ExportTable(headings: headings + directory.headings + own) { take in
      try engine.store.eachInfluencer(of: campaign) { record in
        guard !record.isForgotten else { return }
        let extras = Dictionary(record.extras.map { ($0.heading, $0.value) }, uniquingKeysWith: { $1 })
        let cells = cells(of: record).prefix(headings.count).map(\.value)
        try take(
          (cells + directory.cells(of: record.id) + own.map { extras[$0] ?? "" }).map { .text($0) })
      }
    }
  }

  /// What is known of an influencer, by the headings under which it leaves and comes back, columns of one's own at the end.
  package static func cells(of record: InfluencerRecord) -> [(name: String, value: String)] {
    let lines = record.addressLines
    func accounts(_ platform: String) -> String {
      record.accounts.filter { $0.platform == platform }.map(\.handle).joined(separator: " ")
    }
    let others = record.accounts.filter { !platforms.contains($0.platform) }.map { "\($0.platform):\($0.handle)" }
    let values =
      [record.external ?? "", record.email ?? "", record.platform ?? ""] + platforms.map(accounts)
      + [
        others.joined(separator: " "), record.followers.map(String.init) ?? "", record.firstName ?? "",
        record.lastName ?? "", record.phone ?? "",
      ] + lines + [record.country ?? ""]
    return zip(headings, values).map { ($0, $1) } + record.extras.map { ($0.heading, $0.value) }
  }
}
