import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Verdicts about the deliverables of an `each`: which one a post is, and what is missing where no post of one is known.
extension Engine {
  static let deliverable = "deliverable"

  /// Which deliverable a piece of content is: as the newest event about it says or the first, or, of several deliverables, one
  /// between them, since what tells of figures or of a verdict may leave it out.
  func toldDeliverable(of piece: ObjectRow, _ row: ParticipationRow) throws(EngineError) -> String? {
    if let name = try deliverable(in: piece.payload, of: Int(piece.event), definition(piece.definition)) { return name }
    guard piece.firstLog != piece.lastLog else { return nil }
    let first = try stored { () throws(StoreError) in try store.row(piece.firstLog) }
    if let first, let name = try deliverable(in: first.payload, of: Int(first.event), definition(first.definition)) {
      return name
    }
    guard try deliverables(of: row, definition(row.definition)).count > 1 else { return nil }
    let between = try stored { () throws(StoreError) in
      try store.rows(ofParticipation: row.id, from: piece.firstLog, to: piece.lastLog)
    }
    for log in between.reversed() where log.kind == Int64(StepInput.Kind.event.rawValue) && log.outcome < 2 {
      let definition = try definition(log.definition)
      guard let subject = definition.subject(of: log), subject.noun == "content", subject.key == piece.key else {
        continue
      }
      if let name = try deliverable(in: log.payload, of: Int(log.event), definition) { return name }
    }
    return nil
  }

  private func deliverable(
    in words: [Int64], of event: Int, _ definition: Definition
  ) throws(EngineError) -> String? {
    guard let word = definition.workflow.events[event].value(Engine.deliverable, words) else { return nil }
    return try text(word, definition)
  }

  /// Fills in which deliverable a verdict means that names a piece of content only.
  func fillDeliverable(
    _ words: inout [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) {
    guard definition.hasItems, definition.judgesContent[event],
      case let checked = definition.workflow.events[event], let key = checked.value("content", words),
      let field = checked.payload.firstIndex(where: { $0.name == Engine.deliverable }),
      words[0] >> Int64(field) & 1 == 0,
      let piece = try stored({ () throws(StoreError) in try store.objects(of: row.id, noun: "content") })
        .first(where: { $0.key == key }),
      let name = try toldDeliverable(of: piece, row)
    else { return }
    for item in deliverables(of: row, definition) where try text(item.name, definition) == name {
      words[field + 1] = item.name
      words[0] |= 1 << Int64(field)
      return
    }
  }

  func deliverables(of row: ParticipationRow, _ definition: Definition) -> [Machine.LiveItem] {
    guard let each = definition.workflow.eaches.firstIndex(where: { $0.noun == Engine.deliverable }) else { return [] }
    return definition.machine.items(row.state.span).filter { $0.each == each }
  }

  /// Why a verdict about a deliverable says nothing: no post of it is known that could be judged, or several are, and no line
  /// waits for a verdict without one; `nil` where that is not so.
  func unpostedDeliverable(
    _ input: StepInput, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    let event = definition.workflow.events[Int(input.index)]
    guard definition.judgesContent[Int(input.index)], event.otherwise == .handled,
      event.value("content", payload) == nil, let word = event.value(Engine.deliverable, payload),
      let item = deliverables(of: row, definition).first(where: { $0.name == word }), let stage = item.stages.last,
      let name = try text(word, definition)?.prefix(60)
    else { return nil }
    let own = try pieces(of: row).filter { $0.deliverable == String(name) }
    let posts = own.filter { $0.key != 0 && ["posted", "measured"].contains($0.status) }
    guard posts.count > 1 || !own.contains(where: { $0.status != "rejected" }),
      try isUnanswered(input, payload, row, definition)
    else { return nil }
    if posts.count > 1, let newest = posts.last {
      let names = posts.map { "`\($0.name.prefix(200))`" }.joined(separator: ", ")
      return
        "\(posts.count) posts of the deliverable `\(name)` are known, \(names); say which is meant: `\(event.typed ?? event.path) \(try typedName(row.influencer)) content \"\(newest.name.prefix(200))\"`"
    }
    let missing = own.last.map { "the post of the deliverable `\(name)`, `\($0.name.prefix(200))`, was rejected" }
    let isDraft = definition.workflow.waits(in: item.stages, for: "content.draft_submitted")
    let told =
      "\(missing ?? "no \(isDraft ? "draft" : "post") of the deliverable `\(name)` is known"), and a verdict about it does nothing"
    let place = definition.workflow.stages[stage]
    let typed = try typedName(row.influencer)
    guard place.kind != .final else {
      let again = own.last.map {
        "; if its post counts after all: `approve \(typed) content \"\($0.name.prefix(200))\"`"
      }
      return "\(told) in `\(place.title)`, where it is\(event.path == "content.approved" ? again ?? "" : "")"
    }
    let line = isDraft ? "submit draft \(typed) content \"...\"" : "post \(typed) content \"https://...\""
    let what = "\(missing == nil ? "the" : "another") \(isDraft ? "draft" : "post")"
    return "\(told) in `\(place.title)`; record \(what) first: `\(line) deliverable \"\(name)\"`"
  }

  /// Whether no line would do anything about an event.
  func isUnanswered(
    _ input: StepInput, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> Bool {
    let view = try view(of: row, definition, campaign(row.campaign), payload, input)
    var (state, tried) = (row.state, StepBuffer())
    var span = state.mutableSpan
    return step(definition.machine, &span, at: 0, input, payload: payload.span, view: view, into: &tried) == .handled
  }

  /// That a deliverable stays where it is although its post was rejected; `nil` where it is not at its end.
  func doneAllTheSame(_ received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    let definition = received.definition
    guard definition.hasItems,
      let word = definition.workflow.events[received.event].value(Engine.deliverable, received.payload),
      let item = deliverables(of: row, definition).first(where: { $0.name == word }), let stage = item.stages.last,
      definition.workflow.stages[stage].kind == .final, let name = try text(word, definition)
    else { return nil }
    return
      "the deliverable `\(name.prefix(60))` stays in `\(definition.workflow.stages[stage].title)`, which no line leaves"
  }
}

extension CheckedWorkflow {
  /// Whether a line in some stages waits for an event.
  fileprivate func waits(in stages: [Int], for path: String) -> Bool {
    rules.contains { rule in
      guard case .event(let event) = rule.trigger else { return false }
      return stages.contains(rule.owner) && events[event].path == path
    }
  }
}
