import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Those for whom a group had nothing left, who stand in no line, and who hold nothing of the kind still.
extension Duties {
  /// So many of a group are named; of the others it is told how many there are, and what gives all of them one.
  static let emptyHandedMax = 20

  func emptyHanded(_ campaign: CampaignRow) throws(EngineError) -> [Row] {
    let found = try stored { () throws(StoreError) in try engine.store.emptyHanded(ofCampaign: campaign.id) }
    var rows: [Row] = []
    for (id, all) in Dictionary(grouping: found, by: \.group).sorted(by: { $0.key < $1.key }) {
      guard let group = try engine.group(id) else { continue }
      for (place, lack) in all.prefix(Duties.emptyHandedMax + 1).enumerated() {
        guard let row = try engine.participation(lack.participation, in: campaign.id) else { continue }
        let more = place == Duties.emptyHandedMax ? all.count - place : 0
        rows.append(try empty(row, group, since: lack.since, more: more, campaign))
      }
    }
    return rows
  }

  /// One of them, or with `more` that there are so many more.
  private func empty(
    _ row: ParticipationRow, _ group: GroupRow, since: Int64, more: Int, _ campaign: CampaignRow
  ) throws(EngineError) -> Row {
    let definition = try engine.definition(row.definition)
    let noun = try engine.noun(ofKind: group.kind)
    let (record, kept) = try stored { () throws(StoreError) in
      (try engine.store.influencer(row.influencer), try engine.store.keptCount(group.id, for: row.influencer))
    }
    let name = record?.shownName ?? "influencer \(row.influencer)"
    let gives = definition.workflow.replaces(noun)
    let isThere = group.pattern != nil || group.free + kept > 0
    let whose =
      more > 0
      ? "disable \(noun) all replacement yes when \(noun) is not held"
      : "disable \(noun) \(record?.email ?? "\"\(name)\"") replacement yes"
    let lack =
      more > 0
      ? "`\(group.name)` had no \(noun) left for \(more) more, who hold none: "
      : "`\(group.name)` had no \(noun) left for them, and they hold none: "
    return Row(
      since: since, who: gives ? "manager" : "designer",
      what: lack
        + Duties.help(
          group.name, noun, "`\(whose)`", isThere: isThere, gives: gives, share: definition.workflow.share(of: noun)),
      about: more > 0 ? "" : name, stage: try more > 0 ? "" : engine.shownTitles(of: row).joined(separator: ", "),
      campaign: campaign.name)
  }

  private static func help(
    _ group: String, _ noun: String, _ command: String, isThere: Bool, gives: Bool, share: String
  ) -> String {
    let isUsual = noun == "discount" || noun == "link"
    if gives {
      return isThere
        ? "\(command) gives one"
        : "fill it with `workroom import \(noun == "link" ? "links" : "codes")`; then \(command) gives one"
    }
    guard isUsual else {
      return "no line of the workflow gives one later; write one into a newer version and `campaign migrate`"
    }
    let line =
      "on \(noun).disabled when event.replacement is set and event.replacement is yes assign \(noun) from group \"\(group)\"\(share)"
    return "no line gives one later; write `\(line)` into a newer version, `campaign migrate`, and then \(command) does"
  }
}

extension CheckedWorkflow {
  /// What a line that assigns an item of a kind says of its rate: ` paying 10%`, or nothing.
  fileprivate func share(of noun: String) -> String {
    guard let kind = poolKinds.firstIndex(of: noun) else { return "" }
    for action in actions {
      guard case .assign(let items, _) = action.kind, let paying = items.first(where: { $0.kind == kind })?.paying,
        case .constant(let rate) = expressions[paying].operation
      else { continue }
      return " paying \(Percent(millionths: rate))"
    }
    return ""
  }

  /// Whether a line gives another item of a kind when one is disabled.
  fileprivate func replaces(_ noun: String) -> Bool {
    guard let kind = poolKinds.firstIndex(of: noun) else { return false }
    return rules.contains { rule in
      guard case .event(let event) = rule.trigger, events[event].path == "\(noun).disabled" else { return false }
      return rule.actions.contains { action in
        if case .assign(let items, _) = actions[action].kind { items.contains { $0.kind == kind } } else { false }
      }
    }
  }
}
