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
    let hung = try hanging(on: row)
    let sent = try self.sent(request)
    let left = try engine.standing(of: row.influencer, in: row.campaign)
    let currency = try engine.campaign(row.campaign).currency
    let lines = try consequences(for: row, hung, sent.reply).lines(currency)
    return Deletion(sent: sent, lines: lines, standing: left)
  }

  /// Whether a request deletes a proposal, so that what hung on it is told of, wherever it is shown.
  static func deletes(_ request: Command) -> Bool { request.event == "proposal.deleted" }

  /// What hangs on somebody's proposal as it stands.
  func hanging(on row: ParticipationRow) throws(EngineError) -> Hanging {
    let definition = try engine.definition(row.definition)
    var hanging = Hanging(owed: try engine.standing(of: row.influencer, in: row.campaign).owed)
    for (index, kind) in definition.kinds.enumerated() {
      let item = try engine.asking { (store) throws(StoreError) in try store.held(row.id, kind: kind) }
      guard let held = item else { continue }
      hanging.items.append((kind, definition.workflow.poolKinds[index], held))
    }
    return hanging
  }

  /// What became of it, inside the transaction or the trial in which the proposal was deleted.
  func consequences(
    for row: ParticipationRow, _ hung: Hanging, _ reply: Reply
  ) throws(EngineError) -> Consequences {
    let left = try engine.standing(of: row.influencer, in: row.campaign)
    var consequences = Consequences(
      orders: reply.reason, voided: hung.owed - left.owed, owed: left.owed, paid: left.paid,
      remark: try engine.beyondWhatIsOwed(left, row))
    for item in hung.items {
      consequences.items.append((item.noun, item.row.code, try fate(of: item.row, item.kind)))
    }
    return consequences
  }

  /// What became of an item.
  private func fate(of item: ItemRow, _ kind: Int64) throws(EngineError) -> String {
    let now: Int64?
    do { now = try engine.store.item(kind: kind, code: item.code)?.state } catch { throw .store(error) }
    switch now {
    case 1: return "stays"
    case 2: return "is disabled"
    default: return "goes back to `\(try engine.group(item.group)?.name ?? "")`"
    }
  }
}

/// What hangs on a proposal: codes, links and other items, and what is owed.
struct Hanging {
  var items: [(kind: Int64, noun: String, row: ItemRow)] = []
  var owed: Int64
}

/// What the deletion of a proposal takes along and what it leaves, in minor units.
struct Consequences {
  var items: [(noun: String, code: String, fate: String)] = []
  /// What becomes of orders, in words; empty where there are none.
  var orders: String
  var voided: Int64
  var owed: Int64
  var paid: Int64
  /// What has to be done about money that is on its way.
  var remark: String?

  /// Whether nothing hung on the proposal, and no money was ever theirs.
  var isNothing: Bool { items.isEmpty && voided == 0 && owed == 0 && paid == 0 }

  /// A line each, as they are told of one person.
  func lines(_ currency: Currency) -> [String] {
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    var lines = items.map { "the \($0.noun) `\($0.code)` \($0.fate)" }
    if !orders.isEmpty { lines.append(orders) }
    if voided != 0 { lines.append("\(shown(voided)) of what is owed is voided") }
    lines.append(owed == 0 ? "nothing stays owed" : "\(shown(owed)) stays owed")
    if paid > 0 { lines.append("\(shown(paid)) was paid, and stays so") }
    if let remark { lines.append(remark) }
    return lines
  }
}
