/// Who works with a database, in which roles, and what was asked of it.
///
/// Each row of `audit` is chained to the one before it by SHA-256, as rows of the log are. What was asked, what was answered
/// and the name of a file may hold names of people: the chain covers a salted digest of them, so that they can be erased.
/// The system's log tells of operators by their numbers and a digest of their roles.
extension Schema {
  static let operators: StaticString =
    """
    CREATE TABLE operator(
      id INTEGER PRIMARY KEY, name TEXT, folded TEXT UNIQUE, roles TEXT NOT NULL, added INTEGER NOT NULL,
      removed INTEGER);
    CREATE TABLE audit(
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, operator INTEGER NOT NULL, roles TEXT NOT NULL,
      origin INTEGER NOT NULL, influencer INTEGER NOT NULL, outcome INTEGER NOT NULL, file TEXT, asked TEXT, answer TEXT,
      salt INTEGER NOT NULL, digest BLOB NOT NULL, hash BLOB NOT NULL);
    CREATE INDEX audit_operator ON audit(operator, id);
    CREATE INDEX audit_influencer ON audit(influencer) WHERE influencer <> 0;
    """
}
