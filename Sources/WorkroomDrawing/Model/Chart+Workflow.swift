package import WorkroomLanguage

extension Chart {
  /// What a checked workflow looks like; the source gives the words of its conditions.
  package init(_ workflow: CheckedWorkflow, _ source: SourceText) {
    let texts = ClauseTexts(source)
    name = workflow.name
    version = workflow.version
    sections = workflow.sections
    nodes = workflow.stages.indices.map { Chart.node($0, workflow, texts) }
    arrows = []
    for index in nodes.indices {
      guard !nodes[index].holdsTracks, let first = Chart.entry(index, workflow) else { continue }
      nodes[first].isEntry = true
    }
    addRules(workflow, texts)
  }

  private static func node(_ index: Int, _ workflow: CheckedWorkflow, _ texts: ClauseTexts) -> Node {
    let stage = workflow.stages[index]
    let kind: Kind =
      switch stage.kind {
      case .root: .root
      case .stage: .stage
      case .track: .track
      case .final: .final
      case .each: .each
      }
    var outer: Int?
    var place = stage.parent
    while place > 0, outer == nil {
      outer = workflow.stages[place].section
      place = workflow.stages[place].parent
    }
    return Node(
      kind: kind, name: stage.name, title: stage.title, path: stage.path,
      section: stage.section == outer ? nil : stage.section, parent: index == 0 ? nil : stage.parent,
      children: stage.children, holdsTracks: stage.holdsTracks, condition: texts.condition(stage))
  }

  /// The stage that is entered first, where stages stand inside.
  private static func entry(_ index: Int, _ workflow: CheckedWorkflow) -> Int? {
    let children = workflow.stages[index].children
    return children.first { workflow.stages[$0].isInitial }
      ?? children.first { workflow.stages[$0].kind != .final } ?? children.first
  }

  /// Lines that name several events are several rules, and one arrow.
  private struct LineKey: Hashable {
    var owner: Int
    var source: Int
    var offset: Int
  }

  private mutating func addRules(_ workflow: CheckedWorkflow, _ texts: ClauseTexts) {
    var seen: Set<LineKey> = []
    let hasStages = workflow.stages.count > 1
    for rule in workflow.rules {
      let key = LineKey(owner: rule.owner, source: rule.span.source, offset: rule.span.range.lowerBound)
      guard hasStages, seen.insert(key).inserted else { continue }
      let cause = texts.cause(rule, workflow)
      let line = rule.isVocabulary ? nil : rule.line
      func arrow(to target: Int, _ way: Arrow.Way, together: [Int] = []) {
        arrows.append(
          Arrow(source: rule.owner, target: target, cause: cause, way: way, together: together, line: line))
      }
      func note(_ kind: Note.Kind, _ more: [String] = []) {
        // What the vocabulary does everywhere is no news in a picture of one workflow.
        guard rule.owner > 0 || !rule.isVocabulary else { return }
        nodes[rule.owner].notes.append(Note(kind: kind, cause: cause, deeds: texts.deeds(rule) + more))
      }
      switch rule.outcome {
      case .goTo(let targets):
        for target in targets { arrow(to: target, .goTo, together: targets.filter { $0 != target }) }
      case .restart(at: let target?): arrow(to: target, .restart)
      case .restart(at: nil): rule.owner == 0 ? note(.restart) : arrow(to: rule.owner, .restart)
      case .resume(let target?, let atTop): arrow(to: target, .resume(atTop: atTop))
      case .resume(nil, _): note(.resume)
      case .stay: note(.stay)
      case .ignore: note(.ignore)
      case .refuse(let text): note(.refuse, ["refuse \"\(workflow.texts[text])\""])
      case nil: note(.reaction)
      }
    }
  }
}
