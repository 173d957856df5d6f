package import WorkroomLanguage

/// The places in line of a participation that moves to a newer version: each older assignment that waits, and the newer one
/// at the same position in what its stage has become.
package func movedLines(
  _ old: Machine, _ new: Machine, _ state: Span<Int64>, _ migration: CheckedMigration?
) -> [(old: Int, new: Int)] {
  let map = StageMap(old, new, migration)
  return old.waiting(state).compactMap { site, _ in
    let index = old.assigns[site].waitIndex
    guard let node = old.waitRange.indices.first(where: { old.waitRange[$0].contains(index) }),
      let target = map.node(node),
      case let wanted = new.waitRange[target].lowerBound + index - old.waitRange[node].lowerBound,
      new.waitRange[target].contains(wanted),
      let moved = new.assigns.indices.first(where: { new.assigns[$0].waitIndex == wanted })
    else { return nil }
    return (site, moved)
  }
}
