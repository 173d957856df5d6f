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

  private func data(_ page: String) throws -> JSONValue {
    let text = between(page, "<script type=\"application/json\" id=\"data\">", "</script>")
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
    #expect(page.matches(of: /<script/).count == 2)
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
    let rows = between(page, "id=\"data\">", "</script>")
    #expect(!rows.contains("<") && !rows.contains(">"))
    guard case .array(let entries)? = try data(page)["people"]?["columns"],
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
      tabs == ["overview", "funnel", "stays", "people", "pieces", "pools", "messages", "workflow", "metrics"])
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
    guard case .array(let rows)? = try data(page)["people"]?["rows"] else {
      Issue.record("there are no rows")
      return
    }
    #expect(rows.count == 120)
    #expect(between(page, "id=\"table-people\"", "</table>").matches(of: /<th scope="row"/).count == 50)
    #expect(page.contains("; the first 50 of 120"))
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
