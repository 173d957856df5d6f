/// Words where a timer expects its time: `at due date`, `at the due`, `after paid before payment`.
extension Parser {
  /// Reports words between the first word of a timer and its action that name no time together; false where there are none.
  /// What may be read has been read: an action should stand at the cursor.
  mutating func reportsWordsForATime(_ first: Int) -> Bool {
    guard [.after, .at, .every].contains(tree.tokens[first].word), word == .name, tree.tokens[first + 1].kind == .word
    else { return false }
    let ahead = (at..<lineEnd).first { tree.tokens[lines.significant[$0]].word.startsAction }
    guard let ahead, ahead > at else { return false }
    let words = tree.meant(first + 1, lines.significant[ahead - 1])
    let timer = tree.text(first)
    fail(
      .unexpectedWord, "`\(shownWords(words))` is no time that a line can wait for", at: first + 1,
      label: "not a time", help: [advice(timer, words)], mayMean: true)
    return true
  }

  /// `after proposal.declined go to declined`: what follows an event has a line for that event.
  mutating func reportsEventAsTime(_ first: Int) -> Bool {
    guard kind == .word, word == .name, isDotted(token), isKnownEvent(tree.text(token)) else { return false }
    let rest = tree.meant(token, lines.significant[lineEnd - 1])
    let isWhole = rest.utf8.count <= Parser.toldMax && !rest.contains("\n")
    fail(
      .unexpectedWord, "a rule for an event begins with `on`", at: first, label: "write `on`",
      notes: tree.tokens[first].word == .after ? ["`after` waits for a length of time, such as `after 7 days`"] : [],
      help: [isWhole ? "write `on \(rest)`" : "write `on` in the place of `\(tree.text(first))`"],
      fixes: [fix(.maybe, first, "on")])
    return true
  }

  /// `wait 3 days` among actions.
  mutating func reportsWaitAsAction() -> Bool {
    guard tree.text(token).lowercased() == "wait", let number = peekToken(isWord("for", ahead: 1) ? 2 : 1),
      tree.tokens[number].kind == .number, let unit = lines.significant[at..<lineEnd].first(where: { $0 > number }),
      isUnit(unit)
    else { return false }
    let time = tree.meant(number, unit)
    fail(
      .unexpectedWord, "what an event asks for is done at once, and a time to wait for is a line of its own",
      label: "another time",
      help: ["let the event lead to a stage that waits, with a line such as `after \(time) send email \"reminder\"`"])
    return true
  }

  /// `after 3 days if no answer send email "reminder"`: that nothing came is what waiting in a stage means.
  mutating func reportsSilence() -> Bool {
    let opening = lines.significant[lines.ranges[line].lowerBound]
    guard [.after, .every].contains(tree.tokens[opening].word), peekKind(1) == .word,
      let action = lines.significant[at..<lineEnd].first(where: {
        tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved
      })
    else { return false }
    let words = lines.significant[at..<lineEnd].prefix { $0 < action }.map { tree.text($0).lowercased() }
    let denials: Set = ["no", "not", "nobody", "without", "hasn't", "didn't", "doesn't", "none"]
    let answers: Set = [
      "answer", "answers", "answered", "reply", "replies", "replied", "response", "respond", "responds", "responded",
      "reaction",
    ]
    guard words.contains(where: denials.contains), words.contains(where: answers.contains), words.count < 8 else {
      return false
    }
    let head = tree.meant(opening, previous)
    let rest = tree.meant(action, lines.significant[lineEnd - 1])
    fail(
      .unexpectedWord, "the stage is left when an answer comes, so that waiting in it is enough",
      label: "not asked here",
      help: ["write `\(head) \(rest)`"])
    return true
  }

  private func shownWords(_ words: String) -> String { words.count > 60 ? words.prefix(60) + "..." : words }

  private func advice(_ timer: String, _ words: String) -> String {
    let named = words.split(separator: " ").map(String.init)
    let each = open.last { tree.tokens[$0].word == .each }.flatMap {
      $0 + 1 < tree.tokens.count ? tree.text($0 + 1) : nil
    }
    if timer == "at" {
      if let each, named.contains("due") { return "write `at \(each).due`, which is the day on which a \(each) is due" }
      return "`at` takes a date: a field of it, such as `at deadline`, or the day itself, such as `at 2026-05-01`"
    }
    if named.contains("before") {
      return
        "a line waits for a length of time, such as `\(timer) 7 days`; what must not come before what is written `never payment.paid before content.posted`"
    }
    return
      "write a length of time, such as `\(timer) 7 days`; what follows an event begins with `on`, such as `on content.posted`"
  }

  /// `wait until 2026-05-01`, with what is to be done then on the line below it: both are one line.
  mutating func reportsWaitingLine(_ first: Int) -> Bool {
    guard tree.text(first).lowercased() == "wait", !lines.saysWhatToDo(lines.ranges[line]),
      line + 1 < lines.ranges.count, let last = peekToken(lineEnd - at - 1), last > first
    else { return false }
    let below = lines.significant[lines.ranges[line + 1]]
    guard tree.tokens[below.first!].word.startsAction else { return false }
    let waits = (at + 1..<lineEnd).map { lines.significant[$0] }.filter {
      !["until", "till", "for", "the"].contains(tree.text($0))
    }
    guard let awaited = waits.first else { return false }
    let timer =
      tree.tokens[awaited].kind == .number ? "after" : tree.text(awaited).contains(".") ? "on" : "at"
    let action = tree.meant(below.first!, below.last!)
    let written = "\(timer) \(tree.meant(awaited, last)) \(action)"
    fail(
      .unexpectedWord, "what is waited for and what is done then stand in one line", at: first,
      label: "write `\(timer)`",
      help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(first, below.last!), written)])])
    line += 1
    return true
  }

  /// `3 days before deadline`: nothing is reckoned backwards.
  mutating func reportsTimeBefore() -> Bool {
    guard let before = (at..<lineEnd).first(where: { tree.text(lines.significant[$0]) == "before" }), before > at,
      before + 1 < lineEnd, isUnit(lines.significant[before - 1])
    else { return false }
    let date = tree.text(lines.significant[before + 1])
    fail(
      .unexpectedWord, "nothing is reckoned backwards from a date", at: lines.significant[before],
      label: "before a date",
      help: [
        "choose that day as a field of its own, such as `remind_on date optional`, and write `at remind_on \(actionAhead ?? "send email \"reminder\"")`"
      ],
      follows: tree.lostNames.contains(date))
    return true
  }

  /// `at 3 days before deadline`, where the time has been read.
  mutating func reportsTimeBeforeAction() -> Bool {
    let place = at
    at = lines.ranges[line].lowerBound
    if reportsTimeBefore() { return true }
    at = place
    return false
  }
}
