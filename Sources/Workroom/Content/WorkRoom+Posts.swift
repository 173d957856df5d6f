import WorkroomEngine
import WorkroomStore

/// Which pieces of content are out, and since when: a draft is none of them until it is posted.
extension WorkRoom {
  /// The pieces of content that are out, in the order in which they were first told of.
  func posts() throws(EngineError) -> [ObjectRow] {
    var posts: [ObjectRow] = []
    for object in try objects("content") { if try isOut(object) { posts.append(object) } }
    return posts
  }

  /// Whether a piece of content was posted and still counts, whatever was said of it since.
  func isOut(_ object: ObjectRow) throws(EngineError) -> Bool {
    guard object.key != 0 else { return false }
    switch object.status {
    case "posted", "measured": return true
    case "approved", "changes_requested":
      if try !beganAsDraft(object) { return true }
      // What has figures, or an address that is known as a post, was posted after it was a draft.
      let figures = try engine.asking { (store) throws(StoreError) in
        try store.figures(object.participation, object.key)
      }
      if !figures.isEmpty { return true }
      return try knownPost(object) != nil
    default: return false
    }
  }

  /// When a piece of content was posted: with its first event, unless that handed in a draft. Of a draft that has no address and
  /// was measured or judged since it was posted only the day of the draft is known.
  func posted(_ object: ObjectRow) throws(EngineError) -> Int64 {
    let first = try history(of: object).first
    guard try beganAsDraft(object) else { return first }
    if object.status == "posted" {
      let told = try engine.asking { (store) throws(StoreError) in try store.row(object.lastLog) }
      return told?.reported ?? first
    }
    return try knownPost(object)?.posted ?? first
  }

  private func beganAsDraft(_ object: ObjectRow) throws(EngineError) -> Bool {
    try engine.asking { (store) throws(StoreError) in
      try store.drafts(object.participation, object.firstLog) != nil
    }
  }

  /// What is kept of a post whose address names it.
  private func knownPost(_ object: ObjectRow) throws(EngineError) -> PostRow? {
    guard let post = PostIdentity(try label(object)) else { return nil }
    let known = try engine.asking { (store) throws(StoreError) in try store.post(post.platform, post.id) }
    return known.flatMap { $0.state == .matched ? $0 : nil }
  }
}
