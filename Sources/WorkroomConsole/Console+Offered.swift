import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomValues

/// What can be typed behind a table's name, in a condition and among the values of an event.
extension Console {
  /// What goes on in a line that shows a table; `nil` for another line.
  func tableWords(after before: String, _ word: String, _ campaign: Int64, _ workflow: CheckedWorkflow) -> [String]? {
    let lower = before.lowercased()
    let left = Others.sections.filter(workflow.sections.contains).map(Others.name)
    let tables = (workflow.sections + left + Look.others).filter {
      lower == $0.lowercased() || lower.hasPrefix("\($0.lowercased()) ")
    }
    guard let table = tables.max(by: { $0.count < $1.count }) else { return nil }
    let rest = lower.dropFirst(table.count).split(separator: " ").map(String.init)
    guard let last = rest.last else {
      let others = Others.sections.contains(table) && workflow.sections.contains(table) ? ["others"] : []
      return ["columns", "by", "when"] + others + (word.isEmpty ? [] : people(word, campaign))
    }
    if rest.contains("when") { return conditionWords(after: last, workflow) }
    if last == "columns" || last == "by" || (last.hasSuffix(",") && rest.contains("columns")) {
      return headings(of: table, campaign)
    }
    return ["columns", "by", "when"].filter { !rest.contains($0) } + (rest.contains("by") ? ["down"] : [])
  }

  /// Headings as they can be typed behind `columns`.
  private func headings(of table: String, _ campaign: Int64) -> [String] {
    guard table != "Messages", let room = try? WorkRoom(engine, campaign: campaign, only: []),
      let sheet = try? room.sheet(table)
    else { return [] }
    return sheet.columns.map(\.heading)
  }

  /// What may stand behind a word of a condition: a name where one is awaited, else nothing is known for certain.
  func conditionWords(after last: String, _ workflow: CheckedWorkflow) -> [String] {
    guard ["when", "and", "or", "not", "("].contains(last) || last.hasSuffix("(") else { return [] }
    let fields = (workflow.influencer + workflow.record + workflow.campaign).filter { !$0.isHidden }
    return (fields.map(\.name) + ["in", "owed", "paid", "tag"]).unique
  }

  /// The values of an event that are not said yet, or what the one that was named last can be.
  func valueWords(after before: String, _ event: CheckedEvent, _ workflow: CheckedWorkflow) -> [String] {
    let said = before.split(separator: " ").map(String.init)
    let typed = (event.typed ?? event.path).split(separator: " ").count
    let values = said.dropFirst(typed + 1)
    if values.contains("when") { return conditionWords(after: said.last ?? "", workflow) }
    func field(_ name: String?) -> CheckedField? { event.payload.first { $0.name == name } }
    if values.isEmpty == false, let last = field(values.last) {
      switch last.type {
      case .flag: return ["yes", "no"]
      case .choice(let set): return workflow.choices[set]
      default: return []
      }
    }
    var words = Engine.said(with: event).map(\.name).filter { !values.contains($0) }
    if let number = values.last, number.allSatisfy({ $0.isNumber || $0 == "." || $0 == "_" }),
      case .money(let unit)? = field(values.dropLast().last)?.type
    {
      switch unit {
      case .iso(let currency): words = [currency.code]
      case .home:
        words = (try? campaign.map { try engine.campaign($0).currency.code }).flatMap { $0 }.map { [$0] } ?? []
      }
    }
    return words + (said.dropFirst(typed).first == "all" && !values.contains("when") ? ["when"] : [])
  }
}
