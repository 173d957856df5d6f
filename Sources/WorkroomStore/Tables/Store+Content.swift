/// A post as a file told of it.
package struct PostRow: Sendable {
  package enum State: Int64, Sendable { case review, matched, dismissed }

  package var id: Int64 = 0
  package var platform: String
  /// The platform's own name for it.
  package var post: String
  package var url: String
  package var handle: String?
  package var influencer: Int64?
  package var campaign: Int64?
  package var posted: Int64
  package var caption: String?
  package var hashtags: String?
  package var mentions: String?
  /// `views 1200`, a line each.
  package var figures = ""
  package var state = State.review
  /// Why it waits for somebody.
  package var reason = ""

  package init(platform: String, post: String, url: String, posted: Int64) {
    self.platform = platform
    self.post = post
    self.url = url
    self.posted = posted
  }
}

extension Store {
  package func post(_ platform: String, _ post: String) throws(StoreError) -> PostRow? {
    let select = try database.prepare(
      "SELECT id, platform, post, url, handle, influencer, campaign, posted, caption, hashtags, mentions, figures, state, reason FROM post WHERE platform = ? AND post = ?"
    )
    select.bind(1, platform)
    select.bind(2, post)
    return try select.step() ? PostRow(select) : nil
  }

  package func post(_ id: Int64) throws(StoreError) -> PostRow? {
    let select = try database.prepare(
      "SELECT id, platform, post, url, handle, influencer, campaign, posted, caption, hashtags, mentions, figures, state, reason FROM post WHERE id = ?"
    )
    select.bind(1, id)
    return try select.step() ? PostRow(select) : nil
  }

  /// Writes a post, over what is known of it.
  package func write(_ row: PostRow) throws(StoreError) {
    let insert = try database.prepare(
      """
      INSERT INTO post(platform, post, url, handle, influencer, campaign, posted, caption, hashtags, mentions, figures, state, reason)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(platform, post) DO UPDATE SET
      url = excluded.url, handle = coalesce(excluded.handle, handle), influencer = coalesce(excluded.influencer, influencer),
      campaign = coalesce(excluded.campaign, campaign), posted = excluded.posted, caption = coalesce(excluded.caption, caption),
      hashtags = coalesce(excluded.hashtags, hashtags), mentions = coalesce(excluded.mentions, mentions),
      figures = excluded.figures, state = excluded.state, reason = excluded.reason
      """)
    for (index, text) in [row.platform, row.post, row.url].enumerated() { insert.bind(index + 1, text) }
    let texts = [(4, row.handle), (8, row.caption), (9, row.hashtags), (10, row.mentions)]
    for (index, text) in texts { if let text { insert.bind(index, text) } else { insert.bindNull(index) } }
    insert.bind(5, row.influencer)
    insert.bind(6, row.campaign)
    insert.bind(7, row.posted)
    insert.bind(11, row.figures)
    insert.bind(12, row.state.rawValue)
    insert.bind(13, row.reason)
    try insert.run()
  }

  /// Posts that wait for somebody, oldest first, a page of them.
  package func postsForReview(after place: Int64, limit: Int64) throws(StoreError) -> [PostRow] {
    let select = try database.prepare(
      "SELECT id, platform, post, url, handle, influencer, campaign, posted, caption, hashtags, mentions, figures, state, reason FROM post WHERE state = 0 AND id > ? ORDER BY id LIMIT ?"
    )
    select.bind(1, place)
    select.bind(2, limit)
    var rows: [PostRow] = []
    while try select.step() { rows.append(PostRow(select)) }
    return rows
  }

  /// Posts behind a number, as many as are asked for.
  package func posts(behind number: Int64, atMost limit: Int64) throws(StoreError) -> [PostRow] {
    let select = try database.prepare(
      "SELECT id, platform, post, url, handle, influencer, campaign, posted, caption, hashtags, mentions, figures, state, reason FROM post WHERE id > ? ORDER BY id LIMIT ?"
    )
    select.bind(1, number)
    select.bind(2, limit)
    var rows: [PostRow] = []
    while try select.step() { rows.append(PostRow(select)) }
    return rows
  }

  package func countPostsForReview() throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM post WHERE state = 0")
    return try select.step() ? select.int64(0) : 0
  }

  /// The posts of a person: those that are known to be theirs, and those that one of their accounts made.
  package func posts(ofPerson influencer: Int64) throws(StoreError) -> [PostRow] {
    let select = try database.prepare(
      "SELECT id, platform, post, url, handle, influencer, campaign, posted, caption, hashtags, mentions, figures, state, reason FROM post WHERE influencer = ?1 OR EXISTS (SELECT 1 FROM account a WHERE a.influencer = ?1 AND a.platform = post.platform AND a.handle = post.handle) ORDER BY id"
    )
    select.bind(1, influencer)
    var rows: [PostRow] = []
    while try select.step() { rows.append(PostRow(select)) }
    return rows
  }

  /// Erases the posts of a person.
  func forgetPosts(of influencer: Int64) throws(StoreError) {
    for post in try posts(ofPerson: influencer) {
      let delete = try database.prepare("DELETE FROM post WHERE id = ?")
      delete.bind(1, post.id)
      try delete.run()
    }
  }
}

extension PostRow {
  fileprivate init(_ row: borrowing Statement) {
    self.init(platform: row.text(1), post: row.text(2), url: row.text(3), posted: row.int64(7))
    id = row.int64(0)
    handle = row.isNull(4) ? nil : row.text(4)
    influencer = row.optionalInt64(5)
    campaign = row.optionalInt64(6)
    caption = row.isNull(8) ? nil : row.text(8)
    hashtags = row.isNull(9) ? nil : row.text(9)
    mentions = row.isNull(10) ? nil : row.text(10)
    figures = row.text(11)
    state = State(rawValue: row.int64(12)) ?? .review
    reason = row.text(13)
  }
}
