import WorkroomValues

/// Names that are declared nowhere, and what was most likely meant by them.
extension Checker {
  /// Says what a name that is no field was meant to be, if its place tells; false if nothing does.
  mutating func reportNearMiss(_ token: Int, _ name: String, expecting type: ValueType?) -> Bool {
    reportNothing(token, name, type) || reportAmountInOneWord(token, name) || reportNumeral(token, name)
      || reportShare(token, name)
      || reportTruth(token, name, type)
      || reportItemAsValue(token, name)
      || reportPayloadValue(token, name)
      || reportAmountOfEvent(token, name) || reportOwnItemValue(token, name)
      || reportOwner(token, name) || reportHyphens(token, name) || reportToday(token, name)
      || reportDayOfWeek(token, name)
      || reportEventAsCondition(token, name) || reportUnquoted(token, name, type)
  }

  /// `USD500` for `500 USD`.
  private mutating func reportAmountInOneWord(_ token: Int, _ name: String) -> Bool {
    let digits = name.dropFirst(3)
    guard !digits.isEmpty, digits.allSatisfy({ $0.isNumber || $0 == "_" }), Currency(String(name.prefix(3))) != nil
    else {
      return false
    }
    let written = "\(digits) \(name.prefix(3))"
    report(
      .unknownName, "the currency stands behind the amount", token, "an amount in one word",
      help: ["write `\(written)`"],
      fixes: [fix(.maybe, token, written)])
    return true
  }

  /// `discount is set` for `discount is held`.
  private mutating func reportItemAsValue(_ token: Int, _ name: String) -> Bool {
    guard workflow.poolKinds.contains(name) else { return false }
    let verb = nextWord(after: token)
    let last = verb.flatMap { tree.tokens[$0].word == .is ? nextWord(after: $0) : nil }
    let asksIfSet = last.map { text($0) == "set" } ?? false
    report(
      .unknownName, "`\(name)` is what somebody holds, not a value", token, "not a value",
      help: ["ask whether there is one: `\(name) is held`"]
        + (scenario == nil ? [] : ["or say which one it is: `expect mia \(name) \"MIA10\"`"]),
      fixes: asksIfSet ? [fix(.maybe, last!, "held")] : [])
    return true
  }

  /// `one` for `1`.
  private mutating func reportNumeral(_ token: Int, _ name: String) -> Bool {
    if reportHyphenatedNumeral(token) { return true }
    if let more = Parser.wordsForMore[name] {
      let written = more.unit.isEmpty ? "\(more.count)" : "\(more.count) \(more.unit)"
      report(
        .unknownName, "numbers are written with digits", token, "write `\(written)`", help: ["write `\(written)`"],
        fixes: [fix(.safe, token, written)])
      return true
    }
    guard name.utf8.count > 2, let number = Parser.numerals[name] else { return false }
    report(
      .unknownName, "numbers are written with digits", token, "write `\(number)`", help: ["write `\(number)`"],
      fixes: [fix(.safe, token, "\(number)")])
    return true
  }

  /// `twenty-five` for `25`.
  private mutating func reportHyphenatedNumeral(_ token: Int) -> Bool {
    let words = tree.tokens[token...].prefix(Numerals.wordsMax).indices.map { text($0) }
    guard let (value, count) = Numerals.read(words), count > 1 else { return false }
    let (written, place) = (Numerals.figures(value), tree.span(token, token + count - 1))
    report(
      .unknownName, "numbers are written with digits", place, "write `\(written)`", help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .safe, edits: [(place, written)])])
    return true
  }

  /// `half of price` for `50% of price`.
  private mutating func reportShare(_ token: Int, _ name: String) -> Bool {
    let shares = ["half": "50%", "quarter": "25%", "tenth": "10%", "double": "200%", "twice": "200%"]
    guard let share = shares[name], let next = nextWord(after: token), tree.tokens[next].word == .of else {
      return false
    }
    // `half of price + advance`: of the first, or of both?
    let sign = next + 2 < tree.tokens.count ? tree.tokens[next + 2].kind : .end
    let isSum = sign == .plus || sign == .minus
    report(
      .unknownName, "a share is written in percent", token,
      isSum ? "of the first, or of the whole sum?" : "write `\(share)`",
      help: [
        isSum
          ? "write `\(share)` if it is a share of `\(text(next + 1))` alone; of the whole sum, set a field to the sum first, and take the share of that field"
          : "write `\(share)`"
      ], fixes: [fix(isSum ? .maybe : .safe, token, share)])
    return true
  }

  /// `true` for `yes`.
  private mutating func reportTruth(_ token: Int, _ name: String, _ type: ValueType?) -> Bool {
    guard type == .flag else { return false }
    let words = [
      "true": "yes", "on": "yes", "ja": "yes", "oui": "yes", "si": "yes", "false": "no", "off": "no", "nein": "no",
    ]
    guard let meant = words[name.lowercased()] else { return false }
    report(
      .unknownName, "a flag is `yes` or `no`", token, "write `\(meant)`", help: ["write `\(meant)`"],
      fixes: [fix(.safe, token, meant)])
    return true
  }

  /// `influencer.followers` for `followers`, `proposal.price` for `event.price`.
  private mutating func reportOwner(_ token: Int, _ name: String) -> Bool {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 2, let last = parts.last else { return false }
    let isPayload = event.map { workflow.events[$0].payload.contains { $0.name == last } } ?? false
    let isOwner = ["influencer", "campaign", "record", "workflow", "participation", "creator"].contains(parts[0])
    guard isPayload && !isOwner && allowed == .everything || field(named: last) != nil else { return false }
    // `set price to events.price`: a field that is set to itself stays as it is.
    let isItself = token > 2 && tree.tokens[token - 1].word == .to && text(token - 2) == last
    if isItself, !isPayload, tree.tokens[token - 3].word == .set {
      report(
        .unknownName, "no event of this line brings `\(last)`", token, "not brought here",
        help: ["write this where an event brings it: on its line it is `event.\(last)`"])
      return true
    }
    let meant = isPayload && !isOwner && allowed == .everything ? "event.\(last)" : last
    report(
      .unknownName, "no field is called `\(name)`", token, "not declared here",
      notes: meant == last ? ["fields of the campaign, the record and the influencer are named alone"] : [],
      help: ["write `\(meant)`"], fixes: [fix(.maybe, token, meant)])
    return true
  }

  /// `most-we-pay` for `most_we_pay`.
  private mutating func reportHyphens(_ token: Int, _ name: String) -> Bool {
    var (words, last) = ([name], token)
    while last + 2 < tree.tokens.count, tree.tokens[last + 1].kind == .minus, tree.tokens[last + 2].kind == .word,
      tree.tokens[last + 1].range.lowerBound == tree.tokens[last].range.upperBound,
      tree.tokens[last + 2].range.lowerBound == tree.tokens[last + 1].range.upperBound
    {
      last += 2
      words.append(text(last))
      let whole = words.joined(separator: "_")
      guard field(named: whole) != nil || definitions.byName[whole] != nil else { continue }
      let place = tree.span(token, last)
      report(
        .unknownName, "names are one word, with `_` where others have a hyphen", place, "several words",
        help: ["write `\(whole)`"], fixes: [Diagnostic.Fix(safety: .safe, edits: [(place, whole)])])
      return true
    }
    return false
  }

  /// `default 12,5`: a comma with figures right at both sides.
  mutating func reportDecimalComma(_ entries: [NodeIndex]) -> Bool {
    guard entries.count == 2 else { return false }
    let (first, last) = (tree.expressions[entries[0]].tokens.upperBound, tree.expressions[entries[1]].tokens.lowerBound)
    guard tree.tokens[first].kind == .number, tree.tokens[last].kind == .number || tree.tokens[last].kind == .percent,
      tree.tokens[first].range.upperBound + 1 == tree.tokens[last].range.lowerBound
    else { return false }
    let written = "\(text(first)).\(text(last))"
    report(
      .typesDiffer, "decimals stand behind a point, since a comma parts the entries of a list", tree.span(first, last),
      "a decimal comma", help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(first, last), written)])])
    return true
  }

  /// `today is 2026-01-01`: nothing reads a clock.
  private mutating func reportToday(_ token: Int, _ name: String) -> Bool {
    guard ["today", "now", "date", "tomorrow", "yesterday"].contains(name.lowercased()) else { return false }
    let before = token > 2 ? (tree.tokens[token - 1].word, tree.tokens[token - 3].word) : (.name, .name)
    if before == (.to, .set) {
      report(
        .unknownName, "no value says what day it is", token, "not a field",
        help: ["write a day such as `2026-03-01`, or a value that an event brings: `event.` and its name"])
      return true
    }
    report(
      .unknownName, "no condition asks what day it is; a line waits for a day", token, "not a field",
      help: ["write a line of its own, such as `at 2026-03-01 tell manager \"today\"`"])
    return true
  }

  /// `is empty`, `is not missing`, `is true`: what is asked for in words that are no values.
  mutating func reportStateAsValue(_ left: NodeIndex, _ right: NodeIndex, _ negated: Bool) -> Bool {
    guard case .path = tree.expressions[right].kind else { return false }
    let token = tree.expressions[right].tokens.lowerBound
    let word = text(token).lowercased()
    guard field(named: word) == nil else { return false }
    let subject = source(left)
    let span = tree.span(tree.expressions[left].tokens.upperBound + 1, token)
    let type = typeOfField(left)
    if case .choice(let set)? = type, workflow.choices[set].contains(word) { return false }
    let meant: String
    switch word {
    case "zero" where type == .number: meant = "is \(negated ? "not " : "")0"
    case "zero" where type != nil && isOrdered(type!): meant = "is \(negated ? "not " : "")\(example(type!, "0"))"
    case "free":
      guard case .money(let currency)? = type else { return false }
      meant = "is \(negated ? "more than " : "")\(example(.money(currency), "0"))"
    case "empty", "blank", "missing", "unset", "null", "none", "unknown", "nothing", "undefined":
      // What nobody knows is not nothing.
      let isNothing = !["unknown", "undefined", "missing", "unset"].contains(word)
      if isNothing, case .path = tree.expressions[left].kind, case .money? = type, !isOptional(left) {
        meant = "is \(negated ? "more than " : "")\(example(type!, "0"))"
      } else {
        meant = negated ? "is set" : "is not set"
      }
    case "filled", "given", "present", "known", "defined", "available": meant = negated ? "is not set" : "is set"
    case "true" where type == .flag: meant = negated ? "is no" : "is yes"
    case "false" where type == .flag: meant = negated ? "is yes" : "is no"
    default: return false
    }
    report(
      .unknownName, "`\(text(token))` is written in other words here",
      tree.span(tree.expressions[left].tokens.lowerBound, token), "write `\(meant)`",
      help: ["write `\(subject) \(meant)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(span, meant)])])
    return true
  }

  private func isOptional(_ node: NodeIndex) -> Bool {
    field(named: text(tree.expressions[node].tokens.lowerBound)).map { field($0).mayBeUnset } ?? true
  }

  private func typeOfField(_ node: NodeIndex) -> ValueType? {
    guard case .path = tree.expressions[node].kind else { return nil }
    return field(named: text(tree.expressions[node].tokens.lowerBound)).map { field($0).type }
  }

  private static let amountNames: Set = [
    "sale", "sales", "order", "revenue", "subtotal", "amount", "total", "purchase",
  ]

  /// `sale` for `event.subtotal`.
  private mutating func reportAmountOfEvent(_ token: Int, _ name: String) -> Bool {
    guard let event, allowed == .everything, Checker.amountNames.contains(name),
      let field = workflow.events[event].payload.first(where: { ["subtotal", "amount"].contains($0.name) })
    else { return false }
    report(
      .unknownName, "no field is called `\(name)`", token, "a value of the event",
      notes: ["what `\(workflow.events[event].path)` carries is called `\(field.name)`, and is read behind `event.`"],
      help: ["write `event.\(field.name)`"], fixes: [fix(.maybe, token, "event.\(field.name)")], follows: isLost(name))
    return true
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

  static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekday"]
  private static let rhythms = ["daily": "1 day", "weekly": "7 days", "monthly": "30 days", "hourly": "1 hour"]

  /// `every monday`, `at friday`, `every weekly`.
  private mutating func reportDayOfWeek(_ token: Int, _ name: String) -> Bool {
    let small = name.lowercased()
    guard token > 0 else { return false }
    let word = tree.tokens[token - 1].word
    guard [.every, .at, .after].contains(word) else { return false }
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
          "a rule of its own waits for it: `on \(path) go to active`, with what is to be done then",
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
