/// What was declared, by name, in the order of declaration.
///
/// It hashes the letters itself: a check asks for names at every turn, and the standard library's dictionary spends more
/// on a short name than the rest of the question costs. Names chosen to be in each other's way go to a dictionary.
struct ByName<Value> {
  private struct Entry {
    var name: String
    /// What the name is looked for in, such as the stage that holds another; 0 where there is but one place.
    var place: Int
    var value: Value
  }

  private var entries: [Entry] = []
  /// Places among the entries, from 1, by hash, with linear probing; 0 is free. Its count is a power of two.
  private var slots: [UInt32] = []
  private var crowded: [String: Int] = [:]

  private static var probesMax: Int { 32 }

  /// In the order of declaration.
  var keys: [String] { entries.map(\.name) }

  mutating func reserveCapacity(_ count: Int) {
    entries.reserveCapacity(count)
    var size = 16
    while size < count * 2 { size *= 2 }
    if size > slots.count { spread(over: size) }
  }

  subscript(name: String, place: Int = 0) -> Value? {
    get { find(name, place, ByName.hash(name, place)).map { entries[$0].value } }
    set {
      guard let value = newValue else { preconditionFailure("what is declared stays") }
      let hash = ByName.hash(name, place)
      if let known = find(name, place, hash) { return entries[known].value = value }
      entries.append(Entry(name: name, place: place, value: value))
      if entries.count * 2 > slots.count {
        spread(over: max(16, slots.count * 4))
      } else {
        insert(entries.count - 1, hash)
      }
    }
  }

  @inline(__always)
  private func find(_ name: String, _ place: Int, _ hash: UInt64) -> Int? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    for _ in 0..<ByName.probesMax {
      let number = Int(slots[slot])
      if number == 0 { return nil }
      if entries[number - 1].place == place, entries[number - 1].name == name { return number - 1 }
      slot = (slot + 1) & mask
    }
    return crowded.isEmpty ? nil : crowded["\(place) \(name)"]
  }

  private mutating func insert(_ number: Int, _ hash: UInt64) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    for _ in 0..<ByName.probesMax {
      if slots[slot] == 0 {
        slots[slot] = UInt32(number + 1)
        return
      }
      slot = (slot + 1) & mask
    }
    crowded["\(entries[number].place) \(entries[number].name)"] = number
  }

  private mutating func spread(over size: Int) {
    slots = [UInt32](repeating: 0, count: size)
    crowded = [:]
    for number in entries.indices { insert(number, ByName.hash(entries[number].name, entries[number].place)) }
  }

  @inline(__always)
  private static func hash(_ name: String, _ place: Int) -> UInt64 {
    let start = UInt64(truncatingIfNeeded: place) &* 0x9E37_79B9_7F4A_7C15
    let hash =
      name.utf8.withContiguousStorageIfAvailable { letters in
        letters.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
      } ?? name.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    return hash ^ hash >> 29
  }
}
