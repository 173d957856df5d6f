/// Lines of a scenario that stand outside of one.
extension Parser {
  /// `given mia`, `expect mia in active`, `mia: proposal.accepted`, `14 days later`, and behind them `at 2026-03-01`.
  var isLineOfScenario: Bool {
    if isWord("given") || isWord("expect") { return peekToken(1) != nil }
    if kind == .word, !word.isReserved, peekKind(1) == .colon, let event = peekToken(2) {
      return tree.tokens[event].kind == .word && tree.text(event).contains(".")
    }
    if kind == .number, let unit = peekToken(1), isWord("later", ahead: 2) {
      return isUnit(unit) && peekToken(3) == nil
    }
    return isMomentOfScenario
  }

  /// A day that such a line stands before.
  var isMomentOfScenario: Bool {
    guard word == .at, lost?.kind == .scenario, lost?.line == line - 1 else { return false }
    return peekKind(1) == .date && !lines.saysWhatToDo(lines.ranges[line])
  }

  mutating func scenarioLineOutside(_ first: Int, _ follows: Bool) {
    fail(
      .lineNotHere, "this is a line of a scenario, and no scenario is open here", at: first,
      label: "outside a scenario",
      help: ["write `scenario \"what is to happen\"` on a line above it, and `end` below its last line"],
      follows: follows)
  }
}
