/// Finding an order by its number, whoever it is recorded for.
extension Schema {
  /// Texts are kept apart by person; what a person's text says is found by this index, and leaves it when it is erased.
  static let orders: StaticString =
    """
    CREATE INDEX text_content ON text(content) WHERE person > 0 AND content IS NOT NULL;
    """
}
