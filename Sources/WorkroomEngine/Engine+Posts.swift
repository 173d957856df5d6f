import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// A post counts once: for one influencer, in one campaign, whatever form of its address somebody writes and whatever way it
/// comes in.
///
/// Names that are no addresses tell posts apart within a campaign. What the workflow itself asks for by a name, as in
/// `event.content is "the video"`, is a kind of post, and everybody has one.
extension Engine {
  /// What a post that counts already is answered with; `nil` for a new one, and for every other event.
  func knownPost(
    _ words: [Int64], _ written: [WrittenValue], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> Reply? {
    // The text itself may have been erased.
    let told = written.last { $0.name == "content" }?.text
    guard definition.tellsOfPost[event], let key = definition.workflow.events[event].value("content", words),
      let name = try self.name(key, told: told, definition)
    else { return nil }
    let own = try stored { () throws(StoreError) in try store.object(row.id, "content", key) }
    if let own, try isPosted(own.status, own.log) {
      if try namesItem(words, event, definition, of: key, own.log, row) { return nil }
      return Reply(.repeated, log: own.log, reason: newerFigures(words, event, name, definition))
    }
    return try countedElsewhere(name, definition, row)
  }

  /// What a post is answered with that is known under another form of its address, or counts for somebody else or in another
  /// campaign; `nil` for a new one.
  func countedElsewhere(
    _ name: String, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> Reply? {
    let address = Engine.address(name)
    if let address, let other = try knownAddress(address, name, row) { return other }
    guard definition.machine.textWord(name) == nil else { return nil }
    let other = try stored { () throws(StoreError) in
      try store.otherPoster(of: name, in: address == nil ? row.campaign : nil, than: row.influencer)
    }
    if let other { return try counts(name, for: other) }
    let forgotten = try forgottenPoster(of: name, in: address == nil ? row.campaign : nil, than: row.influencer)
    return try forgotten.map { (other) throws(EngineError) in try countsForForgotten(name, other) }
  }

  /// Whether an event says of a post that is known which item of an `each` it is, which nothing has said so far. A post with which
  /// a line did something already stays with what that line did.
  private func namesItem(
    _ words: [Int64], _ event: Int, _ definition: Definition, of key: Int64, _ first: Int64, _ row: ParticipationRow
  ) throws(EngineError) -> Bool {
    guard definition.hasItems,
      let said = definition.workflow.eaches.first(where: {
        definition.workflow.events[event].value($0.noun, words) != nil
      })
    else { return false }
    let log = try stored { () throws(StoreError) in try store.rows(ofParticipation: row.id, in: row.campaign) }
    for row in log where row.kind == Int64(StepInput.Kind.event.rawValue) && row.id >= first {
      let told = try self.definition(row.definition)
      guard told.subject(of: row)?.noun == "content",
        told.workflow.events[Int(row.event)].value("content", row.payload) == key
      else { continue }
      if row.outcome == Int64(StepStatus.taken.rawValue), told.tellsOfPost[Int(row.event)] { return false }
      if told.workflow.events[Int(row.event)].value(said.noun, row.payload) != nil { return false }
    }
    return true
  }

  /// The post that a web address means; `nil` for any other name.
  private static func address(_ name: String) -> PostIdentity? {
    guard let address = wholeAddress(name), let post = PostIdentity(address), !post.id.isEmpty else { return nil }
    return post
  }

  /// An address as browsers write it: people leave out how it is fetched, as in `instagram.com/p/Cabc`.
  private static func wholeAddress(_ name: String) -> String? {
    if name.contains("://") { return name }
    guard let slash = name.firstIndex(of: "/"), SocialPlatform.of(host: String(name[..<slash])) != nil else {
      return nil
    }
    return "https://\(name)"
  }

  /// What is said of a post, with the form of its address by which it is known.
  func withKnownAddress(
    _ written: [WrittenValue], _ path: String, _ row: ParticipationRow
  ) throws(EngineError) -> [WrittenValue] {
    let givesItem = path == "content.posted" && written.contains { $0.name == "deliverable" }
    guard givesItem || path == "content.measured" || Engine.verdicts.contains(path),
      let place = written.lastIndex(where: { $0.name == "content" }), let address = Engine.address(written[place].text)
    else { return written }
    // Files of figures name each post as it is known.
    let known = try stored { () throws(StoreError) in try store.post(address.platform, address.id) }
    if let known, known.url == written[place].text { return written }
    guard known != nil || Engine.verdicts.contains(path),
      let piece = try content(of: address, row.influencer, in: row.campaign)
    else { return written }
    var renamed = written
    renamed[place].text = piece.name
    return renamed
  }

  private func knownAddress(
    _ address: PostIdentity, _ name: String, _ row: ParticipationRow
  ) throws(EngineError) -> Reply? {
    let known = try stored { () throws(StoreError) in try store.post(address.platform, address.id) }
    guard let known, known.state == .matched, let owner = known.influencer, let campaign = known.campaign,
      let piece = try content(of: address, owner, in: campaign), try isPosted(piece.row.status, piece.row.firstLog)
    else { return nil }
    guard owner == row.influencer else { return try counts(name, for: owner) }
    guard campaign == row.campaign else {
      return Reply(
        .setAside,
        reason:
          "the post `\(name.prefix(80))` counts in `\(try self.campaign(campaign).row.name)` already, and a post counts once"
      )
    }
    let isSame = piece.name == name
    return Reply(.repeated, log: piece.row.firstLog, reason: isSame ? "" : "it is known as `\(piece.name.prefix(80))`")
  }

  private func counts(_ name: String, for other: Int64) throws(EngineError) -> Reply {
    let line = try "reject \(typedName(other)) content \"\(name.prefix(80))\""
    return Reply(
      .setAside,
      reason: try
        "the post `\(name.prefix(80))` counts for `\(shownName(other))` already, and a post counts once; if it is not theirs, take it from them first: `\(line)`"
    )
  }

  private func countsForForgotten(_ name: String, _ other: Int64) throws(EngineError) -> Reply {
    let line = try "reject \(typedName(other)) content \"\(name.prefix(80))\""
    return Reply(
      .setAside,
      reason: try
        "the post `\(name.prefix(80))` belongs to `\(shownName(other))`, who was forgotten, and a post counts once; if it is not theirs, take it from them first: `\(line)`"
    )
  }

  private func newerFigures(_ words: [Int64], _ event: Int, _ name: String, _ definition: Definition) -> String {
    let fields = definition.workflow.events[event].payload
    let tellsFigures = fields.indices.contains { fields[$0].type == .number && words[0] >> Int64($0) & 1 == 1 }
    return tellsFigures ? "its figures stay as they are: `measure` tells newer ones" : ""
  }

  /// Whether a piece of content counts as posted: a draft that was approved does not yet, and what was rejected no longer.
  func isPosted(_ status: String, _ firstLog: Int64) throws(EngineError) -> Bool {
    if status == "posted" || status == "measured" { return true }
    guard status == "approved", let told = try stored({ () throws(StoreError) in try store.row(firstLog) }) else {
      return false
    }
    return try definition(told.definition).workflow.events[Int(told.event)].path == "content.posted"
  }

  /// The piece of content of an influencer that an address means, whatever form of it somebody wrote.
  package func content(
    of post: PostIdentity, _ influencer: Int64, in campaign: Int64
  ) throws(EngineError) -> (row: ObjectRow, name: String)? {
    let rounds = try stored { () throws(StoreError) in try store.rounds(campaign, influencer) }
    for id in rounds.reversed() {
      let objects = try stored { () throws(StoreError) in try store.objects(of: id) }
      for (noun, object) in objects where noun == "content" && object.key != 0 {
        if let name = try text(object.key, definition(object.definition)),
          let other = PostIdentity(Engine.wholeAddress(name) ?? name),
          other.platform == post.platform, other.id == post.id
        {
          return (object, name)
        }
      }
    }
    return nil
  }

  /// Keeps whose an address is that somebody told by hand, so that files know the post too, and one that waits for review
  /// waits no longer.
  func keepPost(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow, at reported: Int64
  ) throws(EngineError) {
    guard definition.tellsOfPost[event], let key = definition.workflow.events[event].value("content", words),
      let name = try text(key, definition), let address = Engine.address(name)
    else { return }
    let known = try stored { () throws(StoreError) in try store.post(address.platform, address.id) }
    var post = known ?? PostRow(platform: address.platform, post: address.id, url: name, posted: reported)
    (post.influencer, post.campaign, post.state, post.reason) = (row.influencer, row.campaign, .matched, "")
    let kept = post
    try stored { () throws(StoreError) in try store.write(kept) }
  }
}
