/// Stages and tracks: numbering, names, structure and conditions.
extension Checker {
  mutating func addMembers(_ members: some Sequence<MemberSyntax>, to parent: Int) {
    for member in members {
      switch member {
      case .stage(let node): addStage(node, parent)
      case .finals(let nodes): for node in nodes { addStage(node, parent) }
      case .block(let node):
        if workflow.stages[parent].kind == .each, let each = workflow.stages[parent].each {
          declareItemFields(tree.blocks[node], each)
        }
      case .rule(let node): pendingRules.append(PendingRule(owner: parent, node: node, tree: current))
      default: continue
      }
    }
  }

  private mutating func addStage(_ node: NodeIndex, _ parent: Int) {
    let syntax = tree.stages[node]
    let name = text(syntax.name)
    owner = parent
    // The first of all is the workflow itself.
    guard workflow.stages.count <= Checker.stagesMax else {
      if missed.insert("a stage").inserted {
        report(
          .tooMany,
          "a workflow has at most 10,000 stages, and this one has \(tree.stages.count - Checker.stagesMax) more",
          syntax.name,
          "one too many", help: ["split the workflow into two, such as one for each kind of campaign"])
      }
      return
    }
    if syntax.kind == .each, !hasRoomForEach(syntax) { return }
    let earlier = childByName[name, parent]
    checkStageName(syntax, name, earlier)
    let index = workflow.stages.count
    let path = workflow.stages[parent].path
    workflow.stages.append(
      CheckedStage(
        kind: Checker.kind(of: syntax), name: name,
        title: syntax.title.map { tree.quoted($0) } ?? Checker.title(of: name),
        section: syntax.section.flatMap { section($0) },
        parent: parent, end: index + 1, isInitial: syntax.initial != nil, path: path.isEmpty ? name : "\(path).\(name)",
        span: span(syntax.name)))
    workflow.stages[parent].children.append(index)
    if runsBeside(syntax, parent) { workflow.stages[parent].holdsTracks = true }
    workflow.stages[index].each = syntax.kind == .each ? addEach(node, index) : workflow.stages[parent].each
    if earlier == nil { childByName[name, parent] = index }
    stageFacts.append([])
    if let condition = syntax.condition { trackConditions[index] = (condition, current) }
    addMembers(syntax.members, to: index)
    workflow.stages[index].end = workflow.stages.count
  }

  private static func kind(of syntax: StageSyntax) -> CheckedStage.Kind {
    switch syntax.kind {
    case .stage: .stage
    case .track: .track
    case .final: .final
    case .each: .each
    }
  }

  /// Whether a block runs beside others like it; an `each` that stands in a wrong place changes nothing around it.
  private func runsBeside(_ syntax: StageSyntax, _ parent: Int) -> Bool {
    syntax.kind == .track || (syntax.kind == .each && parent > 0 && workflow.stages[parent].each == nil)
  }

  /// `needs_code` shows as `Needs code`.
  private static func title(of name: String) -> String {
    String(unsafeUninitializedCapacity: name.utf8.count) { words in
      var count = 0
      for byte in name.utf8 {
        let isSpace = byte == UInt8(ascii: "_")
        if isSpace, count == 0 || words[count - 1] == 32 { continue }
        words[count] = isSpace ? 32 : count == 0 && (97...122).contains(byte) ? byte - 32 : byte
        count += 1
      }
      return count > 0 && words[count - 1] == 32 ? count - 1 : count
    }
  }

  private mutating func checkStageName(_ syntax: StageSyntax, _ name: String, _ earlier: Int?) {
    if syntax.name != syntax.keyword, let earlier {
      report(
        .declaredTwice, "`\(name)` is already declared in the same place", syntax.name, "declared again",
        related: [Diagnostic.Related(span: workflow.stages[earlier].span, label: "the first")],
        help: ["give this one another name"])
    }
    if tree.isDotted(syntax.name) {
      report(
        .reservedName, "the name of a stage has no dots", syntax.name, "a dot",
        help: ["write `\(name.split(separator: ".").joined(separator: "_"))`"])
    }
  }

  private mutating func section(_ token: Int) -> Int? {
    let name = tree.quoted(token)
    if let index = sectionByName[name] { return index }
    let near = nearest(to: name, among: workflow.sections)
    report(
      .unknownSection, "the Work Room has no section \"\(name)\"", token, "not a section",
      help: [
        near.map { "write \"\($0)\"" }
          ?? "write one of \(workflow.sections.map { "\"\($0)\"" }.joined(separator: ", "))"
      ],
      fixes: near.map { [fix(Spelling.safety(name, $0), token, "\"\($0)\"")] } ?? [])
    return nil
  }

  // MARK: Conditions

  /// Conditions of tracks read campaign fields only; what they say is set holds inside the track.
  mutating func checkStageConditions() {
    for index in workflow.stages.indices.dropFirst() {
      let parent = workflow.stages[index].parent
      stageFacts[index] = stageFacts[parent]
      guard let (node, tree) = trackConditions[index] ?? nil else { continue }
      current = tree
      owner = index
      allowed = .campaignOnly
      if let (condition, facts, _) = checkCondition(node, stageFacts[index]) {
        workflow.stages[index].condition = condition
        stageFacts[index].formUnion(facts)
      }
      allowed = .everything
    }
  }

  // MARK: Look-up

  /// A stage by its name that a line at some place may ask for.
  mutating func stage(_ token: Int, from place: Int) -> Int? {
    guard let found = anyStage(token, from: place) else { return nil }
    if isVisible(found, from: place) { return found }
    reportStageOfItem(token, found)
    return nil
  }

  /// A stage by its name from the innermost outward, then by a unique end of its path.
  mutating func anyStage(_ token: Int, from place: Int) -> Int? {
    let written = text(token)
    let isDotted = tree.isDotted(token)
    let parts = isDotted ? written.split(separator: ".").map(String.init) : []
    var scope = place
    while scope >= 0 {
      if let found = isDotted ? descend(scope, parts) : child(of: scope, named: written) { return found }
      if workflow.stages[scope].name == written, scope > 0 { return scope }
      scope = workflow.stages[scope].parent
    }
    let matches = stages(named: parts.last ?? written).filter { index in
      let path = workflow.stages[index].path
      return path == written || path.hasSuffix("." + written)
    }
    if matches.count == 1 { return matches[0] }
    if matches.count > 1 {
      let visible = matches.filter { isVisible($0, from: place) }
      return visible.count == 1 ? visible[0] : ambiguous(token, visible.isEmpty ? matches : visible)
    }
    if let each = eachNamed(written) { return each }
    reportUnknownStage(token)
    return nil
  }

  private func descend(_ scope: Int, _ parts: [String]) -> Int? {
    var index = scope
    for part in parts {
      guard let next = child(of: index, named: part) else { return nil }
      index = next
    }
    return index
  }

  /// All stages of a name, in the order of the text.
  mutating func stages(named name: String) -> [Int] {
    if let stagesByName { return stagesByName[name] ?? [] }
    let stages = workflow.stages
    // As long as stages are being added, hardly a line asks; before, there are none.
    guard stages.count > 1, stages[0].end == stages.count else {
      return stages.indices.filter { $0 > 0 && stages[$0].name == name }
    }
    let byName = Dictionary(grouping: stages.indices.dropFirst()) { stages[$0].name }
    stagesByName = byName
    return byName[name] ?? []
  }

  private func child(of stage: Int, named name: String) -> Int? {
    workflow.stages[stage].children.isEmpty ? nil : childByName[name, stage]
  }

  private mutating func ambiguous(_ token: Int, _ matches: [Int]) -> Int? {
    let paths = matches.prefix(3).map { "`\(workflow.stages[$0].path)`" }.joined(separator: " or ")
    report(
      .ambiguousStage, "`\(text(token))` names \(matches.count) stages", token, "which one?",
      related: matches.prefix(3).map { Diagnostic.Related(span: workflow.stages[$0].span, label: "one of them") },
      help: ["write \(paths)"])
    return nil
  }

  mutating func reportUnknownStage(_ token: Int) {
    let (stages, items) = (workflow.stages, workflow.eaches.map { "\($0.noun)s" })
    let name = text(token)
    reportUnknown(
      .unknownStage, "no stage is called `\(name)`", token,
      near: { _ in Set(stages.dropFirst().flatMap { [$0.name, $0.path] } + items).sorted() },
      declared: { near in stages.first { $0.name == near || $0.path == near }?.span }, noun: "a stage",
      otherwise:
        "declare it: `final \(name.split(separator: ".").last ?? "done")` if everything ends there, else `stage \(name.split(separator: ".").last ?? "active")` with lines of its own and `end`; or write the name of one that exists"
    )
  }

  func isAncestor(_ outer: Int, of inner: Int) -> Bool {
    outer < inner && inner < workflow.stages[outer].end
  }
}
