import Testing
import Workroom
import WorkroomDelivery
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// A database that is replaced while others have it open.
@Suite struct RestoreTests {
  @Test func whoeverHasItOpenGoesOnWithWhatIsThereNow() throws {
    let office = try Office(people: [])
    let (path, copy) = ("\(office.folder)/a.workroom", "\(office.folder)/b.workroom")
    let program = try Program(path: path)
    let one = try program.createCampaign(
      "One", Workflow("workflow \"One\"\nstage a\n  on proposal.accepted go to b\nend\nfinal b\n"))
    let mia = try program.addInfluencer(firstName: "Mia", email: "mia@example.com")
    try one.assign(mia)
    try stored { () throws(StoreError) in try Backup.write(path, to: copy, replaces: false) }
    try one.send("proposal.accepted", about: mia, by: "manager")
    let two = try Workflow("workflow \"Two\"\nstage other\n  on proposal.accepted go to done\nend\nfinal done\n")
    let late = try program.createCampaign("Two", two)
    try late.assign(mia)
    #expect(try one.participation(of: mia)?.isFinished == true)

    _ = try Restore.run(copy, to: path, replaces: true)
    #expect(try program.campaign("Two").map(\.name) == nil)
    #expect(try one.participation(of: mia)?.stages == ["a"])
    // The numbers that the second campaign and its workflow had are another's now.
    let third = try Workflow("workflow \"Three\"\nstage last\n  on proposal.accepted go to over\nend\nfinal over\n")
    let again = try program.createCampaign("Three", third)
    try again.assign(mia)
    #expect(try again.participation(of: mia)?.stages == ["last"])
    #expect(try again.send("proposal.accepted", about: mia, by: "manager").outcome == .taken)
    #expect(try again.participation(of: mia)?.stages == ["over"])
    #expect(try Verification.run(program.engine).problems == [])
  }

  /// What is told of a file that is about to be replaced, and what is to be done then.
  private func told(_ office: Office, _ change: () throws -> Void) throws -> (String?, [String]) {
    let (path, copy) = ("\(office.folder)/a.workroom", "\(office.folder)/b.workroom")
    try stored { () throws(StoreError) in try Backup.write(path, to: copy, replaces: true) }
    try change()
    let excess = try Excess(of: path, over: copy)
    return (
      excess.words?.replacing(/the newest of \S+Z/, with: "the newest of then"), excess.advice(for: "z.db")
    )
  }

  /// Mia and Leo are owed 100 USD each.
  private func owing(_ office: Office) throws -> Program {
    let program = try Program(path: "\(office.folder)/a.workroom")
    let one = try program.createCampaign("One", Workflow("workflow \"One\" version 1\n"))
    for name in ["Mia", "Leo"] {
      let person = try program.addInfluencer(firstName: name, email: "\(name.lowercased())@example.com")
      try one.assign(person)
      try one.send("fee.owed", about: person, by: "manager", with: ["amount": "100 USD"])
    }
    return program
  }

  @Test func whatWasPaidAndWhatWasTakenBackIsToldApart() throws {
    let office = try Office(people: [])
    let program = try owing(office)
    let campaign = try #require(try program.engine.campaign(named: "One")).id
    func send(_ event: String, _ person: Int64, _ values: [String: String], by role: String = "manager") throws {
      let reply = try program.engine.transaction { () throws(EngineError) in
        try program.engine.submit(
          Command(
            source: .library, campaign: campaign, influencer: person, event: event, role: role,
            payload: values.map { WrittenValue(name: $0.key, text: $0.value) }))
      }
      #expect(reply.outcome == .taken || reply.outcome == .handled, "\(reply.reason)")
    }
    let paid = ["amount": "40 USD", "method": "offline"]
    let (more, asked) = try told(office) {
      try send("payment.paid", 1, paid)
      try send("payment.cancelled", 1, ["amount": "40 USD"])
      try send("payment.paid", 2, paid)
    }
    #expect(
      more
        == "has 3 rows of its log that the backup does not have, the newest of then, and in them 2 payments of 80.00 USD in all, and 1 cancellation of 40.00 USD"
    )
    #expect(
      asked == [
        "`z.db` knows nothing of 40.00 USD that was paid (Leo), so the next `pay` asks for it again; record it first: `pay NAME AMOUNT method offline`"
      ])
    let (back, stale) = try told(office) {
      try send("payment.cancelled", 2, ["amount": "40 USD"])
    }
    #expect(back?.hasSuffix("and in them 1 cancellation of 40.00 USD") == true, "\(back ?? "")")
    #expect(
      stale == [
        "`z.db` takes 40.00 USD as paid that was cancelled or came back (Leo), so no `pay` asks for it: cancel it anew with `cancel payment NAME amount AMOUNT`, or import the bank's answer once more"
      ])
    // What the bank says of what was on its way.
    for person in [1, 2] as [Int64] {
      try Directory(program.engine).record(taxForm: "W-9", paypal: "a\(person)@example.com", of: person)
      let name = "P-\(person)"
      try send("payment.requested", person, ["payment": name, "amount": "100 USD", "method": "cash"])
    }
    let (answers, after) = try told(office) {
      for person in [1, 2] as [Int64] { try send("payment.paid", person, ["payment": "P-\(person)"], by: "bank") }
      try send("payment.cancelled", 2, ["payment": "P-2"], by: "bank")
    }
    #expect(
      answers?.hasSuffix(
        "and in them 1 answer of 100.00 USD, that it arrived, and 1 answer of 100.00 USD, that it did not arrive")
        == true, "\(answers ?? "")")
    #expect(
      after == [
        "`z.db` takes 100.00 USD as on its way that has arrived (Mia): import the bank's answer once more, with `workroom import payments`",
        "`z.db` takes 100.00 USD as on its way that did not arrive or was cancelled (Leo), so no `pay` asks for it: import the bank's answer once more, or `cancel payment NAME`",
      ])
  }

  @Test func whatOnlyTheNewerFileKnowsOfPeopleIsNamed() throws {
    let office = try Office(people: [])
    let program = try owing(office)
    let directory = Directory(program.engine)
    try directory.record(taxForm: "W-9", paypal: "old@example.com", of: 1)
    let (more, advice) = try told(office) {
      try directory.record(taxForm: nil, paypal: "new@example.com", of: 1)
      try directory.record(taxForm: "W-8BEN", paypal: nil, of: 2)
      try program.engine.transaction { () throws(EngineError) in
        _ = try directory.tag(2, as: ["vip"])
        try program.engine.setContact(2, .blacklisted, because: "x")
      }
    }
    #expect(
      more
        == "has 1 row of its log that the backup does not have, the newest of then; only it has 1 payment address (Mia), 1 tax form (Leo), 1 tag (Leo), 1 person archived or blacklisted (Leo)"
    )
    #expect(
      advice == [
        "`z.db` does not know 1 payment address (Mia), so cash goes to another account or to none: `paypal account NAME EMAIL`",
        "`z.db` does not know 1 tax form (Leo), so tell it anew: `tax form NAME W-9`",
        "`z.db` does not know 1 tag (Leo), so tag them anew",
        "`z.db` does not know 1 person archived or blacklisted (Leo), so they may begin as before: `blacklist NAME` or `archive NAME` in the console",
      ])
  }

  @Test func whoIsBackAndWhoIsNotAskedAnyMoreIsTold() throws {
    let office = try Office(people: [])
    let program = try owing(office)
    let (more, advice) = try told(office) {
      try Directory(program.engine).forget(2)
      try program.engine.transaction { () throws(EngineError) in
        try Operators(program.engine).add("Dora", roles: ["director"])
      }
    }
    // The question names nobody who was forgotten: it is asked of the file that has forgotten them.
    #expect(
      more?.hasSuffix(
        "; it has forgotten 1 person whom the backup brings back; it asks who works with it, and the backup asks nobody"
      )
        == true, "\(more ?? "")")
    #expect(
      advice == [
        "1 person is back who was forgotten in what was replaced; forget them anew: `workroom forget leo@example.com --db z.db`",
        "`z.db` names no operators, so it lets everybody do everything; what was replaced named Dora: name them anew, beginning with `workroom operator add NAME --role director --db z.db`",
      ])
  }
}
