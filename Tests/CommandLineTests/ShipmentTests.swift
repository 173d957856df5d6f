import Testing

/// Orders go out to whoever packs them, and come back with tracking numbers.
@Suite struct ShipmentTests {
  /// Two accepted influencers of a campaign with gifts.
  static func room() throws -> (folder: Folder, db: String) {
    let folder = Folder()
    let db = folder.path("a.workroom")
    folder.write("s.workflow", "workflow \"Seeding\" version 1\n")
    folder.write(
      "p.csv",
      "email,first_name,instagram,address1,city,zip,country,phone\nmia@x.com,Mia,mia,\"Weg 1, rear\",Bonn,53111,DE,+49 1\nleo@x.com,Leo,leo,,,,,\n"
    )
    for words in [
      ["campaign", "create", "Gifts", "--db", db, "--workflow", folder.path("s.workflow"), "--set", "gifts=Tee, Mug"],
      ["import", "influencers", "--db", db, "--campaign", "Gifts", folder.path("p.csv")],
      [
        "repl", db, "-c", "Gifts", "-c", "propose mia", "-c", "propose leo", "-c", "accept mia", "-c", "accept leo",
        "-c", "order mia \"#7\"",
      ],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(outcome.talk)")
    }
    return (folder, db)
  }

  func sheet(_ folder: Folder, _ db: String) throws -> String {
    try Workroom.run("export", "fulfillment", "--db", db, "--campaign", "Gifts", in: folder).output
  }

  @Test func trackingNumbersComeBackWithTheOrdersThatWentOut() throws {
    let (folder, db) = try ShipmentTests.room()
    let out = try sheet(folder, db)
    #expect(
      out
        == "Reference,Influencer,Email,Phone,Address1,Address2,City,State,Postal Code,Country,Products,Order,Order Status,Shipment Status,Tracking Number\r\n"
        + "1,Mia,mia@x.com,'+49 1,\"Weg 1, rear\",,Bonn,,53111,DE,\"Tee, Mug\",#7,ordered,,\r\n"
        + "2,Leo,leo@x.com,,,,,,,,\"Tee, Mug\",,,,\r\n", "\(out)")
    folder.write("orders.csv", out.replacing("#7,ordered,,\r\n", with: "#7,ordered,,'=1Z999\r\n"))
    let words = ["import", "shipments", "--db", db, "--campaign", "Gifts", folder.path("orders.csv")]
    let first = try Workroom.run(words, in: folder)
    #expect(
      first.status == 0
        && first.talk == "imported: 1 shipment sent, 1 without a tracking number, so not sent yet\n", "\(first.talk)")
    let again = try Workroom.run(words, in: folder)
    #expect(again.talk == "imported: 1 known already, 1 without a tracking number, so not sent yet\n", "\(again.talk)")
    #expect(try sheet(folder, db).contains("#7,ordered,sent,'=1Z999\r\n"))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  /// A row of a parcel that is known says something new, or what is known otherwise, or nothing.
  @Test func whatAFileSaysOfAKnownParcelIsReadOrSetAside() throws {
    let (folder, db) = try ShipmentTests.room()
    func take(_ rows: String) throws -> String {
      folder.write("t.csv", "Reference,Order,Shipment Status,Tracking Number\n" + rows)
      return try Workroom.run(
        "import", "shipments", "--db", db, "--campaign", "Gifts", folder.path("t.csv"), in: folder
      )
      .talk
    }
    try #require(
      try Workroom.run("repl", db, "-c", "Gifts", "-c", "order mia \"#8\"", "-c", "order leo \"#9\"", in: folder).status
        == 0)
    // A row that is left out keeps no other one of the same parcel out.
    let first = try take("1,#10,sent,1Z\n1,#7,sent,1Z\n2,#9,sent,1Z\n2,#9,in transit,2Z\n2,#9,lost,3Z\n")
    #expect(first.hasPrefix("imported: 1 shipment sent, 1 shipment moved\n3 rows left out"), "\(first)")
    #expect(first.contains("row 2: no order `#10` of `Mia` is known"), "\(first)")
    #expect(first.contains("row 4: the parcel `1Z` is that of `Mia` already, of the order `#7`"), "\(first)")
    #expect(
      first.contains("row 6: `lost` in `Shipment Status` is nothing that becomes of a parcel; write one of `sent`"))
    let moved = try take("1,#8,sent,1Z\n2,,delivered,2Z\n")
    #expect(moved.hasPrefix("imported: 1 shipment delivered\n1 row left out"), "\(moved)")
    #expect(
      moved.contains(
        "row 2: `1Z` is the parcel of the order `#7`, and is told here of the order `#8`; only a person moves a parcel: `ship mia@x.com \"1Z\" order \"#8\"`"
      ), "\(moved)")
    let again = try take("1,#7,sent,1Z\n2,#9,in_transit,2Z\n1,#8,delivered,\n")
    #expect(again.hasPrefix("imported: 2 known already\n1 row left out"), "\(again)")
    #expect(
      again.contains(
        "row 4: the row says `delivered` and no tracking number; fill it in, or say it by hand: `deliver mia@x.com order \"#8\"`"
      ), "\(again)")
    let out = try sheet(folder, db)
    #expect(out.contains("#7,ordered,sent,1Z\r\n") && out.contains("#9,ordered,delivered,2Z\r\n"), "\(out)")
    // What goes out comes back as known.
    folder.write("out.csv", out)
    let known = try Workroom.run(
      "import", "shipments", "--db", db, "--campaign", "Gifts", folder.path("out.csv"), in: folder)
    #expect(known.talk == "imported: 2 known already, 1 without a tracking number, so not sent yet\n", "\(known.talk)")
  }

  /// What goes out of whoever was forgotten says `(erased)`, and comes back without changing anything.
  @Test func whatWasErasedIsNoNumber() throws {
    let (folder, db) = try ShipmentTests.room()
    let lines = [
      "ship mia \"T9\"", "convert mia conversion \"C1\" subtotal 50 USD",
      "convert mia conversion \"C2\" subtotal 20 USD",
      "post mia \"https://a.example/1\"", "forget mia@x.com",
    ]
    let made = try Workroom.run(
      ["repl", db, "--yes", "-c", "Gifts"] + lines.flatMap { ["-c", $0] }, in: folder)
    try #require(made.status == 0, "\(made.talk)")
    func back(_ noun: String, as name: String? = nil) throws -> String {
      let out = try Workroom.run("export", noun, "--db", db, "--campaign", "Gifts", in: folder).output
      #expect(out.contains("(erased)"), "\(out)")
      folder.write("out.csv", out)
      let taken = try Workroom.run(
        "import", name ?? noun, "--db", db, "--campaign", "Gifts", folder.path("out.csv"), in: folder)
      #expect(try Workroom.run("export", noun, "--db", db, "--campaign", "Gifts", in: folder).output == out)
      return taken.talk
    }
    #expect(try back("orders", as: "shipments") == "imported: 1 known already\n")
    #expect(try back("conversions") == "imported: 2 known already\n")
    #expect(try back("content") == "imported: 1 known already\n")
    // Their own order and parcel are told of by their numbers.
    folder.write("own.csv", "Influencer,Order,Tracking Number,Shipment Status\ninfluencer 1,#7,t9,delivered\n")
    let own = try Workroom.run(
      "import", "shipments", "--db", db, "--campaign", "Gifts", folder.path("own.csv"), in: folder)
    #expect(own.talk == "imported: 1 shipment delivered\n", "\(own.talk)")
    folder.write(
      "own.csv", "Influencer,Order,Tracking Number,Shipment Status\ninfluencer 1,(erased),(erased),returned\n")
    let news = try Workroom.run(
      "import", "shipments", "--db", db, "--campaign", "Gifts", folder.path("own.csv"), in: folder)
    #expect(
      news.talk.contains(
        "the row says `returned`, and the number of its parcel was erased; say it by hand: `return \"influencer 1\" \"NUMBER\"`"
      ), "\(news.talk)")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  @Test func aReferenceThatIsSomebodyElsesMarksNothing() throws {
    let (folder, db) = try ShipmentTests.room()
    folder.write(
      "t.csv",
      "Reference,Email,Tracking Number\n1,leo@x.com,A1\n9,mia@x.com,A2\nx,mia@x.com,A3\n,nobody@x.com,A4\n,,A5\n,mia@x.com,A6\n,mia@x.com,A6\n"
    )
    let outcome = try Workroom.run(
      "import", "shipments", "--db", db, "--campaign", "Gifts", folder.path("t.csv"), in: folder)
    #expect(outcome.status == 1 && outcome.talk.hasPrefix("imported: 1 shipment sent\n6 rows left out"))
    for reason in [
      "the reference `1` is not that of `leo@x.com`", "nobody with the reference `9`", "nobody with the reference `x`",
      "nobody in `Gifts` is called `nobody@x.com`", "does not say whose parcel `A5` is",
    ] {
      #expect(outcome.talk.contains(reason), "\(reason): \(outcome.talk)")
    }
  }

  /// Acceptance: the store says that it has sent an order, and no operator does anything.
  @Test func theStoreMarksAnOrderFulfilled() throws {
    let (folder, db) = try ShipmentTests.room()
    folder.make("inbox")
    folder.write(
      "inbox/store.ndjson",
      "{\"key\":\"f1\",\"campaign\":\"Gifts\",\"influencer\":\"mia@x.com\",\"event\":\"order.fulfilled\",\"at\":\"2026-03-01T09:00:00Z\",\"by\":\"store\",\"payload\":{\"order\":\"#7\"}}\n"
    )
    let taken = try Workroom.run(
      "run", "--db", db, "--inbox", folder.path("inbox"), "--as", "store", "--once", in: folder)
    #expect(taken.status == 0, "\(taken.talk)")
    #expect(try sheet(folder, db).contains("#7,fulfilled,,\r\n"))
  }

  /// Deleting shows what goes along, and asks.
  @Test func deletingAProposalTellsWhatItTakesAlong() throws {
    let folder = Folder()
    let db = folder.path("a.workroom")
    folder.write("s.workflow", "workflow \"Seeding\" version 1\n")
    folder.write("p.csv", "email,first_name\nmia@x.com,Mia\n")
    folder.write("codes.csv", "A1\n")
    for words in [
      ["group", "create", "Codes", "--db", db, "--kind", "discount"],
      ["import", "codes", "--db", db, "--group", "Codes", folder.path("codes.csv")],
      [
        "campaign", "create", "Gifts", "--db", db, "--workflow", folder.path("s.workflow"), "--set", "gifts=Tee",
        "--set", "discount_group=Codes",
      ],
      ["import", "influencers", "--db", db, "--campaign", "Gifts", folder.path("p.csv")],
      [
        "repl", db, "-c", "Gifts", "-c", "propose mia price 300 USD", "-c", "accept mia", "-c", "order mia \"#7\"",
        "-c",
        "owe mia 20 USD",
      ],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(outcome.talk)")
    }
    let told =
      "the discount `A1` goes back to `Codes`\nthe order `#7` is cancelled\n300.00 USD of what is owed is voided\n20.00 USD stays owed\n"
    let asked = try Workroom.run("repl", db, "-c", "Gifts", "-c", "delete proposal mia", in: folder)
    #expect(asked.status == 64 && (asked.output + asked.talk).contains(told), "\(asked.output)\(asked.talk)")
    #expect(try Workroom.run("export", "codes", "--db", db, in: folder).output.contains("A1,Codes,held,"))
    let done = try Workroom.run("repl", db, "--yes", "-c", "Gifts", "-c", "delete proposal mia", in: folder)
    #expect(done.status == 0, "\(done.talk)")
    #expect(try Workroom.run("export", "codes", "--db", db, in: folder).output.contains("A1,Codes,free,"))
  }
}
