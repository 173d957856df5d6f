/// Codes and links that are kept for somebody.
extension Schema {
  /// Whom an item is kept for, with the rate that it has for them, and how many of a group are kept and held by nobody. Such an
  /// item is in state 3, so that whatever asks for free ones passes it over.
  static let kept: StaticString =
    """
    ALTER TABLE item ADD COLUMN kept INTEGER;
    ALTER TABLE item ADD COLUMN kept_rate INTEGER;
    ALTER TABLE item_group ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX item_kept ON item(kept, item_group, id) WHERE kept IS NOT NULL;
    """

  /// Those for whom a group had nothing left, by the messages that told of it.
  static let empty: StaticString =
    """
    CREATE INDEX outbox_empty ON outbox(log, participation, words) WHERE kind = 14;
    """
}
