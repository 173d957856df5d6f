/// The directory's tables with indexes that have names: a load that is large against the directory does without them, and
/// makes them anew in one sorted pass at its end.
extension Schema {
  /// Accounts lie together by influencer; one index finds them by handle and keeps each of them apart.
  ///
  /// It makes both tables anew, so it stands before whatever adds a column to them.
  static let directory: StaticString =
    """
    CREATE TABLE influencer_4(
      id INTEGER PRIMARY KEY, external TEXT, email TEXT, first_name TEXT, last_name TEXT, country TEXT,
      platform TEXT, followers INTEGER, phone TEXT, address TEXT, extra TEXT);
    INSERT INTO influencer_4
      SELECT id, external, email, first_name, last_name, country, platform, followers, phone, address, extra
      FROM influencer;
    DROP TABLE influencer;
    ALTER TABLE influencer_4 RENAME TO influencer;
    CREATE UNIQUE INDEX influencer_external ON influencer(external) WHERE external IS NOT NULL;
    CREATE UNIQUE INDEX influencer_email ON influencer(email) WHERE email IS NOT NULL;
    CREATE TABLE account_4(
      platform TEXT NOT NULL, handle TEXT NOT NULL, influencer INTEGER NOT NULL REFERENCES influencer(id),
      PRIMARY KEY(influencer, platform, handle)) WITHOUT ROWID;
    INSERT INTO account_4 SELECT platform, handle, influencer FROM account ORDER BY influencer, platform, handle;
    DROP TABLE account;
    ALTER TABLE account_4 RENAME TO account;
    CREATE UNIQUE INDEX account_handle ON account(handle, platform);
    """
}
