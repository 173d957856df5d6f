import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// Where every cent comes from that is owed or was paid to somebody in a campaign, as a sheet that adds up: the day, what it
/// is for and how much, and below it the line of the workflow, the event that brought it and what a void takes back.
struct Owed {
  let teller: Teller

  /// A part of what is owed that is still there to be undone.
  private struct Open {
    var number: Int
    var participation: Int64
    var reason: String
    var subject: Int64
    var amount: Int64
  }

  /// One movement as the sheet shows it.
  private struct Movement {
    var day: String
    var what: String
    /// What is owed, paid and on its way: as many columns.
    var amounts: [Int64]
    var below: [String]
  }

  func lines() throws(EngineError) -> [String] {
    let engine = teller.engine
    let (campaign, influencer) = (teller.row.campaign, teller.row.influencer)
    let home = teller.campaign.row.currency
    var entries: [LedgerEntry] = []
    let rounds = try engine.asking { (store) throws(StoreError) in try store.rounds(campaign, influencer) }
    for round in rounds {
      entries += try engine.asking { (store) throws(StoreError) in try store.ledger(of: round) }
    }
    entries.sort { ($0.log, $0.place) < ($1.log, $1.place) }
    entries.removeAll { $0.account == LedgerEntry.sold || $0.currency != home }
    guard !entries.isEmpty else { return ["nothing was ever owed or paid to \(teller.name) in this campaign"] }
    var movements: [Movement] = []
    var open: [Open] = []
    var story = MoneyStory()
    for entry in entries {
      let credit = story.credit
      story.take(entry)
      var movement = try movement(
        entry, movements.count + 1, &open, clawback: max(0, story.credit - max(0, credit)))
      if rounds.count > 1, let round = rounds.firstIndex(of: entry.participation) {
        movement.below.append("in round \(round + 1)")
      }
      movements.append(movement)
    }
    return sheet(movements) + (try sums(try engine.standing(of: influencer, in: campaign)))
  }

  // MARK: The sheet

  private func sheet(_ movements: [Movement]) -> [String] {
    let headings = ["owed", "paid", "on its way"]
    let columns = headings.indices.filter { column in
      column < 2 || movements.contains { $0.amounts[column] != 0 }
    }
    let sums = columns.map { column in movements.reduce(0) { $0 + $1.amounts[column] } }
    let numbers = String(movements.count).count
    let whats = movements.map(\.what.displayWidth).max() ?? 0
    let widths = zip(columns, sums).map { column, sum in
      ([headings[column].count, plain(sum).count] + movements.map { plain($0.amounts[column]).count }).max()!
    }
    func row(_ number: String, _ day: String, _ what: String, _ cells: [String]) -> String {
      let amounts = zip(cells, widths).map { "  " + padded($0, $1, atEnd: false) }.joined()
      let line =
        padded(number, numbers, atEnd: false) + "  " + padded(day, 10, atEnd: true) + "  "
        + padded(what, whats, atEnd: true) + amounts
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    var lines = [
      "\(teller.name) in `\(teller.campaign.row.name)`, in \(teller.campaign.currency)", "",
      row("", "day", "for", columns.map { headings[$0] }),
    ]
    for (index, movement) in movements.enumerated() {
      let cells = columns.map { movement.amounts[$0] == 0 ? "" : plain(movement.amounts[$0]) }
      lines.append(row("\(index + 1)", movement.day, movement.what, cells))
      lines += movement.below.map { String(repeating: " ", count: numbers + 4) + $0 }
    }
    lines.append(row("", "", "", widths.map { String(repeating: "─", count: $0) }))
    lines.append(row("", "together", "", sums.map(plain)))
    return lines
  }

  private func padded(_ text: String, _ width: Int, atEnd: Bool) -> String {
    let space = String(repeating: " ", count: max(0, width - text.displayWidth))
    return atEnd ? text + space : space + text
  }

  // MARK: One movement

  private func movement(
    _ entry: LedgerEntry, _ number: Int, _ open: inout [Open], clawback: Int64
  ) throws(EngineError) -> Movement {
    guard let log = try teller.engine.asking({ (store) throws(StoreError) in try store.row(entry.log) }) else {
      throw .damaged("a movement of money has no row in the log")
    }
    let definition = try teller.definition(log.definition)
    let column =
      entry.account == LedgerEntry.owed ? 0 : entry.account == LedgerEntry.paid ? 1 : 2
    var movement = Movement(
      day: teller.campaign.zone.local(Instant(milliseconds: log.reported)).date.description,
      what: try what(entry), amounts: [0, 0, 0], below: [])
    movement.amounts[column] = entry.amount
    if entry.rule >= 0, definition.workflow.rules.indices.contains(Int(entry.rule)) {
      movement.below.append(rule(entry, definition))
    }
    movement.below.append(cause(log, definition))
    if entry.account == LedgerEntry.owed {
      movement.below += undone(entry, number, &open, clawback: clawback)
    }
    return movement
  }

  /// What a void takes back, in the round whose it is; what is owed anew is kept to be found by later ones.
  private func undone(_ entry: LedgerEntry, _ number: Int, _ open: inout [Open], clawback: Int64) -> [String] {
    if entry.amount >= 0 {
      open.append(
        Open(
          number: number, participation: entry.participation, reason: entry.reason, subject: entry.subject,
          amount: entry.amount))
      return []
    }
    var undone: [Int] = []
    var left = -entry.amount
    for index in open.indices
    where open[index].reason == entry.reason && open[index].subject == entry.subject
      && open[index].participation == entry.participation && left > 0
    {
      let part = min(left, open[index].amount)
      if part > 0 { undone.append(open[index].number) }
      open[index].amount -= part
      left -= part
    }
    var lines: [String] = []
    if !undone.isEmpty { lines.append("takes back \(undone.map { "\($0)" }.joined(separator: " and "))") }
    if clawback > 0 { lines.append("\(shown(clawback)) of it was paid already and comes off what is paid next") }
    return lines
  }

  /// `line 21 of spring.workflow: on proposal.accepted … owe price for "fee"`: of a rule's actions the one that moves this.
  private func rule(_ entry: LedgerEntry, _ definition: Definition) -> String {
    let checked = definition.workflow.rules[Int(entry.rule)]
    let text = teller.text(definition)
    let file = text.place(of: checked).split(separator: ":").first.map(String.init) ?? ""
    let place =
      checked.isVocabulary
      ? "true in every workflow (line \(checked.line) of `workroom vocabulary`)" : "line \(checked.line) of \(file)"
    let lines = text.lines(of: checked, most: 256).map { String($0.drop { $0 == " " }) }
    guard let head = lines.first else { return place }
    let verbs = entry.account == LedgerEntry.paid ? ["add ", "subtract "] : entry.amount < 0 ? ["void "] : ["owe "]
    let actions = lines.dropFirst().filter { line in verbs.contains { line.hasPrefix($0) } }
    let meant = actions.first { $0.contains("\"\(entry.reason)\"") } ?? actions.first
    return "\(place): \(head)" + (meant.map { " … \($0)" } ?? "")
  }

  /// `commission for #1001`, `paid offline as P1-1-1`.
  private func what(_ entry: LedgerEntry) throws(EngineError) -> String {
    var subject: String?
    if entry.subject != 0 {
      // Its words are those of the version on which the participation runs by now.
      let round = try teller.engine.participation(entry.participation, in: teller.row.campaign)
      subject = try teller.engine.text(entry.subject, teller.definition(round?.definition)) ?? "(erased)"
    }
    let method = entry.reason == Account.unnamedMethod ? "" : ", \(entry.reason)"
    switch entry.account {
    case LedgerEntry.owed:
      return entry.reason + (subject.map { " for \($0)" } ?? "") + (entry.amount < 0 ? ", taken back" : "")
    case LedgerEntry.paid:
      // Cash that has arrived is taken back by the bank's word alone.
      let back = entry.reason == PaymentRow.Method.cash.word ? "payment that came back" : "payment cancelled"
      return (entry.amount < 0 ? back : "payment") + method + (subject.map { " as \($0)" } ?? "")
    default:
      return (entry.amount < 0 ? "no longer on its way" : "asked for") + method + (subject.map { " as \($0)" } ?? "")
    }
  }

  /// `came with `accept` by operator as manager`, in the words that operators type.
  private func cause(_ log: LogRow, _ definition: Definition) -> String {
    let role = log.role >= 0 ? definition.workflow.roles[Int(log.role)].name : nil
    let actor = log.actor > 0 ? (try? teller.engine.store.text(log.actor)) ?? nil : nil
    let sender = [actor.map { ", sent by \($0)" }, role.map { actor == nil ? ", sent by a \($0)" : " as \($0)" }]
      .compactMap { $0 }.joined()
    switch StepInput.Kind(rawValue: UInt8(clamping: log.kind)) {
    case .event:
      let checked = definition.workflow.events[Int(log.event)]
      let told = teller.event(Int(log.event), log.payload, definition).dropFirst(checked.path.count)
      return "came with `\(checked.typed ?? checked.path)`\(told)\(sender)\(later(log))"
    case .timer:
      return
        "came when the time of \(teller.line(definition.machine.timerIdentity(Int(log.event)).rule, definition)) was over"
    case .start: return "came with the beginning" + sender
    case .serve: return "came with an item for which they had waited in line"
    case .migrate: return "came with the move to version \(definition.workflow.version) of the workflow"
    case nil: return "came with a notice"
    }
  }

  /// The day on which an event came, where that is another than the day that it tells.
  private func later(_ log: LogRow) -> String {
    let zone = teller.campaign.zone
    let came = zone.local(Instant(milliseconds: log.recorded)).date
    return zone.local(Instant(milliseconds: log.reported)).date == came ? "" : ", told on \(came)"
  }

  private func shown(_ amount: Int64) -> String {
    Money(minorUnits: amount, currency: teller.campaign.currency).description
  }

  private func plain(_ amount: Int64) -> String {
    Money(minorUnits: amount, currency: teller.campaign.currency).amount
  }

  // MARK: The sum

  private func sums(_ standing: Standing) throws(EngineError) -> [String] {
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
    return lines + due(standing)
  }

  /// What can be paid now. What is on its way was not paid yet: where it is too much, it can still be stopped.
  private func due(_ standing: Standing) -> [String] {
    guard standing.due < 0 else { return ["due now \(shown(standing.due))"] }
    let paidAhead = max(0, standing.paid - (standing.owed - standing.held))
    let sentAhead = -standing.due - paidAhead
    var lines: [String] = []
    if paidAhead > 0 {
      lines.append(
        paidAhead <= standing.held
          ? "nothing is due now: \(shown(paidAhead)) of what is held was paid ahead"
          : "\(shown(paidAhead)) more was paid than is due by now, which comes off what is paid next")
    }
    if sentAhead > 0 {
      lines.append(
        "\(shown(sentAhead)) more is on its way than is due by now; until it has arrived, `cancel payment \(teller.typedName)` stops it"
      )
    }
    return lines
  }
}
