/// An order of the store, as it stood on the day of an export.
struct StoreOrder {
  enum Status: String { case paid, pending, authorized, refunded, partially_refunded, voided }

  struct Item {
    let product: Product
    let quantity: Int
  }

  struct Product {
    let name: String
    let sku: String
    let cents: Int
  }

  static let products = [
    Product(name: "Trail bottle 750 ml", sku: "TB-750", cents: 2_490),
    Product(name: "Trail bottle 1 l", sku: "TB-1000", cents: 2_990),
    Product(name: "Field cap, olive", sku: "FC-OLV", cents: 2_235),
    Product(name: "Field cap, sand", sku: "FC-SND", cents: 2_235),
    Product(name: "Day pack 18 l", sku: "DP-18", cents: 7_905),
    Product(name: "Merino socks, \"two pairs\"", sku: "MS-2", cents: 1_895),
    Product(name: "Camp mug", sku: "CM-1", cents: 1_415),
    Product(name: "Rain shell", sku: "RS-1", cents: 12_950),
  ]

  let number: Int
  let at: Moment
  let buyer: Person
  let items: [Item]
  /// As the customer typed it; several are joined by a comma.
  let typed: String
  let currency: String
  var status: Status
  var cancelledAt: Moment?
  var refunded = 0
  var paidAt: Moment?

  var name: String { "#\(number)" }
  var goods: Int { items.reduce(0) { $0 + $1.product.cents * $1.quantity } }
  /// What a code takes off.
  var discount: Int { typed.isEmpty ? 0 : Dollars.share(10, of: goods) }
  /// After the discount, before taxes and shipping: what commissions are counted on.
  var subtotal: Int { goods - discount }
  var shipping: Int { subtotal >= 7_500 ? 0 : 590 }
  var taxes: Int { Dollars.share(8, of: subtotal) }
  var total: Int { subtotal + shipping + taxes }

  /// What is left of the subtotal; `nil` while nothing is paid, or where nothing is left.
  var base: Int? {
    guard cancelledAt == nil else { return nil }
    switch status {
    case .paid, .partially_refunded: return max(0, subtotal - refunded)
    case .pending, .authorized, .refunded, .voided: return nil
    }
  }
}
