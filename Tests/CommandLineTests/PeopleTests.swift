import Testing

/// The directory, overlapping campaigns and operators, as people use them.
@Suite struct PeopleTests {
  /// Runs a command that must succeed; its output.
  @discardableResult
  private func done(_ folder: Folder, _ words: String...) throws -> String {
    let outcome = try Workroom.run(words, in: folder)
    try #require(outcome.status == 0, "\(words): \(outcome.talk)")
    return outcome.output + outcome.talk
  }

  /// Two campaigns that share the group `X` and `#trail`, with Mia and Leo in the first: made once, and copied for each test.
  private static let office: Result<Folder, any Error> = Result {
    let folder = Folder()
    let db = folder.path("a.workroom")
    folder.write("s.workflow", "workflow \"Posts\" version 1\n")
    folder.write("p.csv", people)
    for words in [
      ["db", "create", "--db", db, "--clock", "2026-03-02T00:00:00Z"],
      ["group", "create", "X", "--db", db, "--kind", "discount", "--pattern", "[first_name]10"],
      create("Spring", db, folder),
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("p.csv")],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(words): \(outcome.talk)")
    }
    let second = try Workroom.run(create("Summer", db, folder), in: folder)
    #expect(second.talk.contains("`Summer` runs beside `Spring`, which shares the discount group `X` and #trail"))
    return folder
  }

  private static let people =
    "first_name,last_name,email,instagram,tiktok,instagram_followers,tiktok_followers,tags\n"
    + "Mia,Moss,mia@x.com,mia.makes mia.two,mia.t,4800 -,1200,\"VIP, food\"\nLeo,Lee,leo@x.com,leo.runs,,,,\n"

  private static func create(_ name: String, _ db: String, _ folder: Folder) -> [String] {
    [
      "campaign", "create", name, "--db", db, "--workflow", folder.path("s.workflow"), "--set", "discount_group=X",
      "--set", "hashtags=#trail",
    ]
  }

  private func office() throws -> (folder: Folder, db: String) {
    let (whole, folder) = (try Self.office.get(), Folder())
    folder.copy(whole.path("a.workroom"), "a.workroom")
    folder.write("p.csv", Self.people)
    return (folder, folder.path("a.workroom"))
  }

  @Test func theDirectoryComesBackAsItWent() throws {
    let (folder, db) = try office()
    try done(
      folder, "repl", db, "-c", "remark mia@x.com \"likes short briefs\"", "-c", "remark mia@x.com \"no glitter\"",
      "-c",
      "tag leo@x.com as \"late payer\"", "-c", "archive leo@x.com because \"moved, away\"")
    let first = try done(folder, "export", "influencers", "--db", db)
    #expect(first.contains("likes short briefs\nno glitter"), "\(first)")
    #expect(first.contains("4800 -,1200"), "\(first)")
    let again = folder.path("b.workroom")
    folder.write("out.csv", first)
    try done(folder, "db", "create", "--db", again)
    for _ in 1...2 { try done(folder, "import", "influencers", "--db", again, folder.path("out.csv")) }
    #expect(try done(folder, "export", "influencers", "--db", again) == first)
    #expect(try done(folder, "db", "verify", "--db", again).hasPrefix("sound"))
    let listed = try done(folder, "influencer", "list", "--db", again, "--tag", "late payer", "--format", "csv")
    #expect(listed.contains("Leo Lee,leo@x.com,'@leo.runs,instagram,,1,late payer,0,,archived"), "\(listed)")
    folder.write(
      "c.csv", "email,directory_status,instagram,instagram_followers\nleo@x.com,gone,,\nzoe@x.com,,zoe zoe.2,1\n")
    let bad = try Workroom.run("import", "influencers", "--db", again, folder.path("c.csv"), in: folder)
    #expect(bad.status == 1 && bad.talk.contains("is no status; write `active`, `archived` or `blacklisted`"))
    #expect(bad.talk.contains("does not give a number for each of the row's 2 accounts"), "\(bad.talk)")
  }

  @Test func whatBothCampaignsWouldCountCountsInTheSecondOnceItIsConfirmed() throws {
    let (folder, db) = try office()
    try done(folder, "repl", db, "-c", "Spring", "-c", "propose all", "-c", "accept all", "--yes")
    let refused = try Workroom.run(
      "import", "influencers", "--db", db, "--campaign", "Summer", folder.path("p.csv"), in: folder)
    #expect(
      refused.status == 1 && refused.talk.contains("`Mia Moss (mia@x.com)` takes part in `Spring`"), "\(refused.talk)")
    let asked = try Workroom.run("repl", db, "-c", "campaign Summer", "-c", "add mia@x.com", in: folder)
    #expect(asked.status == 64 && asked.talk.contains("say `--yes`"), "\(asked.talk)")
    func orders(_ number: String, _ campaign: String) throws -> Outcome {
      folder.write(
        "orders.csv",
        "Name,Financial Status,Paid at,Currency,Subtotal,Discount Code\n\(number),paid,2026-03-02 00:00:00 +0000,USD,50.00,Mia10\n"
      )
      return try Workroom.run(
        "import", "conversions", "--db", db, "--campaign", campaign, folder.path("orders.csv"), in: folder)
    }
    #expect(try orders("#1", "Spring").talk.contains("1 conversion"))
    #expect(try orders("#1", "Summer").talk.contains("nobody in `Summer` holds the code `Mia10`"))
    try done(
      folder, "repl", db, "--yes", "-c", "campaign Summer", "-c", "add all when tag is \"vip\" or tag is \"none\"",
      "-c",
      "propose mia", "-c", "accept mia")
    let moved = try orders("#2", "Spring")
    #expect(moved.status == 1 && moved.talk.contains("counts in `Summer`; import the file there"), "\(moved.talk)")
    #expect(try orders("#1", "Summer").talk.contains("the order counts in `Spring` already"))
    #expect(try orders("#2", "Summer").talk.contains("1 conversion"))
    #expect(try orders("#1", "Spring").talk.contains("1 known already"))
    folder.write(
      "posts.csv",
      "platform,handle,url,posted at,caption\n"
        + "instagram,mia.makes,https://www.instagram.com/p/AAA/,2026-03-02T00:00:00Z,#trail\n")
    let told = try Workroom.run("import", "content", "--db", db, folder.path("posts.csv"), in: folder)
    #expect(told.status == 0, "\(told.talk)")
    let history = try done(folder, "influencer", "history", "mia@x.com", "--db", db, "--format", "csv")
    #expect(history.contains("Spring,1,") && history.contains("Summer,1,"), "\(history)")
    #expect(try done(folder, "db", "verify", "--db", db).hasPrefix("sound"))
  }

  @Test func aDatabaseWithOperatorsAsksWhoActs() throws {
    let (folder, db) = try office()
    func run(_ words: String...) throws -> Outcome { try Workroom.run(words + ["--db", db], in: folder) }
    #expect(try run("operator", "add", "bob", "--role", "manager").talk.contains("the first operator needs the role"))
    #expect(try run("operator", "add", "Anna", "--role", "director").status == 0)
    #expect(try run("operator", "add", "bob", "--role", "manager,store", "--operator", "anna").status == 0)
    let nobody = try run("repl", "-c", "Spring", "-c", "invite mia@x.com")
    #expect(nobody.status == 1 && nobody.talk.contains("say who you are, with `--operator NAME`"), "\(nobody.talk)")
    #expect(
      try run("pay", "--campaign", "Spring", "--method", "offline", "--operator", "bop").talk.contains("write `bob`"))
    // Wherever its options stand, a command is the same command.
    let bold = try Workroom.run(
      "operator", "--db", db, "--operator", "bob", "add", "eve", "--role", "director", in: folder)
    #expect(bold.status == 1 && bold.talk.contains("is for `director`\n  ask `Anna`"), "\(bold.talk)")
    let wide = try run("repl", "--operator", "bob", "--as", "director", "-c", "Spring")
    #expect(wide.status == 1 && wide.talk.contains("`--as` narrows what an operator may do"), "\(wide.talk)")
    let worked = try run(
      "repl", "--operator", "bob", "-c", "Spring", "-c", "invite mia@x.com", "-c", "tag mia@x.com as vip", "-c",
      "forget leo@x.com")
    #expect(
      worked.status == 1 && worked.talk.contains("to forget somebody for ever is for `director`"), "\(worked.talk)")
    let narrow = try run("repl", "--operator", "bob", "--as", "store", "-c", "Spring", "-c", "set hashtags to #x")
    #expect(narrow.status == 1 && narrow.talk.contains("`bob` is `store`"), "\(narrow.talk)")
    #expect(try run("report", "--campaign", "Spring").status == 0, "looking asks nobody")
    let audit = try run("audit", "--operator", "anna", "--of", "bob", "--format", "csv").output
    for (asked, outcome) in [
      ("invite mia@x.com", "done"), ("tag mia@x.com as vip", "done"), ("forget …", "refused"),
      ("set hashtags to #x", "refused"), ("operator add eve --role director", "refused"),
    ] {
      #expect(audit.split(separator: "\r\n").contains { $0.contains("\(asked),\(outcome)") }, "\(asked): \(audit)")
    }
    #expect(try run("audit", "--operator", "bob").status == 1)
    #expect(try run("db", "verify").output.hasPrefix("sound"))
  }
}
