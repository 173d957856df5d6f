extension Schema {
  /// What is offered and agreed: proposals, the terms of groups, products with their stock, drafts of content, and clicks.
  ///
  /// `proposal`, `order_line` and `draft` follow from events. Terms of groups stand in the system's log; products and clicks are what
  /// files say, like the directory of people.
  static let offers: StaticString =
    """
    CREATE TABLE proposal(
      participation INTEGER PRIMARY KEY, first_log INTEGER NOT NULL, last_log INTEGER NOT NULL, status TEXT NOT NULL,
      sender TEXT NOT NULL, price INTEGER, tasks INTEGER, products INTEGER, until INTEGER);
    ALTER TABLE item_group ADD COLUMN rate INTEGER;
    ALTER TABLE item_group ADD COLUMN starts INTEGER;
    ALTER TABLE item_group ADD COLUMN ends INTEGER;
    ALTER TABLE item_group ADD COLUMN domain TEXT;
    ALTER TABLE item_group ADD COLUMN utm TEXT;
    ALTER TABLE item_group ADD COLUMN attribution INTEGER;
    CREATE TABLE product(
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, variant TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,
      folded_name TEXT NOT NULL, collection TEXT NOT NULL, cost INTEGER, msrp INTEGER, shipping INTEGER,
      currency INTEGER NOT NULL, inventory INTEGER);
    CREATE INDEX product_name ON product(folded_name);
    CREATE TABLE order_line(
      participation INTEGER NOT NULL, first_log INTEGER NOT NULL, product TEXT NOT NULL, quantity INTEGER NOT NULL,
      PRIMARY KEY(participation, first_log, product)) WITHOUT ROWID;
    CREATE INDEX order_line_product ON order_line(product);
    CREATE TABLE draft(
      participation INTEGER NOT NULL, first_log INTEGER NOT NULL, versions INTEGER NOT NULL,
      PRIMARY KEY(participation, first_log)) WITHOUT ROWID;
    CREATE TABLE click(
      item INTEGER NOT NULL, day INTEGER NOT NULL, clicks INTEGER NOT NULL, PRIMARY KEY(item, day)) WITHOUT ROWID;
    """
}
