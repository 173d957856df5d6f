import Testing
import WorkroomExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct FileTests {
  let scratch = Scratch()

  @Test func aMissingFileSaysSo() {
    let error = #expect(throws: ExchangeError.self) {
      try ByteFile.read("/nowhere/orders.csv", bytesMax: 10)
    }
    #expect(error?.exitCode == 66)
    #expect(error?.description == "there is no file `/nowhere/orders.csv`; check the name and the folder")
  }

  @Test(arguments: ["", "a\0b"]) func aPathThatCannotBeIsAMissingFile(path: String) {
    #expect(throws: ExchangeError.noSuchFile(path: path)) { try ByteFile.read(path, bytesMax: 10) }
  }

  @Test func aFolderIsNotAFile() {
    let error = #expect(throws: ExchangeError.self) { try ByteFile.read(scratch.path, bytesMax: 10) }
    #expect(error?.exitCode == 65)
    #expect(error?.description.contains("it is a folder; give a file inside it") == true)
  }

  @Test func theLimitIsExact() throws {
    let path = try scratch.write("ten", "0123456789")
    #expect(try ByteFile.read(path, bytesMax: 10).count == 10)
    let error = #expect(throws: ExchangeError.self) { try ByteFile.read(path, bytesMax: 9) }
    #expect(error == .oversized(path: path, bytesMax: 9))
    #expect(error?.exitCode == 65)
  }

  /// A pipe would wait for whoever writes into it, and a device may have no end.
  @Test func whatIsNoFileIsNotRead() throws {
    let pipe = "\(scratch.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for (path, words) in [(pipe, "it is a pipe and no file"), ("/dev/zero", "it is a device and no file")] {
      let error = #expect(throws: ExchangeError.self) { try ByteReader(path: path) }
      #expect(error?.exitCode == 65 && error?.description.contains(words) == true, "\(String(describing: error))")
    }
    // Whoever reads it has not come; held open here, so that nothing waits.
    let held = open(pipe, O_RDWR)
    defer { close(held) }
    #expect(throws: ExchangeError.inputOutput(path: pipe, doing: "writing", code: ENOTSUP)) {
      try ByteFile.append([1], to: pipe)
    }
  }

  @Test func whatTellsNoSizeStopsAtTheLimit() {
    let reader = ByteReader(bytes: [UInt8](repeating: 0, count: 1 << 20), name: "-")
    #expect(throws: ExchangeError.oversized(path: "-", bytesMax: 100_000)) {
      try ByteFile.read(reader, bytesMax: 100_000)
    }
  }

  /// What a process that was ended has left is removed by the next one, and nothing of one that runs.
  @Test func leftoversOfTheDeadAreRemoved() throws {
    let rejects = RejectsFile(beside: "\(scratch.path)/a.csv", headings: ["x"])
    let names = [
      ".a.rejected.csv.999999999.0.tmp", ".a.rejected.csv.\(getpid()).0.tmp", ".b.rejected.csv.999999999.0.tmp",
      ".a.rejected.csv.old.tmp", "a.rejected.csv",
    ]
    for name in names { _ = try scratch.write(name, "x") }
    rejects.removeLeftovers()
    #expect(scratch.names == names.dropFirst().sorted())
  }

  @Test func whatWasKeptOfRejectsIsWrittenAndNoMore() throws {
    func rejects(_ name: String) -> RejectsFile { RejectsFile(beside: "\(scratch.path)/\(name).csv", headings: ["x"]) }
    func reject(_ row: Int) -> RowReject { RowReject(row: row, line: row + 1, reason: "no", fields: ["y"]) }
    let none = rejects("a")
    try none.append(reject(1))
    #expect(try none.finishKept() == nil)
    let some = rejects("b")
    try some.append(reject(1))
    try some.keep()
    try some.append(reject(2))
    let path = try #require(try some.finishKept())
    #expect(try scratch.text(path) == "row,line,reason,x\r\n1,2,no,y\r\n")
  }

  @Test func writingReplacesTheFileAndLeavesNothingElse() throws {
    let path = try scratch.write("a.txt", "old")
    chmod(path, 0o600)
    try ByteFile.writeAtomically(path, Array("new".utf8))
    #expect(try scratch.text(path) == "new")
    #expect(scratch.names == ["a.txt"])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func withoutCommitTheOldFileStays() throws {
    let path = try scratch.write("a.txt", "old")
    try AtomicFile(path).write(Array("half".utf8))
    #expect(try scratch.text(path) == "old")
    #expect(scratch.names == ["a.txt"])
  }

  @Test func aMissingFolderIsAnInputOutputError() {
    let error = #expect(throws: ExchangeError.self) { try ByteFile.writeAtomically("/nowhere/a.txt", [1]) }
    #expect(error?.exitCode == 74)
    #expect(
      error?.description == "writing `/nowhere/a.txt` failed: the folder does not exist; create it first")
  }

  @Test func aReaderHandsOutPieces() throws {
    let path = try scratch.write("big", String(repeating: "x", count: 150_000))
    let reader = try ByteReader(path: path)
    #expect(
      try [reader.next().count, reader.next().count, reader.next().count, reader.next().count]
        == [65_536, 65_536, 18_928, 0])
  }

  @Test(arguments: [
    ("orders.csv", ".", "orders"), ("/a/b.c/orders", "/a/b.c", "orders"), ("/x.tar.gz", "/", "x.tar"),
    ("d/.csv", "d", ".csv"), ("", ".", ""),
  ])
  func pathsAreTakenApart(path: String, folder: String, stem: String) {
    #expect(PathParts(path).folder == folder)
    #expect(PathParts(path).stem == stem)
  }
}
