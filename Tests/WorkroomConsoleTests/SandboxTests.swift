import Testing
import Workroom
import WorkroomConsole
import WorkroomEngine
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// A copy in which everything can be tried and taken back.
@Suite struct SandboxTests {
  @Test func nothingReachesTheLiveDatabase() throws {
    let place = try TemporaryPath()
    let session = try Session(path: place.path, sandbox: true)
    #expect(session.console.prompt.contains("[SANDBOX 2026-03-01T09:00]"))
    #expect(session.run(".differences").contains("nothing: the live database would be as it is"))
    session.run("propose ann price 100 USD", "accept ann", ".clock +31d")
    let said = session.run(".differences")
    #expect(said.contains("Ann"), "\(said)\(session.complained)")
    #expect(said.contains("+A") && said.contains("owed 0.00 USD → 100.00 USD"), "\(said)")
    #expect(said.contains("No reply"))
    #expect(try session.problems() == [])
    let live = try Engine.open(path: place.path, mode: .existing)
    #expect(try Standpoints(live, campaign: 1).points.map(\.count) == [5])
    #expect(live.clock.now == Session.start)
  }

  /// Every form in which a time is printed is a form in which it is typed.
  @Test func aTimeIsTypedAsItIsPrinted() throws {
    let place = try TemporaryPath()
    let session = try Session(path: place.path, sandbox: true)
    for (typed, shown) in [
      ("+3d", "2026-03-04T09:00:00Z"), ("+90 minutes", "2026-03-04T10:30:00Z"), ("2026-03-05", "2026-03-05T00:00:00Z"),
      ("2026-03-05 15:07", "2026-03-05T15:07:00Z"), ("\"2026-03-05 15:08\"", "2026-03-05T15:08:00Z"),
      ("2026-03-05T15:09", "2026-03-05T15:09:00Z"), ("2026-03-05T15:10:00Z", "2026-03-05T15:10:00Z"),
    ] {
      #expect(session.run(".clock \(typed)").hasPrefix("\(shown), "), "\(typed): \(session.complained)")
    }
    // What the explanation names is typed as it stands there.
    let advice = session.run("why not ben \"no reply\"")
    let time = try #require(
      advice.firstRange(of: "wait until ").map { advice[$0.upperBound...].prefix(16) }, "\(advice)\(session.complained)"
    )
    #expect(session.run(".clock \(time)").contains("timer"), "\(session.complained)")
    #expect(session.run(".clock tomorrow").contains("T00:00:00Z, "), "\(session.complained)")
    session.run(".clock soon")
    #expect(session.complained.contains(WrittenTime.forms) && session.complained.contains(WrittenTime.steps))
  }

  @Test func linesAreTakenBackOneByOne() throws {
    let place = try TemporaryPath()
    let session = try Session(path: place.path, sandbox: true)
    session.run("propose ann price 100 USD", "my influencers", "accept ann", ".clock +3d")
    #expect(session.run(".undo") == "taken back: .clock +3d\n")
    #expect(session.engine.clock.now == Session.start)
    #expect(session.run(".undo") == "taken back: accept ann\n")
    #expect(session.run("show ann").contains("Proposed"))
    #expect(session.run(".undo") == "taken back: propose ann price 100 USD\n")
    session.run(".undo")
    #expect(session.complained.contains("nothing was changed yet"))
    #expect(session.run("propose ann price 5 USD") == "Ann: Proposed\n")
    #expect(try session.problems() == [])
  }

  @Test func detailsTermsValuesAndTheDirectoryAreDifferencesToo() throws {
    let place = try TemporaryPath()
    let session = try Session(path: place.path, sandbox: true)
    session.run("tag ann as \"vip\"", "remark ben \"kind\"", "set accepting to 2026-03-01 to 2026-03-31")
    session.run(
      "propose cleo price 100 USD", "accept cleo", "adjust discount cleo ends 2026-03-20",
      "negotiate dan price 5 USD")
    let said = session.run(".differences")
    for words in [
      "Ann, tags", "vip", "Ben, remark of 2026-03-01", "kind", "detail `accepting`", "2026-03-01 to 2026-03-31",
      "+A (to 2026-03-20)", "price 0.00 USD → 100.00 USD",
    ] {
      #expect(said.contains(words), "\(words): \(said)\(session.complained)")
    }
    session.run("tag cleo as \"kind\"", ".undo")
    #expect(!session.run(".differences").contains("Cleo, "), "\(session.said)")
    session.run("tag ann as \"loud\"")
    #expect(session.run(".undo") == "taken back: tag ann as \"loud\"\n")
    #expect(!session.run(".differences").contains("loud"))
  }

  /// A name that was erased is no other sale.
  @Test func whoIsForgottenHasNoNewSales() throws {
    let place = try TemporaryPath()
    let session = try Session(path: place.path, sandbox: true) { live in
      let console = Console(
        live, roles: ["manager"], assumesYes: true, isInteractive: false, colour: .off, width: 200)
      console.output = { _ in }
      for line in [
        "Spring", "propose ann price 100 USD", "accept ann", "convert ann conversion A1 subtotal 10 USD",
        "convert ann conversion A2 subtotal 20 USD", "void ann conversion A1",
      ] {
        console.run(line)
      }
    }
    session.run("forget ann@example.com", "void \"influencer 1\" conversion A2", ".mode csv")
    let said = session.run(".differences")
    #expect(said.contains("conversion A2: recorded, 20.00 USD → voided, 0.00 USD"), "\(said)\(session.complained)")
    #expect(!said.contains("+conversion") && !said.contains("conversion A1"), "\(said)")
  }

  @Test func salesDraftsAndStockAreAmongTheDifferences() throws {
    let place = try TemporaryPath()
    let session = try Session(path: place.path, sandbox: true) { live in
      try live.transaction { () throws(EngineError) in
        var mug = ProductRow(name: "Mug", currency: Int64(Currency.usd.packed))
        mug.inventory = 3
        let product = mug
        _ = try live.asking { (store) throws(StoreError) in try store.write(product) }
      }
    }
    session.run("propose ann price 100 USD", "accept ann", "submit draft ben content c1")
    session.run("convert ann conversion \"#1\" subtotal 84.50 USD", "order ann #7 products Mug")
    let said = session.run(".differences")
    #expect(said.contains("+conversion #1: recorded, 84.50 USD, +order #7: created"), "\(said)\(session.complained)")
    #expect(said.contains("+content c1: draft submitted"), "\(said)")
    let stock = try #require(said.split(separator: "\n").first { $0.contains("left of Mug") }, "\(said)")
    #expect(stock.split(separator: " ").suffix(2) == ["3", "2"])
    #expect(session.run("void ann conversion \"#1\"", ".differences").contains("+conversion #1: voided, 0.00 USD"))
  }

  @Test func whoIsForgottenAndWhatIsDismissedAreDifferences() throws {
    let place = try TemporaryPath()
    let session = try Session(path: place.path, sandbox: true) { live in
      try live.transaction { () throws(EngineError) in
        for name in ["a", "b"] {
          var post = PostRow(platform: "instagram", post: name, url: "https://example.org/\(name)", posted: 0)
          post.reason = "nobody has the account `\(name)`"
          let waiting = post
          _ = try live.asking { (store) throws(StoreError) in try store.write(waiting) }
        }
      }
    }
    session.run("propose ann price 100 USD", "forget ann@example.com", "content dismiss 1")
    let said = session.run(".differences")
    for words in [
      "Ann", "erased for ever: names, email", "post 1, https://example.org/a", "waits: ",
      "dismissed; the next file does not bring it back",
    ] {
      #expect(said.contains(words), "\(words): \(said)\(session.complained)")
    }
    #expect(!said.contains("example.org/b"))
    #expect(session.run(".undo") == "taken back: content dismiss 1\n")
    #expect(!session.run(".differences").contains("example.org/a"))
    let undone = session.run(".undo")
    #expect(undone == "taken back: forget ann@example.com\n", "\(session.complained)")
    #expect(!session.run(".differences").contains("erased"))
    let live = try Engine.open(path: place.path, mode: .existing)
    #expect(try live.asking { (store) throws(StoreError) in try store.post(1) }?.state == .review)
  }

  @Test func whatWasToldLastIsNotToldAgainAtTheEnd() throws {
    let place = try TemporaryPath()
    let session = try Session(path: place.path, sandbox: true)
    session.run("propose ann price 100 USD", ".differences")
    let said = session.said
    session.console.end()
    #expect(session.said == said)
    session.run("accept ann")
    session.console.end()
    #expect(session.said.contains("What would be different"))
  }

  @Test func aLiveDatabaseCannotGoBack() throws {
    let session = try Session()
    session.run(".undo")
    #expect(session.complained.contains("this database counts") && session.complained.contains("--sandbox"))
    session.run(".differences")
    #expect(session.complained.contains("this is no sandbox"))
  }
}
