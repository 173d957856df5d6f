import WorkroomEngine
import WorkroomLanguage

/// What an operator asks of a campaign: an event of the vocabulary in its typed words, about one or many, with values.
///
/// `accept mia` · `decline leo because "budget"` · `negotiate mia price 250 USD` · `invite all when followers is at least 10_000`
struct OperatorCommand {
  enum Target: Equatable {
    case one(String)
    /// Everybody in the section, or those for whom a condition holds.
    case all(condition: String?)
  }

  /// The event's path, since a participation may run on another version than its campaign.
  var event: String
  var target: Target
  var values: [WrittenValue]

  enum Reading {
    case command(OperatorCommand)
    /// The line starts with no typed word.
    case unknown
    case problem(String)
  }

  /// Reads a line against the typed words of a definition; the longest phrase wins.
  static func read(_ line: String, _ workflow: CheckedWorkflow) -> Reading {
    guard let words = Words(line) else { return .problem("a quote is never closed; end the text with `\"`") }
    var best: (event: Int, count: Int)?
    for (index, event) in workflow.events.enumerated() {
      for phrase in [event.typed, event.path].compactMap({ $0 }) {
        if let count = words.starts(with: phrase), count > best?.count ?? 0 { best = (index, count) }
      }
    }
    guard let best else { return .unknown }
    let typed = workflow.events[best.event].typed ?? workflow.events[best.event].path
    var rest = Array(words.words[best.count...])
    guard let first = rest.first else {
      return .problem("`\(typed)` whom? write a name, an email or a handle, or `all`")
    }
    rest.removeFirst()
    var target = Target.one(first.text)
    if first.text == "all", !first.isQuoted {
      let (condition, remaining) = cutCondition(line, rest, workflow.events[best.event])
      target = .all(condition: condition)
      rest = remaining
      if let word = rest.first, !word.isQuoted, whenWords.contains(word.text.lowercased()),
        !workflow.events[best.event].payload.contains(where: { $0.name == word.text })
      {
        let condition = line[word.range.upperBound...].drop(while: \.isWhitespace)
        return .problem("a condition stands behind `when`: `\(typed) all when \(condition)`")
      }
    }
    switch values(rest, workflow.events[best.event], typed) {
    case .success(let values):
      return .command(OperatorCommand(event: workflow.events[best.event].path, target: target, values: values))
    case .failure(let problem): return .problem(problem.text)
    }
  }

  struct Problem: Error { var text: String }

  /// What is said elsewhere for `when`.
  private static let whenWords: Set<String> = ["if", "where", "with", "who", "whose", "having"]

  /// `when ...` up to the end of the line: a condition in the language itself.
  private static func cutCondition(
    _ line: String, _ words: [Words.Word], _ event: CheckedEvent
  ) -> (String?, [Words.Word]) {
    guard let place = words.firstIndex(where: { !$0.isQuoted && $0.text == "when" }) else { return (nil, words) }
    let condition = line[words[place].range.upperBound...].drop(while: \.isWhitespace)
    return (String(condition), Array(words[..<place]))
  }

  /// `price 250 USD because "too low"`: names of values, each with what follows it.
  private static func values(
    _ words: [Words.Word], _ event: CheckedEvent, _ typed: String
  ) -> Result<[WrittenValue], Problem> {
    let names = event.payload.map(\.name)
    if let stray = stray(words, event, typed) { return .failure(stray) }
    var values: [WrittenValue] = []
    var name: String?
    var parts: [String] = []
    var twice: String?
    func finish() {
      guard let name else { return }
      if values.contains(where: { $0.name == name }) { twice = name }
      values.append(WrittenValue(name: name, text: parts.joined(separator: " ")))
    }
    for word in words {
      let isName = !word.isQuoted && (names.contains(word.text) || word.text == "because")
      if isName {
        finish()
        name = word.text == "because" ? reasonName(names) : word.text
        if name == nil { return .failure(Problem(text: "`\(typed)` takes no reason")) }
        parts = []
      } else if name == nil {
        guard let meant = Self.meant(event) else {
          return .failure(Problem(text: unknownValue(word.text, names, typed)))
        }
        name = meant.name
        parts = [word.text]
      } else {
        parts.append(word.text)
      }
    }
    finish()
    if let twice { return .failure(Problem(text: "`\(twice)` is given twice; write it once")) }
    if let empty = values.first(where: { $0.text.isEmpty }) {
      return .failure(Problem(text: "`\(empty.name)` needs a value after it"))
    }
    return .success(values)
  }

  /// The first word that was meant as the name of a value and is none: nearly one, or one that a quoted text follows; and a
  /// text of several words that stands in no quotes and behind no name. None of them may become a value by itself.
  private static func stray(_ words: [Words.Word], _ event: CheckedEvent, _ typed: String) -> Problem? {
    let names = event.payload.map(\.name)
    let known = names + (reasonName(names) == nil ? [] : ["because"])
    var named: String?
    for (index, word) in words.enumerated() where !word.isQuoted {
      if known.contains(word.text) || word.text == "because" {
        named = word.text
        continue
      }
      let isText =
        named == "because" || event.payload.contains { $0.name == named && [.text, .products].contains($0.type) }
      let near = Spelling.nearest(to: word.text, among: names + ["because"])
      let leadsText = index + 1 < words.count && words[index + 1].isQuoted && word.text.first?.isLowercase == true
      if leadsText || (near != nil && !isText) {
        if near == "because", !known.contains("because") {
          return Problem(text: "`\(typed)` takes no reason; leave `\(word.text)` out, and what stands behind it")
        }
        return Problem(text: unknownValue(word.text, known, typed))
      }
    }
    let first = words.prefix { $0.isQuoted || !known.contains($0.text) }
    guard first.count > 1, first.contains(where: \.isQuoted) || Self.meant(event)?.type == .text else { return nil }
    let text = first.map(\.text).joined(separator: " ")
    guard let meant = Self.meant(event), meant.type == .text else {
      return Problem(text: unknownValue(first[1].text, known, typed))
    }
    let list = known.map { "`\($0)`" }.joined(separator: ", ")
    return Problem(
      text:
        "`\(text)` is several words; a text stands in quotes: `\(meant.name) \"\(text)\"`. What `\(typed)` takes is \(list)"
    )
  }

  /// The value that may stand without its name: the only one that must be given, else the only one, else what the event is
  /// about.
  private static func meant(_ event: CheckedEvent) -> CheckedField? {
    let needed = event.payload.filter { !$0.isOptional }
    let only = needed.count == 1 ? needed[0] : event.payload.count == 1 ? event.payload[0] : nil
    return only ?? (needed.isEmpty ? event.subject.map { event.payload[$0] } : nil)
  }

  static func reasonName(_ names: [String]) -> String? {
    ["reason", "text", "note"].first { names.contains($0) }
  }

  private static func unknownValue(_ word: String, _ names: [String], _ typed: String) -> String {
    guard !names.isEmpty else {
      return
        "`\(typed)` takes one name and nothing after it, and `\(word)` is too much; a name of several words stands in quotes, and somebody else gets a line of their own"
    }
    let near = Spelling.nearest(to: word, among: names)
    return "`\(typed)` has no value called `\(word)`; "
      + (near.map { "write `\($0)`" } ?? "it has \(names.map { "`\($0)`" }.joined(separator: ", "))")
  }
}
