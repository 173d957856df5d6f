import Testing
import WorkroomValues

/// Exact numbers, money, dates and instants as the language writes them.
@Suite struct ValuesTests {
  @Test(
    arguments: [
      ("1_000.25", 1_000_250_000), ("0.000001", 1), ("-3", -3_000_000), ("9223372036854", 9_223_372_036_854_000_000),
    ] as [(String, Int64)])
  func numbers(text: String, scaled: Int64) {
    #expect(Scaled.parse(text, decimals: 6) == scaled)
  }

  @Test(arguments: ["", "1.", ".5", "1_", "_1", "1.0000001", "1e3", "9223372036855", "--1", "1 000"])
  func noNumbers(text: String) { #expect(Scaled.parse(text, decimals: 6) == nil) }

  @Test(
    arguments: [(5, 50, 2), (15, 10, 2), (25, 10, 2), (35, 10, 4), (-25, 10, -2), (-5, 10, 0), (1, 1, 0)]
      as [(Int64, Int64, Int64)])
  func percentagesRoundHalfToEven(minorUnits: Int64, percent: Int64, expected: Int64) {
    #expect(Percent(millionths: percent * 1_000_000).of(minorUnits) == expected)
  }

  @Test func whatDoesNotFitIsRefused() {
    #expect(Percent(millionths: 100_000_000).of(.max) == .max)
    #expect(Percent(millionths: 100_000_001).of(.max) == nil)
    #expect(Percent(millionths: 200_000_000).of(.min) == nil)
  }

  @Test func moneyKnowsItsDecimals() {
    #expect(Money("12.50 USD")?.minorUnits == 1250)
    #expect(Money("12 JPY")?.description == "12 JPY")
    #expect(Money("1.234 KWD")?.minorUnits == 1234)
    #expect(Money("1.5 JPY") == nil)
    #expect(Money("1 XXX") == nil)
    #expect(Money("1 usd") == nil)
  }

  @Test func daysGoThereAndBack() {
    for days in stride(from: Int32(-700_000), through: 2_900_000, by: 997) {
      let date = CalendarDate(days: days)
      let (year, month, day) = date.parts
      #expect(CalendarDate(year: year, month: month, day: day) == date)
    }
    #expect(CalendarDate("2024-02-29") != nil)
    #expect(CalendarDate("2023-02-29") == nil)
    #expect(CalendarDate("1970-01-01")?.days == 0)
  }

  @Test func monthsEndAsTheirRoundingSays() {
    let january = CalendarDate("2026-01-31")!
    #expect(CalendarSpan(months: 1, rounding: .lastDay).after(january)?.description == "2026-02-28")
    #expect(CalendarSpan(months: 1, rounding: .nextDay).after(january)?.description == "2026-03-01")
    #expect(CalendarSpan(months: 13, rounding: .lastDay).after(january)?.description == "2027-02-28")
    #expect(
      CalendarSpan(word: CalendarSpan(months: 7, rounding: .nextDay).word)
        == CalendarSpan(months: 7, rounding: .nextDay))
  }

  @Test func windowsIncludeBothDays() {
    let window = DateWindow(first: CalendarDate("2026-03-01"), last: CalendarDate("2026-03-31"))
    #expect(DateWindow(word: window.word) == window)
    #expect(window.contains(CalendarDate("2026-03-01")!))
    #expect(window.contains(CalendarDate("2026-03-31")!))
    #expect(!window.contains(CalendarDate("2026-04-01")!))
    #expect(DateWindow(first: nil, last: nil).contains(CalendarDate("1999-01-01")!))
  }

  @Test(
    arguments: [
      ("2026-03-01T09:00:00Z", 1_772_355_600_000), ("2026-03-01T09:00:00.250+02:00", 1_772_348_400_250),
      ("1969-12-31T23:59:59Z", -1000),
    ] as [(String, Int64)])
  func instants(text: String, milliseconds: Int64) {
    #expect(Instant(text)?.milliseconds == milliseconds)
    #expect(Instant(Instant(milliseconds: milliseconds).description)?.milliseconds == milliseconds)
  }

  @Test(arguments: ["2026-03-01", "2026-03-01T09:00:00", "2026-13-01T09:00:00Z", "2026-03-01T25:00:00Z", "yesterday"])
  func noInstants(text: String) { #expect(Instant(text) == nil) }

  @Test func durationsUseTheLargestUnit() {
    #expect(TimeSpan(milliseconds: 604_800_000).description == "7 days")
    #expect(TimeSpan(milliseconds: 129_600_000).description == "36 hours")
    #expect(TimeSpan(milliseconds: 1000).description == "1 second")
  }
}
