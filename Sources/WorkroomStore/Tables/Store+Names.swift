/// People by the beginning of what tells them apart.
extension Store {
  /// Influencers whose email or handle begins with a text, with that email or handle, in the order of the letters.
  package func influencers(
    beginning text: String, atMost limit: Int64
  ) throws(StoreError) -> [(influencer: Int64, name: String)] {
    let select = try database.prepare(
      """
      SELECT * FROM (SELECT id, email FROM influencer WHERE email >= ?1 AND email < ?2 ORDER BY email LIMIT ?3)
      UNION ALL
      SELECT * FROM (SELECT influencer, handle FROM account WHERE handle >= ?1 AND handle < ?2 ORDER BY handle LIMIT ?3)
      """)
    let from = text.lowercased()
    select.bind(1, from)
    // Behind every text that begins so: no text holds this scalar.
    select.bind(2, from + "\u{10FFFF}")
    select.bind(3, limit)
    var found: [(Int64, String)] = []
    while try select.step() { found.append((select.int64(0), select.text(1))) }
    return found
  }
}
