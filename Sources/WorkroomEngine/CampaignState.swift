import WorkroomMachine
package import WorkroomStore
package import WorkroomValues

/// A campaign in memory: what every event of it needs, dropped after a rollback and when another process has written.
package final class CampaignState {
  package var row: CampaignRow
  package var head: Head
  package var zone: Zone
  /// Values of the details, in the order of the definition's fields, behind their mask.
  package var words: [Int64]
  package var lists: [(list: Int64, entry: Int64)] = []
  /// No timer is due before this; `nil` where none runs.
  var earliestDue: Int64?
  var headChanged = false
  var participations: [Int64: ParticipationRow] = [:]
  /// Participation by influencer.
  var byInfluencer: [Int64: Int64] = [:]

  /// What every step sees of the campaign; the pools in it are brought up to date when they changed.
  var view = View()
  var viewPools = -1

  init(row: CampaignRow, head: Head, zone: Zone, words: [Int64], earliestDue: Int64?) {
    self.row = row
    self.head = head
    self.zone = zone
    self.words = words
    self.earliestDue = earliestDue
  }

  package var currency: Currency { Currency(packed: UInt32(truncatingIfNeeded: row.currency)) }

  /// Participations kept in memory at most.
  static let cacheMax = 200_000
}
