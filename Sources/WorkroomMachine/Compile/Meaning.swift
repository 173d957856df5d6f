import WorkroomLanguage
import WorkroomValues

extension CheckedWorkflow {
  /// A digest of what the definition means: every resolved part, without spans, comments and layout.
  var meaning: Digest {
    var hash = SHA256()
    func add(_ text: String) { hash.update(Array("\(text)\n".utf8)) }
    add("workroom machine 1")
    add("\(name) \(version) \(currency?.code ?? "-")")
    for role in roles { add("role \(role.name) \(role.isPerson)") }
    for section in sections { add("section \(section)") }
    for set in choices { add("choices \(set)") }
    for (storage, fields) in [("campaign", campaign), ("record", record), ("influencer", influencer)] {
      for field in fields { add("\(storage) \(field.meaning)") }
    }
    for event in events {
      add("event \(event.path) \(event.senders) \(event.typed ?? "-") \(event.otherwise) \(event.payload.map(\.meaning))")
    }
    for stage in stages {
      add("stage \(stage.kind) \(stage.path) \(stage.title) \(stage.section ?? -1) \(stage.parent) \(stage.condition ?? -1)")
    }
    for rule in rules {
      add(
        "rule \(rule.owner) \(rule.trigger) \(rule.roles) \(rule.otherwise) \(rule.condition ?? -1) \(rule.actions) "
          + "\(rule.outcome.map { "\($0)" } ?? "-") \(rule.because ?? -1)")
    }
    for action in actions { add("action \(action.kind)") }
    for expression in expressions { add("expression \(expression.operation) \(expression.type)") }
    for text in texts { add("text \(text.utf8.count) \(text)") }
    return hash.finalize()
  }
}

extension CheckedField {
  fileprivate var meaning: String { "\(name) \(type) \(isOptional) \(fallback)" }
}
