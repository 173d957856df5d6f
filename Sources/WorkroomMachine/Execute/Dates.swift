import WorkroomLanguage
import WorkroomValues

/// Dates, windows and lists.
func rareValue(
  _ m: borrowing Machine, _ i: Instruction, _ stack: inout Stack, _ top: inout Int, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  switch i.operation {
  case .windowStart:
    stack[top - 1] = DateWindow(word: stack[top - 1]).first.map { Int64($0.days) } ?? Int64(Int32.min)
  case .windowEnd:
    // A window's last day is part of it: its end is the first instant of the day after.
    stack[top - 1] = DateWindow(word: stack[top - 1]).last.map { Int64($0.days) + 1 } ?? Int64(Int32.max)
  case .shiftDate:
    top -= 1
    if CalendarDate.exists(stack[top - 1]) { stack[top - 1] += stack[top] / 86_400_000 }
  case .shiftDateBySpan:
    top -= 1
    // The open end of a window stays open.
    guard CalendarDate.exists(stack[top - 1]) else { return }
    let shifted = CalendarSpan(word: stack[top]).after(CalendarDate(days: Int32(stack[top - 1])))
    if shifted == nil { b.failed = true }
    stack[top - 1] = Int64(shifted?.days ?? 0)
  case .isOpen:
    let today = v.zone.local(Instant(milliseconds: b.now)).date
    stack[top - 1] = DateWindow(word: stack[top - 1]).contains(today) ? 1 : 0
  default:
    top -= 1
    let (list, entry) = (stack[top - 1], stack[top])
    var found = false
    for pair in v.lists where pair.list == list && pair.entry == entry { found = true }
    stack[top - 1] = found ? 1 : 0
  }
}

extension CalendarDate {
  /// Whether a word is a day of the calendar, years 1 to 9999, and not the open end of a window.
  static func exists(_ days: Int64) -> Bool { days >= -719_162 && days <= 2_932_896 }
}
