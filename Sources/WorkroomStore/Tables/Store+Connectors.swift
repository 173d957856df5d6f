/// Where one kind of effect goes.
package struct ConnectorRow: Sendable, Equatable {
  package var channel: Int64
  package var way: Int64
  /// A folder, a program, or a program with its words.
  package var target: String
  /// Who mails come from.
  package var sender: String?
  /// Who gets what is meant for nobody in particular.
  package var receiver: String?

  package init(channel: Int64, way: Int64, target: String, sender: String?, receiver: String?) {
    self.channel = channel
    self.way = way
    self.target = target
    self.sender = sender
    self.receiver = receiver
  }
}

extension Store {
  package func connectors() throws(StoreError) -> [ConnectorRow] {
    let select = try database.prepare("SELECT channel, way, target, sender, receiver FROM connector ORDER BY channel")
    var rows: [ConnectorRow] = []
    while try select.step() {
      rows.append(
        ConnectorRow(
          channel: select.int64(0), way: select.int64(1), target: select.text(2),
          sender: select.isNull(3) ? nil : select.text(3), receiver: select.isNull(4) ? nil : select.text(4)))
    }
    return rows
  }

  /// Writes where a kind of effect goes, in place of what was there.
  package func write(_ row: ConnectorRow) throws(StoreError) {
    let insert = try database.prepare("INSERT OR REPLACE INTO connector VALUES(?, ?, ?, ?, ?)")
    insert.bind(1, row.channel)
    insert.bind(2, row.way)
    insert.bind(3, row.target)
    for (index, text) in [row.sender, row.receiver].enumerated() {
      if let text { insert.bind(index + 4, text) } else { insert.bindNull(index + 4) }
    }
    try insert.run()
  }

  /// False where there was none.
  package func removeConnector(_ channel: Int64) throws(StoreError) -> Bool {
    let delete = try database.prepare("DELETE FROM connector WHERE channel = ?")
    delete.bind(1, channel)
    try delete.run()
    return database.changes > 0
  }
}
