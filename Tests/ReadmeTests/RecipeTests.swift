import Foundation
import Testing

/// Runs the recipes for continuous integration as far as a shell can: every command of theirs, on the three workflows.
@Suite struct RecipeTests {
  private static let readme =
    (try? String(contentsOf: Places.root.appending(path: "README.md"), encoding: .utf8)) ?? ""

  private func block(_ kind: String) throws -> String {
    let parts = Self.readme.components(separatedBy: "```\(kind)\n")
    try #require(parts.count == 2, "one recipe of this kind")
    return parts[1].components(separatedBy: "```")[0]
  }

  /// A folder as the recipes suppose it: the workflows in `workflows`.
  private func inRepository(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "workroom-recipe-\(UUID().uuidString)")
    let workflows = folder.appending(path: "workflows")
    try FileManager.default.createDirectory(at: workflows, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["ambassador", "seeding", "paid_post"] {
      for ending in ["workflow", "scenario"] {
        let file = "\(name).\(ending)"
        try FileManager.default.copyItem(
          at: Places.root.appending(path: "Workflows/\(name)/\(file)"), to: workflows.appending(path: file))
      }
    }
    try body(folder)
  }

  @Test func anyShell() throws {
    let script = try block("sh")
    try inRepository { folder in
      let output = try Shell.run(script + "echo done\n", in: folder)
      #expect(output.hasSuffix("done\n"), "\(output)")
      let junit = try String(contentsOf: folder.appending(path: "workroom-tests.xml"), encoding: .utf8)
      #expect(junit.contains("failures=\"0\""))
      try Data("stage a\n  go to b\n".utf8).write(to: folder.appending(path: "workflows/broken.workflow"))
      #expect(try !Shell.run(script + "echo done\n", in: folder).contains("done"))
    }
  }

  @Test func gitHub() throws {
    let lines = try block("yaml").components(separatedBy: "\n").compactMap { line -> String? in
      let parts = line.components(separatedBy: "run: ")
      return parts.count == 2 && parts[1].hasPrefix("workroom ") ? parts[1] : nil
    }
    #expect(lines.count == 4)
    try inRepository { folder in
      for line in lines {
        let output = try Shell.run(
          "GITHUB_STEP_SUMMARY=summary.md; export GITHUB_STEP_SUMMARY; \(line)\necho $?", in: folder)
        #expect(output.hasSuffix("0\n"), "\(line): \(output)")
      }
      let sarif = try String(contentsOf: folder.appending(path: "workroom.sarif"), encoding: .utf8)
      #expect(sarif.contains("\"version\":\"2.1.0\""))
      let summary = try String(contentsOf: folder.appending(path: "summary.md"), encoding: .utf8)
      #expect(summary.contains("scenarios passed"))
    }
  }
}
