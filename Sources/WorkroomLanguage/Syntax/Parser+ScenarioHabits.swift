import WorkroomValues

/// What people write in scenarios who have not written one before.
extension Parser {
  /// `expect mia.price is 700 USD`: a person and what is asked of them, joined with a dot.
  mutating func reportsPersonWithDot() -> Bool {
    guard kind == .word, !word.isReserved, isDotted(token),
      tree.text(lines.significant[lines.ranges[line].lowerBound]) == "expect"
    else { return false }
    let parts = tree.text(token).split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, readingsLeft > 0, isGiven(parts[0]) else { return false }
    readingsLeft -= 1
    let rest = (at + 1..<lineEnd).map { plainText(lines.significant[$0]) }
    let ways = [[parts[0], parts[1]] + rest, [parts[0], "in", parts[1]] + rest].map { ["expect"] + $0 }
    guard let meant = ways.first(where: { isRight($0) }) else { return false }
    fail(
      .reservedName, "a person and what is expected of them stand apart", label: "a dot between them",
      help: ["write `\(ReadingLine.joined(meant))`"],
      fixes: [
        Diagnostic.Fix(
          safety: .maybe, edits: [(tree.span(token, token), meant[1...].dropLast(rest.count).joined(separator: " "))])
      ])
    return true
  }

  /// `given: mia`, `expect: mia in active`: a colon behind a first word, which makes no person of it.
  mutating func reportsColonBehindFirstWord() -> Bool {
    guard isWord("given") || isWord("expect"), let next = peekToken(2), !isDotted(next), let colon = peekToken(1) else {
      return false
    }
    let rest = tree.meant(next, lines.significant[lineEnd - 1])
    fail(
      .unexpectedWord, "no colon stands behind `\(tree.text(token))`", at: colon, label: "not needed",
      help: ["write `\(tree.text(token)) \(rest)`"], fixes: [fix(.safe, colon, "")])
    return true
  }

  /// `given mia in active`: where somebody stands is what has happened to them.
  mutating func reportsGivenStage(_ person: Int) -> Bool {
    let words = lines.significant[at..<lineEnd].prefix { tree.tokens[$0].word != .with }
    let isSaid =
      [.in, .stage].contains(word) || word == .is && peekWord(1) == .in || word == .at && peekWord(1) == .stage
    guard isSaid, words.count > 1, let last = words.last, namesOfFile().stages.contains(tree.text(last)) || word == .in
    else { return false }
    let (name, stage) = (tree.text(person), tree.text(last))
    fail(
      .unexpectedWord, "nobody is given in a stage: what happens leads there", to: last, label: "not given",
      help: [
        "write `given \(name)`, and on the lines below it what leads to `\(stage)`, such as `\(name): proposal.submitted with price 300 USD, tasks 1`"
      ])
    return true
  }

  /// Whether a line above gives somebody with a name.
  private func isGiven(_ name: String) -> Bool {
    lines.ranges[..<line].contains { range in
      range.count > 1 && tree.text(lines.significant[range.lowerBound]) == "given"
        && tree.text(lines.significant[range.lowerBound + 1]) == name
    }
  }

  /// `expect mia owed nothing`.
  mutating func reportsNothingOwed() -> Bool {
    guard isWord("owed") || isWord("paid"), let last = peekToken(1),
      ["nothing", "none", "zero", "no"].contains(tree.text(last))
    else { return false }
    let end = tree.text(last) == "no" ? peekToken(2) ?? last : last
    guard tree.text(last) != "no" || ["money", "fee"].contains(tree.text(end)) else { return false }
    let amount = "0 \(namesOfFile().currency ?? "USD")"
    fail(
      .unexpectedWord, "what is owed or paid is an amount, also where it is none", at: last, label: "write `\(amount)`",
      help: ["write `\(tree.meant(lines.significant[at - 2], token)) \(amount)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(last, end), amount)])])
    return true
  }

  /// `mia: payment.paid 300 USD`: a value of the event without its name; the event stands before the cursor.
  mutating func reportsValueWithoutName(_ path: Int) -> Bool {
    let isJoint = [.for, .with, .of, .at].contains(word)
    guard let value = peekToken(isJoint ? 1 : 0), tree.tokens[value].kind == .number else { return false }
    let unit = peekToken(isJoint ? 2 : 1)
    let isAmount = unit.map { isCurrencyShaped($0) } ?? false
    let behind = peekToken((isJoint ? 2 : 1) + (isAmount ? 1 : 0))
    guard behind.map({ ["refused", "ignored"].contains(tree.text($0)) }) ?? true else { return false }
    guard !isFull else { return false }
    let money = valueName(tree.text(path), .money)
    guard let name = money ?? (isAmount ? nil : valueName(tree.text(path), .number)) else {
      return reportsOneOfSeveralValues(path, value, isAmount ? unit ?? value : value, behind)
    }
    let currency = money != nil && !isAmount ? " \(namesOfFile().currency ?? "USD")" : ""
    let amount = tree.meant(value, isAmount ? unit ?? value : value) + currency
    let rest = behind.map { " \(tree.meant($0, lines.significant[lineEnd - 1]))" } ?? ""
    let said = tree.meant(lines.significant[lines.ranges[line].lowerBound], path)
    fail(
      .unexpectedWord, "what an event carries stands behind `with`, each value behind its name", at: value,
      label: "which value?", help: ["write `\(said) with \(needed(tree.text(path), name))\(name) \(amount)\(rest)`"],
      fixes: [
        Diagnostic.Fix(
          safety: .maybe,
          edits: [
            (tree.span(token, value), "with \(needed(tree.text(path), name))\(name) \(tree.text(value))\(currency)")
          ])
      ])
    return true
  }

  /// `mia: content.posted 5000`, where the event carries several numbers.
  private mutating func reportsOneOfSeveralValues(_ path: Int, _ value: Int, _ last: Int, _ behind: Int?) -> Bool {
    let names = valueNames(tree.text(path), last == value ? .number : .money)
    guard names.count > 1 else { return false }
    let said = tree.meant(lines.significant[lines.ranges[line].lowerBound], path)
    let rest = behind.map { " \(tree.meant($0, lines.significant[lineEnd - 1]))" } ?? ""
    let others = names.dropFirst().prefix(5).map { "`\($0)`" }
    fail(
      .unexpectedWord, "what an event carries stands behind `with`, each value behind its name", at: value, to: last,
      label: "which value?",
      help: [
        "write `\(said) with \(needed(tree.text(path), names[0]))\(names[0]) \(tree.meant(value, last))\(rest)`",
        "or, if that is another value, \(others.joined(separator: " or ")) in the place of `\(names[0])`",
      ])
    return true
  }

  /// The only value of a type that an event carries.
  private func valueName(_ path: String, _ type: TypeSyntax.Kind) -> String? {
    let names = valueNames(path, type)
    return names.count == 1 ? names[0] : nil
  }

  /// The texts that an event cannot do without, beside one value of it: `content "Spring", `.
  private func needed(_ path: String, _ name: String) -> String {
    for tree in [self.tree, Vocabulary.tree] {
      guard let event = tree.events.first(where: { tree.text($0.path) == path }) else { continue }
      return event.payload.map { tree.fields[$0] }
        .filter { !$0.isOptional && $0.type.kind == .text && tree.text($0.name) != name }
        .map { "\(tree.text($0.name)) \"Spring\", " }.joined()
    }
    return ""
  }

  /// The values of a type that an event carries.
  private func valueNames(_ path: String, _ type: TypeSyntax.Kind) -> [String] {
    for tree in [self.tree, Vocabulary.tree] {
      guard let event = tree.events.first(where: { tree.text($0.path) == path }) else { continue }
      return event.payload.filter { tree.fields[$0].type.kind == type }.map { tree.text(tree.fields[$0].name) }
    }
    return []
  }

  /// `expect mia in In review`, `go to Under review`: the title of a stage, without quotes, or its name in several words.
  mutating func reportsTitleForName() -> Bool {
    let isCapital = kind == .word && tree.source.bytes[tree.tokens[token].range.lowerBound] &- 65 < 26
    guard kind == .word, peekKind(1) == .word, isCapital || peekWord(1) == .name else { return false }
    let words = lines.significant[at..<lineEnd].prefix(6).prefix { tree.tokens[$0].kind == .word }.map { tree.text($0) }
    for length in stride(from: words.count, to: 1, by: -1) {
      guard let name = stage(called: words.prefix(length).map { $0.lowercased() }), let last = peekToken(length - 1)
      else { continue }
      let isTitle = name != words.prefix(length).joined(separator: "_")
      fail(
        .unexpectedWord,
        isTitle ? "a stage is told by its name, not by its title" : "the name of a stage is one word",
        to: last, label: "write `\(name)`", help: ["write `\(name)`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, last), name)])])
      return true
    }
    return false
  }

  /// The stage with some words as its title, or as its name.
  private mutating func stage(called words: [String]) -> String? {
    let (names, name) = (namesOfFile(), words.joined(separator: "_"))
    return names.stages.contains(name) ? name : names.titles[words.joined(separator: " ")]
  }
}
