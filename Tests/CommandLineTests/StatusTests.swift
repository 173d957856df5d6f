import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Wrong command lines and wrong files: the status of the table, and words that say what to do.
@Suite struct StatusTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var words: [String]
    var status: Int32
    var says: String
    init(_ words: [String], _ status: Int32, _ says: String) {
      (self.words, self.status, self.says) = (words, status, says)
    }
    var testDescription: String { words.joined(separator: " ") }
  }

  static let lines: [Case] = [
    Case([], 64, "workroom VERB --help"), Case(["chekc"], 64, "write `check`"),
    Case(["version", "foo"], 64, "`foo` is too much here"),
    Case(["campaign", "lst"], 64, "`lst` is nothing that `campaign` does; write `list`"),
    Case(["import", "influencer", "x.csv"], 64, "write `influencers`"),
    Case(["vocabulary", "--bad"], 64, "no option `--bad`"), Case(["check"], 64, "which file?"),
    Case(["check", "--formt", "json", "x"], 64, "write `--format`"),
    Case(["check", "--format"], 64, "needs a value"),
    Case(["check", "--format", "xml", "valid.workflow"], 64, "not `xml`"),
    Case(["check", "none.workflow"], 66, "there is no file `none.workflow`"),
    Case(["check", "."], 65, "it is a folder"),
    Case(["run"], 64, "`--db` is missing"), Case(["run", "--db"], 64, "`--db` needs a value"),
    Case(["run", "--db", "--once"], 64, "`--db` needs a value"),
    Case(["run", "--db=", "--once"], 64, "`--db` needs a value"),
    Case(["run", "--db", "a", "--db", "b"], 64, "given twice"),
    Case(["run", "--db", "none.workroom", "--once"], 66, "no database at `none.workroom`"),
    Case(["run", "--db", ".", "--once"], 65, "is a folder"),
    Case(["run", "--db", "good.workroom", "--once=yes"], 64, "takes no value"),
    Case(["run", "--db", "good.workroom", "--once", "--as", "mangaer"], 64, "write `manager`"),
    Case(["run", "--db", "good.workroom", "--once", "--inbox", "none"], 66, "`none`"),
    Case(["run", "--db", "good.workroom", "--once", "extra"], 64, "too much"),
    Case(
      ["run", "--db", "good.workroom", "--until", "tomorrow"], 64, "run --db good.workroom --until tomorrow --once`"),
    Case(
      ["run", "--db", "good.workroom", "--once", "--until", "2027-01-01T00:00:00Z"], 64, "lives by the system's clock"),
    Case(["group", "create", "g", "--db", "no/such.workroom", "--kind", "link"], 66, "there is no folder"),
    Case(["group", "create", "g", "--db", "good.workroom", "--kind", "Foo"], 64, "in small letters, such as `ticket`"),
    Case(
      ["group", "create", "g", "--db", "good.workroom", "--kind", "link", "--destination", "javascript:alert(1)"], 64,
      "not a web address"),
    Case(
      ["group", "create", "g", "--db", "good.workroom", "--kind", "discount", "--pattern", "[fist_name]"], 64,
      "`[first_name]`"),
    Case(
      ["group", "create", "g", "--db", "good.workroom", "--kind", "discount", "--pattern", "A\u{1B}B"], 64,
      "no control characters"),
    Case(
      ["campaign", "create", "a\u{202E}b", "--db", "good.workroom", "--workflow", "valid.workflow"], 64,
      "no control characters"),
    Case(
      ["campaign", "create", "c", "--db", "good.workroom", "--workflow", "broken.workflow"], 1,
      "workroom check broken.workflow"),
    Case(
      [
        "campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set", "limit=5", "--set",
        "limit=6",
      ], 64, "set twice"),
    Case(
      ["campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set", "most_pay=300"], 64,
      "write its currency, as in `300 USD`"),
    Case(
      [
        "campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set", "most_pay=300 EUR",
      ], 64, "never converted"),
    Case(
      ["campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set", "most_pay=-3 USD"],
      64, "below zero"),
    Case(
      ["campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set", "wait=7"], 64,
      "`7 days`"),
    Case(
      [
        "campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set",
        "accepting=2026-02-30 to 2026-03-01",
      ], 64, "window"),
    Case(
      ["campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set", "most_pya=3 USD"],
      64, "write `most_pay`"),
    Case(
      [
        "campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set",
        "time_zone=Mars/Phobos",
      ], 65, "Europe/Berlin"),
    Case(
      ["campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set", "currency=usd"], 64,
      "three letters"),
    Case(
      ["import", "codes", "--db", "good.workroom", "--group", "none", "codes.csv"], 66, "workroom group create \"none\""
    ),
    Case(["import", "codes", "--db", "good.workroom", "--group", "G", "wrong.csv"], 65, "--map"),
    Case(["import", "codes", "--db", "good.workroom", "--group", "G", "empty.csv"], 65, "it is empty"),
    Case(["import", "cods", "--db", "good.workroom", "--group", "G", "codes.csv"], 64, "`codes`"),
    Case(["report", "--db", "good.workroom", "--campaign", "Sprign"], 66, "write `Spring`"),
    Case(["report", "--db", "good.workroom", "--campaign", "Spring", "--section", "linkz"], 64, "write `Links`"),
    Case(["report", "--db", "good.workroom", "--campaign", "Spring", "--section", "links"], 64, "is not there"),
    Case(["db", "foo", "--db", "good.workroom"], 64, "verified"),
    Case(["db", "verify", "extra", "--db", "good.workroom"], 64, "too much"),
    Case(["db", "verify", "--db", "plain.workroom"], 65, "not a workroom database"),
    Case(["db", "verify", "--db", "zero.workroom"], 65, "not a workroom database"),
    Case(["db", "verify", "--db", "foreign.workroom"], 65, "left as it is"),
    Case(["db", "verify", "--db", "newer.workroom"], 65, "upgrade workroom"),
    Case(["db", "verify", "--db", "hollow.workroom"], 5, "damaged"),
    Case(["db", "verify", "--db", "cut.workroom"], 5, "go on with a copy from before: `workroom db restore"),
    Case(["db", "migrate", "--db", "mislabelled.workroom", "--dry-run"], 5, "not those of the version that it names"),
    Case(
      ["report", "--db", "good.workroom", "--campaign", "Spring", "--by", "accepted", "--from", "todya"], 64,
      "`today`, `yesterday` or `tomorrow`, not `todya`"),
    Case(
      [
        "report", "--db", "good.workroom", "--campaign", "Spring", "--by", "accepted", "--from", "today", "--to",
        "2026-01-01T10:00:00Z",
      ], 64,
      "is after `--to 2026-01-01`"),
    Case(["repl", "good.workroom", "extra", "-c", "campaigns"], 64, "too much"),
    Case(["repl", "good.workroom", "--as", "nobody", "-c", "campaigns"], 64, "no role is called `nobody`"),
    Case(["repl", "-c", "campaigns"], 64, "which database?"),
    Case(["repl", "good.workroom", "-f", "none"], 66, "there is no file"),
    Case(["demo", "--db", "good.workroom", "--samples", "."], 66, "--samples DIR"),
  ]

  /// One folder with a file of every kind.
  static let folder: Folder = {
    let folder = Folder()
    folder.write(
      "valid.workflow",
      "workflow \"Small\" version 1\n\ncampaign\n  most_pay money default 300 USD\n  wait duration default 7 days\n  limit number default 3\n  accepting window\nend\n\nstage assigned in \"My Influencers\"\n  on influencer.invited go to invited\nend\n\nfinal invited\n"
    )
    folder.write(
      "broken.workflow", "workflow \"Small\" version 1\nstage a\n  on influencer.invited go to nowhere\nend\n")
    folder.write("codes.csv", "code\nA1\n")
    folder.write("wrong.csv", "foo,bar\n1,2\n")
    folder.write("empty.csv", "")
    folder.write("plain.workroom", "hello\n")
    folder.write("zero.workroom", "")
    folder.write("foreign.workroom", "")
    Sample.execute("CREATE TABLE a(b)", folder.path("foreign.workroom"))
    let db = folder.path("good.workroom")
    _ = try? Workroom.run("group", "create", "G", "--db", db, "--kind", "discount", in: folder)
    _ = try? Workroom.run(
      "campaign", "create", "Spring", "--db", db, "--workflow", folder.path("valid.workflow"), in: folder)
    folder.copy(db, "newer.workroom")
    Sample.execute("PRAGMA user_version = 10", folder.path("newer.workroom"))
    folder.copy(db, "hollow.workroom")
    Sample.execute("DROP TABLE ledger", folder.path("hollow.workroom"))
    folder.copy(db, "mislabelled.workroom")
    Sample.execute("PRAGMA user_version = 6", folder.path("mislabelled.workroom"))
    folder.copy(db, "cut.workroom")
    truncate(folder.path("cut.workroom"), 40_960)
    return folder
  }()

  @Test(arguments: lines) func wrongLine(_ line: Case) throws {
    let files = Set(Folder.names(StatusTests.folder.root))
    let own = Folder()
    for name in files where name.contains(".") && !name.hasPrefix("run-") {
      own.copy(StatusTests.folder.path(name), name)
    }
    let outcome = try Workroom.runInside(line.words, own)
    #expect(outcome.status == line.status, "\(outcome.output)\(outcome.talk)")
    #expect((outcome.talk + outcome.output).contains(line.says), "\(outcome.talk)\(outcome.output)")
    #expect(!outcome.talk.contains("\u{1B}") && !outcome.talk.contains("\u{202E}"))
  }

  @Test func largeAndStrangeFilesAreAnsweredAtOnce() throws {
    let folder = Folder()
    folder.write("zeros.workflow", [UInt8](repeating: 0, count: 100 << 20))
    folder.write("nul.workflow", "workflow \"a\0b\"\n")
    folder.write("latin.workflow", [UInt8]("workflow \"a".utf8) + [0xFF, 0xFE] + [UInt8]("b\"\n".utf8))
    folder.write(
      "deep.workflow", "workflow \"x\"\non proposal.accepted when \(String(repeating: "(", count: 100_000)) go to x\n")
    for name in ["zeros", "nul", "latin", "deep"] {
      let outcome = try Workroom.run("check", folder.path("\(name).workflow"), in: folder)
      #expect(outcome.status == 1, "\(name): \(outcome.talk)")
      #expect(outcome.output.contains("error[W"))
    }
    folder.write(
      "windows.workflow",
      [0xEF, 0xBB, 0xBF] + Array(StatusTests.folder.read("valid.workflow").replacing("\n", with: "\r\n").utf8))
    #expect(try Workroom.run("check", folder.path("windows.workflow"), in: folder).status == 0)
  }

  @Test func aResultThatCannotBeWrittenIsAnError() throws {
    let folder = Folder()
    for words in [["version"], ["vocabulary"], ["db", "verify", "--db", StatusTests.folder.path("good.workroom")]] {
      let process = try Workroom.start(words, output: "/dev/full", in: folder)
      #expect(Workroom.wait(for: process) == 74)
    }
  }

  @Test func theOnlyDatabaseOfAFolderNeedsNoName() throws {
    let folder = Folder()
    folder.copy(StatusTests.folder.path("good.workroom"), "one.workroom")
    #expect(try Workroom.runInside(["repl", "-c", "campaigns"], folder).output.contains("Spring"))
    folder.copy(StatusTests.folder.path("good.workroom"), "two.workroom")
    let outcome = try Workroom.runInside(["repl", "-c", "campaigns"], folder)
    #expect(outcome.status == 64)
    #expect(outcome.talk.contains("this folder has 2: one.workroom, two.workroom"))
  }

  @Test func whatMayNotBeWrittenCanBeLookedAt() throws {
    let folder = Folder()
    folder.copy(StatusTests.folder.path("good.workroom"), "kept.workroom")
    chmod(folder.path("kept.workroom"), 0o444)
    // A sandbox works on a copy. The permission says nothing to the system's administrator, who asks as somebody else.
    chmod(folder.root, 0o755)
    let asked = try Workroom.shell(
      "[ \"$(id -u)\" = 0 ] && set -- setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"; exec \"$@\"",
      [Workroom.path, "repl", folder.path("kept.workroom"), "--sandbox", "-c", "campaigns"], folder)
    #expect(asked.status == 0 && asked.output.contains("Spring"), "\(asked.talk)")
    guard getuid() != 0 else { return }
    #expect(try Workroom.run("db", "verify", "--db", folder.path("kept.workroom"), in: folder).status == 0)
    #expect(
      try Workroom.run("report", "--db", folder.path("kept.workroom"), "--campaign", "Spring", in: folder).status == 0)
    #expect(try Workroom.run("run", "--db", folder.path("kept.workroom"), "--once", in: folder).status == 74)
  }
}
