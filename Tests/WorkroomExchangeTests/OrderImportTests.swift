import Testing
import WorkroomExchange
import WorkroomValues

@Suite struct OrderImportTests {
  /// The headings of the store's export, up to where it ends being of interest.
  static let headings =
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,"
    + "Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    + "Cancelled at,Payment Method,Refunded Amount,Id,Tags\n"

  /// One row of the export.
  static func row(
    _ name: String, status: String = "paid", currency: String = "USD", subtotal: String = "40.00",
    code: String = "JANE10",
    cancelled: String = "", refunded: String = "0.00", created: String = "2026-03-01 09:00:00 +0100",
    item: String = "Mug"
  ) -> String {
    "\(name),Buyer@Example.com,\(status),\(created),fulfilled,,no,\(currency),\(subtotal),5.00,3.00,48.00,\"\(code)\",4.00,Standard,"
      + "\(created),1,\"\(item)\",20.00,\(cancelled),card,\(refunded),5550001,\n"
  }

  /// A row that adds an item to the order above it.
  static func item(_ name: String) -> String {
    "\(name),,,,,,,,,,,,,,,,2,\"Cup, \"\"blue\"\"\nlarge\",10.00,,,,,\n"
  }

  func all(_ rows: String...) throws -> (rows: [OrderRow], rejects: [RowReject]) {
    try OrderImport(csv(OrderImportTests.headings + rows.joined())).all()
  }

  @Test func anOrderWithSeveralItemsCountsOnce() throws {
    typealias T = OrderImportTests
    let found = try all(
      T.row("#1001", code: "JANE10, FREESHIP"), T.item("#1001"), T.item("#1001"), T.row("#1002", code: ""))
    #expect(found.rejects.isEmpty)
    #expect(found.rows.map(\.orderNumber) == ["#1001", "#1002"])
    let order = found.rows[0]
    #expect(order.discountCodes == ["JANE10", "FREESHIP"] && found.rows[1].discountCodes == [])
    #expect(
      order.subtotal == Money("40.00 USD") && order.total == Money("48.00 USD")
        && order.refunded == Money("0.00 USD"))
    #expect(
      order.createdAt == Instant("2026-03-01T08:00:00Z") && order.paidAt == order.createdAt
        && order.cancelledAt == nil)
    #expect(order.email == "buyer@example.com" && order.standing == .full)
    #expect(found.rows[1].row == 5 && found.rows[1].line == 7)
  }

  @Test(arguments: [
    ("paid", "", "0.00", OrderRow.Standing.full), ("partially_paid", "", "", .full),
    ("pending", "", "", .waiting),
    ("authorized", "", "", .waiting), ("refunded", "", "48.00", .void),
    ("partially_refunded", "", "10.00", .reduced),
    ("voided", "", "", .void), ("expired", "", "", .void), ("paid", "2026-03-02 10:00:00 +0000", "", .void),
    ("Paid", "", "5.00", .reduced),
  ])
  func whatAStatusMeans(
    status: String, cancelled: String, refunded: String, standing: OrderRow.Standing
  )
    throws
  {
    let found = try all(
      OrderImportTests.row("#1", status: status, cancelled: cancelled, refunded: refunded))
    #expect(found.rows.first?.standing == standing)
  }

  @Test func theSameOrderFurtherDownIsRejected() throws {
    typealias T = OrderImportTests
    let found = try all(T.row("#1"), T.row("#2"), T.row("#1"), T.item("#1"), T.item("#9"))
    #expect(found.rows.count == 2)
    #expect(
      found.rejects.map(\.reason) == [
        "order `#1` stands in row 2 already; keep its rows together and once",
        "the items of order `#9` come without the order's first row; export the whole order",
      ])
    #expect(found.rejects.map(\.row) == [4, 6])
  }

  @Test func aContinuationMayRepeatTheOrderButNotChangeIt() throws {
    typealias T = OrderImportTests
    let found = try all(T.row("#1"), T.row("#1", item: "Cup"), T.row("#1", subtotal: "90.00"))
    #expect(found.rows.count == 1)
    #expect(
      found.rejects.map(\.reason) == [
        "order `#1` has another `Subtotal` than in row 2; keep one of the two rows"
      ])
  }

  @Test func aBadRowIsLeftOutAndTheRestGoesOn() throws {
    typealias T = OrderImportTests
    let found = try all(
      T.row("#1", status: "payed"), T.item("#1"), T.row("#2", currency: "usd"),
      T.row("#3", subtotal: "40.005"),
      T.row("#4", currency: "JPY", subtotal: "40.5"), T.row("#5", subtotal: "\"1,234.50\""),
      T.row("#6", subtotal: "-4.00"),
      T.row("#7", currency: "XXQ"), T.row("#8", created: "yesterday"), T.row("", subtotal: "1.00"),
      T.row("#10", subtotal: ""))
    #expect(found.rows.map(\.orderNumber) == ["#2"])
    #expect(
      found.rejects.map(\.reason) == [
        "`payed` in `Financial Status` is not a status; write `paid`",
        "`40.005` in `Subtotal` is not an amount in USD; it has at most 2 decimals",
        "`40.5` in `Subtotal` is not an amount in JPY; it has no decimals",
        "`1,234.50` in `Subtotal` is not an amount in USD; write it with a point and nothing between thousands, such as `1250.00`",
        "`-4.00` in `Subtotal` is below zero; write what was charged, and refunds in their own column",
        "`XXQ` in `Currency` is not a currency; write its three letters, such as `USD`",
        "`yesterday` in `Created at` is not a date and time; write it as `2026-03-01T09:00:00+01:00`",
        "`Name` is empty; write the order number or remove the row",
        "`Subtotal` is empty; write the amount after discounts, such as `49.00`",
      ])
  }

  @Test func hostileTextStaysText() throws {
    let found = try all(OrderImportTests.row("'=1+1", code: "'@SUM(A1)"))
    #expect(found.rows.first?.orderNumber == "=1+1" && found.rows.first?.discountCodes == ["@SUM(A1)"])
  }

  @Test func theColumnsThatMatterAreRequired() {
    let error = #expect(throws: ExchangeError.self) { try OrderImport(csv("Name,Email\n#1,a@b.de\n")) }
    #expect(error?.description.contains("no column holds the financial status") == true)
  }

  @Test func rejectsLieBesideTheInputAndCanBeImportedAgain() throws {
    typealias T = OrderImportTests
    let scratch = Scratch()
    let path = try scratch.write("orders.csv", T.headings + T.row("#1") + T.row("'=2", subtotal: "x"))
    let path2 = try rejects(of: path)
    #expect(path2 == scratch.file("orders.rejected.csv"))
    let text = try scratch.text(path2!)
    #expect(text.hasPrefix("row,line,reason,Name,Email,"))
    #expect(
      text.contains(
        "\r\n3,3,\"`x` in `Subtotal` is not an amount in USD; write digits only, such as `1250.00`\",'=2,"))
    // Once more: the three columns are not doubled.
    let path3 = try rejects(of: path2!)
    #expect(path3 == scratch.file("orders.rejected.rejected.csv"))
    #expect(try scratch.text(path3!).hasPrefix("row,line,reason,Name,Email,"))
    #expect(try scratch.text(path3!).contains("\r\n2,2,"))
    #expect(scratch.names == ["orders.csv", "orders.rejected.csv", "orders.rejected.rejected.csv"])
  }

  private func rejects(of path: String) throws -> String? {
    let orders = try OrderImport(CSVReader(path: path))
    let file = RejectsFile(beside: path, headings: orders.names)
    for reject in try orders.all().rejects { try file.append(reject) }
    return try file.finish()
  }

  @Test func withoutRejectsThereIsNoFile() throws {
    let scratch = Scratch()
    #expect(try RejectsFile(beside: scratch.file("a.csv"), headings: ["a"]).finish() == nil)
    #expect(scratch.names == [])
  }
}
