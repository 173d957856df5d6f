import Testing
import WorkroomConsole
import WorkroomEngine
import WorkroomStore

/// Tables, their pages and saved views; what can be typed next.
@Suite struct TableTests {
  @Test func pagesAreTurned() throws {
    let session = try Session()
    #expect(session.run(".rows 2", "my influencers").contains("page 1 of 3: rows 1 to 2 of 5"))
    #expect(session.run("more").contains("Cleo"))
    #expect(session.run("page 3").contains("Eve"))
    session.run("more")
    #expect(session.complained.contains("there is no page 4; the last one is 3"))
    #expect(session.run("my influencers page 2").contains("Dan"))
    // What another program reads is whole.
    #expect(session.run(".mode csv", "my influencers").split(separator: "\r\n").count == 6)
    session.run(".rows 0")
    #expect(session.complained.contains("from 1 to"))
  }

  @Test func columnsOrderAndCondition() throws {
    let session = try Session()
    let csv = session.run(
      ".mode csv", "my influencers columns Influencer, Reach by Reach down when followers is at least 3_000")
    #expect(csv == "Influencer,Reach\r\nEve,5000\r\nDan,4000\r\nCleo,3000\r\n", "\(session.complained)")
    session.run("my influencers by Reech")
    #expect(session.complained.contains("write `Reach`"))
    session.run("my influencers when folowers is at least 3")
    #expect(session.complained.contains("does not hold together"))
    session.run("my influencers nonsense")
    #expect(session.complained.contains("`nonsense` is too much after `my influencers`"))
    session.run("batches when followers is at least 3")
    #expect(session.complained.contains("lists something else"))
  }

  @Test func viewsAreKept() throws {
    let session = try Session()
    session.run("save view \"big ones\" as my influencers columns Influencer when followers is at least 4_000")
    #expect(session.run("view big ones").contains("Dan"))
    #expect(session.run("views").contains("my influencers columns Influencer when followers is at least 4_000"))
    session.run("save view small as my influencers when follwers is at most 1")
    #expect(session.complained.contains("does not hold together"))
    session.run("view bigones")
    #expect(session.complained.contains("write `view big ones`"))
    #expect(session.run("delete view big ones") == "the view `big ones` is deleted\n")
    #expect(session.run("views").contains("none yet"))
  }

  @Test func aViewMayNameWhatNobodyIsOwedYet() throws {
    let session = try Session(details: ["accepting": "open"])
    #expect(session.run("save view m as payments columns Influencer, Fee by Fee down").contains("`view m` shows"))
    #expect(session.run(".mode csv", "view m") == "Influencer,Fee\r\n", "\(session.complained)")
    session.run("propose ann price 100 USD", "accept ann")
    #expect(session.run("view m") == "Influencer,Fee\r\nAnn,100.00 USD\r\n", "\(session.complained)")
    session.run("payments columns Influencer, Gift")
    #expect(session.complained.contains("`Payments` has no column `Gift`"))
  }

  @Test func viewsHaveLimits() throws {
    let session = try Session()
    session.run("save view \(String(repeating: "n", count: 61)) as proposals")
    #expect(session.complained.contains("at most 60 letters"))
    #expect(session.run("save view \(String(repeating: "n", count: 60)) as proposals").contains("shows proposals"))
    let long = "my influencers columns Influencer" + String(repeating: ",Influencer", count: 369)
    #expect(session.run("save view long as \(long)").contains("`view long` shows"), "\(session.complained)")
    session.run("save view longer as \(long),Influencer")
    #expect(session.complained.contains("at most 4096"))
    let store = session.engine.store
    for number in 3...200 { try store.write(view: "v\(number)", "proposals") }
    session.run("save view more as proposals")
    #expect(session.complained.contains("there are 200 views, which is the most"))
    #expect(session.run("save view v7 as progress").contains("shows progress"))
  }

  @Test func onlyWhatIsPossibleIsOffered() throws {
    let session = try Session()
    #expect(!session.completions("").contains("accept"))
    session.run("propose ben price 5 USD")
    #expect(session.completions("").contains("accept"))
    #expect(session.completions("accept ") == ["ben@example.com", "all"])
    #expect(session.completions("accept a") == ["all"])
    #expect(session.completions("show c") == ["cleo@example.com"])
    #expect(session.completions("pro") == ["proposals", "progress", "propose"])
    #expect(!session.completions(".").contains(".differences"))
  }

  @Test(arguments: [
    ("refund", "refund WHO conversion ... [item ...] [rate ...] amount ...   sends"),
    ("restore", "restore WHO conversion ... [subtotal ...] [rate ...]   sends"),
    ("convert", "convert WHO conversion ... subtotal ... [item ...] [rate ...] [code ...]   sends"),
    ("pay", "pay WHO [amount ...] [method ...] [payment ...] [batch ...] [advance ...]   sends"),
    ("cancel payment", "cancel payment WHO [amount ...] [payment ...] [method ...] [pending ...] [reason ...]   sends"),
  ]) func whatAPersonSaysIsListed(_ word: String, _ line: String) throws {
    let session = try Session()
    #expect(session.run("?\(word)").contains(line), "\(session.said)")
  }

  @Test func whatAPersonDoesNotSayIsNotOffered() throws {
    let session = try Session()
    #expect(session.completions("refund ann ").contains("amount"))
    #expect(!session.completions("refund ann ").contains("subtotal"))
    #expect(session.completions("convert ann ").contains("subtotal"))
  }

  @Test func namesColumnsFieldsAndCurrenciesAreOffered() throws {
    let session = try Session(details: ["accepting": "open"])
    session.run("propose ann price 5 USD", "accept ann")
    // Of somebody for whom nothing waits what is only recorded may be sent all the same.
    #expect(session.completions("note ev") == ["eve@example.com"])
    #expect(session.completions("accept e") == [])
    #expect(session.completions("propose ben pri") == ["price"])
    #expect(session.completions("propose ben price ") == [])
    #expect(session.completions("propose ben price 10 ") == ["USD"])
    #expect(!session.completions("propose ben price 10 USD ").contains("price"))
    #expect(session.completions("pay ann method ") == ["cash", "offline"])
    #expect(session.completions("pay ann advance ") == ["yes", "no"])
    #expect(session.completions("accept all w") == ["when"])
    #expect(session.completions("accept all when fol") == ["followers"])
    #expect(session.completions("accept all when followers ") == [])
    #expect(session.completions("accept all when followers is set and pri") == ["price"])
    #expect(session.completions("progress ") == ["columns", "by", "when", "others"])
    #expect(session.completions("progress columns ").contains("Influencer"))
    #expect(session.completions("progress columns Influencer, St") == ["Status"])
    #expect(session.completions("progress columns Influencer by Si") == ["Since"])
    #expect(session.completions("progress when pl") == ["platform"])
    #expect(session.completions("conversions an") == ["ann@example.com"])
  }

  @Test func longLinesGoOn() throws {
    let session = try Session()
    session.run("my influencers \\")
    #expect(session.console.prompt == "...> ")
    #expect(session.run("when followers is at least 5_000").contains("Eve"))
    session.run("decline ann because \"no")
    #expect(session.console.prompt == "...> ")
    #expect(session.console.forgetBegun())
    #expect(session.console.prompt.hasPrefix("Spring"))
  }

  @Test func nextTurnsItsPages() throws {
    let session = try Session()
    session.run("propose ann price 5 USD", "propose ben price 5 USD")
    #expect(session.run(".rows 1", "next").contains("page 1 of 2"))
    #expect(session.run("more").contains("Ben"))
    #expect(session.run("next influencer").contains("Cleo"))
    session.run("next manger")
    #expect(session.complained.contains("write `next manager`"))
  }
}
