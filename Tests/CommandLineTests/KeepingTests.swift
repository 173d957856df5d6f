import Testing
import WorkroomExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a database is kept: copied while others write, restored without sending anything twice, brought up to date, freed of
/// one person, and written out for other programs.
@Suite struct KeepingTests {
  private func office(_ names: [String] = ["Mia", "Leo"]) throws -> (folder: Folder, db: String) {
    let folder = Folder()
    let db = folder.path("a.workroom")
    folder.write("s.workflow", "on proposal.accepted assign discount from group X\n")
    folder.write(
      "people.csv",
      "first_name,last_name,email,instagram,tiktok,followers\n"
        + names.map { "\($0),\"=Grün, \($0)\",\($0)@example.com,\($0).makes,\($0).tok,4800\n" }.joined())
    folder.write("invitation.txt", "Subject: Hello\n\nHello [first_name or \"there\"]\n")
    for words in [
      ["group", "create", "X", "--db", db, "--kind", "discount", "--pattern", "[id]OFF"],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("people.csv")],
      ["template", "set", "invitation", "--db", db, "--body", folder.path("invitation.txt")],
      ["repl", db, "-c", "Spring", "-c", "invite all", "--yes"],
      ["connector", "set", "email", "--db", db, "--maildir", folder.path("mails")],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(words): \(outcome.talk)")
    }
    return (folder, db)
  }

  @Test func aBackupIsWholeWhileOthersWrite() throws {
    let folder = try Sample.copyOfFresh()
    let db = folder.path("fresh.workroom")
    folder.make("inbox")
    for week in 1...3 {
      folder.copy("\(Workroom.root)/Workflows/ambassador/events/week-0\(week).ndjson", "inbox/week-0\(week).ndjson")
    }
    let writer = try Workroom.start(
      [
        "run", "--db", db, "--inbox", folder.path("inbox"), "--once", "--as", Sample.roles, "--until",
        "2026-03-30T00:00:00Z",
      ], in: folder)
    for number in 1...3 {
      let copy = folder.path("copy-\(number).workroom")
      let backup = try Workroom.run("db", "backup", copy, "--db", db, in: folder)
      #expect(backup.status == 0, "\(backup.talk)")
      #expect(try Workroom.run("db", "verify", "--db", copy, in: folder).status == 0)
    }
    #expect(Workroom.wait(for: writer) < 2)
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
    #expect(!Folder.names(folder.root).contains { $0.hasSuffix(".tmp") })
  }

  @Test func aBackupReplacesNothingButAnEarlierOne() throws {
    let (folder, db) = try office()
    let (_, other) = (folder, folder.path("other.workroom"))
    let copy = folder.path("copy.workroom")
    func backup(_ path: String, _ more: String...) throws -> Outcome {
      try Workroom.run(["db", "backup", path, "--db", db] + more, in: folder)
    }
    #expect(try Workroom.run("db", "create", "--db", other, in: folder).status == 0)
    #expect(try backup(copy).status == 0)
    #expect(try backup(copy).talk.contains("say `--yes`"))
    #expect(try backup(copy, "--yes").status == 0)
    #expect(try backup(db, "--yes").talk.contains("is the database itself"))
    #expect(try backup(other, "--yes").talk.contains("holds what this one does not"))
    #expect(try backup(folder.path("s.workflow"), "--yes").talk.contains("is no backup"))
    #expect(folder.read("s.workflow").hasPrefix("on proposal"))
    // The copy went on by itself: it holds what the original never saw.
    #expect(
      try Workroom.run("repl", copy, "-c", "Spring", "-c", "propose mia@example.com price 1 USD", in: folder).status
        == 0)
    #expect(try backup(copy, "--yes").talk.contains("holds what this one does not"))
  }

  @Test func aRestoredCopySendsNothingAgainByItself() throws {
    let (folder, db) = try office()
    let (copy, back) = (folder.path("copy.workroom"), folder.path("back.workroom"))
    #expect(try Workroom.run("db", "backup", copy, "--db", db, in: folder).status == 0)
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).talk == "2 delivered\n")
    let restored = try Workroom.run("db", "restore", copy, "--db", back, in: folder)
    #expect(restored.talk.contains("2 waiting in the outbox are held"), "\(restored.talk)")
    #expect(try Workroom.run("deliver", "--db", back, "--once", in: folder).talk == "0 delivered\n")
    #expect(try Workroom.run("db", "verify", "--db", back, in: folder).status == 0)
    // What is new in the copy goes, under keys that the original never uses.
    for file in [db, back] {
      let words = ["repl", file, "-c", "Spring", "-c", "email mia@example.com \"invitation\""]
      #expect(try Workroom.run(words, in: folder).status == 0)
      #expect(try Workroom.run("deliver", "--db", file, "--once", in: folder).talk == "1 delivered\n")
    }
    #expect(Folder.names(folder.path("mails/new")).count == 4)
    // What is released has the keys of the original, so that whoever got it knows it.
    #expect(try Workroom.run("outbox", "release", "--db", back, in: folder).talk == "2 wait to be delivered\n")
    #expect(try Workroom.run("deliver", "--db", back, "--once", in: folder).talk == "2 delivered\n")
    #expect(Folder.names(folder.path("mails/new")).count == 4)
  }

  @Test func aDatabaseIsReplacedOnlyWhenThatIsSaid() throws {
    let (folder, db) = try office()
    let copy = folder.path("copy.workroom")
    #expect(try Workroom.run("db", "backup", copy, "--db", db, in: folder).status == 0)
    #expect(try Workroom.run("forget", "leo@example.com", "--db", db, "--yes", in: folder).status == 0)
    let asked = try Workroom.run("db", "restore", copy, "--db", db, in: folder)
    #expect(asked.status == 64)
    #expect(asked.talk.contains("say `--yes`"))
    #expect(try Workroom.run("db", "restore", copy, "--db", copy, "--yes", in: folder).status == 64)
    #expect(
      try Workroom.run("db", "restore", copy, "--db", folder.path("s.workflow"), "--yes", in: folder).status == 65)
    #expect(try Workroom.run("db", "restore", folder.path("s.workflow"), "--db", db, "--yes", in: folder).status == 65)
    #expect(try Workroom.run("db", "restore", copy, "--db", db, "--yes", in: folder).status == 0)
    let list = try Workroom.run("report", "--db", db, "--campaign", "Spring", "--section", "my influencers", in: folder)
    #expect(list.output.contains("Leo"))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  /// What a backup does not have is told before it is gone, and kept.
  @Test func whatARestoreReplacesIsToldAndKept() throws {
    let (folder, db) = try office()
    let (copy, kept) = (folder.path("copy.workroom"), "\(db).replaced")
    #expect(try Workroom.run("db", "backup", copy, "--db", db, in: folder).status == 0)
    let words = [
      "repl", db, "-c", "Spring", "-c", "owe mia@example.com 500.13 USD", "-c", "pay mia@example.com method offline",
    ]
    #expect(try Workroom.run(words, in: folder).status == 0)
    let before = folder.bytes(db)
    let asked = try Workroom.run("db", "restore", copy, "--db", db, in: folder)
    #expect(asked.status == 64)
    #expect(
      asked.talk.contains("has 2 rows of its log that the backup does not have, the newest of 20"), "\(asked.talk)")
    #expect(asked.talk.contains("and in them 1 payment of 500.13 USD; say `--yes`"), "\(asked.talk)")
    #expect(folder.bytes(db) == before && access(kept, F_OK) != 0)
    let done = try Workroom.run("db", "restore", copy, "--db", db, "--yes", in: folder)
    #expect(done.talk.contains("what was replaced is kept as `\(kept)`; it has 2 rows of its log"), "\(done.talk)")
    #expect(
      done.talk.contains(
        "knows nothing of 500.13 USD that was paid (Mia =Grün, Mia), so the next `pay` asks for it again"),
      "\(done.talk)")
    #expect(try Sample.rows("Spring", "payments", kept, in: folder).first?["paid"] == "500.13 USD")
    #expect(try Workroom.run("db", "verify", "--db", kept, in: folder).status == 0)
    // Nothing more than the backup, and another database.
    let again = try Workroom.run("db", "restore", copy, "--db", db, "--yes", in: folder)
    #expect(again.talk.contains("is kept as `\(kept)-2`\n"), "\(again.talk)")
    let other = folder.path("other.workroom")
    try #require(Workroom.run("db", "create", "--db", other, in: folder).status == 0)
    let another = try Workroom.run("db", "restore", other, "--db", db, in: folder)
    #expect(another.talk.contains("is another database, with "), "\(another.talk)")
  }

  @Test func aWriteAheadLogStaysOneAndABackupIsOneFile() throws {
    let (folder, plain) = try office()
    let (db, copy) = (folder.path("wal.workroom"), folder.path("copy.workroom"))
    #expect(try Workroom.run("db", "create", "--db", db, "--journal", "wal", in: folder).status == 0)
    #expect(try Workroom.run("db", "restore", plain, "--db", db, "--yes", in: folder).status == 0)
    #expect(try Workroom.run("db", "doctor", "--db", db, in: folder).output.contains("journal wal"))
    #expect(try Workroom.run("db", "backup", copy, "--db", db, in: folder).status == 0)
    #expect(!Folder.names(folder.root).contains { $0.hasPrefix("copy.workroom-") })
    for path in [db, copy] { #expect(try Workroom.run("db", "verify", "--db", path, in: folder).status == 0) }
  }

  @Test func placesThatAreNoneAreNamed() throws {
    let (folder, db) = try office()
    let missing = try Workroom.run("db", "backup", folder.path("no/x"), "--db", db, in: folder)
    #expect(missing.status == 66)
    #expect(missing.talk.contains("there is no folder for"))
    #expect(try Workroom.run("db", "backup", folder.root, "--db", db, in: folder).status == 65)
    #expect(try Workroom.run("db", "restore", folder.root, "--db", folder.path("b"), in: folder).status == 65)
    #expect(
      try Workroom.run("db", "restore", folder.path("no.workroom"), "--db", folder.path("b"), in: folder).status == 66)
    #expect(access(folder.path("b"), F_OK) != 0)
    #expect(!Folder.names(folder.root).contains { $0.hasSuffix(".restore") || $0.hasSuffix(".tmp") })
  }

  @Test func anOlderDatabaseIsBroughtUpToDateWithACopyBesideIt() throws {
    let folder = Folder()
    let db = folder.path("old.workroom")
    let dump = String(decoding: folder.bytes("\(Workroom.root)/Tests/Databases/schema-1.sql"), as: UTF8.self)
    #expect(Sample.create(dump, db))
    let plan = try Workroom.run("db", "migrate", "--db", db, "--dry-run", in: folder)
    #expect(plan.output.contains("goes from schema version 1 to 9"))
    #expect(plan.output.contains("delivery"))
    #expect(Sample.text("PRAGMA user_version", db) == "1")
    let done = try Workroom.run("db", "migrate", "--db", db, in: folder)
    #expect(done.status == 0, "\(done.talk)")
    #expect(Sample.text("PRAGMA user_version", db) == "9")
    #expect(Sample.text("PRAGMA user_version", "\(db).schema-1") == "1")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
    #expect(try Workroom.run("db", "migrate", "--db", db, in: folder).talk.contains("nothing to do"))
    // A backup of an older version is brought up to date when it is restored.
    let back = folder.path("back.workroom")
    let restored = try Workroom.run("db", "restore", "\(db).schema-1", "--db", back, in: folder)
    #expect(restored.status == 0, "\(restored.talk)")
    #expect(Sample.text("PRAGMA user_version", back) == "9")
    #expect(Sample.text("PRAGMA user_version", "\(db).schema-1") == "1")
  }

  @Test func aForgottenPersonIsNowhereInTheFile() throws {
    let (folder, db) = try office()
    let words = ["repl", db, "-c", "Spring", "-c", "note mia@example.com \"has a dog called Rex\""]
    #expect(try Workroom.run(words, in: folder).status == 0)
    let asked = try Workroom.run("forget", "mia@example.com", "--db", db, in: folder)
    #expect(asked.status == 64)
    #expect(try Workroom.run("forget", "nobody@example.com", "--db", db, "--yes", in: folder).status == 66)
    #expect(try Workroom.run("forget", "@Mia.makes", "--db", db, "--yes", in: folder).status == 0)
    let bytes = String(decoding: folder.bytes(db), as: Unicode.ASCII.self)
    for word in ["Mia", "mia", "Rex"] { #expect(!bytes.contains(word), "\(word) is still in the file") }
    #expect(bytes.contains("leo@example.com"))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).talk.hasPrefix("1 delivered"))
    let dead = try Workroom.run("outbox", "list", "--db", db, "--state", "dead", in: folder)
    #expect(dead.output.contains("the influencer was forgotten"))
    #expect(try Workroom.run("outbox", "retry", "--db", db, in: folder).status == 0)
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).talk.contains("1 could not be delivered"))
  }

  @Test func whatIsWrittenOutCanBeReadAgain() throws {
    let (folder, db) = try office(["Mia", "Leo", "Ann"])
    let out = folder.path("out")
    #expect(try Workroom.run("export", "--db", db, "--to", out, in: folder).status == 0)
    #expect(folder.read("out/influencers.csv").contains("\"'=Grün, Mia\""))
    #expect(folder.read("out/posts.csv").hasPrefix("platform,post,url"))
    #expect(folder.read("out/events.csv").contains("influencer.invited"))
    #expect(folder.read("out/outbox.csv").contains("\"mail \"\"invitation\"\"\""))
    #expect(try Workroom.run("export", "--db", db, "--to", out, in: folder).talk.contains("say `--yes`"))
    #expect(try Workroom.run("export", "--db", db, "--to", out, "--format", "json", "--yes", in: folder).status == 0)
    for name in Folder.names(out) where name.hasSuffix(".json") {
      let bytes = folder.bytes("\(out)/\(name)")
      guard case .array = try JSONReader.parse(bytes, limits: JSONLimits(bytesMax: 1 << 24)) else {
        Issue.record("\(name) is no list")
        continue
      }
    }
    // The people of one database are those of another, and written out again they are the same.
    let other = folder.path("b.workroom")
    for words in [
      ["group", "create", "X", "--db", other, "--kind", "discount", "--pattern", "[id]OFF"],
      ["campaign", "create", "Spring", "--db", other, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", other, "--campaign", "Spring", "\(out)/influencers.csv"],
      ["export", "--db", other, "--to", folder.path("again"), "--format", "json"],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      #expect(outcome.status == 0, "\(words): \(outcome.talk)")
    }
    let (first, again) = (folder.read("out/influencers.json"), folder.read("again/influencers.json"))
    // The guard before a formula stays where a program reads the file as text.
    #expect(again.replacing("\"'=", with: "\"=") == first)
    #expect(
      try Workroom.run("export", "--db", folder.path("no.workroom"), "--to", out, "--yes", in: folder).status == 66)
    #expect(try Workroom.run("export", "--db", db, "--to", folder.path("a/b"), in: folder).status == 74)
  }
}
