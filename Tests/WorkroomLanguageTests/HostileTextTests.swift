import Testing
import WorkroomLanguage

/// Texts that nobody writes by accident: each is answered by a diagnostic, at once, and nothing crashes.
@Suite(.serialized) struct HostileTextTests {
  /// What a text is answered with, and whether that took longer than anybody would wait.
  private func codes(_ text: String, seconds: Int = 5) -> Set<String> { codes(Array(text.utf8), seconds: seconds) }

  private func codes(_ bytes: [UInt8], seconds: Int = 5) -> Set<String> {
    var made: Program?
    let time = workingTime { made = Program(name: "hostile", bytes: bytes) }
    guard let program = made else { return [] }
    #expect(time < .seconds(seconds))
    #expect(!program.rendering.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    return Set(program.diagnostics.shown.map(\.code.description))
  }

  /// So many, or a fourth of them as long as not all is wanted.
  private static func share(_ count: Int) -> Int { Folder.runsWhole ? count : count / 4 }

  /// Many times the same.
  private static func many(_ text: String, _ count: Int = 100_000) -> String {
    String(repeating: text, count: share(count))
  }

  // MARK: Depth and size

  @Test func deepNesting() {
    #expect(codes(LimitPrograms.parentheses(100_000)) == ["W0110"])
    #expect(codes("on a.b when \(Self.many("("))followers is 1 note \"x\"\n") == ["W0110"])
    #expect(codes("on a.b when \(Self.many("not ("))followers is 1 note \"x\"\n") == ["W0110"])
    #expect(codes(LimitPrograms.sum(100_000)) == ["W0111"])
    #expect(codes(LimitPrograms.attempts(20_000)) == ["W0110"])
    #expect(codes("on a.b when followers is 1\(Self.many(" and x is 1", 80_000)) note \"x\"\n") == ["W0111"])
  }

  @Test func nestedStages() {
    #expect(codes(Self.many("stage s\n", 40_000) + Self.many("end\n", 40_000)).contains("W0110"))
    #expect(codes(Self.many("stage s\n")).contains("W0110"))
    #expect(codes(Self.many("track t\n", 10_000)).contains("W0110"))
    #expect(codes(Self.many("each t at most 3\n", 10_000)).contains("W0110"))
    #expect(codes(Self.many("on a.b\n", 50_000)).contains("W0102"))
  }

  @Test func tenThousandStages() {
    let stages = (0..<9_998).map { "final f\($0)\n" }.joined()
    #expect(codes("stage a\n  on proposal.accepted go to f0\nend\n" + stages, seconds: 2) == ["W0414"])
  }

  @Test func longLines() {
    #expect(codes("on proposal.accepted note \"\(Self.many("x", 800_000))\"\n") == ["W0008"])
    #expect(codes("-- \(Self.many("x", 800_000))\n").isEmpty)
    #expect(codes("final \(Self.many("a, ", 100_000))b\n").contains("W0207"))
    #expect(codes("final \(Self.many("a ", 100_000))b\n").contains("W0101"))
    #expect(codes("final a,\(Self.many("\n", 1_000_000))b\n") == ["W0401"])
    #expect(codes(Self.many("if ", 100_000)).contains("W0101"))
    #expect(codes(Self.many("on a.b\nif ", 30_000)).isEmpty == false)
    #expect(codes("stage \(Self.many("x", 800_000))\n").contains("W0008"))
  }

  @Test func tooLarge() {
    #expect(codes(String(repeating: "(", count: Lexer.sourceBytesMax + 1)) == ["W0001"])
  }

  @Test func onlyMistakes() {
    #expect(codes(Self.many("end\n", 20_000)) == ["W0105"])
    #expect(codes(Self.many("oops\n", 20_000)) == ["W0101"])
    #expect(codes(Self.many("price money\n", 20_000)) == ["W0107"])
    #expect(codes(Self.many("go to x\n", 20_000)) == ["W0107"])
    #expect(codes(Self.many("~\n", 20_000)) == ["W0004"])
    #expect(codes(Self.many("\"\n", 20_000)).contains("W0005"))
    #expect(codes(Self.many("$", 20_000)).contains("W0007"))
    #expect(codes(Self.many("record\n", 20_000)).contains("W0104"))
    #expect(codes(Self.many(",", 20_000)) == ["W0101"])
  }

  @Test func onlySigns() {
    #expect(codes(Self.many("[", 100_000)) == ["W0004"])
    #expect(codes(Self.many(";", 100_000)) == ["W0007"])
    #expect(codes(Self.many("| ", 100_000)).contains("W0007"))
    #expect(codes(Self.many("≤", 100_000)).contains("W0007"))
    #expect(codes(Self.many("…", 100_000)) == ["W0004"])
    #expect(codes(Self.many("a\n", 40_000)) == ["W0101"])
    #expect(codes(Self.many("nach 3 Tagen gehe zu b\n", 10_000)) == ["W0101"])
    #expect(codes(Self.many("für ", 20_000)).contains("W0004"))
  }

  /// A run of one hidden character, and of one kind of space, is one mistake.
  @Test func runsOfHiddenCharacters() {
    let hidden = Program(name: "hidden", text: Self.many("\u{200B}", 200_000) + "final a\n")
    #expect(hidden.diagnostics.filter { $0.code.description == "W0003" }.count == 1)
    let spaces = Program(name: "spaces", text: "final a\(Self.many("\u{A0}", 200_000))\n")
    #expect(spaces.diagnostics.filter { $0.code.description == "W0007" }.count == 1)
  }

  // MARK: Characters

  @Test func bytesThatAreNoText() {
    #expect(codes([0xFF, 0xFE, 0x00]) == ["W0002"])
    #expect(codes([0xC0, 0x80]) == ["W0002"])
    #expect(codes([0xED, 0xA0, 0x80]) == ["W0002"])
    #expect(codes(Array("final a\n".utf8) + [0xE2, 0x80]) == ["W0002"])
    #expect(codes([UInt8](repeating: 0, count: Self.share(1_000_000))) == ["W0004"])
    #expect(codes("on proposal.accepted note \"a\u{0}b\"\n") == ["W0003"])
    #expect(codes("on proposal.accepted note \"a\u{1B}[2Jb\"\n") == ["W0003"])
  }

  @Test(arguments: [
    "\u{202E}", "\u{2066}", "\u{200B}", "\u{200E}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{85}", "\u{2028}",
    "\u{34F}", "\u{115F}", "\u{3164}", "\u{FFA0}", "\u{E0041}", "\u{E0001}", String(Unicode.Scalar(0xFDD0 as UInt32)!),
    String(Unicode.Scalar(0xFFFF as UInt32)!), String(Unicode.Scalar(0x1FFFE as UInt32)!),
  ])
  func hiddenCharacters(_ hidden: String) {
    #expect(codes("-- comm\(hidden)ent\n") == ["W0003"])
    #expect(codes("on proposal.accepted note \"te\(hidden)xt\"\n") == ["W0003"])
    #expect(codes("on proposal.acc\(hidden)epted note \"text\"\n") == ["W0003"])
    #expect(codes("on proposal.submitted when followers is 1 \(hidden) note \"text\"\n") == ["W0003"])
    #expect(codes("campaign\n  tags hashtags default #sum\(hidden)mer\nend\n") == ["W0003"])
  }

  @Test func lineEnds() {
    let text = "stage a\n  on proposal.accepted go to b -- why\nend\nfinal b\n"
    #expect(codes(text.split(separator: "\n").joined(separator: "\r\n")).isEmpty)
    let old = text.split(separator: "\n").joined(separator: "\r") + "\r"
    #expect(codes(old) == ["W0003"])
    let program = Program(name: "old", text: old)
    #expect(program.diagnostics.count == 1)
    #expect(program.source.applying(program.diagnostics[0].fixes[0]).bytes == Array(text.utf8))
    #expect(codes(Self.many("\r", 1_000_000)) == ["W0003"])
  }

  @Test func namesInOtherScripts() {
    #expect(codes("stage 🎉\n  on proposal.accepted go to b\nend\nfinal b\n").contains("W0004"))
    #expect(codes("stage größe\n  on proposal.accepted go to b\nend\nfinal b\n").contains("W0004"))
    #expect(codes("on proposal.accepted note \"🎉 größe 日本 👩‍👩‍👧\"\n").isEmpty)
    #expect(codes("campaign\n  tags hashtags default #größe\nend\n").isEmpty)
  }

  // MARK: Cost of checking

  @Test func manyRulesForOneEvent() {
    let rules = (0..<Self.share(2_000)).map { "  on content.posted when followers is \($0) go to b\n" }.joined()
    #expect(codes("stage a\n\(rules)end\nfinal b\n").isEmpty)
    let reactions = (0..<Self.share(5_000)).map { "  on content.posted when followers is \($0) set n to \($0)\n" }
      .joined()
    #expect(codes("record\n  n number default 0\nend\nstage a\n\(reactions)end\nfinal b\n").contains("W0414"))
    let same = Self.many("  on content.posted go to b\n", 20_000)
    #expect(codes("stage a\n\(same)end\nfinal b\n") == ["W0412"])
  }

  @Test func manyUnknownNames() {
    let stages = (0..<Self.share(5_000)).map { "stage s\($0)\n  on proposal.accepted go to t\($0)\nend\n" }.joined()
    #expect(codes(stages).contains("W0201"))
    let events = (0..<Self.share(20_000)).map { "on proposal.accep\($0) note \"x\"\n" }.joined()
    #expect(codes(events).contains("W0203"))
  }

  @Test func manyPropertiesAndVersions() {
    let stages = "stage a\n  on proposal.accepted go to b\nend\nfinal b\n"
    #expect(codes(stages + Self.many("never payment.paid before content.posted\n", 20_000)).isEmpty)
    #expect(codes(stages + Self.many("never payment.payd before content.postd\n", 20_000)).contains("W0203"))
    #expect(codes(stages + "can always reach \(Self.many("a, "))b\n") == ["W0111"])
    #expect(codes(stages + "on proposal.declined go to \(Self.many("b and "))b\n") == ["W0111"])
    let versions = (1...Self.share(20_000)).map { "from version \($0)\n  x becomes b\nend\n" }.joined()
    #expect(codes("workflow \"w\" version 40_000\n" + stages + versions).isEmpty)
    #expect(codes(stages + versions) == ["W0420"])
  }

  @Test func manyStagesAskedFor() {
    let tracks = (0..<200).map { "track t\($0)\nstage a\non proposal.accepted go to b\nend\nfinal b\nend\n" }.joined()
    let asked = (0..<200).map { "in t\($0).a" }.joined(separator: " and ")
    let rules = (0..<200).map { "on content.posted when \(asked) and followers is \($0 % 2) go to done\n" }.joined()
    #expect(codes("stage s\n\(tracks)\(rules)end\nfinal done\n") == ["W0412"])
  }

  @Test func manyCases() {
    let either = "(\((0..<60).map { "followers is \($0)" }.joined(separator: " or ")))"
    let condition = Array(repeating: either, count: 60).joined(separator: " and ")
    let rules = (0..<10).map { _ in "  on content.posted when \(condition) go to b\n" }.joined()
    #expect(codes("stage a\n\(rules)end\nfinal b\n") == ["W0412"])
  }

  /// Each stage leads to the next: the time grows with the number of stages, not with its square.
  @Test func aLongChain() {
    func chain(_ count: Int) -> SourceText {
      let stages = (0..<count).map {
        "stage s\($0)\n  on e.n when event.price is at most \($0) USD go to s\($0 + 1)\n  on e.n otherwise stay\nend\n"
      }
      return SourceText(
        name: "chain", text: "event e.n by manager with price money\n" + stages.joined() + "final s\(count)\n")
    }
    func time(_ source: SourceText) -> Duration {
      (0..<3).map { _ in
        workingTime { #expect(Checker.check(source).diagnostics.isEmpty) }
      }.min() ?? .zero
    }
    let (one, four) = (time(chain(500)), time(chain(2_000)))
    #expect(four < one * 8, "500 stages took \(one), 2,000 took \(four)")
  }
}
