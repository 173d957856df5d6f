import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
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

  /// Why what is said of a deliverable says nothing: several posts of it may be meant; `nil` where only one may.
  func severalPosts(
    _ meant: [Piece], _ event: CheckedEvent, _ words: [Int64], _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard definition.hasItems, meant.count > 1, meant.allSatisfy({ $0.key != 0 && !$0.isDraft }) else { return nil }
    let items = deliverables(of: row, definition).map(\.name)
    guard let word = event.value(Engine.deliverable, words) ?? (items.count == 1 ? items[0] : nil),
      items.contains(word), let name = try text(word, definition)
    else { return nil }
    return try severalPosts(meant, of: name, event, row)
  }

  /// Why a verdict does not mean a piece of content: that is known as another deliverable than the verdict names; `nil` where it is not.
  func otherDeliverable(
    than words: [Int64], of key: Int64, _ event: CheckedEvent, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard definition.hasItems, let word = event.value(Engine.deliverable, words), let said = try text(word, definition),
      let piece = try pieces(of: row).first(where: { $0.key == key }), let own = piece.deliverable, own != said
    else { return nil }
    let name = piece.name.prefix(200)
    return try
      "`\(name)` is of the deliverable `\(own.prefix(60))`, and not of `\(said.prefix(60))`: `\(event.typed ?? event.path) \(typedName(row.influencer)) content \"\(name)\"`"
  }

  private func severalPosts(
    _ posts: [Piece], of deliverable: String, _ event: CheckedEvent, _ row: ParticipationRow
  ) throws(EngineError) -> String {
    let names = posts.prefix(6).map { "`\($0.name.prefix(200))`" }.joined(separator: ", ")
    let more = posts.count > 6 ? " and \(posts.count - 6) more" : ""
    let line = try
      "\(event.typed ?? event.path) \(typedName(row.influencer)) deliverable \"\(deliverable.prefix(60))\" content \"\(posts.last?.name.prefix(200) ?? "")\""
    return
      "\(posts.count) posts of the deliverable `\(deliverable.prefix(60))` are known, \(names)\(more); say which is meant: `\(line)`"
  }

  /// Fills in the post whose figures are told by its deliverable only; why that cannot be, where several may be meant.
  func fillMeasured(
    _ words: inout [Int64], _ written: [WrittenValue], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let (checked, field) = (definition.workflow.events[event], definition.subjectField[event])
    guard definition.hasItems, checked.path == "content.measured", field >= 0, words[0] >> Int64(field) & 1 == 0,
      let name = written.last(where: { $0.name == Engine.deliverable })?.text
    else { return nil }
    var posts: [Piece] = []
    for piece in try pieces(of: row) where piece.deliverable == name && piece.key != 0 {
      if try isPosted(piece.status, piece.firstLog) { posts.append(piece) }
    }
    guard posts.count < 2 else { return try severalPosts(posts, of: name, checked, row) }
    guard let post = posts.first else { return nil }
    words[field + 1] = post.key
    words[0] |= 1 << Int64(field)
    return nil
  }

  /// The newest verdict about a piece of content behind which figures of it were told; its status where there is none.
  package func verdictBehindFigures(_ piece: ObjectRow) throws(EngineError) -> String {
    guard piece.status == "measured", piece.firstLog != piece.lastLog else { return piece.status }
    let between = try stored { () throws(StoreError) in
      try store.rows(ofParticipation: piece.participation, from: piece.firstLog, to: piece.lastLog)
    }
    for log in between.reversed() where log.outcome < 2 {
      let told = try definition(log.definition)
      guard let subject = told.subject(of: log), subject == ("content", piece.key) else { continue }
      let path = told.workflow.events[Int(log.event)].path
      if path != "content.measured" { return path == "content.approved" ? "approved" : piece.status }
    }
    return piece.status
  }

  /// Why a verdict about a deliverable says nothing: no post of it is known that could be judged, and no line waits for a
  /// verdict without one; `nil` where that is not so.
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
    guard !own.contains(where: { $0.status != "rejected" }), try isUnanswered(input, payload, row, definition) else {
      return nil
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
