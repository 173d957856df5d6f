import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files of events: what is wrong is set aside with its line and reason, and the rest goes on.
@Suite struct InboxTests {
  private static func line(_ members: [(String, String)]) -> String {
    var all = [
      ("campaign", "\"Ambassador launch\""), ("influencer", "\"mia.yarrow@example.net\""),
      ("event", "\"influencer.invited\""), ("at", "\"2026-03-02T00:00:00Z\""), ("by", "\"manager\""),
    ]
    for (name, value) in members {
      all.removeAll { $0.0 == name }
      all.append((name, value))
    }
    return "{" + all.filter { !$0.1.isEmpty }.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  @Test func theSameFileTwiceChangesNothing() throws {
    let folder = try Sample.copyOfFresh()
    let db = folder.path("fresh.workroom")
    folder.make("inbox")
    for week in 1...3 {
      folder.copy("\(Workroom.root)/Workflows/ambassador/events/week-0\(week).ndjson", "inbox/week-0\(week).ndjson")
    }
    let words = [
      "run", "--db", db, "--inbox", folder.path("inbox"), "--once", "--as", Sample.roles, "--until",
      "2026-03-23T00:00:00Z",
    ]
    let first = try Workroom.run(words, in: folder)
    #expect(first.status == 1 && first.talk.contains("set aside"), "\(first.talk)")
    let before = try Sample.everything(db, in: folder)
    let receipt = try Workroom.run("db", "verify", "--db", db, in: folder).output
    let second = try Workroom.run(words, in: folder)
    #expect(second.status == 1 && second.talk.contains("0 taken"), "\(second.talk)")
    #expect(try Sample.everything(db, in: folder) == before)
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).output == receipt)
  }

  @Test func badLinesAreSetAside() throws {
    let folder = try Sample.copyOfFresh()
    let bad: [(String, String)] = [
      (
        InboxTests.line([("key", "\"a1\""), ("event", "\"influencer.withdrew\"")]), "was used before, for another event"
      ),
      (InboxTests.line([("key", "\"b1\""), ("by", "\"director\"")]), "grant the role with `--as director`"),
      (InboxTests.line([("key", "\"b2\""), ("at", "\"2099-01-01T00:00:00Z\"")]), "the clock stands at"),
      (InboxTests.line([("key", "\"b3\""), ("influencer", "\"nobody\"")]), "nobody in the directory"),
      (InboxTests.line([("key", "\"b4\""), ("campaign", "\"Nowhere\"")]), "there is no campaign called `Nowhere`"),
      (InboxTests.line([("key", "\"b5\""), ("event", "\"proposal.submited\"")]), "write `proposal.submitted`"),
      (
        InboxTests.line([("key", "\"b6\""), ("event", "\"proposal.submitted\""), ("payload", "{\"price\":\"300\"}")]),
        "write its currency"
      ),
      (
        InboxTests.line([("key", "\"b7\""), ("event", "\"proposal.submitted\""), ("payload", "{\"price\":null}")]),
        "leave it out"
      ),
      (
        InboxTests.line([("key", "\"b8\""), ("event", "\"proposal.submitted\""), ("payload", "{\"price\":\"-3 USD\"}")]
        ), "below zero"
      ),
      (InboxTests.line([("key", "\"b9\""), ("at", "\"2026-03-02\"")]), "not a time with its zone"),
      ("[]", "a list, not an object"), ("{\"key\":\"c1\"", "column 12"),
      (String(repeating: "[", count: 100_000), "nested deeper"),
      (String(repeating: "x", count: 10_000_000), "larger than 1 MiB"),
    ]
    let good = [InboxTests.line([("key", "\"a1\"")]), InboxTests.line([("key", "\"a1\"")])]
    let last = InboxTests.line([("key", "\"z1\""), ("influencer", "\"mia.tamm@example.net\"")])
    folder.make("inbox")
    folder.write("inbox/a.ndjson", "\u{FEFF}" + (good + bad.map(\.0) + [last]).joined(separator: "\r\n"))
    folder.write("inbox/b.ndjson", [0xFF, 0xFE, 10])
    symlink("/etc/passwd", folder.path("inbox/c.ndjson"))
    let outcome = try Workroom.run(
      "run", "--db", folder.path("fresh.workroom"), "--inbox", folder.path("inbox"), "--once", "--as", "manager",
      in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.talk.contains("a.ndjson: 2 taken, 1 known already, \(bad.count) set aside"), "\(outcome.talk)")
    #expect(!outcome.talk.contains("c.ndjson"))
    let rejects = folder.read("inbox/a.rejected.ndjson").split(separator: "\n")
    #expect(rejects.count == bad.count)
    for (index, reject) in rejects.enumerated() {
      #expect(reject.hasPrefix("{\"line\":\(index + good.count + 1),\"reason\":\""))
      #expect(reject.contains(bad[index].1), "\(reject.prefix(200))")
    }
    #expect(try Workroom.run("db", "verify", "--db", folder.path("fresh.workroom"), in: folder).status == 0)
  }

  @Test func linesThatAnEarlierReadingSetAsideAreNotTakenForItsOwn() throws {
    let folder = try Sample.copyOfFresh()
    folder.make("inbox")
    func read(_ lines: String...) throws -> Outcome {
      folder.write("inbox/a.ndjson", lines.joined(separator: "\n"))
      return try Workroom.run(
        "run", "--db", folder.path("fresh.workroom"), "--inbox", folder.path("inbox"), "--once", "--as", "manager",
        in: folder)
    }
    let good = InboxTests.line([("key", "\"a1\"")])
    #expect(try read(good).talk == "a.ndjson: 1 taken\n")
    #expect(try read(good, "[]").status == 1)
    let again = try read(good)
    #expect(again.status == 0)
    #expect(
      again.talk
        == "a.ndjson: 0 taken, 1 known already\nno line is set aside; `\(folder.path("inbox/a.rejected.ndjson"))` is of an earlier reading\n",
      "\(again.talk)")
  }

  @Test func rowsThatAreRefusedKeepTheirFields() throws {
    let folder = try Sample.copyOfFresh()
    folder.write("one.csv", "name,email,instagram\nAnn One,ann@example.com,anns\n")
    folder.write(
      "two.csv", "name,email,instagram\nBob Two,bob@example.com,mia_yarrow\nEve Three,eve@example.com,anns\n")
    let words = ["import", "influencers", "--db", folder.path("fresh.workroom"), "--campaign", "Ambassador launch"]
    #expect(try Workroom.run(words + [folder.path("one.csv")], in: folder).status == 0)
    let outcome = try Workroom.run(words + [folder.path("two.csv")], in: folder)
    // An account that somebody has brings the row to that person; another email of theirs is then a conflict or an update.
    #expect(outcome.status <= 1)
    for line in folder.read("two.rejected.csv").split(separator: "\r\n").dropFirst() {
      #expect(line.contains("@example.com"), "\(line)")
    }
  }
}
