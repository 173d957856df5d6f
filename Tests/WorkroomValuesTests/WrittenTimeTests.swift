import Testing
import WorkroomValues

/// What is printed of a time can be typed.
@Suite struct WrittenTimeTests {
  /// An hour east of UTC, and two from 29 March 2026 on.
  private static let zone = Zone(name: "Test", starts: [1_774_746_000], offsets: [3600, 7200])
  private static let now = Instant("2026-03-01T09:00:00Z")!

  @Test(
    arguments: [
      ("2026-03-09", "2026-03-08T23:00:00Z"), ("2026-03-09 14:30", "2026-03-09T13:30:00Z"),
      ("2026-04-09 14:30:15", "2026-04-09T12:30:15Z"), ("2026-03-09T14:30", "2026-03-09T14:30:00Z"),
      ("2026-03-09T14:30Z", "2026-03-09T14:30:00Z"), ("2026-03-09T14:30:00.250Z", "2026-03-09T14:30:00.250Z"),
      ("2026-03-09 14:30+02:00", "2026-03-09T12:30:00Z"), ("+3d", "2026-03-04T09:00:00Z"),
      ("+12h", "2026-03-01T21:00:00Z"), ("+5m", "2026-03-01T09:05:00Z"), ("+1w", "2026-03-08T09:00:00Z"),
      ("+ 1 week", nil), ("+90 minutes", "2026-03-01T10:30:00Z"), ("+1 day", "2026-03-02T09:00:00Z"),
      ("", nil), ("+", nil), ("+0d", nil), ("+100000m", "2026-05-09T19:40:00Z"), ("+100001d", nil), ("+3", nil),
      ("+3 moons", nil), ("3d", nil), ("-3d", nil),
      ("2026-02-30", nil), ("2026-03-09 24:00", nil), ("2026-03-09_14:30", nil), ("2026-03-09 ", nil), ("soon", nil),
      ("2026-03-09 14:30 ", nil), ("today", "2026-02-28T23:00:00Z"), ("tomorrow", "2026-03-01T23:00:00Z"),
      ("Yesterday 14:30", "2026-02-28T13:30:00Z"), ("today 09:00:05", "2026-03-01T08:00:05Z"), ("todays", nil),
      ("today 25:00", nil), ("today ", nil), ("now", "2026-03-01T09:00:00Z"), ("10:15", "2026-03-01T09:15:00Z"),
      ("25:15", nil),
    ] as [(String, String?)])
  func eachFormIsOneMoment(_ text: String, _ moment: String?) {
    #expect(WrittenTime.read(text, zone: Self.zone, after: Self.now)?.description == moment)
  }

  @Test func whatCountsFromNowNeedsNowAndWhatNamesNoZoneNeedsOne() {
    #expect(WrittenTime.read("now", zone: .utc) == nil && WrittenTime.read("10:15", zone: .utc) == nil)
    #expect(WrittenTime.read("+3d", zone: .utc) == nil && WrittenTime.read("today", zone: .utc) == nil)
    #expect(WrittenTime.read("today", zone: nil, after: Self.now) == nil)
    #expect(WrittenTime.read("2026-03-09", zone: nil) == nil && WrittenTime.read("2026-03-09 14:30", zone: nil) == nil)
    #expect(WrittenTime.read("2026-03-09T14:30", zone: nil)?.description == "2026-03-09T14:30:00Z")
  }

  /// The message names forms that there are.
  @Test func theFormsThatAreNamedAreRead() {
    for forms in [WrittenTime.forms, WrittenTime.steps] {
      let named = forms.split(separator: "`").filter { $0.first?.isNumber == true || "+t".contains($0.prefix(1)) }
      #expect(named.count >= 4 && named.allSatisfy { WrittenTime.read(String($0), zone: .utc, after: Self.now) != nil })
    }
  }
}
