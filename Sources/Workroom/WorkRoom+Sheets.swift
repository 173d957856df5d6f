package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// The sections as tables.
extension WorkRoom {
  /// A section by its name. Errors: an unknown section, and one that the campaign's details don't call for, with the reason.
  package func sheet(_ name: String) throws(EngineError) -> Sheet {
    if let sheet = try MoneyTables(engine, campaign: campaign.row.id).sheet(name) { return sheet }
    let sections = try sections()
    let left = Others.section(behind: name)
    guard let section = sections.first(where: { $0.name.lowercased() == (left ?? name).lowercased() }) else {
      let near = Spelling.nearest(to: name, among: sections.map(\.name))
      throw .request(
        "the Work Room has no section `\(name)`; "
          + (near.map { "write `\($0)`" } ?? "it has \(sections.map(\.name).joined(separator: ", "))"))
    }
    guard section.isThere else { throw .request("`\(section.name)` is not there: \(section.reason)") }
    let title = left.map(Others.name) ?? section.name
    switch section.name {
    case "My Influencers": return try influencersSheet()
    case "Proposals": return try proposalsSheet()
    case "Discounts": return try itemsSheet(0, title)
    case "Links": return try itemsSheet(1, title)
    case "Fulfillment": return try fulfillmentSheet(title)
    case "Progress": return try progressSheet(title)
    case "Content": return try contentSheet()
    case "Reporting": return try reportingSheet()
    default: return try stageSheet(section.name)
    }
  }

  private func influencersSheet() throws(EngineError) -> Sheet {
    var sheet = try InfluencerList(engine).sheet(of: participations)
    sheet.notes = [try countByStage(participations, nil)]
    return sheet
  }

  /// `15 in all: 12 Invited, 3 Proposed`, and which page of them is shown.
  func countByStage(_ rows: [ParticipationRow], _ section: String?) throws(EngineError) -> String {
    if let part {
      let standing = try Standpoints(engine, campaign: campaign.row.id)
      return WorkRoom.told(part.count, standing.titles(in: section)) + "; "
        + part.page.words(rows.count, of: part.count)
    }
    var counts = StageCounts()
    for row in rows {
      guard let section else {
        for title in try engine.shownTitles(of: row) { counts.add(1, title) }
        continue
      }
      guard let workflow = workflow(of: row) else { continue }
      for stage in stages(of: row, in: section) { counts.add(1, workflow.stages[stage].title) }
    }
    return WorkRoom.told(Int64(rows.count), counts)
  }

  /// `31 others have agreed terms, and stand elsewhere (31 Completed): `discounts others` lists them`
  func othersNote(_ section: String) throws(EngineError) -> [String] {
    guard Others.sections.contains(section) else { return [] }
    let name = Others.name(of: section)
    let standing = try Standpoints(engine, campaign: campaign.row.id)
    let count = standing.count(in: name)
    guard count > 0 else { return [] }
    let stages = standing.titles(in: name).counts.map { "\($0.count) \($0.title)" }.joined(separator: ", ")
    let words = count == 1 ? "1 other has agreed terms, and stands" : "\(count) others have agreed terms, and stand"
    return ["\(words) elsewhere (\(stages)): `\(name.lowercased())` lists them"]
  }

  private static func told(_ count: Int64, _ stages: StageCounts) -> String {
    let words = stages.counts.map { "\($0.count) \($0.title)" }.joined(separator: ", ")
    return "\(count) in all" + (words.isEmpty ? "" : ": \(words)")
  }

  /// A section without a table of its own: who, the terms, the stage and its age.
  func stageSheet(_ section: String) throws(EngineError) -> Sheet {
    let terms = definition.workflow.record.filter { WorkRoom.isTerm($0.type) }.prefix(4)
    var sheet = Sheet(
      title: section,
      columns: [.init("Influencer", priority: 9), .init("Stage", priority: 8), .init("Since", priority: 6)])
    for field in terms {
      sheet.columns.append(.init(WorkRoom.heading(field.name), WorkRoom.kind(field.type), priority: 5))
    }
    let rows = try members(of: section)
    for row in rows {
      var values: [Sheet.Value] = [.text(name(row)), .text(titles(row, in: section)), .text(age(row))]
      for field in terms { values.append(try term(field, row)) }
      sheet.rows.append(values)
    }
    sheet.notes = [try countByStage(rows, section)]
    return sheet
  }

  /// A term as a participation's own definition carries it; nothing where that has no such field.
  private func term(_ field: CheckedField, _ row: ParticipationRow) throws(EngineError) -> Sheet.Value {
    let own = try engine.definition(row.definition)
    guard let place = own.workflow.record.firstIndex(where: { $0.name == field.name && $0.type == field.type }) else {
      return .nothing
    }
    return own.machine.recordValue(place, row.state.span).map { value($0, field.type) } ?? .nothing
  }

  static func isTerm(_ type: ValueType) -> Bool {
    switch type {
    case .money, .number, .percent, .date: true
    default: false
    }
  }

  static func heading(_ name: String) -> String {
    let words = name.split(separator: "_").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  static func kind(_ type: ValueType) -> Sheet.Kind {
    switch type {
    case .money: .money
    case .number: .number
    case .date: .date
    case .percent: .percent
    default: .text
    }
  }

  func value(_ word: Int64, _ type: ValueType) -> Sheet.Value {
    switch type {
    case .money(.iso(let currency)): .money(Money(minorUnits: word, currency: currency))
    case .money(.home): .money(Money(minorUnits: word, currency: campaign.currency))
    case .number: word % Scaled.unit == 0 ? .number(word / Scaled.unit) : .text(Scaled.text(word, decimals: 6))
    case .date: .date(CalendarDate(days: Int32(clamping: word)))
    default: .text(Values.text(word, type, definition.workflow, home: campaign.currency))
    }
  }

  // MARK: Codes and links

  private func itemsSheet(_ kind: Int, _ section: String) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: section,
      columns: [
        .init("Influencer", priority: 9), .init("Stage", priority: 7), .init(kind == 0 ? "Code" : "URL", priority: 8),
        .init("Group", priority: 4),
        .init("Rate", .percent, priority: 6), .init("From", .date, priority: 3), .init("Until", .date, priority: 3),
        .init("Since", priority: 5),
      ])
    if kind == 1 { sheet.columns.insert(.init("Destination", priority: 2), at: 3) }
    let held = try heldItems()
    let disabled = try disabledItems(definition.kinds[kind], but: held)
    let rows = try members(of: section)
    var counts = StageCounts()
    for row in rows {
      let own = held[row.id]?[definition.kinds[kind]]
      let ended = own == nil ? disabled[row.id] : nil
      let waits = engine.waits(for: kind, row, try engine.definition(row.definition))
      let stage = Engine.title(titles(row, in: section), isDisabled: ended != nil && !waits)
      var values = try itemRow(row, own ?? ended, stage, isLink: kind == 1)
      if let ended { values[2] = .text("\(ended.code) (disabled)") }
      counts.add(1, stage)
      sheet.rows.append(values)
    }
    sheet.notes = [try part == nil ? WorkRoom.told(Int64(rows.count), counts) : countByStage(rows, section)]
    sheet.notes += try othersNote(section)
    let count = rows.count { held[$0.id]?[definition.kinds[kind]] == nil && disabled[$0.id] != nil }
    if count > 0 { sheet.notes.append("the \(kind == 0 ? "code" : "link") of \(count) of them is disabled") }
    sheet.notes += try poolNotes(kind)
    let signs = kind == 0 ? try leakSigns().signs : [:]
    if !signs.isEmpty {
      sheet.columns.append(.init("Sign of a leak", priority: 6))
      for (index, row) in rows.enumerated() {
        sheet.rows[index].append(.text((signs[row.id] ?? []).map(\.words).joined(separator: "; ")))
      }
    }
    return sheet
  }

  private func itemRow(
    _ row: ParticipationRow, _ item: ItemRow?, _ stage: String, isLink: Bool
  ) throws(EngineError) -> [Sheet.Value] {
    let group = try item.flatMap { (item) throws(EngineError) in try engine.group(item.group)?.name }
    var values: [Sheet.Value] = [
      .text(name(row)), .text(stage), .text(item?.code ?? ""), .text(group ?? ""),
      item?.rate.map { .text(Percent(millionths: $0).description) } ?? .nothing, day(item?.starts),
      day(item?.ends.map { $0 - 1 }), .text(age(row)),
    ]
    if isLink { values.insert(.text(item?.destination ?? ""), at: 3) }
    return values
  }

  /// What is left in the groups that the campaign's details name.
  func poolNotes(_ kind: Int) throws(EngineError) -> [String] {
    var notes: [String] = []
    for (index, field) in definition.workflow.campaign.enumerated()
    where field.type == .group(kind) && campaign.words[0] >> Int64(index) & 1 == 1 {
      guard let group = try engine.group(campaign.words[index + 1]) else { continue }
      let note =
        group.pattern.map { "group \(group.name): made from `\($0)`" } ?? "group \(group.name): \(group.free) left"
        + (group.kept > 0 ? ", \(group.kept) kept for somebody" : "")
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }
}
