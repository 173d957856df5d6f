import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `check` beyond its findings: safe fixes, the matrix, and which findings change the status.
@Suite struct CheckCommandTests {
  private static let broken = """
    stage invited
      on proposal.submited goto proposed
    end
    stage proposed
      on proposal.accepted when followers == 5 go to active
      on proposal.declined go to active
    end
    final active

    """
  private static let repaired = broken.replacing("submited goto", with: "submitted go to").replacing("==", with: "is")

  @Test func safeFixesAreWrittenAndTold() throws {
    let folder = Folder()
    folder.write("a.workflow", Self.broken)
    chmod(folder.path("a.workflow"), 0o640)
    let fixed = try Workroom.runInside(["check", "a.workflow", "--fix"], folder)
    #expect(fixed.status == 0, "\(fixed.output)")
    #expect(folder.read("a.workflow") == Self.repaired)
    #expect(
      fixed.talk.contains("a.workflow:2: now `on proposal.submitted go to proposed`, was `on proposal.submited goto"))
    #expect(fixed.talk.contains("a.workflow:5: now "))
    var status = stat()
    #expect(stat(folder.path("a.workflow"), &status) == 0 && status.st_mode & 0o777 == 0o640)
  }

  @Test(arguments: ["", "\n  \n", "-- my first workflow\n"]) func anEmptyFileIsToldWhatToWriteFirst(
    _ text: String
  ) throws {
    let folder = Folder()
    folder.write("a.workflow", text)
    for verb in ["check", "test"] {
      let outcome = try Workroom.runInside([verb, "a.workflow"], folder)
      #expect(outcome.status == 0)
      #expect(outcome.talk.contains("`a.workflow` says nothing yet: a workflow begins with stages"))
      #expect(outcome.talk.contains("`workroom new spring --from seeding`"))
      #expect(try !Workroom.runInside([verb, "a.workflow", "--quiet"], folder).talk.contains("says nothing yet"))
    }
  }

  @Test func whatIsStatedIsSaidNotToBeProved() throws {
    let folder = Folder()
    let text = "stage open\n  on content.posted go to done\nend\nfinal done\n"
    folder.write("a.workflow", text + "never payment.paid before content.posted\n")
    folder.write("b.workflow", text)
    let stated = try Workroom.runInside(["check", "a.workflow", "b.workflow"], folder)
    #expect(stated.status == 0)
    #expect(
      stated.talk.contains("`a.workflow` states 1 property") && stated.talk.contains("nothing proves or enforces"))
    #expect(!stated.talk.contains("b.workflow"))
    #expect(try Workroom.runInside(["check", "--quiet", "a.workflow"], folder).talk.isEmpty)
  }

  @Test func aLineOfAFindingIsOneLine() throws {
    let folder = Folder()
    folder.write("a.workflow", "on proposal.accepted assign discount from group X\n")
    let compact = try Workroom.runInside(["check", "--format", "compact", "a.workflow"], folder)
    #expect(compact.output.contains("[W0501]") && compact.output.contains("wait in line"))
    #expect(!compact.output.contains("scenario") && compact.output.split(separator: "\n").count == 1)
  }

  @Test func aDifferenceWritesNothing() throws {
    let folder = Folder()
    folder.write("a.workflow", Self.broken)
    let shown = try Workroom.runInside(["check", "a.workflow", "--fix", "--diff"], folder)
    #expect(shown.status == 1)
    #expect(
      shown.output.hasPrefix("--- a.workflow\n+++ a.workflow\n@@ -1,8 +1,8 @@\n stage invited\n-  on proposal.submited")
    )
    #expect(folder.read("a.workflow") == Self.broken)
  }

  @Test func aLinkStaysALink() throws {
    let folder = Folder()
    folder.write("real.workflow", Self.broken)
    #expect(symlink("real.workflow", folder.path("a.workflow")) == 0)
    #expect(try Workroom.runInside(["check", "a.workflow", "--fix"], folder).status == 0)
    #expect(folder.read("real.workflow") == Self.repaired)
    var status = stat()
    #expect(lstat(folder.path("a.workflow"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test(arguments: [("error", 0), ("warning", 2), ("note", 2)] as [(String, Int32)])
  func warningsCountFromTheLevelThatIsAskedFor(level: String, status: Int32) throws {
    let folder = Folder()
    folder.write("w.workflow", "stage a\n  on proposal.accepted when followers is at least 0 go to b\nend\nfinal b\n")
    let checked = try Workroom.runInside(["check", "w.workflow", "--fail-level", level], folder)
    #expect(checked.status == status, "\(checked.output)")
    #expect(checked.output.contains("warning[W0432]"))
  }

  @Test func anErrorCountsMoreThanAnyWarning() throws {
    let folder = Folder()
    folder.write("e.workflow", Self.broken)
    #expect(try Workroom.runInside(["check", "e.workflow", "--fail-level", "note"], folder).status == 1)
  }

  @Test func theMatrixNamesTheLines() throws {
    let folder = Folder()
    folder.write("a.workflow", Self.repaired)
    let shown = try Workroom.runInside(["check", "a.workflow", "--matrix"], folder)
    #expect(shown.status == 0)
    #expect(shown.output.contains("invited   go 2                refused"))
    #expect(shown.output.contains("more events go by what the vocabulary says; --all shows them"))
    let listed = try Workroom.runInside(["check", "a.workflow", "--matrix", "--format", "csv"], folder)
    #expect(listed.output.contains("invited,proposal.submitted,go,proposed,2,no,"))
    let read = try Workroom.runInside(["check", "a.workflow", "--matrix", "--format", "json"], folder)
    #expect(read.output.hasPrefix("{\"schemaVersion\":1,"))
    // Several files are one table.
    folder.write("b.workflow", Self.repaired)
    let both = try Workroom.runInside(
      ["check", "a.workflow", "b.workflow", "gone.workflow", "--matrix", "--format", "csv"], folder)
    #expect(both.status == 66 && both.talk.contains("`gone.workflow`"))
    let lines = both.output.split(whereSeparator: \.isNewline)
    #expect(lines.first == "file,stage,event,becomes,to,line,conditional,roles")
    #expect(lines.count { $0.hasPrefix("b.workflow,invited,") } == lines.count { $0.hasPrefix("a.workflow,invited,") })
    #expect(lines.count == 2 * (listed.output.split(whereSeparator: \.isNewline).count - 1) + 1)
  }

  /// What keeps one file from being read keeps nothing from the others, and all of it is told.
  @Test(arguments: ["check", "test"]) func filesThatCannotBeReadKeepNothingFromTheOthers(_ verb: String) throws {
    let folder = Folder()
    folder.write("bad.workflow", Self.broken)
    folder.write("large.workflow", [UInt8](repeating: 10, count: 1 << 20 + 1))
    folder.write("empty.workflow", "")
    #expect(mkdir(folder.path("folder.workflow"), 0o700) == 0)
    #expect(symlink("ring.workflow", folder.path("round.workflow")) == 0)
    #expect(symlink("round.workflow", folder.path("ring.workflow")) == 0)
    let outcome = try Workroom.runInside(
      [
        verb, "missing.workflow", "bad.workflow", "./bad.workflow", "large.workflow", "empty.workflow",
        "folder.workflow", "ring.workflow",
      ], folder)
    #expect(outcome.status == 66)
    #expect(outcome.output.hasPrefix("bad.workflow:2:24: error[W0007]"), "\(outcome.output)")
    #expect(!outcome.output.contains("./bad.workflow"))
    #expect(outcome.output.contains("large.workflow:1:1: error[W0001]"))
    #expect(
      outcome.talk == """
        workroom: there is no file `missing.workflow`; check the name and the folder
        workroom: `folder.workflow` cannot be read: it is a folder; give a file inside it
        workroom: `ring.workflow` cannot be read: its symbolic links lead in a circle; give the file itself

        """)
    let fine = try Workroom.runInside([verb, "empty.workflow", "empty.workflow"], folder)
    #expect(fine.status == 0, "\(fine.output)")
  }

  @Test(
    arguments: [
      (["--diff"], "write `--fix --diff`"), (["--fix", "--matrix"], "one of them at a time"),
      (["--fail-level", "loud"], "not `loud`"), (["--matrix", "--format", "sarif"], "not `sarif`"),
    ] as [([String], String)]) func whatDoesNotGoTogetherIsSaid(words: [String], says: String) throws
  {
    let folder = Folder()
    folder.write("a.workflow", Self.repaired)
    let checked = try Workroom.runInside(["check", "a.workflow"] + words, folder)
    #expect(checked.status == 64)
    #expect(checked.talk.contains(says), "\(checked.talk)")
  }
}
