import Workroom
import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// `why mia`, `why not mia accept`: how somebody came to stand where they do, and why something else is not possible.
extension Console {
  func explain(_ line: String, _ campaign: Int64) throws {
    guard let all = Words(line)?.words.dropFirst() else {
      throw Refusal(text: "a quote is never closed; end the text with `\"`", status: 64)
    }
    var words = Array(all)
    if let first = words.first, !first.isQuoted, first.text.lowercased() == "not" {
      return try explainNot(Array(words.dropFirst()), campaign)
    }
    let wantsAll = words.last.map { !$0.isQuoted && $0.text == "--all" } ?? false
    if wantsAll { words.removeLast() }
    guard words.count <= 1 else {
      throw Refusal(
        text: "`\(words[1].text)` is too much here", status: 64,
        help: ["write `why \(words[0].text)`, or `why not \(words[0].text) \(words[1].text)`"])
    }
    guard let name = words.first?.text ?? lastPerson else { throw whom("why mia") }
    try answer(.why(all: wantsAll), name, campaign)
  }

  private func explainNot(_ words: [Words.Word], _ campaign: Int64) throws {
    let asked = words.map { Question.Word($0.text, isQuoted: $0.isQuoted) }
    let own = try engine.definition(engine.campaign(campaign).row.definition)
    // Without a name, whoever was spoken of last is meant.
    if let lastPerson, let question = try? Question.read(asked, own) {
      return try answer(question, lastPerson, campaign)
    }
    guard let name = words.first?.text else { throw whom("why not mia accept") }
    if words.count == 1, (try? Question.read(asked, own)) != nil { throw whom("why not mia \(name)") }
    guard words.count > 1 else {
      throw Refusal(text: "what is not possible? write an event or a stage, as in `why not \(name) accept`", status: 64)
    }
    let row = try person(name, campaign)
    try answer(Question.read(Array(asked.dropFirst()), engine.definition(row.definition)), name, campaign)
  }

  private func answer(_ question: Question, _ name: String, _ campaign: Int64) throws {
    let row = try person(name, campaign)
    lastPerson = name
    let definition = try engine.definition(row.definition)
    var role = roles.first { name in definition.workflow.roles.contains { $0.name == name } }
    if case .whyNot(let path, _) = question, let event = definition.workflow.events.first(where: { $0.path == path }) {
      role = self.role(for: event, definition)
    }
    for line in try Explainer(engine, row, typedName: name).answer(question, role: role) { say(line) }
  }

  private func whom(_ example: String) -> Refusal {
    Refusal(text: "whom? write a name, an email or a handle, as in `\(example)`", status: 64)
  }
}
