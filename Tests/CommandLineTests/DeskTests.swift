import Testing

/// What an operator types at a shell between two looks into the console.
@Suite struct DeskTests {
  /// Two campaigns, of which only the second takes a group of codes; one influencer of the first is invited.
  private func desk() throws -> (Folder, db: String) {
    let folder = Folder()
    let db = folder.path("desk.workroom")
    folder.write("first.workflow", "workflow \"First\" version 1\n")
    folder.write("people.csv", "first_name,email\nMia,mia@example.com\n")
    for words in [
      ["group", "create", "Codes", "--db", db, "--kind", "discount", "--pattern", "[first_name]10"],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("first.workflow")],
      [
        "campaign", "create", "Summer", "--db", db, "--workflow", folder.path("first.workflow"), "--set",
        "discount_group=Codes",
      ],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("people.csv")],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(outcome.talk)")
    }
    return (folder, db)
  }

  @Test func detailsAreSetFromTheShell() throws {
    let (folder, db) = try desk()
    func set(_ words: String...) throws -> Outcome {
      try Workroom.run(["campaign", "set", "Spring", "--db", db] + words, in: folder)
    }
    let trial = try set("budget=900 USD", "--dry-run")
    #expect(trial.status == 0 && trial.talk.contains("`budget` could be set; nothing is written"), "\(trial.talk)")
    let done = try set("budget=900 USD", "discount_group=Codes")
    #expect(done.status == 0 && done.talk.contains("`budget`, `discount_group` set"), "\(done.talk)")
    #expect(done.talk.contains("warning: ") && done.talk.contains("the discount group `Codes`"), "\(done.talk)")
    let shown = try Workroom.run("campaign", "show", "Spring", "--db", db, "--format", "csv", in: folder).output
    #expect(shown.contains("budget,900.00 USD") && shown.contains("discount_group,Codes"), "\(shown)")
    for (words, reason) in [
      ([], "which detail?"), (["budget"], "write `detail=value`"), (["budgt=1 USD"], "write `budget`"),
      (["budget=1 USD", "budget=2 USD"], "`budget` is set twice"), (["currency=EUR"], "and stays"),
    ] as [([String], String)] {
      let outcome = try Workroom.run(["campaign", "set", "Spring", "--db", db] + words, in: folder)
      #expect(outcome.status == 64 && outcome.talk.contains(reason), "\(words): \(outcome.status) \(outcome.talk)")
    }
  }

  @Test func aVerbOfManyFormsTellsThemLineByLine() throws {
    let folder = Folder()
    let help = try Workroom.run("campaign", "--help", in: folder).output.split(separator: "\n")
    #expect(help.count == 5 && help[0].hasPrefix("usage: workroom campaign create NAME"), "\(help)")
    #expect(help.dropFirst().allSatisfy { $0.hasPrefix("       workroom campaign ") })
    let half = try Workroom.run("campaign", "show", in: folder)
    #expect(half.talk.contains("\n  workroom campaign show NAME --db DB [--format json]\n"), "\(half.talk)")
    #expect(!half.talk.contains("campaign create"))
  }

  @Test func aMigrationWarnsOfWhatIsSharedFromThenOn() throws {
    let (folder, db) = try desk()
    folder.write(
      "second.workflow",
      "workflow \"First\" version 2\n\ncampaign\n  codes  discount group  optional\nend\n\non content.posted note \"x\"\n"
    )
    let moved = try Workroom.run(
      "campaign", "migrate", "Spring", folder.path("second.workflow"), "--db", db, "--set", "codes=Codes", in: folder)
    #expect(moved.talk.contains("warning: ") && moved.talk.contains("the discount group `Codes`"), "\(moved.talk)")
  }

  @Test func whatWaitsWithoutAConnectorIsToldOf() throws {
    let (folder, db) = try desk()
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).talk == "0 delivered\n")
    #expect(try Workroom.run("repl", db, "-c", "Spring", "-c", "invite mia", in: folder).status == 0)
    let told = try Workroom.run("deliver", "--db", db, "--once", in: folder)
    #expect(
      told.status == 0 && told.talk.contains("1 of `email` waits, since no connector says where to"), "\(told.talk)")
    #expect(told.talk.contains("workroom connector set email --db \(db) --maildir mails --from you@example.com"))
  }
}
