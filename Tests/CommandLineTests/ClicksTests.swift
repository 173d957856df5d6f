import Testing

/// Clicks as a network lists them: each belongs to the link that its address means.
@Suite struct ClicksTests {
  @Test func clicksCountForTheLinkHoweverItIsWritten() throws {
    let folder = Folder()
    func run(_ words: [String]) throws -> Outcome {
      try Workroom.run(words + ["--db", folder.path("a.workroom")], in: folder)
    }
    #expect(try run(["db", "create"]).status == 0)
    #expect(try run(["group", "create", "G", "--kind", "link"]).status == 0)
    folder.write("l.csv", "url\nhttps://go.example/mia\n")
    #expect(try run(["import", "links", "--group", "G", folder.path("l.csv")]).status == 0)
    folder.write(
      "k.csv",
      """
      link,day,clicks
      http://go.example/Mia/?utm_source=x,2026-03-01,5
      https://go.example/mia,2026-03-01,4
      go.example/Mia,2026-03-02,3
      https://go.example/zoe,2026-03-01,1

      """)
    let told = try run(["import", "clicks", folder.path("k.csv")]).talk
    #expect(told.contains("imported: 2 days of clicks"), "\(told)")
    for reason in [
      "row 3: row 2 tells of that link on 2026-03-01 already, as `http://go.example/Mia/?utm_source=x`; add both up in one row",
      "row 5: no link of ours is `https://go.example/zoe`",
    ] { #expect(told.contains(reason), "\(told)") }
  }
}
