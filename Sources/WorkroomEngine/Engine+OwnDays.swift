import WorkroomStore
import WorkroomValues

/// What the rows of uploaded codes and links said themselves, of what an earlier version has written.
extension Engine {
  /// Whether the table of items tells days of their own from those of their groups.
  func keepsOwnDays() throws(EngineError) -> Bool {
    try stored { () throws(StoreError) in try store.setting("own_days") } != nil
  }

  /// Tells the days of uploaded items from those of their groups, of what an earlier version has written: once, when its
  /// database is first opened. What is kept for somebody who is forgotten is free from then on.
  func giveOwnDays() throws(EngineError) {
    guard store.database.mode != .readOnly, try !keepsOwnDays() else { return }
    try transaction { () throws(EngineError) in
      // Another process may have been faster.
      guard try !keepsOwnDays() else { return }
      let told = try toldDays()
      for row in try stored({ () throws(StoreError) in try store.items() }) {
        guard let group = try group(row.item.group), group.pattern == nil || row.kept != nil else { continue }
        let own = told[row.item.id] ?? GroupDays(group).own((row.item.starts, row.item.ends))
        if (own.starts ?? own.ends ?? row.item.starts ?? row.item.ends) != nil {
          try stored { () throws(StoreError) in
            try store.giveOwnDays(row.item.id, starts: own.starts, ends: own.ends)
          }
        }
        guard row.state == 3, let keeper = row.kept else { continue }
        try count(group, kept: -1)
        try keepAgain(row.item.id, of: group, for: keeper, at: clock.now.milliseconds)
      }
      try stored { () throws(StoreError) in try store.set("own_days", 1) }
    }
  }

  /// The days that items had when they came in and that were not those of their group then.
  private func toldDays() throws(EngineError) -> [Int64: (starts: Int64?, ends: Int64?)] {
    var groups: [Int64: GroupDays] = [:]
    var items: [Int64: (starts: Int64?, ends: Int64?)] = [:]
    var rows: [LogRow] = []
    do { try store.rows(0) { (row, _) throws(StoreError) in rows.append(row) } } catch { throw .store(error) }
    for row in rows {
      switch Notice(rawValue: row.kind) {
      case .group: if let id = row.payload.first { groups[id, default: GroupDays()].take(row.payload) }
      case .items:
        for (id, item) in ExpectedItem.told(row.payload) {
          if groups[item.group] == nil { groups[item.group] = GroupDays(try group(item.group)) }
          items[id] = groups[item.group]!.own(item.days)
        }
      default: break
      }
    }
    return items
  }
}
