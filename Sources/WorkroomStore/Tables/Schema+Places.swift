/// Where everybody stands, for tables that show a page of many: a projection of the states, one number a participation.
extension Schema {
  /// A place is a set of stages of one definition, with or without agreed terms; only the newest round of an influencer has
  /// one. `place_count` tells how many stand in each without counting them. A database whose participations were written by
  /// an earlier version has no setting `places`, and the engine gives them their places when it opens it.
  static let places: StaticString =
    """
    CREATE TABLE place(
      id INTEGER PRIMARY KEY, definition INTEGER NOT NULL, accepted INTEGER NOT NULL, stages BLOB NOT NULL,
      UNIQUE(definition, accepted, stages));
    CREATE TABLE place_count(
      campaign INTEGER NOT NULL, place INTEGER NOT NULL, participations INTEGER NOT NULL,
      PRIMARY KEY(campaign, place)) WITHOUT ROWID;
    ALTER TABLE participation ADD COLUMN place INTEGER;
    CREATE INDEX participation_place ON participation(campaign, place, since) WHERE place IS NOT NULL;
    CREATE INDEX object_content ON object(first_log) WHERE noun = 'content' AND key <> 0;
    CREATE INDEX log_refused ON log(id) WHERE outcome > 2;
    INSERT INTO setting SELECT 'places', 1 WHERE NOT EXISTS (SELECT 1 FROM participation);
    """
}
