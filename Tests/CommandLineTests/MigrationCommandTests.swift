import Testing
import WorkroomExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `campaign migrate`, and databases that an older program wrote.
@Suite struct MigrationCommandTests {
  /// A database of schema version 1, as it was dumped then: five people in three stages, a code each for two of them, one
  /// in line, money owed and paid.
  private func old() throws -> Folder {
    let folder = Folder()
    let dump = String(decoding: folder.bytes("\(Workroom.root)/Tests/Databases/schema-1.sql"), as: UTF8.self)
    #expect(Sample.create(dump, folder.path("old.workroom")))
    return folder
  }

  private func successor(_ folder: Folder) -> String {
    let source = Sample.text("SELECT CAST(source AS TEXT) FROM definition", folder.path("old.workroom"))
    let changed =
      source.replacing("version 1", with: "version 2").replacing("stage invited\n", with: "stage asked\n")
      .replacing("the video", with: "the reel") + "\nfrom version 1\n  invited becomes asked\nend\n"
    folder.write("second.workflow", changed)
    return folder.path("second.workflow")
  }

  @Test func aDatabaseOfVersion1IsUpgradedWithoutLoss() throws {
    let folder = try old()
    let db = folder.path("old.workroom")
    let verify = try Workroom.run("db", "verify", "--db", db, in: folder)
    #expect(verify.output.contains("sound: 33 log rows, 1 campaign, 5 participations"), "\(verify.output)")
    // The receipt is the one that the older program gave.
    #expect(verify.output.contains("receipt c66e5c3e46a717e9f34c63f323da52adaa9f6409d27543a08f3fd6675a35fc8f"))
    #expect(try Workroom.run("db", "doctor", "--db", db, in: folder).output.contains("schema version 9"))
    let payments = try Sample.rows("Spring", "payments", db, in: folder)
    #expect(payments.map { $0["owed"] } == ["108.00 USD", "100.00 USD", "100.00 USD"])
    let console = try Workroom.run(
      "repl", db, "--as", "manager", "--yes", "-c", "Spring", "-c", "post ann@example.com \"another\"", "-c",
      "show ann@example.com", in: folder)
    #expect(console.status == 0 && console.output.contains("A1"), "\(console.output)\(console.talk)")
    // The same file again is the stored workflow, though the vocabulary has grown since.
    folder.write("spring.workflow", Sample.text("SELECT CAST(source AS TEXT) FROM definition", db))
    let again = try Workroom.run(
      "campaign", "create", "Again", "--db", db, "--workflow", folder.path("spring.workflow"), "--set", "codes=Codes",
      in: folder)
    #expect(again.status == 0, "\(again.talk)")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  /// A database of schema version 8, in which codes that nobody holds kept the days that their group had when they came in: two
  /// held, of which one was given to its holder a second time with the day that was changed for them, and two free. The group has
  /// another last day since.
  @Test func uploadedCodesOfVersion8FollowTheirGroup() throws {
    let folder = Folder()
    let db = folder.path("old.workroom")
    let dump = String(decoding: folder.bytes("\(Workroom.root)/Tests/Databases/schema-8.sql"), as: UTF8.self)
    #expect(Sample.create(dump, db))
    let codes = try Workroom.run("export", "codes", "--db", db, in: folder).output
    #expect(
      codes.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",").suffix(2).joined(separator: " ") } == [
        "2026-10-31T11:00:00Z 2027-03-31T11:00:00Z", "2026-11-01T00:00:00Z 2027-01-15T12:00:00Z",
        "2026-11-01T00:00:00Z 2027-07-01T00:00:00Z", "2026-11-01T00:00:00Z 2027-07-01T00:00:00Z",
        "2026-10-31T11:00:00Z 2027-04-30T12:00:00Z",
      ], "\(codes)")
    let verify = try Workroom.run("db", "verify", "--db", db, in: folder)
    #expect(verify.output.contains("sound: 16 log rows"), "\(verify.output)")
    #expect(verify.output.contains("receipt 48d60ff559d090c7c0a9c91c62a78adc604b69fc04f7c8bde4989173773365d1"))
    let lines = ["accept ben", "accept dan", "withdraw ann", "withdraw cat"].flatMap { ["-c", $0] }
    let console = try Workroom.run(["repl", db, "--as", "manager", "--yes", "-c", "Spring"] + lines, in: folder)
    #expect(console.status == 0, "\(console.talk)")
    let days = "SELECT group_concat(coalesce(starts, '') || '-' || coalesce(ends, ''), ' ') FROM item"
    #expect(
      Sample.text(days, db)
        == "- 1793444400000-1800014400000 1793444400000-1814356800000 - -", "\(Sample.text(days, db))")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  @Test func aCampaignOfAnOlderDatabaseMoves() throws {
    let folder = try old()
    let db = folder.path("old.workroom")
    let file = successor(folder)
    let before = try Workroom.run("db", "verify", "--db", db, in: folder).output
    let trial = try Workroom.run(
      "campaign", "migrate", "Spring", file, "--db", db, "--dry-run", "--format", "csv", in: folder)
    #expect(trial.status == 0, "\(trial.talk)")
    #expect(trial.output.contains("Dan Date,moves,Proposed,Proposed"), "\(trial.output)")
    #expect(trial.output.contains("Eve Elm,moves,Invited,Asked"), "\(trial.output)")
    #expect(trial.talk.contains("5 would move, 0 would stay"))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).output == before)
    let moved = try Workroom.run("campaign", "migrate", "Spring", file, "--db", db, in: folder)
    #expect(moved.status == 0 && moved.talk.contains("5 moved, 0 stay"), "\(moved.talk)")
    let list = try Workroom.run("campaign", "list", "--db", db, "--format", "csv", in: folder).output
    #expect(list.contains("Spring,Spring seeding,2"), "\(list)")
    let console = try Workroom.run(
      "repl", db, "--as", "manager", "--yes", "-c", "Spring", "-c", "accept dan@example.com", "-c", "details", "-c",
      "show ann@example.com", in: folder)
    #expect(console.status == 0, "\(console.talk)")
    #expect(console.output.contains("gold") && console.output.contains("moves to version 2"), "\(console.output)")
    #expect(console.output.contains("600.00 USD") && console.output.contains("welcome"), "\(console.output)")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
    let again = try Workroom.run("campaign", "migrate", "Spring", file, "--db", db, in: folder)
    #expect(again.status == 0 && again.talk.contains("on this version already"), "\(again.talk)")
  }

  @Test func killedInTheMiddleItIsAllOrNothing() throws {
    let file = "\(Workroom.root)/Workflows/ambassador/ambassador.workflow"
    let source = String(decoding: Folder().bytes(file), as: UTF8.self)
    #expect(source.contains("version 1"))
    var ends: Set<String> = []
    var generator = SystemRandomNumberGenerator()
    for round in 1...8 {
      let folder = try Sample.copyOfFresh()
      let db = folder.path("fresh.workroom")
      folder.write("next.workflow", source.replacing("version 1", with: "version 2"))
      let words = ["campaign", "migrate", "Ambassador launch", folder.path("next.workflow"), "--db", db]
      if round == 1 {
        #expect(try Workroom.run(words, in: folder).status == 0)
      } else {
        let process = try Workroom.start(words, in: folder)
        usleep(UInt32.random(in: 5000...120_000, using: &generator))
        kill(process, SIGKILL)
        _ = Workroom.wait(for: process)
      }
      let verify = try Workroom.run("db", "verify", "--db", db, in: folder)
      #expect(verify.status == 0, "round \(round): \(verify.output)")
      let versions = Sample.text(
        "SELECT group_concat(DISTINCT d.version) FROM participation p JOIN definition d ON d.id = p.definition", db)
      let own = Sample.text("SELECT d.version FROM campaign c JOIN definition d ON d.id = c.definition", db)
      #expect(versions == own)
      ends.insert(versions)
    }
    #expect(ends.contains("2"))
  }

  @Test func whatIsRefusedLeavesNoDatabaseBehind() throws {
    let folder = Folder()
    folder.write(
      "w.workflow", "campaign\n  codes discount group\nend\non proposal.accepted assign discount from codes\n")
    let words = [
      "campaign", "create", "C", "--db", folder.path("new.workroom"), "--workflow", folder.path("w.workflow"),
    ]
    #expect(try Workroom.run(words + ["--set", "codes=Nowhere"], in: folder).status == 64)
    #expect(try Workroom.run(words + ["--set", "time_zone=Nowhere/Else", "--set", "codes=X"], in: folder).status != 0)
    let group = [
      "group", "create", "G", "--db", folder.path("new.workroom"), "--kind", "discount", "--pattern", "[who]",
    ]
    #expect(try Workroom.run(group, in: folder).status == 64)
    #expect(!Folder.names(folder.root).contains { $0.hasPrefix("new.workroom") })
  }

  @Test func theReferenceAgrees() throws {
    let folder = try Sample.copyOfFresh()
    let db = folder.path("fresh.workroom")
    folder.make("inbox")
    folder.copy("\(Workroom.root)/Workflows/ambassador/events/week-01.ndjson", "inbox/week-01.ndjson")
    let words = [
      "run", "--db", db, "--inbox", folder.path("inbox"), "--once", "--as", Sample.roles, "--against-reference",
    ]
    let first = try Workroom.run(words + ["--until", "2026-03-09T00:00:00Z"], in: folder)
    #expect(first.status == 0, "\(first.talk)")
    #expect(first.talk.contains("the reference agrees with all"), "\(first.talk)")
    // Another run begins with what the log tells, timers that fall due included.
    let second = try Workroom.run(words + ["--until", "2026-04-20T00:00:00Z"], in: folder)
    #expect(second.status == 0 && second.talk.contains("the reference agrees with all"), "\(second.talk)")
  }

  /// What moved in the middle of its log is followed to the end of it.
  @Test func theReferenceFollowsAMove() throws {
    let folder = try Sample.copyOfFresh()
    let db = folder.path("fresh.workroom")
    folder.make("inbox")
    folder.copy("\(Workroom.root)/Workflows/ambassador/events/week-01.ndjson", "inbox/week-01.ndjson")
    let words = ["run", "--db", db, "--inbox", folder.path("inbox"), "--once", "--as", Sample.roles]
    #expect(try Workroom.run(words + ["--until", "2026-03-09T00:00:00Z"], in: folder).status == 0)
    let source = String(
      decoding: folder.bytes("\(Workroom.root)/Workflows/ambassador/ambassador.workflow"), as: UTF8.self)
    folder.write("next.workflow", source.replacing("version 1", with: "version 2"))
    let moved = try Workroom.run(
      "campaign", "migrate", "Ambassador launch", folder.path("next.workflow"), "--db", db, in: folder)
    #expect(moved.status == 0 && !moved.talk.contains(" 0 moved"), "\(moved.talk)")
    let after = try Workroom.run(words + ["--until", "2026-04-20T00:00:00Z", "--against-reference"], in: folder)
    #expect(after.status == 0 && after.talk.contains("the reference agrees with all"), "\(after.talk)")
  }

  @Test func groupsOfAnyKindAreFilled() throws {
    let folder = Folder()
    let db = folder.path("t.workroom")
    folder.write("t.csv", "code\nT1\nT2\n")
    let made = try Workroom.run("group", "create", "Gala", "--db", db, "--kind", "ticket", in: folder)
    #expect(made.status == 0 && made.talk.contains("import codes --kind ticket"), "\(made.talk)")
    let missed = try Workroom.run("import", "codes", "--db", db, "--group", "Gala", folder.path("t.csv"), in: folder)
    #expect(missed.status == 66 && missed.talk.contains("--kind ticket"), "\(missed.talk)")
    let words = ["import", "codes", "--db", db, "--group", "Gala", "--kind", "ticket", folder.path("t.csv")]
    #expect(try Workroom.run(words, in: folder).talk.contains("2 codes for `Gala`"))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }
}
