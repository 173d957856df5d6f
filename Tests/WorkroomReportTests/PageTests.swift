import Testing
import WorkroomEngine
import WorkroomExchange
import WorkroomReport
import WorkroomReporting
import WorkroomValues

/// The page as a reader of its bytes sees it: structure, policy, and what becomes of hostile text.
@Suite struct PageTests {
  private static let hostile = "</script><img src=x onerror=alert(1)>\"'&\u{202E}"

  private func scene() throws -> Scene {
    let scene = try Scene(codes: ["A", "B"])
    for name in ["Mia", PageTests.hostile] { try scene.add(name) }
    try scene.accept("Mia", at: "2026-03-02")
    try scene.accept(PageTests.hostile, at: "2026-03-02")
    let content = "https://x.example/<b>&\"'"
    try scene.send(PageTests.hostile, "content.posted", ["content": content, "views": "1200"], at: "2026-03-03")
    try scene.send("Mia", "conversion.recorded", ["conversion": "#1", "subtotal": "99.50 USD"], at: "2026-03-12")
    return scene
  }

  private func page(_ scene: Scene) throws -> String { try ReportPage.write(scene.report()).text }

  private func between(_ text: String, _ start: String, _ end: String) -> String {
    guard let from = text.firstRange(of: start)?.upperBound, let to = text[from...].firstRange(of: end)?.lowerBound
    else { return "" }
    return String(text[from..<to])
  }

  /// The rows of one table.
  private func data(_ page: String, _ table: String) throws -> JSONValue {
    let text = between(page, "<script type=\"application/json\" id=\"data-\(table)\">", "</script>")
    return try JSONReader.parse(Array(text.utf8), limits: JSONLimits(bytesMax: 1 << 24))
  }

  /// The page without its style and its script.
  private func markup(_ page: String) -> String {
    page.replacing(between(page, "<script>", "</script>"), with: "")
      .replacing(between(page, "<style>", "</style>"), with: "")
  }

  private func all(_ text: String, _ pattern: Regex<(Substring, Substring)>) -> [String] {
    text.matches(of: pattern).map { String($0.1) }
  }

  @Test func theSameDatabaseGivesTheSameBytes() throws {
    let scene = try scene()
    #expect(try page(scene) == page(scene))
  }

  @Test func nothingRunsOrLoadsButWhatThePolicyNames() throws {
    let page = try page(scene())
    let policy = between(page, "Content-Security-Policy\" content=\"", "\"")
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(!policy.contains("unsafe"))
    // The digests are those of what stands in the page, byte for byte.
    #expect(policy.contains("style-src 'sha256-\(Reference.digest(between(page, "<style>", "</style>")))'"))
    #expect(policy.contains("script-src 'sha256-\(Reference.digest(between(page, "<script>", "</script>")))'"))
    #expect(page.matches(of: /<script>/).count == 1)
    #expect(
      page.matches(of: /<script/).count == 1
        + page.matches(of: /<script type="application\/json" id="data-[a-z]+">/).count)
    #expect(page.matches(of: /<style/).count == 1)
    let markup = markup(page)
    #expect(markup.matches(of: /<[^>]*\s(style|src|srcset|action|on[a-z]+)=/).isEmpty)
    let links = all(page, /href="([^"]*)"/)
    #expect(links.allSatisfy { $0.hasPrefix("#") }, "\(links)")
    #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains("http://"))
  }

  @Test func textOfOthersIsText() throws {
    let page = try page(scene())
    let markup = markup(page)
    #expect(markup.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;‹U+202E›"))
    #expect(!markup.contains("<img") && !page.contains("\u{202E}"))
    #expect(markup.contains("https://x.example/&lt;b&gt;&amp;&quot;&#39;"))
    for rows in page.matches(of: /id="data-[a-z]+">([^<]*)</) { #expect(!rows.output.1.contains(">")) }
    guard case .array(let entries)? = try data(page, "people")["columns"],
      case .array(let names)? = entries[0]["values"]
    else {
      Issue.record("the names are gone")
      return
    }
    #expect(names.contains(.string("</script><img src=x onerror=alert(1)>\"'&‹U+202E›")))
  }

  @Test func tabsNameTheirPanelsInOrder() throws {
    let page = try page(scene())
    let tabs = all(page, /role="tab" id="tab-[a-z]+" href="#([a-z]+)"/)
    #expect(
      tabs == [
        "overview", "funnel", "stays", "people", "proposals", "progress", "pieces", "payments", "conversions", "pools",
        "messages", "workflow", "metrics",
      ])
    #expect(all(page, /role="tab"[^>]*aria-controls="([a-z]+)"/) == tabs)
    #expect(all(page, /role="tabpanel" id="([a-z]+)"/) == tabs)
    #expect(all(page, /aria-labelledby="tab-([a-z]+)"/) == tabs)
    #expect(markup(page).matches(of: /aria-selected="true"/).count == 1)
    let ids = all(page, /\sid="([^"]*)"/)
    #expect(Set(ids).count == ids.count, "an id stands twice")
    #expect(page.contains("<html lang=\"en\">") && page.contains("<a class=\"skip\" href=\"#figures\">"))
    #expect(ids.contains("figures"))
  }

  @Test func whatACampaignDoesNotHaveHasNoTab() throws {
    let scene = try Scene()
    try scene.add("Mia")
    let tabs = all(try page(scene), /role="tab" id="tab-([a-z]+)"/)
    #expect(tabs == ["overview", "funnel", "stays", "people", "workflow", "metrics"])
  }

  @Test func tablesAreReadWithoutAScript() throws {
    let page = try page(scene())
    let table = between(page, "id=\"table-people\"", "</table>")
    #expect(table.contains("<th scope=\"col\" aria-sort=\"descending\" class=\"n\" title="))
    #expect(all(table, /<th scope="row"[^>]*>([^<]*)</).first == "Mia", "whoever sold most comes first")
    #expect(table.contains("<td class=\"n\">99.50</td>"))
    for table in page.split(separator: "<table").dropFirst() {
      #expect(table.contains("<caption>") && table.contains("<th scope=\"col\""))
    }
  }

  @Test func rowsAreInTheDataAllOfThem() throws {
    let scene = try Scene()
    for index in 0..<120 { try scene.add("P\(index)") }
    let page = try page(scene)
    guard case .array(let rows)? = try data(page, "people")["rows"] else {
      Issue.record("there are no rows")
      return
    }
    #expect(rows.count == 120)
    #expect(between(page, "id=\"table-people\"", "</table>").matches(of: /<th scope="row"/).count == 50)
    #expect(page.contains("; the first 50 of 120"))
  }

  @Test func theRoomsHaveWhatTheirRowsSay() throws {
    let scene = try scene()
    try scene.send("Mia", "order.created", ["order": "o1"], at: "2026-03-13")
    try scene.send("Mia", "shipment.sent", ["shipment": "s1"], at: "2026-03-14")
    let page = try page(scene)
    func first(_ table: String) -> [String] {
      let body = between(between(page, "id=\"table-\(table)\"", "</table>"), "<tbody>", "</tr>")
      return all(body, /<t[hd][^>]*>([^<]*)</)
    }
    #expect(first("proposals") == ["Mia", "working", "300.00", "2026-03-02"] || first("proposals").count == 4)
    #expect(first("fulfillment") == ["Mia", first("proposals")[1], "1", "created", "2026-03-13", "sent"])
    #expect(first("conversions") == ["#1", "Mia", "2026-03-12", "99.50", "recorded"])
    #expect(first("payments").suffix(3) == ["309.95", "0.00", "309.95"])
    #expect(first("progress").count == 5)
    // What is voided is shown as that, and counts nowhere else.
    try scene.send("Mia", "conversion.voided", ["conversion": "#1"], at: "2026-03-15")
    let after = try self.page(scene)
    #expect(between(after, "id=\"table-conversions\"", "</table>").contains("voided"))
  }

  @Test func aTableOfAPageKeepsTheLargestRowsAndCountsTheRest() throws {
    func table(_ rows: Int) -> PageTable {
      var table = PageTable(
        id: "t", caption: "T", columns: [.init("N", .number(decimals: 0)), .init("S")], sortedBy: 0,
        rowsMax: ReportPage.rowsMax)
      for row in 0..<rows { table.append([row == 5 ? .missing : .number(Int128(row)), .text("r\(row)")]) }
      return table.finished
    }
    #expect(table(ReportPage.rowsMax).left == 0)
    let (more, many) = (table(ReportPage.rowsMax + 1), table(2 * ReportPage.rowsMax + 10))
    #expect(more.count == ReportPage.rowsMax && more.left == 1)
    #expect(many.count == ReportPage.rowsMax && many.left == ReportPage.rowsMax + 10)
    let html = many.html.text
    #expect(html.contains("<td class=\"long\">r\(2 * ReportPage.rowsMax + 9)</td>"), "the largest comes first")
    // Without an order the first stay.
    var plain = PageTable(id: "t", caption: "T", columns: [.init("S")], rowsMax: 2)
    for row in 0..<3 { plain.append([.text("r\(row)")]) }
    #expect(plain.finished.count == 2 && plain.finished.left == 1 && plain.html.text.contains("r1"))
  }

  @Test func aWorkflowOfFourHundredStagesIsDrawnAndALargerOneIsNot() throws {
    func drawn(_ stages: Int) throws -> Bool {
      // The outermost stage, which is the workflow itself, counts.
      let names = (1..<stages).map { "s\($0)" }
      let lines = names.dropLast().enumerated().map { "stage \($1)\n  on content.posted go to s\($0 + 2)\nend\n" }
      let scene = try Scene(text: lines.joined() + "final \(names.last!)\n")
      try scene.add("Mia")
      return try page(scene).contains("<svg xmlns=")
    }
    #expect(try drawn(ReportPage.drawnMax))
    #expect(try !drawn(ReportPage.drawnMax + 1))
  }

  @Test func onlyItsOwnTimeIsInAPage() throws {
    let scene = try scene()
    let now = try ReportPage.now(scene.engine, campaign: scene.campaign)
    #expect(now == Instant("2026-03-12T09:00:00Z"))
    #expect(try page(scene).contains("As of 2026-06-01T00:00:00Z"))
    #expect(try page(scene).contains(scene.engine.receipt()))
  }
}

/// SHA-256 in base64, bit by bit.
enum Reference {
  static func digest(_ text: String) -> String {
    let bytes = Digest.of(Array(text.utf8)).bytes
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var bits: [Bool] = []
    for byte in bytes { for place in (0..<8).reversed() { bits.append(byte >> UInt8(place) & 1 == 1) } }
    var text = ""
    while !bits.isEmpty {
      let six = bits.prefix(6) + Array(repeating: false, count: max(0, 6 - bits.count))
      text.append(letters[six.reduce(0) { $0 * 2 + ($1 ? 1 : 0) }])
      bits.removeFirst(min(6, bits.count))
    }
    return text + String(repeating: "=", count: (4 - text.count % 4) % 4)
  }
}
