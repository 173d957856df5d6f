package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// `tag is "vip"` in a condition: tags are the directory's and no field of a workflow, so each of them is asked as a value of
/// the event that carries the condition.
struct TagWords {
  /// The condition with `event.tag_1 is yes` in place of what asks for a tag.
  private(set) var condition = ""
  private(set) var tags: [String] = []

  /// What the event carries: ` with tag_1 flag, tag_2 flag`.
  var payload: String {
    tags.isEmpty ? "" : " with " + tags.indices.map { "tag_\($0 + 1) flag" }.joined(separator: ", ")
  }

  /// A workflow that has a field called `tag` means that.
  init(_ text: String, _ workflow: CheckedWorkflow) {
    let fields = workflow.campaign + workflow.record + workflow.influencer
    guard !fields.contains(where: { $0.name == "tag" }) else {
      condition = text
      return
    }
    var rest = text[...]
    var before: Character = " "
    while let first = rest.first {
      if !TagWords.isWord(before), let (words, end) = question(rest) {
        condition += words
        rest = rest[end...]
        before = " "
      } else if first == "\"" {
        let end = TagWords.endOfQuote(rest)
        condition += rest[..<end]
        rest = rest[end...]
        before = "\""
      } else {
        condition.append(first)
        before = first
        rest.removeFirst()
      }
    }
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }

  private static func endOfQuote(_ text: Substring) -> String.Index {
    text.dropFirst().firstIndex(of: "\"").map(text.index(after:)) ?? text.endIndex
  }

  /// `tag is [not] "vip"` or `tag is one of "vip", "food"` at the beginning of a text: what stands for it, and where it ends.
  private mutating func question(_ text: Substring) -> (String, String.Index)? {
    var rest = text
    guard TagWords.take("tag", &rest), TagWords.take("is", &rest) else { return nil }
    let negated = TagWords.take("not", &rest)
    let isList = !negated && TagWords.take("one", &rest) && TagWords.take("of", &rest)
    guard let first = TagWords.quoted(&rest) else { return nil }
    guard isList else { return ("event.\(name(first)) is \(negated ? "no" : "yes")", rest.startIndex) }
    var asked = ["event.\(name(first)) is yes"]
    while true {
      var next = rest.drop(while: \.isWhitespace)
      guard next.first == "," else { break }
      next.removeFirst()
      guard let tag = TagWords.quoted(&next) else { break }
      asked.append("event.\(name(tag)) is yes")
      rest = next
    }
    return ("(\(asked.joined(separator: " or ")))", rest.startIndex)
  }

  /// Takes a word and the blanks before it.
  private static func take(_ word: String, _ text: inout Substring) -> Bool {
    let rest = text.drop(while: \.isWhitespace)
    guard rest.hasPrefix(word), rest.dropFirst(word.count).first.map({ !isWord($0) }) ?? true else { return false }
    text = rest.dropFirst(word.count)
    return true
  }

  private static func quoted(_ text: inout Substring) -> String? {
    let rest = text.drop(while: \.isWhitespace)
    guard rest.first == "\"" else { return nil }
    let end = endOfQuote(rest)
    guard rest[..<end].count >= 2, rest[..<end].last == "\"" else { return nil }
    text = rest[end...]
    return String(rest[..<end].dropFirst().dropLast())
  }

  private mutating func name(_ tag: String) -> String {
    let place = tags.firstIndex(of: tag)
    if place == nil { tags.append(tag) }
    return "tag_\((place ?? tags.count - 1) + 1)"
  }
}

extension Selection {
  /// Everybody of the directory for whom a condition holds, asked as if they had begun in a campaign a moment ago, and who
  /// does not take part in it yet.
  package static func everybody(
    by condition: String, _ engine: Engine, _ campaign: Int64
  ) throws -> [Int64] {
    let definition = try engine.definition(engine.campaign(campaign).row.definition)
    // As if they had begun, and stood in no stage yet.
    var state = definition.machine.emptyState()
    state[StateLayout.activeStart] = 1
    let begun = state
    let now = engine.clock.now.milliseconds
    var chosen: [Int64] = []
    var last: Int64 = 0
    while true {
      let ids = try engine.store.influencers(behind: last, atMost: pageRows)
      let rows = try ids.filter { try engine.participation(of: $0, in: campaign) == nil }.map { id in
        ParticipationRow(
          campaign: campaign, influencer: id, definition: definition.id, state: begun, since: now)
      }
      chosen += try Selection.chosen(rows, by: condition, engine, campaign).map(\.influencer)
      guard let newest = ids.last else { return chosen }
      last = newest
    }
  }

  private static let pageRows: Int64 = 10_000
}
