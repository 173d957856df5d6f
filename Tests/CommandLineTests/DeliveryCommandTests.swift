import Testing
import WorkroomExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Mails and objects on their way out, through the command.
@Suite struct DeliveryCommandTests {
  /// A campaign with some people, invited, whose mails go to a program of a test's own.
  private func office(_ count: Int, program: String) throws -> (folder: Folder, db: String) {
    let folder = Folder()
    let db = folder.path("a.workroom")
    folder.write("s.workflow", "on proposal.accepted assign discount from group X\n")
    folder.write("people.csv", "first_name,email\n" + (1...count).map { "P\($0),p\($0)@example.com\n" }.joined())
    folder.write("invitation.txt", "Subject: Hello\n\nHello [first_name or \"there\"]\n")
    folder.write("program", "#!/bin/sh\n\(program)\n")
    chmod(folder.path("program"), 0o755)
    for words in [
      ["group", "create", "X", "--db", db, "--kind", "discount", "--pattern", "[first_name]"],
      ["campaign", "create", "Spring", "--db", db, "--workflow", folder.path("s.workflow")],
      ["import", "influencers", "--db", db, "--campaign", "Spring", folder.path("people.csv")],
      ["template", "set", "invitation", "--db", db, "--body", folder.path("invitation.txt")],
      ["repl", db, "-c", "Spring", "-c", "invite all", "--yes"],
      ["connector", "set", "email", "--db", db, "--command", folder.path("program")],
    ] {
      let outcome = try Workroom.run(words, in: folder)
      try #require(outcome.status == 0, "\(words): \(outcome.talk)")
    }
    return (folder, db)
  }

  private func keys(_ text: String) throws -> [String] {
    try text.split(separator: "\n").compactMap { try JSONReader.parse(Array($0.utf8))["key"]?.string }
  }

  @Test func killedBetweenDeliveringAndSayingSoItDeliversAgainWithTheSameKey() throws {
    let (folder, db) = try office(
      2, program: "cat >> \"$(dirname $0)/got\"; test -e \"$0.once\" || { touch \"$0.once\"; kill -9 $PPID; }")
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).status == 128 + 9)
    // The claim still holds: the other row goes, this one does not.
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).talk.hasPrefix("1 delivered"))
    // Two minutes later.
    Sample.execute("UPDATE delivery SET lease = 1 WHERE lease IS NOT NULL", db)
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).talk.hasPrefix("1 delivered"))
    let keys = try keys(folder.read("got"))
    #expect(keys.count == 3)
    #expect(keys[0] == keys[2])
    #expect(Set(keys).count == 2)
    #expect(try Workroom.run("db", "verify", "--db", db, in: folder).status == 0)
  }

  @Test func twoAtOnceDeliverEachRowOnce() throws {
    let (folder, db) = try office(30, program: "cat >> \"$(dirname $0)/got\"")
    let processes = try (0..<2).map { _ in try Workroom.start(["deliver", "--db", db, "--once"], in: folder) }
    for process in processes { #expect(Workroom.wait(for: process) == 0) }
    let keys = try keys(folder.read("got"))
    #expect(keys.count == 30)
    #expect(Set(keys).count == 30)
    let list = try Workroom.run("outbox", "list", "--db", db, "--state", "delivered", in: folder)
    #expect(list.output.contains("30 delivered"))
  }

  @Test func aRunDeliversWhatItsEventsAskedFor() throws {
    let (folder, db) = try office(1, program: "cat >> \"$(dirname $0)/got\"")
    let run = try Workroom.run("run", "--db", db, "--once", in: folder)
    #expect(run.talk == "1 delivered\n")
    #expect(try keys(folder.read("got")).count == 1)
    #expect(try Workroom.run("run", "--db", db, "--once", in: folder).talk.isEmpty)
  }

  @Test func manyGetAMailFromTheConsoleAfterALookAtWhatWillHappen() throws {
    let (folder, db) = try office(3, program: "cat >> \"$(dirname $0)/got\"")
    let words = ["repl", db, "-c", "Spring", "-c", "email all \"invitation\" when followers is at most 5"]
    let asked = try Workroom.run(words, in: folder)
    #expect(asked.talk.contains("this asks first"))
    #expect((asked.output + asked.talk).contains("`email` for 3: 3 would change"))
    #expect(try Workroom.run(words + ["--yes"], in: folder).status == 0)
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).talk == "6 delivered\n")
  }

  @Test func whatIsDeadSaysWhatToDo() throws {
    let (folder, db) = try office(1, program: "exit 1")
    #expect(try Workroom.run("template", "remove", "invitation", "--db", db, in: folder).status == 0)
    let outcome = try Workroom.run("deliver", "--db", db, "--once", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.talk.contains("1 could not be delivered"))
    let list = try Workroom.run("outbox", "list", "--db", db, "--state", "dead", in: folder)
    #expect(list.output.contains("there is no template `invitation`; set it with `workroom template set"))
    #expect(try Workroom.run("outbox", "hold", "--db", db, in: folder).talk == "0 held\n")
    #expect(try Workroom.run("outbox", "retry", "--db", db, in: folder).talk == "1 wait to be delivered again\n")
    #expect(try Workroom.run("outbox", "hold", "--db", db, in: folder).talk == "1 held\n")
    #expect(try Workroom.run("deliver", "--db", db, "--once", in: folder).talk == "0 delivered\n")
    #expect(try Workroom.run("outbox", "release", "--db", db, in: folder).talk == "1 wait to be delivered\n")
    #expect(try Workroom.run("outbox", "retry", "x", "--db", db, in: folder).status == 64)
  }

  @Test func connectorsAreCheckedWhenTheyAreSet() throws {
    let (folder, db) = try office(1, program: "exit 0")
    func set(_ words: String...) throws -> Outcome {
      try Workroom.run(["connector", "set"] + words + ["--db", db], in: folder)
    }
    #expect(try set("mail", "--maildir", folder.path("m")).talk.contains("write `email`"))
    #expect(try set("email").talk.contains("say one of"))
    #expect(try set("email", "--maildir", folder.path("no/m")).status == 66)
    #expect(try set("email", "--sendmail", folder.path("program")).talk.contains("`--from` is missing"))
    #expect(try set("email", "--sendmail", "no-such-program", "--from", "a@b.example").status == 66)
    #expect(try set("email", "--maildir", folder.path("m"), "--from", "a b").talk.contains("no mail address"))
    #expect(try set("tell", "--maildir", folder.path("m")).talk.contains("`--to` is missing"))
    #expect(try set("email", "--command", "\(folder.path("program")) \"x").status == 64)
    #expect(try set("order", "--command", "\(folder.path("program")) one \"two words\"").status == 0)
    let list = try Workroom.run("connector", "list", "--db", db, "--format", "csv", in: folder)
    #expect(list.output.contains("two words"))
    #expect(try Workroom.run("connector", "remove", "order", "--db", db, in: folder).status == 0)
    #expect(try Workroom.run("connector", "remove", "order", "--db", db, in: folder).status == 66)
  }

  @Test func checkTellsWhichMailsHaveNoTemplate() throws {
    let folder = Folder()
    folder.write(
      "a.workflow",
      "stage a\n  on influencer.invited\n    send email \"welcome\"\n    go to b\n  end\nend\n\nfinal b\n")
    folder.make("templates")
    folder.write("templates/welcom.txt", "Subject: Hello\n\nHello\n")
    let words = ["check", folder.path("a.workflow"), "--templates", folder.path("templates")]
    let missing = try Workroom.run(words, in: folder)
    #expect(missing.status == 0)
    #expect(missing.talk.contains("a.workflow:3: warning: there is no template `welcome`"))
    #expect(missing.talk.contains("`welcom`, which is there"))
    #expect(try Workroom.run(words + ["--fail-level", "warning"], in: folder).status == 2)
    folder.write("templates/welcome.txt", "Subject: Hello\n\nHello [price]\n")
    let wrong = try Workroom.run(words, in: folder)
    #expect(wrong.status == 1)
    #expect(wrong.talk.contains("there is no value called `price`"))
    folder.write("templates/welcome.txt", "Subject: Hello\n\nHello\n")
    let right = try Workroom.run(words + ["--fail-level", "warning"], in: folder)
    #expect(right.status == 0)
    #expect(!right.talk.contains("template"))
    let created = try Workroom.run(
      "campaign", "create", "A", "--db", folder.path("a.workroom"), "--workflow", folder.path("a.workflow"), in: folder)
    #expect(created.talk.contains("no template yet for `welcome` (line 3)"))
  }
}
