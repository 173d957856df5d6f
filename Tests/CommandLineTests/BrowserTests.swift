import Testing

/// The manager's page in a real browser, at the widths of a telephone, a tablet and a desk.
@Suite struct BrowserTests {
  private func page() throws -> (folder: Folder, address: String) {
    let folder = try Sample.copyOfPlayed()
    let file = folder.path("page.html")
    let written = try Workroom.run(
      "report", "--db", folder.path("demo.workroom"), "--campaign", "Ambassador launch", "--format", "html", "--output",
      file, in: folder)
    try #require(written.status == 0, "\(written.talk)")
    return (folder, "file://\(file)")
  }

  @Test(.enabled(if: Peers.areWanted, Browser.words))
  func aPageFitsSortsAndIsUsedByKeys() throws {
    let (folder, address) = try page()
    let browser = try Browser(folder)
    for (width, dark) in [(360, false), (820, true), (1440, false)] {
      try browser.open("\(address)?\(width)", width: width, dark: dark)
      #expect(try browser.value("document.documentElement.scrollWidth <= innerWidth") == "true", "wider than \(width)")
      #expect(try browser.value("document.querySelectorAll('.panel:not([hidden])').length") == "1")
      // Every part, one after another, fits too, and what is written can be read on what is behind it.
      let wide = try browser.value(
        "[...document.querySelectorAll('[role=tab]')].filter(tab => { tab.click(); return document.documentElement.scrollWidth > innerWidth || document.getElementById(tab.getAttribute('aria-controls')).hidden }).map(tab => tab.id)"
      )
      #expect(wide == "", "\(wide) at \(width)")
      let colours = "getComputedStyle(document.body)"
      #expect(try browser.value("\(colours).color != \(colours).backgroundColor") == "true")
    }
    #expect(browser.complaints.isEmpty, "\(browser.complaints)")
  }

  @Test(.enabled(if: Peers.areWanted, Browser.words))
  func thePageWorksUnderItsOwnPolicy() throws {
    let browser = try #require(Browser.path)
    let folder = try Sample.copyOfPlayed()
    let db = folder.path("demo.workroom")
    #expect(
      Sample.execute("UPDATE influencer SET first_name = '</script><img src=x onerror=\"document.title=1\">'", db))
    let made = try Workroom.run(
      "report", "--db", db, "--campaign", "Ambassador launch", "--format", "html", "--output",
      folder.path("report.html"), in: folder)
    #expect(made.status == 0, "\(made.talk)")
    let process = try Workroom.start(
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=4000",
        "--dump-dom", "file://\(folder.path("report.html"))#people",
      ], of: browser, output: folder.path("dom"), talk: folder.path("console"), in: folder)
    #expect(Workroom.wait(for: process) == 0)
    let dom = folder.read("dom")
    // Only the script makes buttons of the headings, hides panels and counts rows.
    #expect(dom.contains("class=\"scripted\""))
    #expect(dom.contains("1 to 50 of 340"))
    #expect(dom.contains("aria-sort=\"descending\" class=\"n\" title="))
    #expect(dom.matches(of: /role="tabpanel"[^>]*hidden=""/).count > 8)
    #expect(dom.contains("<title>Ambassador launch</title>"), "no script of others has run")
    #expect(!dom.contains("<img"))
    let console = folder.read("console")
    #expect(!console.contains("CONSOLE"), "\(console)")
  }

  @Test(.enabled(if: Peers.areWanted, Browser.words))
  func tablesAreSortedFilteredAndReachedByKeys() throws {
    let (folder, address) = try page()
    let browser = try Browser(folder)
    try browser.open("\(address)#payments", width: 1200)
    func cells(_ column: Int) throws -> String {
      try browser.value(
        "[...document.querySelectorAll('#table-payments tbody tr')].map(row => row.cells[\(column)].textContent).join('|')"
      )
    }
    #expect(try browser.value("document.querySelector('[aria-selected=true]').id") == "tab-payments")
    let before = try cells(0)
    #expect(try browser.value("document.querySelectorAll('#table-payments thead button').length") == "7")
    _ = try browser.value("document.querySelector('#table-payments thead button').click()")
    #expect(try browser.value("document.querySelector('#table-payments th').getAttribute('aria-sort')") == "ascending")
    let names = try cells(0).split(separator: "|").map { $0.lowercased() }
    #expect(try cells(0) != before && names == names.sorted() && names.count > 1)
    // A filter leaves what it fits, and says how many that are.
    _ = try browser.value(
      "{ const input = document.querySelector('#payments input'); input.value = '\(names[0])'; input.dispatchEvent(new Event('input')); }"
        .wrapped)
    _ = try browser.value("new Promise(done => setTimeout(done, 50))")
    #expect(try browser.value("document.querySelector('#payments output').textContent").contains("(of "))
    // Arrows go from tab to tab, and a tab that is chosen shows its part.
    _ = try browser.value("document.querySelector('#tab-payments').focus()")
    try browser.press("ArrowRight")
    #expect(try browser.value("document.activeElement.getAttribute('aria-selected')") == "true")
    #expect(try browser.value("document.activeElement.id") != "tab-payments")
    #expect(try browser.value("document.getElementById('payments').hidden") == "true")
    // Whatever takes a click has a name.
    let nameless =
      "[...document.querySelectorAll('button, a, input')].filter(part => !(part.textContent || part.labels?.length)).length"
    #expect(try browser.value(nameless) == "0")
    #expect(browser.complaints.isEmpty, "\(browser.complaints)")
  }
}

extension String {
  /// Statements as an expression.
  fileprivate var wrapped: String { "(() => \(self))()" }
}
