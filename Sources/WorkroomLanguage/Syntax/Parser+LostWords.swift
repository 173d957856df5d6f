/// Words that stand beside a value, an event or a verb, and what is meant by both together.
extension Parser {
  // MARK: Events

  /// `on either proposal.accepted`, `on manager proposal.accepted`: a word before an event that has its dot.
  mutating func reportsWordBeforeEvent(_ first: Int) -> Bool {
    let (extra, event) = (tree.text(first), tree.text(token))
    let (title, help): (String, String)
    var fixes = [fix(.maybe, first, "")]
    switch extra {
    case "missing", "no", "without", "lacking":
      title = "a line waits for what comes, not for what does not come"
      help = "wait for a time in the stage where it is missed, such as `after 7 days go to ...`"
      fixes = []
    case "first", "second", "third", "last", "next", "another":
      title = "a line is done each time that its event comes"
      help = "delete `\(extra)`; to tell one time from another, let the event lead to a stage of its own"
    case _ where namesOfFile().people.contains(extra) || extra == "influencer":
      title = "who sends an event is said behind it, with `by`"
      help = "write `\(event) by \(extra)`"
      fixes = [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(first, token), "\(event) by \(extra)")])]
    default:
      title = "an event is named without other words before it"
      help = "write `\(event)`"
    }
    fail(.unexpectedWord, title, at: first, to: token, label: "a word before the event", help: [help], fixes: fixes)
    return true
  }

  // MARK: Values

  private static let multiples = [
    "half": "50%", "quarter": "25%", "double": "200%", "twice": "200%", "triple": "300%", "thrice": "300%",
  ]
  private static let moments: Set = ["now", "later", "today", "tomorrow", "first", "then", "each", "more", "less"]
  private static let owners: Set = ["the", "their", "his", "her", "its", "our", "my", "your", "this", "that"]

  /// `half price`, `their price`, `event price`: a word before the name of a value.
  mutating func reportsWordBeforeValue() -> Bool {
    if reportsPartOfUnit(Parser.halves) { return true }
    // `half the price`
    let ahead =
      Parser.multiples[tree.text(token)] != nil && Parser.owners.contains(peekToken(1).map { tree.text($0) } ?? "")
      ? 2 : 1
    guard let name = peekToken(ahead), isValueWord(name), peekWord(ahead + 1) != .of,
      peekToken(ahead + 1).map({ !isValueWord($0) }) ?? true
    else {
      return false
    }
    let extra = tree.text(token)
    guard !Parser.moments.contains(tree.text(name)) else { return false }
    let written: String
    if let share = Parser.multiples[extra] {
      written = "\(share) of \(tree.text(name))"
    } else if extra == "event", !isDotted(name) {
      written = "event.\(tree.text(name))"
    } else if Parser.owners.contains(extra) {
      // `set price to their price`: a field that is set to itself stays as it is.
      let isItself =
        tree.tokens[previous].word == .to && at > 2 && tree.tokens[lines.significant[at - 3]].word == .set
        && tree.text(lines.significant[at - 2]) == tree.text(name)
      if isItself { return reportsFieldSetToItself(name) }
      written = tree.text(name)
    } else {
      return false
    }
    fail(
      .unexpectedWord,
      Parser.multiples[extra] != nil
        ? "a share is taken with `of`"
        : extra == "event" ? "what an event carries is read behind `event.`" : "a field is named alone", to: name,
      label: "two words", help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, name), written)])])
    return true
  }

  /// What the event of the line, or of the block that it stands in, is called.
  var eventAbove: String? {
    let first = lines.significant[lines.ranges[line].lowerBound]
    let rule = tree.tokens[first].word == .on ? first : open.last.flatMap { tree.tokens[$0].word == .on ? $0 : nil }
    return rule.flatMap { $0 + 1 < tree.tokens.count ? tree.text($0 + 1) : nil }
  }

  /// `set price to their price`: what comes with the event, where it brings a value of that name.
  private mutating func reportsFieldSetToItself(_ name: Int) -> Bool {
    let (field, event) = (tree.text(name), eventAbove)
    let isBrought = event.map { event in
      Vocabulary.tree.events.contains { known in
        Vocabulary.tree.text(known.path) == event
          && known.payload.contains { Vocabulary.tree.text(Vocabulary.tree.fields[$0].name) == field }
      }
    }
    fail(
      .unexpectedWord,
      isBrought == true
        ? "what an event brings is read behind `event.`" : "a field that is set to itself stays as it is", to: name,
      label: isBrought == true ? "write `event.\(field)`" : "which value?",
      help: [
        isBrought == true
          ? "write `event.\(field)`"
          : "write where the value comes from: on the line of an event that brings one it is `event.\(field)`"
      ],
      fixes: isBrought == true
        ? [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, name), "event.\(field)")])] : [])
    return true
  }

  /// Whether a third word would be part of the name as well.
  private func isValueWord(_ token: Int) -> Bool {
    tree.tokens[token].kind == .word && tree.tokens[token].word == .name
  }

  /// `10% price`, `10% off price`; the share has been read.
  mutating func reportsShareWithoutOf(_ share: Int) -> Bool {
    let isOff = isWord("off")
    guard let name = peekToken(isOff ? 1 : 0), tree.tokens[name].kind == .word, tree.tokens[name].word == .name,
      tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word != .define,
      !["more", "less", "higher", "lower", "extra", "above", "below", "up", "down"].contains(tree.text(name))
    else { return false }
    let next = peekToken(isOff ? 2 : 1)
    guard
      isDotted(name) || !["commission", "provision", "bonus", "fee"].contains(tree.text(name))
        || namesOfFile().fields[tree.text(name)] != nil
    else { return false }
    guard next == nil || [.for, .from, .to, .because].contains(tree.tokens[next!].word) else { return false }
    let written = "\(isOff ? "\(tree.text(name)) - " : "")\(tree.text(share)) of \(tree.text(name))"
    fail(
      .unexpectedWord, "a share is taken with `of`", at: share, to: name, label: "of what?",
      help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(share, name), written)])])
    return true
  }

  /// `owe -100 USD`, `default -5`, with the minus at the cursor.
  mutating func negativeAmount() {
    let range = lines.ranges[line]
    let number = peekToken(1) ?? token
    let unit = peekToken(2).flatMap { isUnit($0) || isCurrencyShaped($0) ? $0 : nil }
    let amount = tree.meant(number, unit ?? number)
    let words = lines.significant[range.lowerBound..<at].map { tree.tokens[$0].word }
    let help: String
    if words.contains(.owe) {
      help = "what was owed is taken back with `void owed for` and what it was owed for"
    } else if words.contains(.add), isWord("to", ahead: unit == nil ? 2 : 3), let field = peekToken(unit == nil ? 3 : 4)
    {
      help = "write `subtract \(amount) from \(tree.text(field))`"
    } else if words.contains(.default) || words.contains(.when) || words.contains(.once) {
      help = "write a value from 0 on"
    } else {
      help = "write a value from 0 on, or make one smaller with `subtract \(amount) from` and the name of a field"
    }
    fail(
      .badLiteral, "amounts and numbers are not written with a minus sign", to: unit ?? number, label: "a minus sign",
      help: [help])
  }

  // MARK: Actions

  /// `void owed`, `void price`: what was it owed for?
  mutating func reportsVoidOfNothing() -> Bool {
    let range = lines.ranges[line]
    guard let void = lines.significant[range.lowerBound..<at].last(where: { tree.tokens[$0].word == .void }) else {
      return false
    }
    let words = lines.significant[at..<lineEnd].prefix { tree.tokens[$0].word != .because }
    let last = words.last ?? previous
    let said = words.map { tree.text($0) }
    let purposes = purposesOfFile()
    let named = purposes.filter { said.contains(String($0.dropFirst().dropLast())) }
    let meant = named.count == 1 ? named : purposes
    guard said.count < 4, !meant.isEmpty else { return false }
    let ways = meant.prefix(4).map { "`void owed for \($0)`" }
    fail(
      .unexpectedWord, "what was owed is taken back with `void owed for` and what it was owed for", at: void,
      to: last, label: "what was it owed for?",
      help: ["write \(ways.joined(separator: " or "))"])
    return true
  }

  /// What the file owes for, in quotes.
  private mutating func purposesOfFile() -> [String] {
    var purposes: [String] = []
    guard readingsLeft > 0 else { return [] }
    readingsLeft -= 1
    for range in lines.ranges where lines.significant[range].contains(where: { tree.tokens[$0].word == .owe }) {
      for index in range.dropFirst() where tree.tokens[lines.significant[index]].kind == .text {
        let isPurpose = tree.tokens[lines.significant[index - 1]].word == .for
        let text = "\"\(tree.quoted(lines.significant[index]))\""
        if isPurpose, !purposes.contains(text) { purposes.append(text) }
      }
    }
    return purposes
  }

  /// `remove nick`, `refund price`, `please set ...`: verbs whose meaning hangs on what follows.
  mutating func reportsVerbOfThing(_ written: String) -> Bool {
    let spare: Set = [
      "please", "kindly", "then", "also", "now", "just", "simply", "yet", "already", "still", "ever", "anymore",
      "again",
    ]
    if written == "again", at - lines.ranges[line].lowerBound == 2, isDotted(previous), peekWord(1).startsAction {
      fail(
        .unexpectedWord, "a line is done each time that its event comes", label: "the second time?",
        help: ["delete `again`; to tell one time from another, let the event lead to a stage of its own"])
      return true
    }
    if spare.contains(written), peekWord(1).startsAction {
      fail(
        .unexpectedWord, "an action stands alone", label: "not needed", help: ["delete `\(written)`"],
        fixes: [fix(.maybe, token, "")])
      return true
    }
    if written == "remove" || written == "delete", let name = peekToken(1), tree.tokens[name].kind == .word {
      let isItem = namesOfFile().nouns.contains(tree.text(name))
      let verb = isItem ? "release" : "clear"
      guard isItem || peekToken(2) == nil, tree.tokens[name].word == .name else { return false }
      fail(
        .unexpectedWord, "no action is called `\(written)`", to: name, label: "not an action",
        help: ["write `\(verb) \(tree.text(name))`"], fixes: [fix(.maybe, token, verb)])
      return true
    }
    guard written == "refund" || written == "reimburse" else { return false }
    let purpose = purposesOfFile().first ?? "\"fee\""
    fail(
      .unexpectedWord, "no action is called `\(written)`", label: "not an action",
      help: [
        "write `void owed for \(purpose)` to take back what is owed; money that was paid comes back outside of the workflow"
      ])
    return true
  }

  /// `raise price to 100 USD`: a field gets another value; only events are raised.
  mutating func reportsRaiseOfField(_ path: Int) -> Bool {
    guard !isDotted(path), let value = peekToken(1) else { return false }
    let rest = tree.meant(value, lines.significant[lineEnd - 1])
    let raise = lines.significant[at - 2]
    fail(
      .unexpectedWord, "a field is changed with `set`, and `raise` makes an event", at: raise, label: "write `set`",
      help: ["write `set \(tree.text(path)) to \(rest)`"], fixes: [fix(.maybe, raise, "set")])
    return true
  }

  /// `expect no email "r" to mia`: what is not sent has no line; the words behind `no` stand at the cursor.
  mutating func reportsMailNotSent() -> Bool {
    guard isWord("email") || isWord("mail") || isWord("contract") || isWord("note"),
      peekKind(1) == .text || [.to, .for].contains(peekWord(1))
    else { return false }
    fail(
      .unexpectedWord, "a scenario expects what is sent, and cannot name what is not", at: previous,
      to: lines.significant[lineEnd - 1], label: "not expected by name",
      help: [
        "leave the line out, or write `expect nothing else` behind all that does happen, if nothing more may be sent at all"
      ])
    return true
  }

  // MARK: Denials

  private static let deniedVerbs = [
    "contain": "contains", "contains": "contains", "include": "contains", "includes": "contains", "have": "contains",
  ]

  /// `nick does not contain "x"`, `nick doesn't exist`; the field has been read.
  mutating func reportsDeniedVerb(_ first: Int) -> Bool {
    func text(_ ahead: Int) -> String {
      peekToken(ahead).map { tree.text($0).lowercased().replacing("’", with: "'") } ?? ""
    }
    let isShort = ["doesn't", "doesnt", "don't", "dont", "cannot", "can't"].contains(text(0))
    let length =
      isShort ? 1 : ["does", "do", "must", "may", "should", "did"].contains(text(0)) && text(1) == "not" ? 2 : 0
    guard length > 0, let verb = peekToken(length) else { return false }
    let subject = tree.meant(first, previous)
    if ["exist", "exists"].contains(text(length)) {
      fail(
        .foreignWord, "whether there is no value is asked with `is not set`", at: first, to: verb,
        label: "write `is not set`", help: ["write `\(subject) is not set`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(first, verb), "\(subject) is not set")])])
      return true
    }
    guard Parser.deniedVerbs[text(length)] != nil, let value = peekToken(length + 1),
      [.text, .hashtag, .handle].contains(tree.tokens[value].kind)
    else { return false }
    let written = "not (\(subject) contains \(tree.text(value)))"
    fail(
      .foreignWord, "the opposite of a condition is written with `not (...)`", at: first, to: value,
      label: "write `not (...)`", help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(first, value), written)])])
    return true
  }

  /// `start-date optional`: one name with a hyphen, whose type is missing, or a name and its type.
  mutating func reportsHyphenBeforeType() -> Bool {
    guard kind == .minus, let next = peekToken(1), at > lines.ranges[line].lowerBound else { return false }
    let sign = tree.tokens[token].range
    guard tree.tokens[previous].range.upperBound == sign.lowerBound,
      tree.tokens[next].range.lowerBound == sign.upperBound, Parser.startsType(tree.text(next))
    else { return false }
    let (name, last) = (tree.text(previous), tree.text(next))
    // `brief-link group`
    let second = peekToken(2).map { tree.text($0) }.flatMap { ["group", "list"].contains($0) ? " \($0)" : nil } ?? ""
    let whole = "\(name)_\(last) \(last)"
    fail(
      .unexpectedWord, "names are one word, with `_` where others have a hyphen", at: previous, to: next,
      label: "one name, or a name and its type?",
      help: [
        "write `\(whole)\(second)` for a field called `\(name)_\(last)`",
        "or write `\(name) \(last)\(second)` for a field called `\(name)`",
      ], fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(previous, next), whole)])])
    return true
  }
}
