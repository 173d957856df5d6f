import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What is said of a draft or a post that was handed in: which one is meant where none is named, and why one cannot be.
extension Engine {
  /// Events that judge a piece of content.
  static let verdicts: Set<String> = ["content.approved", "content.changes_requested", "content.rejected"]

  /// A piece of content of a participation, as the newest event about it tells; figures do not hide that it is approved.
  struct Piece {
    /// 0 for one without a name.
    var key: Int64
    var name: String
    var status: String
    var firstLog: Int64
    var deliverable: String?

    var isDraft: Bool { status == "draft_submitted" }
  }

  func pieces(of row: ParticipationRow) throws(EngineError) -> [Piece] {
    var pieces: [Piece] = []
    let hasItems = try definition(row.definition).hasItems
    for object in try stored({ () throws(StoreError) in try store.objects(of: row.id, noun: "content") }) {
      let name = try object.key == 0 ? "" : text(object.key, definition(object.definition)) ?? "(erased)"
      let verdict = hasItems ? try verdictBehindFigures(object) : object.status
      pieces.append(
        Piece(
          key: object.key, name: name, status: verdict, firstLog: object.firstLog,
          deliverable: hasItems ? try toldDeliverable(of: object, row) : nil))
    }
    return pieces
  }

  /// What an event may mean that names no content: drafts that wait, else what was posted, else what was approved, if it names
  /// a deliverable or rejects; those of that deliverable, or else those that name none.
  private func meant(
    _ words: [Int64], _ event: CheckedEvent, _ definition: Definition, among pieces: [Piece]
  ) throws(EngineError) -> [Piece] {
    var (pieces, named): ([Piece], [Piece]) = (pieces, [])
    if let word = event.value(Engine.deliverable, words) {
      let name = try text(word, definition)
      named = pieces.filter { $0.deliverable == name }
      pieces = named.isEmpty ? pieces.filter { $0.deliverable == nil } : named
    }
    let drafts = pieces.filter(\.isDraft)
    guard drafts.isEmpty else { return drafts }
    let posts = pieces.filter { ["posted", "measured"].contains($0.status) }
    guard posts.isEmpty else { return posts }
    let rejects = event.path == "content.rejected" && event.value(Engine.deliverable, words) == nil
    var approved: [Piece] = []
    for piece in rejects ? pieces : named where piece.status == "approved" {
      let isPost = try isPosted(piece.status, piece.firstLog)
      if isPost || event.path != "content.approved" { approved.append(piece) }
    }
    return approved
  }

  /// Fills in the draft or the post that a verdict means, where it can mean only one.
  func fillContent(
    _ words: inout [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) {
    let field = definition.subjectField[event]
    guard definition.judgesContent[event], field >= 0, words[0] >> Int64(field) & 1 == 0 else { return }
    let (checked, pieces) = (definition.workflow.events[event], try pieces(of: row))
    let meant = try meant(words, checked, definition, among: pieces)
    guard meant.count == 1, meant[0].key != 0,
      try unsaidDeliverable(words, checked, definition, row, among: pieces) == nil
    else { return }
    words[field + 1] = meant[0].key
    words[0] |= 1 << Int64(field)
  }

  /// Why nothing can be said of a draft like that: there is no such draft, there are several, or it is approved already.
  /// `nil` where it can.
  func draftProblem(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard definition.judgesContent[event], definition.subjectField[event] >= 0 else { return nil }
    let checked = definition.workflow.events[event]
    let approves = checked.path == "content.approved"
    guard let key = checked.value("content", words) else {
      return try unnamedProblem(words, checked, definition, row, approves: approves)
    }
    let known = try stored { () throws(StoreError) in try store.object(row.id, "content", key) }
    guard let known else { return try unknownContent(text(key, definition) ?? "", row) }
    if let reason = try otherDeliverable(than: words, of: key, checked, definition, row) { return reason }
    if approves, known.status == "rejected", let reason = try givenAway(key, definition, row) { return reason }
    guard approves, known.status == "approved", try isDraft(row, known.log) else { return nil }
    return "`\(try text(key, definition)?.prefix(60) ?? "(erased)")` is approved already, and a draft is approved once"
  }

  /// Why a post does not count here: it counts for somebody else, or in another campaign.
  private func givenAway(
    _ key: Int64, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    guard let name = try text(key, definition) else { return nil }
    let elsewhere = try countedElsewhere(name, definition, row)
    return elsewhere?.outcome == .setAside ? elsewhere?.reason : nil
  }

  /// Why figures of a post say nothing: it was rejected, or counts for somebody else; `nil` where they do.
  func figuresProblem(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let checked = definition.workflow.events[event]
    guard checked.path == "content.measured", let key = checked.value("content", words) else { return nil }
    guard let known = try stored({ () throws(StoreError) in try store.object(row.id, "content", key) }) else {
      return try givenAway(key, definition, row)
    }
    guard known.status == "rejected" else { return nil }
    let name = try text(key, definition)?.prefix(200) ?? "(erased)"
    return try
      "`\(name)` was rejected, so its figures do not count; if it counts after all, say so first: `post \(typedName(row.influencer)) content \"\(name)\"`"
  }

  private func unnamedProblem(
    _ words: [Int64], _ event: CheckedEvent, _ definition: Definition, _ row: ParticipationRow, approves: Bool
  ) throws(EngineError) -> String? {
    let pieces = try pieces(of: row)
    let meant = try meant(words, event, definition, among: pieces)
    if meant.count > 1, meant.allSatisfy({ $0.isDraft && $0.key != 0 }) {
      let names = meant.map { "`\($0.name.prefix(60))`" }.joined(separator: ", ")
      let typed = try
        "\(event.typed ?? event.path) \(typedName(row.influencer)) content \"\(meant[0].name.prefix(60))\""
      return "\(meant.count) drafts wait, \(names); say which is meant: `\(typed)`"
    }
    if let reason = try unsaidDeliverable(words, event, definition, row, among: pieces) { return reason }
    if let reason = try severalPosts(meant, event, words, definition, row) { return reason }
    guard approves, meant.isEmpty, event.value(Engine.deliverable, words) == nil else { return nil }
    for piece in pieces where piece.status == "approved" {
      guard try isDraft(row, piece.firstLog) else { continue }
      let name = piece.name.isEmpty ? "the draft" : "`\(piece.name.prefix(60))`"
      return "no draft waits, and \(name) is approved already"
    }
    return nil
  }

  /// Why nothing is said of a deliverable of which no post is known, while one is that could be any of several; `nil` where that
  /// is not so.
  private func unsaidDeliverable(
    _ words: [Int64], _ event: CheckedEvent, _ definition: Definition, _ row: ParticipationRow, among pieces: [Piece]
  ) throws(EngineError) -> String? {
    guard let word = event.value(Engine.deliverable, words), let name = try text(word, definition),
      let each = definition.workflow.eaches.firstIndex(where: { $0.noun == "deliverable" }),
      case let items = definition.machine.items(row.state.span).filter({ $0.each == each }),
      items.count > 1, items.contains(where: { $0.name == word }),
      !pieces.contains(where: { $0.deliverable == name || $0.isDraft }),
      let post = try newestUnsaid(pieces)
    else { return nil }
    let line = try
      "post \(typedName(row.influencer)) content \"\(post.name.prefix(200))\" deliverable \"\(name.prefix(60))\""
    return
      "no post of the deliverable `\(name.prefix(60))` is known, and `\(post.name.prefix(60))` was recorded without saying which it is; say it first: `\(line)`"
  }

  /// The newest post of which nobody said which deliverable it is.
  private func newestUnsaid(_ pieces: [Piece]) throws(EngineError) -> Piece? {
    for piece in pieces.reversed() where piece.deliverable == nil && piece.key != 0 {
      if try isPosted(piece.status, piece.firstLog) { return piece }
    }
    return nil
  }

  /// Whether a piece of content was handed in as a draft.
  private func isDraft(_ row: ParticipationRow, _ firstLog: Int64) throws(EngineError) -> Bool {
    try stored { () throws(StoreError) in try store.drafts(row.id, firstLog) != nil }
  }

  private func unknownContent(_ name: String, _ row: ParticipationRow) throws(EngineError) -> String {
    let known = try pieces(of: row).filter { $0.key != 0 }.map { "`\($0.name.prefix(60))`" }
    let told = "no draft and no post of theirs is called `\(name.prefix(60))`"
    guard known.isEmpty else { return "\(told); known are \(known.prefix(6).joined(separator: ", "))" }
    let typed = try typedName(row.influencer)
    return "\(told); what they handed in is recorded first, with `submit draft \(typed) content \"\(name.prefix(60))\"`"
  }
}
