import Foundation
import Testing

/// Runs the tour of the README as a reader would: every command, in order, with its output.
@Suite struct ReadmeTests {
  struct Step {
    var command: String
    var output: String
  }

  @Test func everyCommandOfTheTourDoesWhatTheReadmeShows() throws {
    let readme = try String(contentsOf: Places.root.appending(path: "README.md"), encoding: .utf8)
    let steps = Tour.steps(in: readme)
    #expect(steps.count > 12, "the tour is there")
    let folder = try Places.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for step in steps {
      let output = try Shell.run(step.command, in: folder)
      #expect(output == step.output, "\(step.command)")
    }
  }

  @Test func theEmbeddingExampleIsTheReadmes() throws {
    let readme = try String(contentsOf: Places.root.appending(path: "README.md"), encoding: .utf8)
    let example = try String(
      contentsOf: Places.root.appending(path: "Examples/Embedding/Sources/Embedding/main.swift"), encoding: .utf8)
    let block = try #require(
      readme.components(separatedBy: "```swift\n").dropFirst().first?.components(separatedBy: "```").first)
    #expect(example.contains(block.trimmingCharacters(in: .newlines)))
  }
}

/// Reads `console` blocks: lines that begin with `$` are commands, `>` goes on with them, the rest is their output.
enum Tour {
  static func steps(in text: String) -> [ReadmeTests.Step] {
    var steps: [ReadmeTests.Step] = []
    for block in text.components(separatedBy: "```console\n").dropFirst() {
      for line in (block.components(separatedBy: "\n```").first ?? "").components(separatedBy: "\n") {
        if line.hasPrefix("$ ") {
          steps.append(ReadmeTests.Step(command: String(line.dropFirst(2)), output: ""))
        } else if line == ">" || line.hasPrefix("> "), !steps.isEmpty, steps[steps.count - 1].output.isEmpty {
          steps[steps.count - 1].command += "\n" + line.dropFirst(2)
        } else if !steps.isEmpty {
          steps[steps.count - 1].output += line + "\n"
        }
      }
    }
    return steps
  }
}

enum Places {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Where the products of this build are: beside the test runner.
  static let products: URL = {
    let runner = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = runner.deletingLastPathComponent()
    while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.appending(path: "workroom").path) {
      folder.deleteLastPathComponent()
    }
    return folder
  }()

  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "workroom-tour-\(ProcessInfo.processInfo.processIdentifier)")
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}

enum Shell {
  /// Runs a line in a shell; what it prints on both streams, in order.
  static func run(_ command: String, in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "exec 2>&1\n" + command]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = Places.products.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["COLUMNS"] = "100"
    environment["NO_COLOR"] = "1"
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // CSV ends its lines as RFC 4180 asks; a page cannot show that.
    return String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
  }
}
