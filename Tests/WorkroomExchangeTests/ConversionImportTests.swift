import Testing
import WorkroomExchange
import WorkroomValues

/// Lists of conversions under headings of one's own: what was given back, and what was cancelled.
@Suite struct ConversionImportTests {
  private func all(
    _ text: String, maps: [HeadingMap] = []
  ) throws -> (rows: [ConversionRow], rejects: [RowReject]) {
    try ConversionImport(csv(text), maps: maps, zone: .utc, home: .usd).all()
  }

  @Test(arguments: ["Refunded Amount", "refunded", "refund_amount"])
  func whatWasGivenBackIsRead(_ heading: String) throws {
    let found = try all("order,code,amount,\(heading),date\n1,A,100,,2026-03-05\n2,A,100,30,2026-03-05\n3,A,5,5.01,\n")
    #expect(found.rows.map(\.left) == [Money("100 USD"), Money("70 USD")])
    #expect(found.rows.map(\.refunded) == [nil, Money("30 USD")])
    #expect(
      found.rejects.map(\.reason) == [
        "`5.01 USD` in `\(heading)` is more than the 5.00 USD of order `3`; correct one of the two"
      ])
  }

  @Test func aColumnCanBeMappedToIt() throws {
    let map = try #require(HeadingMap("Erstattet=refunded"))
    #expect(try all("order,code,amount,Erstattet\n1,A,100,30\n", maps: [map]).rows[0].left == Money("70 USD"))
  }

  @Test func aStatusOfAShopSaysWhetherAnOrderCounts() throws {
    let rows = ["paid", "pending", "authorized", "refunded", "voided", "expired", "partially_paid"]
    let text = rows.enumerated().map { "\($0),A,100,\($1),\n" }.joined()
    let found = try all(
      "order,code,amount,payment state,refunded\n\(text)8,A,100,partially_refunded,40\n9,A,1,partially refunded,\n")
    #expect(found.rows.map(\.standing) == [.counts, .waiting, .waiting, .void, .void, .void, .counts, .counts])
    #expect(found.rows.last?.left == Money("60 USD"))
    #expect(
      found.rejects.map(\.reason) == [
        "`partially refunded` does not say how much was given back; write it in a column `Refunded Amount`"
      ])
  }

  @Test func whatWasCancelledDoesNotCount() throws {
    let found = try all(
      "order,code,amount,cancelled\n1,A,100,yes\n2,A,100,2026-03-05\n3,A,100,2026-03-05 10:00\n4,A,100,no\n5,A,100,\n6,A,100,huh\n"
    )
    #expect(found.rows.map(\.standing) == [.void, .void, .void, .counts, .counts])
    #expect(
      found.rejects.map(\.reason) == [
        "`huh` in `cancelled` is no answer; write `yes`, `no` or the date, as in `2026-03-01`"
      ])
  }

  @Test func aBatchOfChangesTellsWhatIsLeft() throws {
    let found = try all("Oid,Amount,Reason,Refunded\n1,60,returned,40\n2,60,returned,\n")
    #expect(found.rows.map(\.standing) == [.changed])
    #expect(found.rejects[0].reason.contains("stands beside `Amount`, which is what the order is worth from now on"))
  }
}
