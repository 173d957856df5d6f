import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A process that is killed loses nothing that was acknowledged, and the same files again end where an undisturbed run ends.
@Suite struct CrashTests {
  @Test func killedAgainAndAgain() throws {
    let quiet = try Sample.copyOfFresh()
    let killed = try Sample.copyOfFresh()
    func words(_ folder: Folder) -> [String] {
      [
        "run", "--db", folder.path("fresh.workroom"), "--inbox", folder.path("inbox"), "--once", "--as", Sample.roles,
        "--until", "2026-04-06T00:00:00Z", "--quiet",
      ]
    }
    for folder in [quiet, killed] {
      folder.make("inbox")
      for week in 1...4 {
        folder.copy("\(Workroom.root)/Workflows/ambassador/events/week-0\(week).ndjson", "inbox/week-0\(week).ndjson")
      }
    }
    #expect(try Workroom.run(words(quiet), in: quiet).status == 1)
    let expected = try Sample.everything(quiet.path("fresh.workroom"), in: quiet)
    var generator = SystemRandomNumberGenerator()
    for round in 1...(Workroom.runsWhole ? 40 : 4) {
      let process = try Workroom.start(words(killed), in: killed)
      usleep(UInt32.random(in: 5000...150_000, using: &generator))
      kill(process, SIGKILL)
      _ = Workroom.wait(for: process)
      let verify = try Workroom.run("db", "verify", "--db", killed.path("fresh.workroom"), in: killed)
      #expect(verify.status == 0, "round \(round): \(verify.output)\(verify.talk)")
    }
    #expect(try Workroom.run(words(killed), in: killed).status == 1)
    #expect(try Sample.everything(killed.path("fresh.workroom"), in: killed) == expected)
    #expect(!Folder.names(killed.path("inbox")).contains { $0.hasSuffix(".tmp") && !$0.hasPrefix(".") })
  }

  @Test func twoAtOnceTakeEveryEventOnce() throws {
    let folder = try Sample.copyOfFresh()
    folder.make("inbox")
    folder.copy("\(Workroom.root)/Workflows/ambassador/events/week-01.ndjson", "inbox/a.ndjson")
    let words = [
      "run", "--db", folder.path("fresh.workroom"), "--inbox", folder.path("inbox"), "--once", "--as", Sample.roles,
      "--until", "2026-03-09T00:00:00Z",
    ]
    let processes = try (0..<2).map { _ in try Workroom.start(words, in: folder) }
    for process in processes { #expect(Workroom.wait(for: process) == 0) }
    let again = try Workroom.run(words, in: folder)
    #expect(again.talk.contains("0 taken, 187 known already"), "\(again.talk)")
    #expect(try Workroom.run("db", "verify", "--db", folder.path("fresh.workroom"), in: folder).status == 0)
  }

  @Test func aFullDiskLeavesADatabaseThatIsSound() throws {
    let folder = try Sample.copyOfFresh()
    folder.make("inbox")
    for week in 1...4 {
      folder.copy("\(Workroom.root)/Workflows/ambassador/events/week-0\(week).ndjson", "inbox/week-0\(week).ndjson")
    }
    // A limit on the size of files stands for the disk; its unit is 512 bytes or 1 KiB, by shell.
    let script = "ulimit -f 420; exec \"$@\""
    let words = [
      "run", "--db", folder.path("fresh.workroom"), "--inbox", folder.path("inbox"), "--once", "--as", Sample.roles,
      "--until", "2026-04-06T00:00:00Z",
    ]
    let process = try Workroom.start(
      ["-c", script, "sh", Workroom.path] + words, of: "/bin/sh", talk: folder.path("talk"), in: folder)
    #expect(Workroom.wait(for: process) == 74, "\(folder.read("talk"))")
    #expect(try Workroom.run("db", "verify", "--db", folder.path("fresh.workroom"), in: folder).status == 0)
  }
}
