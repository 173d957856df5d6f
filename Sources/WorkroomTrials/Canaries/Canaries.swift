import Foundation

/// Puts each fault into a copy of the package, builds it, and runs what has to find it.
struct Canaries {
  /// What became of one fault.
  struct Verdict {
    var name: String
    /// The suite that found it; `nil` if none did.
    var caughtBy: Canary.Suite?
    var seconds: Int
  }

  private let package: URL
  private let copy: URL
  private(set) var verdicts: [Verdict] = []

  /// Seeds that the differential trials are run on, until the first difference.
  static let seeds = 400

  init(package: String) throws(Misuse) {
    self.package = URL(filePath: package)
    copy = FileManager.default.temporaryDirectory.appending(
      path: "workroom-canaries-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      for name in ["Package.swift", "Sources", "Tests", "Workflows", "Grammar"] {
        try FileManager.default.copyItem(at: self.package.appending(path: name), to: copy.appending(path: name))
      }
    } catch {
      throw Misuse("`\(package)` cannot be copied: \(error.localizedDescription)")
    }
  }

  func remove() { try? FileManager.default.removeItem(at: copy) }

  /// Runs some of the faults; without any, all suites have to be content.
  mutating func run(_ canaries: [Canary]) throws(Misuse) {
    for suite in Set(canaries.flatMap(\.suites)).sorted(by: { $0.rawValue < $1.rawValue }) {
      guard try passes(suite) else { throw Misuse("the \(suite.rawValue) fail although nothing was changed") }
    }
    for canary in canaries {
      let begun = ContinuousClock.now
      let originals = try apply(canary)
      var caughtBy: Canary.Suite?
      for suite in canary.suites where caughtBy == nil {
        if try !passes(suite) { caughtBy = suite }
      }
      for (file, text) in originals { try write(text, file) }
      let time = ContinuousClock.now - begun
      verdicts.append(Verdict(name: canary.name, caughtBy: caughtBy, seconds: Int(time.components.seconds)))
      say(Canaries.line(verdicts[verdicts.count - 1]))
    }
  }

  static func line(_ verdict: Verdict) -> String {
    let name = verdict.name.padding(toLength: 46, withPad: " ", startingAt: 0)
    let result = verdict.caughtBy.map { "caught by the \($0.rawValue)" } ?? "NOT CAUGHT"
    return "\(name) \(result) in \(verdict.seconds) s"
  }

  // MARK: The fault

  /// Changes the copy; the texts as they were.
  private func apply(_ canary: Canary) throws(Misuse) -> [(file: String, text: String)] {
    let files = try Canaries.changed(canary) { file throws(Misuse) in try read(file) }
    for file in files { try write(file.after, file.file) }
    return files.map { ($0.file, $0.before) }
  }

  /// The files that a fault changes, before and after.
  private static func changed(
    _ canary: Canary, read: (String) throws(Misuse) -> String
  ) throws(Misuse) -> [(file: String, before: String, after: String)] {
    var files: [(file: String, before: String, after: String)] = []
    for edit in canary.edits {
      if !files.contains(where: { $0.file == edit.file }) {
        let text = try read(edit.file)
        files.append((edit.file, text, text))
      }
      for index in files.indices where files[index].file == edit.file {
        let pieces = files[index].after.components(separatedBy: edit.find)
        guard pieces.count == 2 else {
          throw Misuse("\(canary.name): what is to be replaced stands \(pieces.count - 1) times in \(edit.file)")
        }
        files[index].after = pieces.joined(separator: edit.replace)
      }
    }
    return files
  }

  /// Why faults cannot be put into the sources of a package; empty where all can.
  static func problems(package: String) -> [String] {
    Canary.all.compactMap { canary in
      do {
        _ = try changed(canary) { (file: String) throws(Misuse) in
          guard let text = try? String(contentsOfFile: "\(package)/\(file)", encoding: .utf8) else {
            throw Misuse("there is no `\(file)`")
          }
          return text
        }
        return nil
      } catch {
        return (error as? Misuse)?.words ?? "\(error)"
      }
    }
  }

  private func read(_ file: String) throws(Misuse) -> String {
    guard let text = try? String(contentsOf: copy.appending(path: file), encoding: .utf8) else {
      throw Misuse("there is no `\(file)`")
    }
    return text
  }

  private func write(_ text: String, _ file: String) throws(Misuse) {
    do { try text.write(to: copy.appending(path: file), atomically: true, encoding: .utf8) } catch {
      throw Misuse("`\(file)` cannot be written")
    }
  }

  // MARK: What has to find it

  private func passes(_ suite: Canary.Suite) throws(Misuse) -> Bool {
    switch suite {
    case .pools: return try runs("swift", ["test", "--package-path", copy.path, "--filter", "PoolTests"])
    case .conformance, .differential:
      guard try runs("swift", ["build", "--package-path", copy.path, "--product", "workroom-trials"]) else {
        throw Misuse("the changed sources do not compile; see the output above")
      }
      let tool = copy.appending(path: ".build/debug/workroom-trials").path
      let words =
        suite == .conformance
        ? ["conformance", "--programs", copy.appending(path: "Tests/Conformance/Programs").path]
        : ["differential", "--seeds", "1..\(Canaries.seeds)", "--until", "difference"]
      return try runs(tool, words)
    }
  }

  /// Runs a program and waits for it; what it says is shown only where building fails.
  private func runs(_ program: String, _ arguments: [String]) throws(Misuse) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let output = copy.appending(path: "output.txt")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    guard let handle = try? FileHandle(forWritingTo: output) else { throw Misuse("`\(output.path)` cannot be written") }
    process.standardOutput = handle
    process.standardError = handle
    do { try process.run() } catch { throw Misuse("`\(program)` cannot be run") }
    process.waitUntilExit()
    if process.terminationStatus != 0, arguments.first == "build" {
      say((try? String(contentsOf: output, encoding: .utf8)) ?? "")
    }
    return process.terminationStatus == 0
  }
}
