package import WorkroomLanguage

/// The values that a template may name, and which of them may be unset when a mail is written.
package struct TemplateNames: Sendable {
  /// Whether it may be unset, by name.
  private(set) var names: [String: Bool] = [:]
  /// Whether any workflow was asked.
  private let hasWorkflows: Bool

  /// What mails of some workflows may say: everything that each of them has, and with a word to fall back on whatever only
  /// some of them have.
  package init(_ workflows: [CheckedWorkflow]) {
    hasWorkflows = !workflows.isEmpty
    for workflow in workflows {
      let own = TemplateNames.fields(of: workflow)
      for (name, isOptional) in own {
        names[name] = (names[name] ?? false) || isOptional
      }
    }
    for workflow in workflows {
      let own = TemplateNames.fields(of: workflow)
      for name in names.keys where own[name] == nil { names[name] = true }
    }
    for name in MailValues.ofInfluencer + CheckedWorkflow.standardKinds { names[name] = true }
    names["campaign"] = false
    names["because"] = true
  }

  private static func fields(of workflow: CheckedWorkflow) -> [String: Bool] {
    var names: [String: Bool] = [:]
    for field in workflow.campaign where !field.isHidden { names[field.name] = field.mayBeUnset }
    for field in workflow.record { names[field.name] = field.mayBeUnset }
    for kind in workflow.poolKinds { names[kind] = true }
    return names
  }

  /// The first mistake in a template's values; `nil` where each can be filled.
  package func problem(in template: Template) -> Template.Problem? {
    for case .value(let name, let fallback, let line) in template.pieces {
      guard let isOptional = names[name] else { return unknown(name, line) }
      if isOptional, fallback == nil {
        return Template.Problem(
          line: line,
          reason: "`[\(name)]` may be unset; say what stands there then, as in `[\(name) or \"\(example(name))\"]`")
      }
    }
    return nil
  }

  private func unknown(_ name: String, _ line: Int) -> Template.Problem {
    let near = Spelling.nearest(to: name, among: names.keys.sorted())
    let known = names.keys.sorted().joined(separator: ", ")
    let help =
      near.map { "write `[\($0)]`" }
      ?? (hasWorkflows
        ? "there are: \(known); write `[[` for a bracket of its own"
        : "fields of a workflow are known once a campaign is created; without one there are: \(known)")
    return Template.Problem(line: line, reason: "there is no value called `\(name)`; \(help)")
  }

  private func example(_ name: String) -> String { name == "first_name" ? "there" : "..." }
}
