import WorkroomValues

/// Lines that say what only their author can decide: each is told with the choices there are, and nothing is repaired.
///
/// They are looked for where a mistake has been found and little is known about it.
extension Parser {
  /// What is said of a line that means one of several things.
  mutating func undecided() -> Meant? {
    let tokens = Array(lines.significant[lines.ranges[line]].prefix(ReadingLine.wordsMax))
    guard tokens.count > 2 else { return nil }
    let words = tokens.map { tree.text($0).lowercased() }
    if let meant = timeAfterEvent(tokens, words) ?? decimalComma(tokens, words) { return meant }
    guard tree.tokens[tokens[0]].kind == .word else { return nil }
    if let meant = zerosOfBoth(tokens, words) { return meant }
    switch tree.tokens[tokens[0]].word {
    case .after, .every:
      if let meant = severalTimes(tokens, words) ?? untilDate(tokens, words) ?? timeInTwoParts(tokens, words)
        ?? severalTimers(tokens, words)
      {
        return meant
      }
    case .once: if let meant = paidInFull(tokens, words) { return meant }
    case .workflow: if let meant = nameWithYear(tokens, words) { return meant }
    case .on:
      if let meant = anyEvent(tokens, words) ?? endOfMonth(tokens, words) { return meant }
    case .at: if let meant = endOfMonth(tokens, words) ?? beforeDay(tokens, words) { return meant }
    case .name: if let meant = oneOfTwoStages(tokens, words) ?? everyMonth(tokens, words) { return meant }
    default: break
    }
    if let meant = dayWithoutYear(tokens, words) ?? aboutValue(tokens, words) ?? fewOfThem(tokens, words)
      ?? nothingDone(tokens, words) ?? quotedAction(tokens, words)
    {
      return meant
    }
    return rangeOfLongNumbers(tokens, words) ?? shareMore(tokens, words) ?? paymentInParts(tokens, words)
      ?? waitingForSomething(tokens, words)
  }

  private func told(_ title: String, _ tokens: ArraySlice<Int>, _ label: String, _ help: [String]) -> Meant {
    Meant(title: title, span: tree.span(tokens.first!, tokens.last!), label: label, notes: [], help: help)
  }

  /// The rest of the statement from the cursor on, as it is written in the language.
  var restOfLine: String { ReadingLine.joined(lines.significant[at..<lineEnd].map { plainText($0) }) }

  /// What the statement says to do, from its first action at the cursor or behind it.
  var actionAhead: String? {
    let action = (at..<lineEnd).first {
      let token = tree.tokens[lines.significant[$0]]
      return token.kind == .word && token.word.startsAction && token.word.isReserved
    }
    return action.map { ReadingLine.joined(lines.significant[$0..<lineEnd].map { plainText($0) }) }
  }

  /// What to write for a condition that stands without an event: with an event before it, or by itself.
  mutating func conditionAlone(_ clause: Int) -> [String] {
    let words = Array(lines.significant[lines.ranges[line]].drop { $0 <= clause })
    let head = clause > 0 ? eventOfLine(clause) : nil
    let action = words.firstIndex {
      tree.tokens[$0].kind == .word && tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved
    }
    if let action, action > 0, words.count <= ReadingLine.wordsMax {
      var end = action
      while end > 1, [",", ":", "then"].contains(tree.text(words[end - 1])) { end -= 1 }
      let said = words[..<end].map { plainText($0) }
      let condition = tree.tokens[clause].word == .unless ? ["not", "("] + said + [")"] : said
      let whole = condition + words[action...].map { plainText($0) }
      let line = ReadingLine.joined(whole)
      if line.utf8.count <= Parser.toldMax, readingsLeft > 0, isAccepted("once \(line)") {
        return [
          "where something has to happen first, write its event before it, such as `\(head ?? "on proposal.submitted") when \(line)`",
          "write `once \(line)` only where it is to be done by itself, as soon as the condition holds",
        ]
      }
    }
    return [
      "write an event before it, as in `on proposal.submitted when price is at most 500 USD go to active`",
      "or `once` in its place, where something is to be done by itself as soon as the condition holds",
    ]
  }

  /// `on payment.paid`, of the statement at the cursor before a clause of it.
  private func eventOfLine(_ clause: Int) -> String? {
    let words = lines.significant[lines.ranges[line]]
    guard let first = words.first, first < clause, tree.tokens[first].word == .on, words.count > 1 else { return nil }
    let event = "on \(tree.text(words[words.startIndex + 1]))"
    // Beside a line for every case of it there is room for another event only.
    let isEveryCase = !words.contains { $0 < clause && [.when, .if, .unless].contains(tree.tokens[$0].word) }
    return isEveryCase && event == "on proposal.submitted" ? "on proposal.accepted" : isEveryCase ? nil : event
  }

  /// The words from a place on, as they are written in the language.
  func rest(_ tokens: [Int], from place: Int) -> String {
    ReadingLine.joined(tokens.dropFirst(place).map { plainText($0) })
  }

  // MARK: Values

  /// A number with its unit, as people write it: `7 days`, `1 000 USD`, `20 thousand`, `10%`.
  struct LooseValue {
    var number: String
    var unit = ""
    /// Whether its number takes several words.
    var isLong = false
    var end: Int

    /// Whether one may be added to the other: amounts to amounts, numbers to numbers, shares to either.
    func isOfTheKind(of other: LooseValue) -> Bool {
      func kind(_ value: LooseValue) -> Int { value.unit.isEmpty ? 0 : Currency(value.unit) == nil ? 1 : 2 }
      return kind(self) == kind(other) || number.hasSuffix("%") && kind(other) == 2
    }

    var size: Int { Int(number.filter(\.isNumber)) ?? 0 }

    func with(_ other: LooseValue) -> String {
      let unit = unit.isEmpty ? other.unit : unit
      let isOne = number == "1" && unit.hasSuffix("s") && TimeSpan.unit(unit) != nil
      return unit.isEmpty ? number : "\(number) \(isOne ? String(unit.dropLast()) : unit)"
    }
  }

  func looseValue(_ tokens: [Int], _ start: Int) -> LooseValue? {
    guard start < tokens.count else { return nil }
    var value: LooseValue
    let numeral = Numerals.read(tokens[start...].prefix(Numerals.wordsMax).map { tree.text($0) })
    switch tree.tokens[tokens[start]].kind {
    case .percent: return LooseValue(number: tree.text(tokens[start]), end: start + 1)
    case _ where numeral != nil:
      value = LooseValue(
        number: Numerals.figures(numeral!.value), isLong: numeral!.count > 1, end: start + numeral!.count)
    case .number:
      value = LooseValue(number: Lexer.meantNumber(tree.text(tokens[start])), end: start + 1)
      while value.end < tokens.count, isGroup(tokens[value.end]) {
        value.number += "_" + tree.text(tokens[value.end])
        value.isLong = true
        value.end += 1
      }
    default: return nil
    }
    if value.end < tokens.count, isUnit(tokens[value.end]) || isCurrencyShaped(tokens[value.end]) {
      value.unit = tree.text(tokens[value.end])
      value.end += 1
    }
    return value
  }

  /// Whether a token is three digits: `000` of `1 000`.
  private func isGroup(_ token: Int) -> Bool {
    tree.tokens[token].kind == .number && tree.tokens[token].length == 3 && tree.text(token).allSatisfy(\.isNumber)
  }

  // MARK: Ranges

  /// `after 7 to 10 days`, `every 7 or 10 days`, `after between 7 and 10 days`
  private func severalTimes(_ tokens: [Int], _ words: [String]) -> Meant? {
    let opened = ["between", "from"].contains(words[1])
    let start = opened ? 2 : 1
    guard let low = looseValue(tokens, start), low.end + 1 < tokens.count,
      ["to", "or", "until", "till", "-"].contains(words[low.end]) || opened && words[low.end] == "and",
      var high = looseValue(tokens, low.end + 1)
    else { return nil }
    let lacksUnit = high.unit.isEmpty
    if lacksUnit, high.end >= tokens.count || !tree.tokens[tokens[high.end]].word.startsAction { return nil }
    if lacksUnit { high.unit = low.unit.isEmpty ? "days" : low.unit }
    return told(
      "a line waits for one length of time", tokens[start - (opened ? 1 : 0)..<high.end], "which of the two?",
      ["write the one that counts\(lacksUnit ? ", with its unit" : ""): `\(low.with(high))` or `\(high.with(low))`"])
  }

  /// `followers is at least 1 000-2 000`, `20 thousand-30 thousand`: a number of several words on a side of a dash.
  private func rangeOfLongNumbers(_ tokens: [Int], _ words: [String]) -> Meant? {
    for dash in tokens.indices.dropFirst().dropLast() where tree.tokens[tokens[dash]].kind == .minus {
      guard let start = (max(0, dash - 6)..<dash).first(where: { looseValue(tokens, $0)?.end == dash }),
        let low = looseValue(tokens, start), let high = looseValue(tokens, dash + 1), low.isLong || high.isLong,
        low.size < high.size
      else { continue }
      let isCondition = tokens[..<start].contains {
        tree.tokens[$0].kind.compares || tree.tokens[$0].kind == .word && tree.tokens[$0].word == .is
      }
      let (first, last) = (low.with(high), high.with(low))
      return told(
        "a range is written with words", tokens[start..<high.end], "from here to there",
        [
          isCondition
            ? "write `is between \(first) and \(last)`"
            : "write one of the limits, which is the one that counts: `\(first)` or `\(last)`"
        ])
    }
    return nil
  }

  // MARK: Shares

  private static let above: Set = ["more", "above", "over", "higher", "greater", "larger", "bigger"]
  private static let below: Set = ["less", "below", "under", "lower", "smaller", "cheaper", "fewer"]

  /// `price is 10% more than limit`, `price is at least 50 USD above limit`
  private func shareMore(_ tokens: [Int], _ words: [String]) -> Meant? {
    for place in tokens.indices.dropFirst(2).dropLast(2) {
      guard let difference = looseValue(tokens, place), let verb = words[..<place].lastIndex(of: "is"), place - verb < 4
      else { continue }
      var value = difference.end
      guard value + 1 < tokens.count else { return nil }
      let isMore = Parser.above.contains(words[value])
      guard isMore || Parser.below.contains(words[value]) else { continue }
      value += 1
      while value + 1 < tokens.count, ["than", "the"].contains(words[value]) { value += 1 }
      let amount = looseValue(tokens, value)
      guard amount != nil || tree.tokens[tokens[value]].kind == .word && !tree.tokens[tokens[value]].word.isReserved,
        amount == nil || difference.isOfTheKind(of: amount!),
        let whole = changed(amount.map { $0.with($0) } ?? plainText(tokens[value]), by: difference, isMore)
      else { continue }
      let bound = words[verb..<place].joined(separator: " ")
      return told(
        "how much more or less is said of the value itself", tokens[verb..<(amount?.end ?? value + 1)],
        "how much is that?",
        place - verb > 1
          ? ["write `\(bound) \(whole)`"]
          : ["write `is \(isMore ? "more" : "less") than \(whole)`", "or `is \(whole)`, if it is to be exactly that"])
    }
    return nil
  }

  private func changed(_ value: String, by difference: LooseValue, _ isMore: Bool) -> String? {
    guard difference.number.hasSuffix("%") else {
      return "\(value) \(isMore ? "+" : "-") \(difference.with(difference))"
    }
    guard let share = Int(difference.number.dropLast()), share < 1_000, isMore || share < 100 else { return nil }
    return "\(isMore ? 100 + share : 100 - share)% of \(value)"
  }

  private static let about: Set = [
    "about", "around", "roughly", "approximately", "approx", "circa", "ca", "nearly", "almost",
  ]

  /// `price is about 500 USD`, `price is within 10% of limit`
  private func aboutValue(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard let place = words.indices.dropFirst(2).first(where: { words[$0 - 1] == "is" }), place + 1 < tokens.count
    else {
      return nil
    }
    let title = "a condition names the limits that are meant"
    // `price is close to limit`, `price is 500 USD or so`
    let isClose = ["close", "near"].contains(words[place]) && place + 2 < tokens.count
    let start = place + (isClose && words[place + 1] == "to" ? 2 : 1)
    let vague = looseValue(tokens, place)
    let isVague = vague.map { $0.end + 1 < words.count && words[$0.end] == "or" && words[$0.end + 1] == "so" } ?? false
    let isAbout = Parser.about.contains(words[place]) || isClose || isVague
    guard let value = isVague ? vague : looseValue(tokens, start) else {
      let name = tree.tokens[tokens[start]]
      guard isAbout, name.kind == .word, name.word == .name else { return nil }
      return told(
        title, tokens[place...start], "how much more or less?",
        ["write them, such as `is between 90% of \(words[start]) and 110% of \(words[start])`"])
    }
    if isAbout, !value.number.hasSuffix("%"), value.size > 9 {
      func limit(_ share: Int) -> String {
        var limit = value
        limit.number = Numerals.figures(value.size * share / 10)
        return limit.with(value)
      }
      return told(
        title, tokens[place..<value.end + (isVague ? 2 : 0)], "how much more or less?",
        ["write them, such as `is between \(limit(9)) and \(limit(11))`"])
    }
    if isVague {
      return told(
        title, tokens[place..<value.end + 2], "how much more or less?",
        ["write the two limits that are meant, with `is between ... and ...`"])
    }
    guard words[place] == "within", value.number.hasSuffix("%"), let share = Int(value.number.dropLast()), share < 100,
      value.end + 1 < tokens.count, words[value.end] == "of"
    else { return nil }
    let of = value.end + (words[value.end + 1] == "the" && value.end + 2 < tokens.count ? 2 : 1)
    let amount = looseValue(tokens, of)
    let whole = amount.map { $0.with($0) } ?? plainText(tokens[of])
    return told(
      title, tokens[place..<(amount?.end ?? of + 1)], "from where to where?",
      ["write `is between \(100 - share)% of \(whole) and \(100 + share)% of \(whole)`"])
  }

  /// `on May 1 go to active`, `at 1 May go to active`
  private func dayWithoutYear(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard [.on, .at, .after].contains(tree.tokens[tokens[0]].word), tree.tokens[tokens[1]].kind != .text,
      let month = Parser.month(words[1]) ?? Parser.month(words[2]),
      let day = Int(words[2].prefix { $0.isNumber }) ?? Int(words[1].prefix { $0.isNumber }), (1...31).contains(day),
      words.count < 4 || tree.tokens[tokens[3]].kind == .word
    else { return nil }
    let date = Parser.figures(2026, month, day)
    guard CalendarDate(date) != nil else { return nil }
    let rest = rest(tokens, from: 3)
    return told(
      "a date is written year, month, day, in figures", tokens[1...2], "a month by its name",
      ["write it with its year, such as `at \(date)\(rest.isEmpty ? "" : " ")\(rest)`"])
  }

  /// `pay 50% now and 50% later`
  private func paymentInParts(_ tokens: [Int], _ words: [String]) -> Meant? {
    let later: Set = ["later", "afterwards", "after", "then", "when", "on", "once", "at"]
    guard let pay = words.firstIndex(where: { ["pay", "owe", "pays"].contains($0) }),
      let joint = words[pay...].firstIndex(where: { $0 == "and" || $0 == "," }), joint + 1 < tokens.count,
      let first = part(tokens, pay + 1), first.end <= joint, words[(joint + 1)...].contains(where: later.contains)
    else { return nil }
    var start = joint + 1
    while start + 1 < tokens.count, ["and", "the", "other"].contains(words[start]) { start += 1 }
    guard let second = part(tokens, start) else { return nil }
    let event = tokens[start...].first { tree.tokens[$0].kind == .word && isDotted($0) }.map { tree.text($0) }
    return told(
      "what is owed is owed at once, and what is owed later has a line of its own", tokens[joint...], "when is that?",
      [
        "write `owe \(first.amount) for \"deposit\"` here",
        "and `owe \(second.amount) for \"rest\"` on the line of what has to happen first\(event.map { ": `on \($0)`" } ?? ", such as `on content.approved`")",
      ])
  }

  /// An amount or a share with what it is of, and where it ends.
  private func part(_ tokens: [Int], _ start: Int) -> (amount: String, end: Int)? {
    guard start < tokens.count else { return nil }
    let isHalf = tree.text(tokens[start]) == "half"
    if isHalf || tree.tokens[tokens[start]].kind == .percent {
      let share = isHalf ? "50%" : tree.text(tokens[start])
      guard start + 2 < tokens.count, tree.tokens[tokens[start + 1]].word == .of else {
        return ("\(share) of price", start + 1)
      }
      return ("\(share) of \(tree.text(tokens[start + 2]))", start + 3)
    }
    guard let value = looseValue(tokens, start), !value.unit.isEmpty else { return nil }
    return (value.with(value), value.end)
  }

  // MARK: Events

  static let every: Set = ["any", "every", "all", "each", "whatever", "some"]

  /// What is said of a line for every event.
  static let anyEventTitle = "a line names the events that it waits for"

  static func anyEventHelp(_ rest: String, _ events: [String] = []) -> String {
    let events = events.isEmpty ? ["proposal.accepted", "proposal.declined"] : Array(events.prefix(3))
    return "name them, with `or` between them, such as `on \(events.joined(separator: " or ")) \(rest)`"
  }

  /// `on any event go to active`, `on every proposal go to active`, `on any proposal.accepted go to active`
  private mutating func anyEvent(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard Parser.every.contains(words[1]) else { return nil }
    if isDotted(tokens[2]) {
      let line = "on " + rest(tokens, from: 2)
      return told("an event stands without `\(words[1])`", tokens[1...1], "not needed", ["write `\(line)`"])
    }
    let place = words.dropFirst(2).firstIndex { !["the", "these", "of", "other", "event", "events"].contains($0) }
    guard var place else { return nil }
    let thing = words[place].hasSuffix("s") ? String(words[place].dropLast()) : words[place]
    let events = namesOfFile().events.filter { $0.hasPrefix("\(thing).") }.sorted()
    let isNamed = ["event", "events"].contains(words[place - 1])
    guard isNamed || !events.isEmpty || tree.tokens[tokens[place]].word.startsAction else { return nil }
    if !events.isEmpty, !isNamed { place += 1 }
    return told(
      Parser.anyEventTitle, tokens[1..<place], "which events?", [Parser.anyEventHelp(rest(tokens, from: place), events)]
    )
  }

  private static let awaited = [
    "approval": ["content.approved", "proposal.accepted"], "acceptance": ["proposal.accepted"],
    "payment": ["payment.paid"], "delivery": ["shipment.delivered"], "shipment": ["shipment.sent"],
    "post": ["content.posted"], "posting": ["content.posted"], "content": ["content.posted"],
    "draft": ["content.draft_submitted"], "proposal": ["proposal.submitted"], "offer": ["proposal.submitted"],
    "contract": ["contract.completed"], "signature": ["contract.completed"], "answer": ["proposal.accepted"],
    "response": ["proposal.accepted"], "decision": ["proposal.accepted", "proposal.declined"],
    "feedback": ["content.approved", "content.rejected"],
  ]

  /// `wait for approval`, with or without what is to be done then.
  private func waitingForSomething(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard let wait = words.firstIndex(where: { ["wait", "waits", "waiting"].contains($0) }) else { return nil }
    var place = wait + 1
    while place < words.count,
      ["for", "until", "till", "on", "the", "an", "a", "their", "her", "his"].contains(words[place])
    {
      place += 1
    }
    guard place > wait + 1, place < words.count, let events = Parser.awaited[words[place]] else { return nil }
    let action = tokens[place...].firstIndex { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved }
    let said = action.map { rest(tokens, from: $0) } ?? "go to active"
    let ways = events.map { "`on \($0) \(said)`" }.joined(separator: " or ")
    let isLine = wait == 0 && action != nil
    // `wait for payment or 7 days`: a time beside it has a line of its own.
    let others = tokens[(place + 1)..<(action ?? tokens.count)].indices.filter {
      ![",", "then", "and", "or"].contains(words[$0])
    }
    let time = others.first.flatMap { looseValue(tokens, $0) }
    guard others.isEmpty || time.map({ $0.end - others[0] == others.count && TimeSpan.unit($0.unit) != nil }) == true
    else {
      return nil
    }
    let beside = time.map { ", and `after \($0.with($0)) \(said)` on a line of its own" } ?? ""
    return told(
      "a stage waits by itself until one of its lines applies", tokens[wait...place], "an event has a line of its own",
      [
        (isLine ? "write \(ways)" : "let this lead to a stage that waits, with a line in it such as \(ways)")
          + (events.count > 1 ? ", whichever is meant" : "") + beside
      ])
  }
}
