import Testing

/// `workroom explain why`, and the same questions in the console.
@Suite struct ExplainTests {
  @Test func whyAndWhyNot() throws {
    let folder = try Sample.copyOfFresh()
    let db = folder.path("fresh.workroom")
    func explain(_ words: String...) throws -> Outcome {
      try Workroom.run(["explain"] + words + ["--db", db], in: folder)
    }
    let mia = "mia.yarrow@example.net"
    let possible = try explain("why", "not", mia, "invite")
    #expect(possible.status == 0 && possible.output.hasPrefix("`invite` is possible for Mia Yarrow now, as manager\n"))
    let missing = try explain("why", "not", mia, "propose", "with", "price", "300", "USD,", "tasks", "2")
    #expect(
      missing.output == """
        `propose` is not possible for Mia Yarrow now (2026-03-02 00:00, as manager)
          nothing in Assigned waits for it
          line 48 waits for it in Invited, where Mia Yarrow does not stand
          line 53 waits for it in Invited, where Mia Yarrow does not stand
        nearest: `invite \(mia)`, then `propose \(mia) price 300 USD tasks 2`

        """, "\(missing.output)\(missing.talk)")
    let why = try explain("why", mia, "--campaign", "Ambassador launch")
    #expect(
      why.output == """
        Mia Yarrow stands in Assigned since 2026-03-02 00:00
          entered with the beginning, by import

        """, "\(why.output)\(why.talk)")
    #expect(try explain("why", "nobody").status == 66)
    #expect(try explain("why").status == 64)
    #expect(try explain("why", "not", mia).status == 64)
    #expect(try explain("why", "not", mia, "acept").talk.contains("write `accept`"))
    #expect(try explain("why", "not", mia, "accept", "--as", "manger").status == 64)
  }

  @Test func aCodeThatIsNoneIsNearToThoseOfItsKindOnly() throws {
    let folder = Folder()
    let far = try Workroom.run("explain", "W9999", in: folder)
    #expect(far.status == 64 && !far.talk.contains("`W0"), "\(far.talk)")
    #expect(try Workroom.run("explain", "W0108", in: folder).talk.contains("`W0107` is"))
  }

  @Test func theConsoleAnswersToo() throws {
    let folder = try Sample.copyOfFresh()
    let mia = "mia.yarrow@example.net"
    func session(_ lines: String...) throws -> Outcome {
      try Workroom.run(
        ["repl", folder.path("fresh.workroom")], input: lines.map { $0 + "\n" }.joined(), in: folder)
    }
    let refused = try session("ambassador", ".bail off", "accept \(mia)", "why not accept", "why", "show \(mia)")
    #expect(refused.talk.contains("`why not \(mia) accept` tells more"))
    #expect(refused.output.contains("`accept` is not possible for Mia Yarrow now"))
    #expect(refused.output.contains("Mia Yarrow stands in Assigned since"))
    #expect(try session(".help").output.contains("why mia, why not mia accept"))
    let whom = try session("ambassador", "why not accept")
    #expect(whom.status == 64 && whom.talk.contains("whom?"), "\(whom.talk)")
    let stage = try session("ambassador", "why not \"Mia Yarrow\" invited")
    #expect(stage.output.hasSuffix("nearest: `invite \"Mia Yarrow\"`\n"), "\(stage.output)\(stage.talk)")
    #expect(try session("ambassador", "why \"Mia Yarrow\" accept").status == 64)
  }
}
