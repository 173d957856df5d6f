import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// An order, a post or a conversion as totals count it.
struct CountedObject {
  var noun: String
  /// The text that names it; 0 for one without a name of its own.
  var key: Int64
  var status: String
  /// Two words for each total: whether its value was ever set, and the newest one.
  var carried: [Int64]

  /// Events after which a thing no longer counts.
  static let ends: Set<String> = ["voided", "rejected", "removed", "cancelled", "returned"]

  init(noun: String, key: Int64, status: String = "", carried: [Int64]? = nil, totals: Int) {
    self.noun = noun
    self.key = key
    self.status = status
    self.carried = carried ?? [Int64](repeating: 0, count: totals * 2)
  }

  /// Takes over what an event of the object says.
  mutating func take(_ event: CheckedEvent, _ payload: [Int64], _ totals: [CheckedTotal]) {
    status = String(event.path.split(separator: ".", maxSplits: 1).last ?? "")
    for (index, total) in totals.enumerated() where total.noun == noun {
      guard let field = total.field, let place = event.payload.firstIndex(where: { $0.name == field }),
        payload[0] >> Int64(place) & 1 == 1
      else { continue }
      carried[2 * index] = 1
      carried[2 * index + 1] = payload[place + 1]
    }
  }

  /// What it adds to a total; `nil` where it adds nothing.
  func worth(_ index: Int, _ total: CheckedTotal) -> Int64? {
    guard total.noun == noun, !CountedObject.ends.contains(status) else { return nil }
    if total.field == nil { return Scaled.unit }
    return carried[2 * index] == 1 ? carried[2 * index + 1] : 0
  }
}

/// What one participation has come to, total by total, kept up to date object by object.
///
/// Events may leave out what they are about, as an approval of the only post does. So what has no name of its own counts
/// only while nothing of its noun has one.
struct RunningTotals {
  private var named: [Int]
  private var sums: [Int128]
  private var unnamed: [Int128]

  init(count: Int) {
    named = Array(repeating: 0, count: count)
    sums = Array(repeating: 0, count: count)
    unnamed = Array(repeating: 0, count: count)
  }

  /// Counts an object in; with a sign of -1, out again.
  mutating func count(_ object: CountedObject, _ totals: [CheckedTotal], sign: Int = 1) {
    for (index, total) in totals.enumerated() {
      guard let worth = object.worth(index, total) else { continue }
      if object.key == 0 {
        unnamed[index] += Int128(worth) * Int128(sign)
      } else {
        named[index] += sign
        sums[index] += Int128(worth) * Int128(sign)
      }
    }
  }

  /// The totals as a step reads them.
  var words: [Int64] {
    named.indices.map { Int64(clamping: named[$0] > 0 ? sums[$0] : unnamed[$0]) }
  }
}

extension Engine {
  /// What an event makes of the object that it is about, and of the totals.
  struct Counting {
    var before: RunningTotals
    var after: RunningTotals
    /// The object as it will be; `nil` for an event that is about none.
    var object: CountedObject?
  }

  /// What a participation has come to before and after an event; for any other input both are the same.
  func counting(
    _ row: ParticipationRow, _ definition: Definition, _ campaign: CampaignState, _ payload: [Int64], event: Int?
  ) throws(EngineError) -> Counting {
    let totals = definition.workflow.totals
    var before = campaign.totals[row.id] ?? RunningTotals(count: 0)
    if campaign.totals[row.id] == nil { before = try loadTotals(of: row.id, totals) }
    if campaign.totals.count >= CampaignState.cacheMax { campaign.totals = [:] }
    campaign.totals[row.id] = before
    guard let event, case let subject = definition.subjectField[event], subject >= 0,
      case let checked = definition.workflow.events[event], case let noun = definition.nouns[event],
      totals.contains(where: { $0.noun == noun })
    else { return Counting(before: before, after: before) }
    let key = payload[0] >> Int64(subject) & 1 == 1 ? payload[subject + 1] : 0
    var after = before
    var object = CountedObject(noun: noun, key: key, totals: totals.count)
    let former = definition.givesName(event, payload) ? 0 : key
    if let known = try stored({ () throws(StoreError) in try store.object(row.id, noun, former) }) {
      let carried = try stored { () throws(StoreError) in try store.carried(row.id, noun, former) }
      object = CountedObject(noun: noun, key: former, status: known.status, carried: carried, totals: totals.count)
      after.count(object, totals, sign: -1)
      object.key = key
    }
    object.take(checked, payload, totals)
    after.count(object, totals)
    return Counting(before: before, after: after, object: object)
  }

  private func loadTotals(of participation: Int64, _ totals: [CheckedTotal]) throws(EngineError) -> RunningTotals {
    var running = RunningTotals(count: totals.count)
    for (noun, object) in try stored({ () throws(StoreError) in try store.objects(of: participation) }) {
      running.count(
        CountedObject(
          noun: noun, key: object.key, status: object.status, carried: object.carried, totals: totals.count), totals)
    }
    return running
  }
}
