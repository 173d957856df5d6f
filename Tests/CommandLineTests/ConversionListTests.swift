import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Conversions as other programs list and change them.
@Suite struct ConversionListTests {
  static let workflow = "on proposal.accepted assign discount from group X paying 10%\n"

  /// Mia takes part in a campaign that pays commissions, and holds a code.
  static func room(_ name: String, in folder: Folder) throws -> String {
    let db = folder.path("\(name).workroom")
    folder.write("s.workflow", workflow)
    folder.write("p.csv", "email,first_name,instagram\nmia@x.com,Mia,mia\nleo@x.com,Leo,leo\n")
    for words in [
      ["group", "create", "X", "--db", db, "--kind", "discount", "--pattern", "[first_name]10"],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("p.csv")],
      ["repl", db, "-c", "Spring", "-c", "propose mia", "-c", "accept mia"],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(outcome.talk)")
    }
    return db
  }

  func take(_ text: String, _ db: String, _ folder: Folder) throws -> Outcome {
    folder.write("c.csv", text)
    // What an earlier import left out would be told.
    unlink(folder.path("c.rejected.csv"))
    return try Workroom.run(
      "import", "conversions", "--db", db, "--campaign", "Spring", folder.path("c.csv"), in: folder)
  }

  func list(_ db: String, _ folder: Folder) throws -> String {
    try Workroom.run("export", "conversions", "--db", db, "--campaign", "Spring", in: folder).output
  }

  @Test func bixGrow() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    let text =
      "Order Number,Affiliate Email,Order Total,Affiliate Commission,Order Status\n#1,MIA@x.com,80.00,8.00,approved\n"
      + "#2,mia@x.com,30.00,3.33,approved\n#3,mia@x.com,30.00,,pending\n#4,mia@x.com,30.00,40.00,approved\n"
      + "#5,zoe@x.com,30.00,1.00,approved\n#6,mia@x.com,30.00,1.00,lost\n#1,mia@x.com,80.00,8.00,approved\n#7,leo@x.com,5.00,,rejected\n"
    let outcome = try take(text, db, folder)
    #expect(
      outcome.talk.hasPrefix(
        "imported: 2 conversions, 1 not paid yet, so they wait, 1 cancelled or refunded before they counted\n4 rows left out"
      ), "\(outcome.talk)")
    for reason in [
      "`40.00 USD` in `Affiliate Commission` is no share of `30.00 USD`", "nobody in `Spring` is called `zoe@x.com`",
      "`lost` in `Order Status` is not a status", "row 2 has the same order `#1`",
    ] {
      #expect(outcome.talk.contains(reason), "\(reason)")
    }
    let out = try list(db, folder)
    #expect(out.contains(",Mia,mia@x.com,,#1,80.00,USD,10%,8.00,verified,80.00\r\n"), "\(out)")
    #expect(out.contains(",#2,30.00,USD,11.1%,3.33,verified,30.00\r\n"), "\(out)")
  }

  /// Shops tell the page on which a buyer landed.
  @Test func aLinkIsOneInWhateverFormAShopWritesIt() throws {
    let folder = Folder()
    let db = folder.path("a.workroom")
    folder.write("s.workflow", "on proposal.accepted assign link from group Y paying 10%\n")
    folder.write("p.csv", "email,first_name\nmia@x.com,Mia\nleo@x.com,Leo\nann@x.com,Ann\nzoe@x.com,Zoe\n")
    folder.write(
      "l.csv",
      "url,email\nhttps://go.x/mia,mia@x.com\nhttps://shop.x/?ref=leo,leo@x.com\nhttps://go.x/z,ann@x.com\n")
    // Another form of a link is that link, in the same file too.
    folder.write(
      "forms.csv",
      "url,email\nhttp://GO.x/mia/,zoe@x.com\nhttp://shop.x?utm_source=a&ref=leo,\nhttps://shop.x/?ref=zoe,zoe@x.com\n"
        + "http://shop.x/?ref=zoe,\n")
    for words in [
      ["group", "create", "Y", "--db", db, "--kind", "link"],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("p.csv")],
      ["import", "links", "--db", db, "--group", "Y", folder.path("l.csv")],
      ["repl", db, "--yes", "-c", "Spring", "-c", "propose all", "-c", "accept all"],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(outcome.talk)")
    }
    let forms = try Workroom.run("import", "links", "--db", db, "--group", "Y", folder.path("forms.csv"), in: folder)
    #expect(forms.talk.contains("imported: 1 link kept for somebody in `Y`\n3 rows left out"), "\(forms.talk)")
    for reason in [
      "row 2: the link `http://go.x/mia/` is another form of `https://go.x/mia`, which is held by `Mia (mia@x.com)`: an order by one of them would count by the other too; write it as it is known, or take the row out",
      "row 3: the link `http://shop.x?utm_source=a&ref=leo` is another form of `https://shop.x/?ref=leo`, which is held by `Leo (leo@x.com)`",
      "row 5: the link `http://shop.x/?ref=zoe` is another form of `https://shop.x/?ref=zoe`, which is kept for `Zoe (zoe@x.com)`",
    ] { #expect(forms.talk.contains(reason), "\(reason): \(forms.talk)") }
    let text =
      "Order #,Link,Revenue\n#1,https://go.x/mia/,10.00\n#2,https://go.x/mia?utm_source=x&utm_medium=y,10.00\n"
      + "#3,https://go.x/mia#a,10.00\n#4,http://go.x/mia,10.00\n#5,HTTP://GO.X/mia/?a=1#b,10.00\n"
      + "#6,http://shop.x?utm_source=x&ref=leo,20.00\n#7,https://go.x/z/,30.00\n#8,http://go.x/z/,40.00\n"
      + "#9,https://shop.x/,5.00\n#10,https://go.x/mia/more,5.00\n#11,https://shop.x/?ref=leona,5.00\n"
    let taken = try take(text, db, folder)
    #expect(taken.talk.contains("imported: 8 conversions"), "\(taken.talk)")
    for reason in [
      "row 10: nobody in `Spring` holds the link `https://shop.x/`",
      "row 11: nobody in `Spring` holds the link `https://go.x/mia/more`",
      "row 12: nobody in `Spring` holds the link `https://shop.x/?ref=leona`",
    ] { #expect(taken.talk.contains(reason), "\(reason): \(taken.talk)") }
    let out = try list(db, folder)
    for order in 1...5 { #expect(out.contains("Mia,mia@x.com,link,#\(order),"), "\(out)") }
    #expect(out.contains("Leo,leo@x.com,link,#6,") && out.contains("Ann,ann@x.com,link,#8,"), "\(out)")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  @Test func aLinkSaysWhoBroughtAnOrder() throws {
    let folder = Folder()
    let db = folder.path("a.workroom")
    folder.write("s.workflow", "on proposal.accepted assign discount from group X paying 10% and link from group Y\n")
    folder.write("p.csv", "email,first_name\nmia@x.com,Mia\nleo@x.com,Leo\n")
    folder.write(
      "l.csv", "url,email,payout_type,payout\nhttps://go.x/Mia,mia@x.com,percentage,5\nhttps://go.x/zoe,leo@x.com,,\n")
    for words in [
      ["group", "create", "X", "--db", db, "--kind", "discount", "--pattern", "[first_name]10"],
      ["group", "create", "Y", "--db", db, "--kind", "link"],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("p.csv")],
      ["import", "links", "--db", db, "--group", "Y", folder.path("l.csv")],
      ["repl", db, "-c", "Spring", "-c", "propose mia", "-c", "accept mia"],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(outcome.talk)")
    }
    let text =
      "Order #,Link,Revenue,Code,Email\n#1,HTTPS://GO.X/Mia,80.00,,\n#2,https://go.x/mia,10.00,mia10,\n"
      + "#3,https://go.x/zoe,5.00,,\n#4,https://go.x/none,5.00,,\n#5,go.x,5.00,,\n#6,https://go.x/mia,5.00,,leo@x.com\n"
      + "#7,,5.00,,\n#8,elsewhere,20.00,,mia@x.com\n"
    let taken = try take(text, db, folder)
    #expect(taken.talk.contains("imported: 3 conversions"), "\(taken.talk)")
    for reason in [
      "row 4: nobody in `Spring` holds the link `https://go.x/zoe`: it is kept for `Leo (leo@x.com)`",
      "row 5: nobody in `Spring` holds the link `https://go.x/none`", "row 6: `go.x` in `Link` is not a web address",
      "row 7: the link `https://go.x/mia` is that of `Mia (mia@x.com)`, and the row names somebody else",
      "row 8: the row does not say who brought order `#7`; fill in the e-mail, the name, the code or the link",
    ] {
      #expect(
        (taken.talk + String(decoding: folder.bytes(folder.path("c.rejected.csv")), as: UTF8.self)).contains(
          reason.dropFirst(7)), "\(reason): \(taken.talk)")
    }
    let out = try list(db, folder)
    #expect(out.contains("link,#1,80.00,USD,5%,4.00,"), "\(out)")
    #expect(out.contains("code,#2,10.00,USD,10%,1.00,"), "\(out)")
    #expect(out.contains("#8,20.00,USD,"), "\(out)")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  @Test func impactBatches() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    _ = try take("Order #,Email,Revenue\n#1,mia@x.com,80.00\n#2,mia@x.com,50.00\n", db, folder)
    let text =
      "Oid,ActionTrackerID,Amount,currencyCode,CustomerStatus,Reason\n#1,77,60.00,USD,NEW,returned a mug\n#2,77,0,USD,,fraud\n"
      + "#9,77,0,USD,,fraud\n#1,77,1.00,EUR,,x\n,77,1.00,USD,,x\n#3,77,1.00,USD,,\n"
    let outcome = try take(text, db, folder)
    #expect(outcome.talk.hasPrefix("imported: 1 lowered by a refund, 1 voided\n4 rows left out"), "\(outcome.talk)")
    #expect(outcome.talk.contains("no conversion of `Spring` has the order `#9`"))
    #expect(outcome.talk.contains("`Reason` is empty"))
    let out = try list(db, folder)
    #expect(out.contains(",#1,60.00,USD,10%,6.00,verified,80.00\r\n"), "\(out)")
    #expect(out.contains(",#2,50.00,USD,10%,0.00,voided,50.00\r\n"), "\(out)")
    let again = try take(text, db, folder)
    #expect(again.talk.hasPrefix("imported: 2 known already\n"), "\(again.talk)")
    // What it was worth once it may be worth again.
    let heading = "Oid,ActionTrackerID,Amount,currencyCode,CustomerStatus,Reason\n"
    for (amount, says) in [
      ("70.00", "1 worth more than before"), ("60.00", "1 lowered by a refund"), ("60.00", "1 known already"),
    ] {
      #expect(try take(heading + "#1,77,\(amount),USD,,counted anew\n", db, folder).talk == "imported: \(says)\n")
      #expect(try list(db, folder).contains(",#1,\(amount),USD,10%,"))
    }
  }

  @Test func aListOfConversionsComesBackAsItWent() throws {
    let folder = Folder()
    let (a, b) = (try ConversionListTests.room("a", in: folder), try ConversionListTests.room("b", in: folder))
    let text =
      "Date,Influencer,Email,Conversion Type,Order #,Revenue,Currency,Rate,Commission Amount,Status\n"
      + "2026-03-01T09:00:00Z,,mia@x.com,code,'=1+1,80.00,USD,12.5%,,verified\n"
      + "2026-03-02T09:00:00Z,Mia,,link,\"#2, \"\"b\"\"\",50.00,USD,,5.00,paid\n"
      + "2026-03-03T09:00:00Z,Mia,,link,-3,50.00,USD,10%,,voided\n"
    #expect(try take(text, a, folder).talk == "imported: 3 conversions, 1 voided\n")
    let first = try list(a, folder)
    #expect(
      first.contains("2026-03-01T09:00:00Z,Mia,mia@x.com,code,'=1+1,80.00,USD,12.5%,10.00,verified,80.00\r\n"),
      "\(first)")
    #expect(first.contains(",'-3,50.00,USD,10%,0.00,voided,50.00\r\n"), "\(first)")
    #expect(try take(first, b, folder).status == 0)
    #expect(try list(b, folder) == first)
    #expect(try take(first, b, folder).talk == "imported: 3 known already\n")
  }

  @Test func whatWasRefundedVoidedAndTakenOverComesBackAsItWent() throws {
    let folder = Folder()
    let (a, b) = (try ConversionListTests.room("a", in: folder), try ConversionListTests.room("b", in: folder))
    func say(_ lines: [String], _ db: String) throws {
      let said = try Workroom.run(["repl", db, "-c", "Spring"] + lines.flatMap { ["-c", $0] }, in: folder)
      #expect(said.status == 0, "\(said.talk)")
    }
    try say(
      [
        "convert mia conversion #1 subtotal 100 USD", "refund mia conversion #1 amount 40 USD",
        "void mia conversion #1", "convert leo conversion #2 subtotal 50 USD",
        "void leo conversion #2", "convert mia conversion #2 subtotal 50 USD",
        "convert mia conversion #3 subtotal 80 USD", "refund mia conversion #3 amount 30 USD",
        "convert leo conversion #4 subtotal 20 USD", "convert leo conversion #5 subtotal 9 USD",
        "void leo conversion #5",
      ], a)
    let first = try list(a, folder)
    for line in [
      ",Mia,mia@x.com,,#1,60.00,USD,10%,0.00,voided,100.00\r\n",
      ",Leo,leo@x.com,,#4,20.00,USD,,0.00,verified,20.00\r\n",
      ",Leo,leo@x.com,,#5,9.00,USD,,0.00,voided,9.00\r\n", ",Mia,mia@x.com,,#3,50.00,USD,10%,5.00,verified,80.00\r\n",
    ] { #expect(first.contains(line), "\(first)") }
    let taken = try take(first, b, folder)
    #expect(taken.status == 0, "\(taken.talk)")
    #expect(try list(b, folder) == first)
    // What was voided is worth again what it was worth then.
    try say(["restore mia conversion #1"], b)
    #expect(try list(b, folder).contains(",#1,60.00,USD,10%,6.00,verified,100.00\r\n"))
  }

  @Test func aClickCountsForAsManyDaysAsItsGroupSays() throws {
    let folder = Folder()
    let db = folder.path("l.workroom")
    folder.write("l.workflow", "on proposal.accepted assign link from group L paying 10%\n")
    folder.write("p.csv", "email,first_name\nmia@x.com,Mia\n")
    for words in [
      [
        "group", "create", "L", "--db", db, "--kind", "link", "--pattern", "https://go.example/[first_name]",
        "--attribution", "30",
      ],
      [
        "campaign", "create", "Spring", "--db", db, "--workflow", folder.path("l.workflow"), "--set",
        "time_zone=Europe/Berlin",
      ],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("p.csv")],
      ["repl", db, "-c", "Spring", "-c", "propose mia", "-c", "accept mia"],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(outcome.talk)")
    }
    // Clocks go back on 26 October 2025: thirty days are thirty days all the same.
    let taken = try take(
      "Order,Email,Revenue,Date,Clicked\n#1,mia@x.com,10.00,2025-11-19,2025-10-20\n#2,mia@x.com,10.00,2025-11-20,2025-10-20\n"
        + "#3,mia@x.com,10.00,2025-11-19 10:00,2025-10-20 10:00\n#4,mia@x.com,10.00,2025-11-19 10:01,2025-10-20 10:00\n"
        + "#5,mia@x.com,10.00,2025-10-19,2025-10-20\n#6,mia@x.com,10.00,,2025-10-20\n", db, folder)
    #expect(
      taken.talk.hasPrefix(
        "imported: 2 conversions, 2 at the rate that their influencer's code or link has today, since the row tells neither a rate nor a code that is known\n4 rows left out"
      ), "\(taken.talk)")
    for row in [
      "row 3: order `#2` came more than 30 days after the click, and links of `L` count no longer than that",
      "row 5: order `#4` came more than 30 days after the click",
      "row 6: order `#5` came before the click that it is counted for; correct one of the two",
      "row 7: order `#6` tells when the click was, and not when it came in; write its date",
    ] { #expect(taken.talk.contains(row), "\(taken.talk)") }
    #expect(try list(db, folder).contains(",link,#1,10.00,USD,10%,1.00,verified,10.00\r\n"))
  }

  @Test func codesForOtherPlatforms() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    let words = ["export", "codes", "--db", db, "--campaign", "Spring"]
    let own = try Workroom.run(words, in: folder).output
    #expect(own == "code,group,state,influencer,email,rate,start,end\r\nMia10,X,held,Mia,mia@x.com,10%,,\r\n", "\(own)")
    let impact = try Workroom.run(
      words + ["--for", "impact", "--set", "Program Id=123", "--set", "Credit Rule=ALWAYS"], in: folder)
    #expect(
      impact.output
        == "Promo Code,Program Id,Media Id,Type,Credit Rule,Match Mode,Deal Id,Active Start Date,Active End Date,Timezone\r\nMia10,123,,TRACKING,ALWAYS,,,,,UTC\r\n",
      "\(impact.output)")
    let bare = try Workroom.run(words + ["--for", "refersion"], in: folder)
    #expect(bare.output == "AFFILIATE_ID,TYPE,TRIGGER\r\n" && bare.talk.contains("1 code is left out"))
    folder.write("i.csv", "id,email\n815,mia@x.com\n")
    #expect(try Workroom.run("import", "influencers", "--db", db, folder.path("i.csv"), in: folder).status == 0)
    #expect(
      try Workroom.run(words + ["--for", "refersion"], in: folder).output
        == "AFFILIATE_ID,TYPE,TRIGGER\r\n815,COUPON,Mia10\r\n")
    #expect(try Workroom.run(words + ["--for", "refersion", "--part", "2"], in: folder).status == 64)
    // A code that somebody holds is not given out again.
    folder.write("codes.csv", own)
    #expect(
      try Workroom.run("group", "create", "Y", "--db", db, "--kind", "discount", in: folder).status == 0)
    let back = try Workroom.run("import", "codes", "--db", db, "--group", "Y", folder.path("codes.csv"), in: folder)
    #expect(back.status == 1 && back.talk.contains("the code `Mia10` is held"))
  }

  @Test func poolsOfCodesAndLinksComeBackAsTheyWent() throws {
    let folder = Folder()
    folder.write(
      "codes.csv", "code,start,end\nA1,2026-03-01T00:00:00Z,2026-04-01T00:00:00Z\n'=B,,\n\"C,1\",,\n\"D;\"\"2\",,\n")
    folder.write(
      "links.csv",
      "url,destination_url,start,end\nhttps://go.example/a?x=1,https://example.com/=1,2026-03-01T00:00:00Z,\n")
    var exports: [String] = []
    var files = ["codes": folder.path("codes.csv"), "links": folder.path("links.csv")]
    for name in ["a", "b"] {
      let db = folder.path("\(name).workroom")
      var text = ""
      for (what, kind) in [("codes", "discount"), ("links", "link")] {
        _ = try Workroom.run("group", "create", "G", "--db", db, "--kind", kind, in: folder)
        let taken = try Workroom.run("import", what, "--db", db, "--group", "G", files[what]!, in: folder)
        #expect(taken.status == 0, "\(taken.talk)")
        let out = folder.path("\(name)-\(what).csv")
        #expect(
          try Workroom.run("export", what, "--db", db, "--group", "G", "--output", out, in: folder).status == 0)
        files[what] = out
        text += folder.read("\(name)-\(what).csv")
      }
      exports.append(text)
    }
    #expect(exports[0] == exports[1] && exports[0].contains("'=B,G,free,,,,,\r\n\"C,1\",G,free"), "\(exports[0])")
  }

  @Test func refersionTakes500RowsAFile() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    let words = ["export", "codes", "--db", db, "--for", "refersion"]
    Sample.execute("UPDATE influencer SET external = '815' WHERE email = 'mia@x.com'", db)
    func codes(_ count: Int) {
      Sample.execute(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < \(count)) INSERT OR IGNORE INTO item(item_group, kind, code, folded, state, participation) SELECT 1, 0, 'C' || i, 'c' || i, 1, 1 FROM n",
        db)
    }
    codes(500)
    #expect(try Workroom.run(words, in: folder).output.split(separator: "\r\n").count == 501)
    codes(501)
    let tooMany = try Workroom.run(words, in: folder)
    #expect(tooMany.status == 64 && tooMany.talk.contains("`--part 1` to `--part 2`"))
    #expect(
      try Workroom.run(words + ["--part", "2"], in: folder).output == "AFFILIATE_ID,TYPE,TRIGGER\r\n815,COUPON,C501\r\n"
    )
  }
}
