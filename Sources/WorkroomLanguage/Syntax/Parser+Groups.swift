/// The groups that codes and links come from, named in another way than by the campaign's field.
extension Parser {
  /// `assign discount from "discount_group"`, `from discount group`, `from the group discount_group`: the cursor stands
  /// behind `from`.
  mutating func reportsGroupInOtherWords() -> Bool {
    if kind == .text {
      let name = tree.quoted(token).lowercased().split(separator: " ").joined(separator: "_")
      guard namesOfFile().groups.contains(where: { $0.name == name }) else { return false }
      fail(
        .unexpectedWord, "a field of the campaign is named without quotes", label: "no quotes",
        notes: ["what stands behind `group` in quotes is the own name of a group, which is another thing"],
        help: ["write `\(name)`"], fixes: [fix(.maybe, token, name)])
      return true
    }
    guard kind == .word, peekKind(1) == .word, peekWord(1) == .name, !isWord("group"), let last = peekToken(1) else {
      return false
    }
    let (left, right) = (tree.text(token), tree.text(last))
    let whole = "\(left)_\(right)"
    let fields = namesOfFile().groups
    let isType = right == "group" && ["discount", "link"].contains(left)
    guard fields.contains(where: { $0.name == whole }) || isType else { return false }
    let named = fields.contains { $0.name == whole } ? [whole] : fields.filter { $0.kind == left }.map(\.name)
    let meant = named.isEmpty ? [whole] : Array(named.prefix(4))
    fail(
      .unexpectedWord, "the name of a field is one word", to: last, label: "two words",
      notes: named.isEmpty ? ["the campaign names its group in a field: `\(whole) \(left) group`"] : [],
      help: ["write \(meant.map { "`from \($0)`" }.joined(separator: " or "))"],
      fixes: meant.count == 1
        ? [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, last), meant[0])])] : [])
    return true
  }

  /// `assign discount from discount_group 10%`: a share that nothing says the meaning of.
  mutating func reportsRateWithoutPaying() -> Bool {
    guard kind == .percent else { return false }
    let share = tree.text(token)
    fail(
      .unexpectedWord, "a share behind a group does not say what it is", label: "whose \(share)?",
      help: [
        "write `paying \(share)`, if it is what the influencer earns of each sale",
        "leave it out, if it is what a code takes off the price: the shop decides that, not the workflow",
      ])
    return true
  }
}
