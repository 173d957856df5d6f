import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

@testable import WorkroomConsole

/// What is said of lines that are typed half, wrong, or in the wrong place.
@Suite struct WordingTests {
  /// What a line complains of.
  private func complaint(_ session: Session, _ line: String) -> String {
    session.run(line)
    return session.complained
  }

  @Test func manyAreToldOfByTheirPlaceFirst() throws {
    let session = try Session()
    session.answer = false
    #expect(
      session.run("propose all price 5 USD").hasPrefix(
        "in the whole campaign `Spring`, since no section is open: `propose` for 5: 5 would change\n"))
    session.run("my influencers")
    #expect(session.run("propose all price 5 USD").hasPrefix("in My Influencers: `propose` for 5: 5 would change\n"))
    #expect(
      session.run("propose all price 5 USD when followers is at least 4_000").hasPrefix(
        "in My Influencers, when followers is at least 4_000: `propose` for 2: 2 would change\n"))
    session.run("payments")
    #expect(session.run("pay all") == "in Payments: nobody is selected; nothing is changed\n")
    session.run("pay all amount 5 USD when price is at least 1 USD method offline")
    #expect(
      session.complained.contains("`method offline` stands behind the condition, which goes on to the end of the line"))
    #expect(
      session.complained.contains(
        "write it before `when`: `pay all amount \"5 USD\" method offline when price is at least 1 USD`"))
    session.run("decline all when price is at least 1 USD because \"too much\"")
    #expect(session.complained.contains("`decline all because \"too much\" when price is at least 1 USD`"))
    session.run("decline all when prise is at least 1 USD because \"x\"")
    #expect(session.complained.contains("does not hold together"))
    #expect(session.run("tag all as \"vip\"") == "in Payments: nobody is selected; nothing is changed\n")
    session.run("my influencers")
    #expect(session.run("tag all as \"vip\"").hasPrefix("in My Influencers: 5 influencers\n"))
  }

  @Test func daysAreTypedAsTheyArePrinted() throws {
    let session = try Session(details: ["accepting": "open"])
    for (name, day) in [("ann", "today"), ("ben", "2026-02-28T23:00:00Z"), ("cleo", "2026-02-28")] {
      session.run("propose \(name) price 5 USD", "accept \(name)", "disable discount \(name) since \(day)")
      #expect(session.complained == "", "\(day): \(session.complained)")
    }
    session.run("disable discount dan since monday")
    #expect(session.complained.contains("`since`: `monday` is not a date, such as `2026-03-01`"))
    #expect(try session.problems() == [])
  }

  @Test func whatIsOnlyRecordedIsNoChange() throws {
    let session = try Session()
    session.answer = false
    let said = session.run("invite all")
    #expect(said.contains("`invite` for 5: 0 would change, 5 would only be recorded"), "\(said)")
    #expect(said.contains("recorded, and no line of the workflow does anything about it here: Ann, Ben"), "\(said)")
  }

  @Test func misspelledWordsDoNotBecomeValues() throws {
    let session = try Session()
    session.run("propose eve price 5 USD", "accept eve", "propose ann price 5 USD")
    for (line, words) in [
      ("decline ann becuase \"x\"", "`decline` has no value called `becuase`; write `because`"),
      (
        "decline ann too expensive",
        "`too expensive` is several words; a text stands in quotes: `reason \"too expensive\"`"
      ),
      ("negotiate ann price 9 USD becuase", "`negotiate` takes no reason; leave `becuase` out"),
      ("negotiate ann prcie 9 USD", "`negotiate` has no value called `prcie`; write `price`"),
      ("order eve trackin 5", "`trackin 5` is several words"),
      ("order eve trackin \"5\"", "`order` has no value called `trackin`; it has `order`, `cost`"),
      ("negotiate ann price 5 USD price 6 USD", "`price` is given twice; write it once"),
      ("accept ann and ben", "`accept` takes one name and nothing after it, and `and` is too much"),
      ("negotiate ann", "`negotiate` needs `price`: money"),
      ("accept all if price is at least 5 USD", "`accept all when price is at least 5 USD`"),
      ("connect ann instagrm @x", "no platform is called `instagrm`; write `instagram`"),
      ("my influencers by Since dwn", "`dwn` is no way to sort; write `down`"),
      ("set accepting to 2026-05-01 to 2026-04-01", "the last day, 2026-04-01, is before the first"),
      ("pay eve amuont 5 USD", "`pay` has no value called `amuont`; write `amount`"),
    ] {
      let complaint = complaint(session, line)
      #expect(complaint.contains(words), "\(line): \(complaint)")
    }
    #expect(session.run("show ann").contains("Proposed"))
    #expect(session.run("decline ann \"too expensive\"").hasPrefix("Ann: Declined"), "\(session.complained)")
    #expect(session.run("order eve \"#5\" cost 3 USD").hasPrefix("Eve: Active"), "\(session.complained)")
  }

  @Test func aConditionIsSpokenOfByItself() throws {
    let session = try Session()
    for condition in ["note is 5", "followers is at least", "followers", "", "followers is at least 5 and"] {
      let complaint = complaint(session, "propose all price 5 USD when \(condition)")
      #expect(
        !complaint.isEmpty && !complaint.contains("`note` stands") && !complaint.contains("probe"), "\(complaint)")
    }
    for (condition, words) in [
      ("tag is vip", "`tag is \"vip\"`"), ("stage is Proposed", "`in proposed`"),
      ("stage is not active", "`not (in active)`"),
      ("country is \"US\"", "`when country is set and country is \"US\"`"),
      ("country is \"US\" or followers is 5", "`when country is set and (country is \"US\" or followers is 5)`"),
      ("event.price is 5 USD", "there are `price`"), ("name is \"Ann\"", "there are `price`, `first_name`"),
      ("followers is at least 5 go to x", "has a word too many"),
      ("followers is at least 5 because \"x\"", "has a word too many"), ("end", "write a field, or something like"),
    ] {
      let complaint = complaint(session, "propose all price 5 USD when \(condition)")
      #expect(complaint.contains(words) && !complaint.contains("event.price`,"), "\(condition): \(complaint)")
    }
    session.answer = false
    for condition in [
      "not (in active)", "in proposed", "country is set and (country is \"US\" or followers is 5)", "tag is \"vip\"",
      "followers is at least 10_000 and followers is at most 50_000",
    ] {
      #expect(complaint(session, "propose all price 5 USD when \(condition)").isEmpty, "\(session.complained)")
    }
    #expect(complaint(session, "propose all price 5 USD when").contains("write a condition behind `when`"))
    #expect(
      complaint(session, "propose all price 5 USD when folowers is at least 5").contains(
        "no field is called `folowers`; write `followers`"))
  }

  @Test func halfALineSaysHowItIsWritten() throws {
    let session = try Session()
    for (line, form) in [
      ("show", "`show mia`"), ("set", "`set NAME to VALUE`"), ("set accepting", "`set NAME to VALUE`"),
      ("save view", "`save view \"big offers\" as"), ("save", "`save view"), ("possible", "`possible mia`"),
      ("forget", "`forget mia@example.com`"), ("add", "`add mia@example.com`"), ("page", "`page 2`"),
      ("add all", "behind `when`"), ("leaks x", "`leaks 2`"), ("campaign", "`campaign NAME`"),
      (".open", "`.open NAME`"), ("tax form", "`tax form mia W-9`"),
    ] {
      let complaint = complaint(session, line)
      #expect(complaint.contains(form), "\(line): \(complaint)")
    }
    #expect(complaint(session, "ann").contains("`ann` is somebody here") && session.complained.contains("`show ann`"))
    session.run("program")
    let complaint = complaint(session, "accept ann")
    #expect(
      complaint.contains("`accept ann` is said inside a campaign; open one first, as in `Spring`"), "\(complaint)")
  }

  @Test func aPaymentThatIsTakenBackIsNamed() throws {
    let session = try Session()
    session.run("propose ann price 100 USD", "accept ann")
    #expect(complaint(session, "cancel payment ann").contains("Ann: nothing was paid that could be cancelled"))
    session.run("pay ann 30 USD")
    let paid = complaint(session, "cancel payment ann")
    #expect(paid.contains("30.00 USD was paid without a name"), "\(paid)")
    #expect(paid.contains("`cancel payment ann@example.com amount 30.00 USD`"), "\(paid)")
    #expect(session.run("cancel payment ann@example.com amount 30 USD").contains("30.00 USD cancelled"))
  }

  @Test func aMailWithoutATemplateIsNotSent() throws {
    let session = try Session()
    #expect(complaint(session, "email ann \"welcom\"").contains("there is no template yet"))
    try session.engine.transaction { () throws(EngineError) in
      try session.engine.asking { (store) throws(StoreError) in
        try store.write(TemplateRow(name: "welcome", campaign: 0, subject: "", body: "Hello"))
      }
    }
    let complaint = complaint(session, "email ann \"welcom\"")
    #expect(complaint.contains("no template is called `welcom`; write \"welcome\""), "\(complaint)")
    #expect(complaint.contains("workroom template set \"welcom\" --db"))
    #expect(session.run("email ann \"welcome\"") == "Ann: Invited; mail \"welcome\"\n")
  }

  @Test func moneyIsShownAsItIsWritten() throws {
    let session = try Session()
    for (text, words) in [
      ("300USD", "write `300 USD`"), ("$300", "write `300 USD`"), ("USD 300", "write `300 USD`"),
      ("300 usd", "write `300 USD`"), ("1,000 USD", "write `1000 USD`"), ("1,000.50 USD", "write `1000.50 USD`"),
      ("300,5 USD", "write `300.5 USD`"), ("300EUR", "amounts here are in USD"), ("€300", "in three letters"),
      ("0.001 USD", "USD has 2 decimals"), ("300 XYZ", "no currency has the code `XYZ`"),
      ("5 USD 6", "one amount and its currency"), ("abc", "is not money, such as `300 USD`"),
      ("99999999999999999999 USD", "more than can be counted"), ("300", "write its currency, as in `300 USD`"),
    ] {
      let complaint = complaint(session, "propose ann price \(text)")
      #expect(complaint.contains(words), "\(text): \(complaint)")
    }
    #expect(session.run("propose ann price 300.5 USD") == "Ann: Proposed\n")
  }

  @Test func theUsualWordsWorkWithoutADot() throws {
    let session = try Session()
    #expect(session.run("help").hasPrefix("Where to go\n"))
    session.run("quit")
    #expect(session.console.isOver)
  }

  @Test func currencyAndTimeZoneStay() throws {
    let session = try Session()
    #expect(complaint(session, "set currency to EUR").contains("`currency` is chosen when a campaign is created"))
    #expect(complaint(session, "set time_zone to Europe/Berlin").contains("--set time_zone=Europe/Berlin"))
    #expect(session.run("set accepting to 2026-03-01 to 2026-03-31").contains("`accepting` is now"))
    #expect(session.run("set accepting to yesterday to tomorrow") == "`accepting` is now 2026-02-28 to 2026-03-02\n")
  }

  @Test func aFileThatCannotBeMadeIsSaidBefore() throws {
    let session = try Session()
    #expect(complaint(session, ".save /nonexistent/x").contains("nothing can be written into `/nonexistent`"))
    #expect(complaint(session, ".output /nonexistent/x").contains("nothing can be written into `/nonexistent`"))
  }

  /// The answer says which post a verdict took, and where somebody stands by all that followed.
  @Test func theAnswerTellsWhatWasMeantAndWhatFollowed() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann", "post ann content \"https://a.example/1\"")
    #expect(session.run("reject ann").contains("(`https://a.example/1` is rejected, and counts no more"))
    #expect(session.run("approve ann content \"https://a.example/1\"").contains("here\n"), "\(session.said)")
    session.run("decline ann reason \"too small\"")
    #expect(
      session.complained.contains("`why not ann decline reason \"too small\"` tells more"), "\(session.complained)")
    try session.engine.transaction { () throws(EngineError) in
      let gifts = try session.engine.createCampaign(
        named: "Gifts", source: SourceText(name: "gifts.workflow", text: ""),
        details: [WrittenValue(name: "gifts", text: "Mug")])
      for person: Int64 in [1, 2] { _ = try session.engine.assign(person, to: gifts.id) }
    }
    session.run("program", "Gifts", "propose ann price 1 USD", "accept ann", "order ann \"#1\"", "fulfill ann")
    let back = session.run("return ann")
    #expect(back.contains("Ann: To order") && !back.contains("no line of the workflow"), "\(back)\(session.complained)")
    // Nothing is told of whoever has no order, and many of them are counted.
    let bulk = session.run("my influencers", "deliver all")
    #expect(bulk.contains("1 would refuse") && bulk.contains("they have no order that could be sent"), "\(bulk)")
    #expect(session.run("fulfillment columns Influencer, \"Order number\"").contains("#1"), "\(session.complained)")
  }
}
