import WorkroomLanguage

/// Items of an `each`: which one an event means, how one begins, and how one is added or waived.

/// `1` as the language's numbers are kept.
let numberUnit: Int64 = 1_000_000

/// What code asks of items and of what is remembered; to begin an item is to say that it is to be entered.
func askItem(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ p: Span<Int64>,
  _ b: inout StepBuffer
) -> Bool {
  switch i.operation {
  case .isAddressed: return isAddressed(m, &s, base, i, p)
  case .remembers: return remembers(m, &s, base, Int(i.c))
  case .remembered: return remembers(m, &s, base, Int(m.constants[Int(i.c)]), Int(m.constants[Int(i.c) + 1]))
  default:
    let place = Int(i.b)
    guard place < b.itemCount, !isActive(m, &s, base, m.eaches[Int(i.c)].node(place)) else { return false }
    beginItem(m, &s, base, Int(i.c), place, name: m.numberWords[place], due: nil)
    forgetNoted(m, m.eaches[Int(i.c)].node(place), &b)
    return true
  }
}

/// Whether an event means the item whose rule is asked: by its name, or as the only one there is.
private func isAddressed(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ p: Span<Int64>
) -> Bool {
  let (slot, each) = (Int(m.constants[Int(i.c)]), m.eaches[Int(m.constants[Int(i.c) + 1])])
  if p[0] & (1 &<< Int64(i.b)) != 0 { return s[base + m.layout.recordStart + slot] == p[Int(i.b) + 1] }
  var live = 0
  for place in 0..<Int(each.most) where isActive(m, &s, base, each.node(place)) { live += 1 }
  return live == 1
}

/// Whether a rule's own condition was asked: a rule of another item than the one meant has nothing to tell.
func isMeant(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ condition: Int32, _ p: Span<Int64>,
  _ b: inout StepBuffer
) -> Bool {
  let first = m.code[Int(condition)]
  return first.operation != .isAddressed || isAddressed(m, &s, base, first, p)
}

/// Gives an item its record, as it begins with it; whoever had its place before is forgotten.
func beginItem(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int, _ place: Int, name: Int64,
  due: Int64?
) {
  let each = m.eaches[index]
  for field in 0..<Int(each.fields) {
    let (slot, fallback) = (each.slot(place) + field, Int(each.defaults) + 2 * field)
    if m.constants[fallback] != 0 {
      writeField(m, &s, base, slot, m.constants[fallback + 1])
    } else {
      unset(m, &s, base, slot)
    }
  }
  writeField(m, &s, base, each.slot(place) + CheckedEach.nameField, name)
  if let due { writeField(m, &s, base, each.slot(place) + CheckedEach.dueField, due) }
  forget(m, &s, base, each.node(place))
}

func unset(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ slot: Int) {
  s[base + m.layout.recordStart + slot] = 0
  s[base + m.layout.recordMask + slot >> 6] &= ~(1 &<< Int64(slot & 63))
}

// MARK: Added and waived

/// What an event does to the items of an `each`.
struct ItemChange {
  var each: Int
  var place: Int
  /// The name of an item that is added; `nil` where one is waived.
  var name: Int64?
  var due: Int64?
}

/// What `deliverable.added` or `deliverable.waived` comes to as things stand; `nil` if nothing takes it.
func itemChange(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ p: Span<Int64>
) -> ItemChange? {
  let row = m.events[event]
  guard row.each >= 0, s[base] & StateLayout.finishedBit == 0 else { return nil }
  let each = m.eaches[Int(row.each)]
  guard isActive(m, &s, base, Int(each.parent)) else { return nil }
  if row.special.contains(.waivesItem) {
    guard let name = payloadWord(p, each.waivedName), let place = item(m, &s, base, each, name) else { return nil }
    return ItemChange(each: Int(row.each), place: place, name: nil, due: nil)
  }
  var place = 0
  while place < Int(each.most), isActive(m, &s, base, each.node(place)) { place += 1 }
  guard place < Int(each.most) else { return nil }
  let due = payloadWord(p, each.addedDue)
  if let name = payloadWord(p, each.addedName) {
    return item(m, &s, base, each, name) == nil
      ? ItemChange(each: Int(row.each), place: place, name: name, due: due) : nil
  }
  return ItemChange(each: Int(row.each), place: place, name: freeName(m, &s, base, each, place), due: due)
}

/// Its place counted from one, or the lowest number that no other item is called by.
private func freeName(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ each: EachRow, _ place: Int
) -> Int64 {
  if item(m, &s, base, each, m.numberWords[place]) == nil { return m.numberWords[place] }
  var number = 0
  while number < Int(each.most) - 1, item(m, &s, base, each, m.numberWords[number]) != nil { number += 1 }
  return m.numberWords[number]
}

private func payloadWord(_ p: Span<Int64>, _ field: Int32) -> Int64? {
  field >= 0 && p[0] & (1 &<< Int64(field)) != 0 ? p[Int(field) + 1] : nil
}

/// The place of the live item of a name.
private func item(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ each: EachRow, _ name: Int64
) -> Int? {
  for place in 0..<Int(each.most) where isActive(m, &s, base, each.node(place)) {
    if s[base + m.layout.recordStart + each.slot(place) + CheckedEach.nameField] == name { return place }
  }
  return nil
}

/// Adds or takes away an item.
func apply(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ change: ItemChange, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) {
  let each = m.eaches[change.each]
  let node = each.node(change.place)
  b.currentRule = -1
  guard let name = change.name else { return leave(m, &s, base, node, Int(m.stageEnd[node]), p, v, &b) }
  beginItem(m, &s, base, change.each, change.place, name: name, due: change.due)
  enter(m, &s, base, m.itemEntries[Int(each.firstEntry) + change.place], p, v, &b)
}
