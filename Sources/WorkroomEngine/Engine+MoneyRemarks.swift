import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// What has to be said of money when a person takes something back: what stays owed, and what is on its way already.
extension Engine {
  /// What has to be said of an event that was taken; `nil` where nothing has to.
  func moneyRemark(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    guard received.isPerson, received.definition.keepsBooks else { return nil }
    switch received.definition.workflow.events[received.event].path {
    case "content.rejected":
      let remarks = try [doneAllTheSame(received, row), voidedNow(received, row), stillOwed(received, row)]
        .compactMap { $0 }
      return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    case "content.approved":
      guard received.isMissed else { return nil }
      let sums = try owedForContent(received, row)
      guard let done = try doneAllTheSame(received, row) else {
        return sums.map { "\($0) stays owed for it, and nothing more" }
      }
      return "\(done), so nothing more is owed for it" + (sums.map { " than \($0)" } ?? "")
    case "conversion.voided", "conversion.refunded": return try beyondWhatIsOwed(row)
    case Definition.fee:
      let amount = received.definition.workflow.events[received.event].value("amount", received.payload) ?? 0
      return try amount < 0 ? beyondWhatIsOwed(row) : nil
    default: return nil
    }
  }

  /// That somebody has both a code and a link that pay, and which of the two an order counts for that used both: said of the
  /// first of a campaign to whom a person's command gave the second.
  func bothRemark(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    guard received.isPerson, received.definition.keepsBooks, buffer.effects.contains(where: { $0.kind == .claim })
    else {
      return nil
    }
    let (code, link) = try stored { () throws(StoreError) in
      (try store.held(row.id, kind: Engine.codes), try store.held(row.id, kind: Engine.links))
    }
    guard let code, let link, code.rate != nil, link.rate != nil else { return nil }
    let campaign = row.campaign
    let isTold = try stored { () throws(StoreError) in try store.holdsBoth(in: campaign, but: row.id) }
    return isTold
      ? nil : Engine.bothCount
  }

  /// What holds for everybody who has both.
  package static let bothCount =
    "whoever has a code and a link brings an order once, also where the buyer used both: it counts by the code, and by the link only where its line or row names no code and says `item link`"

  /// What was owed with a post that was rejected, where no line of the workflow has voided it.
  private func stillOwed(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    return try owedForContent(received, row).map {
      "\($0) stays owed, since no line of the workflow voids it: pay that much less, or write `on content.rejected void owed for event.content` into the workflow"
    }
  }

  /// What a line of the workflow has just voided of what was owed with a post.
  private func voidedNow(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let event = received.definition.workflow.events[received.event]
    guard let key = event.value("content", received.payload),
      buffer.effects.contains(where: { $0.kind == .voidSubject })
    else { return nil }
    let campaign = try campaign(row.campaign)
    let log = campaign.row.id << LogRow.sequenceBits | campaign.head.sequence
    let moved = try stored { () throws(StoreError) in
      try store.owed(byRow: log, subject: key, currency: Int64(campaign.currency.packed))
    }
    return moved < 0
      ? "\(Money(minorUnits: -moved, currency: campaign.currency)) of what was owed for it is voided" : nil
  }

  /// What is owed with a post, in words; `nil` for nothing.
  private func owedForContent(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let event = received.definition.workflow.events[received.event]
    guard let key = event.value("content", received.payload) else { return nil }
    let parts = try stored { () throws(StoreError) in try store.owed(row.id, subject: key) }.filter { $0.amount > 0 }
    guard !parts.isEmpty else { return nil }
    let sums = parts.map { part in
      let currency = Currency(packed: UInt32(truncatingIfNeeded: part.currency))
      return "\(Money(minorUnits: part.amount, currency: currency)) for \"\(part.reason)\""
    }
    return sums.joined(separator: " and ")
  }

  /// What is on its way to somebody beyond what is owed by now.
  private func beyondWhatIsOwed(_ row: ParticipationRow) throws(EngineError) -> String? {
    try beyondWhatIsOwed(standing(of: row.influencer, in: row.campaign), row)
  }

  /// The same for money that stands like this; `nil` where no more is on its way than is owed.
  package func beyondWhatIsOwed(_ standing: Standing, _ row: ParticipationRow) throws(EngineError) -> String? {
    let more = min(standing.onItsWay, standing.onItsWay - standing.balance)
    guard more > 0 else { return nil }
    let amount = Money(minorUnits: more, currency: try campaign(row.campaign).currency)
    return try
      "\(amount) more is on its way than is owed by now; until it has arrived, `cancel payment \(typedName(row.influencer))` stops it"
  }
}
