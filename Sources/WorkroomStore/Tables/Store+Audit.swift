package import WorkroomValues

/// One thing that was asked of a database: by whom, from where, and what came of it.
package struct AuditRow: Sendable {
  package var id: Int64 = 0
  package var at: Int64 = 0
  /// 0 where nobody was named.
  package var operatorID: Int64 = 0
  package var roles: [String] = []
  package var origin: Int64 = 0
  /// The only influencer that it was about; 0 for none or several.
  package var influencer: Int64 = 0
  package var outcome: Int64 = 0
  /// The file that it came from, what was asked and what was answered: `nil` once they were erased.
  package var file: String?
  package var asked: String?
  package var answer: String?

  package init() {}

  /// What the chain covers of the texts.
  func textDigest(_ salt: Int64) -> [UInt8] {
    Store.salted([file ?? "", asked ?? "", answer ?? ""].joined(separator: "\u{0}"), salt)
  }

  /// SHA-256 over the hash before and every column of the row, its texts by their digest.
  func chained(to previous: Digest, _ textDigest: [UInt8]) -> Digest {
    var hash = SHA256()
    hash.update(previous)
    hash.update([id, at, operatorID, origin, influencer, outcome])
    hash.update(Array(roles.joined(separator: ",").utf8) + [0])
    hash.update(textDigest)
    return hash.finalize()
  }
}

extension Store {
  /// Appends a row to the audit log, behind the newest.
  package func append(_ row: AuditRow) throws(StoreError) {
    var row = row
    let head = try auditHead()
    row.id = head.rows + 1
    let salt = Int64.random(in: .min ... .max)
    let digest = row.textDigest(salt)
    let insert = try database.prepare("INSERT INTO audit VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    insert.bind(1, row.id)
    insert.bind(2, row.at)
    insert.bind(3, row.operatorID)
    insert.bind(4, row.roles.joined(separator: ","))
    insert.bind(5, row.origin)
    insert.bind(6, row.influencer)
    insert.bind(7, row.outcome)
    for (index, text) in [(8, row.file), (9, row.asked), (10, row.answer)] {
      if let text { insert.bind(index, text) } else { insert.bindNull(index) }
    }
    insert.bind(11, salt)
    insert.bind(12, digest)
    insert.bind(13, row.chained(to: head.hash, digest).bytes)
    try insert.run()
  }

  /// How many rows the audit log has, and the hash of the newest.
  package func auditHead() throws(StoreError) -> (rows: Int64, hash: Digest) {
    let select = try database.prepare("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")
    guard try select.step() else { return (0, .zero) }
    return (select.int64(0), Digest(bytes: select.blob(1)) ?? .zero)
  }

  /// A part of the audit log, newest first; without a limit all of it.
  package func auditRows(
    of operatorID: Int64?, since instant: Int64, limit: Int64?, offset: Int64
  ) throws(StoreError) -> [AuditRow] {
    let select = try database.prepare(
      "SELECT id, at, operator, roles, origin, influencer, outcome, file, asked, answer FROM audit WHERE (?1 IS NULL OR operator = ?1) AND at >= ?2 ORDER BY id DESC LIMIT coalesce(?3, -1) OFFSET ?4"
    )
    select.bind(1, operatorID)
    select.bind(2, instant)
    select.bind(3, limit)
    select.bind(4, offset)
    var rows: [AuditRow] = []
    while try select.step() { rows.append(AuditRow(select)) }
    return rows
  }

  /// The newest that was done about one influencer alone; `nil` where nothing was.
  package func newestDeed(about influencer: Int64) throws(StoreError) -> AuditRow? {
    let select = try database.prepare(
      "SELECT id, at, operator, roles, origin, influencer, outcome, file, asked, answer FROM audit WHERE influencer = ? AND outcome < 2 ORDER BY id DESC LIMIT 1"
    )
    select.bind(1, influencer)
    return try select.step() ? AuditRow(select) : nil
  }

  package func auditCount(of operatorID: Int64?, since instant: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT count(*) FROM audit WHERE (?1 IS NULL OR operator = ?1) AND at >= ?2")
    select.bind(1, operatorID)
    select.bind(2, instant)
    return try select.step() ? select.int64(0) : 0
  }

  /// Erases the texts of rows that hold one of some words, whatever its case: lines that named a person without the
  /// database knowing whom.
  package func eraseAudit(holding words: [String]) throws(StoreError) {
    let wanted = words.map { $0.lowercased() }.filter { !$0.isEmpty }
    guard !wanted.isEmpty else { return }
    let select = try database.prepare(
      "SELECT id, coalesce(file, '') || ' ' || asked || ' ' || coalesce(answer, '') FROM audit WHERE asked IS NOT NULL")
    var found: [Int64] = []
    while try select.step() {
      let text = select.text(1).lowercased()
      if wanted.contains(where: text.contains) { found.append(select.int64(0)) }
    }
    let erase = try database.prepare(
      "UPDATE audit SET file = NULL, asked = NULL, answer = NULL, salt = 0 WHERE id = ?")
    for id in found {
      erase.bind(1, id)
      try erase.run()
    }
  }

  /// The first row at which the chain of the audit log no longer fits, and rows whose texts were erased.
  package func auditProblems() throws(StoreError) -> (broken: Int64?, changed: [Int64], erased: Int) {
    let select = try database.prepare(
      "SELECT id, at, operator, roles, origin, influencer, outcome, file, asked, answer, salt, digest, hash FROM audit ORDER BY id"
    )
    var previous = Digest.zero
    var expected: Int64 = 1
    var (broken, changed, erased): (Int64?, [Int64], Int) = (nil, [], 0)
    while try select.step() {
      let row = AuditRow(select)
      let (digest, hash) = (select.blob(11), Digest(bytes: select.blob(12)) ?? .zero)
      if broken == nil, row.id != expected || row.chained(to: previous, digest) != hash { broken = row.id }
      if row.asked == nil { erased += 1 } else if row.textDigest(select.int64(10)) != digest { changed.append(row.id) }
      previous = hash
      expected += 1
    }
    return (broken, changed, erased)
  }
}

extension AuditRow {
  fileprivate init(_ row: borrowing Statement) {
    id = row.int64(0)
    at = row.int64(1)
    operatorID = row.int64(2)
    roles = row.text(3).split(separator: ",").map(String.init)
    origin = row.int64(4)
    influencer = row.int64(5)
    outcome = row.int64(6)
    file = row.isNull(7) ? nil : row.text(7)
    asked = row.isNull(8) ? nil : row.text(8)
    answer = row.isNull(9) ? nil : row.text(9)
  }
}
