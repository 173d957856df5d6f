/// Who held a code or a link before somebody else did, so that a sale of those days can still be told whose it is.
extension Schema {
  /// One row for each time that an item went back to its group; whoever holds it now, or held it last, stands in its own row
  /// of `item`. What is given out and taken back follows from the log, so a database in which items may have gone back before
  /// this table was there has no setting `former_holders`, and the engine runs its log again when it opens it.
  static let holders: StaticString =
    """
    CREATE TABLE former_holder(
      item INTEGER NOT NULL, log INTEGER NOT NULL, participation INTEGER NOT NULL, assigned INTEGER NOT NULL,
      released INTEGER NOT NULL, rate INTEGER, starts INTEGER, ends INTEGER, PRIMARY KEY(item, log)) WITHOUT ROWID;
    INSERT INTO setting SELECT 'former_holders', 1 WHERE NOT EXISTS (
      SELECT 1 FROM item_group g JOIN item i ON i.item_group = g.id WHERE g.pattern IS NULL);
    """
}
