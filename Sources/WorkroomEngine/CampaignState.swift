import WorkroomMachine
package import WorkroomStore
package import WorkroomValues

/// A campaign in memory: what every event of it needs, dropped after a rollback and when another process has written. Of
/// `@exclusivity(unchecked)` see `Engine`.
package final class CampaignState {
  @exclusivity(unchecked) package var row: CampaignRow
  @exclusivity(unchecked) package var head: Head
  package var zone: Zone
  /// The details as the campaign's own definition reads them.
  package let frame: Frame
  /// The same for the definitions of those who have not moved to it, by their numbers.
  var otherFrames: [Int64: Frame] = [:]
  /// No timer is due before this; `nil` where none runs.
  @exclusivity(unchecked) package var earliestDue: Int64?
  @exclusivity(unchecked) var headChanged = false
  let participations = NumberPages<ParticipationRow>()
  /// How many more or fewer stand in each place than the last batch wrote.
  @exclusivity(unchecked) var moves: [Int64: Int64] = [:]
  /// The numbers of places by the stages of a state, and the one that was asked for last.
  var places: [Standpoint: Int64] = [:]
  @exclusivity(unchecked) var lastPlace: (point: Standpoint, id: Int64)?
  /// The newest participation by influencer.
  let byInfluencer = NumberPages<Int64>()
  /// What participations have set aside of the details; `nil` until somebody asks.
  var earmarks: [Earmark: Int64]?
  /// What was disabled since a day, by influencer; `nil` until somebody asks.
  var disablings: [Int64: [Disabling]]?
  /// Participations for which a shop was asked for an order, as far as the rows of the log up to a number tell.
  var ordersAsked: Set<Int64> = []
  var ordersAskedUntil: Int64
  /// What participations have come to, where their definition counts.
  var totals: [Int64: RunningTotals] = [:]

  init(row: CampaignRow, head: Head, zone: Zone, frame: Frame, earliestDue: Int64?) {
    self.row = row
    self.head = head
    self.zone = zone
    self.frame = frame
    self.earliestDue = earliestDue
    ordersAskedUntil = row.id << LogRow.sequenceBits
  }

  package var currency: Currency { Currency(packed: UInt32(truncatingIfNeeded: row.currency)) }
  /// Values of the details, in the order of the definition's fields, behind their mask.
  package var words: [Int64] { frame.words }
  package var lists: [(list: Int64, entry: Int64)] { frame.lists }

  /// Participations kept in memory at most.
  static let cacheMax = 200_000
}

/// A campaign's details in the order of one definition's fields.
package final class Frame {
  let words: [Int64]
  let lists: [(list: Int64, entry: Int64)]
  /// What every step sees of the campaign; the pools and earmarks in it are brought up to date when they changed.
  @exclusivity(unchecked) var shared = SharedView(View())
  @exclusivity(unchecked) var viewPools = -1
  /// Whether a group of the campaign keeps items for somebody, so that not everybody sees the same of it.
  @exclusivity(unchecked) package var keepsItems = false

  init(words: [Int64], lists: [(list: Int64, entry: Int64)]) {
    self.words = words
    self.lists = lists
  }
}

/// A view that steps share for as long as nothing in it changes: to lend it costs one reference, to copy it a dozen.
final class SharedView {
  let view: View

  init(_ view: View) { self.view = view }
}

/// A detail that parts are set aside of: by its name, since definitions number their fields differently, and what it is in.
struct Earmark: Hashable {
  var field: String
  /// Packed ISO 4217 code; 0 for a number.
  var currency: Int64
}
