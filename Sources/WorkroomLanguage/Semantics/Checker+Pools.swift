/// Kinds of item, and the pools of the campaign that they come from.
extension Checker {
  /// Before any field is declared, so that a field's name cannot be that of a kind declared below it.
  mutating func declarePools(_ members: ArraySlice<MemberSyntax>) {
    for member in members {
      switch member {
      case .block(let node):
        let block = tree.blocks[node]
        for field in block.fields { declarePool(tree.fields[field], inCampaign: block.kind == .campaign) }
      case .event(let node):
        for field in tree.events[node].payload { declarePool(tree.fields[field], inCampaign: false) }
      default: continue
      }
    }
  }

  private mutating func declarePool(_ field: FieldSyntax, inCampaign: Bool) {
    guard case .pool = field.type.kind, let token = field.type.choices.first else { return }
    let noun = text(token)
    guard inCampaign else {
      return report(
        .lineNotHere, "a pool is chosen for a whole campaign", field.type.tokens.lowerBound, "not in the campaign",
        help: ["move `\(text(field.name))` into the `campaign` block"])
    }
    guard !workflow.poolKinds.contains(noun) else { return }
    guard !noun.contains(".") else {
      return report(
        .reservedName, "the name of a kind of item has no dots", token, "a dot",
        help: ["write `\(noun.split(separator: ".").joined(separator: "_"))`"])
    }
    if hasMeaning(noun) || fieldByName[noun] != nil { return reportMeaning(noun, token, "a kind of item") }
    guard workflow.poolKinds.count < CheckedWorkflow.kindsMax else {
      return report(
        .tooMany, "a workflow has at most \(CheckedWorkflow.kindsMax) kinds of item", token, "one too many",
        help: ["let two pools hold items of one kind"])
    }
    workflow.poolKinds.append(noun)
  }

  /// The kind that `pool of ticket` holds; `nil` where the kind could not be declared.
  func poolKind(_ type: TypeSyntax) -> Int? {
    type.choices.first.flatMap { workflow.poolKinds.firstIndex(of: text($0)) }
  }

  /// How a field's type is written that holds items of a kind.
  func poolType(_ kind: Int) -> String {
    let noun = workflow.poolKinds[kind]
    return kind < CheckedWorkflow.standardKinds.count ? "\(noun) group" : "pool of \(noun)"
  }

  /// Some kinds of item, to choose from.
  func itemNames(_ shown: (String) -> String) -> String {
    let names = workflow.poolKinds.suffix(6).map(shown)
    return "\(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
  }
}
