/// How many drafts of a piece of content were handed in.
package struct DraftRow: Sendable, Equatable {
  package var participation: Int64
  /// The row of the log that first told of the piece.
  package var firstLog: Int64
  package var versions: Int64

  package init(participation: Int64, firstLog: Int64, versions: Int64) {
    self.participation = participation
    self.firstLog = firstLog
    self.versions = versions
  }
}

extension Store {
  package func countDraft(_ participation: Int64, _ firstLog: Int64) throws(StoreError) {
    let insert = try database.prepare(
      "INSERT INTO draft VALUES(?, ?, 1) ON CONFLICT DO UPDATE SET versions = versions + 1")
    insert.bind(1, participation)
    insert.bind(2, firstLog)
    try insert.run()
  }

  /// How many drafts one piece has had; `nil` for none.
  package func drafts(_ participation: Int64, _ firstLog: Int64) throws(StoreError) -> Int64? {
    let select = try database.prepare("SELECT versions FROM draft WHERE participation = ? AND first_log = ?")
    select.bind(1, participation)
    select.bind(2, firstLog)
    return try select.step() ? select.int64(0) : nil
  }

  package func drafts(ofCampaign campaign: Int64) throws(StoreError) -> [DraftRow] {
    let select = try database.prepare(
      "SELECT d.participation, d.first_log, d.versions FROM participation p JOIN draft d ON d.participation = p.id WHERE p.campaign = ? ORDER BY 1, 2"
    )
    select.bind(1, campaign)
    var rows: [DraftRow] = []
    while try select.step() {
      rows.append(DraftRow(participation: select.int64(0), firstLog: select.int64(1), versions: select.int64(2)))
    }
    return rows
  }
}
