/// What posts have come to: the newest of each figure, whatever event told it.
extension Schema {
  static let contentFigures: StaticString =
    """
    CREATE TABLE content_figure(
      participation INTEGER NOT NULL, key INTEGER NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY(participation, key, name)) WITHOUT ROWID;
    """
}
