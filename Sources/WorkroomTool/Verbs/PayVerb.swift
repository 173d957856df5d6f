import Workroom
import WorkroomConsole
import WorkroomEngine
import WorkroomExchange
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// `workroom pay --db DB --campaign NAME [--who WHO] --method paypal|offline [--output FILE] [--dry-run]` and
/// `workroom pay --db DB --campaign NAME --batch N [--output FILE | --cancel [--yes]]`
enum PayVerb {
  static let usage =
    "workroom pay --db DB --campaign NAME --method paypal|offline [--who NAME|\"when CONDITION\"] [--output FILE] [--dry-run] | pay --db DB --campaign NAME --batch N [--output FILE | --cancel]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--method", value: "paypal|offline"),
    .init(name: "--who", value: "a name, an email or a handle, or \"when CONDITION\"; everybody without it"),
    .init(name: "--batch", value: "the number of a batch whose file is written again, or that is cancelled"),
    .init(name: "--cancel"),
    .init(name: "--output", value: "a file for PayPal"), .init(name: "--dry-run"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    let engine = try Tool.engine(arguments)
    let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign that pays"), engine)
    if let objection = arguments["--output"].flatMap({ OutputPath.problem(withNew: $0) }) {
      throw Failure(objection, 64)
    }
    if arguments.has("--cancel") { return try cancel(campaign, arguments, engine) }
    if let text = arguments["--batch"] { return try writeAgain(text, campaign, arguments, engine) }
    let method: PaymentRow.Method
    switch try arguments.required("--method", "`paypal`, which makes a file, or `offline`, which records only") {
    case "paypal": method = .cash
    case "offline": method = .offline
    case let other: throw Failure("`--method` takes `paypal` or `offline`, not `\(other)`", 64, [usage])
    }
    return try pay(method, campaign, arguments, engine)
  }

  // MARK: A new batch

  private static func pay(
    _ method: PaymentRow.Method, _ campaign: CampaignRow, _ arguments: Arguments, _ engine: Engine
  ) throws -> Int32 {
    if method == .offline, arguments["--output"] != nil {
      throw Failure("`--output` goes with `--method paypal`: what is paid offline has no file", 64, [usage])
    }
    let rows = try chosen(arguments["--who"], campaign, engine)
    let payouts = try Payouts(engine, campaign: campaign.id)
    let role = Request.current?.role(among: ["manager", "director"]) ?? "manager"
    var preview: Payouts.Batch?
    try engine.trial { () throws(EngineError) in preview = try payouts.make(for: rows, method, role: role) }
    guard let preview, !preview.lines.isEmpty else { return tellNothing(preview) }
    if method == .cash, preview.lines.count > PayPalFile.rowsMax, arguments["--output"] == nil,
      !arguments.has("--dry-run")
    {
      throw Failure(
        "\(preview.lines.count) payments need more than one file, since PayPal takes \(PayPalFile.rowsMax) rows; say `--output FILE`",
        64, [usage])
    }
    if arguments.has("--dry-run") {
      tell(preview, campaign, "would be paid, nothing is written", arguments)
      return preview.leftOut.isEmpty ? 0 : 1
    }
    let batch = try engine.transaction { () throws(EngineError) in
      try payouts.make(for: rows, method, role: role)
    }
    guard !batch.lines.isEmpty else { return tellNothing(batch) }
    tell(batch, campaign, method == .cash ? "on their way" : "recorded as paid offline", arguments)
    if method == .cash {
      do { try write(payouts.recipients(ofBatch: batch.number), batch.number, campaign, arguments) } catch {
        Tool.say(
          "the payments are recorded; write their file with `workroom pay --batch \(batch.number) --output FILE`")
        throw error
      }
    }
    return batch.leftOut.isEmpty ? 0 : 1
  }

  /// Whom `--who` means: everybody, somebody, or those for whom a condition holds.
  private static func chosen(
    _ who: String?, _ campaign: CampaignRow, _ engine: Engine
  ) throws -> [ParticipationRow] {
    if let who, who != "all", !who.hasPrefix("when ") {
      switch try Directory(engine).find(who, in: campaign.id) {
      case .one(let id):
        if let row = try engine.participation(of: id, in: campaign.id) { return [row] }
        throw Failure("`\(who)` does not take part in `\(campaign.name)`", 66)
      case .several(let ids):
        throw Failure("\(ids.count) influencers are called `\(who)`; write an email or a handle", 64)
      case .none:
        throw Failure(
          "nobody in `\(campaign.name)` is called `\(who)`", 66,
          ["write a name, an email or a handle, or a condition: `--who \"when followers is at least 1000\"`"])
      }
    }
    let rows = ParticipationRow.newestRounds(of: try engine.store.participations(campaign.id))
    guard let who, who != "all" else { return rows }
    do { return try Selection.chosen(rows, by: String(who.dropFirst(5)), engine, campaign.id) } catch let problem
      as Selection.Problem
    {
      throw Failure(problem.text, 64)
    }
  }

  private static func tellNothing(_ batch: Payouts.Batch?) -> Int32 {
    guard let batch, !batch.leftOut.isEmpty else {
      Tool.say("nothing is due; `workroom report --section payments` shows what is held or on its way")
      return 0
    }
    tellLeftOut(batch)
    return 1
  }

  private static func tell(
    _ batch: Payouts.Batch, _ campaign: CampaignRow, _ what: String, _ arguments: Arguments
  ) {
    let total = Money(
      minorUnits: batch.total, currency: Currency(packed: UInt32(truncatingIfNeeded: campaign.currency)))
    if !arguments.has("--quiet") {
      let count = "\(batch.lines.count) payment\(batch.lines.count == 1 ? "" : "s")"
      Tool.say("batch \(batch.number) of `\(campaign.name)`: \(count), \(total) in all, \(what)")
      if arguments.has("--dry-run") || batch.method == .offline {
        for line in batch.lines.prefix(20) { Tool.say("  \(line.shownName): \(line.amount)") }
        if batch.lines.count > 20 { Tool.say("  and \(batch.lines.count - 20) more") }
      }
    }
    for note in batch.endedNotes { Tool.say(note) }
    tellLeftOut(batch)
  }

  private static func tellLeftOut(_ batch: Payouts.Batch) {
    guard !batch.leftOut.isEmpty else { return }
    Tool.say("\(batch.leftOut.count) left out:")
    for reason in batch.reasons.prefix(20) { Tool.say("  \(reason)") }
    if batch.reasons.count > 20 {
      Tool.say("  and \((batch.reasons.count - 20).counted("more reason", "more reasons"))")
    }
  }

  private static func batch(_ text: String) throws -> Int64 {
    guard let number = Int64(text), number > 0 else {
      throw Failure("`--batch` takes the number of a batch, not `\(text)`", 64, [usage])
    }
    return number
  }

  // MARK: A batch that is taken back

  private static func cancel(_ campaign: CampaignRow, _ arguments: Arguments, _ engine: Engine) throws -> Int32 {
    for name in ["--method", "--who", "--output"] where arguments[name] != nil {
      throw Failure("`\(name)` has no use with `--cancel`, which takes a whole batch back", 64, [usage])
    }
    let number = try batch(arguments.required("--batch", "the number of the batch that is cancelled"))
    let payouts = try Payouts(engine, campaign: campaign.id)
    let cancel = { () throws(EngineError) in try payouts.cancel(batch: number, role: "manager") }
    var cancelled = Payouts.Cancelled()
    if arguments.has("--dry-run") {
      try engine.trial { () throws(EngineError) in cancelled = try cancel() }
    } else {
      cancelled = try engine.transaction(cancel)
    }
    let sum = Money(
      minorUnits: cancelled.total, currency: Currency(packed: UInt32(truncatingIfNeeded: campaign.currency)))
    let count = "\(cancelled.lines.count) payment\(cancelled.lines.count == 1 ? "" : "s")"
    let what = arguments.has("--dry-run") ? "would be cancelled, nothing is written" : "cancelled"
    Tool.say("batch \(number) of `\(campaign.name)`: \(count), \(sum) in all, \(what)")
    for line in cancelled.kept.prefix(20) { Tool.say("  \(line.payment) of \(line.name) stays: \(line.problem)") }
    if cancelled.kept.count > 20 { Tool.say("  and \((cancelled.kept.count - 20).counted("more stays", "more stay"))") }
    // What is settled was never meant; where nothing else was there, or the rules refuse, that is a finding.
    return cancelled.refused.isEmpty && !cancelled.lines.isEmpty ? 0 : 1
  }

  // MARK: Its file

  private static func writeAgain(
    _ text: String, _ campaign: CampaignRow, _ arguments: Arguments, _ engine: Engine
  ) throws -> Int32 {
    for name in ["--method", "--who"] where arguments[name] != nil {
      throw Failure("`\(name)` makes a new batch; with `--batch` the file of an earlier one is written again", 64)
    }
    let number = try batch(text)
    let payouts = try Payouts(engine, campaign: campaign.id)
    let recipients = try payouts.recipients(ofBatch: number)
    let takenOut = try payouts.takenOut(ofBatch: number)
    let what =
      takenOut == 0
      ? "the same payments and the same bytes" : "the same payments without \(takenOut) to people who were erased"
    Tool.say("this is batch \(number) again, \(what): whoever uploads it twice pays twice")
    try write(recipients, number, campaign, arguments)
    return 0
  }

  private static func write(
    _ recipients: [Payouts.Recipient], _ number: Int64, _ campaign: CampaignRow, _ arguments: Arguments
  ) throws {
    let files = PayPalFile.files(
      recipients.map {
        PayPalRow(recipient: $0.email, amount: $0.amount, payment: $0.payment, note: campaign.name)
      })
    guard let path = arguments["--output"] else {
      guard files.count == 1 else {
        throw Failure("\(recipients.count) payments need \(files.count) files; say `--output FILE`", 64, [usage])
      }
      return try Terminal.write(
        String(decoding: files[0], as: UTF8.self).split(separator: "\r\n").map { Escaped.terminal(String($0)) + "\r\n" }
          .joined(), to: .standardOutput)
    }
    for (index, bytes) in files.enumerated() {
      let name = index == 0 ? path : numbered(path, index + 1)
      try ByteFile.writeAtomically(name, bytes)
      if !arguments.has("--quiet") { Tool.say("batch \(number), for PayPal: `\(name)`") }
    }
  }

  /// `payouts-2.csv` beside `payouts.csv`.
  static func numbered(_ path: String, _ number: Int) -> String {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    guard let point = path.lastIndex(of: "."), point > slash else { return "\(path)-\(number)" }
    return "\(path[..<point])-\(number)\(path[point...])"
  }
}
