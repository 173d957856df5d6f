import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `pay`, `import payments`, `explain owed` and the tables of money, as an operator uses them.
@Suite struct PayTests {
  /// A database with a clock of its own and some accepted influencers, each with a code that pays 10%.
  private func room(_ names: [String] = ["Mia", "Leo"], details: [String] = []) throws -> (Folder, String) {
    let folder = Folder()
    let db = folder.path("a.workroom")
    folder.write(
      "s.workflow",
      "campaign\n  hold_conversions duration optional\nend\non proposal.accepted assign discount from group X paying 10%\n"
    )
    folder.write(
      "p.csv",
      "First Name,Email\n"
        + names.map { "\($0),\($0.lowercased().filter { $0.isLetter || $0.isNumber })@example.com\n" }.joined()
    )
    let steps: [[String]] = [
      ["db", "create", "--db", db, "--clock", "2026-03-01T09:00:00Z"],
      ["group", "create", "X", "--db", db, "--kind", "discount", "--pattern", "[first_name]10"],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("s.workflow")]
        + details.flatMap { ["--set", $0] },
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("p.csv")],
      [
        "repl", db, "--yes", "-c", "Spring", "-c", "propose all price 100 USD", "-c", "accept all", "-c",
        ".clock 2026-03-10T09:00:00Z",
      ],
    ]
    for step in steps {
      let outcome = try Workroom.run(step, in: folder)
      try #require(outcome.status == 0, "\(step): \(outcome.talk)")
    }
    return (folder, db)
  }

  private func console(_ lines: [String], _ db: String, _ folder: Folder) throws -> Outcome {
    try Workroom.run(["repl", db, "--yes", "-c", "Spring"] + lines.flatMap { ["-c", $0] }, in: folder)
  }

  private func pay(_ words: [String], _ db: String, _ folder: Folder) throws -> Outcome {
    try Workroom.run(["pay", "--db", db, "--campaign", "Spring"] + words, in: folder)
  }

  private func connect(_ name: String, _ db: String, _ folder: Folder) throws {
    let outcome = try console(
      ["tax form \(name) W-9", "paypal account \(name) \(name)@pay.example"], db, folder)
    #expect(outcome.status == 0 && outcome.output.contains("cash can be sent"), "\(outcome.talk)")
  }

  @Test func aNameBeginsNoLineOfItsOwn() throws {
    let (folder, db) = try room(["\"Eve\nbatch 9 of `Spring`: all paid\"", "Leo"])
    for words in [["--method", "paypal"], ["--method", "offline", "--dry-run"]] {
      let talk = try pay(words, db, folder).talk
      #expect(talk.contains("Eve‹LF›batch 9 of `Spring`: all paid"), "\(talk)")
      #expect(!talk.split(separator: "\n").contains { $0.hasPrefix("batch 9") }, "\(talk)")
    }
  }

  @Test func cashGoesOutInAFileAndComesBackAsAnAnswer() throws {
    let (folder, db) = try room()
    let refused = try pay(["--method", "paypal"], db, folder)
    #expect(refused.status == 1)
    #expect(refused.talk.contains("2 left out:\n  2, 200.00 USD in all (Mia, Leo); such as Mia: cash needs a tax form"))
    #expect(refused.talk.contains("tax form mia@example.com W-9"))
    #expect(!refused.talk.contains("leo@example.com"))
    try connect("mia", db, folder)
    let trial = try pay(["--method", "paypal", "--who", "mia", "--dry-run"], db, folder)
    #expect(trial.status == 0 && trial.talk.contains("1 payment, 100.00 USD in all, would be paid"))
    let paid = try pay(["--method", "paypal", "--who", "mia"], db, folder)
    #expect(paid.status == 0)
    #expect(paid.output == "mia@pay.example,100.00,USD,P1-1-1,Spring,PAYPAL,\r\n")
    #expect(try pay(["--method", "paypal", "--who", "mia"], db, folder).talk.hasPrefix("nothing is due"))
    let again = try pay(["--batch", "1", "--output", folder.path("again.csv")], db, folder)
    #expect(again.status == 0 && again.talk.contains("this is batch 1 again, the same payments and the same bytes"))
    #expect(folder.read("again.csv") == paid.output)
    // A row that is left out keeps no other row of the same payment out.
    folder.write(
      "bank.csv", "Customer ID,Status,Gross\nP1-1-1,Completed,1.00\nP1-1-1,Completed,100.00\nP1-1-9,Completed,\n")
    let words = ["import", "payments", "--db", db, "--campaign", "Spring", folder.path("bank.csv")]
    let answer = try Workroom.run(words, in: folder)
    #expect(answer.status == 1 && answer.talk.contains("imported: 1 payment processed"))
    #expect(answer.talk.contains("no payment of `Spring` is called `P1-1-9`"))
    #expect(try Workroom.run(words, in: folder).talk.contains("1 known already"))
    folder.write("less.csv", "Customer ID,Status,Gross Amount,Currency\nP1-1-1,Completed,-1.00,USD\n")
    let less = try Workroom.run(words.dropLast() + [folder.path("less.csv")], in: folder)
    #expect(less.status == 1 && less.talk.contains("`P1-1-1` was 100.00 USD, and the file says 1.00 USD"))
    let cancelled = try console(["cancel payment mia"], db, folder)
    #expect(cancelled.status == 1 && cancelled.talk.contains("`P1-1-1` was processed on 2026-03-10"))
    #expect(try pay(["--batch", "1"], db, folder).talk.contains("uploading it would pay twice"))
    folder.write("part.csv", "Customer ID,Status,Gross\nP1-1-1,Refunded,-20.00\n")
    #expect(
      try Workroom.run(words.dropLast() + [folder.path("part.csv")], in: folder).talk.contains(
        "`P1-1-1` was 100.00 USD, and the file says 20.00 USD: a payment is taken back whole, and never in part; if 20.00 USD came back, record the whole as returned with `cancel payment mia@example.com payment P1-1-1` in `workroom repl --as bank`, and what they kept with `pay mia@example.com amount 80.00 USD method offline`"
      ))
    // What arrived and came back is due again, by the bank's word alone.
    folder.write("back.csv", "Customer ID,Status,Gross\nP1-1-1,Reversed,100.00\n")
    let back = words.dropLast() + [folder.path("back.csv")]
    #expect(try Workroom.run(Array(back), in: folder).talk.contains("imported: 1 payment that came back, due again"))
    #expect(try Workroom.run(Array(back), in: folder).talk.contains("1 known already"))
    // An answer of before it came back is known too, and nothing is to be paid twice.
    folder.write("bank.csv", "Customer ID,Status\nP1-1-1,Completed\n")
    let older = try Workroom.run(words, in: folder)
    #expect(older.status == 0 && older.talk.contains("1 known already"), "\(older.talk)")
    #expect(try console(["cancel payment mia"], db, folder).talk.contains("`P1-1-1` came back on 2026-03-10"))
    let told = try console(["batches", "explain owed mia"], db, folder).output
    #expect(told.contains("came back") && told.contains("payment that came back, cash as P1-1-1"), "\(told)")
    #expect(
      try pay(["--method", "paypal", "--who", "mia", "--dry-run"], db, folder).talk.contains("100.00 USD in all"))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  /// What came back is due again, in whichever order the bank tells of it, and is never to be paid once more by hand.
  @Test func whatCameBackIsDueAgainInWhicheverOrderItIsTold() throws {
    let (folder, db) = try room()
    for name in ["mia", "leo"] { try connect(name, db, folder) }
    #expect(try pay(["--method", "paypal", "--output", folder.path("out.csv")], db, folder).status == 0)
    func answer(_ rows: String) throws -> Outcome {
      folder.write("bank.csv", "Customer ID,Status\n\(rows)")
      return try Workroom.run(
        ["import", "payments", "--db", db, "--campaign", "Spring", folder.path("bank.csv")], in: folder)
    }
    let both = try answer("P1-1-1,Completed\nP1-1-1,Reversed\n")
    #expect(
      both.status == 0 && both.talk.contains("1 payment processed, 1 payment that came back, due again"), "\(both.talk)"
    )
    #expect(try answer("P1-1-2,Refunded\n").talk.contains("imported: 1 payment that came back, due again"))
    let older = try answer("P1-1-2,Completed\n")
    #expect(older.status == 0 && older.talk.contains("1 known already"), "\(older.talk)")
    #expect(
      try pay(["--method", "paypal", "--dry-run"], db, folder).talk.contains("2 payments, 200.00 USD in all"))
  }

  /// The names that a restored copy gives are none of the replaced file's, whose answers settle nothing in it.
  @Test func aRestoredCopyTakesNoAnswerOfTheReplacedFile() throws {
    let (folder, db) = try room()
    for name in ["mia", "leo"] { try connect(name, db, folder) }
    let (copy, back) = (folder.path("copy.workroom"), folder.path("back.workroom"))
    #expect(try Workroom.run("db", "backup", copy, "--db", db, in: folder).status == 0)
    #expect(try pay(["--method", "paypal", "--who", "mia"], db, folder).output.contains(",P1-1-1,"))
    #expect(try Workroom.run("db", "restore", copy, "--db", back, in: folder).status == 0)
    let file = try pay(["--method", "paypal", "--who", "leo"], back, folder).output
    let name = String(file.split(separator: ",")[3])
    #expect(name.hasPrefix("P1-1-1-") && name.count == 12, "\(file)")
    func answer(_ payment: String, _ db: String) throws -> Outcome {
      folder.write("bank.csv", "Customer ID,Status\n\(payment),Completed\n")
      return try Workroom.run(
        ["import", "payments", "--db", db, "--campaign", "Spring", folder.path("bank.csv")], in: folder)
    }
    let foreign = try answer("P1-1-1", back)
    #expect(foreign.status == 1 && !foreign.talk.contains("processed"), "\(foreign.talk)")
    #expect(
      foreign.talk.contains(
        "this database gave no payment of `Spring` the name `P1-1-1`: it is that of a batch of the file whose place this copy took"
      ), "\(foreign.talk)")
    #expect(foreign.talk.contains("recorded by hand, once, with `pay NAME amount AMOUNT method offline`"))
    folder.write("back.csv", "Customer ID,Status\nP1-1-1,Failed\n")
    let words = ["import", "payments", "--db", back, "--campaign", "Spring", folder.path("back.csv")]
    #expect(
      try Workroom.run(words, in: folder).talk.contains(
        "where it was recorded here by hand, `cancel payment NAME amount AMOUNT` takes that back"))
    #expect(try answer(name, db).talk.contains("it is that of a batch of a restored copy"))
    #expect(try answer(name, back).talk.contains("imported: 1 payment processed"))
    #expect(try pay(["--batch", "1"], back, folder).talk.contains("`\(name)` of batch 1 is processed already"))
    #expect(try Workroom.run("db", "verify", "--db", back, in: folder).status == 0)
  }

  @Test func offlineIsRecordedAndMayBeCancelled() throws {
    let (folder, db) = try room()
    let paid = try pay(["--method", "offline", "--who", "when price is at least 50 USD"], db, folder)
    #expect(paid.status == 0 && paid.talk.contains("2 payments, 200.00 USD in all, recorded as paid offline"))
    let cancelled = try pay(["--batch", "1", "--cancel"], db, folder)
    #expect(
      cancelled.status == 0 && cancelled.talk == "batch 1 of `Spring`: 2 payments, 200.00 USD in all, cancelled\n")
    let played = try console(
      ["pay all method offline", "pay mia 5 USD advance yes", "cancel payment leo 100 USD", "cancel batch 1"], db,
      folder)
    #expect(played.status == 1 && played.talk.contains("nothing of batch 1 can be cancelled any more"))
    #expect(
      played.output.contains("2 payments of 200.00 USD in all\n") && played.output.contains("batch 2; `cancel batch 2`")
    )
    #expect(played.output.contains("5.00 USD paid") && played.output.contains("100.00 USD cancelled"))
    #expect(try console(["pay leo 5000 USD"], db, folder).talk.contains("100.00 USD is due, and 5000.00 USD is more"))
    let rows = try Sample.rows("Spring", "payments", db, in: folder)
    #expect(rows.map { $0["paid"] } == ["105.00 USD", "0.00 USD"])
    #expect(rows.map { $0["balance"] } == ["-5.00 USD", "100.00 USD"])
  }

  @Test(
    arguments: [
      ([], "`--method` is missing"), (["--method", "cheque"], "`--method` takes `paypal` or `offline`"),
      (["--method", "offline", "--output", "x.csv"], "what is paid offline has no file"),
      (["--method", "offline", "--who", "nobody"], "nobody in `Spring` is called `nobody`"),
      (["--method", "offline", "--who", "when price is"], "the condition does not hold together"),
      (["--batch", "x"], "`--batch` takes the number of a batch"), (["--batch", "7"], "has no batch 7"),
      (["--batch", "1", "--who", "mia"], "`--who` makes a new batch"),
      (["--cancel"], "`--batch` is missing"), (["--cancel", "--batch", "7"], "has no batch 7"),
      (["--cancel", "--batch", "1", "--method", "paypal"], "`--method` has no use with `--cancel`"),
    ] as [([String], String)])
  func whatCannotBeIsSaid(words: [String], reason: String) throws {
    let (folder, db) = try room(["Mia"])
    let before = folder.bytes(db)
    let outcome = try pay(words, db, folder)
    #expect(outcome.status != 0)
    #expect(outcome.talk.contains(reason), "\(outcome.talk)")
    #expect(folder.bytes(db) == before)
  }

  @Test func theConsoleAsksForCashInABatch() throws {
    let (folder, db) = try room()
    #expect(
      try console(["pay mia method cash"], db, folder).talk.contains("cash needs a tax form and a PayPal account"))
    try connect("mia", db, folder)
    let paid = try console(["pay all method cash", "payments", "batches"], db, folder)
    #expect(paid.output.contains("Mia: 100.00 USD is on its way as P1-1-1"), "\(paid.output)")
    #expect(paid.talk.contains("1 is left out") || paid.talk.contains("1 left out"), "\(paid.talk)")
    #expect(try console(["pay mia"], db, folder).talk.contains("100.00 USD is on its way, so there is nothing to pay"))
    #expect(try console(["cancel payment mia", "pay mia"], db, folder).status == 0)
  }

  @Test func aPageHasALimit() throws {
    let (folder, db) = try room((0..<101).map { "P\($0)" })
    func report(_ words: String...) throws -> Outcome {
      try Workroom.run(["report", "--db", db, "--campaign", "Spring", "--section", "payments"] + words, in: folder)
    }
    #expect(try report("--rows", "100000").status == 0)
    #expect(try report("--rows", "100001").talk.contains("`--rows` is at most 100000 here"))
    #expect(try report("--page", "0").status == 64)
    #expect(try report("--format", "csv").output.split(separator: "\r\n").count == 102)
    let first = try console(["payments"], db, folder).output
    #expect(first.contains("page 1 of 2: rows 1 to 100 of 101") && !first.contains("P100 "))
    #expect(try console(["payments 2"], db, folder).output.contains("page 2 of 2: rows 101 to 101 of 101"))
    // What tells nothing of pages is whole.
    #expect(try console([".mode csv", "payments"], db, folder).output.contains("P100,"))
    let other = try Workroom.run(
      "report", "--db", db, "--campaign", "Spring", "--section", "leaks", "--page", "1", in: folder)
    #expect(other.status == 64 && other.talk.contains("`--page` has no use here"))
  }

  @Test func everyCentIsExplained() throws {
    let (folder, db) = try room(["Mia"])
    let lines = [
      "convert mia conversion \"#1\" subtotal 84.55 USD rate 10%", "pay mia",
      "disable discount mia because \"fraud\" since 2026-03-10",
    ]
    let played = try Workroom.run(
      ["repl", db, "--yes", "--as", "manager,store", "-c", "Spring"] + lines.flatMap { ["-c", $0] }, in: folder)
    #expect(played.status == 0 && played.output.contains("(1 conversion voided)"), "\(played.talk)")
    let told = try Workroom.run("explain", "owed", "mia", "--db", db, "--campaign", "Spring", in: folder)
    #expect(told.status == 0)
    let output = told.output
    let rows = [
      "   day         for                              owed    paid",
      "1  2026-03-01  fee                            100.00",
      "2  2026-03-10  commission for #1                8.46",
      "3  2026-03-10  payment                                108.46",
      "4  2026-03-10  commission for #1, taken back   -8.46",
      "   together                                   100.00  108.46",
    ]
    for row in rows { #expect(output.contains("\n\(row)\n"), "\(row) is not in\n\(output)") }
    #expect(output.contains("true in every workflow (line "))
    #expect(
      output.contains(
        "on proposal.accepted … owe price for \"fee\"\n     came with `accept`, sent by operator as manager\n"))
    #expect(
      output.contains(
        "came with `convert` with conversion \"#1\", subtotal 84.55 USD, rate 10%, sent by operator as manager"))
    #expect(
      output.contains("     takes back 2\n     8.46 USD of it was paid already and comes off what is paid next\n"))
    #expect(output.contains("owed 100.00 USD, paid 108.46 USD, balance -8.46 USD"))
    let sheet = try Sample.rows("Spring", "payments", db, in: folder)
    #expect(sheet[0]["owed"] == "100.00 USD" && sheet[0]["balance"] == "-8.46 USD")
    #expect(try console(["explain owed mia"], db, folder).output == output)
  }

  // MARK: An independent reckoning

  /// The whole of a Work Room from nothing, as `Tests/Checks/walk.py` says, with a few influencers.
  @Test(.enabled(if: access("/usr/bin/python3", X_OK) == 0, "the walk is a script in Python"))
  func aWholeWorkRoomAddsUp() throws {
    let folder = Folder()
    let walked = try Workroom.shell(
      "exec /usr/bin/python3 \"$@\"", ["\(Workroom.root)/Tests/Checks/walk.py", Workroom.path, folder.root, "25"],
      folder)
    #expect(walked.status == 0 && walked.output.hasPrefix("sound: "), "\(walked.output)\(walked.talk)")
  }

  /// A shop's export: each order as it stands at one of three times.
  private func orders(_ time: Int, _ names: [String]) -> String {
    var text = "Name,Financial Status,Paid at,Currency,Subtotal,Discount Code,Refunded Amount,Cancelled at\n"
    for index in 0..<120 {
      let subtotal = "\(17 + index * 7 % 260).\(10 + index * 13 % 90)"
      let code = index % 11 == 0 ? "STRANGER" : "\(names[index % names.count])10"
      var (status, refunded, cancelled) = ("paid", "", "")
      switch (index % 9, time) {
      case (0, 0): status = "pending"
      case (1, 1...): (status, refunded) = ("partially_refunded", "5.55")
      case (2, 2): (status, refunded) = ("partially_refunded", "12.00")
      case (3, 1...): (status, refunded) = ("refunded", subtotal)
      case (4, 2): cancelled = "2026-03-09 10:00:00 +0000"
      case (5, 1): (status, refunded) = ("partially_refunded", "1.01")
      case (5, 2): (status, refunded) = ("partially_refunded", "3.33")
      default: break
      }
      text += "#\(index),\(status),2026-03-05 10:00:00 +0000,USD,\(subtotal),\(code),\(refunded),\(cancelled)\n"
    }
    return text
  }

  @Test(.enabled(if: access("/usr/bin/python3", X_OK) == 0, "the reckoning is a script in Python"))
  func theLedgerIsWhatTheOrdersGive() throws {
    let names = ["Mia", "Leo", "Ann", "Ben"]
    let (folder, db) = try room(names)
    var files: [String] = []
    for time in 0..<3 {
      folder.write("orders-\(time).csv", orders(time, names))
      files.append(folder.path("orders-\(time).csv"))
      let outcome = try Workroom.run(
        "import", "conversions", "--db", db, "--campaign", "Spring", files[time], in: folder)
      // Orders with a stranger's code are left out.
      #expect(outcome.status == 1 && outcome.talk.contains("holds the code `STRANGER`"), "\(outcome.talk)")
    }
    folder.write("codes.csv", "Influencer,Code,Rate\n" + names.map { "\($0),\($0)10,10%\n" }.joined())
    func check() throws -> Outcome {
      folder.write(
        "payments.csv",
        try Workroom.run(
          "report", "--db", db, "--campaign", "Spring", "--section", "payments", "--format", "csv", in: folder
        ).output)
      return try Workroom.shell(
        "exec /usr/bin/python3 \"$@\"",
        ["\(Workroom.root)/Tests/Checks/owed.py", folder.path("payments.csv"), folder.path("codes.csv")] + files, folder
      )
    }
    let sound = try check()
    #expect(sound.status == 0, "\(sound.output)\(sound.talk)")
    // One cent more is noticed.
    #expect(try console(["convert mia conversion \"#900\" subtotal 0.10 USD rate 10%"], db, folder).status != 70)
    _ = try Workroom.run(
      "repl", db, "--as", "store", "-c", "Spring", "-c", "convert mia conversion \"#900\" subtotal 0.10 USD rate 10%",
      in: folder)
    let wrong = try check()
    #expect(wrong.status == 1 && wrong.output.hasPrefix("Mia: "), "\(wrong.output)\(wrong.talk)")
  }
}
