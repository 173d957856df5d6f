/// Words for no value, or for an amount of nothing, where a field is set: `set price to none`, `default free`.
extension Checker {
  private static let zeros: Set = ["free", "zero", "gratis", "nil"]
  private static let nothings: Set = ["none", "null", "nothing", "empty", "blank", "undefined", "unset"]

  /// Says what `none` or `free` is written as; false where the name is another, or stands elsewhere.
  mutating func reportNothing(_ token: Int, _ name: String, _ type: ValueType?) -> Bool {
    let word = name.lowercased()
    guard Checker.zeros.contains(word) || Checker.nothings.contains(word), token > 2 else { return false }
    let before = tree.tokens[token - 1].word
    guard before == .to || before == .default else { return false }
    let isSet = before == .to && tree.tokens[token - 3].word == .set
    guard isSet || before == .default else { return false }
    var target: CheckedField?
    if isSet, let reference = field(named: text(token - 2)) { target = field(reference) }
    guard let type = target?.type ?? type else { return false }
    let none: String? =
      switch type {
      case .money, .percent: example(type, "0")
      case .number: "0"
      case .text: "\"\""
      case .flag: "no"
      default: nil
      }
    let isZero = Checker.zeros.contains(word)
    if isZero, none != nil, type != .text, type != .flag {
      report(
        .unknownName, "an amount of nothing is written with its figure", token, "write `\(none!)`",
        help: ["write `\(none!)`"], fixes: [fix(.maybe, token, none!)])
      return true
    }
    if let target, target.isOptional, isSet {
      let place = tree.span(token - 3, token)
      report(
        .unknownName, "a field that is to have no value is emptied with `clear`", place, "no value",
        help: ["write `clear \(target.name)`" + (none.map { ", or `set \(target.name) to \($0)`" } ?? "")],
        fixes: none == nil ? [Diagnostic.Fix(safety: .maybe, edits: [(place, "clear \(target.name)")])] : [])
      return true
    }
    let optional =
      isSet
      ? "or declare `\(target?.name ?? "price")` as `optional` and write `clear \(target?.name ?? "price")`, if it is to have no value"
      : "or write `optional` in the place of `default \(name)`, if it may have no value"
    report(
      .unknownName, "`\(name)` is no value", token, isSet ? "this field always has a value" : "not a value",
      help: none.map { ["write `\($0)`", optional] } ?? ["write a value, such as `\(example(type))`", optional])
    return true
  }
}
