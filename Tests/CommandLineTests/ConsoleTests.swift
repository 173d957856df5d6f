import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `read(2)`, under a name that no function of a test hides.
private func readTerminal(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
  read(descriptor, &buffer, buffer.count)
}

/// Sessions of the console, typed through a pipe or at a terminal.
@Suite struct ConsoleTests {
  private func session(_ lines: [String], _ options: [String] = [], folder: Folder) throws -> Outcome {
    let name = Folder.names(folder.root).contains("demo.workroom") ? "demo.workroom" : "fresh.workroom"
    return try Workroom.run(["repl", folder.path(name)] + options, input: lines.map { $0 + "\n" }.joined(), in: folder)
  }

  @Test func aPipeGetsNoBannerAndStopsAtTheFirstError() throws {
    let folder = try Sample.copyOfFresh()
    let outcome = try session(["ambassador", "accept mia.yarrow@example.net", "campaigns"], folder: folder)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.talk.contains("nothing in `Assigned` waits for it"))
    #expect(outcome.talk.contains("possible now:"))
    #expect(try session(["nowhere"], folder: folder).status == 66)
    #expect(try session(["ambassador", "frobnicate"], folder: folder).status == 64)
    #expect(
      try session(["ambassador", ".bail off", "nonsense", "details"], folder: folder).output.contains("most_we_pay"))
  }

  @Test func linesFromAFileOfAnyKind() throws {
    let folder = try Sample.copyOfFresh()
    folder.write("lines", "\u{FEFF}ambassador\r\n\r\n-- a remark\r\ndetails\r\n")
    let outcome = try session([], ["-f", folder.path("lines")], folder: folder)
    #expect(outcome.status == 0 && outcome.output.contains("most_we_pay"), "\(outcome.talk)")
    #expect(
      try session([], ["-c", "ambassador", "-c", "details\nsections"], folder: folder).output.contains("My Influencers")
    )
    #expect(try session([String(repeating: "x", count: 2 << 20)], folder: folder).status == 65)
  }

  @Test func whoIsMeant() throws {
    let folder = try Sample.copyOfFresh()
    let several = try session(["ambassador", "invite mia"], folder: folder)
    #expect(several.status == 64 && several.talk.contains("Mia Yarrow: mia.yarrow@example.net"), "\(several.talk)")
    #expect(
      try session(["ambassador", "invite \"Mia Yarrow\""], folder: folder).output.contains("Mia Yarrow: Invited"))
    #expect(try session(["ambassador", "invite nobody"], folder: folder).status == 66)
    #expect(try session(["ambassador", "invite \"open"], folder: folder).talk.contains("never closed"))
  }

  @Test func manyAtOnce() throws {
    let folder = try Sample.copyOfFresh()
    let asked = try session(["ambassador", "invite all when followers is at least 90_000"], folder: folder)
    #expect(asked.status == 64 && asked.talk.contains("--yes"))
    let wrong = try session(["ambassador", "invite all when followers is at leat 5"], folder: folder)
    #expect(wrong.status == 64 && wrong.talk.contains("does not hold together"))
    let quoted = try session(
      ["ambassador", "note all text \"say when done\" when followers is at least 90_000"], ["--yes"], folder: folder)
    #expect(quoted.status == 0 && quoted.output.contains("done for"), "\(quoted.talk)")
    let none = try session(["ambassador", "accept all"], ["--yes"], folder: folder)
    #expect(none.status == 1 && none.talk.contains("all of them refuse"))
    // Those who would refuse are not asked, and a look at a condition writes nothing.
    #expect(Sample.text("SELECT count(*) FROM log WHERE outcome > 1", folder.path("fresh.workroom")) == "0")
    #expect(try Workroom.run("db", "verify", "--db", folder.path("fresh.workroom"), in: folder).status == 0)
  }

  @Test func rulesAreTraced() throws {
    let folder = try Sample.copyOfFresh()
    let who = "mia.yarrow@example.net"
    let outcome = try session(
      ["ambassador", ".trace on", "invite \(who)", "propose \(who) price 500 USD tasks 2", "accept \(who)"],
      folder: folder)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("fired: on influencer.invited"))
    #expect(
      outcome.output.contains(
        "did not apply, its condition is false: on proposal.accepted by manager when price is at most most_we_pay"),
      "\(outcome.output)")
    #expect(outcome.talk.contains("above the limit a director decides"))
    let director = try session(
      ["ambassador", ".trace on", "accept \(who)", ".trace off"], ["--as", "director"], folder: folder)
    #expect(
      director.status == 0 && director.output.contains("is for another role")
        && director.output.contains("entered `active`"), "\(director.output)")
  }

  @Test func itemsGetNewTerms() throws {
    let folder = try Sample.copyOfPlayed()
    let db = folder.path("demo.workroom")
    let holder =
      "FROM item t JOIN participation p ON p.id = t.participation JOIN influencer i ON i.id = p.influencer WHERE t.state = 1 AND t.kind = 1 AND p.campaign = 1 ORDER BY p.id LIMIT 1"
    let who = Sample.text("SELECT i.email \(holder)", db)
    let free = Sample.text("SELECT code FROM item WHERE kind = 1 AND state = 0", db)
    let done = try session(
      [
        "ambassador", "adjust link \(who) url \"https://new.example/x\" destination https://shop.example/y rate 9%",
        "adjust discount \(who) rate 12% starts 2026-05-01 ends 2026-06-30",
      ],
      folder: folder)
    #expect(done.status == 0, "\(done.talk)")
    #expect(
      Sample.text("SELECT t.code || ' ' || t.destination || ' ' || t.rate \(holder)", db)
        == "https://new.example/x https://shop.example/y 9000000")
    let code = holder.replacing("t.kind = 1", with: "t.kind = 0")
    #expect(
      Sample.text("SELECT t.rate || ' ' || t.starts || ' ' || t.ends \(code)", db)
        == "12000000 1777593600000 1782864000000")
    for (line, says) in [
      ("adjust link \(who) url \(free)", "is in a group already"),
      ("adjust link \(who) url javascript:x", "not a web address"), ("adjust link \(who)", "say what is new"),
      ("adjust discount \(who) rate 120%", "at most 100%"),
      ("adjust discount \(who) starts 2027-01-01 ends 2026-01-01", "end before it starts"),
    ] {
      let outcome = try session(["ambassador", line], folder: folder)
      #expect(outcome.status == 1 && outcome.talk.contains(says), "\(outcome.talk)")
    }
    let verify = try Workroom.run("db", "verify", "--db", db, in: folder)
    #expect(verify.status == 0, "\(verify.output)")
    #expect(Sample.execute("UPDATE item SET rate = 1 WHERE code = 'https://new.example/x'", db))
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 5)
  }

  @Test func aPersonIsForgotten() throws {
    let folder = try Sample.copyOfPlayed()
    let db = folder.path("demo.workroom")
    let asked = try session(["forget mia.yarrow@example.net"], folder: folder)
    #expect(asked.status == 64 && asked.talk.contains("Mia Yarrow"))
    let done = try session(["forget mia.yarrow@example.net"], ["--yes"], folder: folder)
    #expect(done.status == 0, "\(done.talk)")
    #expect(try session(["forget mia.yarrow@example.net"], ["--yes"], folder: folder).status == 66)
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
    let people = try Sample.rows("Ambassador launch", "my influencers", db, in: folder)
    #expect(people.count == 340 && !people.contains { $0["email"] == "mia.yarrow@example.net" })
    #expect(!String(decoding: folder.bytes(db), as: UTF8.self).contains("mia.yarrow@example.net"))
  }

  @Test func hostileNamesAreShownByName() throws {
    let folder = try Sample.copyOfFresh()
    folder.write(
      "bad.csv",
      "name,email,instagram\n\"E\u{1B}[31mSC\",esc@example.com,escesc\n\"\u{202E}Rtl\",rtl@example.com,rtlrtl\n\"Line\nBreak\",nl@example.com,nlnlnl\n=cmd|' /C calc'!A0,eq@example.com,eqeqeq\n"
    )
    #expect(
      try Workroom.run(
        "import", "influencers", "--db", folder.path("fresh.workroom"), "--campaign", "Ambassador launch",
        folder.path("bad.csv"), in: folder
      ).status == 0)
    let lines = [
      "ambassador", "my influencers", "show esc@example.com", "invite rtl@example.com", "possible nl@example.com",
      ".mode json", "my influencers",
    ]
    let outcome = try session(lines, folder: folder)
    #expect(outcome.status == 0, "\(outcome.talk)")
    #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("\u{202E}"))
    #expect(
      outcome.output.contains("‹ESC›") && outcome.output.contains("‹U+202E›") && outcome.output.contains("\\u001B"))
    let csv = try session(["ambassador", ".mode csv", "my influencers"], folder: folder)
    #expect(csv.output.contains("\r\n'=cmd|' /C calc'!A0,"))
  }

  #if os(Linux)
    @Test func atATerminal() throws {
      let folder = try Sample.copyOfPlayed()
      let shown = try typed(["ambas\t\r", "disc\t\r", "nonsense\r", "invite all\r", "n\r", "\u{3}", "\u{4}"], folder)
      #expect(shown.status == 0)
      for text in [
        "Program [2026-05-25T00:00]> ", "Ambassador launch › Discounts", "`nonsense` is no section",
        "do this for 15 influencers? [y/N]", "nothing is changed", "^C",
      ] {
        #expect(shown.output.contains(text), "\(text)")
      }
      #expect(folder.read(".workroom_history").split(separator: "\n").last == "invite all")
    }

    /// What a terminal of 80 columns shows while somebody types.
    private func typed(_ keys: [String], _ folder: Folder) throws -> Outcome {
      let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      // TIOCSPTLCK and TIOCGPTN: unlocks the other end and gives its number.
      var number: Int32 = 0
      try #require(
        terminal >= 0 && ioctl(terminal, 0x4004_5431, &number) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
      defer { close(terminal) }
      let name = "/dev/pts/\(number)"
      // Until the command has it open, a terminal that nobody holds would end at once.
      let held = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
      var size = winsize(ws_row: 40, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
      _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
      let process = try Workroom.start(
        ["repl", folder.path("demo.workroom")], input: name, output: name, talk: name, in: folder)
      var output: [UInt8] = []
      func read(until quiet: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        while poll(&wait, 1, quiet) > 0 {
          let count = readTerminal(terminal, &buffer)
          if count <= 0 { return }
          output += buffer[..<count]
        }
      }
      read(until: 1500)
      for key in keys {
        // Ctrl-C is a signal where the terminal leads its session; here it is sent by hand.
        if key == "\u{3}" { kill(process, SIGINT) } else { _ = key.withCString { write(terminal, $0, strlen($0)) } }
        read(until: 500)
      }
      close(held)
      return Outcome(
        status: Workroom.wait(for: process, seconds: 20), output: String(decoding: output, as: UTF8.self), talk: "")
    }
  #endif
}
