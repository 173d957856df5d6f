import Testing

/// Changes behind the program's back: `db verify` says what no longer fits, with status 5.
@Suite struct TamperTests {
  /// Changes that are made together, each with what is said about it.
  struct Change: Sendable, CustomTestStringConvertible {
    var edits: [(sql: String, says: String)]
    init(_ edits: (sql: String, says: String)...) { self.edits = edits }
    var testDescription: String { edits[0].sql }
  }

  static let changes: [Change] = [
    Change(
      (
        "UPDATE log SET payload = x'0100000000000000' WHERE id = (SELECT id FROM log WHERE length(payload) >= 16 LIMIT 1 OFFSET 500)",
        "its chain no longer fits"
      ),
      ("DELETE FROM log WHERE id = (SELECT max(id) FROM log)", "the newest rows were removed"),
      ("DELETE FROM head WHERE stream = 2", "whose head is gone")),
    Change(
      (
        "UPDATE ledger SET amount = amount + 1 WHERE log = (SELECT log FROM ledger LIMIT 1 OFFSET 20)",
        "what is owed or paid to participation"
      ),
      ("UPDATE participation SET state = zeroblob(length(state)) WHERE id = 30", "the state of participation 30"),
      ("UPDATE participation SET influencer = influencer + 1000 WHERE id = 5", "the influencer of participation 5"),
      (
        "UPDATE object SET status = 'x' WHERE noun = 'conversion' AND first_log < (SELECT min(first_log) FROM object WHERE noun = 'conversion') + 5",
        "the conversion row"
      ),
      ("UPDATE outbox SET words = 5", "the messages to participation"),
      ("UPDATE text SET content = 'evil' WHERE id = 50", "text 50 was changed"),
      ("UPDATE text SET content = NULL WHERE id = 51", "text 51 was erased"),
      ("DELETE FROM text WHERE id = 52", "deleted with their rows"),
      ("CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM log; END", "somebody added the trigger `t`")),
    Change(
      (
        "UPDATE item SET participation = 3 WHERE id = (SELECT id FROM item WHERE state = 1 LIMIT 1)",
        "who holds it is not"
      ),
      (
        "UPDATE item SET rate = 99000000 WHERE id = (SELECT id FROM item WHERE state = 1 LIMIT 1 OFFSET 1)",
        "its rate is not"
      ),
      (
        "UPDATE item SET code = 'EVIL', folded = 'evil' WHERE id = (SELECT id FROM item WHERE state = 0 LIMIT 1)",
        "its code is not"
      )),
    Change(
      ("UPDATE campaign SET zone = 'Europe/Berlin' WHERE id = 1", "has another name, time zone"),
      ("UPDATE detail SET words = zeroblob(8) WHERE campaign = 2", "the details of `Summer seeding`")),
    Change(
      (
        "UPDATE definition SET source = CAST(replace(CAST(source AS TEXT), '400 USD', '900 USD') AS BLOB) WHERE id = 1",
        "no longer means what its digest says"
      )),
  ]

  @Test(arguments: changes) func isFound(_ change: Change) throws {
    let folder = try Sample.copyOfPlayed()
    let db = folder.path("demo.workroom")
    for edit in change.edits { #expect(Sample.execute(edit.sql, db), "\(edit.sql)") }
    let outcome = try Workroom.run("db", "verify", "--db", db, in: folder)
    #expect(outcome.status == 5)
    for edit in change.edits {
      #expect(outcome.output.contains(edit.says), "\(edit.sql)\n\(outcome.output.prefix(2000))")
    }
    #expect(outcome.talk.contains("go on with a copy from before"))
  }
}
