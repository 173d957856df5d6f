import Testing

/// Files of orders, parcels, codes and sales: whose they are, what comes in twice, and what is refused row by row.
@Suite struct OrderFilesTests {
  @Test func ordersUnderHeadingsOfOnesOwnFindTheirInfluencerByCode() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    folder.write("o.csv", "Bestellung,Betrag,Gutschein\n#1,10.00,mia10\n#2,20.00,NOPE\n")
    let words = ["import", "conversions", "--db", db, "--campaign", "Spring", folder.path("o.csv")]
    let lost = try Workroom.run(words, in: folder)
    #expect(lost.status == 65)
    for field in ["order", "revenue", "discount_code"] {
      #expect(lost.talk.contains("`--map \"Their Heading=\(field)\"`"), "\(lost.talk)")
    }
    // A field may be called by any of its headings.
    let maps = ["Bestellung=order", "Betrag=amount", "Gutschein=coupon code"].flatMap { ["--map", $0] }
    let taken = try Workroom.run(words + maps, in: folder)
    #expect(
      taken.status == 1
        && taken.talk.hasPrefix(
          "imported: 1 conversion\n1 row left out, with the reasons in `\(folder.path("o.rejected.csv"))`\n"
            + "  row 3: nobody in `Spring` holds the code `NOPE`"),
      "\(taken.talk)")
    #expect(try Workroom.run(words + maps, in: folder).talk.hasPrefix("imported: 1 known already\n1 row left out"))
    let out = try Workroom.run("export", "conversions", "--db", db, "--campaign", "Spring", in: folder).output
    #expect(out.contains(",Mia,mia@x.com,code,#1,10.00,USD,10%,1.00,verified,10.00\r\n"), "\(out)")
  }

  @Test func whatWasGivenBackByHandStaysSoWhenAFileComesAgain() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    let heading = "Name,Financial Status,Currency,Subtotal,Discount Code,Refunded Amount\n"
    folder.write("o.csv", heading + "1,partially_refunded,USD,100.00,mia10,30.00\n")
    folder.write("list.csv", "order,code,amount,Refunded Amount\n1,mia10,100.00,10.00\n2,mia10,100.00,30.00\n")
    func take(_ file: String) throws -> String {
      try Workroom.run("import", "conversions", "--db", db, "--campaign", "Spring", folder.path(file), in: folder).talk
    }
    #expect(try take("o.csv") == "imported: 1 conversion, 1 lowered by a refund\n")
    let refund = ["repl", db, "-c", "Spring", "-c", "refund mia conversion 1 amount 50 USD"]
    #expect(try Workroom.run(refund, in: folder).status == 0)
    #expect(try take("o.csv") == "imported: 1 known already\n")
    #expect(try take("list.csv") == "imported: 1 conversion, 1 lowered by a refund, 1 known already\n")
    let out = try Workroom.run("export", "conversions", "--db", db, "--campaign", "Spring", in: folder).output
    #expect(out.contains(",1,20.00,USD,10%,2.00,verified,100.00\r\n"), "\(out)")
    #expect(out.contains(",2,70.00,USD,10%,7.00,verified,100.00\r\n"), "\(out)")
  }

  /// `A1` was Mia's on 2 and 3 March and is Leo's since the 5th, after both had it on the 4th; it is 20 March.
  private func handedOn(_ folder: Folder) throws -> String {
    let db = folder.path("c.workroom")
    folder.write(
      "s.workflow",
      "workflow \"Codes\" version 1\non proposal.accepted assign discount from group X paying 10%\non influencer.withdrew release discount\n"
    )
    folder.write("p.csv", "email,first_name\nmia@x.com,Mia\nleo@x.com,Leo\n")
    folder.write("codes.csv", "code\nA1\n")
    let clock = ["2026-03-02T09:00:00Z", "2026-03-04T12:00:00Z", "2026-03-04T15:00:00Z", "2026-03-20T09:00:00Z"]
    for words in [
      ["db", "create", "--db", db, "--clock", clock[0]],
      ["group", "create", "X", "--db", db, "--kind", "discount"],
      ["import", "codes", "--db", db, "--group", "X", folder.path("codes.csv")],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("p.csv")],
      ["repl", db, "-c", "Spring", "-c", "propose mia", "-c", "accept mia"],
      ["repl", db, "-c", ".clock \(clock[1])", "-c", "Spring", "-c", "withdraw mia"],
      ["repl", db, "-c", ".clock \(clock[2])", "-c", "Spring", "-c", "propose leo", "-c", "accept leo"],
      ["repl", db, "-c", ".clock \(clock[3])"],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(words) \(outcome.talk)")
    }
    return db
  }

  @Test func aSaleInAFileIsOfWhoeverHeldTheCodeOnItsDay() throws {
    let folder = Folder()
    let db = try handedOn(folder)
    folder.write(
      "o.csv",
      "Order,Revenue,Code,Date\n#1,10.00,A1,2026-03-03\n#2,10.00,A1,2026-03-05\n#3,10.00,A1,2026-03-04\n#4,10.00,A1,2026-03-04 10:00\n#5,10.00,A1,2026-03-04 16:00\n#6,10.00,A1,2026-03-01\n#7,10.00,A1,\n"
    )
    let words = ["import", "conversions", "--db", db, "--campaign", "Spring", folder.path("o.csv")]
    let taken = try Workroom.run(words, in: folder)
    let history =
      ": `Mia` held it from 2026-03-02 09:00 to 2026-03-04 12:00, `Leo` holds it since 2026-03-04 15:00; "
    #expect(taken.status == 1 && taken.talk.hasPrefix("imported: 4 conversions\n3 rows left out"), "\(taken.talk)")
    for row in [
      "row 4: the code `A1` changed hands on 2026-03-04\(history)write the time at which the order came in, or name whoever brought it",
      "row 7: nobody held the code `A1` on 2026-03-01\(history)if the order is somebody's all the same, name them and leave the code out",
      "row 8: the code `A1` had several holders\(history)write the day of the order, or name whoever brought it",
    ] { #expect(taken.talk.contains(row), "\(taken.talk)") }
    let out = try Workroom.run("export", "conversions", "--db", db, "--campaign", "Spring", in: folder).output
    let brought = out.split(separator: "\r\n").dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(cells[4]) \(cells[1])"
    }
    #expect(brought == ["#1 Mia", "#2 Leo", "#4 Mia", "#5 Leo"], "\(out)")
    // What came of an order later is of whoever has it, whoever the code is by now.
    folder.write(
      "s.csv",
      "Name,Financial Status,Paid at,Currency,Subtotal,Discount Code,Refunded Amount\n1,partially_refunded,2026-03-03,USD,10.00,A1,4.00\n#4,voided,2026-03-04,USD,10.00,A1,\n#9,partially_refunded,2026-03-03,USD,30.00,A1,31.00\n"
    )
    let refunds = try Workroom.run(
      "import", "conversions", "--db", db, "--campaign", "Spring", folder.path("s.csv"), in: folder)
    #expect(refunds.talk.hasPrefix("imported: 1 lowered by a refund, 1 voided\n1 row left out"), "\(refunds.talk)")
    #expect(
      refunds.talk.contains(
        "row 4: `31.00 USD` in `Refunded Amount` is more than the 30.00 USD of order `#9`; correct one of the two"))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).output.hasPrefix("sound: "))
  }

  @Test func anOrderOfSomebodyElseIsRefusedByNameInAFile() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    folder.write("o.csv", "Order #,Email,Revenue\n#1,mia@x.com,10.00\n")
    folder.write("p.csv", "Order #,Email,Revenue\n#1,leo@x.com,10.00\n")
    let words = ["import", "conversions", "--db", db, "--campaign", "Spring"]
    #expect(try Workroom.run(words + [folder.path("o.csv")], in: folder).status == 0)
    let refused = try Workroom.run(words + [folder.path("p.csv")], in: folder)
    #expect(
      refused.status == 1 && refused.talk.contains("row 2: the order `#1` counts for `Mia` already"), "\(refused.talk)")
  }

  @Test func codesAndLinksComeInTwiceAndChangeNothing() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    folder.write("codes.csv", "code,start\nA1,2026-03-01T00:00:00Z\nB2,\n")
    folder.write("links.csv", "url\nhttps://go.example/a\n")
    for (what, kind, count) in [("codes", "discount", 2), ("links", "link", 1)] {
      #expect(try Workroom.run("group", "create", "G", "--db", db, "--kind", kind, in: folder).status == 0)
      let words = ["import", what, "--db", db, "--group", "G", folder.path("\(what).csv")]
      let noun = count == 1 ? String(what.dropLast()) : what
      #expect(try Workroom.run(words, in: folder).talk == "imported: \(count) \(noun) for `G`\n")
      let again = try Workroom.run(words, in: folder)
      #expect(again.status == 0 && again.talk == "imported: \(count) known already\n", "\(again.talk)")
    }
    // What goes out is known where it comes from, whoever holds it and however it was made.
    let out = folder.path("own.csv")
    #expect(try Workroom.run("export", "codes", "--db", db, "--group", "X", "--output", out, in: folder).status == 0)
    let own = try Workroom.run("import", "codes", "--db", db, "--group", "X", out, in: folder)
    #expect(own.status == 0 && own.talk == "imported: 1 known already\n", "\(own.talk)")
    folder.write("codes.csv", "code,start\nA1,2026-04-01T00:00:00Z\n")
    let other = try Workroom.run("import", "codes", "--db", db, "--group", "G", folder.path("codes.csv"), in: folder)
    #expect(other.status == 1 && other.talk.contains("`A1` is in `G` already, with other dates"), "\(other.talk)")
  }

  @Test func aParcelGoesToWhoeverHasAnOrderThatWaitsForOne() throws {
    let (folder, db) = try ShipmentTests.room()
    folder.write("t.csv", "Email,Order,Tracking Number\nleo@x.com,,T1\nmia@x.com,#9,T2\nmia@x.com,,T3\n")
    let words = ["import", "shipments", "--db", db, "--campaign", "Gifts", folder.path("t.csv")]
    let first = try Workroom.run(words, in: folder)
    #expect(first.status == 1 && first.talk.hasPrefix("imported: 1 shipment sent\n2 rows left out"), "\(first.talk)")
    #expect(first.talk.contains("row 2: `Leo` has no order that could be sent; record it first with `order leo@x.com`"))
    #expect(first.talk.contains("row 3: no order `#9` of `Mia` is known"))
    for (event, reason) in [("deliver", "was delivered already, as `T3`"), ("return", "was returned; order anew")] {
      #expect(try Workroom.run("repl", db, "-c", "Gifts", "-c", "\(event) mia T3", in: folder).status == 0)
      folder.write("u.csv", "Email,Tracking Number\nmia@x.com,T4\nmia@x.com,T3\n")
      let later = try Workroom.run(
        "import", "shipments", "--db", db, "--campaign", "Gifts", folder.path("u.csv"), in: folder)
      #expect(later.status == 1 && later.talk.hasPrefix("imported: 1 known already\n1 row left out"), "\(later.talk)")
      #expect(later.talk.contains(reason), "\(later.talk)")
    }
    let orders = try Workroom.run("export", "orders", "--db", db, "--campaign", "Gifts", in: folder).output
    #expect(orders.split(separator: "\r\n").count == 2 && orders.contains(",Mia,"), "\(orders)")
  }

  @Test func aCountOfTheStockIsNotBelowWhatIsOrdered() throws {
    let (folder, db) = try ShipmentTests.room()
    func take(_ inventory: Int) throws -> Outcome {
      folder.write("t.csv", "name,cost,inventory\nTee,4.00,\(inventory)\n")
      return try Workroom.run("import", "products", "--db", db, folder.path("t.csv"), in: folder)
    }
    #expect(try take(5).status == 0)
    let line = "order leo \"#8\" products Tee x 3"
    #expect(try Workroom.run("repl", db, "-c", "Gifts", "-c", line, in: folder).status == 0)
    let short = try take(2)
    #expect(
      short.status == 1
        && short.talk.contains(
          "row 2: 3 of `Tee` are ordered, sent ones among them, and `inventory` counts these too: with 2 left beside them, write 5"
        ), "\(short.talk)")
    #expect(try take(3).status == 0)
  }

  @Test func anImportStandsInTheAuditLogOnceWithItsReason() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    folder.write("o.csv", "Order #,Email,Revenue\n#1,mia@x.com,10.00\n#2,zoe@x.com,10.00\n")
    let words = ["import", "conversions", "--db", db, "--campaign", "Spring", folder.path("o.csv")]
    let before = Sample.text("SELECT count(*) FROM audit", db)
    #expect(try Workroom.run(words + ["--dry-run"], in: folder).status == 1)
    #expect(Sample.text("SELECT count(*) FROM audit", db) == before)
    #expect(try Workroom.run(words, in: folder).status == 1)
    #expect(Sample.text("SELECT count(*) - \(before) FROM audit", db) == "1")
    #expect(
      Sample.text("SELECT outcome || answer FROM audit ORDER BY id DESC LIMIT 1", db)
        == "1row 3: nobody in `Spring` is called `zoe@x.com`; write an email or a handle")
  }

  @Test func anAmountThatCannotBeKeptIsToldWithTheLineThatAddsIt() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    folder.make("inbox")
    folder.write(
      "inbox/p.ndjson",
      "{\"key\":\"1\",\"campaign\":\"Spring\",\"influencer\":\"mia@x.com\",\"event\":\"payment.paid\",\"at\":\"2026-03-01T09:00:00Z\",\"by\":\"bank\",\"payload\":{\"amount\":\"92233720368547758.07 USD\"}}\n"
    )
    let words = ["run", "--db", db, "--inbox", folder.path("inbox"), "--as", "bank", "--once"]
    let told = try Workroom.run(words, in: folder)
    #expect(
      told.status == 1
        && told.talk
          == "p.ndjson: 0 taken, 1 refused\n  line 1 was refused: an amount or a date would become too large by `add event.amount to paid`, which holds in every workflow; one amount is 10000000000000.00 USD at most\n",
      "\(told.talk)")
  }
}
