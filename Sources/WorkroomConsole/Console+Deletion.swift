import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What deleting an accepted proposal takes along, shown before it is done.
extension Console {
  /// Tries the event, tells what it would do to code, link, order and money, and asks; `nil` where nobody agrees. Where others
  /// have changed what comes of it while the question stood, nothing is done, and it is told anew. What the rules refuse is
  /// left to them to say.
  func deletion(_ request: Command, _ row: ParticipationRow) throws -> Sent? {
    let name = try room(of: row).name(row)
    for _ in 0..<Console.roundsMax {
      let preview = try tried(request, row)
      if preview.isTaken {
        for line in preview.lines { say(line) }
        guard try agrees("delete the proposal of \(name)?") else { return nil }
      }
      if let sent = try kept(request, row, as: preview) { return sent }
      say(Console.shownAnew)
    }
    throw Console.outrun
  }

  private func tried(_ request: Command, _ row: ParticipationRow) throws(EngineError) -> Deletion {
    var preview: Deletion?
    try engine.trial { () throws(EngineError) in preview = try deleted(request, row) }
    guard let preview else { throw .request(Console.shownAnew) }
    return preview
  }

  /// Deletes where that comes to what was shown; `nil` where it comes to something else by now, and nothing is done.
  private func kept(
    _ request: Command, _ row: ParticipationRow, as preview: Deletion
  ) throws(EngineError) -> Sent? {
    var result: Deletion?
    do {
      try engine.transaction { () throws(EngineError) in
        let deletion = try deleted(request, row)
        result = deletion
        if !deletion.isAs(preview) { throw .request(Console.shownAnew) }
      }
    } catch {
      guard let result, !result.isAs(preview) else { throw error }
      return nil
    }
    return result?.sent
  }

  /// What a deletion came to, or would come to.
  private struct Deletion {
    var sent: Sent
    var lines: [String]
    var standing: Standing

    var isTaken: Bool { sent.reply.outcome == .taken }

    func isAs(_ other: Deletion) -> Bool {
      isTaken == other.isTaken && (!isTaken || (lines == other.lines && standing == other.standing))
    }
  }

  /// Sends the event, inside a transaction or a trial, and tells what became of everything that hung on the proposal.
  private func deleted(_ request: Command, _ row: ParticipationRow) throws(EngineError) -> Deletion {
    let items = try heldItems(row)
    let owed = try engine.standing(of: row.influencer, in: row.campaign).owed
    let sent = try self.sent(request)
    let left = try engine.standing(of: row.influencer, in: row.campaign)
    let currency = try engine.campaign(row.campaign).currency
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    var lines: [String] = []
    for item in items { lines.append(try fate(of: item)) }
    // What becomes of orders.
    if !sent.reply.reason.isEmpty { lines.append(sent.reply.reason) }
    if owed != left.owed { lines.append("\(shown(owed - left.owed)) of what is owed is voided") }
    lines.append(left.owed == 0 ? "nothing stays owed" : "\(shown(left.owed)) stays owed")
    if left.paid > 0 { lines.append("\(shown(left.paid)) was paid, and stays so") }
    if let remark = try engine.beyondWhatIsOwed(left, row) { lines.append(remark) }
    return Deletion(sent: sent, lines: lines, standing: left)
  }

  private struct HeldItem {
    var kind: Int64
    var noun: String
    var row: ItemRow
  }

  private func heldItems(_ row: ParticipationRow) throws(EngineError) -> [HeldItem] {
    let definition = try engine.definition(row.definition)
    var items: [HeldItem] = []
    for (index, kind) in definition.kinds.enumerated() {
      let item = try engine.asking { (store) throws(StoreError) in try store.held(row.id, kind: kind) }
      guard let held = item else { continue }
      items.append(HeldItem(kind: kind, noun: definition.workflow.poolKinds[index], row: held))
    }
    return items
  }

  /// What became of an item in a trial.
  private func fate(of item: HeldItem) throws(EngineError) -> String {
    let now: Int64?
    do { now = try engine.store.item(kind: item.kind, code: item.row.code)?.state } catch { throw .store(error) }
    let words =
      switch now {
      case 1: "stays"
      case 2: "is disabled"
      default: "goes back to `\(try engine.group(item.row.group)?.name ?? "")`"
      }
    return "the \(item.noun) `\(item.row.code)` \(words)"
  }
}
