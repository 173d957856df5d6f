import WorkroomValues

/// Names that are declared nowhere, and what was most likely meant by them.
extension Checker {
  /// Says what a name that is no field was meant to be, if its place tells; false if nothing does.
  mutating func reportNearMiss(_ token: Int, _ name: String, expecting type: ValueType?) -> Bool {
    reportPayloadValue(token, name) || reportOwnItemValue(token, name) || reportDayOfWeek(token, name)
      || reportEventAsCondition(token, name) || reportUnquoted(token, name, type)
  }

  /// `amount` for `event.amount`.
  private mutating func reportPayloadValue(_ token: Int, _ name: String) -> Bool {
    guard let event, allowed == .everything, workflow.events[event].payload.contains(where: { $0.name == name }) else {
      return false
    }
    report(
      .unknownName, "no field is called `\(name)`", token, "a value of the event",
      notes: ["`\(workflow.events[event].path)` carries it, and what an event carries is read behind `event.`"],
      help: ["write `event.\(name)`"], fixes: [fix(.maybe, token, "event.\(name)")], follows: isLost(name))
    return true
  }

  /// `due` for `deliverable.due`, in a line of its `each`.
  private mutating func reportOwnItemValue(_ token: Int, _ name: String) -> Bool {
    guard let each = workflow.stages[owner].each.map({ workflow.eaches[$0] }),
      each.record.contains(where: { $0.name == "\(each.noun).\(name)" })
    else { return false }
    report(
      .unknownName, "no field is called `\(name)`", token, "a value of the \(each.noun)",
      help: ["write `\(each.noun).\(name)`"], fixes: [fix(.maybe, token, "\(each.noun).\(name)")],
      follows: isLost(name))
    return true
  }

  private static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekday"]
  private static let rhythms = ["daily": "1 day", "weekly": "7 days", "monthly": "30 days", "hourly": "1 hour"]

  /// `every monday`, `at friday`, `every weekly`.
  private mutating func reportDayOfWeek(_ token: Int, _ name: String) -> Bool {
    let small = name.lowercased()
    guard token > 0, let word = Optional(tree.tokens[token - 1].word), [.every, .at, .after].contains(word) else {
      return false
    }
    if let length = Checker.rhythms[small] {
      report(
        .unknownName, "a timer takes a length of time, and `\(name)` is none", token, "not a duration",
        help: ["write `\(length)`"], fixes: [fix(.maybe, token, length)])
      return true
    }
    guard Checker.days.contains(small) || Checker.days.contains(String(small.dropLast())) else { return false }
    let start = "a timer is counted from the moment its stage is entered"
    if word == .every {
      report(
        .unknownName, "a timer takes a length of time, not a day of the week", token, "a day of the week",
        notes: [start], help: ["write `7 days`"], fixes: [fix(.maybe, token, "7 days")])
    } else {
      report(
        .unknownName, "a timer takes a length of time or a date, not a day of the week", token, "a day of the week",
        notes: [start], help: [word == .at ? "write a date, such as `at 2026-03-02`" : "write `after 7 days`"])
    }
    return true
  }

  /// `once content is posted` for `on content.posted`.
  private mutating func reportEventAsCondition(_ token: Int, _ name: String) -> Bool {
    guard let verb = nextWord(after: token), tree.tokens[verb].word == .is, var last = nextWord(after: verb) else {
      return false
    }
    let isNegated = tree.tokens[last].word == .not
    if isNegated {
      guard let next = nextWord(after: last) else { return false }
      last = next
    }
    let path = "\(name).\(text(last))"
    guard eventByPath[path] != nil else { return false }
    let label = "an event, not a value"
    let place = tree.span(token, last)
    if !isNegated, token > 0, tree.tokens[token - 1].word == .once {
      report(
        .unknownName, "`\(path)` is an event, and `once` waits for a condition", place, label,
        help: ["write `on \(path)`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token - 1, last), "on \(path)")])])
    } else {
      let field = "is_\(text(last))"
      report(
        .unknownName, "`\(path)` is an event, and a condition asks about values", place, label,
        help: [
          "a rule of its own waits for it: `on \(path) ...`",
          "to ask later whether it came, keep that in the `record`: `\(field) flag default no`, "
            + "set by `on \(path) set \(field) to yes`",
        ])
    }
    return true
  }

  /// `country is germany` for `country is "germany"`.
  private mutating func reportUnquoted(_ token: Int, _ name: String, _ type: ValueType?) -> Bool {
    guard type == .text, !name.contains("."), nearest(to: name, among: fieldNames) == nil else { return false }
    let noun = workflow.stages[owner].each.map { workflow.eaches[$0].noun }
    let isName = noun.map { tree.tokens[max(token - 2, 0)].kind == .word && text(max(token - 2, 0)) == $0 } ?? false
    report(
      .unknownName, "no field is called `\(name)`, and a text stands in quotes", token, "quotes are missing",
      notes: isName && noun != nil
        ? ["what one \(noun!) is called is a text: \"1\", \"2\", or as `\(noun!).added` names it"] : [],
      help: ["write `\"\(name)\"`"], fixes: [fix(.maybe, token, "\"\(name)\"")], follows: isLost(name))
    return true
  }

  /// The next token that is neither a comment nor the end of a line, if it is a word.
  private func nextWord(after token: Int) -> Int? {
    var next = token + 1
    while next < tree.tokens.count, [.newline, .comment, .dropped].contains(tree.tokens[next].kind) { next += 1 }
    return next < tree.tokens.count && tree.tokens[next].kind == .word ? next : nil
  }
}
