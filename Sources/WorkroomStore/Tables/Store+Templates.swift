/// The text of a mail; campaign 0 stands for all of them.
package struct TemplateRow: Sendable, Equatable {
  package var name: String
  package var campaign: Int64
  package var subject: String
  package var body: String

  package init(name: String, campaign: Int64, subject: String, body: String) {
    self.name = name
    self.campaign = campaign
    self.subject = subject
    self.body = body
  }
}

extension Store {
  /// All templates, by their names, those of all campaigns first.
  package func templates() throws(StoreError) -> [TemplateRow] {
    let select = try database.prepare("SELECT name, campaign, subject, body FROM mail_template ORDER BY name, campaign")
    var rows: [TemplateRow] = []
    while try select.step() { rows.append(TemplateRow(select)) }
    return rows
  }

  /// The template of a name for a campaign: its own, else the one of all.
  package func template(_ name: String, for campaign: Int64) throws(StoreError) -> TemplateRow? {
    let select = try database.prepare(
      """
      SELECT name, campaign, subject, body FROM mail_template WHERE name = ? AND campaign IN (0, ?)
      ORDER BY campaign DESC LIMIT 1
      """)
    select.bind(1, name)
    select.bind(2, campaign)
    return try select.step() ? TemplateRow(select) : nil
  }

  /// Writes a template in place of the one of the same name and campaign.
  package func write(_ row: TemplateRow) throws(StoreError) {
    let insert = try database.prepare("INSERT OR REPLACE INTO mail_template VALUES(?, ?, ?, ?)")
    insert.bind(1, row.name)
    insert.bind(2, row.campaign)
    insert.bind(3, row.subject)
    insert.bind(4, row.body)
    try insert.run()
  }

  /// False where there was none.
  package func removeTemplate(_ name: String, campaign: Int64) throws(StoreError) -> Bool {
    let delete = try database.prepare("DELETE FROM mail_template WHERE name = ? AND campaign = ?")
    delete.bind(1, name)
    delete.bind(2, campaign)
    try delete.run()
    return database.changes > 0
  }
}

extension TemplateRow {
  init(_ row: borrowing Statement) {
    name = row.text(0)
    campaign = row.int64(1)
    subject = row.text(2)
    body = row.text(3)
  }
}
