import WorkroomLanguage

/// Actions that leave a field as it is.
extension Analyst {
  mutating func checkChanges() {
    for rule in workflow.rules where rule.span.source >= 0 {
      for action in rule.actions { checkChange(workflow.actions[action], of: rule) }
    }
  }

  private mutating func checkChange(_ action: CheckedAction, of rule: CheckedRule) {
    switch action.kind {
    case .set(let field, let value) where reads(value, .record, field):
      tell(action, workflow.record[field].name, "set to itself", of: rule)
    case .add(let field, let value, _) where isZero(value):
      tell(action, workflow.record[field].name, "changed by nothing", of: rule)
    default: break
    }
  }

  /// Whether a value is what a field says already, be it with nothing added.
  private func reads(_ value: Int, _ storage: Storage, _ field: Int) -> Bool {
    switch workflow.expressions[value].operation {
    case .field(storage, field): true
    case .add(let left, let right):
      reads(left, storage, field) && isZero(right) || isZero(left) && reads(right, storage, field)
    case .subtract(let left, let right): reads(left, storage, field) && isZero(right)
    default: false
    }
  }

  private func isZero(_ value: Int) -> Bool {
    if case .constant(0) = workflow.expressions[value].operation { true } else { false }
  }

  private mutating func tell(_ action: CheckedAction, _ name: String, _ label: String, of rule: CheckedRule) {
    let carried = rule.event.map { workflow.events[$0].payload.contains { $0.name == name } } ?? false
    report(
      .changesNothing, "this line leaves `\(name)` as it is", action.span, label, in: rule.owner,
      help: [
        carried
          ? "write `event.\(name)` for what the event brings, which is another value than the field"
          : "write what it is to become, or by how much it changes",
        "or delete the line, since a field keeps its value until a line changes it",
      ])
  }
}
