import WorkroomEngine
import WorkroomLanguage

/// What is wrong with a condition, for whoever typed it: not in the words of a workflow, of which it is only a part here.
extension Selection {
  /// Errors that are told before the language is asked: what a condition is easily taken for.
  static func slip(_ condition: String, _ definition: Definition) -> String? {
    guard let words = Words(condition)?.words, words.count >= 3 else { return nil }
    let workflow = definition.workflow
    let fields = Selection.fields(of: workflow)
    for index in words.indices.dropLast(2) where !words[index].isQuoted && words[index + 1].text == "is" {
      let isNot = words[index + 2].text == "not" && index + 3 < words.count
      let value = words[index + (isNot ? 3 : 2)]
      let not = isNot ? "not " : ""
      switch words[index].text {
      case "tag" where !value.isQuoted && value.text != "one" && !fields.contains("tag"):
        return "a tag stands in quotes: `tag is \(not)\"\(value.text)\"`"
      case "stage" where !fields.contains("stage"):
        let wanted = value.text.lowercased()
        let stage = workflow.stages.first { $0.name == wanted || $0.title.lowercased() == wanted }
        return "where somebody stands is asked with `in`: "
          + (stage.map { isNot ? "`not (in \($0.name))`" : "`in \($0.name)`" } ?? "`in` and the name of a stage")
      default: continue
      }
    }
    return nil
  }

  /// What is wrong with a condition that ends at a byte of its source. What was found behind its end is no part of what was
  /// typed, and is not spoken of.
  static func problem(_ error: Diagnostic?, _ condition: String, end: Int, _ workflow: CheckedWorkflow) -> String {
    guard let error, error.span.range.lowerBound < end, !isBeyond(error) else {
      return
        "`when \(condition)` stops too early or has a word too many; a whole condition says what something is, as in `when followers is at least 10_000 and followers is at most 50_000`"
    }
    let title = error.title.replacing(
      "`selection.asked` carries no", with: "no event is asked about here, which carries no")
    return title + (help(error, condition, workflow).map { "; \($0)" } ?? "")
  }

  /// What is said of the rest of the line that a condition is the beginning of.
  private static func isBeyond(_ error: Diagnostic) -> Bool {
    if error.code == .unknownPayload { return false }
    let texts = [error.title] + error.help.prefix(1)
    return ["`note`", "an action", "`on` line", "selection.asked", probe].contains { word in
      texts.contains { $0.contains(word) }
    }
  }

  private static func help(_ error: Diagnostic, _ condition: String, _ workflow: CheckedWorkflow) -> String? {
    let own = error.help.first
    switch error.code {
    case .mayBeUnset:
      guard let name = error.title.split(separator: "`").first else { return own }
      let rest = condition.contains(" or ") ? "(\(condition))" : condition
      return "ask first: `when \(name) is set and \(rest)`"
    case .unknownName where own?.hasPrefix("declare it") ?? true, .unknownPayload:
      let fields = Selection.fields(of: workflow).map { "`\($0)`" }.joined(separator: ", ")
      return "there are \(fields)"
    default:
      return own?.replacing("a value of the event such as `event.price`, ", with: "")
    }
  }

  /// What a condition may ask of somebody.
  private static func fields(of workflow: CheckedWorkflow) -> [String] {
    (workflow.record + workflow.influencer + workflow.campaign).filter { !$0.isHidden }.map(\.name)
  }
}
