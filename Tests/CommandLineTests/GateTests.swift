import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What stands between a change and everybody else: whoever reads a report by a program finds in it what went wrong.
@Suite struct GateTests {
  private static let formats = ["human", "compact", "json", "sarif", "junit", "github"]

  @Test func aMistakeIsADocumentOfTheSameSchema() throws {
    let folder = Folder()
    folder.write("a.workflow", "stage a\n  go to nowhere\nend\n")
    let outcome = try Workroom.runInside(["test", "a.workflow", "missing.workflow", "--format", "json"], folder)
    #expect(outcome.status == 66)
    #expect(
      outcome.output.hasPrefix("{\"schemaVersion\":1,\"suites\":[],\"warnings\":[],\"diagnostics\":[{\"code\":\"W"),
      "\(outcome.output)")
    let unread = "\"unread\":[{\"file\":\"missing.workflow\",\"title\":\"there is no file `missing.workflow`; "
    #expect(outcome.output.contains(unread) && outcome.output.hasSuffix("\"skipped\":0}}\n"))
  }

  /// What leads nowhere is no file that is not there.
  @Test(arguments: ["check", "test"]) func aBrokenLinkBesideAWorkflowIsTold(_ verb: String) throws {
    let folder = Folder()
    folder.write("a.workflow", "final a\n")
    symlink("nowhere", folder.path("a.scenario"))
    for name in verb == "test" ? ["a.workflow", "a.scenario"] : ["a.scenario"] {
      let outcome = try Workroom.runInside([verb, name, "--format", "github"], folder)
      #expect(outcome.status == 66 && outcome.output.contains("::error file=a.scenario,"), "\(outcome)")
    }
  }

  /// A share that is too low stands in what a machine reads, and is no share of nothing.
  @Test func aThresholdStandsInEveryFormat() throws {
    let folder = Folder()
    folder.write(
      "a.workflow",
      "stage a initial\n  on proposal.accepted go to b\nend\nfinal b\nscenario \"s\"\n  given mia\n  expect mia in a\nend\n"
    )
    folder.write("empty.workflow", "workflow \"e\" version 1\n")
    let title = "33.3 % of a.workflow is covered, and 90 % are asked for"
    for (format, words) in [
      ("human", title),
      ("compact", "a.workflow:1:1: error[coverage] \(title); `workroom test a.workflow --coverage` lists"),
      (
        "json",
        "\"coverage\":[{\"file\":\"a.workflow\",\"covered\":1,\"all\":3,\"share\":3333,\"threshold\":9000,\"isEnough\":false}]"
      ),
      ("junit", "<failure message=\"\(title)\" type=\"coverage\">"),
      ("sarif", "\"ruleId\":\"coverage\",\"ruleIndex\":0,\"level\":\"error\",\"message\":{\"text\":\"\(title)"),
      (
        "github",
        "::error file=a.workflow,line=1,endLine=1,col=1,endColumn=1,title=coverage coverage-too-low::33.3 %25 of a.workflow is"
      ),
    ] {
      let outcome = try Workroom.runInside(["test", "a.workflow", "--threshold", "90", "--format", format], folder)
      #expect(outcome.status == 1 && outcome.output.contains(words), "\(format): \(outcome.output)")
    }
    let nothing = try Workroom.runInside(["test", "empty.workflow", "--threshold", "90", "--format", "human"], folder)
    #expect(nothing.status == 0 && nothing.output.contains("empty.workflow: there is nothing to cover: "), "\(nothing)")
    #expect(!nothing.output.contains("100 %"))
  }

  @Test(arguments: ["check", "test"]) func aFileThatCannotBeReadIsToldInTheFormat(_ verb: String) throws {
    let folder = Folder()
    folder.write("a.workflow", "final a\n")
    for (format, words) in [
      (
        "junit",
        "<error message=\"there is no file `missing.workflow`; check the name and the folder\" type=\"unread\">"
      ),
      ("github", "::error file=missing.workflow,line=1,"), ("sarif", "\"executionSuccessful\":false"),
      ("json", "\"unread\":[{\"file\":\"missing.workflow\",\"title\":\"there is no file `missing.workflow`; "),
    ] {
      let outcome = try Workroom.runInside([verb, "a.workflow", "missing.workflow", "--format", format], folder)
      #expect(outcome.status == 66 && outcome.output.contains(words), "\(format): \(outcome.output)")
    }
    // With mistakes in other files too.
    folder.write("a.workflow", "stage a\n  go to nowhere\nend\n")
    let both = try Workroom.runInside([verb, "a.workflow", "missing.workflow", "--format", "junit"], folder)
    #expect(both.status == 66 && both.output.contains("<failure") && both.output.contains("<error"), "\(both.output)")
  }

  static let readers: [[String]] = [
    ["check", "pipe"], ["check", "--fix", "pipe"], ["check", "--matrix", "pipe"], ["test", "pipe"], ["graph", "pipe"],
    ["fmt", "pipe"], ["fmt", "--diff", "pipe"], ["import", "influencers", "pipe", "--db", "good.workroom"],
    ["repl", "good.workroom", "-f", "pipe"], ["template", "set", "hello", "--body", "pipe", "--db", "good.workroom"],
    ["campaign", "create", "c", "--workflow", "pipe", "--db", "good.workroom"],
    ["campaign", "migrate", "Spring", "pipe", "--db", "good.workroom"], ["db", "verify", "--db", "pipe"],
    ["repl", "pipe"], ["db", "restore", "pipe", "--db", "new.workroom"], ["db", "backup", "new", "--db", "pipe"],
    ["run", "--db", "pipe", "--once"],
  ]

  /// Each would wait for ever for whoever writes into the pipe.
  @Test(arguments: readers) func aPipeIsRefusedAtOnce(_ words: [String]) throws {
    let folder = Folder()
    folder.copy(StatusTests.folder.path("good.workroom"), "good.workroom")
    mkfifo(folder.path("pipe"), 0o600)
    let process = try Workroom.start(
      ["-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder.root, Workroom.path] + words, of: "/bin/sh",
      talk: folder.path("talk"), in: folder)
    #expect(Workroom.wait(for: process, seconds: 30) == 65)
    let talk = folder.read("talk")
    #expect(talk.contains("it is a pipe and no file") || talk.contains("is not a workroom database"), "\(talk)")
  }

  @Test func whatIsWrittenSoIsReadWhereverATimeIsTyped() throws {
    let folder = Folder()
    for (time, status) in [("2026-03-02 09:30", 0), ("2026-03-02T09:30", 0), ("soon", 64)] as [(String, Int32)] {
      let made = try Workroom.runInside(
        ["db", "create", "--db", "\(status)\(time.count)\(time.contains("T")).workroom", "--clock", time], folder)
      #expect(made.status == status, "\(made.talk)")
      guard status == 0 else { continue }
      let db = "\(status)\(time.count)\(time.contains("T")).workroom"
      let run = try Workroom.runInside(["run", "--db", db, "--once", "--until", "2026-03-03 10:00"], folder)
      #expect(run.status == 0, "\(run.talk)")
      let shown = try Workroom.runInside(["repl", db, "-c", ".clock"], folder)
      #expect((shown.output + shown.talk).contains("2026-03-03T10:00:00Z"), "\(shown.output)\(shown.talk)")
      #expect(try Workroom.runInside(["audit", "--db", db, "--since", "2026-03-02 09:30"], folder).status == 0)
      let wrong = try Workroom.runInside(["run", "--db", db, "--once", "--until", "soon"], folder)
      #expect(wrong.status == 64 && wrong.talk.contains("`2026-03-09 14:30`"), "\(wrong.talk)")
      // What the clock of the console takes is taken here too, and days of a group are days like all others.
      let moved = try Workroom.runInside(["run", "--db", db, "--once", "--until", "tomorrow"], folder)
      #expect(moved.status == 0, "\(moved.talk)")
      let group = ["group", "create", "G", "--db", db, "--kind", "discount", "--from", "today"]
      #expect(try Workroom.runInside(group + ["--until", "2026-03-20T10:00"], folder).status == 0)
      let days = try Workroom.runInside(["group", "show", "G", "--db", db, "--kind", "discount"], folder).output
      #expect(days.contains("2026-03-04") && days.contains("2026-03-20"), "\(days)")
      let none = try Workroom.runInside(Array(group.dropLast()) + ["someday"], folder)
      #expect(none.status == 64 && none.talk.contains("`today`, `yesterday` or `tomorrow`"), "\(none.talk)")
      folder.write(
        "d.workflow",
        "workflow \"D\" version 1\ncampaign\n  launch date\nend\nstage a\n  at launch go to b\nend\nfinal b\n")
      let file = folder.path("d.workflow")
      let create = ["campaign", "create", "D", "--db", db, "--workflow", file, "--set", "launch=tomorrow"]
      #expect(try Workroom.runInside(create, folder).status == 0)
      let details = try Workroom.runInside(["campaign", "show", "D", "--db", db], folder).output
      #expect(details.contains("2026-03-05"), "\(details)")
    }
  }

  @Test func whatIsToBeTypedNextRunsNothing() throws {
    let folder = Folder()
    for (name, typed) in [
      ("spring", "spring.workflow"), ("my own", "\"my own.workflow\""), ("a`b`'c", "'a`b`'\\''c.workflow'"),
    ] {
      let outcome = try Workroom.runInside(["new", name], folder)
      #expect(outcome.status == 0 && outcome.output.hasSuffix("  workroom check \(typed)\n"), "\(outcome.output)")
    }
  }

  @Test func anEmptyNameIsToldToBeOne() throws {
    let outcome = try Workroom.runInside(["check", ""], Folder())
    #expect(outcome.status == 66 && outcome.talk.contains("the name of a file is empty; if a script wrote it"))
  }

  /// Where there is no room for a database, no empty one is left in the way of the next try.
  @Test func aDatabaseThatCannotBeMadeLeavesNoFile() throws {
    let folder = Folder()
    let words = [Workroom.path, "db", "create", "--db", folder.path("a.workroom")]
    let full = try Workroom.shell("ulimit -f 4; exec \"$@\"", words, folder)
    #expect(full.status == 74, "\(full.talk)")
    #expect(!Folder.names(folder.root).contains("a.workroom"))
    #expect(try Workroom.shell("exec \"$@\"", words, folder).status == 0)
  }

  // MARK: Imports

  /// Ctrl-C takes the open transaction back, says so, and leaves no file behind.
  @Test func anImportThatIsInterruptedSaysWhatIsKept() throws {
    let folder = Folder()
    folder.copy(StatusTests.folder.path("good.workroom"), "good.workroom")
    let rows = (0..<40_000).map { "a\($0)@example.com\n" }.joined()
    folder.write("x.csv", "Email\nnobody\n\(rows)")
    let process = try Workroom.start(
      ["import", "influencers", folder.path("x.csv"), "--db", folder.path("good.workroom")], talk: folder.path("talk"),
      in: folder)
    // The first row is left out, so that its reason is written at once.
    for _ in 0..<600 {
      if Folder.names(folder.root).contains(where: { $0.hasPrefix(".x.rejected.csv.") }) { break }
      usleep(20_000)
    }
    kill(process, SIGINT)
    #expect(Workroom.wait(for: process, seconds: 60) == 130)
    let talk = folder.read("talk")
    #expect(talk.contains("interrupted: nothing of `x.csv` is kept; the same command begins anew\n"), "\(talk)")
    #expect(!Folder.names(folder.root).contains { $0.contains("rejected") }, "\(Folder.names(folder.root))")
    let known = try Workroom.runInside(["influencer", "list", "--db", "good.workroom", "--format", "csv"], folder)
    #expect(known.status == 0 && !known.output.contains("@example.com"), "\(known.output.prefix(300))")
  }

  @Test func columnsThatNobodyKnowsAreToldOnceInEveryImport() throws {
    let folder = Folder()
    folder.copy(StatusTests.folder.path("good.workroom"), "good.workroom")
    func take(_ kind: [String], _ text: String) throws -> String {
      folder.write("x.csv", text)
      let command = ["import"] + kind + ["x.csv", "--db", "good.workroom"]
      let trial = try Workroom.runInside(command + ["--dry-run"], folder).talk
      let taken = try Workroom.runInside(command, folder).talk
      let lines = [trial, taken].map { $0.split(separator: "\n").filter { $0.contains("`Colour`") }.map(String.init) }
      #expect(lines[0].count == 1 && lines[0] == lines[1], "\(trial)\(taken)")
      return lines[1].first ?? ""
    }
    #expect(
      try take(["influencers"], "Email,Colour,Password\na@b.de,red,x\n")
        == "kept as they are: `Colour`; not used: `Password`; `--map` gives a heading a meaning")
    let unused = "not used: `Colour`; `--map` gives a heading a meaning"
    #expect(try take(["codes", "--group", "G"], "code,Colour\nA1,red\n") == unused)
    #expect(try take(["products"], "Product,Colour\nShirt,red\n") == unused)
  }

  /// What an earlier import left out stays, since somebody may be repairing it, and is not taken for what this one did.
  @Test func rejectsOfAnEarlierImportAreTold() throws {
    let folder = Folder()
    folder.copy(StatusTests.folder.path("good.workroom"), "good.workroom")
    let command = ["import", "influencers", "x.csv", "--db", "good.workroom"]
    folder.write("x.csv", "Email\nnobody\na@b.de\n")
    #expect(try Workroom.runInside(command, folder).status == 1)
    let left = folder.read("x.rejected.csv")
    folder.write("x.csv", "Email\nc@b.de\n")
    let clean = try Workroom.runInside(command, folder)
    #expect(clean.status == 0)
    #expect(clean.talk.contains("no row is left out; `x.rejected.csv` is of an earlier import\n"), "\(clean.talk)")
    #expect(folder.read("x.rejected.csv") == left)
  }
}
