/// What version 7 lays out anew, so that an event writes less.
extension Schema {
  /// A place is one campaign's, so the order of those who stand there needs no campaign before it; and keys begin with what
  /// tells them apart. The engine gives places anew when it opens a database of an earlier version.
  static let layout: StaticString =
    """
    DROP INDEX participation_place;
    UPDATE participation SET place = NULL WHERE place IS NOT NULL;
    DELETE FROM place_count;
    DROP TABLE place;
    CREATE TABLE place(
      id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL, definition INTEGER NOT NULL, accepted INTEGER NOT NULL,
      stages BLOB NOT NULL, UNIQUE(campaign, definition, accepted, stages));
    CREATE INDEX participation_place ON participation(place, since) WHERE place IS NOT NULL;
    DELETE FROM setting WHERE name = 'places' AND EXISTS (SELECT 1 FROM participation);
    CREATE TABLE command_by_key(
      source INTEGER NOT NULL, key TEXT NOT NULL, log INTEGER NOT NULL, digest INTEGER NOT NULL,
      PRIMARY KEY(key, source)) WITHOUT ROWID;
    INSERT INTO command_by_key(source, key, log, digest) SELECT source, key, log, digest FROM command ORDER BY key, source;
    DROP TABLE command;
    ALTER TABLE command_by_key RENAME TO command;
    """
}
