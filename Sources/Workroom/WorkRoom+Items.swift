package import WorkroomEngine
package import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
package import WorkroomValues

/// The items of an `each`: what somebody has agreed to make, one by one.
extension WorkRoom {
  /// One live item, in words.
  package struct Item {
    /// `deliverable`
    package var noun: String
    package var name: String
    package var stages: String
    package var due: CalendarDate?
    /// What it carries of its own, field by field.
    package var record: [(field: String, value: String)]
  }

  /// The live items of a participation, in their order.
  package func items(of row: ParticipationRow) throws(EngineError) -> [Item] {
    let own = try engine.definition(row.definition)
    var items: [Item] = []
    for live in own.machine.items(row.state.span) {
      let each = own.workflow.eaches[live.each]
      let stages = own.workflow.innermost(live.stages).filter { $0 != each.stage }
      var record: [(field: String, value: String)] = []
      for (field, word) in zip(each.record, live.record).dropFirst(2) {
        record.append(
          (field.name, try word.map { (word) throws(EngineError) in try shown(word, field.type, own) } ?? "not set"))
      }
      items.append(
        Item(
          noun: each.noun, name: try text(live.name, own),
          stages: stages.map { own.workflow.stages[$0].title }.joined(separator: ", "),
          due: live.due.map { CalendarDate(days: Int32(clamping: $0)) }, record: record))
    }
    return items
  }

  /// A value of a state in words.
  package func shown(_ word: Int64, _ type: ValueType, _ definition: Definition) throws(EngineError) -> String {
    if type == .text { return try text(word, definition) }
    return Values.text(word, type, definition.workflow, home: campaign.currency)
  }
}
