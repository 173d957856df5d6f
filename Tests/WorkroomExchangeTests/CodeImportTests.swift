import Testing
import WorkroomExchange
import WorkroomValues

@Suite struct CodeImportTests {
  func all(_ text: String, zone: Zone? = nil) throws -> (rows: [CodeRow], rejects: [RowReject]) {
    try CodeImport(csv(text), zone: zone).all()
  }

  @Test func impact() throws {
    let head =
      "Promo Code,Program Id,Media Id,Type,Credit Rule,Match Mode,Deal Id,Active Start Date,Active End Date,Timezone\n"
    let text =
      head + """
        JANE10,1,2,TRACKING,ALWAYS,LI,,2026-03-01T00:00:00-05:00,2026-04-01T00:00:00-05:00,America/New_York
        LEO10,1,2,OTHER,ALWAYS,LI,,,,
        ANA10,1,2,TRACKING,SOMETIMES,LI,,,,
        TOM10,1,2,TRACKING,WINNER,RE,,2026-04-01T00:00:00Z,2026-03-01T00:00:00Z,
        KIM10,1,2,TRACKING,WINNER,RE,,2026-04-01 09:00,,UTC
        JO10,1,2,TRACKING,WINNER,RE,,04/01/2026,,UTC
        AL10,1,2,TRACKING,WINNER,RE,,2026-04-01,,Europe/Berlin
        """
    let found = try all(text)
    #expect(found.rows.map(\.code) == ["JANE10", "KIM10"])
    #expect(
      found.rows[0].starts == Instant("2026-03-01T05:00:00Z")
        && found.rows[0].ends == Instant("2026-04-01T05:00:00Z"))
    #expect(found.rows[1].starts == Instant("2026-04-01T09:00:00Z") && found.rows[1].ends == nil)
    #expect(
      found.rejects.map(\.reason) == [
        "`OTHER` in `Type` is not known; write `TRACKING`",
        "`SOMETIMES` in `Credit Rule` is not known; write one of `ALWAYS`, `INVOLVED`, `WINNER`",
        "the end 2026-03-01T00:00:00Z is not after the start 2026-04-01T00:00:00Z; exchange them or leave one out",
        "`04/01/2026` in `Active Start Date` is not a date and time; write it as `2026-03-01T09:00:00+01:00`",
        "`2026-04-01` in `Active Start Date` has no time zone; write it as `2026-03-01T09:00:00+01:00`",
      ])
    #expect(try CodeImport(csv("Promo Code,Campaign Id,Deal Name\nX,1,2\n")).ignored.isEmpty)
  }

  @Test func aPlainListWithAndWithoutHeading() throws {
    #expect(try all("code\nA1\nB2\n").rows.map(\.code) == ["A1", "B2"])
    let found = try all("\u{FEFF}A1\r\n\r\n  B2 \r\na1\r\ntwo words\r\n")
    #expect(found.rows.map(\.code) == ["A1", "B2"])
    #expect(found.rows.map(\.row) == [1, 3])
    #expect(
      found.rejects.map(\.reason) == [
        "row 1 has the same code `a1`; capital letters make no difference",
        "`two words` is not a code; a code has 1 to 255 characters and no spaces",
      ])
  }

  @Test func aCodeHasALimit() throws {
    let longest = String(repeating: "x", count: 255)
    let found = try all("code\n\(longest)\n\(longest)y\nA\u{200B}B\n=1\n")
    #expect(found.rows.map(\.code) == [longest, "=1"])
    #expect(found.rejects.count == 2)
    #expect(found.rejects[1].reason.hasPrefix("`A\\u{200B}B` is not a code"))
  }

  @Test func daysAreReadInTheZoneThatIsGiven() throws {
    let found = try all("code,start,end\nA,2026-03-01,2026-03-31\n", zone: .utc)
    #expect(found.rows[0].starts == Instant("2026-03-01T00:00:00Z"))
    #expect(found.rows[0].ends == Instant("2026-04-01T00:00:00Z"))
  }

  @Test func manyCodesInBoundedTime() throws {
    var text = ""
    for number in 0..<200_000 { text += "C\(number)\n" }
    let codes = try CodeImport(csv(text + "c77\n"))
    var (rows, rejects) = (0, 0)
    while let found = try codes.next() {
      if case .row = found { rows += 1 } else { rejects += 1 }
    }
    #expect(rows == 200_000 && rejects == 1)
  }
}
