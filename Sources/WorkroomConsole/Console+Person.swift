import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// One person: what is possible for them, and everything about their newest round.
extension Console {
  func showPossible(_ name: String, _ campaign: Int64) throws {
    let row = try person(name, campaign)
    lastPerson = name
    let definition = try engine.definition(row.definition)
    let words = roles.flatMap { role in
      definition.workflow.roles.firstIndex { $0.name == role }.map { engine.possible(row, definition, role: Int32($0)) }
        ?? []
    }
    say(words.isEmpty ? "nothing waits for you here" : Array(Set(words)).sorted().joined(separator: ", "))
  }

  /// Everything about one participation: where it stands, what it carries, what happened.
  func showPerson(_ name: String, _ campaign: Int64) throws {
    let row = try person(name, campaign)
    lastPerson = name
    let room = try room(of: row)
    let definition = try engine.definition(row.definition)
    let state = try engine.campaign(campaign)
    var sheet = Sheet(title: room.name(row), columns: [.init("What", priority: 9), .init("Value", priority: 8)])
    func add(_ what: String, _ value: String) { sheet.rows.append([.text(what), .text(value)]) }
    add("stage", room.titles(row))
    if row.round > 1 { add("round", "\(row.round)") }
    if row.definition != state.row.definition { add("version", "\(definition.workflow.version) of the workflow") }
    for (index, field) in definition.workflow.record.enumerated() {
      let word = definition.machine.recordValue(index, row.state.span)
      add(field.name, try word.map { try room.shown($0, field.type, definition) } ?? "not set")
    }
    for item in try room.items(of: row) {
      let due = item.due.map { ["due \($0)"] } ?? []
      add(
        "\(item.noun) \(item.name)",
        ([item.stages] + due + item.record.map { "\($0.field) \($0.value)" }).joined(separator: ", "))
    }
    for (noun, kind) in zip(definition.workflow.poolKinds, definition.kinds) {
      if let item = try engine.store.held(row.id, kind: kind) { add(noun, item.code) }
    }
    for set in try engine.store.earmarked(row.id) {
      guard let field = definition.workflow.campaign.first(where: { $0.name == set.field }) else { continue }
      add("earmarked from \(set.field)", try room.shown(set.amount, field.type, definition))
    }
    for (timer, due) in definition.machine.runningTimers(row.state.span) {
      add("timer, line \(definition.machine.rule(ofTimer: timer).line)", Instant(milliseconds: due).description)
    }
    sheet.notes = try history(row).suffix(12)
    try show(sheet)
  }

  /// The log rows of a participation and of the rounds before it, a line each, as the definitions of their time read them;
  /// where there are several rounds, with the round.
  private func history(_ row: ParticipationRow) throws -> [String] {
    let rounds = try engine.store.rounds(row.campaign, row.influencer)
    var rows: [(round: Int, log: LogRow)] = []
    for (index, id) in rounds.enumerated() {
      rows += try engine.store.rows(ofParticipation: id, in: row.campaign).map { (index + 1, $0) }
    }
    rows.sort { $0.log.id < $1.log.id }
    let zone = try engine.campaign(row.campaign).zone
    func day(_ milliseconds: Int64) -> CalendarDate { zone.local(Instant(milliseconds: milliseconds)).date }
    return try rows.map { round, log in
      let definition = try engine.definition(log.definition)
      let what: String
      switch StepInput.Kind(rawValue: UInt8(clamping: log.kind)) {
      case .start: what = round > 1 ? "begins round \(round)" : "takes part"
      case .event: what = definition.workflow.events[Int(log.event)].path
      case .timer: what = "timer of line \(definition.machine.rule(ofTimer: Int(log.event)).line)"
      case .serve: what = "served from the line"
      case .migrate: what = "moves to version \(definition.workflow.version)"
      case nil: what = "notice"
      }
      let role = log.role >= 0 ? " by \(definition.workflow.roles[Int(log.role)].name)" : ""
      let outcome = StepStatus(rawValue: UInt8(clamping: log.outcome)).map { "\($0)" } ?? ""
      // What happened earlier than it was told, or on another day, has both its times.
      let isLate =
        log.kind == Int64(StepInput.Kind.event.rawValue)
        && (log.reported < log.occurred || day(log.reported) != day(log.recorded))
      let time = Instant(milliseconds: isLate ? log.recorded : log.occurred)
      let since = isLate ? ", happened \(Instant(milliseconds: log.reported))" : ""
      let place = rounds.count > 1 ? "round \(round)  " : ""
      return "\(time)  \(place)\(what)\(role)  \(outcome)\(since)"
    }
  }
}
