/// Times and numbers in two parts, and payments in parts: `after a week and a day`, `between two and three hundred`.
///
/// They are looked for where a mistake has been found and little is known about it.
extension Parser {
  // MARK: Times

  /// How many minutes a unit has; months and years have none that is always the same.
  private static let lengths = ["minute": 1, "hour": 60, "day": 1440, "week": 10_080]
  private static let units = ["second", "minute", "hour", "day", "week", "month", "year"]

  /// A count with its unit of time: `a week`, `two weeks`, `3 days`.
  private func timePart(_ tokens: [Int], _ start: Int) -> (count: Int, unit: String, end: Int)? {
    guard start + 1 < tokens.count else { return nil }
    let written = tree.text(tokens[start]).lowercased()
    let isOne = written == "a" || written == "an"
    let numeral = isOne ? nil : Numerals.read(tokens[start...].prefix(4).map { tree.text($0) })
    let count = isOne ? 1 : numeral?.value ?? Int(written) ?? 0
    let unit = start + (isOne ? 1 : numeral?.count ?? 1)
    guard (1..<10_000).contains(count), unit < tokens.count, isUnit(tokens[unit]) else { return nil }
    let name = tree.text(tokens[unit])
    return (count, name.hasSuffix("s") ? String(name.dropLast()) : name, unit + 1)
  }

  /// `14 days after content.approved owe 100 USD`: a time that runs from an event.
  mutating func timeAfterEvent(_ tokens: [Int], _ words: [String]) -> Meant? {
    let isOn = tree.tokens[tokens[0]].word == .on
    let start = isOn ? 3 : tree.tokens[tokens[0]].word == .after ? 1 : 0
    guard let time = timePart(tokens, start) else { return nil }
    let joints: Set = ["after", "from", "since", "following", "past", "of"]
    guard time.end < tokens.count, isOn ? ["after", "for"].contains(words[2]) : joints.contains(words[time.end]) else {
      return nil
    }
    let event = isOn ? 1 : time.end + 1
    guard event < tokens.count, isKnownEvent(tree.text(tokens[event])),
      let action = tokens.indices.first(where: {
        $0 > max(event, time.end - 1) && tree.tokens[tokens[$0]].word.startsAction
          && tree.tokens[tokens[$0]].word.isReserved
      })
    else { return nil }
    let unit = time.count == 1 ? time.unit : "\(time.unit)s"
    return Meant(
      title: "a time runs from the beginning of its stage",
      span: tree.span(tokens[start], tokens[max(event, time.end - 1)]),
      label: "a time behind an event", notes: [],
      help: [
        "let `on \(tree.text(tokens[event]))` lead to a stage that waits, with the line `after \(time.count) \(unit) \(rest(tokens, from: action))` in it"
      ])
  }

  /// `after 1,5 days`: one number with a decimal comma, or two times.
  func decimalComma(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard tokens.count > 4, [.after, .every].contains(tree.tokens[tokens[0]].word),
      tree.tokens[tokens[2]].kind == .comma,
      tree.tokens[tokens[1]].kind == .number, tree.tokens[tokens[3]].kind == .number, isUnit(tokens[4]),
      tree.tokens[tokens[1]].range.upperBound == tree.tokens[tokens[2]].range.lowerBound,
      tree.tokens[tokens[2]].range.upperBound == tree.tokens[tokens[3]].range.lowerBound
    else { return nil }
    let span = tree.span(tokens[1], tokens[3])
    return Meant(
      title: "decimals stand behind a point", span: span, label: "one number or two?", notes: [],
      help: [
        "write `\(tree.text(tokens[1])).\(tree.text(tokens[3])) \(words[4])`, or a line for each time if two are meant"
      ])
  }

  /// `after a week and a day`, `after a day and a half`: a time to wait for that is to be one number with its unit.
  func timeInTwoParts(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard let first = timePart(tokens, 1), first.end + 1 < tokens.count,
      ["and", "plus", "+", ","].contains(words[first.end])
    else { return nil }
    let second = first.end + (words[first.end + 1] == "and" ? 2 : 1)
    let found: (sum: String, isExact: Bool, end: Int)
    if let part = timePart(tokens, second) {
      guard let sum = Parser.sum((first.count, first.unit), (part.count, part.unit)) else { return nil }
      found = (sum.written, sum.isExact, part.end)
    } else {
      let place = second + (second < words.count && ["a", "one"].contains(words[second]) ? 1 : 0)
      guard place < words.count, let over = ["half": 2, "quarter": 4][words[place]],
        place + 1 == words.count || !["a", "an", "of"].contains(words[place + 1]) && !isUnit(tokens[place + 1])
      else { return nil }
      let more = Parser.andAPart(first.count, first.unit, over)
      found = (more.written, more.isExact, place + 1)
    }
    let span = tree.span(tokens[1], tokens[found.end - 1])
    return Meant(
      title: "a time to wait for is one number with its unit", span: span, label: "two parts of a time", notes: [],
      help: [
        found.isExact ? "write `\(found.sum)`" : "write it as one number with one unit, such as `\(found.sum)`"
      ],
      fix: found.isExact ? Diagnostic.Fix(safety: .maybe, edits: [(span, found.sum)]) : nil)
  }

  /// A longer time and a shorter one as one number, and whether it is exactly so; two of a unit are no parts of one time.
  private static func sum(
    _ one: (count: Int, unit: String), _ two: (count: Int, unit: String)
  ) -> (
    written: String, isExact: Bool
  )? {
    guard let large = units.firstIndex(of: one.unit), let small = units.firstIndex(of: two.unit), large > small else {
      return nil
    }
    if let much = lengths[one.unit], let little = lengths[two.unit] {
      return ("\(one.count * much / little + two.count) \(two.unit)s", true)
    }
    if two.unit == "month" { return ("\(one.count * 12 + two.count) months (last day)", true) }
    let days = one.unit == "year" ? 365 : one.unit == "month" ? 30 : 0
    switch two.unit {
    case _ where days == 0: return ("\(one.count * (lengths[one.unit] ?? 1) * 60 + two.count) seconds", true)
    case "week": return ("\(one.count * days + two.count * 7) days", false)
    case "day": return ("\(one.count * days + two.count) days", false)
    case "hour": return ("\(one.count * days * 24 + two.count) hours", false)
    default: return nil
    }
  }

  /// `a day and a half` in a smaller unit.
  private static func andAPart(_ count: Int, _ unit: String, _ over: Int) -> (written: String, isExact: Bool) {
    switch unit {
    case "year": ("\(count * 12 + 12 / over) months (last day)", true)
    case "month": ("\(count * 30 + 30 / over) days", false)
    case "week": ("\(count).\(over == 2 ? "5" : "25") weeks", true)
    case "day": ("\(count * 24 + 24 / over) hours", true)
    case "hour": ("\(count * 60 + 60 / over) minutes", true)
    default: ("\(count * 60 + 60 / over) seconds", true)
    }
  }

  /// `after 7 and 14 days`, `after reply_within and 2 days`, `after 3 days after accepting.end`
  mutating func severalTimers(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard words[0] == "after",
      let action = tokens.firstIndex(where: { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved }),
      action > 4
    else { return nil }
    let done = rest(tokens, from: action)
    let isPair = ["and", ",", "plus", "+"].contains(words[2])
    let second = words[3] == "and" || words[3] == "after" ? 4 : 3
    if isPair, let other = timePart(tokens, second), other.end == action {
      let last = tree.meant(tokens[other.end - 2], tokens[other.end - 1])
      if let count = Int(words[1]) ?? Numerals.read([words[1]])?.value {
        return choice(
          "each time to wait for has a line of its own", tokens[1..<action], "two times",
          ["write `after \(count) \(words[action - 1]) \(done)`, and on the line below it `after \(last) \(done)`"])
      }
      if tree.tokens[tokens[1]].kind == .date || [".end", ".start"].contains(where: words[1].hasSuffix) {
        return choice(
          "a time after a day is added to it, behind `at`", tokens[0..<action], "a day and a time",
          ["write `at \(tree.text(tokens[1])) + \(last) \(done)`"])
      }
      guard tree.tokens[tokens[1]].word == .name, namesOfFile().fields[tree.text(tokens[1])] == "duration" else {
        return nil
      }
      let field = tree.text(tokens[1])
      return choice(
        "two times may be one after the other, or a line each", tokens[1..<action], "both together, or each?",
        [
          "write `after \(field) + \(last) \(done)` if the one follows the other",
          "or two lines if each of them counts: `after \(field) \(done)`, and below it `after \(last) \(done)`",
        ])
    }
    guard let time = timePart(tokens, 1), time.end + 2 == action, words[time.end] == "after",
      tree.tokens[tokens[time.end + 1]].kind == .date
        || [".end", ".start"].contains(where: words[time.end + 1].hasSuffix)
    else { return nil }
    let day = tree.text(tokens[time.end + 1])
    return choice(
      "a time after a day is added to it, behind `at`", tokens[0..<action], "a day and a time",
      ["write `at \(day) + \(tree.meant(tokens[1], tokens[time.end - 1])) \(done)`"])
  }

  /// `monthly send email "report"`: months have no length that is always the same.
  func everyMonth(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard words[0] == "monthly" else { return nil }
    let start = words[1] == "," || words[1] == ":" ? 2 : 1
    let done = rest(tokens, from: start)
    return choice(
      "a rhythm begins with `every`, and months differ in length", tokens[0...0], "which day of the month?",
      [
        "write `every 1 month (last day) \(done)`, which takes the last day where a month is too short, or `every 1 month (next day) \(done)`, which takes the day after it",
        "or `every 30 days \(done)`",
      ])
  }

  /// `at note_day minus 2 days go to done`: nothing is reckoned backwards.
  func beforeDay(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard words.count > 4, ["minus", "less", "-"].contains(words[2]), let time = timePart(tokens, 3) else { return nil }
    let done = time.end < tokens.count ? " \(rest(tokens, from: time.end))" : ""
    return choice(
      "nothing is reckoned backwards from a date", tokens[1..<time.end], "before a date",
      [
        "choose that day as a field of its own, such as `remind_on date optional`, and write `at remind_on\(done)`"
      ])
  }

  /// `on enter do nothing`, `owe nothing`, `send no email`
  func nothingDone(_ tokens: [Int], _ words: [String]) -> Meant? {
    let isNothing =
      words.dropFirst(2).elementsEqual(["do", "nothing"]) || words.dropFirst(2).elementsEqual(["nothing"])
    if isNothing, ["enter", "leave"].contains(words[1]) {
      return choice("no line says what is not done", tokens[2...], "not said here", [Parser.leftOut])
    }
    let denied = zip(words.indices, words.indices.dropFirst()).first {
      ["send", "tell", "owe", "pay", "assign", "create", "note"].contains(words[$0])
        && ["no", "nothing", "nobody", "none"].contains(words[$1])
    }
    guard let (verb, place) = denied,
      !words[..<verb].contains(where: { ["tell", "note", "refuse", "because"].contains($0) })
    else { return nil }
    return choice("no line says what is not done", tokens[verb...place], "not said here", [Parser.leftOut])
  }

  /// `after 10 days "go to done"`: something to do that stands in quotes.
  func quotedAction(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard let last = tokens.last, tree.tokens[last].kind == .text, readingsLeft > 0,
      [.on, .once, .after, .at, .every].contains(tree.tokens[tokens[0]].word),
      !tokens.contains(where: { tree.tokens[$0].kind == .word && tree.tokens[$0].word.startsAction })
    else { return nil }
    let action = tree.quoted(last)
    let line = "\(ReadingLine.joined(tokens.dropLast().map { plainText($0) })) \(action)"
    guard action.utf8.count < 100, Names.word(Array((action.split(separator: " ").first ?? "").utf8)).startsAction,
      isAccepted(line)
    else { return nil }
    return choice("what is to be done stands without quotes", tokens.suffix(1), "not a text", ["write `\(line)`"])
  }

  // MARK: Numbers

  /// `rounds is a couple`, `rounds is at least a few`
  func fewOfThem(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard
      let place = words.indices.dropFirst().first(where: {
        ["couple", "few", "several", "handful", "many"].contains(words[$0])
          && ["a", "is", "least", "most", "than"].contains(words[$0 - 1]) && tree.tokens[tokens[$0]].word == .name
      }), let verb = words[..<place].lastIndex(of: "is"), place - verb < 5
    else { return nil }
    return choice(
      "a condition names a number", tokens[verb...place], "how many are meant?",
      ["write the number that is meant in figures, behind `is`, `is at least` or `is at most`"])
  }

  private static let zeros = [
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12,
  ]

  /// The number in words at a place that ends with `hundred`, `thousand`, `million` or `dozen`.
  private func longNumeral(_ words: [String], _ start: Int) -> (value: Int, each: Int, end: Int)? {
    guard start + 1 < words.count else { return nil }
    if words[start + 1] == "dozen", let count = Int(words[start]) ?? Numerals.read([words[start]])?.value, count < 1_000
    {
      return (count * 12, 12, start + 2)
    }
    guard let (value, count) = Numerals.read(words[start...].prefix(Numerals.wordsMax)), count > 1,
      let each = Parser.zeros[words[start + count - 1]]
    else { return nil }
    return (value, each, start + count)
  }

  /// `between two and three hundred`, `one of 1, 2, 3 hundred`: whether the last word belongs to all of the numbers is for
  /// their author to say.
  func zerosOfBoth(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard tree.tokens[tokens[0]].word != .define || !words.prefix(4).contains("by"),
      let last = words.indices.dropFirst(3).first(where: { Parser.zeros[words[$0]] != nil })
    else { return nil }
    let joints: Set = ["and", "or", "to", "until", "till", ","]
    for joint in (2..<last).reversed() where joints.contains(words[joint]) {
      guard let high = longNumeral(words, joint + 1) else { continue }
      var (start, values): (Int, [Int]) = (joint, [])
      while start > 1, joints.contains(words[start]) || values.isEmpty {
        let place = start - 1
        guard let value = Int(words[place]) ?? Numerals.read([words[place]])?.value, value < min(high.each, 1_000)
        else {
          break
        }
        values.insert(value, at: 0)
        start = place - 1
      }
      guard !values.isEmpty else { return nil }
      return zerosOf(values, high, start + 1, joint, tokens, words)
    }
    return nil
  }

  private func zerosOf(
    _ values: [Int], _ high: (value: Int, each: Int, end: Int), _ first: Int, _ joint: Int, _ tokens: [Int],
    _ words: [String]
  ) -> Meant? {
    let hasUnit =
      high.end < tokens.count && (isUnit(tokens[high.end]) || isCurrencyShaped(tokens[high.end]))
    let unit = hasUnit ? " \(tree.text(tokens[high.end]))" : ""
    func written(_ value: Int) -> String { Numerals.figures(value) + unit }
    let power = words[high.end - 1]
    let (all, one) = (
      values.map { written($0 * high.each) } + [written(high.value)], values.map(written) + [written(high.value)]
    )
    let title = "`\(power)` may belong to \(values.count > 1 ? "all of the" : "both") numbers, or to the last one alone"
    let end = high.end + (hasUnit ? 1 : 0)
    func told(_ start: Int, _ help: String) -> Meant {
      choice(title, tokens[start..<end], "which numbers?", [help])
    }
    if [.after, .every].contains(tree.tokens[tokens[0]].word) {
      return told(
        first, "write the one that counts: `\(all[0])`, `\(written(high.value))` or, if it is meant so, `\(one[0])`")
    }
    if ["least", "most", "than"].contains(words[first - 1]) {
      return told(first, "write one limit, which is the one that counts: `\(all[0])` or `\(written(high.value))`")
    }
    guard let verb = words[..<first].lastIndex(where: { $0 == "is" || $0 == "isn't" }), first - verb < 5 else {
      let pairs = [all, one].map { "`\($0.joined(separator: "`, `"))`" }
      return told(first, "write \(pairs[0]) or \(pairs[1]), whichever is meant")
    }
    let isRange = ["to", "until", "till", "-"].contains(words[joint]) || words[verb..<first].contains("between")
    let isDenied = words[verb] == "isn't" || words[verb..<first].contains("not")
    func condition(_ values: [String]) -> String {
      "is \(isDenied ? "not " : "")"
        + (isRange && values.count == 2
          ? "between \(values[0]) and \(values[1])" : "one of \(values.joined(separator: ", "))")
    }
    return told(verb, "write `\(condition(all))` or `\(condition(one))`, whichever is meant")
  }

  /// `workflow Summer 2026`: a year belongs to the name, or is the number of its version.
  func nameWithYear(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard let last = tokens.last, tree.tokens[last].kind == .number, tree.tokens[last].range.count == 4,
      tokens[1..<tokens.count - 1].allSatisfy({ tree.tokens[$0].kind == .word && tree.tokens[$0].word == .name })
    else { return nil }
    let (whole, name) = (tree.meant(tokens[1], last), tree.meant(tokens[1], tokens[tokens.count - 2]))
    return choice(
      "a file begins with `workflow` and its name, in quotes", tokens[1...], "a part of the name, or its version?",
      ["write `workflow \"\(whole)\"`, or `workflow \"\(name)\" version \(tree.text(last))` if that is its version"])
  }

  // MARK: Payments

  private static let fullPayment: Set = [
    "paid", "in", "full", "fully", "completely", "totally", "out", "for", "all", "everything", "is", "has", "been",
    "it",
  ]

  /// `once paid in full go to done`, `once paid go to done`: a payment may be a part of what is owed.
  mutating func paidInFull(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard
      let action = tokens.firstIndex(where: { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved }),
      words[1..<max(1, action)].contains("paid"), words[1..<action].allSatisfy(Parser.fullPayment.contains)
    else { return nil }
    let done = rest(tokens, from: action)
    let amount = namesOfFile().fields["price"] == "money" ? "price" : nil
    return choice(
      "a payment may be a part of what is owed", tokens[0..<action], "all of it, or any payment?",
      [
        amount.map { "write `once paid is at least \($0) \(done)` where all of it has to be paid" }
          ?? "where all of it has to be paid, write `once paid is at least` with the amount, and behind it `\(done)`",
        "or `on payment.paid \(done)` where any payment is enough",
      ])
  }
}
