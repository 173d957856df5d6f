/// The days that codes and links have of their own.
extension Schema {
  /// What the row of an uploaded item says. Whatever it does not say comes from its group when the item is given out: `starts`
  /// and `ends` are those of whoever holds it or held it last, and its own as long as nobody does. Of an earlier version the log
  /// tells what was whose, so a database without the setting `own_days` is read by the engine when it is opened.
  static let ownDays: StaticString =
    """
    ALTER TABLE item ADD COLUMN own_starts INTEGER;
    ALTER TABLE item ADD COLUMN own_ends INTEGER;
    INSERT INTO setting SELECT 'own_days', 1 WHERE NOT EXISTS (
      SELECT 1 FROM item WHERE starts IS NOT NULL OR ends IS NOT NULL OR state = 3);
    """
}
