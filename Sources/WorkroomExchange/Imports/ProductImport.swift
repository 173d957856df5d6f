package import WorkroomValues

/// A product, or one variant of it, as a file lists it.
package struct ProductLine: Hashable, Sendable {
  package let name: String
  /// Empty for a product without variants.
  package let variant: String
  package let collection: String
  package let cost: Money?
  package let msrp: Money?
  package let shipping: Money?
  package let currency: Currency
  /// `nil` for as many as are wanted.
  package let inventory: Int64?
  package let row: Int
  package let line: Int

  /// What orders and choices call it.
  package var label: String { variant.isEmpty ? name : "\(name) / \(variant)" }
}

/// Takes products from our own columns or from a shop's list of products: one row for each variant.
package final class ProductImport: RowImport {
  package enum Field: String, ImportField {
    case name, variant, option2, option3, collection, cost, msrp
    case shipping = "shipping_cost"
    case currency, inventory

    package var synonyms: [String] {
      switch self {
      case .name: ["product", "product name", "title"]
      case .variant: ["option", "variants", "option1 value", "variant title"]
      case .option2: ["option2 value"]
      case .option3: ["option3 value"]
      case .collection: ["collections", "category", "type", "product type"]
      case .cost: ["cost per item", "unit cost", "product cost"]
      case .msrp: ["price", "retail price", "variant price", "rrp"]
      case .shipping: ["shipping"]
      case .currency: ["currency code"]
      case .inventory: ["stock", "quantity", "variant inventory qty", "inventory quantity"]
      }
    }
  }

  static let nameBytesMax = 255

  private let table: Table<Field>
  private let home: Currency
  /// A shop's list names a product in its first row only.
  private var last: (name: String, collection: String)?

  /// `home` reads amounts of rows that name no currency.
  package init(_ reader: CSVReader, maps: [HeadingMap] = [], home: Currency) throws(ExchangeError) {
    table = try Table(reader, maps: maps)
    self.home = home
    try table.require(anyOf: [.name], for: "the names of the products")
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }
  package func release() { table.seen.release() }

  package func next() throws(ExchangeError) -> Imported<ProductLine>? {
    try table.next { (row) throws(Refusal) in try self.product(row) }
  }

  private func product(_ row: CSVRow) throws(Refusal) -> ProductLine {
    func value(_ field: Field) -> String? { table.headings.value(field, in: row) }
    func label(_ field: Field) -> String { table.headings.label(field) }
    let variant = [Field.variant, .option2, .option3].compactMap(value).filter { $0 != "Default Title" }
      .joined(separator: " / ")
    guard let name = value(.name) ?? (variant.isEmpty ? nil : last?.name) else {
      throw Refusal("\(label(.name)) is empty; write the product's name")
    }
    for (text, field) in [(name, Field.name), (variant, .variant)] {
      guard text.utf8.count <= ProductImport.nameBytesMax, !text.contains(","),
        text.unicodeScalars.allSatisfy({ $0 == " " || Value.isPrintable($0) })
      else {
        throw Refusal(
          "\(text.ticked) in \(label(field)) cannot be a product's name; it has at most "
            + "\(ProductImport.nameBytesMax) characters and no comma, since commas separate products")
      }
    }
    let currency =
      try value(.currency).map { text throws(Refusal) in try Value.currency(text, label(.currency)) }
      ?? home
    let collection = value(.collection) ?? (value(.name) == nil ? last?.collection : nil) ?? ""
    let found = ProductLine(
      name: name, variant: variant, collection: collection,
      cost: try Value.amount(value(.cost), label(.cost), in: currency),
      msrp: try Value.amount(value(.msrp), label(.msrp), in: currency),
      shipping: try Value.amount(value(.shipping), label(.shipping), in: currency), currency: currency,
      inventory: try Value.count(value(.inventory), label(.inventory)), row: row.row, line: row.line)
    last = (name, collection)
    if let first = table.seen.claim(found.label.lowercased(), row: row.row) {
      throw Refusal("row \(first) has the same product \(found.label.ticked); keep one of the two")
    }
    return found
  }
}
