import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Which rule led where a participation stands now.
struct Why {
  let teller: Teller
  let story: Story

  init(_ teller: Teller) throws(EngineError) {
    self.teller = teller
    story = try Story.read(teller)
  }

  // MARK: Where it stands

  func lines() throws(EngineError) -> [String] {
    guard let last = story.steps.last(where: { $0.status == .taken || $0.status == .handled }) else {
      return ["\(teller.name) does not take part in `\(teller.campaign.row.name)`"]
    }
    let workflow = last.definition.workflow
    let active = last.after.active
    let inner = active.filter { place in
      place.stage > 0 && !active.contains { Why.isInside($0, place, workflow) }
    }
    var groups: [(places: [Snapshot.Place], arrival: (step: Story.Step, firing: Story.Firing?)?)] = []
    for place in inner.sorted(by: { ($0.stage, $0.item) < ($1.stage, $1.item) }) {
      let arrival = arrival(at: place)
      let known = groups.firstIndex { group in
        group.arrival?.step.log.id == arrival?.step.log.id && group.arrival?.firing?.rule == arrival?.firing?.rule
          && group.arrival?.firing?.item == arrival?.firing?.item
      }
      if let known { groups[known].places.append(place) } else { groups.append(([place], arrival)) }
    }
    var lines: [String] = []
    for group in groups {
      if !lines.isEmpty { lines.append("") }
      lines += reasons(group.places, group.arrival, last)
    }
    return lines.isEmpty ? ["\(teller.name) takes part, and no stage of the workflow has been entered"] : lines
  }

  static func isInside(_ inner: Snapshot.Place, _ outer: Snapshot.Place, _ workflow: CheckedWorkflow) -> Bool {
    outer.stage < inner.stage && inner.stage < workflow.stages[outer.stage].end
      && (outer.item < 0 || outer.item == inner.item)
  }

  private func reasons(
    _ places: [Snapshot.Place], _ arrival: (step: Story.Step, firing: Story.Firing?)?, _ last: Story.Step
  ) -> [String] {
    let titles = places.map { teller.place($0, last.definition, last.after.items) }.joined(separator: " and ")
    guard let (step, firing) = arrival else { return ["\(teller.name) stands in \(titles)"] }
    var lines = ["\(teller.name) stands in \(titles) since \(teller.time(step.log.occurred))"]
    if let firing {
      lines += indented(rule(firing, step, entered: places.map(\.stage)))
      lines.append("  set off by \(cause(step))")
    } else {
      lines.append("  entered with \(cause(step))")
    }
    return lines
  }

  /// The last step that entered a place, and the rule that did.
  private func arrival(at place: Snapshot.Place) -> (step: Story.Step, firing: Story.Firing?)? {
    var place = place
    for step in story.steps.reversed() {
      let firing = step.firings.last { firing in
        firing.entered.contains(place.stage) && (firing.item < 0 || firing.item == place.item)
      }
      let earlier = step.placeBefore(place)
      let isNew = earlier == nil
      if let firing, isNew || place.item < 0 || firing.item == place.item { return (step, firing) }
      if isNew, step.after.active.contains(place) || step.entered.contains(place.stage) { return (step, nil) }
      if let earlier { place = earlier }
    }
    return nil
  }

  // MARK: Parts of an answer

  /// A rule with its text, its condition as it was read, and its reason.
  private func rule(_ firing: Story.Firing, _ step: Story.Step, entered stages: [Int] = []) -> [String] {
    let workflow = step.definition.workflow
    let checked = workflow.rules[firing.rule]
    var lines = teller.lines(of: firing.rule, step.definition)
    if let tree = firing.tree { lines += tree.picture(width: 72).map { "    \($0)" } }
    if let because = checked.because, !lines.joined().contains("because") {
      lines.append("  because \"\(workflow.texts[because])\"")
    }
    for stage in stages {
      guard let around = entry(checked, stage, workflow) else { continue }
      lines.append("  `\(workflow.stages[stage].name)` is entered with `\(around)`")
    }
    return lines
  }

  /// The target of a rule that holds a stage which was entered along with it.
  private func entry(_ rule: CheckedRule, _ stage: Int, _ workflow: CheckedWorkflow) -> String? {
    guard case .goTo(let targets) = rule.outcome, !targets.contains(stage) else { return nil }
    let around = targets.last { $0 < stage && stage < workflow.stages[$0].end }
    return around.map { workflow.stages[$0].path }
  }

  /// What a step began with: an event and who sent it, a time, or the beginning itself.
  private func cause(_ step: Story.Step) -> String {
    let log = step.log
    let workflow = step.definition.workflow
    switch StepInput.Kind(rawValue: UInt8(clamping: log.kind)) {
    case .start:
      return (log.payload.count > 1 ? "the beginning of round \(log.payload[1])" : "the beginning") + sender(log, nil)
    case .event:
      let role = log.role >= 0 ? workflow.roles[Int(log.role)].name : nil
      return teller.event(Int(log.event), log.payload, step.definition) + sender(log, role)
    case .timer:
      let rule = step.definition.machine.timerIdentity(Int(log.event)).rule
      return "the time of \(teller.line(rule, step.definition)), which was up at \(teller.time(log.reported))"
    case .serve: return "an item that came for somebody who waited in line"
    case .migrate: return "the move to version \(workflow.version) of the workflow"
    case nil: return "a notice"
    }
  }

  private func sender(_ log: LogRow, _ role: String?) -> String {
    let actor = log.actor > 0 ? (try? teller.engine.store.text(log.actor)) ?? nil : nil
    switch (actor, role) {
    case (let actor?, let role?): return ", sent by \(actor) as \(role)"
    case (nil, let role?): return ", sent by a \(role)"
    case (let actor?, nil): return ", by \(actor)"
    case (nil, nil): return ""
    }
  }

  private func indented(_ lines: [String]) -> [String] { lines.map { "  \($0)" } }

  // MARK: All of it

  /// Every step from the first on.
  func history() -> [String] {
    var lines: [String] = []
    for (number, step) in story.steps.enumerated() {
      if number > 0 { lines.append("") }
      lines.append("\(number + 1). \(teller.time(step.log.occurred))  \(cause(step))\(ending(step))")
      for firing in step.firings { lines += indented(rule(firing, step)) }
      let titles = step.arrivals.map { teller.place($0, step.definition, step.after.items) }
      if !titles.isEmpty { lines.append("  then in \(titles.joined(separator: ", "))") }
    }
    return lines
  }

  private func ending(_ step: Story.Step) -> String {
    switch step.status {
    case .taken, .handled: return ""
    case .ignored: return ": ignored"
    case .denied: return ": refused, since this role may not send it"
    case .refused:
      let words = step.log.words < 0 ? step.definition.machine.literalText(step.log.words) : nil
      return ": refused" + (words.map { ", \"\($0)\"" } ?? "")
    case .overflow: return ": undone, since an amount or a date would have become too large"
    case .tooManyRounds: return ": undone, since the rules went round for ever"
    }
  }
}
