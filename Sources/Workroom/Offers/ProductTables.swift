package import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// The products of a program: a table to look at, and one that leaves and comes back.
package enum ProductTables {
  package static let headings = [
    "name", "variant", "collection", "cost", "msrp", "shipping_cost", "currency", "inventory",
  ]

  /// Everything that is known of each product, as `import products` takes it.
  package static func table(_ engine: Engine) -> ExportTable {
    ExportTable(headings: headings) { take in
      for row in try engine.store.products() {
        let currency = Currency(packed: UInt32(truncatingIfNeeded: row.currency))
        func amount(_ minorUnits: Int64?) -> Sheet.Value {
          minorUnits.map { .money(Money(minorUnits: $0, currency: currency)) } ?? .nothing
        }
        try take([
          .text(row.name), .text(row.variant), .text(row.collection), amount(row.cost), amount(row.msrp),
          amount(row.shipping), .text(currency.code), row.inventory.map { .number($0) } ?? .nothing,
        ])
      }
    }
  }

  /// A page of the products with what orders hold of them and what is left. Errors: a page behind the last one.
  package static func sheet(_ engine: Engine, _ page: Page = Page(1)) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Products",
      columns: [
        .init("Product", priority: 9), .init("Collection", priority: 4), .init("Cost", .money, priority: 5),
        .init("MSRP", .money, priority: 3), .init("Shipping", .money, priority: 2),
        .init("Inventory", .number, priority: 6), .init("Ordered", .number, priority: 7),
        .init("Left", .number, priority: 8),
      ])
    let (rows, count) = try engine.asking { (store) throws(StoreError) in
      (try store.products(limit: page.rows, offset: page.offset), try store.productCount())
    }
    try page.check(count)
    for row in rows {
      let ordered = try engine.asking { (store) throws(StoreError) in try store.ordered(row.label) }
      let currency = Currency(packed: UInt32(truncatingIfNeeded: row.currency))
      func amount(_ minorUnits: Int64?) -> Sheet.Value {
        minorUnits.map { .money(Money(minorUnits: $0, currency: currency)) } ?? .nothing
      }
      sheet.rows.append([
        .text(row.label), .text(row.collection), amount(row.cost), amount(row.msrp), amount(row.shipping),
        row.inventory.map { .number($0) } ?? .nothing, .number(ordered),
        row.inventory.map { .number($0 - ordered) } ?? .nothing,
      ])
    }
    sheet.notes = ["\(count.counted("product", "products")); `workroom import products` brings more, or newer figures"]
    if count > page.offset + Int64(rows.count) {
      sheet.notes.append("`products \(page.number + 1)` shows the next \(page.rows)")
    }
    return sheet
  }
}
