import Testing
import WorkroomExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Other people's programs, where they are there: `./bootstrap test --peers` installs them and asks for these tests.
enum Peers {
  /// Whether somebody asked for them, so that a missing one is a failure.
  static let areWanted = getenv("WORKROOM_PEERS") != nil
  static let msmtp = first(["/usr/bin/msmtp", "/usr/local/bin/msmtp", "/opt/homebrew/bin/msmtp"])
  /// A Python that has `aiosmtpd`.
  static let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first { path in
    let folder = Folder()
    guard access(path, X_OK) == 0,
      let process = try? Workroom.start(["-c", "import aiosmtpd"], of: path, in: folder)
    else { return false }
    return Workroom.wait(for: process) == 0
  }

  static let areThere = msmtp != nil && python != nil
  static let words: Comment =
    "msmtp or Python's aiosmtpd is not here: `./bootstrap test --peers` installs both and runs this"

  private static func first(_ paths: [String]) -> String? { paths.first { access($0, X_OK) == 0 } }
}

/// Mails through a client that everybody may have, to a server that takes them as the internet's do.
@Suite struct PeerTests {
  /// Takes mails, and writes of each what a reader of mails makes of it.
  private static let server = """
    import asyncio, email, email.policy, json, os, sys
    from aiosmtpd.smtp import SMTP

    folder, count = sys.argv[1], 0

    class Handler:
        async def handle_DATA(self, server, session, envelope):
            global count
            count += 1
            mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
            defects = [str(d) for d in mail.defects] + [str(d) for v in mail.values() for d in v.defects]
            to = mail["to"].addresses[0]
            told = {"from": envelope.mail_from, "rcpt": envelope.rcpt_tos, "subject": str(mail["subject"]),
                    "id": str(mail["message-id"]), "name": to.display_name, "to": to.addr_spec,
                    "body": mail.get_content(), "defects": defects,
                    "longest": max(len(line) for line in envelope.original_content.split(b"\\r\\n")),
                    "headers": [name.lower() for name in mail.keys()]}
            with open(f"{folder}/mail-{count}", "w") as file:
                json.dump(told, file)
            return "250 OK"

    async def main():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Handler()), "127.0.0.1", 0)
        with open(f"{folder}/port.new", "w") as file:
            file.write(str(server.sockets[0].getsockname()[1]))
        os.rename(f"{folder}/port.new", f"{folder}/port")
        await asyncio.Event().wait()

    asyncio.run(main())
    """

  @Test(.enabled(if: Peers.areThere || Peers.areWanted, Peers.words))
  func aMailArrivesAtARealServerAsItWasWritten() throws {
    let (msmtp, python) = (try #require(Peers.msmtp), try #require(Peers.python))
    let folder = Folder()
    folder.write("server.py", PeerTests.server)
    let server = try Workroom.start(
      [folder.path("server.py"), folder.root], of: python, talk: folder.path("server.err"), in: folder)
    defer {
      kill(server, SIGKILL)
      _ = Workroom.wait(for: server)
    }
    for _ in 0..<500 where access(folder.path("port"), F_OK) != 0 { usleep(10_000) }
    let port = folder.read("port")
    try #require(!port.isEmpty, "\(folder.read("server.err"))")
    folder.write(".msmtprc", "account default\nhost 127.0.0.1\nport \(port)\ntls off\nauth off\n")

    let db = folder.path("a.workroom")
    let body = """
      Grüße, [first_name or "x"]! 🎉
      From the start, = signs, and blanks at an end \n\
      .
      ..
      \(String(repeating: "long lines are no trouble ", count: 60))
      日本語

      Until soon
      """
    folder.write("s.workflow", "on proposal.accepted assign discount from group X\n")
    folder.write(
      "people.csv", "first_name,last_name,email\n\"Mia \"\"M\"\", Anna\",Grün,mia@example.com\nLeo,,leo@example.com\n")
    folder.write("invitation.txt", body)
    for words in [
      ["group", "create", "X", "--db", db, "--kind", "discount", "--pattern", "[id]OFF"],
      ["campaign", "create", "Frühling", "--db", db, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", db, "--campaign", "Frühling", folder.path("people.csv")],
      [
        "template", "set", "invitation", "--db", db, "--body", folder.path("invitation.txt"), "--subject",
        "[campaign]: grüße an [first_name or \"dich\"], und alles, was in einem langen Betreff noch zu sagen wäre 🎉",
      ],
      ["connector", "set", "email", "--db", db, "--sendmail", msmtp, "--from", "hello@acme.example"],
      ["repl", db, "-c", "Frühling", "-c", "invite all", "--yes"],
      ["deliver", "--db", db, "--once"],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(words): \(outcome.talk)")
    }

    for (number, name) in [(1, "Mia \"M\", Anna"), (2, "Leo")] {
      let mail = try JSONReader.parse(folder.bytes(folder.path("mail-\(number)")))
      #expect(mail["from"] == .string("hello@acme.example"))
      #expect(mail["rcpt"] == .array([.string(number == 1 ? "mia@example.com" : "leo@example.com")]))
      #expect(mail["name"] == .string(number == 1 ? "\(name) Grün" : name))
      #expect(
        mail["subject"]
          == .string("Frühling: grüße an \(name), und alles, was in einem langen Betreff noch zu sagen wäre 🎉"))
      // Lines end in CRLF on their way.
      let written = body.replacing("[first_name or \"x\"]", with: name) + "\n"
      #expect(mail["body"] == .string(written.replacing("\n", with: "\r\n")))
      #expect(mail["defects"] == .array([]))
      #expect(mail["id"]?.string?.hasSuffix("-0@acme.example>") == true)
    }
  }

  @Test(.enabled(if: Peers.areThere || Peers.areWanted, Peers.words))
  func aServerThatIsAwayIsTriedAgain() throws {
    let msmtp = try #require(Peers.msmtp)
    let folder = Folder()
    let db = folder.path("a.workroom")
    // Nobody listens at the port of TCP's multiplexer.
    folder.write(".msmtprc", "account default\nhost 127.0.0.1\nport 1\ntls off\nauth off\n")
    folder.write("s.workflow", "on proposal.accepted assign discount from group X\n")
    folder.write("people.csv", "first_name,email\nMia,mia@example.com\n")
    folder.write("invitation.txt", "Subject: Hello\n\nHello\n")
    for words in [
      ["group", "create", "X", "--db", db, "--kind", "discount", "--pattern", "[id]OFF"],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("people.csv")],
      ["template", "set", "invitation", "--db", db, "--body", folder.path("invitation.txt")],
      ["connector", "set", "email", "--db", db, "--sendmail", msmtp, "--from", "hello@acme.example"],
      ["repl", db, "-c", "Spring", "-c", "invite mia"],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(words): \(outcome.talk)")
    }
    let outcome = try Workroom.run("deliver", "--db", db, "--once", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.talk.contains("1 to be tried again"))
    let list = try Workroom.run("outbox", "list", "--db", db, "--state", "waiting", in: folder)
    #expect(list.output.contains("msmtp"))
  }
}
