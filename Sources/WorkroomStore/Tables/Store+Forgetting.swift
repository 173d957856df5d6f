/// Erasing what is known of one person, with what the log refers to left as it is.
extension Store {
  /// Erases names, addresses, accounts and texts of an influencer; the row with its number stays. What held them is
  /// overwritten in the file, not only freed.
  package func forget(_ influencer: Int64) throws(StoreError) {
    let person = try database.prepare(
      "UPDATE influencer SET external = NULL, email = NULL, first_name = NULL, last_name = NULL, country = NULL, platform = NULL, followers = NULL, phone = NULL, address = NULL, extra = NULL WHERE id = ?"
    )
    person.bind(1, influencer)
    try person.run()
    // While their accounts are known still.
    try forgetPosts(of: influencer)
    try forgetPeople(influencer)
    let accounts = try database.prepare("DELETE FROM account WHERE influencer = ?")
    accounts.bind(1, influencer)
    try accounts.run()
    let payee = try database.prepare("DELETE FROM payee WHERE influencer = ?")
    payee.bind(1, influencer)
    try payee.run()
    // Without its salt a digest cannot be tried against guesses.
    let texts = try database.prepare("UPDATE text SET content = NULL, salt = 0 WHERE person = ?")
    texts.bind(1, influencer)
    try texts.run()
    try giveUpDeliveries(ofInfluencer: influencer)
  }

  /// Makes SQLite overwrite what it frees, for as long as this database is open.
  package func overwriteFreed() throws(StoreError) { try database.exec("PRAGMA secure_delete = ON") }

  /// Texts that were erased, with whose they were.
  package func erasedTexts() throws(StoreError) -> [(text: Int64, person: Int64)] {
    let select = try database.prepare("SELECT id, person FROM text WHERE content IS NULL ORDER BY id")
    var rows: [(Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1))) }
    return rows
  }
}
