import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an import tells of sales beside how many there were: amounts that differ, voids that came first, and what was guessed.
@Suite struct SalesFilesTests {
  private static let heading = "Name,Financial Status,Currency,Subtotal,Discount Code,Refunded Amount\n"

  private func take(_ text: String, _ db: String, _ folder: Folder) throws -> Outcome {
    folder.write("o.csv", text)
    // What an earlier import left out would be told.
    unlink(folder.path("o.rejected.csv"))
    return try Workroom.run(
      "import", "conversions", "--db", db, "--campaign", "Spring", folder.path("o.csv"), in: folder)
  }

  private func list(_ db: String, _ folder: Folder) throws -> String {
    try Workroom.run("export", "conversions", "--db", db, "--campaign", "Spring", in: folder).output
  }

  @Test func anAmountThatDiffersIsToldWithBothAndTheLineToType() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    let rows =
      SalesFilesTests.heading + "#1,paid,USD,100.00,mia10,\n#2,paid,USD,100.00,mia10,\n#3,paid,USD,50.00,mia10,\n"
    #expect(try take(rows, db, folder).talk == "imported: 3 conversions\n")
    let lines = ["refund mia conversion #2 amount 40 USD", "refund mia conversion #3 amount 20 USD"]
    #expect(try Workroom.run(["repl", db, "-c", "Spring"] + lines.flatMap { ["-c", $0] }, in: folder).status == 0)
    let before = try list(db, folder)
    // What was recorded, and what is left of it by now, are both no news.
    let same = "#1,paid,USD,100.00,mia10,\n#2,paid,USD,60.00,mia10,\n#3,partially_refunded,USD,50.00,mia10,10.00\n"
    #expect(try take(SalesFilesTests.heading + same, db, folder).talk == "imported: 3 known already\n")
    let other =
      SalesFilesTests.heading + "1,paid,USD,80.00,mia10,\n#2,paid,USD,70.00,mia10,\n#3,paid,USD,55.00,mia10,\n"
    for _ in 1...2 {
      let taken = try take(other, db, folder)
      #expect(taken.status == 1 && taken.talk.hasPrefix("imported: no conversions\n3 rows left out"), "\(taken.talk)")
      for row in [
        "row 2: the order `1` is recorded with 100.00 USD, and here with 80.00 USD; it stays as it is. If 80.00 USD is right: `refund mia@x.com conversion \"1\" amount 20.00 USD` lowers it",
        "row 3: the order `#2` is recorded with 100.00 USD and is worth 60.00 USD now, and here with 70.00 USD; it stays as it is. If 70.00 USD is right: `void mia@x.com conversion \"#2\"`, and then `restore mia@x.com conversion \"#2\" subtotal 70.00 USD`",
        "row 4: the order `#3` is recorded with 50.00 USD and is worth 30.00 USD now, and here with 55.00 USD; it stays as it is. If 55.00 USD is right: nothing is raised above what it was recorded with, so record the rest under a name of its own: `convert mia@x.com conversion \"#3-2\" subtotal 25.00 USD`",
      ] { #expect(taken.talk.contains(row), "\(taken.talk)") }
    }
    #expect(try list(db, folder) == before)
    // The lines do what they say.
    let said = [
      "refund mia@x.com conversion \"1\" amount 20.00 USD", "void mia@x.com conversion \"#2\"",
      "restore mia@x.com conversion \"#2\" subtotal 70.00 USD",
    ]
    #expect(try Workroom.run(["repl", db, "-c", "Spring"] + said.flatMap { ["-c", $0] }, in: folder).status == 0)
    #expect(
      try take(SalesFilesTests.heading + "1,paid,USD,80.00,mia10,\n#2,paid,USD,70.00,mia10,\n", db, folder).talk
        == "imported: 2 known already\n")
  }

  @Test func anOrderThatWasVoidedFirstCountsNoMoreWhateverFileComesNext() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    let voided = SalesFilesTests.heading + "#1,voided,USD,100.00,mia10,\n"
    #expect(try take(voided, db, folder).talk == "imported: 1 cancelled or refunded before they counted\n")
    let before = try list(db, folder)
    #expect(before.contains(",Mia,mia@x.com,,#1,,USD,,0.00,voided,\r\n"), "\(before)")
    #expect(try take(voided, db, folder).talk == "imported: 1 known already\n")
    for _ in 1...2 {
      for status in ["paid,USD,100.00,mia10,", "partially_refunded,USD,100.00,mia10,30.00"] {
        let taken = try take(SalesFilesTests.heading + "1,\(status)\n", db, folder)
        #expect(
          taken.status == 0
            && taken.talk
              == "imported: 1 voided before they were recorded, so nothing is owed for them\n  row 2: the order `1` was voided before it was recorded; if it counts all the same: `restore mia@x.com conversion \"1\" subtotal 100.00 USD`\n",
          "\(taken.talk)")
      }
    }
    #expect(try list(db, folder) == before)
    let line = ["repl", db, "-c", "Spring", "-c", "restore mia@x.com conversion \"1\" subtotal 100.00 USD"]
    #expect(try Workroom.run(line, in: folder).status == 0)
    #expect(try list(db, folder).contains(",#1,100.00,USD,10%,10.00,verified,"))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).output.hasPrefix("sound: "))
  }

  @Test func aRefundOfAVoidedOrderIsToldUnlessRestoringItCountsNoMore() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    #expect(try take(SalesFilesTests.heading + "#1,paid,USD,100.00,mia10,\n", db, folder).status == 0)
    let type = ["repl", db, "-c", "Spring", "-c"]
    #expect(try Workroom.run(type + ["void mia conversion \"#1\""], in: folder).status == 0)
    let refunded = SalesFilesTests.heading + "#1,partially_refunded,USD,100.00,mia10,30.00\n"
    let taken = try take(refunded, db, folder)
    #expect(
      taken.status == 1
        && taken.talk.contains(
          "row 2: the order `#1` is voided, so the refund that leaves 70.00 USD of it is not kept; if it is to count after all: `restore mia@x.com conversion \"#1\" subtotal 70.00 USD`"
        ), "\(taken.talk)")
    let line = "restore mia@x.com conversion \"#1\" subtotal 70.00 USD"
    #expect(try Workroom.run(type + [line, "-c", "void mia conversion \"#1\""], in: folder).status == 0)
    #expect(try take(refunded, db, folder).talk == "imported: 1 known already\n")
  }

  @Test func anInboxTellsOfAnAmountThatDiffers() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    folder.make("inbox")
    let lines = [("a", "100 USD"), ("a", "1 USD"), ("b", "1 USD"), ("c", "100 USD")].map { (key, amount) in
      "{\"key\":\"\(key)\",\"campaign\":\"Spring\",\"influencer\":\"mia@x.com\",\"event\":\"conversion.recorded\",\"at\":\"2026-03-01T09:00:00Z\",\"by\":\"store\",\"payload\":{\"conversion\":\"#50\",\"subtotal\":\"\(amount)\"}}\n"
    }
    folder.write("inbox/a.ndjson", lines.joined())
    let told = try Workroom.run(
      "run", "--db", db, "--inbox", folder.path("inbox"), "--as", "store", "--once", in: folder)
    #expect(told.status == 1 && told.talk.contains("1 taken, 1 known already, 2 set aside"), "\(told.talk)")
    let rejects = folder.read("inbox/a.rejected.ndjson")
    #expect(rejects.contains("the key `a` was used before, for another event"), "\(rejects)")
    #expect(rejects.contains("is recorded with 100.00 USD, and here with 1.00 USD"), "\(rejects)")
  }

  @Test func whatWasGuessedAndWhatWasNotReadIsTold() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    let taken = try take(
      "Order,Email,Revenue,Code,Rate,Revenu,Tax\n#1,mia@x.com,10.00,OTHER,,,\n#2,mia@x.com,10.00,,,,\n#3,mia@x.com,10.00,mia10,,,\n#4,mia@x.com,10.00,,5%,,\n",
      db, folder)
    #expect(
      taken.status == 0
        && taken.talk
          == "imported: 4 conversions, 1 by a code that no group has, so they count for whoever the row names, 2 at the rate that their influencer's code or link has today, since the row tells neither a rate nor a code that is known\nnot used: `Revenu`, `Tax`; `--map` gives a heading a meaning\n",
      "\(taken.talk)")
    let more = try take("Order,Email,Revenue,Rate,a,b,c,d,e,f,g\n#4,mia@x.com,10.00,5%,,,,,,,\n", db, folder)
    #expect(
      more.talk
        == "imported: 1 known already\nnot used: `a`, `b`, `c`, `d`, `e` and 2 more headings; `--map` gives a heading a meaning\n",
      "\(more.talk)")
  }

  @Test func filesStillReachWhatSomebodySoldWhoWasForgotten() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    let rows = ["#1", "#2", "#3", "ORD-77421"].map { "\($0),paid,USD,100.00,mia10,\n" }.joined()
    #expect(try take(SalesFilesTests.heading + rows, db, folder).status == 0)
    #expect(try Workroom.run("forget", "mia@x.com", "--db", db, "--yes", in: folder).status == 0)
    #expect(!String(decoding: folder.bytes(db), as: Unicode.ASCII.self).contains("77421"))
    let later =
      SalesFilesTests.heading
      + "1,voided,USD,100.00,mia10,\n#2,partially_refunded,USD,100.00,mia10,40.00\n#3,paid,USD,100.00,mia10,\n#4,paid,USD,100.00,mia10,\n"
    for says in ["1 lowered by a refund, 1 voided, 1 known already", "3 known already"] {
      let taken = try take(later, db, folder)
      #expect(taken.talk.hasPrefix("imported: \(says)\n1 row left out"), "\(taken.talk)")
      #expect(taken.talk.contains("row 5: whoever held the code `mia10` was forgotten, so nothing more is counted"))
    }
    // Lists that name nobody, or somebody who is called nothing any more, go by the number.
    let batch = "Oid,ActionTrackerID,Amount,currencyCode,CustomerStatus,Reason\n#3,77,70.00,USD,,returned\n"
    #expect(try take(batch, db, folder).talk == "imported: 1 lowered by a refund\n")
    let named = "Order,Email,Revenue,Refunded Amount\n3,mia@x.com,100.00,50.00\n5,mia@x.com,9.00,\n"
    let taken = try take(named, db, folder)
    #expect(taken.talk.hasPrefix("imported: 1 lowered by a refund\n1 row left out"), "\(taken.talk)")
    #expect(taken.talk.contains("row 3: nobody in `Spring` is called `mia@x.com`"))
    let sums = try Sample.rows("Spring", "payments", db, in: folder).map { [$0["influencer"], $0["owed"]] }
    #expect(sums.contains(["influencer 1", "21.00 USD"]), "\(sums)")
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).output.hasPrefix("sound: "))
  }

  @Test func codesThatAreHeldElsewhereAreKeptHere() throws {
    let folder = Folder()
    let (a, b) = (try ConversionListTests.room("a", in: folder), folder.path("b.workroom"))
    let own = try Workroom.run("export", "codes", "--db", a, "--campaign", "Spring", in: folder).output
    folder.write("codes.csv", own + "OLD,X,disabled,,,,,\r\nNEW,X,free,,,,,\r\n")
    #expect(own.contains("Mia10,X,held,Mia,mia@x.com"))
    _ = try Workroom.run("group", "create", "Y", "--db", b, "--kind", "discount", in: folder)
    let words = ["import", "codes", "--db", b, "--group", "Y", folder.path("codes.csv")]
    let unknown = try Workroom.run(words, in: folder)
    #expect(unknown.talk.contains("nobody of the directory is `mia@x.com`, for whom `Mia10` would be kept"))
    folder.write("people.csv", "First Name,Email\nMia,mia@x.com\n")
    #expect(try Workroom.run("import", "influencers", "--db", b, folder.path("people.csv"), in: folder).status == 0)
    let taken = try Workroom.run(words, in: folder)
    #expect(
      taken.status == 1
        && taken.talk.hasPrefix("imported: 1 code kept for somebody in `Y`, 1 known already\n1 row left out"),
      "\(taken.talk)")
    #expect(taken.talk.contains("the code `OLD` is disabled, so it is given to nobody;"), "\(taken.talk)")
    #expect(try Workroom.run(words, in: folder).talk.hasPrefix("imported: 2 known already\n1 row left out"))
    #expect(
      try Workroom.run("export", "codes", "--db", b, "--group", "Y", in: folder).output.contains(
        "Mia10,Y,kept,Mia,mia@x.com,10%,,\r\n"))
  }

  @Test func anInboxIsReadFiveHundredLinesATransaction() throws {
    let folder = Folder()
    let db = try ConversionListTests.room("a", in: folder)
    folder.make("inbox")
    for (count, key) in [(500, "a"), (501, "b")] {
      let event =
        "{\"key\":\"\(key)\",\"campaign\":\"Spring\",\"influencer\":\"mia@x.com\",\"event\":\"conversion.recorded\",\"at\":\"2026-03-01T09:00:00Z\",\"by\":\"store\",\"payload\":{\"conversion\":\"\(key)\",\"subtotal\":\"1 USD\"}}\n"
      folder.write("inbox/\(key).ndjson", String(repeating: "{}\n", count: count - 1) + event)
    }
    let told = try Workroom.run(
      "run", "--db", db, "--inbox", folder.path("inbox"), "--as", "store", "--once", in: folder)
    #expect(told.talk.contains("a.ndjson: 1 taken, 499 set aside"), "\(told.talk)")
    #expect(told.talk.contains("b.ndjson: 1 taken, 500 set aside"), "\(told.talk)")
  }
}
