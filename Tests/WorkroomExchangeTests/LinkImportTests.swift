import Testing
import WorkroomExchange
import WorkroomValues

@Suite struct LinkImportTests {
  @Test func ourColumns() throws {
    let text = """
      influencer,email,url,destination_url,start,end,payout_type,payout_amount
      mia,mia@x.com,HTTPS://Shop.Example/MIA?utm_term=mia,https://shop.example/Spring,2026-03-01T00:00:00Z,,percentage,12.5
      leo,,https://shop.example/leo,,,,fixed,5.00 EUR
      ana,,https://shop.example/ana,,,,fixed,5
      tom,,https://shop.example/tom,,,,percentage,101
      kim,,https://shop.example/kim,,,,percentage,
      jo,,ftp://shop.example/jo,,,,,
      al,,https://user@evil.example/al,,,,,
      bo,,https:///bo,,,,,
      cy,,https://shop.example/leo,,,,,
      di,,,,,,,
      ed,,https://shop.example/ed,javascript:alert(1),,,,
      """
    let found = try LinkImport(csv(text), currency: .usd).all()
    #expect(found.rows.map(\.person.name) == ["mia", "leo", "ana"])
    #expect(found.rows[0].url == "https://shop.example/MIA?utm_term=mia")
    #expect(found.rows[0].payout == .percentage(Percent(millionths: 12_500_000)))
    #expect(found.rows[1].payout == .fixed(Money("5.00 EUR")!))
    #expect(found.rows[2].payout == .fixed(Money("5.00 USD")!))
    #expect(
      found.rejects.map(\.reason) == [
        "`101` in `payout_amount` is not a percentage from 0 to 100; write it as `12.5`",
        "a payout needs both `payout_type` and `payout_amount`; fill in the other or leave both empty",
        "`ftp://shop.example/jo` in `url` is not a web address; write it as `https://example.com/page`",
        "`https://user@evil.example/al` in `url` has a user name before the host; remove it",
        "`https:///bo` in `url` has no valid host; write it as `https://example.com/page`",
        "row 3 has the same link `https://shop.example/leo`; keep one of the two rows",
        "`url` is empty; write an address or remove the row",
        "`javascript:alert(1)` in `destination_url` is not a web address; write it as `https://example.com/page`",
      ])
  }

  @Test func aPlainList() throws {
    let found = try LinkImport(csv("https://a.example/1\nhttps://a.example/2\n")).all()
    #expect(found.rows.map(\.url) == ["https://a.example/1", "https://a.example/2"])
    #expect(found.rejects.isEmpty)
  }

  @Test func aFixedPayoutNeedsItsCurrency() throws {
    let found = try LinkImport(csv("url,payout_type,payout_amount\nhttps://a.example,flat,5\n")).all()
    #expect(
      found.rejects.map(\.reason) == ["`5` in `payout_amount` has no currency; write it as `5.00 USD`"])
  }
}
