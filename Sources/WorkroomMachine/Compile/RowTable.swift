/// The lines of each (stage, event).
///
/// Small machines have a cell for every pair. In large ones almost all of these would be empty, so the pairs with lines
/// are found by open addressing.
struct RowTable: Sendable {
  struct Row: Sendable {
    var stage: Int32
    var event: Int32
    var transitions: Range<Int32>
    var reactions: Range<Int32>
  }
  /// The first row is empty: what is not found has no lines.
  let rows: [Row]
  /// Numbers of rows, by stage and event.
  let cells: [UInt16]
  let columns: Int
  /// Numbers of rows, by their hash; 0 is free.
  let slots: [Int32]
  let mask: Int

  static let cellsMax = 65_535

  init(_ entries: [Row], stages: Int, events: Int) {
    rows = [Row(stage: -1, event: -1, transitions: 0..<0, reactions: 0..<0)] + entries
    columns = events
    var cells: [UInt16] = []
    var slots: [Int32] = []
    if stages * events <= RowTable.cellsMax {
      cells = Array(repeating: 0, count: stages * events)
      for (place, row) in entries.enumerated() { cells[Int(row.stage) * events + Int(row.event)] = UInt16(place + 1) }
    } else {
      var size = 16
      while size < entries.count * 2 { size *= 2 }
      slots = Array(repeating: 0, count: size)
      for (place, row) in entries.enumerated() {
        var slot = RowTable.hash(Int(row.stage), Int(row.event)) & (size - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Int32(place + 1)
      }
    }
    self.cells = cells
    self.slots = slots
    mask = slots.count - 1
  }

  private static func hash(_ stage: Int, _ event: Int) -> Int {
    let key = UInt64(truncatingIfNeeded: stage) << 32 | UInt64(truncatingIfNeeded: event)
    return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  @inline(__always)
  func find(_ stage: Int, _ event: Int) -> Int {
    cells.isEmpty ? search(stage, event) : Int(cells[stage &* columns &+ event])
  }

  @inline(never)
  private func search(_ stage: Int, _ event: Int) -> Int {
    var slot = RowTable.hash(stage, event) & mask
    while slots[slot] != 0 {
      let row = Int(slots[slot])
      if Int(rows[row].stage) == stage, Int(rows[row].event) == event { return row }
      slot = (slot + 1) & mask
    }
    return 0
  }
}
