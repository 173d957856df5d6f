import WorkroomStore

/// An item of a group as the log tells of it.
struct ExpectedItem {
  /// What a participation did with it, as far as its log goes.
  struct Holding {
    enum End { case held, returned, disabled(Int64) }
    var participation: Int64
    var rate: Int64?
    var assigned: Int64
    var end = End.held
    var adjustment: Adjustment?
    /// The new link and where it leads; `nil` where not adjusted, or erased since.
    var url: String?
    var destination: String?
    /// The group that it was moved to.
    var group: Int64?
  }

  private let told: [Int64]
  private var holdings: [Holding] = []

  init(_ told: [Int64]) { self.told = told }

  /// An item that somebody holds and that nothing tells of.
  init(unknown id: Int64) { told = [id, -1, .min, .min, 0, 0] }

  mutating func add(_ list: [Holding]) { holdings += list }

  /// What of a row does not fit, in words; `nil` where all of it does.
  func difference(from row: StoredItem) -> String? {
    let moved = holdings.last { $0.adjustment?.group != nil }
    if let group = moved.map(\.group) ?? told[1], row.item.group != group { return "its group" }
    if row.folded != row.item.code.lowercased() { return "its code" }
    let last = holdings.last { if case .returned = $0.end { false } else { true } }
    guard let last else {
      return row.state == 0 && row.participation == nil && row.item.rate == nil ? unchanged(row, nil) : "who holds it"
    }
    guard row.participation == last.participation, row.item.assigned == last.assigned else { return "who holds it" }
    if case .disabled(let at) = last.end {
      guard row.state == 2 else { return "that it is disabled" }
      return row.item.ends == at ? unchanged(row, last, checksEnd: false) : "when it ended"
    }
    return row.state == 1 ? unchanged(row, last) : "that it is held"
  }

  /// What stays as it came, but for adjustments; those of somebody who gave it back stay with it.
  private func unchanged(_ row: StoredItem, _ holding: Holding?, checksEnd: Bool = true) -> String? {
    let adjusted = holdings.filter { $0.adjustment != nil }
    guard adjusted.count <= 1 else { return nil }
    let new = adjusted.first?.adjustment
    if let holding, row.item.rate != holding.adjustment?.rate ?? holding.rate { return "its rate" }
    if row.item.starts != new?.starts ?? date(told[2]) { return "its start" }
    if checksEnd, row.item.ends != new?.ends ?? date(told[3]) { return "its end" }
    if new?.url == nil || adjusted.first?.url != nil {
      if Engine.short(row.item.code) != adjusted.first?.url.map(Engine.short) ?? told[4] { return "its code" }
    }
    if new?.destination == nil || adjusted.first?.destination != nil {
      if Engine.short(row.item.destination ?? "") != adjusted.first?.destination.map(Engine.short) ?? told[5] {
        return "where it leads"
      }
    }
    return nil
  }

  private func date(_ word: Int64) -> Int64? { word == .min ? nil : word }
}
