import Testing
import WorkroomExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reports as an operator asks for them.
@Suite struct ReportTests {
  private static let campaign = "Ambassador launch"

  private func report(_ words: String..., in folder: Folder) throws -> Outcome {
    let all = ["report", "--db", folder.path("demo.workroom"), "--campaign", ReportTests.campaign]
    return try Workroom.run(all + words, in: folder)
  }

  @Test func keyFiguresAreThoseThatTheSamplesModelSays() throws {
    let folder = try Sample.copyOfPlayed()
    let outcome = try report("--format", "json", in: folder)
    let value = try JSONReader.parse(Array(outcome.output.utf8), limits: JSONLimits(bytesMax: 1 << 20))
    guard case .array(let rows)? = value["rows"] else {
      Issue.record("\(outcome.output.prefix(300))\(outcome.talk)")
      return
    }
    func figure(_ id: String) -> JSONValue? { rows.first { $0["id"] == .string(id) }?["value"] }
    #expect(figure("revenue") == .number("38781.58"))
    #expect(figure("conversions") == .number("525"))
    #expect(figure("accepted") == .number("180"))
    #expect(figure("paid") == .number("35466.82"))
    #expect(figure("owed") == .number("36768.00"))
    #expect(figure("platform_fee") == .null)
  }

  @Test func theFiguresOfAllInfluencersAddUp() throws {
    let folder = try Sample.copyOfPlayed()
    let text = try report("--section", "influencers", "--format", "json", in: folder).output
    let value = try JSONReader.parse(Array(text.utf8), limits: JSONLimits(bytesMax: 1 << 24))
    guard case .array(let rows)? = value["rows"] else {
      Issue.record("there are no rows")
      return
    }
    #expect(rows.count == 340 && value["total"] == .number("340"))
    let cents = rows.map { row in
      if case .number(let digits)? = row["revenue"] { Int(digits.filter(\.isNumber)) ?? 0 } else { 0 }
    }
    #expect(cents.reduce(0, +) == 3_878_158)
  }

  @Test func aMetricIsExplainedWithItsFigures() throws {
    let folder = try Sample.copyOfPlayed()
    let words = ["explain", "metric", "roas", "--db", folder.path("demo.workroom"), "--campaign", ReportTests.campaign]
    let outcome = try Workroom.run(words + ["--spend", "fee,commission"], in: folder)
    #expect(
      outcome.output == """
        ROAS  (roas, a ratio, two decimals)
          = revenue ÷ spend
          Revenue  38781.58 USD
          Spend    35466.82 USD
          = 1.09

        """)
    let near = try Workroom.run("explain", "metric", "raos", in: folder)
    #expect(near.status == 64 && near.talk.contains("write `roas`"))
  }

  @Test(arguments: [
    (["--from", "2026-03-01"], "`--by accepted`"), (["--by", "paid"], "`accepted` or `posted`"),
    (["--by", "posted", "--from", "1 March"], "a date such as `2026-03-01`"),
    (["--by", "posted", "--from", "2026-03-02", "--to", "2026-03-01"], "write the earlier day first"),
    (["--spend", "fee,beer"], "there is no `beer`"), (["--spend", "fee,fee"], "`fee` twice"),
    (["--emv", "magic"], "`counts` or `cpm`"), (["--emv-rate", "likes"], "--emv-rate likes=0.30"),
    (["--emv-rate", "followers=1"], "has no rate for `followers`"), (["--rows", "0"], "from 1 to 1000000"),
    (["--days", "x"], "from 1 to 3660"), (["--section", "leaks", "--page", "2"], "`--page` has no use here"),
    (["--section", "payments", "--by", "posted"], "`--by` has no use here"),
    (["--format", "html", "--section", "kpis"], "`--section` has no use here"), (["--format", "pdf"], "or `html`"),
  ]) func whatMakesNoSenseIsSaid(words: [String], expected: String) throws {
    let folder = try Sample.copyOfPlayed()
    let outcome = try Workroom.run(
      ["report", "--db", folder.path("demo.workroom"), "--campaign", ReportTests.campaign] + words, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.talk.contains(expected), "\(outcome.talk)")
    #expect(outcome.output == "")
  }

  @Test func aPageIsAFileThatIsThereWholeOrNotAtAll() throws {
    let folder = try Sample.copyOfPlayed()
    let outcome = try report("--format", "html", "--output", folder.path("report.html"), in: folder)
    #expect(outcome.status == 0 && outcome.output == "")
    let page = folder.read("report.html")
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    let again = try report("--format", "html", in: folder)
    #expect(again.output == page, "the same database gives the same bytes")
    let nowhere = try report("--format", "html", "--output", folder.path("no/report.html"), in: folder)
    #expect(nowhere.status == 66 || nowhere.status == 74)
  }
}
