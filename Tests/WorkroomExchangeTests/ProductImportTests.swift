import Testing
import WorkroomExchange
import WorkroomValues

/// Products and clicks as files list them.
@Suite struct ProductImportTests {
  private func products(_ text: String) throws -> (rows: [ProductLine], rejects: [RowReject]) {
    try ProductImport(csv(text), home: .usd).all()
  }

  @Test func ourOwnColumns() throws {
    let (rows, rejects) = try products(
      "name,variant,collection,cost,msrp,shipping_cost,currency,inventory\nSerum,30 ml,Skin,4.00,20.00,2.50,EUR,1_000\nMug,,,,,,,\n"
    )
    #expect(rejects.isEmpty)
    #expect(rows.map(\.label) == ["Serum / 30 ml", "Mug"])
    #expect(rows[0].cost == Money(minorUnits: 400, currency: Currency("EUR") ?? .usd) && rows[0].inventory == 1_000)
    #expect(rows[1].cost == nil && rows[1].currency == .usd && rows[1].inventory == nil)
  }

  @Test func aShopsListNamesAProductInItsFirstRowOnly() throws {
    let (rows, _) = try products(
      "Handle,Title,Type,Option1 Value,Option2 Value,Variant Price,Cost per item,Variant Inventory Qty\n"
        + "tee,Tee,Wear,S,Red,20.00,5.00,3\ntee,,,M,Red,20.00,5.00,4\nmug,Mug,Home,Default Title,,8.00,1.00,9\n")
    #expect(rows.map(\.label) == ["Tee / S / Red", "Tee / M / Red", "Mug"])
    #expect(rows.map(\.collection) == ["Wear", "Wear", "Home"])
    #expect(rows.map(\.inventory) == [3, 4, 9])
  }

  @Test func whatCannotBeAProductIsRejectedWithItsReason() throws {
    let long = String(repeating: "a", count: 256)
    let (rows, rejects) = try products(
      "name,variant,cost,inventory\n\"Tee, red\",,,\n,,1.00,\n\(long),,,\nMug,,-1,\nMug,,1.00,\nmug,,2.00,\nCup,,,many\n"
    )
    #expect(rows.map(\.label) == ["Mug"])
    let reasons = rejects.map(\.reason)
    for (reason, part) in zip(
      reasons,
      ["no comma", "`name` is empty", "at most 255", "below zero", "row 6 has the same product", "whole number"])
    {
      #expect(reason.contains(part), "\(reason)")
    }
    #expect(reasons.count == 6)
    #expect(try products("name\n\(long.dropLast())\n").rows.count == 1)
  }

  @Test func clicksAreCountedByLinkAndDay() throws {
    let (rows, rejects) = try ClickImport(
      csv(
        "Link,Date,Clicks\nhttps://go.x/1,2026-03-01,12\nhttps://go.x/1,2026-03-01,3\nhttps://go.x/1,01.03.2026,3\nhttps://go.x/2,2026-03-01,\n"
      )
    ).all()
    #expect(rows.map(\.clicks) == [12])
    #expect(rejects.map(\.row) == [3, 4, 5])
  }
}
