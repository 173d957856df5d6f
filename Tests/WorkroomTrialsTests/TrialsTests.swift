import Foundation
import Testing
import WorkroomLanguage

@testable import WorkroomTrials

/// A sample of the long trials, and what they are made of.
@Suite struct TrialsTests {
  /// Ten pairs, and those whose differences have been found and mended.
  @Test(arguments: Array(1...10) + [18_372, 31_255, 58_490, 65_046]) func machineAndReferenceAgree(seed: Int) {
    var trials = Differential(events: 20)
    let report = trials.run(seed: seed)
    #expect(report == nil, "\(report ?? "")")
  }

  @Test(arguments: 1...6) func machineAndReferenceMoveAlike(seed: Int) {
    var trials = Migrations(events: 20)
    let report = trials.run(seed: seed)
    #expect(report == nil, "\(report ?? "")")
    #expect(trials.rejected == 0)
  }

  @Test(arguments: 101...108) func everyLawHolds(seed: Int) {
    var laws = Laws(events: 20)
    let report = laws.run(seed: seed)
    #expect(report == nil, "\(report ?? "")")
  }

  @Test(arguments: SmallMachines.shapes.indices) func smallMachinesMeanTheSameToBoth(shape: Int) {
    var trials = Exhaustive()
    let count = SmallMachines.counts[shape]
    let report = trials.run(shape: shape, every: max(count / 12, 1))
    #expect(report == nil, "\(report ?? "")")
    // Those that the checker turns down mean nothing; most are without a mistake.
    #expect(trials.workflows * 4 > min(count, 12))
  }

  // MARK: What is generated

  @Test func mostProgramsAreAccepted() {
    let refused = (1...40).filter { Trial.check(Writer.program(seed: $0)).workflow == nil }
    #expect(refused.count < 8, "\(refused)")
  }

  @Test func programsUseEveryConstruct() {
    let text = (1...80).map { Writer.program(seed: $0).text }.joined()
    let constructs = [
      " initial", " and t", "restart at ", "resume\n", "resume s", " at the top", "ignore", "refuse ", " otherwise",
      "after ", "at ", "every ", " times", "once entered", "once otherwise", "raise ", "paying ", "if none is left",
      "wait in line", "release ", "disable ", "owe ", "void owed for event.", "to paid", "add ", "subtract ", "clear ",
      "each deliverable", "each ticket", "define ", " up to ", " for yes", "count of ", "sum of ", "owed", "left of ",
      "earmark ", "free ", " in s", "are done", "is held", "is open", "contains ", "pool of box", "deliverable.due",
    ]
    #expect(constructs.filter { !text.contains($0) } == [])
  }

  /// Newer versions are others, most participations can be moved to them, and not all can.
  @Test func newerVersionsDiffer() throws {
    let trials = (1...24).compactMap { Migrations.trial(seed: $0, events: 2) }
    let text = trials.map(\.newer.text).joined()
    let changes = [" becomes ", "timers restart", "stage n", "track n", "once entered note \"r", "_b\n"]
    #expect(changes.filter { !text.contains($0) } == [])
    var migrations = Migrations(events: 6)
    for seed in 101...115 { _ = migrations.run(seed: seed, shrinks: false) }
    #expect(migrations.moved > 7 && migrations.stayed > 0, "\(migrations)")
  }

  @Test func aSeedSaysEverything() throws {
    let first = try #require(Trial.make(seed: 12, events: 30))
    let second = try #require(Trial.make(seed: 12, events: 30))
    #expect(first.trial.program.text == second.trial.program.text)
    #expect(first.trial.moves.moves.map(\.description) == second.trial.moves.moves.map(\.description))
    #expect(Writer.program(seed: 13).text != first.trial.program.text)
  }

  @Test func streamsReachEveryStatus() {
    var trials = Differential(events: 25)
    for seed in 201...215 { _ = trials.run(seed: seed, shrinks: false) }
    // Taken, handled, ignored, refused, denied.
    #expect(trials.counts.statuses[0..<5].allSatisfy { $0 > 0 }, "\(trials.counts.statuses)")
  }

  // MARK: What is found

  @Test func whatIsFoundIsMadeSmall() throws {
    let trial = try #require(Trial.make(seed: 5, events: 20)).trial
    func find(_ trial: Trial) -> Shrinker.Found? {
      let isThere = trial.program.text.contains("on enter") && trial.moves.moves.count > 2
      return isThere ? Shrinker.Found(words: "found", made: trial.moves.moves.count) : nil
    }
    var shrinker = Shrinker(trial, Shrinker.Found(words: "", made: 20), find: find)
    shrinker.shrink()
    #expect(shrinker.found.words == "found")
    #expect(shrinker.best.moves.moves.count == 3)
    #expect(shrinker.best.program.text.split(separator: "\n").count < 10, "\(shrinker.best.program.text)")
  }

  @Test func otherNamesAndAnotherOrderAreOthers() {
    let program = Writer.program(seed: 5)
    #expect(Renaming.renamed(program).text != program.text)
    let reordered = Reordering.reordered(program, seed: 5).text
    #expect(reordered != program.text)
    #expect(reordered.split(separator: "\n").sorted() == program.text.split(separator: "\n").sorted())
  }

  @Test func aProgramThatFailsIsTold() {
    let end = "final pass, fail\n"
    #expect(Conformance.problem("passes.workflow", "stage a\n  once entered go to pass\nend\n\(end)") == nil)
    #expect(
      Conformance.problem("fails.workflow", "stage a\n  after 1 day go to fail\nend\n\(end)") == "ends in [\"fail\"]")
  }

  @Test func everyFaultFitsTheSources() {
    #expect(Canary.all.count == 16)
    #expect(Canaries.problems(package: TrialsTests.root) == [])
  }

  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  // MARK: Processes

  /// Hashes differ from process to process; nothing that is said may depend on them.
  @Test func anotherProcessComesToTheSame() throws {
    let first = try TrialsTests.laws(["SWIFT_DETERMINISTIC_HASHING": "1"])
    let second = try TrialsTests.laws([:])
    #expect(first.contains("digest"))
    #expect(first == second)
  }

  private static func laws(_ environment: [String: String]) throws -> String {
    let process = Process()
    process.executableURL = tool
    process.arguments = ["laws", "--seeds", "301..304", "--events", "15"]
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }

  /// The command that was built beside the bundle of these tests.
  private static var tool: URL? {
    let bundles = CommandLine.arguments.compactMap { argument in
      argument.firstRange(of: ".xctest").map { URL(filePath: String(argument[..<$0.lowerBound])) }
    }
    let folders = bundles.map { $0.deletingLastPathComponent() } + [URL(filePath: "\(root)/.build/debug")]
    return folders.map { $0.appending(path: "workroom-trials") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
  }
}
