package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine

/// A question behind the words `why` and `why not`, without the name of the person: `accept with price 300 USD`,
/// `has_code`, `all`.
package enum Question: Equatable, Sendable {
  case why(all: Bool)
  case whyNot(event: String, values: [WrittenValue])
  case whyNotThere(stage: Int)

  /// One word as it was typed; what stood in quotes is never a name of ours.
  package struct Word: Equatable, Sendable {
    package var text: String
    package var isQuoted: Bool

    package init(_ text: String, isQuoted: Bool = false) {
      self.text = text
      self.isQuoted = isQuoted
    }
  }

  /// Reads what follows `why not`: an event as operators type it, or by its path, or a stage. Errors say what to write.
  package static func read(_ words: [Word], _ definition: Definition) throws(EngineError) -> Question {
    let workflow = definition.workflow
    var best: (event: Int, count: Int)?
    for (index, event) in workflow.events.enumerated() {
      for phrase in [event.typed, event.path].compactMap({ $0 }) {
        let parts = phrase.lowercased().split(separator: " ")
        guard words.count >= parts.count, parts.count > best?.count ?? 0 else { continue }
        let isMeant = zip(words, parts).allSatisfy { !$0.isQuoted && $0.text.lowercased() == $1 }
        if isMeant { best = (index, parts.count) }
      }
    }
    if let best {
      let values = try values(Array(words.dropFirst(best.count)), workflow.events[best.event])
      return .whyNot(event: workflow.events[best.event].path, values: values)
    }
    let text = words.map(\.text).joined(separator: " ")
    if let stage = stage(text, workflow) { return .whyNotThere(stage: stage) }
    throw .request(unknown(text, workflow))
  }

  /// A stage by its path, by a unique end of it, or by its title.
  private static func stage(_ text: String, _ workflow: CheckedWorkflow) -> Int? {
    let stages = workflow.stages.indices.dropFirst()
    if let exact = stages.first(where: { workflow.stages[$0].path == text }) { return exact }
    let ends = stages.filter { workflow.stages[$0].path.hasSuffix(".\(text)") }
    if ends.count == 1 { return ends[0] }
    let titled = stages.filter { workflow.stages[$0].title.lowercased() == text.lowercased() }
    return titled.count == 1 ? titled[0] : nil
  }

  private static func unknown(_ text: String, _ workflow: CheckedWorkflow) -> String {
    let ends = workflow.stages.filter { $0.path.hasSuffix(".\(text)") || $0.title.lowercased() == text.lowercased() }
    if ends.count > 1 {
      return "several stages are called `\(text)`; write \(ends.map { "`\($0.path)`" }.joined(separator: " or "))"
    }
    let names =
      workflow.events.flatMap { [$0.typed, $0.path].compactMap { $0 } } + workflow.stages.dropFirst().map(\.name)
    let near = Spelling.nearest(to: text, among: names)
    return "no event and no stage is called `\(text)`" + (near.map { "; write `\($0)`" } ?? "")
  }

  /// `with price 300 USD, tasks 2`: names of values, each with what follows it; `with` may be left out.
  private static func values(_ words: [Word], _ event: CheckedEvent) throws(EngineError) -> [WrittenValue] {
    var rest = words[...]
    if let first = rest.first, !first.isQuoted, first.text == "with" { rest = rest.dropFirst() }
    let names = event.payload.map(\.name)
    let reason = ["reason", "text", "note"].first { names.contains($0) }
    var values: [WrittenValue] = []
    for word in rest {
      var text = word.text
      if !word.isQuoted, text.hasSuffix(",") { text.removeLast() }
      if text.isEmpty, !word.isQuoted { continue }
      if !word.isQuoted, names.contains(text) {
        values.append(WrittenValue(name: text, text: ""))
      } else if !word.isQuoted, text == "because", let reason {
        values.append(WrittenValue(name: reason, text: ""))
      } else if values.isEmpty {
        let near = Spelling.nearest(to: text, among: names)
        let has = names.isEmpty ? "it carries no values" : "it has \(names.map { "`\($0)`" }.joined(separator: ", "))"
        throw .request("`\(event.path)` has no value called `\(text)`; " + (near.map { "write `\($0)`" } ?? has))
      } else {
        let known = values[values.count - 1].text
        values[values.count - 1].text = known.isEmpty ? text : "\(known) \(text)"
      }
    }
    if let empty = values.first(where: { $0.text.isEmpty }) {
      throw .request("`\(empty.name)` needs a value after it")
    }
    return values
  }
}

extension Explainer {
  /// The answer to a question, in a role; `nil` for the usual one.
  package func answer(_ question: Question, role: String? = nil) throws(EngineError) -> [String] {
    switch question {
    case .why(let all): try why(all: all)
    case .whyNot(let event, let values): try whyNot(event: event, with: values, role: role)
    case .whyNotThere(let stage): try whyNot(stage: stage, role: role)
    }
  }
}
