package import WorkroomEngine
import WorkroomMachine
package import WorkroomReference

extension ObservedStep {
  /// The step as the reference interpreter takes it: timers and assignments go by their rules and actions.
  package var referenceInput: ReferenceInput {
    let (kind, index, role, now) = (input.kind, Int(input.index), Int(input.role), input.now)
    switch kind {
    case .timer:
      let identity = definition.machine.timerIdentity(index)
      return ReferenceInput(kind, identity.rule, item: identity.item, role: role, now: now)
    case .serve:
      let identity = definition.machine.assignmentIdentity(index)
      return ReferenceInput(kind, identity.action, item: identity.item, role: role, now: now)
    default: return ReferenceInput(kind, index, role: role, now: now)
    }
  }
}
