import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom fmt`: what it writes, what it leaves alone, and the status that it ends with.
@Suite struct FmtTests {
  private static let loose = "stage   a\r\n\ton proposal.accepted   go to b\r\nend\n\n\nfinal b"
  private static let tidy = "stage a\n  on proposal.accepted go to b\nend\n\nfinal b\n"
  private static let broken = "stage   a\n on   proposal.accepted\nend\nfinal   b\n"

  @Test func aFileIsBroughtIntoTheLayoutOnce() throws {
    let folder = Folder()
    folder.write("a.workflow", Self.loose)
    let outcome = try Workroom.run("fmt", folder.path("a.workflow"), in: folder)
    #expect(outcome.status == 0 && outcome.output == "" && outcome.talk == "")
    #expect(folder.read("a.workflow") == Self.tidy)
    let before = modified(folder.path("a.workflow"))
    #expect(try Workroom.run("fmt", folder.path("a.workflow"), in: folder).status == 0)
    #expect(modified(folder.path("a.workflow")) == before, "a file in the layout is not written again")
    #expect(Folder.names(folder.root).filter { $0.hasSuffix(".tmp") } == [])
  }

  @Test func standardInputGoesToStandardOutput() throws {
    let folder = Folder()
    let outcome = try Workroom.run("fmt", "-", input: Self.loose, in: folder)
    #expect(outcome.status == 0 && outcome.talk == "")
    #expect(outcome.output == Self.tidy)
    #expect(try Workroom.run("fmt", "-", input: "", in: folder).output == "")
  }

  @Test func checkNamesWhatWouldChangeAndChangesNothing() throws {
    let folder = Folder()
    folder.write("loose.workflow", Self.loose)
    folder.write("tidy.workflow", Self.tidy)
    let outcome = try Workroom.runInside(["fmt", "--check", "tidy.workflow", "loose.workflow"], folder)
    #expect(outcome.status == 3)
    #expect(outcome.output == "loose.workflow\n")
    #expect(folder.read("loose.workflow") == Self.loose)
    #expect(try Workroom.runInside(["fmt", "--check", "tidy.workflow"], folder).status == 0)
    #expect(try Workroom.run("fmt", "--check", "-", input: Self.loose, in: folder).status == 3)
  }

  @Test func theDifferenceIsWhatPatchReads() throws {
    let folder = Folder()
    folder.write("a.workflow", Self.tidy.replacing("  on", with: "on").replacing("final b", with: "final  b"))
    let outcome = try Workroom.runInside(["fmt", "--diff", "a.workflow"], folder)
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        --- a.workflow
        +++ a.workflow
        @@ -1,5 +1,5 @@
         stage a
        -on proposal.accepted go to b
        +  on proposal.accepted go to b
         end
        \u{20}
        -final  b
        +final b

        """)
    #expect(try Workroom.runInside(["fmt", "--diff", "--check", "a.workflow"], folder).status == 3)
    #expect(folder.read("a.workflow").contains("final  b"))
  }

  @Test func aBrokenBlockIsKeptAndToldOf() throws {
    let folder = Folder()
    folder.write("a.workflow", Self.broken)
    let outcome = try Workroom.runInside(["fmt", "a.workflow"], folder)
    #expect(outcome.status == 1)
    #expect(outcome.talk.contains("a.workflow:2:"))
    #expect(folder.read("a.workflow") == Self.broken.replacing("final   b", with: "final b"))
    let check = try Workroom.runInside(["check", "a.workflow"], folder)
    #expect(check.output.split(separator: "\n").first.map { outcome.talk.contains($0) } == true)
  }

  @Test func aFileThatIsTooLargeIsLeftAlone() throws {
    let folder = Folder()
    let bytes = [UInt8](repeating: 32, count: 1 << 20) + [10]
    folder.write("large.workflow", bytes)
    folder.write("loose.workflow", Self.loose)
    let outcome = try Workroom.runInside(["fmt", "large.workflow", "loose.workflow"], folder)
    #expect(outcome.status == 1)
    #expect(outcome.talk.contains("large.workflow:1:1: error[W0001]"))
    #expect(folder.bytes(folder.path("large.workflow")) == bytes)
    #expect(folder.read("loose.workflow") == Self.tidy)
  }

  @Test func aLinkStaysALinkAndPermissionsStay() throws {
    let folder = Folder()
    folder.write("real.workflow", Self.loose)
    chmod(folder.path("real.workflow"), 0o640)
    symlink("real.workflow", folder.path("link.workflow"))
    #expect(try Workroom.run("fmt", folder.path("link.workflow"), in: folder).status == 0)
    var status = stat()
    #expect(lstat(folder.path("link.workflow"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(lstat(folder.path("real.workflow"), &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(folder.read("real.workflow") == Self.tidy)
  }

  @Test func nothingIsWrittenWhereOneFileCannotBeRead() throws {
    let folder = Folder()
    folder.write("loose.workflow", Self.loose)
    mkfifo(folder.path("pipe"), 0o600)
    let missing = try Workroom.runInside(["fmt", "loose.workflow", "none.workflow"], folder)
    #expect(missing.status == 66)
    let pipe = try Workroom.runInside(["fmt", "loose.workflow", "pipe"], folder)
    #expect(pipe.status == 65 && pipe.talk.contains("it is a pipe and no file"))
    #expect(try Workroom.runInside(["fmt"], folder).status == 64)
    #expect(folder.read("loose.workflow") == Self.loose)
  }

  @Test func theWorkflowsAreInTheLayout() throws {
    let folder = Folder()
    let files = ["ambassador", "paid_post", "seeding"].flatMap { name in
      ["workflow", "scenario"].map { "\(Workroom.root)/Workflows/\(name)/\(name).\($0)" }
    }
    let outcome = try Workroom.run(["fmt", "--check"] + files, in: folder)
    #expect(outcome.status == 0 && outcome.output == "" && outcome.talk == "")
  }

  private func modified(_ path: String) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { return -1 }
    #if canImport(Darwin)
      return status.st_mtimespec.tv_sec << 30 + status.st_mtimespec.tv_nsec
    #else
      return status.st_mtim.tv_sec << 30 + status.st_mtim.tv_nsec
    #endif
  }
}
