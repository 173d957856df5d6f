import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Where every cent comes from that is owed or was paid to somebody in a campaign: the rule, the event, the day and who sent
/// it; with what a void undoes.
struct Owed {
  let teller: Teller

  /// A part of what is owed that is still there to be undone.
  private struct Open {
    var number: Int
    var reason: String
    var subject: Int64
    var amount: Int64
  }

  func lines() throws(EngineError) -> [String] {
    let engine = teller.engine
    let (campaign, influencer) = (teller.row.campaign, teller.row.influencer)
    let home = teller.campaign.row.currency
    var entries: [LedgerEntry] = []
    for round in try engine.asking({ (store) throws(StoreError) in try store.rounds(campaign, influencer) }) {
      entries += try engine.asking { (store) throws(StoreError) in try store.ledger(of: round) }
    }
    entries.sort { ($0.log, $0.place) < ($1.log, $1.place) }
    entries.removeAll { $0.account == LedgerEntry.sold || $0.currency != home }
    guard !entries.isEmpty else { return ["nothing was ever owed or paid to \(teller.name) in this campaign"] }
    var lines: [String] = []
    var open: [Open] = []
    var story = MoneyStory()
    for (index, entry) in entries.enumerated() {
      let credit = story.credit
      story.take(entry)
      lines += try tell(entry, index + 1, &open, clawback: max(0, story.credit - max(0, credit)))
    }
    return lines + (try sums(try engine.standing(of: influencer, in: campaign), story))
  }

  // MARK: One movement

  private func tell(
    _ entry: LedgerEntry, _ number: Int, _ open: inout [Open], clawback: Int64
  ) throws(EngineError) -> [String] {
    guard let log = try teller.engine.asking({ (store) throws(StoreError) in try store.row(entry.log) }) else {
      throw .damaged("a movement of money has no row in the log")
    }
    let definition = try teller.definition(log.definition)
    let sign = entry.amount < 0 ? "-" : "+"
    var lines = ["\(number). \(day(log))  \(sign)\(shown(abs(entry.amount))) \(what(entry))"]
    if entry.rule >= 0, definition.workflow.rules.indices.contains(Int(entry.rule)) {
      lines.append("   by \(rule(entry, definition))")
    }
    lines.append("   with \(cause(log, definition))")
    guard entry.account == LedgerEntry.owed else { return lines }
    if entry.amount >= 0 {
      open.append(Open(number: number, reason: entry.reason, subject: entry.subject, amount: entry.amount))
      return lines
    }
    var undone: [Int] = []
    var left = -entry.amount
    for index in open.indices
    where open[index].reason == entry.reason && open[index].subject == entry.subject && left > 0 {
      let part = min(left, open[index].amount)
      if part > 0 { undone.append(open[index].number) }
      open[index].amount -= part
      left -= part
    }
    if !undone.isEmpty { lines.append("   undoes \(undone.map { "\($0)" }.joined(separator: " and "))") }
    if clawback > 0 { lines.append("   \(shown(clawback)) of it was paid already and comes off what is paid next") }
    return lines
  }

  /// `spring.workflow:21: on proposal.accepted` and of its actions the one that moves this.
  private func rule(_ entry: LedgerEntry, _ definition: Definition) -> String {
    let checked = definition.workflow.rules[Int(entry.rule)]
    let text = teller.text(definition)
    let lines = text.lines(of: checked, most: 256).map { String($0.drop { $0 == " " }) }
    guard let head = lines.first else { return text.place(of: checked) }
    let verbs = entry.account == LedgerEntry.paid ? ["add ", "subtract "] : entry.amount < 0 ? ["void "] : ["owe "]
    let actions = lines.dropFirst().filter { line in verbs.contains { line.hasPrefix($0) } }
    let meant = actions.first { $0.contains("\"\(entry.reason)\"") } ?? actions.first
    return "\(text.place(of: checked)): \(head)" + (meant.map { " … \($0)" } ?? "")
  }

  private func what(_ entry: LedgerEntry) -> String {
    switch entry.account {
    case LedgerEntry.owed: "owed for \(entry.reason)"
    case LedgerEntry.paid: entry.reason == Account.unnamedMethod ? "paid" : "paid, \(entry.reason)"
    default: "on its way, \(entry.reason)"
    }
  }

  private func cause(_ log: LogRow, _ definition: Definition) -> String {
    let role = log.role >= 0 ? definition.workflow.roles[Int(log.role)].name : nil
    let actor = log.actor > 0 ? (try? teller.engine.store.text(log.actor)) ?? nil : nil
    let sender = [actor.map { " by \($0)" }, role.map { actor == nil ? " by a \($0)" : " as \($0)" }]
      .compactMap { $0 }.joined()
    switch StepInput.Kind(rawValue: UInt8(clamping: log.kind)) {
    case .event: return teller.event(Int(log.event), log.payload, definition) + sender
    case .timer:
      return "the time of \(teller.line(definition.machine.timerIdentity(Int(log.event)).rule, definition))"
    case .start: return "the beginning" + sender
    case .serve: return "an item that came for somebody who waited in line"
    case .migrate: return "the move to version \(definition.workflow.version) of the workflow"
    case nil: return "a notice"
    }
  }

  /// The day that the event tells, and the day on which it came where that is another.
  private func day(_ log: LogRow) -> String {
    let zone = teller.campaign.zone
    let told = zone.local(Instant(milliseconds: log.reported)).date
    let came = zone.local(Instant(milliseconds: log.occurred)).date
    return told == came ? "\(told)" : "\(told) (told on \(came))"
  }

  private func shown(_ amount: Int64) -> String {
    Money(minorUnits: amount, currency: teller.campaign.currency).description
  }

  // MARK: The sum

  private func sums(_ standing: Standing, _ story: MoneyStory) throws(EngineError) -> [String] {
    var lines = [""]
    for (reason, amount) in standing.reasons.sorted(by: { $0.key < $1.key }) where amount != 0 {
      lines.append("\(reason) \(shown(amount))")
    }
    lines.append("owed \(shown(standing.owed)), paid \(shown(standing.paid)), balance \(shown(standing.balance))")
    if standing.onItsWay != 0 { lines.append("on its way \(shown(standing.onItsWay))") }
    if standing.held != 0 {
      let until = standing.heldUntil.map { " until \(teller.campaign.zone.local($0).date)" } ?? ""
      lines.append("held \(shown(standing.held))\(until)")
    }
    let due = standing.due
    lines.append(
      due < 0
        ? "\(shown(-due)) more was paid than is owed, which comes off what is paid next"
        : "due now \(shown(due))")
    return lines
  }
}
