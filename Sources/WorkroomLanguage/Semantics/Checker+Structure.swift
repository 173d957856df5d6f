/// What may stand inside what, and which of several stages comes first.
extension Checker {
  mutating func checkStructure() {
    current = 1
    for index in workflow.stages.indices {
      owner = index
      checkSides(index)
      checkInside(index)
      checkInitial(index)
      if workflow.stages[index].kind == .each { checkPlace(ofEach: index) }
    }
    checkTracksMax()
    checkBeginning()
  }

  /// A stage holds stages, or what runs side by side: tracks and `each` blocks.
  private mutating func checkSides(_ index: Int) {
    let stage = workflow.stages[index]
    guard stage.holdsTracks, let other = stage.children.first(where: { !runsBeside($0) }),
      let side = stage.children.first(where: { runsBeside($0) })
    else { return }
    let place = stage.kind == .root ? "the file" : "`\(stage.name)`"
    guard workflow.stages[side].kind == .track else {
      return report(
        .stagesAndTracks, "\(place) holds a stage beside `each \(workflow.stages[side].name)`",
        workflow.stages[other].span, "a stage beside an `each`",
        related: related(workflow.stages[side].span, "the `each`"),
        help: ["put the `each` into a stage of its own, or this stage out of \(place)"])
    }
    report(
      .stagesAndTracks, "\(place) holds stages and tracks side by side", workflow.stages[other].span,
      "a stage beside tracks", related: [Diagnostic.Related(span: workflow.stages[side].span, label: "a track")],
      help: stage.kind == .root
        ? ["put the tracks into a stage of their own: `stage active`"]
        : ["put this stage into one of the tracks, or out of `\(stage.name)`"])
  }

  private func runsBeside(_ index: Int) -> Bool { [.track, .each].contains(workflow.stages[index].kind) }

  private mutating func checkInside(_ index: Int) {
    let stage = workflow.stages[index]
    if stage.kind == .each, stage.children.isEmpty {
      return report(
        .nothingInside, "`each \(stage.name)` has no stages that an item goes through", stage.span,
        "nothing to do inside", help: ["add a stage and a final one, such as `stage to_do` and `final approved`"],
        follows: hasSyntaxErrors(inside: index))
    }
    if stage.kind == .each, stage.holdsTracks {
      return report(
        .stagesAndTracks, "an item of `each \(stage.name)` goes through stages, and tracks lie inside one of them",
        workflow.stages[stage.children[0]].span, "a track directly inside an `each`",
        help: ["put the tracks into a stage of their own: `stage under_way`"])
    }
    guard stage.kind != .root, stage.kind != .final, !stage.children.isEmpty, !stage.holdsTracks,
      stage.children.allSatisfy({ workflow.stages[$0].kind == .final })
    else { return }
    report(
      .nothingInside, "`\(stage.name)` holds only final stages, so it is done as soon as it is entered", stage.span,
      "nothing to do inside", help: ["add a stage before the final one"])
  }

  private mutating func checkInitial(_ index: Int) {
    let marked = workflow.stages[index].children.filter { workflow.stages[$0].isInitial }
    guard marked.count > 1 else { return }
    let (first, second) = (workflow.stages[marked[0]], workflow.stages[marked[1]])
    report(
      .declaredTwice, "`\(first.name)` and `\(second.name)` are both `initial`, and one of them is entered first",
      second.span, "the second", related: related(first.span, "the first"),
      help: ["keep `initial` on one of the two"])
  }

  /// An `each` stands inside a stage or a track, and not inside another.
  private mutating func checkPlace(ofEach index: Int) {
    let stage = workflow.stages[index]
    owner = stage.parent
    if stage.parent == 0 {
      report(
        .eachNotHere, "`each \(stage.name)` stands outside the stages, where no items are made", stage.span,
        "outside the stages", help: ["put it into the stage in which there are items: `stage active`"])
    } else if let outer = workflow.stages[stage.parent].each {
      let noun = workflow.eaches[outer].noun
      report(
        .eachNotHere, "`each \(stage.name)` stands inside `each \(noun)`, and an item has no items of its own",
        stage.span, "an `each` inside another",
        related: related(workflow.stages[workflow.eaches[outer].stage].span, "the outer one"),
        help: ["move it out of `each \(noun)`, beside it"])
    }
  }

  private mutating func checkTracksMax() {
    let tracks = workflow.stages.indices.filter { workflow.stages[$0].kind == .track }
    guard tracks.count > Checker.tracksMax else { return }
    let last = tracks[Checker.tracksMax]
    owner = workflow.stages[last].parent
    report(
      .tooMany, "a workflow has at most \(Checker.tracksMax) tracks", workflow.stages[last].span, "one too many",
      help: ["join some of them"])
  }

  /// A workflow has somewhere to begin.
  private mutating func checkBeginning() {
    owner = 0
    guard let first = workflow.stages[0].children.first,
      workflow.stages[0].children.allSatisfy({ workflow.stages[$0].kind == .final })
    else { return }
    report(
      .nothingInside, "this workflow has final stages, but no stage to begin in", workflow.stages[first].span,
      "nothing before it",
      help: ["add a stage, such as `stage invited in \"My Influencers\"`"])
  }
}
