import Testing
import WorkroomExchange

/// What goes out comes back: an export that is imported into a blank database and exported again is the same bytes.
@Suite struct RoundTripTests {
  /// Texts that files, spreadsheets and terminals stumble over.
  static let hostile = [
    "=1+1", "+49 30 1", "-5", "@SUM(A1)", "'=x", "''-1", "'", "\"", "a,b", "a;b", "semi;colon, \"quoted\"", "Zoë Œ 日本",
    "two\nlines", "tab\there", "\u{202E}evil", "  inner  blank", "`tick`", "0012", "NULL", "\\N", "<b>", "%s",
    "é\u{301}",
    "x\r\ny",
  ]

  /// A sheet whose cells are hostile, by a generator that always gives the same.
  static func people(_ rows: Int, seed: UInt64) -> String {
    var state = seed
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    func text() -> String { next(3) == 0 ? "" : hostile[next(hostile.count)] }
    var writer = CSVWriter()
    writer.row(texts: [
      "id", "email", "platform", "instagram", "accounts", "followers", "first name", "last name", "phone", "address1",
      "city", "zip", "country", "tags", "=Shirt, \"Size\"", "Shirt Size",
    ])
    for row in 0..<rows {
      writer.row(texts: [
        next(2) == 0 ? "" : "\(text())#\(row)", "p\(row)+x@example.com", next(2) == 0 ? "" : "TikTok",
        next(2) == 0 ? "" : "@Insta\(row), insta\(row).two", next(2) == 0 ? "" : "lemon8:l\(row) threads:t\(row)",
        next(2) == 0 ? "" : "\(next(1_000_000))", text(), text(), text(), text(), text(), text(), text(), text(),
        text(), text(),
      ])
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// A blank database of a name.
  static func blank(_ name: String, _ folder: Folder) throws -> String {
    let db = folder.path("\(name).workroom")
    try #require(try Workroom.run("db", "create", "--db", db, in: folder).status == 0)
    return db
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func influencersComeBackAsTheyWent(seed: UInt64) throws {
    let folder = Folder()
    folder.write("people.csv", RoundTripTests.people(60, seed: seed))
    var before = folder.path("people.csv")
    var exports: [[UInt8]] = []
    for name in ["a", "b", "c"] {
      let db = try RoundTripTests.blank(name, folder)
      let imported = try Workroom.run("import", "influencers", "--db", db, before, in: folder)
      let lines = imported.talk.split(separator: "\n").map(String.init)
      let own = ["`Shirt Size`, `=Shirt, \"Size\"`", "`=Shirt, \"Size\"`, `Shirt Size`"]
      #expect(
        imported.status == 0 && lines.count == 2 && lines[0] == "imported: 60 new influencers", "\(imported.talk)")
      #expect(
        own.contains { lines.last == "kept as they are: \($0); `--map` gives a heading a meaning" }, "\(imported.talk)")
      let out = folder.path("\(name).csv")
      #expect(try Workroom.run("export", "influencers", "--db", db, "--output", out, in: folder).status == 0)
      exports.append(folder.bytes(out))
      before = out
    }
    #expect(exports[0] == exports[1] && exports[1] == exports[2])
    let text = String(decoding: exports[0], as: UTF8.self)
    #expect(text.hasPrefix("id,email,platform,instagram,"))
    // No cell that a spreadsheet would run.
    let rows = try CSVReader(bytes: exports[0], name: "a.csv")
    var widths: [Int] = []
    while case .row(let row)? = try rows.next() { widths.append(row.count) }
    #expect(widths.count == 61 && Set(widths).count == 1)
    for field in text.split(whereSeparator: { $0 == "," || $0 == "\r\n" }) {
      #expect(!["=", "@"].contains(field.first), "\(field)")
    }
  }

  /// Whoever is paid comes in with a file, and goes out with the same.
  @Test func formsAndAccountsOfThoseWhoArePaidComeBack() throws {
    let folder = Folder()
    let db = try RoundTripTests.blank("a", folder)
    folder.write(
      "people.csv",
      "email,PayPal Email,Tax Form\nmia@x.com,mia@pay.example,w9\nleo@x.com,,W-8BEN\nana@x.com,nowhere,\nbo@x.com,,K-1\n"
    )
    let words = ["import", "influencers", "--db", db, folder.path("people.csv")]
    let imported = try Workroom.run(words, in: folder)
    #expect(imported.status == 1 && imported.talk.contains("imported: 2 new influencers"), "\(imported.talk)")
    #expect(imported.talk.contains("row 4: `nowhere` is no email; a PayPal account goes by its email"))
    #expect(imported.talk.contains("row 5: `K-1` is no tax form; write `W-9`"))
    #expect(!imported.talk.contains("kept as they are"))
    func export(_ db: String) throws -> String {
      try Workroom.run("export", "influencers", "--db", db, in: folder).output
    }
    let out = try export(db)
    #expect(
      out.contains(",tax_form,paypal\r\n") && out.contains(",W-9,mia@pay.example\r\n") && out.contains(",W-8BEN,\r\n"))
    folder.write("out.csv", out)
    let other = try RoundTripTests.blank("b", folder)
    #expect(try Workroom.run("import", "influencers", "--db", other, folder.path("out.csv"), in: folder).status == 0)
    #expect(try export(other) == out)
    // Another account is told, as the money goes there from then on; an empty cell takes nothing away.
    folder.write("new.csv", "email,Their account,W\nmia@x.com,new@pay.example,\n")
    let maps = ["--map", "Their account=paypal", "--map", "W=tax form"]
    let told = try Workroom.run(["import", "influencers", "--db", db, folder.path("new.csv")] + maps, in: folder)
    #expect(
      told.talk.contains(
        "row 2: cash of mia@x.com goes to `new@pay.example` from now on, and went to `mia@pay.example` before; if that is not meant: `paypal account mia@x.com mia@pay.example` in the console"
      ), "\(told.talk)")
    #expect(try export(db).contains(",W-9,new@pay.example\r\n"))
    folder.write("form.csv", "email,Tax Form\nmia@x.com,w8ben\n")
    #expect(
      try Workroom.run("import", "influencers", "--db", db, folder.path("form.csv"), in: folder).talk.contains(
        "row 2: the tax form of mia@x.com is W-8BEN from now on, and was W-9 before; if that is not meant: `tax form mia@x.com W-9` in the console"
      ))
  }

  @Test func whatWasHeldComesBackToItsHolders() throws {
    let folder = Folder()
    folder.write("w.workflow", "on proposal.accepted assign discount from group X paying 10% and link from group Y\n")
    folder.write("people.csv", "email,first_name,instagram\nmia@x.com,Mia,mia\nleo@x.com,,leo\n,Ana,ana\n")
    func run(_ words: String...) throws -> Outcome {
      let outcome = try Workroom.run(words, in: folder)
      #expect(outcome.status == 0, "\(words): \(outcome.talk)")
      return outcome
    }
    func room(_ name: String, codes: String, links: String) throws -> (db: String, talk: [String]) {
      let db = folder.path("\(name).workroom")
      _ = try run("group", "create", "X", "--db", db, "--kind", "discount")
      _ = try run("group", "create", "Y", "--db", db, "--kind", "link", "--payout", "5%")
      _ = try run("campaign", "create", "Spring", "--db", db, "--workflow", folder.path("w.workflow"))
      _ = try run("import", "influencers", "--db", db, "--campaign", "Spring", folder.path("people.csv"))
      folder.write("codes.csv", codes)
      folder.write("links.csv", links)
      let talk = [
        try run("import", "codes", "--db", db, "--group", "X", folder.path("codes.csv")).talk,
        try run("import", "links", "--db", db, "--group", "Y", folder.path("links.csv")).talk,
      ]
      return (db, talk)
    }
    func exports(_ db: String) throws -> [String] {
      [
        try run("export", "codes", "--db", db, "--group", "X").output,
        try run("export", "links", "--db", db, "--group", "Y").output,
      ]
    }
    let first = try room(
      "a", codes: "code,e-mail,rate,ends\nA1,,,\nMIA10,mia@x.com,15%,2030-01-01T00:00:00Z\nA2,,,\n",
      links: "url,username,payout_type,payout\nhttps://x.example/1,,,\nhttps://x.example/ana,@ana,percentage,7.5\n"
        + "https://x.example/2,,,\n")
    #expect(first.talk[0] == "imported: 2 codes for `X`, 1 code kept for somebody in `X`\n")
    for name in ["leo@x.com", "ana", "mia@x.com"] {
      _ = try run("repl", first.db, "-c", "Spring", "-c", "propose \(name)", "-c", "accept \(name)")
    }
    let before = try exports(first.db)
    #expect(before[0].contains("MIA10,X,held,Mia,mia@x.com,15%,,2030-01-01T00:00:00Z"))
    #expect(before[1].contains("Ana,,https://x.example/ana,Y,held,,,,percentage,7.5"))
    let second = try room("b", codes: before[0], links: before[1])
    #expect(second.talk[0] == "imported: 3 codes kept for somebody in `X`\n")
    #expect(try exports(second.db) == before.map { $0.replacing(",held,", with: ",kept,") })
    _ = try run("repl", second.db, "--yes", "-c", "Spring", "-c", "propose all", "-c", "accept all")
    #expect(try exports(second.db) == before)
    _ = try run("db", "verify", "--db", second.db)
    // The number of whoever has no name any more is somebody else's elsewhere.
    _ = try run("forget", "mia@x.com", "--db", first.db, "--yes")
    folder.write("codes.csv", try exports(first.db)[0])
    let words = ["import", "codes", "--group", "X", folder.path("codes.csv"), "--db"]
    #expect(try Workroom.run(words + [first.db], in: folder).talk == "imported: 3 known already\n")
    _ = try run("group", "create", "X", "--db", folder.path("c.workroom"), "--kind", "discount")
    _ = try run("import", "influencers", "--db", folder.path("c.workroom"), folder.path("people.csv"))
    let other = try Workroom.run(words + [folder.path("c.workroom")], in: folder)
    #expect(other.talk.contains("the code `MIA10` is that of `influencer 1`, who was forgotten"), "\(other.talk)")
  }

  @Test func theSameFileTwiceAddsNobodyAndRepetitionsAreCounted() throws {
    let folder = Folder()
    let db = try RoundTripTests.blank("a", folder)
    folder.write(
      "p.csv",
      "email,instagram,city\na@x.com,ana,Rome\na@x.com,ana,Rome\nA@X.com,ana,Bonn\nb@x.com,@ANA,\nb@x.com,ben,\nc@x.com,ben,\n"
    )
    let words = ["import", "influencers", "--db", db, folder.path("p.csv")]
    let first = try Workroom.run(words, in: folder)
    #expect(first.status == 1)
    #expect(
      first.talk.hasPrefix("imported: 2 new influencers, 1 exact repetition of a row\n3 rows left out"),
      "\(first.talk)")
    #expect(first.talk.contains("row 4: row 2 has the same `e-mail a@x.com`; keep one of the two rows"))
    #expect(first.talk.contains("row 5: row 2 has the same `instagram account ana`; keep one of the two rows"))
    #expect(first.talk.contains("row 7: row 6 has the same `instagram account ben`; keep one of the two rows"))
    let second = try Workroom.run(words, in: folder)
    #expect(
      second.talk.hasPrefix("imported: 2 known already and brought up to date, 1 exact repetition"), "\(second.talk)")
    folder.write("q.csv", "email,instagram\na@x.com,ben\n")
    let clash = try Workroom.run("import", "influencers", "--db", db, folder.path("q.csv"), in: folder)
    #expect(clash.status == 1 && clash.talk.contains("the account @ben on instagram belongs to `"))
    #expect(Sample.text("SELECT count(*) || '/' || (SELECT count(*) FROM account) FROM influencer", db) == "2/2")
  }

  @Test func whatAFileLeavesOutIsKept() throws {
    let folder = Folder()
    let db = try RoundTripTests.blank("a", folder)
    folder.write("p.csv", "email,address1,city,Shirt,Shoe\na@x.com,Weg 1,Rome,M,38\n")
    folder.write("q.csv", "email,city,Shoe,Hat\na@x.com,Bonn,39,L\n")
    for name in ["p.csv", "q.csv"] {
      #expect(try Workroom.run("import", "influencers", "--db", db, folder.path(name), in: folder).status == 0)
    }
    let out = try Workroom.run("export", "influencers", "--db", db, in: folder).output
    #expect(out.contains(",Shirt,Shoe,Hat\r\n") && out.contains(",Weg 1,,Bonn,,,,M,39,L\r\n"), "\(out)")
  }

  @Test func aTrialShowsHowTheFirstRowsAreUnderstoodAndWritesNothing() throws {
    let folder = Folder()
    let db = try RoundTripTests.blank("a", folder)
    folder.write("p.csv", "E-Mail,Kanal\nMIA@x.com,https://www.instagram.com/Mia/\nbad,leo\n")
    let trial = try Workroom.run(
      "import", "influencers", "--db", db, folder.path("p.csv"), "--map", "Kanal=instagram", "--dry-run", in: folder)
    #expect(trial.status == 1)
    #expect(trial.talk.contains("`E-Mail` as email, `Kanal` as instagram"))
    #expect(trial.talk.contains("  email: mia@x.com\n  platform: instagram\n  instagram: mia\n"))
    #expect(trial.talk.contains("would import, nothing is written: 1 new influencer\n1 row left out\n  row 3: `bad`"))
    #expect(Sample.text("SELECT count(*) FROM influencer", db) == "0")
    #expect(Folder.names(folder.root).contains("p.rejected.csv") == false)
  }

  @Test func aFileThatBreaksOffLeavesItsLastBatchOut() throws {
    let folder = Folder()
    let db = try RoundTripTests.blank("a", folder)
    folder.write("p.csv", "email,city\na@x.com,Rome\nb@x.com,\"Bonn\n")
    let outcome = try Workroom.run("import", "influencers", "--db", db, folder.path("p.csv"), in: folder)
    #expect(outcome.status == 65 && outcome.talk.contains("the quote that opens `city` is never closed"))
    #expect(Sample.text("SELECT count(*) FROM influencer", db) == "0")
  }
}
