import Testing
import WorkroomValues

@Suite struct WrittenDayTests {
  @Test(arguments: [
    ("2026-03-09", "2026-03-09"), ("2026-03-09 23:30", "2026-03-09"), ("2026-03-09T12:00", "2026-03-09"),
    ("2026-03-09T12:00:00Z", "2026-03-09"), ("2026-03-09T12:00:00.250Z", "2026-03-09"),
    ("2026-03-09T01:00:00+02:00", "2026-03-08"), ("today", "2026-03-31"), ("Yesterday", "2026-03-30"),
    ("tomorrow", "2026-04-01"),
  ])
  func eachFormIsOneDay(text: String, day: String) throws {
    let written = try #require(WrittenDay(text))
    #expect(written.date(in: .utc, now: Instant("2026-03-31T10:00:00Z")!).description == day)
  }

  @Test(arguments: ["", "monday", "2026-02-30", "2026-03-09 25:00", "2026-03-09x", "+3d", "todays"])
  func anythingElseIsNone(text: String) { #expect(WrittenDay(text) == nil) }
}
