/// Where rules lead: which stages may be named together, entered again, or resumed.
extension Checker {
  /// A stage that a line may go to or ask about; an `each` is entered with the stage that holds it.
  mutating func target(_ token: Int) -> Int? {
    guard let index = stage(token, from: owner) else { return nil }
    let stage = workflow.stages[index]
    guard stage.kind == .each else { return index }
    report(
      .notOfThisItem, "`\(stage.name)` is an `each`, which is entered with the stage that holds it", token,
      "not a stage by itself", related: related(stage.span, "many items, not one stage"),
      help: stage.parent > 0 ? ["write `\(workflow.stages[stage.parent].name)`"] : ["name a stage"])
    return nil
  }

  /// `go to S`, `go to S and T`.
  mutating func checkGoTo(_ tokens: [Int]) -> CheckedRule.Outcome? {
    var targets: [(token: Int, stage: Int)] = []
    for token in tokens {
      guard let target = target(token), !isAround(target, token) else { continue }
      targets.append((token, target))
    }
    guard targets.count == tokens.count, areApart(targets) else { return nil }
    return .goTo(targets.map(\.stage).sorted())
  }

  /// Whether a target is the stage that holds the line, or one around it: reported, since that is not left.
  private mutating func isAround(_ target: Int, _ token: Int) -> Bool {
    guard target == owner || isAncestor(target, of: owner) else { return false }
    let name = workflow.stages[target].name
    report(
      .goToAncestor,
      target == owner ? "`\(name)` is the stage that this line stands in" : "this line stands inside `\(name)`",
      token, "already there",
      help: target == owner
        ? ["write `restart` to leave it and enter it again, or `stay`"]
        : ["write `restart` in a line of `\(name)` itself, or go to one of its inner stages"],
      follows: !endsAddUp)
    return true
  }

  // MARK: Several targets

  /// Whether stages stand in different tracks of one stage.
  private mutating func areApart(_ targets: [(token: Int, stage: Int)]) -> Bool {
    let common = targets.dropFirst().reduce(targets[0].stage) { commonStage($0, $1.stage) }
    for (position, later) in targets.enumerated() {
      for earlier in targets[..<position] {
        guard let (title, help) = clash(earlier.stage, later.stage, common) else { continue }
        report(
          .targetsNotApart, title, later.token, "not beside the other",
          related: [Diagnostic.Related(span: span(earlier.token), label: "the other")], help: help,
          follows: !structureIsKnown)
        return false
      }
    }
    return true
  }

  /// Why two stages cannot be entered together.
  private func clash(_ first: Int, _ second: Int, _ common: Int) -> (title: String, help: [String])? {
    let (a, b) = (workflow.stages[first].name, workflow.stages[second].name)
    if first == second { return ("`\(a)` is named twice", ["name each stage once"]) }
    let shared = commonStage(first, second)
    if shared == first || shared == second {
      let (outer, inner) = shared == first ? (a, b) : (b, a)
      return ("`\(inner)` lies inside `\(outer)`, so that it is enough to name it", ["write `go to \(inner)`"])
    }
    guard workflow.stages[shared].holdsTracks else {
      return (
        "`\(a)` and `\(b)` exclude each other: a participation is in one of them at a time",
        ["go to one of them, or put them into tracks, which run side by side"]
      )
    }
    if (workflow.stages[first].each == nil) != (workflow.stages[second].each == nil) {
      let (inner, outer) = workflow.stages[first].each == nil ? (b, a) : (a, b)
      return (
        "`\(inner)` belongs to an item, and going to `\(outer)` leaves all items",
        ["name only stages of the item, or only stages outside of its `each`"]
      )
    }
    guard shared != common else { return nil }
    let track = child(of: common, holding: first)
    return (
      "`\(a)` and `\(b)` stand in the same track, `\(workflow.stages[track].name)`",
      ["name one stage of each track of `\(workflow.stages[common].name)`"]
    )
  }

  /// The innermost stage that is or holds both.
  func commonStage(_ first: Int, _ second: Int) -> Int {
    workflow.commonStage(first, second)
  }

  private func child(of outer: Int, holding inner: Int) -> Int {
    var place = inner
    while workflow.stages[place].parent != outer, place > 0 { place = workflow.stages[place].parent }
    return place
  }

  // MARK: Entered again

  /// `restart`, `restart at S`.
  mutating func checkRestart(_ token: Int?) -> CheckedRule.Outcome? {
    guard let token else { return .restart(at: nil) }
    guard let target = target(token) else { return nil }
    guard !isAncestor(owner, of: target) else { return .restart(at: target) }
    let (name, line) = (workflow.stages[target].name, workflow.stages[owner].name)
    let title: String
    let help: String
    if target == owner {
      (title, help) = ("`\(name)` is the stage that this line stands in", "write `restart`")
    } else if isAncestor(target, of: owner) {
      (title, help) = ("this line stands inside `\(name)`", "put this line into `\(name)` itself, and write `restart`")
    } else {
      (title, help) = ("`\(name)` does not lie inside `\(line)`, which this line stands in", "write `go to \(name)`")
    }
    report(
      .restartElsewhere, title, token, "not an inner stage",
      related: related(workflow.stages[target].span, "it stands here"),
      notes: ["`restart at` takes a stage or track inside the one that holds the line"], help: [help],
      follows: !endsAddUp)
    return nil
  }

  /// `resume`, `resume S`, `resume S at the top`.
  mutating func checkResume(_ token: Int?, _ atTop: Bool, _ action: Int) -> CheckedRule.Outcome? {
    guard let token else { return canResume(action) ? .resume(nil, atTop: false) : nil }
    guard let target = target(token), !isAround(target, token) else { return nil }
    let stage = workflow.stages[target]
    guard stage.kind != .final else {
      report(
        .nothingToResume, "`\(stage.name)` is final, and nothing inside it was left to resume", token, "a final stage",
        related: related(stage.span, "declared final"), help: ["write `go to \(stage.name)`"])
      return nil
    }
    return .resume(target, atTop: atTop)
  }

  /// Whether the stage that holds a line can have been entered from another.
  private mutating func canResume(_ token: Int) -> Bool {
    let stage = workflow.stages[owner]
    let others = stage.parent < 0 ? [] : workflow.stages[stage.parent].children.filter { $0 != owner }
    let isBeside = others.contains { workflow.stages[$0].kind != .final }
    guard stage.kind != .stage || !isBeside else { return true }
    let title =
      switch stage.kind {
      case .root: "this line stands outside the stages, so that `resume` has to say which one"
      case .stage: "`\(stage.name)` is not entered from another stage, so that nothing was left for it"
      default: "`\(stage.name)` is entered together with the stage around it, so that nothing was left for it"
      }
    report(
      .nothingToResume, title, token, "resume what?",
      notes: ["`resume` alone goes back to what was active when the stage that holds the line was entered"],
      help: ["name the stage: `resume active`"], follows: !endsAddUp)
    return false
  }

  // MARK: Asking

  /// `in S`
  mutating func checkIsIn(_ node: NodeIndex, _ token: Int) -> Int? {
    if allowed == .campaignOnly {
      report(
        .conditionNotAllowed, "a track's condition reads the campaign's fields only", token, "not the campaign's",
        notes: ["a track is there or not for everybody in the campaign alike"],
        help: ["name a field of the `campaign` block"])
      return nil
    }
    return target(token).map { make(.isIn($0), .flag, node) }
  }

  /// A place of the file; those of the vocabulary are not shown.
  func related(_ span: Diagnostic.Span, _ label: String) -> [Diagnostic.Related] {
    span.source >= 0 ? [Diagnostic.Related(span: span, label: label)] : []
  }
}
