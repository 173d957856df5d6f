import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Products into the program's list, each over what is known under its name.
final class ProductSink: RowSink {
  private let engine: Engine
  private let rows: ProductImport
  private var added = 0
  private var renewed = 0
  private var newest: [(name: String, value: String)] = []

  init(_ engine: Engine, _ rows: ProductImport) {
    self.engine = engine
    self.rows = rows
  }

  let noun = "products"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var ownHeadings: [String] { ProductTables.headings }
  var counts: [(count: Int, words: String)] {
    [(added, "new products"), (renewed, "known already, with these figures now")]
  }
  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in try write(row) }
  }

  private func write(_ line: ProductLine) throws(EngineError) -> String? {
    newest = [
      ("product", line.label), ("collection", line.collection), ("cost", line.cost?.description ?? ""),
      ("msrp", line.msrp?.description ?? ""), ("shipping_cost", line.shipping?.description ?? ""),
      ("inventory", line.inventory.map(String.init) ?? "as many as are wanted"),
    ].filter { !$0.1.isEmpty }
    var row = ProductRow(name: line.name, currency: Int64(line.currency.packed))
    (row.variant, row.collection, row.inventory) = (line.variant, line.collection, line.inventory)
    (row.cost, row.msrp, row.shipping) = (line.cost?.minorUnits, line.msrp?.minorUnits, line.shipping?.minorUnits)
    let product = row
    if let reason = try shortage(product) { return reason }
    if try engine.asking({ (store) throws(StoreError) in try store.write(product) }) {
      added += 1
    } else {
      renewed += 1
    }
    return nil
  }

  /// Why a count of the stock cannot be: orders hold more than that.
  private func shortage(_ product: ProductRow) throws(EngineError) -> String? {
    guard let inventory = product.inventory else { return nil }
    let ordered = try engine.asking { (store) throws(StoreError) in try store.ordered(product.label) }
    return inventory < ordered
      ? "\(ordered) of `\(product.label)` are ordered, sent ones among them, and `inventory` counts these too: with \(inventory) left beside them, write \(ordered + inventory)"
      : nil
  }
}
