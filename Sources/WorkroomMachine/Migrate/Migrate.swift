package import WorkroomLanguage

/// What became of a participation that was to be moved to a newer version of its workflow.
package enum Migration: Sendable, Equatable {
  /// Its state in the newer version; what the step did is in the buffer.
  case moved([Int64])
  /// It stays on the older version.
  case stays(MigrationObstacle)
}

/// Why a participation cannot be moved.
package enum MigrationObstacle: Sendable, Equatable {
  /// The newer version's number is not higher.
  case notNewer
  /// The older version's path of a stage that it is in, that was removed and that no line says anything of.
  case removed(String)
  /// The newer version's paths of two stages that it would be in at once.
  case exclusive(String, String)
  /// A step of the newer version failed.
  case failed(StepStatus)
}

/// Moves one participation to a newer version, all or nothing: what it is in stays what it is, by its path or by a line of
/// `from version`, and runs no `on enter`; what the newer version has besides is entered; then `once` lines run.
///
/// Texts that the newer definition does not hold, or that it holds and the older did not, have another word there: `text`
/// gives it.
package func migrate(
  _ old: Machine, _ new: Machine, _ state: Span<Int64>, _ migration: CheckedMigration?, now: Int64, view v: View,
  text: (Int64) -> Int64 = { $0 }, into b: inout StepBuffer
) -> Migration {
  guard new.workflow.version > old.workflow.version else { return .stays(.notNewer) }
  let map = StageMap(old, new, migration)
  var mover = Mover(map, migration, state)
  if let obstacle = mover.moveStages() { return .stays(obstacle) }
  mover.moveRecord(text)
  mover.moveItems(text)
  mover.moveMarks()
  if let obstacle = mover.moveMemories() { return .stays(obstacle) }
  b.reset(now: now)
  b.subject = 0
  mover.freeEarmarks(&b)
  var words = mover.words
  var span = words.mutableSpan
  let none: [Int64] = [0]
  for timer in mover.armed { arm(new, &span, 0, timer, none.span, v, &b) }
  enterMissing(new, &span, mover.begunEaches, none.span, v, &b)
  let status = settle(new, &span, 0, none.span, v, &b)
  guard status == .taken else { return .stays(.failed(status)) }
  return .moved(words)
}

/// Enters what active stages have and the older version did not, outermost first and in the order of the text: tracks that
/// are called for, the items of an `each` that is new, and the inside of a stage that had none.
private func enterMissing(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ begunEaches: [Bool], _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  guard s[0] & StateLayout.finishedBit == 0 else { return }
  for node in m.stageOfNode.indices.dropFirst() where !isActive(m, &s, 0, node) {
    let parent = Int(m.stageParent[node])
    guard isActive(m, &s, 0, parent) else { continue }
    b.currentRule = -1
    if m.holdsTracks[parent / 64] & (1 << UInt64(parent % 64)) == 0 {
      guard Int(m.firstInside[parent]) == node, !anyActive(m, &s, 0, parent + 1, Int(m.stageEnd[parent])) else {
        continue
      }
    } else if let each = m.eaches.firstIndex(where: { $0.stage == m.stageOfNode[node] }) {
      guard begunEaches[each], isToBegin(m, &s, each, Int(m.itemOfNode[node]), p, v, &b) else { continue }
    } else if m.trackConditions[node] >= 0 {
      guard test(m, &s, 0, m.trackConditions[node], p, v, &b) else { continue }
    }
    enter(m, &s, 0, node, resumes: false, p, v, &b)
  }
}

/// Whether an item of a new `each` begins; it then has its record.
private func isToBegin(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ each: Int, _ place: Int, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  guard m.countCodes[each] >= 0 else { return false }
  if place == 0 { _ = test(m, &s, 0, m.countCodes[each], p, v, &b) }
  guard place < b.itemCount else { return false }
  beginItem(m, &s, 0, each, place, name: m.numberWords[place], due: nil)
  return true
}
