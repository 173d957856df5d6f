import Testing
import WorkroomLanguage

/// What is advised for a line can be written as it stands.
@Suite struct AdviceTests {
  private static let workflow = """
    campaign
      limit money default 500 USD
    end
    record
      price money default 0 USD
      rounds number default 0
    end
    stage invited
      on proposal.submitted go to proposed
      after 14 days go to no_reply
    end
    stage proposed
      LINE
      on proposal.declined go to no_reply
    end
    final done, no_reply

    """

  /// The workflow with a line in its second stage, after the first fix of each error has been applied.
  private func repaired(_ line: String) -> Program {
    var program = Program(name: "advice", text: Self.workflow.replacing("LINE", with: line))
    for _ in 0..<3 {
      guard let fix = program.diagnostics.errors.first?.fixes.first else { break }
      program = Program(name: "advice", bytes: program.source.applying(fix).bytes)
    }
    return program
  }

  @Test(arguments: [
    ("on proposal.accepted when price is minimum 5 USD go to done", "when price is at least 5 USD"),
    ("on proposal.accepted when price is no more than 5 USD go to done", "when price is at most 5 USD"),
    ("on proposal.accepted when price is more than or equal to 5 USD go to done", "when price is at least 5 USD"),
    ("on proposal.accepted when price => 5 USD go to done", "when price >= 5 USD"),
    ("on proposal.accepted when both price is 5 USD and rounds is 1 go to done", "when price is 5 USD and rounds is 1"),
    ("on proposal.accepted when price is 5 USD, rounds is 1 go to done", "when price is 5 USD and rounds is 1"),
    ("on proposal.accepted when price isn't more than 5 USD go to done", "when price is at most 5 USD"),
    ("on proposal.accepted when is price at most limit go to done", "when price is at most limit"),
    ("on proposal.accepted from manager go to done", "on proposal.accepted by manager go to done"),
    ("on proposal.accepted, contract.completed go to done", "on proposal.accepted or contract.completed go to done"),
    ("whenever payment is received go to done", "on payment.paid go to done"),
    ("wenn payment.paid go to done", "on payment.paid go to done"),
    ("on manager accepts the proposal go to done", "on proposal.accepted by manager go to done"),
    ("after 30 Tage go to done", "after 30 days go to done"),
    ("wait 3 days, then go to done", "after 3 days go to done"),
    ("every 7 days max 2 times send email \"x\"", "every 7 days at most 2 times send email \"x\""),
    ("on proposal.accepted change price to 5 USD", "on proposal.accepted set price to 5 USD"),
    ("on proposal.accepted reduce price by 5 USD", "on proposal.accepted subtract 5 USD from price"),
    ("on proposal.accepted send the email called \"x\"", "on proposal.accepted send email \"x\""),
    ("on proposal.accepted enter done", "on proposal.accepted go to done"),
    ("on proposal.accepted set stage to done", "on proposal.accepted go to done"),
    ("on proposal.accepted refuse", "on proposal.accepted refuse \"not possible now\""),
    ("on proposal.accepted owe influencer 5 USD for \"fee\"", "on proposal.accepted owe 5 USD for \"fee\""),
    ("on proposal.accepted assign discount from group X or wait", "if none is left wait in line"),
    ("on proposal.accepted assign discount from group X with 10%", "from group X paying 10%"),
    (
      "on proposal.accepted send email \"x\" then go to done",
      "on proposal.accepted\n  send email \"x\"\n  go to done\n  end"
    ),
    (
      "on proposal.accepted when price is 5 USD go to done else go to no_reply",
      "on proposal.accepted otherwise go to no_reply"
    ),
    ("on proposal.accepted as director go to done", "on proposal.accepted by director go to done"),
    ("on proposal.accepted only if rounds is 1 go to done", "on proposal.accepted when rounds is 1 go to done"),
    ("on proposal.accepted and rounds is 1 go to done", "on proposal.accepted when rounds is 1 go to done"),
    ("on proposal.accepted when price above limit go to done", "when price is more than limit"),
    ("on proposal.accepted when price under 5 USD go to done", "when price is less than 5 USD"),
    ("on proposal.accepted when price > 5 USD and < 9 USD go to done", "when price > 5 USD and price < 9 USD"),
    (
      "on proposal.accepted when price is more than 5 USD but less than 9 USD go to done",
      "when price is more than 5 USD and price is less than 9 USD"
    ),
    ("on proposal.accepted when 5 USD <= price <= 9 USD go to done", "when price is between 5 USD and 9 USD"),
    ("on proposal.accepted when country in (\"DE\", \"AT\") go to done", "country is one of \"DE\", \"AT\""),
    ("on proposal.accepted when followers is at least 10 thousand go to done", "at least 10_000"),
    ("on proposal.accepted when rounds is 1,5 go to done", "when rounds is 1.5"),
    ("when the proposal is accepted, then move to done", "on proposal.accepted go to done"),
    ("on proposal.accepted goes to done", "on proposal.accepted go to done"),
    ("after 4 weeks to done", "after 4 weeks go to done"),
    ("after 2 weeks and 3 days go to done", "after 17 days go to done"),
    ("wait until proposal.accepted, then go to done", "on proposal.accepted go to done"),
    ("wait until 2026-05-01\n  go to done", "at 2026-05-01 go to done"),
    ("3 days after entering send email \"x\"", "after 3 days send email \"x\""),
    ("each 2 days send email \"x\"", "every 2 days send email \"x\""),
    ("every 2 days until 3 times send email \"x\"", "every 2 days at most 3 times send email \"x\""),
    ("on proposal.accepted increase rounds", "on proposal.accepted add 1 to rounds"),
    ("on proposal.accepted pay mia 5 USD", "on proposal.accepted owe 5 USD for \"fee\""),
    ("on proposal.accepted go to done (because \"x\")", "on proposal.accepted go to done because \"x\""),
    ("on proposal.accepted note it's fine", "on proposal.accepted note \"it's fine\""),
    ("on proposal.accepted note \"say \"no\" now\"", "on proposal.accepted note \"say \\\"no\\\" now\""),
    (
      "if proposal.accepted and rounds is 1 then go to done else go to no_reply",
      "on proposal.accepted when rounds is 1 go to done\n  on proposal.accepted otherwise go to no_reply"
    ),
    (
      "on proposal.accepted when rounds is 1\n    note \"x\"\n  else\n    note \"y\"\n  end",
      "end\n  on proposal.accepted otherwise\n    note \"y\""
    ),
    ("at 31.12.2026 go to done", "at 2026-12-31 go to done"),
    ("at 1st of May 2026 go to done", "at 2026-05-01 go to done"),
    ("on proposal.accepted when price is at most 1.000,50 USD go to done", "price is at most 1_000.50 USD"),
  ])
  func canBeWritten(_ line: String, _ expected: String) {
    let program = repaired(line)
    let text = String(decoding: program.source.bytes, as: UTF8.self)
    #expect(program.diagnostics.errors.isEmpty && text.contains(expected), "\(text)\(program.rendering)")
  }

  /// What an advice leaves out of a line is told with it.
  @Test(arguments: [
    ("at 2026-05-01 09:00 go to done", "`09:00`"), ("after 3 days go to done else go to no_reply", "`go to no_reply`"),
    ("every 2 days until price is 5 USD send email \"x\"", "`price is 5 USD`"),
    ("if proposal.accepted then go to done else go to no_reply", "`go to no_reply`"),
    ("on proposal.accepted mark as done", "`mark`"),
  ])
  func whatIsLeftOutIsTold(_ line: String, _ words: String) {
    let program = Program(name: "advice", text: Self.workflow.replacing("LINE", with: line))
    #expect(program.diagnostics.errors.first?.notes.contains("\(words) is left out") == true, "\(program.rendering)")
  }

  /// No advice for what would be lost by it: the rest of a line that says something is not to be deleted.
  @Test(arguments: [
    "on proposal.accepted send email \"x\" with subject \"y\"", "on proposal.accepted create order of 2 gifts",
    "on proposal.accepted refuse \"x\" with email \"y\"",
    "when they accept and price is below 5 USD, give them a code",
    "when they accept, give everybody but mia 300 points and a code",
  ])
  func nothingIsLost(_ line: String) {
    let program = Program(name: "advice", text: Self.workflow.replacing("LINE", with: line))
    #expect(!program.diagnostics.errors.isEmpty)
    #expect(program.diagnostics.errors.allSatisfy { $0.fixes.isEmpty }, "\(program.rendering)")
  }

  /// A file with mistakes is still a workflow, although a line of it looks like something else.
  @Test func oneLineMakesNoOtherFile() {
    let lines = ["let x = 5", "<stage>", "name: x", "a,b,c", "Given mia", "SELECT a FROM b"]
    for line in lines {
      let program = Program(name: "advice", text: Self.workflow.replacing("LINE", with: line))
      #expect(program.diagnostics.errors.count == 1, "\(program.rendering)")
      #expect(program.diagnostics.errors.first?.title.hasPrefix("this file") == false, "\(program.rendering)")
    }
  }

  /// A long file of lines that mean nothing is read about as fast as before: past a limit nobody asks what was meant.
  @Test func manyLinesCostLittle() {
    let lines = String(
      repeating: "  on proposal.accepted frobnicate the price of everything and then some\n", count: 2_000)
    let text = "stage a\n\(lines)end\nfinal b\n"
    let program = Program(name: "many", text: text)
    #expect(program.diagnostics.errors.count >= 900)
  }
}
