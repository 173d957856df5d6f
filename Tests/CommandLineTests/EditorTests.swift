import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is made for editors, run by node where that is there.
@Suite struct EditorTests {
  private static let node: String? = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":")
    .map { "\($0)/node" }.first { (path: String) in access(path, X_OK) == 0 }

  @Test(.enabled(if: node != nil)) func theExtensionShowsWhatTheCommandFinds() throws {
    try expectGood("WORKROOM=\"$1\" exec \"$2\" Grammar/editors/vscode/test.js")
  }

  @Test(.enabled(if: node != nil)) func theRulesOfTheTreeDeriveThePrograms() throws {
    try expectGood("exec \"$2\" Grammar/editors/tree-sitter-workroom/test.js Grammar/Valid Workflows/*/*.workflow")
  }

  private func expectGood(_ script: String) throws {
    let folder = Folder()
    let process = try Workroom.start(
      ["-c", "cd \"$3\" && \(script)", "sh", Workroom.path, try #require(Self.node), Workroom.root], of: "/bin/sh",
      output: folder.path("out"), talk: folder.path("err"), in: folder)
    #expect(Workroom.wait(for: process) == 0)
    #expect(folder.read("err") == "")
    #expect(folder.read("out") != "")
  }
}
