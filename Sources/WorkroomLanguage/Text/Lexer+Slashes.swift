/// A slash between names, where people write it for `or`, for `and` or for a comma: `final done/declined`, `by manager/director`.
extension Lexer {
  /// Reports slashes between names that are no amounts; false where something may be divided.
  mutating func lexSlashOfNames(_ last: Token, _ length: Int) -> Bool {
    let line = lineSoFar
    guard last.kind == .word, line.count > 1 else { return false }
    let before = line[line.endIndex - 2]
    // The rest of a row of slashes, all of which have been told.
    if before.kind == .dropped, bytes[before.range.lowerBound] == UInt8(ascii: "/") {
      append(.dropped, length)
      return true
    }
    guard let (names, end) = namesBehindSlashes(source.text(last.range), position) else { return false }
    let range = last.range.lowerBound..<end
    let list = names.joined(separator: ", ")
    switch before.word {
    case _ where before.word == .final || before.word == .of && followsOneOf(line):
      tellSlash(range, "several names stand with commas between them", "a list", list)
    case .by: tellSlash(range, "several roles are joined with `or`", "either of them", names.joined(separator: " or "))
    case .tell:
      report(
        .foreignWord, "each of those who are told has a line of their own", range, "several roles",
        help: ["write a line for each of them: \(names.map { "`tell \($0) ...`" }.joined(separator: " and "))"])
    case .to where line.count > 2 && line[line.endIndex - 3].word == .go:
      report(
        .foreignWord, "a line leads to one stage", range, "which of them?",
        help: [
          "write \(names.map { "`\($0)`" }.joined(separator: " or ")); where a condition decides, write a line with `when` for the one, and below it a line with `otherwise` for the other"
        ])
    case .is, .not, .equals, .notEquals:
      guard tellsSlashOfValues(range, names) else { return false }
    default:
      guard line.first?.word == .final, before.kind == .comma else { return false }
      tellSlash(range, "several names stand with commas between them", "a list", list)
    }
    append(.dropped, length)
    return true
  }

  /// The names on both sides of a slash, and of those that follow, and where the last of them ends.
  private func namesBehindSlashes(_ first: String, _ slash: Int) -> (names: [String], end: Int)? {
    var (names, end, next) = ([first], slash, slash)
    while next < bytes.count, bytes[next] == UInt8(ascii: "/"), names.count < 8 {
      let start = behindBlanks(next + 1)
      guard start < bytes.count, isWordByte(bytes[start]), !isDigit(start) else { break }
      end = start
      while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == 46 { end += 1 }
      names.append(source.text(start..<end))
      next = behindBlanks(end)
    }
    return names.count > 1 ? (names, end) : nil
  }

  /// `one of red/green`
  private func followsOneOf(_ line: ArraySlice<Token>) -> Bool {
    line.count > 2 && source.text(line[line.endIndex - 3].range) == "one"
  }

  private mutating func tellSlash(_ range: Range<Int>, _ title: String, _ label: String, _ written: String) {
    report(.foreignWord, title, range, label, help: ["write `\(written)`"], fixes: [fix(.maybe, range, written)])
  }

  /// `size is small/medium`, `vip is yes/no`, `vip is yes / price > 100 USD`
  private mutating func tellsSlashOfValues(_ range: Range<Int>, _ names: [String]) -> Bool {
    let next = behindBlanks(range.upperBound)
    let isCondition =
      next < bytes.count && [60, 61, 62].contains(bytes[next])
      || [.is, .contains].contains(wordBehind(range.upperBound))
    if isCondition {
      report(
        .foreignWord, "conditions are joined with words", range, "both, or either?",
        help: ["write `and` in the place of `/` if both have to hold, or `or` if either is enough"])
      return true
    }
    if names.allSatisfy({ $0 == "yes" || $0 == "no" }) {
      report(
        .foreignWord, "a flag always is either of the two", range, "which of them?",
        help: [
          "write \(names.map { "`\($0)`" }.joined(separator: " or ")); or leave the condition out, if it does not matter"
        ])
      return true
    }
    // What a field holds may be divided.
    guard !names.contains(where: { firstWords.contains($0) || $0.contains(".") }) else { return false }
    tellSlash(
      range, "one of several is asked for with `is one of`", "a list", "one of \(names.joined(separator: ", "))")
    return true
  }
}
