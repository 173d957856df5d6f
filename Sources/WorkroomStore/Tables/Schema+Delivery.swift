/// What leaves the database: where each kind of effect goes, what became of each, and the texts of mails.
///
/// None of it depends on events, and nothing of it is replayed: `outbox` says what is to be sent, `delivery` how far that
/// has come. `identity` is a database and all copies of it; `life` changes when a copy takes a database's place, since
/// from there on the same numbers of log rows mean other events.
extension Schema {
  static let delivery: StaticString =
    """
    INSERT INTO setting VALUES('identity', random()), ('life', random());
    CREATE TABLE connector(
      channel INTEGER PRIMARY KEY, way INTEGER NOT NULL, target TEXT NOT NULL, sender TEXT, receiver TEXT);
    CREATE TABLE delivery(
      log INTEGER NOT NULL, place INTEGER NOT NULL, channel INTEGER NOT NULL, state INTEGER NOT NULL, life INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL, lease INTEGER, holder INTEGER, delivered INTEGER,
      error TEXT, PRIMARY KEY(log, place)) WITHOUT ROWID;
    CREATE INDEX delivery_due ON delivery(channel, due, log, place) WHERE state = 0;
    CREATE INDEX delivery_open ON delivery(state, due, log, place) WHERE state <> 1;
    CREATE INDEX delivery_done ON delivery(delivered) WHERE state = 1;
    CREATE TABLE delivery_mark(campaign INTEGER PRIMARY KEY, log INTEGER NOT NULL);
    CREATE TABLE mail_template(
      name TEXT NOT NULL, campaign INTEGER NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY(name, campaign)) WITHOUT ROWID;
    """
}
