/// One word where a text in quotes is expected, which by itself says something else: `tell manager price`, `send email again`.
extension Parser {
  /// `tell manager price`, `note reason`: whether the word is called like a value, which cannot stand for a text.
  mutating func reportsNameForText(_ what: String) -> Bool {
    let name = tree.text(token)
    let isHeld = namesOfFile().nouns.contains(name) && tree.text(previous) != "email"
    guard name.hasPrefix("event.") || isHeld || isValueOfFile(name) || isValueOfEvent(name) else { return false }
    fail(
      .unexpectedWord, "\(what) stands in quotes", label: "not a text",
      help: ["write words in quotes: what `\(name)` holds cannot stand here"])
    return true
  }

  /// `"Spring launch" recurring`: words in quotes with the mark of a heading behind them.
  func markedWords(_ last: Int) -> String? {
    guard last > token, ["recurring", "todo", "only", "initial"].contains(tree.text(last)),
      let before = lines.significant[at..<lineEnd].last(where: { $0 < last })
    else { return nil }
    return "\"\(tree.source.text(tree.span(token, before).range))\" \(tree.text(last))"
  }

  /// Whether among words without quotes stands one that says something of its own: the mark at the end of a heading, or
  /// what holds a value.
  mutating func holdsMark(_ last: Int, _ first: Word) -> Bool {
    if ["recurring", "todo", "only", "initial"].contains(tree.text(last)) { return true }
    let words = lines.significant[at..<lineEnd].prefix { $0 <= last }.filter { tree.tokens[$0].kind == .word }
    if words.contains(where: { tree.text($0).contains(".") }) { return true }
    guard ![.workflow, .stage, .track, .final, .section, .scenario].contains(first) else { return false }
    for word in words where isValueOfFile(tree.text(word)) || isValueOfEvent(tree.text(word)) { return true }
    return false
  }

  private static let everywhere = Set(
    Vocabulary.tree.blocks.flatMap { $0.fields.map { Vocabulary.tree.text(Vocabulary.tree.fields[$0].name) } }
  ).union(["owed", "paid"])

  /// A field of the file or of every influencer, a total, or a definition.
  private mutating func isValueOfFile(_ name: String) -> Bool {
    Parser.everywhere.contains(name) || definedNames.contains(name) || namesOfFile().fields[name] != nil
  }

  /// What the event of the line brings.
  private func isValueOfEvent(_ name: String) -> Bool {
    guard let event = eventAbove else { return false }
    return Vocabulary.tree.events.contains { known in
      Vocabulary.tree.text(known.path) == event
        && known.payload.contains { Vocabulary.tree.text(Vocabulary.tree.fields[$0].name) == name }
    }
  }

  private static let adverbs: Set = [
    "again", "twice", "once", "thrice", "now", "immediately", "directly", "later", "automatically", "today", "tomorrow",
  ]

  /// `send email manager`, `tell manager again`: to whom, how often or when, where the text is missing.
  mutating func reportsRoleForText(_ what: String) -> Bool {
    let name = tree.text(token)
    if name == "nothing" {
      fail(.unexpectedWord, "no line says what is not done", label: "not said here", help: [Parser.leftOut])
      return true
    }
    let everybody = ["everybody", "everyone", "all"].contains(name)
    let isRole = everybody || name == "influencer" || namesOfFile().people.contains(name)
    guard isRole || Parser.adverbs.contains(name), tree.tokens[previous].word != .because else { return false }
    fail(
      .unexpectedWord, "\(what) is missing", label: isRole ? "says to whom" : "says how often or when",
      help: ["write \(what) in quotes in the place of `\(name)`" + (isRole ? "; who is told stands behind `tell`" : "")]
    )
    return true
  }
}
