/// Views that operators have given a name: what they show of a table, as it is typed.
extension Schema {
  static let views: StaticString =
    """
    CREATE TABLE saved_view(name TEXT PRIMARY KEY COLLATE NOCASE, look TEXT NOT NULL) WITHOUT ROWID;
    """
}
