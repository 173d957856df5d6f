import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Texts that nobody means well by, through every verb that reads text, in every format: the command ends by itself,
/// and nothing that a terminal would obey or hide comes out.
///
/// A verb is one line of `readers`; a text is one line of `texts`.
@Suite struct HostileTextTests {
  /// A verb, the formats it has, and how it is given a text.
  struct Reader: Sendable, CustomTestStringConvertible {
    var name: String
    var formats: [[String]] = [[]]
    /// Puts the text into a folder with a database, and says what is run there.
    var words: @Sendable (Folder, Text) -> [String]
    var testDescription: String { name }
  }

  struct Text: Sendable {
    var name: String
    var bytes: [UInt8]
    /// The text as a word of a command line, which ends at its first zero.
    var word: String { String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    /// The text between quotes of JSON or of a workflow.
    var quotable: [UInt8] { bytes.filter { $0 != 34 && $0 != 92 && $0 != 10 && $0 != 13 } }
    /// The text as the name of a file.
    var fileName: String { String(word.unicodeScalars.filter { $0 != "/" }.prefix(60).map(Character.init)) }

    init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
    init(_ name: String, _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
  }

  static let texts: [Text] = [
    Text("escape sequence", "a\u{1B}[31mred\u{1B}]0;title\u{7}b"), Text("C1 controls", "a\u{9B}31m\u{85}b\u{90}c"),
    Text("turned direction", "paid\u{202E}ecno\u{2066}x\u{2069}"), Text("nothing to see", "a\u{200B}b\u{2060}c\u{AD}d"),
    Text("zero", Array("a\0b".utf8)), Text("bell and backspace", "a\u{7}\u{8}\u{8}b\u{7F}"),
    Text("carriage returns", "one\rtwo\rthree"), Text("line ends of Windows", "one\r\ntwo\r\n"),
    Text("byte order mark", "\u{FEFF}text"), Text("tabs", "\ta\tb\t"), Text("smart quotes", "“a” ‘b’ «c»"),
    Text("emoji", "🎉 👩‍👩‍👧 🇩🇪 e\u{301}"), Text("wide", "日本語 ｆｕｌｌ"), Text("look-alikes", "асtive"),
    Text("joiners", "a\u{200D}b \u{200D}🎉 🎉\u{200D}"), Text("tags", "a\u{E0041}\u{E0042}b\u{FFF9}c"),
    Text("separators", "a\u{2028}b\u{2029}c"),
    Text("very long", String(repeating: "x", count: 20_000)), Text("no text", [0xFF, 0xFE, 0x41]),
    Text("overlong zero", [0x61, 0xC0, 0x80, 0x62]), Text("half a pair", [0x61, 0xED, 0xA0, 0x80]),
    Text("nothing", ""), Text("quotes", "\"'`\\"), Text("formula", "=HYPERLINK(\"http://a.b\")"),
    Text("markup", "<script>alert(1)</script>&amp;"), Text("braces", "{\"a\":[1,}"),
  ]

  private static let sheets = [["--format", "human"], ["--format", "csv"], ["--format", "json"]]
  private static let findings = [
    ["--format", "human"], ["--format", "compact"], ["--format", "json"], ["--format", "sarif"], ["--format", "junit"],
    ["--format", "github"],
  ]

  static let readers: [Reader] = [
    Reader(name: "check", formats: findings) { folder, text in
      folder.write("x.workflow", workflow(text))
      return ["check", "x.workflow", "--all"]
    },
    Reader(name: "check a text alone", formats: findings) { folder, text in
      folder.write("x.workflow", text.bytes)
      return ["check", "x.workflow", "--all"]
    },
    Reader(name: "check a file's name", formats: findings) { folder, text in
      folder.write("\(text.fileName).workflow", "stage a\n")
      return ["check", "\(text.fileName).workflow"]
    },
    Reader(name: "test", formats: findings) { folder, text in
      folder.write("x.workflow", workflow(text))
      return ["test", "x.workflow"]
    },
    Reader(name: "test a file that is not there", formats: findings) { _, text in ["test", "\(text.fileName).workflow"]
    },
    Reader(name: "fmt", formats: [[], ["--check"], ["--diff"]]) { folder, text in
      folder.write("x.workflow", workflow(text))
      return ["fmt", "x.workflow"]
    },
    Reader(name: "fmt a text alone", formats: [["--diff"], [], ["--check"]]) { folder, text in
      folder.write("x.workflow", text.bytes)
      return ["fmt", "x.workflow"]
    },
    Reader(name: "fmt a file's name", formats: [["--diff"], ["--check"]]) { folder, text in
      folder.write("\(text.fileName).workflow", "stage   a\nend\n")
      return ["fmt", "\(text.fileName).workflow"]
    },
    Reader(
      name: "graph", formats: ["svg", "dot", "mermaid", "text"].map { ["--format", $0] }
    ) { folder, text in
      folder.write(
        "x.workflow",
        Array("stage a titled \"".utf8) + text.quotable
          + Array("\" in \"Links\"\n  on proposal.accepted by manager".utf8)
          + Array(" when country is set and country is \"".utf8) + text.quotable
          + Array("\" go to b because \"".utf8) + text.quotable + Array("\"\nend\nfinal b\n".utf8))
      return ["graph", "x.workflow"]
    },
    Reader(name: "explain") { _, text in ["explain", text.word] },
    Reader(name: "explain why") { _, text in
      ["explain", "why", text.word, "--db", "good.workroom", "--campaign", "Spring"]
    },
    Reader(name: "verb") { _, text in [text.word] },
    Reader(name: "option") { _, text in ["check", "--\(text.word)"] },
    Reader(name: "new") { _, text in ["new", text.word] },
    Reader(name: "run an inbox") { folder, text in
      folder.make("inbox")
      folder.write("inbox/a.ndjson", text.bytes)
      folder.write("inbox/b.ndjson", event(text))
      return ["run", "--db", "good.workroom", "--inbox", "inbox", "--once"]
    },
    Reader(name: "run a file's name") { folder, text in
      folder.make("inbox")
      folder.write("inbox/\(text.fileName).ndjson", "{\n")
      return ["run", "--db", "good.workroom", "--inbox", "inbox", "--once"]
    },
    Reader(name: "run as") { _, text in ["run", "--db", "good.workroom", "--once", "--as", text.word] },
    Reader(name: "campaign create") { _, text in
      ["campaign", "create", text.word, "--db", "good.workroom", "--workflow", "valid.workflow"]
    },
    Reader(name: "campaign create from a workflow") { folder, text in
      folder.write("x.workflow", workflow(text))
      return ["campaign", "create", "c", "--db", "good.workroom", "--workflow", "x.workflow"]
    },
    Reader(name: "campaign details") { _, text in
      [
        "campaign", "create", "c", "--db", "good.workroom", "--workflow", "valid.workflow", "--set",
        "most_pay=\(text.word)",
      ]
    },
    Reader(name: "campaign migrate") { folder, text in
      folder.write("x.workflow", workflow(text))
      return ["campaign", "migrate", "Spring", "x.workflow", "--db", "good.workroom", "--dry-run"]
    },
    Reader(name: "group create") { _, text in
      ["group", "create", text.word, "--db", "good.workroom", "--kind", "discount"]
    },
    Reader(name: "import influencers") { folder, text in
      folder.write("x.csv", Array("Email,First name,Country\nmia@example.com,".utf8) + text.bytes + Array(",DE\n".utf8))
      return ["import", "influencers", "--db", "good.workroom", "--campaign", "Spring", "x.csv"]
    },
    Reader(name: "import headings") { folder, text in
      folder.write("x.csv", text.bytes + Array(",Email\n1,2\n".utf8))
      return ["import", "influencers", "--db", "good.workroom", "--campaign", "Spring", "x.csv"]
    },
    Reader(name: "import codes") { folder, text in
      folder.write("x.csv", Array("code\nA1\n".utf8) + text.bytes + Array("\n".utf8))
      return ["import", "codes", "--db", "good.workroom", "--group", "G", "x.csv"]
    },
    Reader(name: "report", formats: sheets) { folder, text in
      folder.write("x.csv", Array("Email,First name\nmia@example.com,\"".utf8) + text.quotable + Array("\"\n".utf8))
      _ = try? Workroom.runInside(
        ["import", "influencers", "--db", "good.workroom", "--campaign", "Spring", "x.csv"], folder)
      return ["report", "--db", "good.workroom", "--campaign", "Spring", "--section", "my influencers"]
    },
    Reader(name: "report a section", formats: sheets) { _, text in
      ["report", "--db", "good.workroom", "--campaign", "Spring", "--section", text.word]
    },
    Reader(name: "report a campaign", formats: sheets) { _, text in
      ["report", "--db", "good.workroom", "--campaign", text.word]
    },
    Reader(name: "repl") { _, text in ["repl", "good.workroom", "-c", text.word] },
    Reader(name: "repl a file") { folder, text in
      folder.write("x.txt", Array("campaigns\n".utf8) + text.bytes + Array("\n".utf8))
      return ["repl", "good.workroom", "-f", "x.txt"]
    },
    Reader(name: "a database") { folder, text in
      folder.write("x.workroom", text.bytes)
      return ["db", "verify", "--db", "x.workroom"]
    },
    Reader(name: "a database's name") { _, text in ["db", "verify", "--db", text.word] },
  ]

  /// A workflow with the text wherever a text can stand.
  private static func workflow(_ text: Text) -> [UInt8] {
    Array("workflow \"".utf8) + text.quotable + Array("\" version 2\n-- ".utf8) + text.bytes
      + Array("\nstage ".utf8) + text.bytes + Array(" titled \"".utf8) + text.quotable
      + Array("\"\n  on proposal.accepted note \"".utf8) + text.quotable + Array("\" ~\n  on ".utf8) + text.bytes
      + Array(" go to ".utf8) + text.bytes + Array("\nend\nfinal gone\nscenario \"".utf8) + text.quotable
      + Array("\"\n  given mia\n  expect mia in ".utf8) + text.bytes + Array("\nend\n".utf8)
  }

  /// Events with the text wherever a text can stand.
  private static func event(_ text: Text) -> [UInt8] {
    ["key", "campaign", "influencer", "event", "by", "template"].flatMap { member -> [UInt8] in
      let members = ["key", "campaign", "influencer", "event", "at", "by", "template"].flatMap { name -> [UInt8] in
        let usual = [
          "key": "k-\(member)", "campaign": "Spring", "influencer": "mia@example.com", "event": "email.sent",
          "at": "2026-03-02T09:00:00Z", "by": "manager", "template": "hello",
        ]
        return Array("\"\(name)\":\"".utf8) + (name == member ? text.quotable : Array((usual[name] ?? "").utf8))
          + Array("\",".utf8)
      }
      return Array("{".utf8) + members.dropLast() + Array("}\n".utf8)
    }
  }

  /// What a verb wrote, as bytes.
  private func run(_ words: [String], _ folder: Folder) throws -> (status: Int32, streams: [[UInt8]]) {
    let script = "cd \"$1\" && shift && exec \"$@\""
    let process = try Workroom.start(
      ["-c", script, "sh", folder.root, Workroom.path] + words, of: "/bin/sh", output: folder.path("out.txt"),
      talk: folder.path("talk.txt"), in: folder)
    let status = Workroom.wait(for: process)
    return (status, ["out.txt", "talk.txt"].map { folder.bytes(folder.path($0)) })
  }

  /// What of some bytes a terminal would obey, hide or not understand; a table keeps what is only not seen, as data.
  private func unsafe(_ bytes: [UInt8], isTable: Bool) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return "bytes that are no text" }
    var before: Unicode.Scalar = " "
    if !isTable, text.unicodeScalars.last?.value == 0x200D { return "a joiner at the end" }
    for scalar in text.unicodeScalars {
      defer { before = scalar }
      // Between two emoji it makes one picture of them.
      if scalar.value == 0x200D, !isTable, !before.properties.isEmoji, before.value != 0xFE0F {
        return "a joiner behind \(before)"
      }
      // A table for spreadsheets ends its lines with both.
      if before == "\r", scalar != "\n" { return "a carriage return" }
      switch scalar.value {
      case 9, 10, 13: continue
      case 0xAD, 0x200B, 0x2060...0x2065, 0x206A...0x206F, 0xFFF0...0xFFFB,
        0xE0000...0xE0FFF where isTable:
        continue
      case 0..<32, 0x7F...0x9F, 0xAD, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
        0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
        return "U+\(String(scalar.value, radix: 16)) behind \(before)"
      default: continue
      }
    }
    return nil
  }

  @Test(arguments: readers) func nothingUnescapedComesOut(_ reader: Reader) throws {
    let known: Set<Int32> = [0, 1, 2, 3, 5, 64, 65, 66, 74]
    for (index, text) in Self.texts.enumerated() {
      // Each text in one of the formats, and each format with many texts; `WORKROOM_WHOLE=1` tries all with all.
      let whole = Workroom.runsWhole
      for format in whole ? reader.formats : [reader.formats[index % reader.formats.count]] {
        let folder = Folder()
        for name in ["valid.workflow", "good.workroom"] { folder.copy(StatusTests.folder.path(name), name) }
        let words = reader.words(folder, text) + format
        let (status, streams) = try run(words, folder)
        #expect(known.contains(status), "\(reader.name), \(text.name), \(format): status \(status)")
        for stream in streams {
          let found = unsafe(stream, isTable: format.contains("csv"))
          #expect(found == nil, "\(reader.name), \(text.name), \(format): \(found ?? "")")
        }
      }
    }
  }

  /// Marks stand under the cells of what they mark, whatever the width of the characters before.
  @Test(arguments: ["日本語", "🎉🎉", "e\u{301}e\u{301}", "\t", "plain"]) func marksStandUnderTheirPlace(
    _ text: String
  ) throws {
    let folder = Folder()
    folder.write("x.workflow", "on proposal.accepted note \"\(text)\" ~\n")
    let (_, streams) = try run(["check", "x.workflow", "--format", "human", "--color", "never"], folder)
    let lines = String(decoding: streams[0], as: UTF8.self).split(separator: "\n").map(String.init)
    let shown = try #require(lines.first { $0.contains("~") && $0.contains("│") })
    let marks = try #require(lines.first { $0.contains("^") })
    #expect(cells(shown.prefix { $0 != "~" }) == cells(marks.prefix { $0 != "^" }), "\(shown)\n\(marks)")
  }

  private func cells(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + ($1.unicodeScalars.first.map { $0.value >= 0x3000 } == true ? 2 : 1) }
  }
}
