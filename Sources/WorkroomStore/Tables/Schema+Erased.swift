/// Knowing an order or a post again whose name was erased with whoever brought it.
extension Schema {
  /// One row for each name that an order or a post of somebody had who was forgotten: a salted digest of it, and the text that
  /// held it, which is 0 for a post that nothing was recorded of. The salt is the setting `erased_name_salt`. What was erased
  /// before this table was there cannot be known again.
  static let erased: StaticString =
    """
    CREATE TABLE erased_name(
      digest BLOB NOT NULL, person INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY(digest, person, text)) WITHOUT ROWID;
    """
}
