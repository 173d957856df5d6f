import Testing
import WorkroomLanguage

/// What people write who have never seen the language, and what they are told to write instead.
@Suite struct HabitTests {
  /// The one error of a workflow with some lines in its second stage, as title and help.
  private func said(_ lines: String) -> String {
    let text = """
      record
        price money default 0 USD
      end
      stage invited
        on proposal.submitted go to proposed
        after 14 days go to no_reply
      end
      stage proposed
      \(lines)
        on proposal.declined go to declined
      end
      stage active
        on content.posted go to done
      end
      final done, declined, no_reply

      """
    let errors = Program(name: "habit", text: text).diagnostics.filter { $0.severity == .error && !$0.isConsequence }
    return errors.map { ([$0.title] + $0.help).joined(separator: "; ") }.joined(separator: " | ")
  }

  @Test(arguments: [
    (
      "on proposal.accepted when price is at most 3 USD go to active\n  else go to declined",
      "a line for all other cases names its event again; write `on proposal.accepted otherwise go to declined`"
    ),
    (
      "after paid before payment go to active",
      "`paid before payment` is no time that a line can wait for; a line waits for a length of time, such as `after 7 days`; what must not come before what is written `never payment.paid before content.posted`"
    ),
    (
      "after content arrives go to active",
      "`content arrives` is no time that a line can wait for; write a length of time, such as `after 7 days`; what follows an event begins with `on`, such as `on content.posted`"
    ),
    (
      "at closing day go to active",
      "`closing day` is no time that a line can wait for; `at` takes a date: a field of it, such as `at deadline`, or the day itself, such as `at 2026-05-01`"
    ),
    ("on proposal.accepted by the manager go to active", "names stand without `the`; delete it"),
    ("on proposal.accepted by a director go to active", "names stand without `a`; delete it"),
    (
      "on proposal.accepted by director and manager go to active",
      "roles are joined with `or`; write `or` between the roles"
    ),
    ("on proposal.accepted when the price is at most 3 USD go to active", "names stand without `the`; delete it"),
    ("on proposal.accepted go to the stage active", "the name of a stage is enough; write `go to active`"),
    ("on proposal.accepted go to no reply", "the name of a stage is one word; write `no_reply`"),
    (
      "on proposal.accepted go to active\n  after a week tell manager \"late\"",
      "numbers are written with digits; write `1`"
    ),
    (
      "once 7 days later tell manager \"late\"",
      "a time to wait for begins with `after`; write `after 7 days tell manager \"late\"`"
    ),
    (
      "on proposal.accepted send email \"x\" and go to active",
      "several things to do stand in a block; write `on proposal.accepted`, and on the lines below it `send email \"x\"`, `go to active`, `end`"
    ),
    (
      "on proposal.accepted send email \"ok\" to mia",
      "a mail goes to the influencer, whom nobody has to name; delete `to mia`"
    ),
    ("on proposal.accepted send \"ok\"", "what is sent is an email or a contract; write `send email \"ok\"`"),
    (
      "on proposal.accepted when price is lower than 3 USD go to active",
      "`is lower than` is written `is less than`; write `is less than`"
    ),
    (
      "on proposal.accepted when price is above 3 USD go to active",
      "`is above` is written `is more than`; write `is more than`"
    ),
    (
      "on proposal.accepted when price is up to 3 USD go to active",
      "`is up to` is written `is at most`; write `is at most`"
    ),
    (
      "on proposal.accepted when price is at most 400€ go to active",
      "money is written with its currency's three letters after the amount; write `400 EUR`"
    ),
    (
      "on proposal.accepted when not owed go to active",
      "a condition says what `owed` is; write `owed is more than 0 USD`, or `owed is at most 0 USD`"
    ),
    ("on proposal accepted go to active", "the name of an event has a dot; write `proposal.accepted`"),
    ("on proposal.accepted go to active.", "a line ends without a full stop; delete it"),
    ("on proposal.accepted -> active", "`->` is written `go to` here; write `go to active`"),
    ("on proposal.accepted => active", "`=>` is written `go to` here; write `go to active`"),
    ("on proposal.accepted → active", "`→` is written `go to` here; write `go to active`"),
    ("on proposal.accepted: go to active", "no colon stands before an action; delete it"),
    (
      "on proposal.accepted move to active",
      "a stage is entered with `go to`; write `on proposal.accepted go to active`"
    ),
    ("# a remark\n  on proposal.accepted go to active", "a comment starts with `--`; write `--`"),
  ])
  func isTold(_ lines: String, _ expected: String) {
    #expect(said("  " + lines) == expected)
  }

  /// What looks like one of them and is none.
  @Test(arguments: [
    "  on proposal.accepted by manager when price is between 1 USD and 3 USD go to active",
    "  on proposal.accepted assign discount from group \"A\" if none is left wait in line",
  ])
  func isRight(_ lines: String) { #expect(said(lines) == "") }
}
