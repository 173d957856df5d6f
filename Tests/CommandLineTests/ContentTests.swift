import Testing

/// Posts from files find their campaigns, and what is in doubt waits.
@Suite struct ContentTests {
  /// Mia is in two campaigns with windows that do not meet, Leo in one.
  static func room(_ name: String = "a", in folder: Folder) throws -> String {
    let db = folder.path("\(name).workroom")
    folder.write("s.workflow", "workflow \"Posts\" version 1\n")
    folder.write("p.csv", "email,first_name,instagram,tiktok\nmia@x.com,Mia,mia,mia.t\n")
    folder.write("q.csv", "email,first_name,instagram\nleo@x.com,Leo,leo\n")
    func create(_ name: String, _ window: String, _ tags: String) -> [String] {
      [
        "campaign", "create", name, "--db", db, "--workflow", folder.path("s.workflow"), "--set", "delivery=\(window)",
        "--set", "hashtags=\(tags)", "--set", "handles=@acme",
      ]
    }
    for words in [
      create("Spring", "2026-03-01 to 2026-03-31", "#trailworks, #Spring26"),
      create("Summer", "2026-04-01 to 2026-04-30", "#trailworks"),
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("p.csv")],
      ["import", "influencers", "--db", db, "--campaign", "Summer", folder.path("p.csv")],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("q.csv")],
      [
        "repl", db, "-c", "Spring", "-c", "propose mia", "-c", "accept mia", "-c", "propose leo", "-c", "accept leo",
        "-c", "Summer", "-c", "propose mia", "-c", "accept mia",
      ],
    ] {
      let outcome = try Workroom.run(
        words.map { $0 == "Summer" && words[0] == "repl" ? "campaign Summer" : $0 }, in: folder)
      try #require(outcome.status == 0, "\(outcome.talk)")
    }
    return db
  }

  static let posts =
    "platform,handle,url,posted at,caption,views,likes\n"
    + "instagram,@Mia,https://www.instagram.com/p/AAA/?igsh=1,2026-03-10T09:00:00Z,\"Look! #TrailWorks.\",100,10\n"
    + "tiktok,mia.t,https://www.tiktok.com/@mia.t/video/77,2026-04-02T09:00:00Z,thanks @acme!,200,20\n"
    + "instagram,mia,https://www.instagram.com/reel/BBB,2026-05-05T09:00:00Z,#trailworks,1,1\n"
    + "instagram,zoe,https://www.instagram.com/p/CCC,2026-03-10T09:00:00Z,#trailworks,1,1\n"
    + "instagram,leo,https://www.instagram.com/p/DDD,2026-03-10T09:00:00Z,nothing,1,1\n"

  func take(_ text: String, _ db: String, _ folder: Folder, _ more: String...) throws -> Outcome {
    folder.write("posts.csv", text)
    return try Workroom.run(["import", "content", "--db", db, folder.path("posts.csv")] + more, in: folder)
  }

  func list(_ campaign: String, _ db: String, _ folder: Folder) throws -> String {
    try Workroom.run("export", "content", "--db", db, "--campaign", campaign, in: folder).output
  }

  func review(_ db: String, _ folder: Folder) throws -> String {
    try Workroom.run("content", "review", "--db", db, "--format", "csv", in: folder).output
  }

  @Test func postsGoToTheCampaignOfTheirTagsAndTheirDay() throws {
    let folder = Folder()
    let db = try ContentTests.room(in: folder)
    let first = try take(ContentTests.posts, db, folder)
    #expect(
      first.status == 0 && first.talk == "imported: 2 posts, 3 for review: `content review` lists them\n",
      "\(first.talk)")
    #expect(
      try list("Spring", db, folder).contains(",https://www.instagram.com/p/AAA/?igsh=1,2026-03-10T09:00:00Z,posted,"))
    #expect(
      try list("Summer", db, folder).contains(
        "Summer,tiktok,Mia,mia@x.com,mia.t,https://www.tiktok.com/@mia.t/video/77,"))
    let waiting = try review(db, folder)
    for line in [
      "instagram,'@mia,2026-05-05,https://www.instagram.com/reel/BBB,\"it was posted on 2026-05-05, and `Spring` takes content from 2026-03-01 to 2026-03-31\"",
      "instagram,'@zoe,2026-03-10,https://www.instagram.com/p/CCC,no influencer has the account @zoe on instagram",
      "instagram,'@leo,2026-03-10,https://www.instagram.com/p/DDD,no hashtag and no handle of a campaign of its influencer's is in it",
    ] {
      #expect(waiting.contains(line), "\(waiting)")
    }
    // The same file twice changes nothing.
    let rows = Sample.text("SELECT count(*) FROM log", db)
    let second = try take(ContentTests.posts, db, folder)
    #expect(second.talk == "imported: 2 known already, 3 waiting for review already\n", "\(second.talk)")
    #expect(Sample.text("SELECT count(*) FROM log", db) == rows)
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  @Test func newerFiguresAreMeasuredOnceAndOlderOnesAreNoNews() throws {
    let folder = Folder()
    let db = try ContentTests.room(in: folder)
    func file(_ views: Int) -> String {
      "platform,handle,url,posted_at,hashtags,views\ninstagram,mia,https://instagram.com/p/AAA/,2026-03-10T09:00:00Z,trailworks,\(views)\n"
    }
    #expect(try take(file(100), db, folder).talk == "imported: 1 post\n")
    #expect(try take(file(250), db, folder).talk == "imported: 1 measured anew\n")
    #expect(try take(file(100), db, folder).talk == "imported: 1 known already\n")
    #expect(try take(file(250), db, folder).talk == "imported: 1 known already\n")
    let out = try list("Spring", db, folder)
    #expect(out.contains(",measured,,trailworks,,250,"), "\(out)")
    #expect(Sample.text("SELECT count(*) FROM object WHERE noun = 'content'", db) == "1")
  }

  @Test func aPostThatWasAddedByHandIsTheSamePost() throws {
    let folder = Folder()
    let db = try ContentTests.room(in: folder)
    let posted = try Workroom.run(
      "repl", db, "-c", "Spring", "-c", "post mia \"https://instagram.com/p/AAA\" views 5", in: folder)
    #expect(posted.status == 0, "\(posted.talk)")
    let outcome = try take(ContentTests.posts, db, folder)
    #expect(outcome.talk.hasPrefix("imported: 1 post, 1 measured anew, 3 for review"), "\(outcome.talk)")
    #expect(Sample.text("SELECT count(*) FROM object WHERE noun = 'content'", db) == "2")
  }

  @Test func whatFitsTwoCampaignsOrAnotherOneWaits() throws {
    let folder = Folder()
    let db = try ContentTests.room(in: folder)
    let wrong = try take(ContentTests.posts, db, folder, "--campaign", "Spring")
    #expect(wrong.talk.hasPrefix("imported: 1 post, 4 for review"), "\(wrong.talk)")
    #expect(try review(db, folder).contains("\"it was posted on 2026-04-02, and `Spring` takes content from"))
    let wider = try Workroom.run(
      "repl", db, "-c", "Spring", "-c", "set delivery to 2026-03-01 to 2026-05-31", in: folder)
    #expect(wider.status == 0, "\(wider.talk)")
    // Now the late post fits, and the one of April fits both.
    let again = try take(ContentTests.posts, db, folder)
    #expect(
      again.talk.hasPrefix(
        "imported: 1 post, 1 known already, 1 for review: `content review` lists them, 2 waiting for review already"),
      "\(again.talk)")
    #expect(try review(db, folder).contains("it fits 2 campaigns: `Spring`, `Summer`"))
  }

  @Test func anOperatorMatchesAndDismisses() throws {
    let folder = Folder()
    let db = try ContentTests.room(in: folder)
    _ = try take(ContentTests.posts, db, folder)
    let lines = try review(db, folder).split(separator: "\r\n").dropFirst().map { String($0.prefix { $0 != "," }) }
    try #require(lines.count == 3)
    let matched = try Workroom.run(
      "repl", db, "-c", "content review", "-c", "content match \(lines[0]) to mia in Spring", "-c", "Spring", "-c",
      "content match \(lines[1]) to leo", "-c", "content", in: folder)
    #expect(matched.status == 0, "\(matched.talk)")
    #expect(matched.output.contains("3 pieces of content"), "\(matched.output)")
    #expect(try Workroom.run("content", "dismiss", lines[2], "--db", db, in: folder).status == 0)
    for (words, status) in [
      (["content", "dismiss", lines[2], "--db", db], 64), (["content", "dismiss", "999", "--db", db], 66),
      (["content", "match", lines[0], "to", "mia", "--db", db, "--campaign", "Spring"], 64),
      (["content", "dismiss", "x", "--db", db], 64), (["content", "drop", "--db", db], 64),
    ] as [([String], Int32)] {
      #expect(try Workroom.run(words, in: folder).status == status, "\(words)")
    }
    #expect(try review(db, folder) == "Post,Platform,Handle,Posted,Content,Reason\r\n")
    let again = try take(ContentTests.posts, db, folder)
    #expect(again.talk == "imported: 4 known already, 1 dismissed before\n", "\(again.talk)")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  @Test func rowsThatCannotBeReadAreLeftOut() throws {
    let folder = Folder()
    let db = try ContentTests.room(in: folder)
    let outcome = try take(
      "platform,handle,url,id,posted_at,views,campaign\n,mia,,7,2026-03-10T09:00:00Z,1,\ninstagram,mia,x,,2026-03-10T09:00:00Z,1,\n"
        + "tiktok,mia,https://instagram.com/p/A,,2026-03-10T09:00:00Z,1,\ninstagram,mia,,A,soon,1,\ninstagram,mia,,A,2026-03-10T09:00:00Z,1.5k,\n"
        + "instagram,mia,,A,2026-03-10T09:00:00Z,1,Winter\ninstagram,mia,,A,2026-03-10T09:00:00Z,1,Spring\ninstagram,leo,,B,2026-03-10T09:00:00Z,1,Summer\n",
      db, folder)
    #expect(outcome.status == 1 && outcome.talk.hasPrefix("imported: 1 post, 1 for review"), "\(outcome.talk)")
    #expect(outcome.talk.contains("6 rows left out"), "\(outcome.talk)")
    #expect(try list("Spring", db, folder).contains(",instagram:A,2026-03-10T09:00:00Z,posted"))
    let bare = try take("url,caption\nhttps://instagram.com/p/A,x\n", db, folder)
    #expect(bare.status == 65 && bare.talk.contains("no column holds when they were posted"))
  }

  @Test func contentComesBackAsItWent() throws {
    let folder = Folder()
    let (a, b) = (try ContentTests.room("a", in: folder), try ContentTests.room("b", in: folder))
    _ = try take(
      "platform,handle,url,posted_at,caption,mentions,views,saves\ninstagram,mia,https://instagram.com/p/A,2026-03-10T09:00:00.5Z,\"=1+1 #spring26,\n\"\"quoted\"\"\",,7,3\n"
        + "instagram,leo,https://instagram.com/p/B,2026-03-11T09:00:00Z,-2,\"@acme, x\",,\n", a, folder)
    let first = try list("Spring", a, folder)
    #expect(
      first.contains("\"'=1+1 #spring26,\n\"\"quoted\"\"\",,,7,,,,3,") && first.contains(",posted,'-2,,\"'@acme, x\""),
      "\(first)")
    #expect(try take(first, b, folder).talk == "imported: 2 posts\n")
    #expect(try list("Spring", b, folder) == first)
  }

  @Test func whoeverIsForgottenTakesTheirPostsAlong() throws {
    let folder = Folder()
    let db = try ContentTests.room(in: folder)
    _ = try take(ContentTests.posts, db, folder)
    #expect(
      try Workroom.run("repl", db, "--yes", "-c", "forget leo@x.com", "-c", "forget mia@x.com", in: folder).status == 0)
    #expect(Sample.text("SELECT group_concat(handle) FROM post", db) == "zoe")
  }

  @Test func aPageOfReviewHas50Posts() throws {
    let folder = Folder()
    let db = try RoundTripTests.blank("a", folder)
    func posts(_ count: Int) -> String {
      "platform,handle,id,posted_at\n"
        + (1...count).map { "ig,zoe,p\($0),2026-03-10T09:00:00Z\n" }.joined()
    }
    #expect(try take(posts(50), db, folder).talk.hasPrefix("imported: 50 for review"))
    let page = try Workroom.run("content", "review", "--db", db, in: folder).output
    #expect(page.contains("50 posts to review") && !page.contains("shows those after"), "\(page)")
    #expect(
      try take(posts(51), db, folder).talk.hasPrefix("imported: 1 for review: `content review` lists them, 50 waiting"))
    let first = try Workroom.run("repl", db, "-c", "content review", in: folder).output
    #expect(first.contains("51 posts to review") && first.contains("`content review 50` shows those after post 50"))
    #expect(try Workroom.run("repl", db, "-c", "content review 50", in: folder).output.contains("  51  instagram"))
    #expect(
      try Workroom.run("content", "review", "--db", db, "--after", "50", "--format", "csv", in: folder).output
        .split(separator: "\r\n").count == 2)
  }

  @Test func rightsRunOut() throws {
    let folder = Folder()
    let db = try ContentTests.room(in: folder)
    for days in ["14 days", "36500 days"] {
      let set = try Workroom.run("repl", db, "-c", "Spring", "-c", "set content_rights to \(days)", in: folder)
      #expect(set.status == 0, "\(set.talk)")
      if days == "14 days" { _ = try take(ContentTests.posts, db, folder) }
      let sheet = try Workroom.run("repl", db, "-c", "Spring", "-c", ".mode csv", "-c", "content", in: folder)
      let isOver = days == "14 days"
      #expect(sheet.output.contains(isOver ? ",2026-03-24,expired\r\n" : ",2126-02-14,"), "\(sheet.output)")
    }
  }
}
