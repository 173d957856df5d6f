import WorkroomValues

/// A Workroom database: typed rows in and out of its tables.
///
/// It knows nothing of workflows: states, payloads and what a step has seen are bytes here. One writer at a time, one
/// transaction a batch; statements are prepared once and kept. Of those that are kept none reads `newRows`, which
/// are written before anything else is prepared.
package final class Store {
  package let database: Database
  let statements: Statements
  let newRows: NewRows
  /// There while many people come in at once.
  var load: DirectoryLoad?
  /// What moved in the transaction at hand and is not written yet, by account.
  var movements: [BalancePlace: Int64] = [:]

  /// Opens or creates a database. Errors: `StoreError`, with the exit code that suits it.
  package static func open(
    path: String, mode: Database.Mode, journal: Journal? = nil, busyMilliseconds: Int32 = 5000
  ) throws(StoreError) -> Store {
    let database = try Database.open(
      path: path, mode: mode, schema: Schema.current, journal: journal, busyMilliseconds: busyMilliseconds)
    do throws(StoreError) { return try Store(database) } catch {
      // The mark says that the file is ours, and its tables are not: that is no mistake of the statements.
      guard case .bug(let words) = error else { throw error }
      throw .damaged("its tables are not ours: \(words)")
    }
  }

  init(_ database: Database) throws(StoreError) {
    self.database = database
    statements = try Statements(database)
    newRows = try NewRows(database)
    database.beforeStatement = { [unowned self] () throws(StoreError) in
      try newRows.write()
      try writeLoad()
    }
    database.beforeCommit = { [unowned self] () throws(StoreError) in
      try settleBalances()
      try newRows.write()
      try writeLoad()
      newRows.forgetKeys()
    }
    database.afterRollback = { [unowned self] in
      dropMovements()
      newRows.drop()
    }
  }

  package func setting(_ name: String) throws(StoreError) -> Int64? {
    statements.setting.bind(1, name)
    return try statements.setting.first { () throws(StoreError) in statements.setting.int64(0) }
  }

  package func set(_ name: String, _ value: Int64) throws(StoreError) {
    statements.writeSetting.bind(1, name)
    statements.writeSetting.bind(2, value)
    try statements.writeSetting.run()
  }
}

/// Every statement that is run more than once, prepared when the database is opened.
final class Statements {
  let setting, writeSetting: Statement
  let head, writeHead, command, greatestKey, writeCommand: Statement
  let text, findText, writeText: Statement
  let participation, findParticipation, writeParticipation, updateState, moveState, updateDue, updatePlace,
    dueParticipation, earliestDue, findPlace, countPlace: Statement
  let writeLedger, writeBalance, owedForReason, owedForSubject: Statement
  let influencer, accounts, accountOwner, influencersNamed: Statement
  let insertInfluencer, updateInfluencer, removeInfluencer, insertAccount, removeAccounts: Statement
  let influencerByExternal, influencerByEmail, hasInfluencer: Statement
  let tags, addTag, removeTag, hasTag: Statement
  let object, otherSeller, otherPoster, saleElsewhere, writeObject, waiting, writeWaiting, removeWaiting: Statement
  let group, countItems, freeItem, claimItem, heldItem, returnItem, disableItem, writeItem, codeItem, linkForms,
    disabledItem, keptItem, keptCount: Statement

  init(_ d: Database) throws(StoreError) {
    setting = try d.prepare("SELECT value FROM setting WHERE name = ?")
    writeSetting = try d.prepare("INSERT INTO setting VALUES(?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
    head = try d.prepare("SELECT sequence, hash, occurred FROM head WHERE stream = ?")
    writeHead = try d.prepare(
      "INSERT INTO head VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, occurred = excluded.occurred"
    )
    command = try d.prepare("SELECT log, digest FROM command WHERE key = ?2 AND source = ?1")
    greatestKey = try d.prepare("SELECT key FROM command ORDER BY key DESC LIMIT 1")
    writeCommand = try d.prepare(
      "INSERT INTO command(source, key, log, digest) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING")
    text = try d.prepare("SELECT content FROM text WHERE id = ?")
    findText = try d.prepare("SELECT id FROM text WHERE person = ? AND content = ?")
    writeText = try d.prepare("INSERT INTO text(person, salt, digest, content) VALUES(?, ?, ?, ?)")
    participation = try d.prepare(
      "SELECT campaign, influencer, round, definition, state, sequence, due, since, accepted, place FROM participation WHERE id = ?"
    )
    findParticipation = try d.prepare(
      "SELECT id FROM participation WHERE campaign = ? AND influencer = ? ORDER BY round DESC LIMIT 1")
    writeParticipation = try d.prepare(
      "INSERT INTO participation(campaign, influencer, round, definition, state, sequence, due, since) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
    )
    updateState = try d.prepare(
      "UPDATE participation SET state = ?, sequence = ?, accepted = ? WHERE id = ?")
    moveState = try d.prepare(
      "UPDATE participation SET state = ?, sequence = ?, accepted = ?, place = ?, since = ? WHERE id = ?")
    updatePlace = try d.prepare("UPDATE participation SET place = ?, since = ? WHERE id = ?")
    findPlace = try d.prepare(
      "SELECT id FROM place WHERE campaign = ? AND definition = ? AND accepted = ? AND stages = ?")
    countPlace = try d.prepare(
      "INSERT INTO place_count VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET participations = participations + excluded.participations"
    )
    updateDue = try d.prepare("UPDATE participation SET due = ? WHERE id = ?")
    dueParticipation = try d.prepare(
      "SELECT id, due FROM participation WHERE campaign = ? AND due <= ? ORDER BY due, id LIMIT 1")
    earliestDue = try d.prepare("SELECT min(due) FROM participation WHERE campaign = ? AND due IS NOT NULL")
    writeLedger = try d.prepare("INSERT INTO ledger VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
    writeBalance = try d.prepare(
      "INSERT INTO balance VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET amount = amount + excluded.amount")
    owedForReason = try d.prepare(
      "SELECT currency, sum(amount), subject FROM ledger WHERE participation = ? AND account = 0 AND reason = ? GROUP BY currency, subject HAVING sum(amount) <> 0 ORDER BY currency, subject"
    )
    owedForSubject = try d.prepare(
      "SELECT currency, sum(amount), reason FROM ledger WHERE participation = ? AND account = 0 AND subject = ? GROUP BY currency, reason HAVING sum(amount) <> 0 ORDER BY currency, reason"
    )
    influencer = try d.prepare(
      "SELECT id, external, email, first_name, last_name, country, platform, followers, phone, address, extra FROM influencer WHERE id = ?"
    )
    accounts = try d.prepare("SELECT platform, handle FROM account WHERE influencer = ? ORDER BY platform, handle")
    accountOwner = try d.prepare("SELECT influencer FROM account WHERE platform = ? AND handle = ?")
    influencersNamed = try d.prepare(
      "SELECT id FROM influencer WHERE external = ?1 UNION SELECT id FROM influencer WHERE email = ?2 UNION SELECT influencer FROM account WHERE handle = ?3 ORDER BY 1 LIMIT 5"
    )
    insertInfluencer = try d.prepare(
      "INSERT INTO influencer(external, email, first_name, last_name, country, platform, followers, phone, address, extra) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    )
    updateInfluencer = try d.prepare(
      "UPDATE influencer SET external = coalesce(?, external), email = coalesce(?, email), first_name = coalesce(?, first_name), last_name = coalesce(?, last_name), country = coalesce(?, country), platform = coalesce(?, platform), followers = coalesce(?, followers), phone = coalesce(?, phone), address = coalesce(?, address), extra = coalesce(?, extra) WHERE id = ?"
    )
    removeInfluencer = try d.prepare("DELETE FROM influencer WHERE id = ?")
    insertAccount = try d.prepare(
      "INSERT INTO account(platform, handle, influencer) VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
    removeAccounts = try d.prepare("DELETE FROM account WHERE influencer = ?")
    influencerByExternal = try d.prepare("SELECT id FROM influencer WHERE external = ?")
    influencerByEmail = try d.prepare("SELECT id FROM influencer WHERE email = ?")
    hasInfluencer = try d.prepare("SELECT 1 FROM influencer WHERE id = ?")
    tags = try d.prepare("SELECT tag FROM tag WHERE influencer = ? ORDER BY tag")
    addTag = try d.prepare("INSERT INTO tag VALUES(?, ?) ON CONFLICT DO NOTHING")
    removeTag = try d.prepare("DELETE FROM tag WHERE influencer = ? AND tag = ?")
    hasTag = try d.prepare("SELECT 1 FROM tag WHERE influencer = ? AND tag = ?")
    object = try d.prepare(
      "SELECT status, first_log, last_log FROM object WHERE participation = ? AND noun = ? AND key = ?")
    // The sign before `t.person` keeps what is asked of it from being asked of all who take part instead: the planner would
    // look through them for each order and each post.
    otherSeller = try d.prepare(
      """
      SELECT p.influencer FROM text t CROSS JOIN participation p ON p.campaign = ?1 AND p.influencer = +t.person
      CROSS JOIN object o ON o.participation = p.id AND o.noun = 'conversion' AND o.key = t.id AND o.status <> 'voided'
      WHERE t.content IN (?2, ?4) AND t.content IS NOT NULL AND t.person > 0 AND t.person <> ?3 LIMIT 1
      """)
    saleElsewhere = try d.prepare(
      """
      SELECT p.campaign, p.influencer FROM text t CROSS JOIN campaign c
      CROSS JOIN participation p ON p.campaign = c.id AND p.influencer = +t.person
      JOIN object o ON o.participation = p.id AND o.noun = 'conversion' AND o.key = t.id AND o.status <> 'voided'
      WHERE t.content IN (?1, ?2) AND t.content IS NOT NULL AND t.person > 0 AND c.id <> ?3
      """)
    otherPoster = try d.prepare(
      """
      SELECT t.person FROM text t CROSS JOIN campaign c
      CROSS JOIN participation p ON p.campaign = c.id AND p.influencer = +t.person
      CROSS JOIN object o ON o.participation = p.id AND o.noun = 'content' AND o.key = t.id
      WHERE t.content = ?2 AND t.content IS NOT NULL AND t.person > 0 AND t.person <> ?3
        AND (?1 IS NULL OR c.id = ?1) AND (o.status IN ('posted', 'measured') OR o.status = 'approved' AND NOT EXISTS (
          SELECT 1 FROM draft d WHERE d.participation = o.participation AND d.first_log = o.first_log)) LIMIT 1
      """)
    writeObject = try d.prepare(
      "INSERT INTO object VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET status = excluded.status, event = excluded.event, last_log = excluded.last_log, payload = excluded.payload, carried = excluded.carried"
    )
    waiting = try d.prepare(
      "SELECT id, participation, site FROM waiting WHERE item_group = ? AND id > ? ORDER BY id LIMIT 1")
    writeWaiting = try d.prepare("INSERT OR REPLACE INTO waiting(item_group, participation, site) VALUES(?, ?, ?)")
    removeWaiting = try d.prepare("DELETE FROM waiting WHERE participation = ? AND site = ?")
    group = try d.prepare(
      "SELECT kind, name, pattern, destination, free, rate, starts, ends, domain, utm, attribution, kept FROM item_group WHERE id = ?"
    )
    countItems = try d.prepare("UPDATE item_group SET free = free + ?, kept = kept + ? WHERE id = ?")
    freeItem = try d.prepare("SELECT id FROM item WHERE item_group = ? AND state = 0 ORDER BY id LIMIT 1")
    claimItem = try d.prepare(
      "UPDATE item SET state = 1, participation = ?, rate = ?, assigned = ?, starts = coalesce(own_starts, ?), ends = coalesce(own_ends, ?) WHERE id = ?"
    )
    heldItem = try d.prepare(
      "SELECT id, item_group, code, rate, starts, ends, destination, assigned, kept FROM item WHERE participation = ? AND kind = ? AND state = 1"
    )
    returnItem = try d.prepare(
      "UPDATE item SET state = iif(kept IS NULL, 0, 3), participation = NULL, rate = NULL, assigned = NULL, starts = own_starts, ends = own_ends WHERE id = ?"
    )
    disableItem = try d.prepare("UPDATE item SET state = 2, ends = min(coalesce(ends, ?1), ?1) WHERE id = ?2")
    codeItem = try d.prepare(
      "SELECT id, participation, rate, state, starts, ends, assigned FROM item WHERE kind = ? AND folded = ?")
    // `@` is next to `?`, and `$` next to `#`.
    linkForms = try d.prepare(
      """
      SELECT code FROM item WHERE kind = 1 AND folded = ?1
      UNION ALL SELECT code FROM item WHERE kind = 1 AND folded >= ?1 || '?' AND folded < ?1 || '@'
      UNION ALL SELECT code FROM item WHERE kind = 1 AND folded >= ?1 || '#' AND folded < ?1 || '$'
      """)
    disabledItem = try d.prepare("SELECT 1 FROM item WHERE participation = ? AND state = 2 LIMIT 1")
    keptItem = try d.prepare(
      "SELECT id, kept_rate FROM item WHERE kept = ? AND item_group = ? AND state = 3 ORDER BY id LIMIT 1")
    keptCount = try d.prepare("SELECT count(*) FROM item WHERE kept = ? AND item_group = ? AND state = 3")
    writeItem = try d.prepare(
      "INSERT INTO item(item_group, kind, code, folded, destination, starts, ends, state, participation, rate, assigned, own_starts, own_ends) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, iif(?8 = 0, ?6, NULL), iif(?8 = 0, ?7, NULL)) ON CONFLICT DO NOTHING"
    )
  }
}
