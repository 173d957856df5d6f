import Testing
import WorkroomValues

@testable import WorkroomReporting

@Suite struct TableTests {
  static let influencers = Table(
    title: "My influencers",
    columns: [
      .init("Name", priority: 3), .init("Stage", priority: 2), .init("Price", .right, priority: 2),
      .init("Followers", .right, priority: 1), .init("Notes", priority: 0),
    ],
    rows: [
      ["mia", "invited", .money(Money(minorUnits: 1250, currency: .usd)), .number(10_400), "likes tea"],
      ["李小龍 👩🏽", "active", .nothing(.money), .number(-3), "a long remark about delivery times"],
      [
        "Zoe\u{301}", "done", .money(Money(minorUnits: -90_000, currency: .usd)), .nothing(.number),
        "\u{1B}[31mred",
      ],
    ])

  @Test func wideCharactersLineUp() {
    #expect(
      Self.influencers.render(.human(width: 100, colour: .off)).text == """
        My influencers
        Name       Stage          Price  Followers  Notes
        ─────────  ───────  ───────────  ─────────  ──────────────────────────────────
        mia        invited    12.50 USD      10400  likes tea
        李小龍 👩🏽  active                       -3  a long remark about delivery times
        Zoe\u{301}        done     -900.00 USD             ‹ESC›[31mred

        """)
  }

  @Test func textShrinksBeforeAnythingGoes() {
    #expect(
      Self.influencers.render(.human(width: 60, colour: .off)).text == """
        My influencers
        Name       Stage          Price  Followers  Notes
        ─────────  ───────  ───────────  ─────────  ────────────────
        mia        invited    12.50 USD      10400  likes tea
        李小龍 👩🏽  active                       -3  a long remark a…
        Zoe\u{301}        done     -900.00 USD             ‹ESC›[31mred

        """)
  }

  @Test func leastImportantColumnsGo() {
    #expect(
      Self.influencers.render(.human(width: 34, colour: .off)).text == """
        My influencers
        Name       Stage          Price
        ─────────  ───────  ───────────
        mia        invited    12.50 USD
        李小龍 👩🏽  active
        Zoe\u{301}        done     -900.00 USD
        2 columns not shown: Followers, Notes

        """)
  }

  @Test(arguments: 1...100) func neverWiderThanTheTerminal(width: Int) {
    let lines = Self.influencers.render(.human(width: width, colour: .off)).text.split(separator: "\n")
    for line in lines.dropFirst() where !line.contains("not shown") {
      #expect(String(line).displayWidth <= width)
    }
  }

  @Test func emptyTableSaysSo() {
    let table = Table(columns: [.init("Name"), .init("Stage")])
    #expect(table.render(.human(width: 80, colour: .off)).text == "Name  Stage\n────  ─────\nno rows\n")
    #expect(table.render(.csv).text == "Name,Stage\r\n")
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("two\nlines", "\"two\nlines\""),
    ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-x", "'-x"), ("@mia", "'@mia"), ("\tx", "'\tx"),
    ("\rx", "\"'\rx\""),
    ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""), ("a=b", "a=b"), ("", ""),
    ("=\u{301}1", "'=\u{301}1"), ("\r\n", "\"'\r\n\""),
    ("a\u{1B}[31m\u{0}\u{9B}", "a‹ESC›[31m‹NUL›‹U+009B›"), ("paid\u{202E}ecno", "paid‹U+202E›ecno"),
    ("\u{FEFF}=1", "‹U+FEFF›=1"), ("👩\u{200D}👧", "👩\u{200D}👧"),
  ])
  func csvText(text: String, field: String) {
    #expect(Escaped.csv(text).text == field)
  }

  @Test func csvNumbersStayNumbers() {
    let table = Table(
      columns: [.init("n"), .init("price"), .init("day")],
      rows: [
        [.number(-3), Table.Cell("-12.50 USD", .money), Table.Cell("2026-03-01", .date)],
        [Table.Cell("-1+cmd", .number), Table.Cell("=1", .money), Table.Cell("@x", .date)],
      ])
    #expect(table.render(.csv).text == "n,price,day\r\n-3,-12.50 USD,2026-03-01\r\n'-1+cmd,'=1,'@x\r\n")
  }

  @Test func json() {
    let table = Table(
      title: "a \"b\"", columns: [.init("Most we pay"), .init("most we pay"), .init("…")],
      rows: [
        [.money(Money(minorUnits: 1250, currency: .usd)), Table.Cell("12.5", .number), "\u{202E}\u{1F}"]
      ])
    #expect(
      table.render(.json).text == #"""
        {"schemaVersion":1,"title":"a \"b\"","columns":[{"key":"most_we_pay","heading":"Most we pay"},\#
        {"key":"most_we_pay_2","heading":"most we pay"},{"key":"column","heading":"…"}],\#
        "rows":[{"most_we_pay":"12.50 USD","most_we_pay_2":12.5,"column":"\u202E\u001F"}]}

        """#)
  }

  @Test(arguments: ["0", "-0.5", "12", "1000.25"]) func jsonNumbers(text: String) {
    #expect(JSONNumber(text) != nil)
  }
  @Test(arguments: ["", "-", "01", "1.", ".5", "+1", "1e5", "1_000", "NaN", "--1", "1.2.3"])
  func notJSONNumbers(text: String) { #expect(JSONNumber(text) == nil) }
}
