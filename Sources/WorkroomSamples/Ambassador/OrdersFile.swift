/// Orders as Shopify exports them: one row for each item, the values of the order on the first one only.
enum OrdersFile {
  static let headings =
    [
      "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at",
      "Accepts Marketing", "Currency", "Subtotal",
      "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method", "Created at",
    ]
    + [
      "quantity", "name", "price", "compare at price", "sku", "requires shipping", "taxable",
      "fulfillment status",
    ].map { "Lineitem \($0)" }
    + address("Billing") + address("Shipping") + [
      "Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount",
      "Vendor",
      "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags", "Risk Level", "Source",
      "Lineitem discount",
    ]

  static func text(_ orders: [StoreOrder]) -> String {
    var table = CSVText(headings)
    for order in orders {
      for (index, item) in order.items.enumerated() {
        table.row(
          (index == 0 ? head(order) : [order.name, email(order)] + blank(14)) + line(item, order)
            + (index == 0 ? tail(order) : blank(headings.count - 24)))
      }
    }
    return table.text
  }

  private static func address(_ kind: String) -> [String] {
    ["Name", "Street", "Address1", "Address2", "Company", "City", "Zip", "Province", "Country", "Phone"].map {
      "\(kind) \($0)"
    }
  }

  private static func blank(_ count: Int) -> [String] { Array(repeating: "", count: count) }

  private static func email(_ order: StoreOrder) -> String { "customer\(order.number)@example.com" }

  private static func head(_ order: StoreOrder) -> [String] {
    let isSent = order.status == .paid && order.cancelledAt == nil
    return [
      order.name, email(order), order.status.rawValue, order.paidAt?.storeText ?? "",
      isSent ? "fulfilled" : "unfulfilled",
      isSent ? order.at.later(days: 1).storeText : "", order.number % 3 == 0 ? "yes" : "no", order.currency,
      Dollars.plain(order.subtotal), Dollars.plain(order.shipping), Dollars.plain(order.taxes),
      Dollars.plain(order.total), order.typed,
      Dollars.plain(order.discount), "Standard", order.at.storeText,
    ]
  }

  private static func line(_ item: StoreOrder.Item, _ order: StoreOrder) -> [String] {
    let isSent = order.status == .paid && order.cancelledAt == nil
    return [
      String(item.quantity), item.product.name, Dollars.plain(item.product.cents), "", item.product.sku,
      "true", "true",
      isSent ? "fulfilled" : "pending",
    ]
  }

  private static func tail(_ order: StoreOrder) -> [String] {
    let (buyer, place) = (order.buyer, order.buyer.place)
    // The store's export puts an apostrophe before postal codes that look like numbers.
    let zip = place.postalCode.first == "0" ? "'" + place.postalCode : place.postalCode
    let address = [
      buyer.name, buyer.street, buyer.street, "", "", place.city, zip, place.state, place.code, "",
    ]
    let isOpen = order.status == .pending || order.status == .authorized
    return address + address + [
      "", "", order.cancelledAt?.storeText ?? "", "Card", "c\(order.number).1", Dollars.plain(order.refunded),
      "Trailworks",
      isOpen ? Dollars.plain(order.total) : "0.00", "", "", "", String(5_550_000_000 + order.number), "",
      "Low", "web", "0.00",
    ]
  }
}
