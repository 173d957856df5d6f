import Testing
import Workroom
import WorkroomDelivery
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Effects leave the database at least once, always with the same key, and a failure is no loss.
@Suite struct DeliveryTests {
  @Test func whatGoesNowhereWaits() throws {
    let office = try Office()
    try office.send("Mia", "influencer.invited")
    #expect(try office.deliver().isNothing)
    #expect(try Outbox(office.engine).waiting(.email) == 1)
    try office.template("invitation")
    try office.connect(.email)
    var counts = Deliverer.Counts()
    counts.delivered = 1
    #expect(try office.deliver() == counts)
    #expect(office.mails().count == 1)
    #expect(try office.deliver().isNothing)
    #expect(try Verification.run(office.engine).problems == [])
  }

  @Test func rowsGoInTheOrderOfTheirSteps() throws {
    let office = try Office(people: ["Mia", "Leo", "Ann"])
    for name in ["Leo", "Ann", "Mia"] {
      try office.send(name, "influencer.invited")
      try office.pass(milliseconds: 1000)
    }
    try office.template("invitation", body: "[first_name or \"x\"]")
    try office.connect(.email, .command(office.program("cat >> \(office.folder)/got")))
    #expect(try office.deliver().delivered == 3)
    let names = try Office.read("\(office.folder)/got").split(separator: "\n").map { line in
      try JSONReader.parse(Array(line.utf8))["body"]?.string
    }
    #expect(names == ["Leo", "Ann", "Mia"])
  }

  @Test func anObjectHoldsWhatAProviderNeeds() throws {
    let office = try Office()
    try office.send("Mia", "proposal.submitted", ["price": "250 USD"])
    try office.send("Mia", "proposal.accepted")
    try office.template("accepted", subject: "Welcome", body: "Your code is [discount or \"on its way\"].")
    try office.connect(.email, .command(office.program("cat > \(office.folder)/got")))
    #expect(try office.deliver().delivered == 1)
    let object = try JSONReader.parse(Array(Office.read("\(office.folder)/got").utf8))
    #expect(object["kind"] == .string("email"))
    #expect(object["campaign"] == .string("Spring"))
    #expect(object["template"] == .string("accepted"))
    #expect(object["body"] == .string("Your code is Mia10."))
    #expect(object["influencer"]?["email"] == .string("mia@example.com"))
    #expect(object["record"]?["price"] == .string("250.00 USD"))
    #expect(object["held"]?["discount"] == .string("Mia10"))
    let key = try #require(object["key"]?.string)
    #expect(DeliveryKey(key)?.description == key)
  }

  @Test func failuresAreTriedAgainByTheClockOfTheDatabaseAndEndAsDeadLetters() throws {
    let office = try Office()
    try office.send("Mia", "influencer.invited")
    try office.template("invitation")
    try office.connect(
      .email, .command(office.program("cat >> \(office.folder)/got; echo no such account >&2; exit 1")))
    for (index, gap) in Retry.gapsMilliseconds.enumerated() {
      #expect(try office.deliver().postponed == 1)
      #expect(try office.deliver().isNothing, "it was tried again at once")
      let row = try #require(try office.rows(.waiting).first)
      #expect(row.attempts == Int64(index + 1))
      #expect(row.due == office.engine.clock.now.milliseconds + gap)
      #expect(row.error?.contains("no such account") == true)
      try office.pass(milliseconds: gap - 1)
      #expect(try office.deliver().isNothing, "it was tried too early")
      try office.pass(milliseconds: 1)
    }
    #expect(try office.deliver().dead == 1)
    #expect(try office.rows(.dead).first?.attempts == Retry.attemptsMax)
    try office.pass(milliseconds: 86_400_000)
    #expect(try office.deliver().isNothing)
    let keys = try Office.read("\(office.folder)/got").split(separator: "\n").map { line in
      try JSONReader.parse(Array(line.utf8))["key"]?.string
    }
    #expect(keys.count == Int(Retry.attemptsMax))
    #expect(Set(keys).count == 1, "the same effect had two keys")
    #expect(try Outbox(office.engine).retry(nil) == 1)
    #expect(try office.deliver().postponed == 1)
    #expect(try Verification.run(office.engine).problems == [])
  }

  @Test func whoeverAsksForPatienceGetsMoreOfIt() throws {
    let office = try Office()
    try office.send("Mia", "influencer.invited")
    try office.template("invitation")
    try office.connect(.email, .command(office.program("exit 75")))
    var attempts: Int64 = 0
    while try office.deliver().postponed == 1 {
      attempts += 1
      try office.pass(milliseconds: Retry.gapsMilliseconds.last!)
    }
    #expect(attempts + 1 == Retry.patientAttemptsMax)
    #expect(try office.rows(.dead).count == 1)
  }

  @Test func aProgramThatHangsIsEnded() throws {
    let office = try Office()
    try office.send("Mia", "influencer.invited")
    try office.template("invitation")
    try office.connect(.email, .command(office.program("sleep 600")))
    #expect(try office.deliver().postponed == 1)
    let row = try #require(try office.rows(.waiting).first)
    #expect(row.error?.contains("still running") == true, "\(row.error ?? "")")
  }

  @Test func whatNobodyCanDeliverSaysWhatToDo() throws {
    let office = try Office(people: [])
    try office.add("Ann") { $0.email = nil }
    try office.add("Bob") { $0.email = "bob at example" }
    try office.add("Cyd")
    try office.connect(.email)
    try office.template("invitation")
    for name in ["Ann", "Bob"] { try office.send(name, "influencer.invited") }
    try office.send("Cyd", "email.sent", ["template": "surprise"])
    #expect(try office.deliver().dead == 3)
    let reasons = try office.rows(.dead).compactMap(\.error)
    #expect(reasons.contains { $0.contains("Ann has no email address") })
    #expect(reasons.contains { $0.contains("Bob is none that mail servers take") })
    #expect(reasons.contains { $0.contains("there is no template `surprise`") && $0.contains("template set") })
    #expect(office.mails().isEmpty)
    try office.template("surprise")
    _ = try Outbox(office.engine).retry(nil)
    #expect(try office.deliver().delivered == 1)
  }

  @Test func aMailIsNeverHalfFilled() throws {
    let office = try Office()
    try office.template("invitation", body: "You get [price].")
    try office.connect(.email)
    // Another version of the workflow knows no price, and the template was set before.
    try office.engine.transaction { () throws(EngineError) in
      let text = "workflow \"Other\"\nstage a\n  on influencer.invited send email \"invitation\"\nend\n"
      let source = SourceText(name: "o.workflow", text: text)
      office.campaign = try office.engine.createCampaign(named: "Other", source: source, details: []).id
      _ = try office.engine.assign(office.people["Mia"]!, to: office.campaign)
    }
    try office.send("Mia", "influencer.invited")
    #expect(try office.deliver().dead == 1)
    #expect(try office.rows(.dead).first?.error?.contains("`[price]`") == true)
    #expect(office.mails().isEmpty)
  }

  @Test func aClaimRunsOutAndTheRowGoesAgain() throws {
    let office = try Office()
    try office.send("Mia", "influencer.invited")
    try office.template("invitation")
    try office.connect(.email)
    let store = office.engine.store
    // Somebody took it in hand and was ended.
    _ = try Outbox(office.engine).waiting(.email)
    let row = try #require(
      try store.nextDelivery(0, now: office.engine.clock.now.milliseconds, system: office.system.milliseconds))
    try office.engine.transaction { () throws(EngineError) in
      let lease = office.system.milliseconds + Retry.leaseMilliseconds
      try stored { () throws(StoreError) in try store.claim(row, holder: 7, until: lease) }
    }
    #expect(try office.deliver().isNothing, "two had one row in hand")
    office.system.milliseconds += Retry.leaseMilliseconds
    #expect(try office.deliver().delivered == 1)
    #expect(try office.rows(.delivered).first?.attempts == 2)
    // The one that was believed to be gone says nothing any more.
    let late = try office.engine.transaction { () throws(EngineError) in
      try stored { () throws(StoreError) in try store.settle(row, holder: 7) }
    }
    #expect(!late)
    #expect(office.mails().count == 1)
  }

  @Test func whatIsToldAndOrderedGoesToWhoeverIsNamed() throws {
    let text = """
      workflow "Gifts"
      campaign
        gifts  product list
      end
      stage a
        on influencer.invited
          tell manager "look at them"
          create order
        end
      end
      """
    let office = try Office(text, details: [WrittenValue(name: "gifts", text: "Mug, Tee")])
    try office.send("Mia", "influencer.invited")
    try office.connect(.tell, to: "boss@example.com")
    try office.connect(.order, .command(office.program("cat > \(office.folder)/got")))
    #expect(try office.deliver().delivered == 2)
    #expect(office.mails().first?.contains("To: boss@example.com") == true)
    #expect(office.mails().first?.contains("look at them") == true)
    let order = try JSONReader.parse(Array(Office.read("\(office.folder)/got").utf8))
    #expect(order["kind"] == .string("order.create"))
    #expect(order["products"] == .array([.string("Mug"), .string("Tee")]))
  }

  /// A shop that has several orders of somebody is told which ones it is to cancel.
  @Test func whatIsCancelledIsNamed() throws {
    let text = """
      workflow "Gifts"
      stage a
        on proposal.deleted cancel order
      end
      """
    let office = try Office(text)
    for order in ["#5", "#6"] { try office.send("Mia", "order.created", ["order": order]) }
    try office.send("Mia", "shipment.sent", ["shipment": "X1", "order": "#5"])
    try office.send("Mia", "proposal.deleted")
    try office.connect(.order, .command(office.program("cat > \(office.folder)/got")))
    #expect(try office.deliver().delivered == 1)
    let order = try JSONReader.parse(Array(Office.read("\(office.folder)/got").utf8))
    #expect(order["kind"] == .string("order.cancel") && order["orders"] == .array([.string("#6")]))
  }

  @Test func aReasonHas500Bytes() throws {
    let office = try Office()
    try office.send("Mia", "influencer.invited")
    try office.template("invitation")
    try office.connect(.email, .command(office.program("printf '\\303\\274%.0s' $(seq 600) >&2; exit 1")))
    #expect(try office.deliver().postponed == 1)
    let reason = try #require(try office.rows(.waiting).first?.error)
    #expect(reason.utf8.count <= Retry.errorBytesMax)
    #expect(reason.utf8.count > Retry.errorBytesMax - 4)
    #expect(reason.hasSuffix("ü…"))
  }

  @Test func aFilledMailHasLimits() throws {
    let office = try Office()
    try office.connect(.email)
    let body = String(repeating: "[because or \"\"]", count: 17)
    try office.template("declined", subject: "Sorry", body: body)
    try office.send("Mia", "proposal.submitted", ["price": "1 USD"])
    // Seventeen times 64 KiB are more than a mail may have, and sixteen are not.
    try office.send("Mia", "proposal.declined", ["reason": String(repeating: "x", count: 1 << 16)])
    #expect(try office.deliver().dead == 1)
    #expect(try office.rows(.dead).first?.error?.contains("too long") == true)
    try office.template("declined", subject: "[because or \"\"]", body: "x")
    _ = try Outbox(office.engine).retry(nil)
    #expect(try office.deliver().dead == 1)
    try office.template("declined", subject: "Sorry", body: String(body.dropLast(15)))
    _ = try Outbox(office.engine).retry(nil)
    #expect(try office.deliver().delivered == 1)
  }

  @Test func aListShowsSoMuchAndCountsTheRest() throws {
    let names = (0...Int(Outbox.shownMax)).map { "P\($0)" }
    let office = try Office(people: names)
    for name in names { try office.send(name, "influencer.invited") }
    let sheet = try Outbox(office.engine).sheet([.waiting])
    #expect(sheet.rows.count == Int(Outbox.shownMax))
    #expect(sheet.notes.first == "201 waiting, 200 of them shown")
  }
}
