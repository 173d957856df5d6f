/// Finding a payment by its name, whosever it is.
extension Schema {
  static let payments: StaticString =
    """
    CREATE INDEX object_payment ON object(key) WHERE noun = 'payment';
    """
}
