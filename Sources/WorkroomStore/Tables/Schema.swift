/// The tables of a Workroom database, version 9.
///
/// `log` is the truth: one row for each event, timer and refusal, chained by SHA-256 within its stream (stream 0 is the
/// system's, a campaign's stream has the campaign's number). Everything else that depends on events is a projection,
/// written in the same transaction and rebuilt by `db verify`. Names, addresses and free text live in tables that can be
/// erased for one person; the log holds their numbers and salted digests only.
enum Schema {
  static let current = Database.Schema(
    version: 9,
    sql: [foundation] + addedInVersion3 + addedInVersion4 + addedInVersion5 + addedInVersion6 + addedInVersion7
      + addedInVersion8 + addedInVersion9,
    upgrades: [
      fromVersion1, Database.Upgrade(from: 2, sql: addedInVersion3), Database.Upgrade(from: 3, sql: addedInVersion4),
      Database.Upgrade(from: 4, sql: addedInVersion5), Database.Upgrade(from: 5, sql: addedInVersion6),
      Database.Upgrade(from: 6, sql: addedInVersion7), Database.Upgrade(from: 7, sql: addedInVersion8),
      Database.Upgrade(from: 8, sql: addedInVersion9),
    ])

  /// What version 3 adds, one entry a subject; a table that stands here is never written elsewhere.
  private static let addedInVersion3: [StaticString] = [
    content,
    delivery,
    money,
  ]

  /// What version 4 adds, one entry a subject; columns that it adds to an older table are added here too, never above.
  private static let addedInVersion4: [StaticString] = [
    directory,  // makes its tables anew: before whatever adds a column to them
    people,
    operators,
    places,
    contentFigures,
    views,
    offers,
  ]

  /// What version 5 adds, one entry a subject.
  private static let addedInVersion5: [StaticString] = [
    orders
  ]

  /// What version 6 adds, one entry a subject.
  private static let addedInVersion6: [StaticString] = [
    holders,
    payments,
  ]

  /// What version 7 adds and lays out anew, one entry a subject.
  private static let addedInVersion7: [StaticString] = [
    erased,
    layout,
  ]

  /// What version 8 adds, one entry a subject.
  private static let addedInVersion8: [StaticString] = [
    kept,
    empty,
  ]

  /// What version 9 adds, one entry a subject.
  private static let addedInVersion9: [StaticString] = [
    ownDays
  ]

  /// The log and what follows from it, as version 2 had them.
  private static let foundation: StaticString =
    """
    CREATE TABLE setting(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE definition(
      id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, name TEXT NOT NULL, version INTEGER NOT NULL,
      file TEXT NOT NULL, source BLOB NOT NULL, vocabulary INTEGER NOT NULL DEFAULT 0, UNIQUE(name, version));
    CREATE TABLE vocabulary(id INTEGER PRIMARY KEY, source BLOB NOT NULL UNIQUE);
    CREATE TABLE text(
      id INTEGER PRIMARY KEY, person INTEGER NOT NULL, salt INTEGER NOT NULL, digest BLOB NOT NULL, content TEXT,
      UNIQUE(person, content));
    CREATE TABLE influencer(
      id INTEGER PRIMARY KEY, external TEXT UNIQUE, email TEXT UNIQUE, first_name TEXT, last_name TEXT, country TEXT,
      platform TEXT, followers INTEGER, phone TEXT, address TEXT, extra TEXT);
    CREATE TABLE account(
      platform TEXT NOT NULL, handle TEXT NOT NULL, influencer INTEGER NOT NULL REFERENCES influencer(id),
      PRIMARY KEY(platform, handle)) WITHOUT ROWID;
    CREATE INDEX account_influencer ON account(influencer);
    CREATE INDEX account_handle ON account(handle);
    CREATE TABLE item_group(
      id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, pattern TEXT, destination TEXT,
      free INTEGER NOT NULL DEFAULT 0, UNIQUE(kind, name), UNIQUE(kind, pattern));
    CREATE TABLE item(
      id INTEGER PRIMARY KEY, item_group INTEGER NOT NULL REFERENCES item_group(id), kind INTEGER NOT NULL,
      code TEXT NOT NULL, folded TEXT NOT NULL, destination TEXT, starts INTEGER, ends INTEGER,
      state INTEGER NOT NULL DEFAULT 0, participation INTEGER, rate INTEGER, assigned INTEGER,
      UNIQUE(kind, folded));
    CREATE INDEX item_free ON item(item_group, id) WHERE state = 0;
    CREATE INDEX item_held ON item(participation) WHERE participation IS NOT NULL;
    CREATE TABLE campaign(
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, definition INTEGER NOT NULL REFERENCES definition(id),
      zone TEXT NOT NULL, currency INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE detail(
      campaign INTEGER NOT NULL, revision INTEGER NOT NULL, words BLOB NOT NULL, written TEXT NOT NULL,
      definition INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(campaign, revision)) WITHOUT ROWID;
    CREATE TABLE list_entry(list INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY(list, entry)) WITHOUT ROWID;
    CREATE TABLE participation(
      id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL, influencer INTEGER NOT NULL, round INTEGER NOT NULL DEFAULT 1,
      definition INTEGER NOT NULL, state BLOB NOT NULL, sequence INTEGER NOT NULL, due INTEGER, since INTEGER NOT NULL,
      accepted INTEGER, UNIQUE(campaign, influencer, round));
    CREATE INDEX participation_due ON participation(campaign, due, id) WHERE due IS NOT NULL;
    CREATE TABLE log(
      id INTEGER PRIMARY KEY, participation INTEGER, definition INTEGER, kind INTEGER NOT NULL, event INTEGER NOT NULL,
      occurred INTEGER NOT NULL, recorded INTEGER NOT NULL, reported INTEGER NOT NULL, actor INTEGER, role INTEGER NOT NULL,
      outcome INTEGER NOT NULL, payload BLOB NOT NULL, seen BLOB NOT NULL, words INTEGER, hash BLOB NOT NULL);
    CREATE TABLE head(
      stream INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, hash BLOB NOT NULL, occurred INTEGER NOT NULL);
    CREATE TABLE command(
      source INTEGER NOT NULL, key TEXT NOT NULL, log INTEGER NOT NULL, digest INTEGER NOT NULL,
      PRIMARY KEY(source, key)) WITHOUT ROWID;
    CREATE TABLE waiting(
      id INTEGER PRIMARY KEY AUTOINCREMENT, item_group INTEGER NOT NULL, participation INTEGER NOT NULL, site INTEGER NOT NULL,
      UNIQUE(participation, site, item_group));
    CREATE INDEX waiting_group ON waiting(item_group, id);
    CREATE TABLE outbox(
      log INTEGER NOT NULL, place INTEGER NOT NULL, participation INTEGER NOT NULL, kind INTEGER NOT NULL, role INTEGER,
      words INTEGER, literal TEXT, state INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(log, place)) WITHOUT ROWID;
    CREATE TABLE ledger(
      log INTEGER NOT NULL, place INTEGER NOT NULL, participation INTEGER NOT NULL, account INTEGER NOT NULL,
      amount INTEGER NOT NULL, currency INTEGER NOT NULL, reason TEXT NOT NULL, subject INTEGER NOT NULL DEFAULT 0,
      rule INTEGER NOT NULL, PRIMARY KEY(log, place)) WITHOUT ROWID;
    CREATE INDEX ledger_participation ON ledger(participation, reason, subject);
    CREATE INDEX ledger_earmark ON ledger(log) WHERE account = 2;
    CREATE TABLE object(
      participation INTEGER NOT NULL, noun TEXT NOT NULL, key INTEGER NOT NULL, status TEXT NOT NULL, event INTEGER NOT NULL,
      first_log INTEGER NOT NULL, last_log INTEGER NOT NULL, payload BLOB NOT NULL, carried BLOB,
      PRIMARY KEY(participation, noun, key)) WITHOUT ROWID;
    CREATE TABLE kind(id INTEGER PRIMARY KEY, noun TEXT NOT NULL UNIQUE);
    INSERT INTO kind VALUES(0, 'discount'), (1, 'link');
    """

  /// Kinds of item beside codes and links, details of several definitions, totals and earmarks; and the vocabulary that a
  /// definition was checked with, which for those of version 1 is 0.
  private static let fromVersion1 = Database.Upgrade(
    from: 1,
    sql: [
      """
      ALTER TABLE definition ADD COLUMN vocabulary INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE vocabulary(id INTEGER PRIMARY KEY, source BLOB NOT NULL UNIQUE);
      ALTER TABLE detail ADD COLUMN definition INTEGER NOT NULL DEFAULT 0;
      UPDATE detail SET definition = (SELECT definition FROM campaign WHERE campaign.id = detail.campaign);
      ALTER TABLE object ADD COLUMN carried BLOB;
      CREATE INDEX ledger_earmark ON ledger(log) WHERE account = 2;
      CREATE TABLE kind(id INTEGER PRIMARY KEY, noun TEXT NOT NULL UNIQUE);
      INSERT INTO kind VALUES(0, 'discount'), (1, 'link');
      """
    ])
}
