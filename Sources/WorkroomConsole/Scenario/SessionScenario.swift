import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Writes what some participations went through as a scenario: from the day on which they came in, to where they stand now.
///
/// Only the names are kept that a code may be made of; emails and accounts stay in the database.
struct SessionScenario {
  private let engine: Engine
  private let campaign: CampaignState
  private let definition: Definition
  private let rows: [ParticipationRow]
  /// What each of them is called in the scenario, by the number of the participation.
  private var names: [Int64: String] = [:]

  /// People in one scenario.
  static let peopleMax = 50

  init(_ engine: Engine, _ campaign: Int64, _ ids: [Int64]) throws {
    self.engine = engine
    self.campaign = try engine.campaign(campaign)
    definition = try engine.definition(self.campaign.row.definition)
    var rows: [ParticipationRow] = []
    for id in ids { if let row = try engine.participation(id, in: campaign) { rows.append(row) } }
    self.rows = rows
    for row in rows { names[row.id] = name(row) }
  }

  /// A word of the language for a person: their first name in plain letters, else a number.
  private func name(_ row: ParticipationRow) -> String {
    let record = (try? engine.store.influencer(row.influencer)) ?? nil
    let first = record?.firstName?.lowercased() ?? ""
    let isPlain = !first.isEmpty && first.count < 20 && first.utf8.allSatisfy { (97...122).contains($0) }
    let name = isPlain ? first : "person"
    let taken = Set(names.values)
    if isPlain, !taken.contains(name) { return name }
    return (1...).lazy.map { "\(name)\($0)" }.first { !taken.contains($0) } ?? name
  }

  // MARK: The text

  func text(named title: String) throws -> String {
    var logs: [LogRow] = []
    for row in rows { logs += try engine.store.rows(ofParticipation: row.id, in: row.campaign) }
    logs.sort { $0.sequence < $1.sequence }
    if logs.contains(where: { $0.definition != definition.id }) {
      throw Console.Refusal(
        text: "somebody in this session came from an older version of the workflow, which a scenario cannot tell of")
    }
    var lines = ["scenario \(SessionScenario.quoted(title))"]
    var clock: String?
    for log in logs {
      let instant = campaign.zone.local(Instant(milliseconds: log.occurred))
      let time = "at \(instant.date) \(TimeOfDay(seconds: Int32(instant.milliseconds / 1000)))"
      if clock == nil {
        lines.append("  \(time)")
        lines += try given()
      } else if time != clock {
        lines.append("  \(time)")
      }
      clock = time
      if let line = try line(log) { lines.append("  \(line)") }
    }
    let now = campaign.zone.local(engine.clock.now)
    let end = "at \(now.date) \(TimeOfDay(seconds: Int32(now.milliseconds / 1000)))"
    if let clock, end != clock { lines.append("  \(end)") }
    let unsaid = Set(try logs.filter(isUnsaid).map(\.participation))
    for row in rows { lines += try expectations(row, isUnsaid: unsaid.contains(row.id)).map { "  \($0)" } }
    return (lines + ["end", ""]).joined(separator: "\n")
  }

  /// The campaign with its details, and its groups with what these people hold of them.
  private func given() throws -> [String] {
    var details: [String] = []
    if campaign.row.zone != "UTC" { details.append("time_zone \(SessionScenario.quoted(campaign.row.zone))") }
    if definition.workflow.currency == nil, campaign.currency != .usd {
      details.append("currency \(SessionScenario.quoted(campaign.currency.code))")
    }
    for (index, field) in definition.workflow.campaign.enumerated()
    where !field.isHidden && campaign.words[0] >> Int64(index) & 1 == 1 {
      let word = campaign.words[index + 1]
      if case .group(let kind) = field.type {
        guard let group = try engine.group(word) else { continue }
        details.append("\(field.name) \(SessionScenario.quoted(group.name)) \(try stock(of: group, kind))")
      } else if let value = try value(word, field.type) {
        details.append("\(field.name) \(value)")
      }
    }
    return details.isEmpty ? [] : ["  given campaign with " + details.joined(separator: ",\n    ")]
  }

  private func stock(of group: GroupRow, _ kind: Int) throws -> String {
    if let pattern = group.pattern { return "giving \(SessionScenario.quoted(pattern))" }
    var items: [ItemRow] = []
    for row in rows {
      if let item = try engine.store.held(row.id, kind: definition.kinds[kind]), item.group == group.id {
        items.append(item)
      }
    }
    items.sort { ($0.assigned ?? 0, $0.id) < ($1.assigned ?? 0, $1.id) }
    return "holding "
      + (items.isEmpty ? "nothing" : items.map { SessionScenario.quoted($0.code) }.joined(separator: ", "))
  }

  /// What a row of the log tells; `nil` for what follows by itself.
  private func line(_ log: LogRow) throws -> String? {
    guard let name = names[log.participation] else { return nil }
    if log.kind == Int64(StepInput.Kind.start.rawValue) { return "given \(name)" + (try known(log.participation)) }
    guard log.kind == Int64(StepInput.Kind.event.rawValue) else { return nil }
    let event = definition.workflow.events[Int(log.event)]
    guard event.path != "campaign.changed" else { return nil }
    var words = "\(name): \(event.path)"
    if log.role >= 0 { words += " by \(definition.workflow.roles[Int(log.role)].name)" }
    var values: [String] = []
    for (index, field) in event.payload.enumerated() where log.payload[0] >> Int64(index) & 1 == 1 {
      if let value = try value(log.payload[index + 1], field.type) { values.append("\(field.name) \(value)") }
    }
    if !values.isEmpty { words += " with " + values.joined(separator: ", ") }
    if try isUnsaid(log) { return "\(SessionScenario.unsaid)\(words): a scenario takes no amount back" }
    switch StepStatus(rawValue: UInt8(clamping: log.outcome)) {
    case .taken, .handled: return words
    case .ignored: return words + " ignored"
    default: return words + " refused"
    }
  }

  /// Before a step that a scenario cannot say.
  static let unsaid = "-- left out, "

  /// Whether a row tells of an amount below nothing, which takes back what was owed by hand: the language has none.
  private func isUnsaid(_ log: LogRow) throws -> Bool {
    guard log.kind == Int64(StepInput.Kind.event.rawValue) else { return false }
    let fields = definition.workflow.events[Int(log.event)].payload
    return try fields.indices.contains { index in
      guard log.payload[0] >> Int64(index) & 1 == 1 else { return false }
      return try value(log.payload[index + 1], fields[index].type)?.hasPrefix("-") ?? false
    }
  }

  /// What rules and patterns may read of a person.
  private func known(_ participation: Int64) throws -> String {
    guard let row = rows.first(where: { $0.id == participation }),
      let record = try engine.store.influencer(row.influencer)
    else { return "" }
    var values: [String] = []
    for (field, value) in [
      ("first_name", record.firstName), ("last_name", record.lastName), ("country", record.country),
    ] {
      if let value { values.append("\(field) \(SessionScenario.quoted(value))") }
    }
    if let platform = record.platform { values.append("platform \(platform)") }
    if let followers = record.followers { values.append("followers \(followers)") }
    return values.isEmpty ? "" : " with " + values.joined(separator: ", ")
  }

  /// Where somebody stands now, what they hold, and what they are owed and were paid; what is owed after a step that had to be
  /// left out is only told.
  private func expectations(_ row: ParticipationRow, isUnsaid: Bool) throws -> [String] {
    guard let name = names[row.id] else { return [] }
    let paths = definition.paths(row.state)
    var lines = paths.isEmpty ? [] : ["expect \(name) in \(paths.joined(separator: ", "))"]
    for (kind, noun) in zip(definition.kinds, definition.workflow.poolKinds) {
      if let item = try engine.store.held(row.id, kind: kind) {
        lines.append("expect \(name) \(noun) \(SessionScenario.quoted(item.code))")
      }
    }
    let balance = try engine.store.balance(row.id, currency: campaign.row.currency)
    for (word, amount) in [("owed", balance.owed), ("paid", balance.paid)] where amount != 0 {
      let before = isUnsaid && word == "owed" ? "-- with what is left out: " : ""
      lines.append("\(before)expect \(name) \(word) \(Money(minorUnits: amount, currency: campaign.currency))")
    }
    return lines
  }

  // MARK: Values

  /// A value as a scenario writes it; `nil` for what cannot be written.
  private func value(_ word: Int64, _ type: ValueType) throws -> String? {
    switch type {
    case .text:
      let text = try definition.machine.literalText(word) ?? engine.store.text(word)
      return text.map(SessionScenario.quoted)
    case .products, .hashtags, .handles:
      guard let text = try definition.machine.literalText(word) ?? engine.store.text(word) else { return nil }
      guard type == .products else { return text }
      return text.split(separator: ",").map { SessionScenario.quoted(String($0).trimmedOfSpaces) }
        .joined(separator: ", ")
    case .window:
      let text = Values.text(word, type, definition.workflow)
      return text.contains("open") ? nil : text
    default: return Values.text(word, type, definition.workflow, home: campaign.currency)
    }
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
