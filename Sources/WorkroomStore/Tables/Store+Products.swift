/// A product that may be sent to influencers, or one variant of it.
package struct ProductRow: Sendable, Equatable {
  package var id: Int64 = 0
  package var name: String
  /// `30 ml`; empty for a product without variants.
  package var variant = ""
  package var collection = ""
  /// Minor units of `currency`.
  package var cost: Int64?
  package var msrp: Int64?
  package var shipping: Int64?
  package var currency: Int64
  /// How many there were when they were counted; `nil` for as many as are wanted.
  package var inventory: Int64?

  package init(name: String, currency: Int64) {
    self.name = name
    self.currency = currency
  }

  /// `Serum / 30 ml`: what orders and choices call it.
  package var label: String { variant.isEmpty ? name : "\(name) / \(variant)" }
}

/// How many of a product a live order holds.
package struct OrderLine: Sendable, Equatable {
  package var participation: Int64
  /// The row of the log that first told of the order.
  package var firstLog: Int64
  package var product: String
  package var quantity: Int64

  package init(participation: Int64, firstLog: Int64, product: String, quantity: Int64) {
    self.participation = participation
    self.firstLog = firstLog
    self.product = product
    self.quantity = quantity
  }
}

extension Store {
  package func hasProducts() throws(StoreError) -> Bool {
    try database.prepare("SELECT 1 FROM product LIMIT 1").step()
  }

  /// A product by what orders call it, whatever its case.
  package func product(_ label: String) throws(StoreError) -> ProductRow? {
    let select = try database.prepare(
      "SELECT id, name, variant, collection, cost, msrp, shipping, currency, inventory FROM product WHERE folded = ?")
    select.bind(1, label.lowercased())
    return try select.step() ? ProductRow(select) : nil
  }

  /// Whether a product, all variants of one, or a collection has a name, whatever its case.
  package func offers(_ name: String) throws(StoreError) -> Bool {
    let select = try database.prepare(
      "SELECT 1 FROM product WHERE folded = ?1 UNION SELECT 1 FROM product WHERE folded_name = ?1 UNION SELECT 1 FROM product WHERE collection = ?2 COLLATE NOCASE"
    )
    select.bind(1, name.lowercased())
    select.bind(2, name)
    return try select.step()
  }

  /// The variants of a product.
  package func variants(_ name: String) throws(StoreError) -> [ProductRow] {
    let select = try database.prepare(
      "SELECT id, name, variant, collection, cost, msrp, shipping, currency, inventory FROM product WHERE folded_name = ? ORDER BY id"
    )
    select.bind(1, name.lowercased())
    var rows: [ProductRow] = []
    while try select.step() { rows.append(ProductRow(select)) }
    return rows
  }

  /// A part of the products, in the order in which they came; without a limit all of them.
  package func products(limit: Int64? = nil, offset: Int64 = 0) throws(StoreError) -> [ProductRow] {
    let select = try database.prepare(
      "SELECT id, name, variant, collection, cost, msrp, shipping, currency, inventory FROM product ORDER BY id LIMIT coalesce(?, -1) OFFSET ?"
    )
    select.bind(1, limit)
    select.bind(2, offset)
    var rows: [ProductRow] = []
    while try select.step() { rows.append(ProductRow(select)) }
    return rows
  }

  package func productCount() throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM product")
    return try select.step() ? select.int64(0) : 0
  }

  /// Writes a product, over what is known under its name; true for a new one.
  package func write(_ row: ProductRow) throws(StoreError) -> Bool {
    let isNew = try product(row.label) == nil
    let insert = try database.prepare(
      """
      INSERT INTO product(name, variant, folded, folded_name, collection, cost, msrp, shipping, currency, inventory)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(folded) DO UPDATE SET name = excluded.name, variant = excluded.variant,
      collection = excluded.collection, cost = excluded.cost, msrp = excluded.msrp, shipping = excluded.shipping,
      currency = excluded.currency, inventory = excluded.inventory
      """)
    let texts = [row.name, row.variant, row.label.lowercased(), row.name.lowercased(), row.collection]
    for (index, text) in texts.enumerated() { insert.bind(index + 1, text) }
    insert.bind(6, row.cost)
    insert.bind(7, row.msrp)
    insert.bind(8, row.shipping)
    insert.bind(9, row.currency)
    insert.bind(10, row.inventory)
    try insert.run()
    return isNew
  }

  // MARK: Orders

  /// How many of a product live orders hold, in all campaigns.
  package func ordered(_ label: String) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT coalesce(sum(quantity), 0) FROM order_line WHERE product = ?")
    select.bind(1, label.lowercased())
    return try select.step() ? select.int64(0) : 0
  }

  /// What one order holds, by product.
  package func orderLines(_ participation: Int64, _ order: Int64) throws(StoreError) -> [String: Int64] {
    let select = try database.prepare(
      "SELECT product, quantity FROM order_line WHERE participation = ? AND first_log = ?")
    select.bind(1, participation)
    select.bind(2, order)
    var lines: [String: Int64] = [:]
    while try select.step() { lines[select.text(0)] = select.int64(1) }
    return lines
  }

  /// What the live orders of one participation hold, by product.
  package func orderLines(of participation: Int64) throws(StoreError) -> [String: Int64] {
    let select = try database.prepare(
      "SELECT product, sum(quantity) FROM order_line WHERE participation = ? GROUP BY product")
    select.bind(1, participation)
    var lines: [String: Int64] = [:]
    while try select.step() { lines[select.text(0)] = select.int64(1) }
    return lines
  }

  package func writeOrderLines(
    _ participation: Int64, _ order: Int64, _ lines: [String: Int64]
  ) throws(StoreError) {
    let delete = try database.prepare("DELETE FROM order_line WHERE participation = ? AND first_log = ?")
    delete.bind(1, participation)
    delete.bind(2, order)
    try delete.run()
    let insert = try database.prepare("INSERT INTO order_line VALUES(?, ?, ?, ?)")
    for (product, quantity) in lines.sorted(by: { $0.key < $1.key }) {
      insert.bind(1, participation)
      insert.bind(2, order)
      insert.bind(3, product)
      insert.bind(4, quantity)
      try insert.run()
    }
  }

  /// What the live orders of a campaign hold.
  package func orderLines(ofCampaign campaign: Int64) throws(StoreError) -> [OrderLine] {
    let select = try database.prepare(
      "SELECT l.participation, l.first_log, l.product, l.quantity FROM participation p JOIN order_line l ON l.participation = p.id WHERE p.campaign = ? ORDER BY 1, 2, 3"
    )
    select.bind(1, campaign)
    var rows: [OrderLine] = []
    while try select.step() {
      rows.append(
        OrderLine(
          participation: select.int64(0), firstLog: select.int64(1), product: select.text(2),
          quantity: select.int64(3)))
    }
    return rows
  }
}

extension ProductRow {
  fileprivate init(_ row: borrowing Statement) {
    self.init(name: row.text(1), currency: row.int64(7))
    id = row.int64(0)
    variant = row.text(2)
    collection = row.text(3)
    cost = row.optionalInt64(4)
    msrp = row.optionalInt64(5)
    shipping = row.optionalInt64(6)
    inventory = row.optionalInt64(8)
  }
}
