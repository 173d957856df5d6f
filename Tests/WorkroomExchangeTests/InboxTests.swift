import Testing
import WorkroomExchange
import WorkroomValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct InboxTests {
  static let good =
    #"{"key":"k1","campaign":"spring","influencer":"mia","event":"accept","at":"2026-03-01T09:00:00+01:00","by":"jo","payload":{"price":250.00}}"#

  func all(_ text: String) throws -> [InboxRecord] {
    let reader = InboxReader(ByteReader(bytes: Array(text.utf8), name: "test.ndjson"))
    var found: [InboxRecord] = []
    while let record = try reader.next() { found.append(record) }
    return found
  }

  /// The reason for which a line is left out.
  func reason(_ line: String) throws -> String? {
    guard case .reject(let reject)? = try all(line).first else { return nil }
    return reject.reason
  }

  @Test func aWholeLine() throws {
    guard case .event(let event)? = try all("\u{FEFF}\r\n" + InboxTests.good + "\r\n").first else {
      Issue.record("no event")
      return
    }
    #expect(
      event.key == "k1" && event.campaign == "spring" && event.influencer == "mia"
        && event.event == "accept")
    #expect(event.at == Instant("2026-03-01T08:00:00Z") && event.by == "jo" && event.line == 2)
    #expect(event.payload == [JSONMember("price", .number("250.00"))])
  }

  @Test func anEventOfTheWholeCampaign() throws {
    let line =
      #"{"key":"k","campaign":"c","event":"close","at":"2026-03-01T09:00:00Z","influencer":null,"payload":null}"#
    guard case .event(let event)? = try all(line).first else {
      Issue.record("no event")
      return
    }
    #expect(event.influencer == nil && event.by == nil && event.payload.isEmpty)
  }

  @Test func whatIsWrongIsNamed() throws {
    let good = InboxTests.good
    func changed(_ old: String, _ new: String) throws -> String? {
      let parts = good.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
      return try reason(parts[0] + new + parts[1])
    }
    #expect(try changed("\"event\"", "\"evnt\"") == "no member is called `evnt`; write `event`")
    #expect(
      try changed("\"by\"", "\"colour\"")
        == "no member is called `colour`; what belongs to the event goes into `payload`")
    #expect(try changed("\"key\":\"k1\",", "") == "the member `key` is missing; add `\"key\": \"...\"`")
    #expect(try changed("\"k1\"", "5") == "`key` is a number, not a text; put it in quotes")
    #expect(try changed("\"k1\"", "\" \"") == "`key` is empty; write 1 to 255 bytes")
    #expect(
      try changed("k1", String(repeating: "k", count: 256))
        == "`key` is longer than 255 bytes; write 1 to 255 bytes")
    #expect(
      try changed("k1", "k\\u202e")
        == "`key` is `k\\u{202E}`, which holds a character that cannot be seen; remove it")
    #expect(
      try changed("+01:00", "")
        == "`2026-03-01T09:00:00` in `at` is not a time with its zone; write it as `2026-03-01T09:00:00Z`")
    #expect(
      try changed("{\"price\":250.00}", "[]")
        == "`payload` is a list, not an object; write it as `{\"name\": value}`")
    #expect(
      try reason("[1]")
        == "the line is a list, not an object; write `{\"key\": ..., \"campaign\": ..., ...}`")
    #expect(try reason("{\"key\"") == "column 7: a colon is missing before the end of the text")
    #expect(try reason(String(repeating: "[", count: 100_000))?.contains("nested deeper") == true)
  }

  @Test func aLongLineCostsOneLine() throws {
    let long = String(repeating: "x", count: 10 << 20)
    let found = try all("\(InboxTests.good)\n\(long)\n\(InboxTests.good)\n")
    #expect(found.count == 3)
    guard case .reject(let reject) = found[1], case .event(let last) = found[2] else {
      Issue.record("another outcome")
      return
    }
    #expect(reject.line == 2 && reject.text.utf8.count == 1024 && last.line == 3)
    #expect(
      reject.reason == "the line is larger than 1 MiB; put long texts elsewhere and send their address")
  }

  @Test func theFolderListsRegularFilesInOrder() throws {
    let scratch = Scratch()
    for name in ["b.ndjson", "a.jsonl", "B.ndjson", "c.txt", ".d.ndjson", "b.rejected.ndjson"] {
      _ = try scratch.write(name, "")
    }
    symlink("/etc/passwd", scratch.file("link.ndjson"))
    mkdir(scratch.file("folder.ndjson"), 0o700)
    #expect(try InboxFolder.files(scratch.path) == ["B.ndjson", "a.jsonl", "b.ndjson"].map(scratch.file))
    #expect(throws: ExchangeError.self) { try InboxReader(path: scratch.file("link.ndjson")) }
    let missing = #expect(throws: ExchangeError.self) { try InboxFolder.files(scratch.file("nowhere")) }
    #expect(missing?.exitCode == 66)
    let file = #expect(throws: ExchangeError.self) { try InboxFolder.files(scratch.file("c.txt")) }
    #expect(file?.exitCode == 65)
  }

  @Test func eachInputHasItsOwnFileOfRejects() {
    #expect(InboxRejects(beside: "in/shop.ndjson").path == "in/shop.rejected.ndjson")
    #expect(InboxRejects(beside: "in/shop.jsonl").path == "in/shop.jsonl.rejected.ndjson")
  }

  @Test func rejectsLieBesideTheInput() throws {
    let scratch = Scratch()
    let path = try scratch.write("shop.ndjson", "\(InboxTests.good)\nno \"json\"\n")
    let (reader, file) = (try InboxReader(path: path), InboxRejects(beside: path))
    while let record = try reader.next() {
      if case .reject(let reject) = record { try file.append(reject) }
    }
    #expect(try file.finish() == scratch.file("shop.rejected.ndjson"))
    #expect(
      try scratch.text(scratch.file("shop.rejected.ndjson"))
        == #"{"line":2,"reason":"column 1: a value is missing before `n`; "#
        + #"write a text in quotes, a number, a list or an object","text":"no \"json\""}"# + "\n")
    #expect(try InboxFolder.files(scratch.path) == [path])
  }

  @Test func bytesThatAreNoTextAreSetAside() throws {
    let reader = InboxReader(
      ByteReader(bytes: [0xFF, 0, 10] + Array(InboxTests.good.utf8), name: "x", chunkBytes: 3))
    guard case .reject(let reject)? = try reader.next(), case .event? = try reader.next() else {
      Issue.record("another outcome")
      return
    }
    #expect(reject.reason == "column 1: the text is not UTF-8 from here on")
  }
}
