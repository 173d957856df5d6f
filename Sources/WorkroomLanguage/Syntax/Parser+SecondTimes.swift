/// A time to wait for in two parts, or beside an event: `after 36 hours and 30 minutes`, `after 1 day 12:00`.
extension Parser {
  /// How many minutes a unit has, and how many months.
  private static let minutes = ["minute": 1, "hour": 60, "day": 1440, "week": 10_080]
  private static let months = ["month": 1, "year": 12]

  private func unit(_ token: Int) -> String {
    let name = tree.text(token)
    return name.hasSuffix("s") ? String(name.dropLast()) : name
  }

  /// Reports a second, smaller part behind a time that has been read; false where none stands.
  mutating func reportsSecondTime(_ first: Int) -> Bool {
    guard [.after, .every].contains(tree.tokens[first].word), at - lines.ranges[line].lowerBound == 3,
      isUnit(previous), let large = Int(tree.text(lines.significant[at - 2])), (1..<10_000).contains(large)
    else { return false }
    let number = lines.significant[at - 2]
    if kind == .time { return reportsHoursBehindTime(first, number, large) }
    let ahead = word == .and || kind == .comma || kind == .plus ? 1 : 0
    guard let second = peekToken(ahead), tree.tokens[second].kind == .number, let small = Int(tree.text(second)),
      (1..<10_000).contains(small), let last = peekToken(ahead + 1), isUnit(last)
    else { return false }
    let (one, other) = (unit(previous), unit(last))
    let (whole, help): (String?, String)
    if let much = Parser.minutes[one], let little = Parser.minutes[other], much > little {
      let sum = "\(large * much / little + small) \(other)s"
      (whole, help) = (sum, "write `\(sum)`")
    } else if one == "year", other == "month" {
      let sum = "\(large * 12 + small) months (last day)"
      (whole, help) = (sum, "write `\(sum)`")
    } else if let months = Parser.months[one], let little = Parser.minutes[other], 43_200 % little == 0 {
      // A month has 28 to 31 days, so that only its author can add them up.
      let sum = large * (months == 12 ? 365 : 30) * 1440 / little + small
      (whole, help) = (nil, "write it as one number with one unit, such as `\(sum) \(other)s`")
    } else {
      return false
    }
    fail(
      .unexpectedWord, "a time to wait for is one number with its unit", at: number, to: last,
      label: "two parts of a time", help: [help],
      fixes: whole.map { [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(number, last), $0)])] } ?? [])
    return true
  }

  /// `after 1 day 12:00`: hours and minutes, or a time of day.
  private mutating func reportsHoursBehindTime(_ first: Int, _ number: Int, _ count: Int) -> Bool {
    let parts = tree.text(token).split(separator: ":").compactMap { Int($0) }
    guard parts.count > 1, let each = Parser.minutes[unit(previous)], each >= 1440 else { return false }
    let sum = count * each + parts[0] * 60 + parts[1]
    let time = sum % 60 == 0 ? "\(sum / 60) hours" : "\(sum) minutes"
    let day = tree.meant(number, previous)
    fail(
      .unexpectedWord, "a time to wait for is one number with its unit", at: number, to: token,
      label: "a length, or a time of day?",
      notes: ["a line waits for a length of time from its stage on, and for no time of day"],
      help: ["write `\(time)` if both are to pass, or `\(day)` alone"])
    return true
  }

  /// `after 14 days and proposal.submitted go to proposed`: both of them, or either?
  mutating func reportsTimeAndEvent(_ first: Int) -> Bool {
    guard [.after, .at, .every].contains(tree.tokens[first].word), word == .and, let event = peekToken(1),
      tree.tokens[event].kind == .word, isDotted(event), isKnownEvent(tree.text(event))
    else { return false }
    let time = tree.meant(first, previous)
    let rest = peekToken(2).map { " \(tree.meant($0, lines.significant[lineEnd - 1]))" } ?? " ..."
    fail(
      .unexpectedWord, "a line waits for a time or for an event", to: event, label: "both, or either?",
      help: [
        "if either of them is enough, write two lines: `\(time)\(rest)` and `on \(tree.text(event))\(rest)`",
        "if both have to come, let the event lead to a stage of its own, and write `\(time)\(rest)` there",
      ])
    return true
  }
}
