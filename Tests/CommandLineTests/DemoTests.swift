import Testing
import WorkroomExchange

/// The sample campaigns, played to their end, against the figures that a model of each has worked out.
@Suite struct DemoTests {
  /// `expected.csv` of a campaign.
  private static func expected(_ name: String) -> [String: String] {
    let lines = Folder().bytes("\(Workroom.root)/Workflows/\(name)/expected.csv").split(separator: 10).map {
      String(decoding: $0, as: UTF8.self)
    }
    let pairs = lines.compactMap { line -> (String, String)? in
      guard let comma = line.lastIndex(of: ",") else { return nil }
      return (String(line[..<comma]), line[line.index(after: comma)...].filter { $0 != "\r" })
    }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  private static func cents(_ text: String?) -> Int { Int((text ?? "").filter { $0.isNumber || $0 == "-" }) ?? 0 }

  private static func sum(_ rows: [[String: String]], _ key: String) -> Int { rows.reduce(0) { $0 + cents($1[key]) } }

  private static func count(_ rows: [[String: String]], _ title: String) -> String {
    String(rows.count { $0["stage"] == title })
  }

  @Test func itEndsAndTellsHowToGoOn() throws {
    let played = try #require(Sample.played)
    #expect(played.outcome.status == 0, "\(played.outcome.talk.suffix(500))")
    #expect(played.outcome.talk.contains("repl \(played.folder.path("demo.workroom"))"))
    #expect(!played.outcome.talk.contains("‹LF›"))
    #expect(!Folder.names(played.folder.root).contains("demo.workroom-inbox"))
    let verify = try Workroom.run("db", "verify", "--db", played.folder.path("demo.workroom"), in: Folder())
    #expect(verify.status == 0, "\(verify.output)")
  }

  @Test func ambassador() throws {
    let played = try #require(Sample.played)
    let folder = Folder()
    let db = played.folder.path("demo.workroom")
    let expected = DemoTests.expected("ambassador")
    let people = try Sample.rows("Ambassador launch", "my influencers", db, in: folder)
    #expect(String(people.count) == expected["influencers imported"])
    for (stage, title) in [
      ("assigned", "Assigned"), ("invited", "Invited"), ("proposed", "Proposed"), ("completed", "Completed"),
      ("declined", "Declined"),
      ("withdrawn", "Withdrawn"), ("no_reply", "No reply"),
    ] { #expect(DemoTests.count(people, title) == expected["in \(stage) at the end"], "\(stage)") }
    #expect(String(people.count { $0["stage"]?.contains(",") == true }) == expected["in active at the end"])
    let list = try Workroom.run("campaign", "list", "--db", db, "--format", "json", in: folder)
    #expect(
      list.output.contains(
        "\"campaign\":\"Ambassador launch\",\"workflow\":\"Ambassador\",\"version\":1,\"influencers\":340,\"accepted\":\(expected["accepted"]!)"
      ))
    let codes = try Workroom.run("repl", db, "-c", "ambassador launch", "-c", "discounts", in: folder)
    #expect(codes.output.contains("group Ambassador codes: \(expected["codes left at the end"]!) left"))
    let money = try Sample.rows("Ambassador launch", "payments", db, in: folder)
    #expect(DemoTests.sum(money, "fee") == DemoTests.cents(expected["fees owed"]))
    #expect(DemoTests.sum(money, "commission") == DemoTests.cents(expected["commission owed"]))
    #expect(DemoTests.sum(money, "paid") == DemoTests.cents(expected["paid"]))
    let report = try Sample.rows("Ambassador launch", "reporting", db, in: folder)
    #expect(DemoTests.sum(report, "revenue") == DemoTests.cents(expected["after orders-3.csv: revenue"]))
    #expect(String(DemoTests.sum(report, "conversions")) == expected["after orders-3.csv: conversions that count"])
  }

  @Test func seeding() throws {
    let played = try #require(Sample.played)
    let folder = Folder()
    let db = played.folder.path("demo.workroom")
    let expected = DemoTests.expected("seeding")
    let people = try Sample.rows("Summer seeding", "my influencers", db, in: folder)
    for (stage, title) in [
      ("assigned", "Assigned"), ("completed", "Completed"), ("declined", "Declined"), ("withdrawn", "Withdrawn"),
      ("undeliverable", "Undeliverable"),
      ("no_reply", "No reply"), ("on_its_way", "On its way"), ("silent", "Nothing shown yet"),
      ("shown", "Has shown it"),
    ] { #expect(DemoTests.count(people, title) == expected["in \(stage) at the end"], "\(stage)") }
    let money = try Sample.rows("Summer seeding", "payments", db, in: folder)
    #expect(String(money.count) == expected["accepted"])
    #expect(DemoTests.sum(money, "owed") == 0)
    let posts = try Sample.rows("Summer seeding", "reporting", db, in: folder)
    #expect(String(posts.count { DemoTests.cents($0["content"]) > 0 }) == expected["influencers with a post"])
  }

  @Test func paidPost() throws {
    let played = try #require(Sample.played)
    let folder = Folder()
    let db = played.folder.path("demo.workroom")
    let expected = DemoTests.expected("paid_post")
    let people = try Sample.rows("Paid post", "my influencers", db, in: folder)
    for (stage, title) in [
      ("assigned", "Assigned"), ("completed", "Completed"), ("declined", "Declined"), ("cancelled", "Cancelled"),
      ("no_reply", "No reply"),
    ] {
      #expect(DemoTests.count(people, title) == expected["in \(stage) at the end"], "\(stage)")
    }
    let money = try Sample.rows("Paid post", "payments", db, in: folder)
    #expect(
      DemoTests.sum(money, "owed") == DemoTests.cents(expected["owed for drafts"])
        + DemoTests.cents(expected["owed for posts"]))
    #expect(DemoTests.sum(money, "paid") == DemoTests.cents(expected["paid"]))
    // The model counts whoever ever agreed; the tool those whose proposal was not deleted afterwards.
    let list = try Workroom.run("campaign", "list", "--db", db, "--format", "json", in: folder)
    let deleted = DemoTests.deletedProposals("paid_post")
    let agreed = try #require(expected["accepted"].flatMap(Int.init)) - deleted
    #expect(deleted == 8)
    #expect(
      list.output.contains(
        "\"campaign\":\"Paid post\",\"workflow\":\"Paid post\",\"version\":1,\"influencers\":310,\"accepted\":\(agreed)"
      ))
  }

  /// Proposals that a recording deletes.
  private static func deletedProposals(_ name: String) -> Int {
    (1...12).reduce(0) { count, week in
      let path = "\(Workroom.root)/Workflows/\(name)/events/week-\(week < 10 ? "0" : "")\(week).ndjson"
      return count
        + Folder().bytes(path).split(separator: 10).count {
          String(decoding: $0, as: UTF8.self).contains("\"event\":\"proposal.deleted\"")
        }
    }
  }

  @Test func everySectionIsReadableByMachines() throws {
    let played = try #require(Sample.played)
    let folder = Folder()
    for (campaign, _) in Sample.campaigns {
      for section in Sample.sections {
        let words = [
          "report", "--db", played.folder.path("demo.workroom"), "--campaign", campaign, "--section", section,
          "--format",
        ]
        let csv = try Workroom.run(words + ["csv"], in: folder)
        guard csv.status == 0 else {
          #expect(csv.status == 64 && csv.talk.contains("is not there"))
          continue
        }
        let rows = try Sample.rows(campaign, section, played.folder.path("demo.workroom"), in: folder)
        folder.write("table.csv", csv.output)
        let reader = try CSVReader(path: folder.path("table.csv"))
        let headings = try reader.heading()
        var count = 0
        while let record = try reader.next() {
          guard case .row(let row) = record else {
            Issue.record("row \(count + 2) of \(campaign), \(section) cannot be read back")
            break
          }
          #expect(row.count == headings.count)
          count += 1
        }
        #expect(count == rows.count, "\(campaign), \(section)")
      }
    }
  }
}
