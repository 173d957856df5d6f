import Testing
import WorkroomValues

@testable import WorkroomStore

@Suite struct ZoneFilesTests {
  @Test(arguments: [
    ("Europe/Berlin", "2026-03-29T00:59:59Z", 60), ("Europe/Berlin", "2026-03-29T01:00:00Z", 120),
    ("Europe/Berlin", "2026-10-25T00:59:59Z", 120), ("Europe/Berlin", "2026-10-25T01:00:00Z", 60),
    ("Europe/Berlin", "2080-07-01T00:00:00Z", 120), ("Europe/Berlin", "2080-12-01T00:00:00Z", 60),
    ("America/New_York", "2026-03-08T06:59:59Z", -300), ("America/New_York", "2026-03-08T07:00:00Z", -240),
    ("America/New_York", "2080-07-04T00:00:00Z", -240), ("America/New_York", "2080-01-01T00:00:00Z", -300),
    ("Asia/Kolkata", "2026-06-01T00:00:00Z", 330), ("Asia/Kolkata", "2080-06-01T00:00:00Z", 330),
    // Summer time of half an hour, in the southern year.
    ("Australia/Lord_Howe", "2026-01-01T00:00:00Z", 660),
    ("Australia/Lord_Howe", "2026-07-01T00:00:00Z", 630),
    ("Australia/Lord_Howe", "2080-01-01T00:00:00Z", 660),
    ("Australia/Lord_Howe", "2080-07-01T00:00:00Z", 630),
    // Standard time in summer and a negative change in winter; a quarter of an hour; a day skipped in 2011.
    ("Europe/Dublin", "2080-07-01T00:00:00Z", 60), ("Europe/Dublin", "2080-12-01T00:00:00Z", 0),
    ("Pacific/Chatham", "2080-12-01T00:00:00Z", 825), ("Pacific/Apia", "2026-01-01T00:00:00Z", 780),
    ("Etc/GMT+5", "2026-01-01T00:00:00Z", -300),
  ])
  func offsets(_ name: String, _ instant: String, _ minutes: Int64) throws {
    let zone = try ZoneFiles.read(name: name)
    #expect(zone.offset(at: try #require(Instant(instant))) == minutes * 60)
  }

  @Test func aTimeThatClocksSkipLiesAfterTheChange() throws {
    let berlin = try ZoneFiles.read(name: "Europe/Berlin")
    let day = try #require(CalendarDate("2026-03-29"))
    #expect(berlin.instant(day, milliseconds: 9_000_000).description == "2026-03-29T01:30:00Z")
  }

  @Test func aTimeThatClocksShowTwiceIsTheEarlier() throws {
    let berlin = try ZoneFiles.read(name: "Europe/Berlin")
    let day = try #require(CalendarDate("2026-10-25"))
    #expect(berlin.instant(day, milliseconds: 9_000_000).description == "2026-10-25T00:30:00Z")
    #expect(berlin.local(berlin.instant(day, milliseconds: 9_000_000)).milliseconds == 9_000_000)
  }

  @Test func utcNeedsNoFile() throws {
    #expect(try ZoneFiles.read(name: "UTC", from: []) == .utc)
  }

  @Test(arguments: [
    "", "/etc/passwd", "../../etc/passwd", "Europe/../UTC", "Europe//Berlin", "Europe/", "Europe/Berlin\n",
    "zone.tab", "Europa/Köln", "a\0b", "localtime", String(repeating: "a", count: 256),
  ])
  func namesThatNoZoneHas(_ name: String) {
    #expect(throws: ZoneError.badName(name)) { try ZoneFiles.read(name: name) }
  }

  @Test(arguments: ["Europe/Atlantis", "Europe", "leapseconds"]) func unknownNames(_ name: String) {
    #expect(throws: ZoneError.unknown(name)) { try ZoneFiles.read(name: name) }
    #expect(ZoneError.unknown(name).description.contains("`\(name)`"))
    #expect(ZoneError.unknown(name).description.contains("such as `Europe/Berlin`"))
  }

  @Test func aMachineWithoutZoneFilesSaysSo() {
    #expect(throws: ZoneError.noZoneFiles(["/nowhere"])) {
      try ZoneFiles.read(name: "Europe/Berlin", from: ["/nowhere"])
    }
  }
}

@Suite struct ZoneFileTests {
  /// A file of one kind of time or two, with changes and a last line.
  func file(
    version: Character = "2", times: [Int64], kinds: [UInt8], offsets: [Int32], footer: String
  )
    -> [UInt8]
  {
    func header(_ counts: [Int]) -> [UInt8] {
      Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { bytes($0, 4) }
    }
    func bytes(_ value: some BinaryInteger, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> ((count - 1 - $0) * 8)) }
    }
    func block(_ timeBytes: Int) -> [UInt8] {
      header([0, 0, 0, times.count, offsets.count, 4]) + times.flatMap { bytes($0, timeBytes) } + kinds
        + offsets.flatMap { bytes($0, 4) + [0, 0] } + Array("XXX\0".utf8)
    }
    if version == "\0" { return block(4) }
    return header([0, 0, 0, 0, 1, 0]) + [UInt8](repeating: 0, count: 6) + block(8)
      + Array("\n\(footer)\n".utf8)
  }

  @Test func theFirstVersionHasNoRule() throws {
    let bytes = file(version: "\0", times: [-100, 200], kinds: [1, 0], offsets: [3600, 7200], footer: "")
    let zone = try ZoneFile.zone(name: "X", bytes: bytes)
    #expect(zone == Zone(name: "X", starts: [-100, 200], offsets: [3600, 7200, 3600]))
  }

  @Test func changesThatKeepTheOffsetAreLeftOut() throws {
    let bytes = file(times: [-5_000_000_000, 0, 9], kinds: [1, 1, 0], offsets: [0, 60], footer: "XXX0")
    let zone = try ZoneFile.zone(name: "X", bytes: bytes)
    #expect(zone == Zone(name: "X", starts: [-5_000_000_000, 9], offsets: [0, 60, 0]))
  }

  @Test func aRuleAloneIsAWholeZone() throws {
    let bytes = file(times: [], kinds: [], offsets: [3600], footer: "CET-1CEST,M3.5.0,M10.5.0/3")
    let zone = try ZoneFile.zone(name: "X", bytes: bytes)
    let berlin = try ZoneFiles.read(name: "Europe/Berlin")
    for year in 1997...2100 {
      for month in 1...12 {
        let date = try #require(CalendarDate(year: year, month: month, day: 28))
        let instant = Instant(milliseconds: Int64(date.days) * 86_400_000)
        #expect(zone.offset(at: instant) == berlin.offset(at: instant))
      }
    }
  }

  @Test func summerTimeAllYearNeverChanges() throws {
    let bytes = file(
      version: "3", times: [0], kinds: [1], offsets: [0, -14400], footer: "EST5EDT,0/0,J365/25")
    #expect(try ZoneFile.zone(name: "X", bytes: bytes).starts == [0])
  }

  @Test func everyPrefixOfAFileIsRefused() throws {
    let whole = file(times: [0, 9], kinds: [1, 0], offsets: [0, 60], footer: "AAA0BBB,M3.2.0,M11.1.0")
    _ = try ZoneFile.zone(name: "X", bytes: whole)
    for count in 0..<whole.count {
      #expect(throws: ZoneFile.Damage.self) {
        try ZoneFile.zone(name: "X", bytes: Array(whole.prefix(count)))
      }
    }
  }

  @Test func everyDamagedByteIsReadOrRefused() throws {
    let whole = file(times: [0, 9], kinds: [1, 0], offsets: [0, 60], footer: "AAA0BBB,M3.2.0,M11.1.0")
    for index in whole.indices {
      for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
        var bytes = whole
        bytes[index] = value
        _ = try? ZoneFile.zone(name: "X", bytes: bytes)
      }
    }
  }
}

@Suite struct ZoneRuleTests {
  func rule(_ text: String) -> ZoneRule? { ZoneRule(ArraySlice(Array(text.utf8))) }

  @Test func everyFormOfARule() {
    #expect(rule("UTC0") == ZoneRule(standardSeconds: 0))
    #expect(rule("<+0330>-3:30") == ZoneRule(standardSeconds: 12_600))
    let new = rule("CET-1CEST,M3.5.0,M10.5.0/3")
    #expect(new?.summer?.seconds == 7200)
    #expect(
      new?.summer?.start == ZoneRule.Change(day: .weekday(month: 3, week: 5, weekday: 0), seconds: 7200))
    #expect(new?.summer?.end.seconds == 10_800)
    let odd = rule("<-02>2<-01>1:00:30,J60/-1,59/25:30")
    #expect(odd?.summer?.seconds == -3630)
    #expect(odd?.summer?.start == ZoneRule.Change(day: .withoutLeapDay(60), seconds: -3600))
    #expect(odd?.summer?.end == ZoneRule.Change(day: .counted(59), seconds: 91_800))
  }

  @Test(arguments: [
    "", "CE", "CET", "CET-", "CET25", "<+03-3", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,366,1",
    "CET-1CEST,M3.5.0,M10.5.0/168", "CET-1CEST,M3.5.0,M10.5.0x",
    "CET-1CEST,M3.5.0,M10.5.0/99999999999999999999",
  ])
  func linesThatAreNoRule(_ text: String) { #expect(rule(text) == nil) }

  @Test func days() throws {
    func date(_ day: ZoneRule.Day, _ year: Int) -> String {
      CalendarDate(days: Int32(day.number(in: year))).description
    }
    #expect(date(.weekday(month: 3, week: 5, weekday: 0), 2026) == "2026-03-29")
    #expect(date(.weekday(month: 2, week: 5, weekday: 0), 2026) == "2026-02-22")
    #expect(date(.weekday(month: 11, week: 1, weekday: 0), 2026) == "2026-11-01")
    #expect(date(.weekday(month: 1, week: 1, weekday: 4), 1970) == "1970-01-01")
    #expect(date(.weekday(month: 12, week: 5, weekday: 3), 1969) == "1969-12-31")
    #expect(date(.withoutLeapDay(60), 2028) == "2028-03-01")
    #expect(date(.withoutLeapDay(60), 2026) == "2026-03-01")
    #expect(date(.counted(59), 2028) == "2028-02-29")
    #expect(date(.counted(59), 2026) == "2026-03-01")
  }
}
