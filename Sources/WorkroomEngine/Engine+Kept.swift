import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Codes and links that are kept for somebody: they get theirs first, and nobody else gets it.
///
/// A group counts them by themselves, so that where nothing is kept nothing more is asked.
extension Engine {
  /// For whom an item is kept, and at which rate of its own, in millionths of a per cent.
  package struct Keeping: Sendable, Equatable {
    package var influencer: Int64
    package var rate: Int64?

    package init(influencer: Int64, rate: Int64?) { (self.influencer, self.rate) = (influencer, rate) }
  }

  /// How many items of a group are kept for somebody and held by nobody.
  func kept(_ group: Int64) throws(EngineError) -> Int64 {
    if let known = keptItems[group] { return known }
    let count = try self.group(group)?.kept ?? 0
    keptItems[group] = count
    return count
  }

  /// What somebody finds in the groups beside what everybody finds there.
  func addKept(to view: inout View, for influencer: Int64) throws(EngineError) {
    for place in view.pools.indices {
      let group = view.pools[place].group
      guard try kept(group) > 0 else { continue }
      view.pools[place].available += try stored { () throws(StoreError) in
        try store.keptCount(group, for: influencer)
      }
    }
  }

  /// Gives somebody what a group keeps for them; `nil` where that is nothing.
  func keptItem(_ group: GroupRow, for influencer: Int64) throws(EngineError) -> KeptItem? {
    guard try kept(group.id) > 0,
      let item = try stored({ () throws(StoreError) in try store.keptItem(group.id, for: influencer) })
    else { return nil }
    try count(group, kept: -1)
    return item
  }

  /// Keeps an item that nobody holds for somebody; with `nil` anybody may get it again. `before` is for whom it was kept.
  package func keep(
    _ item: Int64, of group: GroupRow, for keeping: Keeping?, before: Int64?
  ) throws(EngineError) {
    try stored { () throws(StoreError) in try store.keep(item, for: keeping?.influencer, rate: keeping?.rate) }
    if let keeping {
      if before == nil { try count(group, free: -1, kept: 1) }
      cameBack(to: group.id, for: keeping.influencer, at: clock.now.milliseconds)
    } else if before != nil {
      try count(group, free: 1, kept: -1)
      refilled[group.id] = clock.now.milliseconds
    }
    newKept += [item, keeping?.influencer ?? 0, keeping?.rate ?? .min]
  }

  /// Puts what came back where it is kept for somebody. What was kept for somebody who is forgotten is anybody's now, or, in a
  /// group that makes its items, nobody's.
  func keepAgain(
    _ item: Int64, of group: GroupRow, for keeper: Int64, at instant: Int64
  ) throws(EngineError) {
    try count(group, kept: 1)
    let known = try stored { () throws(StoreError) in try store.influencer(keeper) }
    guard known?.isForgotten ?? true else { return cameBack(to: group.id, for: keeper, at: instant) }
    guard group.pattern == nil else { return try disableKept(for: keeper) }
    try keep(item, of: group, for: nil, before: keeper)
    refilled[group.id] = instant
  }

  /// Remembers that something kept for somebody is there, in case they wait for it.
  func cameBack(to group: Int64, for influencer: Int64, at instant: Int64) {
    keptAnew[group, default: []].insert(influencer)
    refilled[group] = instant
  }

  /// Takes out of use what is kept for somebody who is forgotten: it was made for nobody else.
  func disableKept(for influencer: Int64) throws(EngineError) {
    for part in try stored({ () throws(StoreError) in try store.disableKept(for: influencer) }) {
      guard let group = try group(part.group) else { continue }
      try count(group, kept: -part.count)
    }
  }
}
