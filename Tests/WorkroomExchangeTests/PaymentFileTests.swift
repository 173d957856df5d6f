import Testing
import WorkroomExchange
import WorkroomValues

/// The file that PayPal takes, and what comes back.
@Suite struct PaymentFileTests {
  private func rows(_ count: Int) -> [PayPalRow] {
    (0..<count).map {
      PayPalRow(
        recipient: "a\($0)@pay.example", amount: Money(minorUnits: 123_456, currency: .usd), payment: "P1-1-\($0 + 1)",
        note: "Spring, \"new\"")
    }
  }

  @Test func sevenColumnsWithoutHeadings() {
    let files = PayPalFile.files(rows(2)).map { String(decoding: $0, as: UTF8.self) }
    #expect(
      files == [
        "a0@pay.example,1234.56,USD,P1-1-1,\"Spring, \"\"new\"\"\",PAYPAL,\r\na1@pay.example,1234.56,USD,P1-1-2,\"Spring, \"\"new\"\"\",PAYPAL,\r\n"
      ])
    #expect(PayPalFile.files([]).isEmpty)
  }

  @Test func aFileHasFiveThousandRows() {
    func counts(_ count: Int) -> [Int] { PayPalFile.files(rows(count)).map { $0.count { $0 == 10 } } }
    #expect(counts(5_000) == [5_000])
    #expect(counts(5_001) == [5_000, 1])
    #expect(counts(10_001) == [5_000, 5_000, 1])
  }

  @Test func answers() throws {
    let text = """
      Customer ID,Transaction Status,Gross,Currency,Error
      P1-1-1,Completed,12.50,USD,
      P1-1-2,DENIED,,,account closed
      P1-1-3,Pending,,,
      P1-1-4,maybe,,,
      ,Completed,,,
      P1-1-1,Completed,,,
      P1-1-5,,,,

      """
    let found = try PaymentImport(csv(text), home: .usd).all()
    #expect(found.rows.map(\.payment) == ["P1-1-1", "P1-1-2"])
    #expect(found.rows.map(\.outcome) == [.processed, .failed])
    #expect(found.rows[0].amount == Money(minorUnits: 1_250, currency: .usd))
    #expect(found.rows[1].reason == "account closed")
    #expect(
      found.rejects.map(\.reason) == [
        "`Pending` in `Transaction Status`: nothing is settled yet; import it again when it is",
        "`maybe` in `Transaction Status`: write `processed`, `failed` or `returned`",
        "`Customer ID` is empty; write the payment's name, such as `P1-2-3`",
        "row 2 tells of `P1-1-1` already; keep one of the two",
        "`Transaction Status` is empty; write `processed`, `failed` or `returned`",
      ])
  }

  /// A row that is left out does not keep a good one out.
  @Test func whatIsLeftOutIsNotToldAlready() throws {
    let rows = try PaymentImport(
      csv("payment,status,amount\nP1-1-1,paid,many\nP1-1-1,paid,5\nP1-1-1,paid,5\n"), home: .usd)
    let found = try rows.all()
    #expect(found.rows.map(\.row) == [3] && found.rejects.map(\.row) == [2, 4])
    #expect(found.rejects[1].reason == "row 3 tells of `P1-1-1` already; keep one of the two")
  }

  @Test func ofWhatCameBackInPartItIsToldWhatToDo() throws {
    for status in ["Partially refunded", "PARTIALLY_REFUNDED"] {
      let found = try PaymentImport(csv("Customer ID,Status\nP1-1-1,\(status)\n"), home: .usd).all()
      #expect(
        found.rejects.map(\.reason) == [
          "`\(status)` in `Status`: a payment is taken back whole, and never in part; record the whole as returned with `cancel payment NAME payment P1-1-1` in `workroom repl --as bank`, and what they kept with `pay NAME amount AMOUNT method offline`"
        ])
    }
  }

  /// PayPal lists a payment that came back twice, in either order; any other state is told once.
  @Test func whatArrivedAndCameBackIsTwoRows() throws {
    let text = "payment,status\nP1-1-1,Completed\nP1-1-1,Reversed\nP1-1-2,Refunded\nP1-1-2,Completed\nP1-1-2,Returned\n"
    let found = try PaymentImport(csv(text), home: .usd).all()
    #expect(found.rows.map(\.outcome) == [.processed, .returned, .returned, .processed])
    #expect(found.rejects.map(\.row) == [6])
  }

  /// The amount stands under whatever heading the bank gives it, with or without a currency beside it.
  @Test(arguments: ["Amount", "Gross", "Gross Amount", "gross_amount", "Payout Amount", "Gross Transaction Amount"])
  func anAmountIsReadUnderItsOwnHeading(heading: String) throws {
    func amount(_ text: String) throws -> Int64? {
      let file = "Customer ID,Status,\(heading)\nP1-1-1,Completed,\(text)\n"
      return try PaymentImport(csv(file), home: .usd).all().rows.first?.amount?.minorUnits
    }
    #expect(try amount("148.63") == 14_863)
    #expect(try amount("-148.63") == 14_863)
    #expect(try amount("\"-1,250.00\"") == 125_000)
    #expect(try amount("\"1,25\"") == nil)
    #expect(try amount("\"12,50.00\"") == nil)
  }

  @Test(arguments: ["Returned", "REFUNDED", "reversed"])
  func whatComesBackIsNeitherPaidNorFailed(status: String) throws {
    let file = "Customer ID,Status\nP1-1-1,\(status)\n"
    #expect(try PaymentImport(csv(file), home: .usd).all().rows.map(\.outcome) == [.returned])
  }
}
