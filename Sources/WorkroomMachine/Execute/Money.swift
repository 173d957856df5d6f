import WorkroomLanguage

/// Totals, what is owed and paid, and what is set aside.

/// A sum that a step sees as a value, with what the step itself has done to it.
func sum(_ m: borrowing Machine, _ i: Instruction, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  switch i.operation {
  case .total:
    let index = Int(i.c)
    if b.isLater { return index < v.totalsAfter.count ? v.totalsAfter[index] : 0 }
    return index < v.totals.count ? v.totals[index] : 0
  case .owedSum: return owed(m, v, &b)
  case .paidSum:
    var sum = v.paid
    for effect in b.effects where effect.kind == .paid { add(effect.a, to: &sum, &b.failed) }
    return sum
  default: return left(of: Int64(i.c), v, &b)
  }
}

private func add(_ amount: Int64, to sum: inout Int64, _ failed: inout Bool) {
  let (result, overflow) = sum.addingReportingOverflow(amount)
  if overflow { failed = true } else { sum = result }
}

/// What is owed in the campaign's currency: what was before the step and what the step has added, less what it has voided
/// since.
private func owed(_ m: borrowing Machine, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  var sum: Int64 = 0
  for entry in v.owed where !isVoided(Int64(entry.reason), entry.subject, b.effects, 0) {
    add(entry.amount, to: &sum, &b.failed)
  }
  for place in b.effects.indices {
    let effect = b.effects[place]
    guard effect.kind == .owe, effect.b == 0 || effect.b == m.homeCurrency else { continue }
    guard !isVoided(effect.c, b.subject, b.effects, place + 1) else { continue }
    add(effect.a, to: &sum, &b.failed)
  }
  return sum
}

/// Whether an amount was voided by an effect from a place on.
private func isVoided(_ reason: Int64, _ subject: Int64, _ effects: [Effect], _ start: Int) -> Bool {
  for effect in effects[start...] {
    if effect.kind == .voidReason, effect.a == reason { return true }
    if effect.kind == .voidSubject, effect.a == subject, subject != 0 { return true }
  }
  return false
}

/// What is left of a campaign field: what is not set aside, before the step and by it.
private func left(of field: Int64, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  var aside = Int(field) < v.earmarked.count ? v.earmarked[Int(field)] : 0
  for effect in b.effects where effect.kind == .earmark && effect.a == field {
    add(effect.b, to: &aside, &b.failed)
  }
  let (rest, overflow) = v.campaign[Int(field) + 1].subtractingReportingOverflow(aside)
  if overflow { b.failed = true }
  return rest
}

/// Sets aside an amount in place of what was set aside before.
func earmark(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ amount: Int64,
  _ b: inout StepBuffer
) {
  guard amount >= 0 else {
    b.failed = true
    return
  }
  let word = base + m.layout.earmarkStart + Int(i.c)
  let old = s[word]
  s[word] = amount
  // Both are at least zero, so that the difference fits.
  if amount != old { b.emit(.earmark, Int64(i.b), amount - old) }
}
