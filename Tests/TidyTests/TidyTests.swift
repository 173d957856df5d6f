import Testing

/// The rules of the house, which no compiler checks.
@Suite struct TidyTests {
  static let linesMax = 450
  /// No clock, no randomness, no input or output.
  static let pure: Set<String> = [
    "WorkroomValues", "WorkroomLanguage", "WorkroomGrammar", "WorkroomMachine", "WorkroomReference",
    "WorkroomMetrics",
  ]
  static let impureModules: Set<String> = [
    "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin", "CWorkroomSQLite", "CWorkroomEditline",
  ]

  @Test func thePackageIsSeen() {
    #expect(Repository.sources.count > 100)
    #expect(Repository.targets.count > 10)
    #expect(Repository.targets.first == "CWorkroomSQLite")
    #expect(Repository.targets.contains("TidyTests"))
    let folders = Set((Repository.sources + Repository.tests).map(\.target))
    #expect(folders.subtracting(Repository.targets) == [], "a folder that is no target")
  }

  @Test(arguments: Repository.sources) func aFileIsShort(file: Repository.File) {
    let count = file.bytes.count { $0 == 10 }
    #expect(
      count <= TidyTests.linesMax,
      "\(file.path) has \(count) lines, and at most \(TidyTests.linesMax) are read easily: split it by what it does")
  }

  @Test(arguments: Repository.sources.filter { pure.contains($0.target) }) func aPureTargetReachesNothing(
    file: Repository.File
  ) {
    for (line, module) in file.imports where TidyTests.impureModules.contains(module) {
      Issue.record(
        "\(file.path):\(line) imports \(module): \(file.target) has no clock, no randomness and no input or output")
    }
  }

  @Test(arguments: Repository.sources) func aTargetImportsWhatStandsAboveIt(file: Repository.File) throws {
    let own = try #require(Repository.targets.firstIndex(of: file.target))
    for (line, module) in file.imports {
      guard let place = Repository.targets.firstIndex(of: module) else { continue }
      #expect(place < own, "\(file.path):\(line) imports \(module), which stands below \(file.target) in Package.swift")
    }
  }

  @Test(arguments: Repository.sources) func nothingIsLeftForLater(file: Repository.File) {
    // Put together here, so that this file does not hold the words itself.
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "fatal" + "Error("]
    for (index, line) in file.lines.enumerated() {
      for word in words where line.contains(word) { Issue.record("\(file.path):\(index + 1) says `\(word)`") }
    }
  }

  @Test(arguments: Repository.sources + Repository.tests) func whiteSpaceIsPlain(file: Repository.File) {
    for (index, line) in file.lines.enumerated() {
      if line.contains("\t") { Issue.record("\(file.path):\(index + 1) holds a tab") }
      if line.hasSuffix(" ") || line.hasSuffix("\r") { Issue.record("\(file.path):\(index + 1) ends in white space") }
    }
    #expect(file.bytes.last == 10, "\(file.path) does not end with a line break")
  }

  @Test(arguments: Repository.sources) func aFilesFirstTypeSaysWhatItIs(file: Repository.File) {
    let lines = file.lines
    guard let first = lines.firstIndex(where: declaresType) else { return }
    let above = lines[..<first].last { !$0.hasPrefix("@") }
    #expect(above?.hasPrefix("///") == true, "\(file.path):\(first + 1) has no `///` comment")
  }

  /// A type at the outermost level; `@main enum Main` is known by its attribute.
  private func declaresType(_ line: Substring) -> Bool {
    let modifiers: Set<Substring> = [
      "public", "package", "internal", "fileprivate", "private", "final", "indirect", "nonisolated",
    ]
    let words = line.split(separator: " ").drop { modifiers.contains($0) }
    guard line.first?.isWhitespace == false, let keyword = words.first, words.count > 1 else { return false }
    return ["struct", "class", "enum", "protocol", "actor"].contains(keyword)
  }

  // MARK: The rules themselves

  @Test func importsAreReadAsWritten() {
    let text = """
      import Testing
      package import WorkroomEngine
      @testable import Workroom // a remark
      internal import struct Glibc.stat
        public import WorkroomValues
      // import Foundation
      let importance = "import Foundation"
      @preconcurrency import Darwin.C
      """
    let file = Repository.File(path: "Sources/A/B.swift", bytes: Array(text.utf8))
    #expect(
      file.imports.map(\.module) == ["Testing", "WorkroomEngine", "Workroom", "Glibc", "WorkroomValues", "Darwin"])
    #expect(file.imports.map(\.line) == [1, 2, 3, 4, 5, 8])
  }
}
