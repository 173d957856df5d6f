package import WorkroomEngine
package import WorkroomStore
import WorkroomValues

/// Which payments covered what: what is paid goes to what has been owed longest and is not held, and what was voided after
/// it had been paid is taken off what comes next.
package struct MoneyStory {
  /// Something that is owed, with what of it has been paid.
  package struct Lot: Sendable {
    package var participation: Int64
    /// The text of the order it is about; 0 for none.
    package var subject: Int64
    package var reason: String
    package var owed: Int64
    package var paid: Int64
  }

  /// One thing of one participation.
  package struct Subject: Hashable, Sendable {
    package var participation: Int64
    package var key: Int64

    package init(participation: Int64, key: Int64) {
      self.participation = participation
      self.key = key
    }
  }

  package private(set) var lots: [Lot] = []
  /// Paid, and covering nothing by now.
  package private(set) var credit: Int64 = 0
  /// What was voided after it had been paid, by what it was for.
  package private(set) var takenBack: [Subject: Int64] = [:]
  private var bySubject: [Subject: [Int]] = [:]
  /// Before this lot everything is covered.
  private var firstOpen = 0

  /// Reads all that was owed and paid to an influencer in a campaign, over all rounds.
  package static func read(
    _ engine: Engine, _ influencer: Int64, in campaign: Int64
  ) throws(EngineError) -> MoneyStory {
    let state = try engine.campaign(campaign)
    let hold = try engine.hold(of: campaign)
    var entries: [LedgerEntry] = []
    var times: [Subject: Int64] = [:]
    var moments: [Int64: Int64] = [:]
    do {
      for round in try engine.store.rounds(campaign, influencer) {
        entries += try engine.store.ledger(of: round).filter { $0.currency == state.row.currency }
        guard hold > 0 else { continue }
        for (key, reported) in try engine.store.conversionTimes(of: round) {
          times[Subject(participation: round, key: key)] = reported
        }
      }
      entries.sort { ($0.log, $0.place) < ($1.log, $1.place) }
      for entry in entries where hold > 0 && entry.account == LedgerEntry.paid && moments[entry.log] == nil {
        moments[entry.log] = try engine.store.row(entry.log)?.occurred
      }
    } catch { throw .store(error) }
    var story = MoneyStory()
    for entry in entries {
      story.take(entry) { times[$0].map { $0 + hold > moments[entry.log] ?? 0 } ?? false }
    }
    return story
  }

  package init() {}

  /// What is owed for one thing by now, and what of it is paid.
  package func sums(of subject: Subject) -> (owed: Int64, paid: Int64) {
    (bySubject[subject] ?? []).reduce((0, 0)) { ($0.0 + lots[$1].owed, $0.1 + lots[$1].paid) }
  }

  /// Takes the next movement over; `isHeld` says whether something was held when it happened.
  package mutating func take(_ entry: LedgerEntry, isHeld: (Subject) -> Bool = { _ in false }) {
    switch entry.account {
    case LedgerEntry.owed where entry.amount >= 0: owe(entry)
    case LedgerEntry.owed: void(entry)
    case LedgerEntry.paid where entry.amount >= 0:
      credit += entry.amount
      cover(isHeld)
      cover { _ in false }
    case LedgerEntry.paid: unpay(-entry.amount)
    default: break
    }
  }

  private mutating func owe(_ entry: LedgerEntry) {
    let subject = Subject(participation: entry.participation, key: entry.subject)
    bySubject[subject, default: []].append(lots.count)
    lots.append(
      Lot(
        participation: entry.participation, subject: entry.subject, reason: entry.reason, owed: entry.amount, paid: 0))
    cover { _ in false }
  }

  /// Takes away what was owed for a thing and a reason: what is not paid first, then what is, which becomes credit.
  private mutating func void(_ entry: LedgerEntry) {
    let subject = Subject(participation: entry.participation, key: entry.subject)
    var left = -entry.amount
    let meant = (bySubject[subject] ?? []).filter { lots[$0].reason == entry.reason }
    for index in meant {
      let part = min(left, lots[index].owed - lots[index].paid)
      lots[index].owed -= part
      left -= part
    }
    for index in meant where left > 0 {
      let part = min(left, lots[index].paid)
      lots[index].owed -= part
      lots[index].paid -= part
      left -= part
      credit += part
      takenBack[subject, default: 0] += part
    }
    // What was never owed here is taken off everything else.
    credit += left
    cover { _ in false }
  }

  private mutating func cover(_ isHeld: (Subject) -> Bool) {
    while firstOpen < lots.count, lots[firstOpen].paid == lots[firstOpen].owed { firstOpen += 1 }
    var index = firstOpen
    while credit > 0, index < lots.count {
      let lot = lots[index]
      if lot.paid < lot.owed, !isHeld(Subject(participation: lot.participation, key: lot.subject)) {
        let part = min(credit, lot.owed - lot.paid)
        lots[index].paid += part
        credit -= part
      }
      index += 1
    }
  }

  /// A payment that was cancelled uncovers what was covered last.
  private mutating func unpay(_ amount: Int64) {
    var left = amount
    let fromCredit = max(0, min(left, credit))
    credit -= fromCredit
    left -= fromCredit
    for index in lots.indices.reversed() where left > 0 {
      let part = min(left, lots[index].paid)
      lots[index].paid -= part
      left -= part
      if part > 0 { firstOpen = min(firstOpen, index) }
    }
    credit -= left
  }
}
