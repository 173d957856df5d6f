import Testing
import WorkroomDelivery
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// A template that is set can be filled, or says for whom it cannot.
@Suite struct TemplateTests {
  private func problem(_ body: String, subject: String = "Hello", _ office: Office? = nil) throws -> String? {
    let office = try office ?? Office()
    do {
      try office.template("invitation", subject: subject, body: body)
      return nil
    } catch { return "\(error)" }
  }

  @Test func valuesAreKnownByName() throws {
    #expect(try problem("Hi [first_name or \"there\"], [campaign] pays [price]; [[not a value]") == nil)
    #expect(try problem("Hi [frist_name or \"x\"]")?.contains("write `[first_name]`") == true)
    #expect(try problem("one\ntwo [first_name]")?.contains("line 2") == true)
    #expect(try problem("[first_name]")?.contains("as in `[first_name or \"there\"]`") == true)
    #expect(try problem("[budget or \"nothing\"]") == nil)
    #expect(try problem("[budget]")?.contains("may be unset") == true)
    #expect(try problem("[price")?.contains("never closed") == true)
    #expect(try problem("[first_name or there]")?.contains("a text in quotes") == true)
    #expect(try problem("[first name]")?.contains("is no value") == true)
    #expect(try problem("x", subject: "Two\nlines")?.contains("one line") == true)
    #expect(try problem("x\u{202E}")?.contains("cannot be seen") == true)
  }

  @Test func whatOnlySomeWorkflowsHaveNeedsAWord() throws {
    let office = try Office()
    #expect(try problem("[price]", office) == nil)
    try office.engine.transaction { () throws(EngineError) in
      let text = "workflow \"Other\"\nrecord\n  size  text  optional\nend\nstage a\nend\n"
      _ = try office.engine.createCampaign(
        named: "Other", source: SourceText(name: "o.workflow", text: text), details: [])
    }
    #expect(try problem("[price]", office)?.contains("may be unset") == true)
    #expect(try problem("[size or \"M\"] [price or \"0\"]", office) == nil)
  }

  @Test func aCampaignsOwnTemplateGoesFirst() throws {
    let office = try Office()
    try office.template("invitation", body: "for all")
    try office.engine.transaction { () throws(EngineError) in
      let row = try office.engine.campaign(office.campaign).row
      try TemplateBook(office.engine).set("invitation", campaign: row, subject: "x", body: "for Spring")
    }
    try office.connect(.email)
    try office.send("Mia", "influencer.invited")
    #expect(try office.deliver().delivered == 1)
    #expect(office.mails().first?.contains("for Spring") == true)
  }

  @Test func valuesOfOthersStayText() throws {
    let office = try Office(people: [])
    try office.add("[price]\nBcc: all@example.com") { $0.email = "mia@example.com" }
    try office.template("invitation", subject: "Hi [first_name or \"x\"]", body: "Hi [first_name or \"x\"]")
    try office.connect(.email)
    try office.send("[price]\nBcc: all@example.com", "influencer.invited")
    #expect(try office.deliver().delivered == 1)
    let mail = try #require(office.mails().first)
    #expect(mail.contains("Subject: Hi [price] Bcc: all@example.com\r\n"))
    #expect(!mail.contains("\nBcc"))
  }

  @Test func whatAWorkflowAsksForIsKnown() throws {
    let text = "stage a\n  on influencer.invited send email \"one\"\n  after 2 days send email \"two\"\nend\n"
    let workflow = try #require(Checker.check(SourceText(name: "s", text: text)).workflow)
    let uses = TemplateBook.uses(in: workflow).filter { $0.line != nil }
    #expect(uses.map(\.name) == ["one", "two"])
    #expect(uses.map(\.line) == [2, 3])
  }

  @Test func sizesHaveLimits() throws {
    #expect(try problem("x", subject: String(repeating: "s", count: 200)) == nil)
    #expect(try problem("x", subject: String(repeating: "s", count: 201)) != nil)
    #expect(try problem(String(repeating: "b", count: 256 << 10)) == nil)
    #expect(try problem(String(repeating: "b", count: 256 << 10 + 1)) != nil)
  }

  @Test func aNameHas255Bytes() throws {
    let office = try Office()
    try office.template(String(repeating: "n", count: 255))
    #expect(throws: EngineError.self) { try office.template(String(repeating: "n", count: 256)) }
    #expect(throws: EngineError.self) { try office.template("two\nlines") }
  }

  @Test func aFileHoldsSubjectAndBody() {
    let file = TemplateFile("Subject: Hello\r\n\r\nOne\r\nTwo\r\n")
    #expect(file?.subject == "Hello")
    #expect(file?.body == "One\nTwo\n")
    #expect(TemplateFile("Hello\n\nOne") == nil)
    #expect(TemplateFile("Subject: Hello\nOne") == nil)
  }

  @Test func linesAreThoseOfTheFile() throws {
    let file = try #require(TemplateFile("Subject: Hello\n\nHi [nobody]\n"))
    let names = TemplateNames([])
    let told = TemplateBook.problem(
      subject: file.subject, body: file.body, names, firstLine: TemplateFile.bodyLine)
    #expect(told?.hasPrefix("its body, line 3 of the file: there is no value called `nobody`") == true, "\(told ?? "")")
    #expect(
      TemplateBook.problem(subject: "x", body: "a\u{7}", names, firstLine: 3)?.hasPrefix("line 3 of the file") == true)
    #expect(TemplateBook.problem(subject: "x", body: "a\u{7}", names)?.hasPrefix("line 1 of the body") == true)
  }
}
