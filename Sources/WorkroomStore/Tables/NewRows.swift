/// What the transaction at hand adds to the tables that grow with every event.
final class NewRows {
  let log, commands, outbox: PendingRows
  /// The greatest key of all commands, by the bytes of its UTF-8, once a second one was asked about.
  @exclusivity(unchecked) var greatestKey: String?
  @exclusivity(unchecked) var hasClaimed = false

  init(_ database: Database) throws(StoreError) {
    log = try PendingRows(database, table: "log", columns: 15)
    commands = try PendingRows(database, table: "command(source, key, log, digest)", columns: 4)
    outbox = try PendingRows(database, table: "outbox", columns: 8)
  }

  func write() throws(StoreError) {
    try log.write()
    try commands.write()
    try outbox.write()
  }

  func drop() {
    log.drop()
    commands.drop()
    outbox.drop()
    forgetKeys()
  }

  /// Between transactions others may write keys.
  func forgetKeys() { (greatestKey, hasClaimed) = (nil, false) }
}
