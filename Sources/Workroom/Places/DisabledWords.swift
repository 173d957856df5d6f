package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore

/// Where somebody stands whose code or link was disabled: the stage stays where it is, and the views say what it no longer
/// tells.
extension Engine {
  /// The sections that show codes and links, by the place of the kind in a workflow.
  static let itemSections = ["Discounts", "Links"]

  /// Titles of the stages of a participation, those that show a code or a link that was disabled with that word.
  package func shownTitles(of row: ParticipationRow) throws(EngineError) -> [String] {
    let definition = try definition(row.definition)
    let workflow = definition.workflow
    let stages = workflow.innermost(definition.machine.activeStages(row.state.span))
    var disabled: Set<Int> = []
    for (kind, section) in Engine.itemSections.enumerated() {
      let shown = workflow.shown(stages, in: section)
      if !shown.isEmpty, try isDisabled(kind, of: row, definition) { disabled.formUnion(shown) }
    }
    return stages.map { Engine.title(workflow.stages[$0].title, isDisabled: disabled.contains($0)) }
  }

  /// Whether what somebody held of a kind was disabled, and they neither hold another one nor wait in line for it.
  private func isDisabled(
    _ kind: Int, of row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> Bool {
    guard !waits(for: kind, row, definition) else { return false }
    let number = definition.kinds[kind]
    return try asking { (store) throws(StoreError) in
      if try store.held(row.id, kind: number) != nil { return false }
      return try store.disabled(row.id, kind: number) != nil
    }
  }

  /// Whether somebody waits in line for an item of a kind.
  func waits(for kind: Int, _ row: ParticipationRow, _ definition: Definition) -> Bool {
    definition.machine.waiting(row.state.span).contains { $0.kinds.contains(kind) }
  }

  static func title(_ title: String, isDisabled: Bool) -> String { isDisabled ? "\(title) (disabled)" : title }
}
