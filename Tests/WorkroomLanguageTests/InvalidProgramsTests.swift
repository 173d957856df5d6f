import Foundation
import Testing
import WorkroomLanguage

/// The smallest programs that give each diagnostic, with what a person sees.
///
/// A program says in its first line what is expected: `-- W0201 at line 5: ...`. Its rendering stands beside it and is
/// written by `WORKROOM_RECORD=1 swift test`; one that is missing or differs fails.
@Suite struct InvalidProgramsTests {
  static let programs = Program.all(in: Folder.invalid) + LimitPrograms.all + LimitPrograms.ofItems

  @Test(arguments: programs) func givesWhatItSays(_ program: Program) throws {
    let (code, line) = try #require(expectation(of: program), "the first line says the code and the line")
    let shown = program.diagnostics.shown
    #expect(shown.map(\.code.description) == [code], "\(program.rendering)")
    #expect(shown.first.map { program.source.line(at: $0.span.range.lowerBound) } == line)
    #expect(program.name.hasPrefix(code))
  }

  @Test(arguments: programs) func isShownAsRecorded(_ program: Program) throws {
    let place = Folder.invalid.appending(path: "\(program.name).txt")
    if Folder.records { try Data(program.rendering.utf8).write(to: place) }
    let recorded = try? String(contentsOf: place, encoding: .utf8)
    #expect(recorded != nil, "WORKROOM_RECORD=1 swift test records it")
    #expect(recorded == program.rendering)
  }

  @Test(arguments: programs) func fixesRepair(_ program: Program) {
    for diagnostic in program.diagnostics.shown {
      for fix in diagnostic.fixes {
        let repaired = Program(
          name: program.name, bytes: program.source.applying(fix).bytes, isScenarios: program.isScenarios)
        switch fix.safety {
        // What it does may still be worth a word; what it says is right.
        case .safe: #expect(Checker.check(repaired.source).diagnostics.isEmpty, "\(repaired.rendering)")
        case .maybe: #expect(!repaired.diagnostics.contains { $0.code == diagnostic.code }, "\(repaired.rendering)")
        case .placeholders: break
        }
      }
    }
  }

  @Test func everyCodeHasAProgram() throws {
    let place = Folder.package.appending(path: "Sources/WorkroomLanguage/Diagnostics/DiagnosticCode.swift")
    let declared = try String(contentsOf: place, encoding: .utf8).matches(
      of: #/DiagnosticCode\(([0-9]+), "([a-z0-9-]+)"/#
    ).map { (number: Int($0.1)!, slug: String($0.2)) }
    #expect(declared.count > 40)
    #expect(Set(declared.map(\.number)).count == declared.count)
    #expect(Set(declared.map(\.slug)).count == declared.count)
    for (number, slug) in declared {
      let name = "W" + String(repeating: "0", count: 4 - String(number).count) + "\(number)-\(slug)"
      #expect(Self.programs.contains { $0.name.lowercased() == name.lowercased() }, "no program is called \(name)")
    }
  }

  @Test(.enabled(if: !Folder.records)) func noRenderingIsLeftOver() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Folder.invalid.path).filter { $0.hasSuffix(".txt") }
    #expect(Set(names) == Set(Self.programs.map { "\($0.name).txt" }))
  }

  /// What diagnostics are made of: short labels, no capitals, no full stops.
  @Test(arguments: programs) func readsLikeTheOthers(_ program: Program) {
    for diagnostic in program.diagnostics {
      #expect(diagnostic.label.split(separator: " ").count <= 8, "\(diagnostic.label)")
      for related in diagnostic.related {
        #expect(related.label.split(separator: " ").count <= 8, "\(related.label)")
      }
      #expect(!diagnostic.help.isEmpty, "\(diagnostic.title)")
      for line in [diagnostic.title, diagnostic.label] + diagnostic.notes + diagnostic.help {
        #expect(!line.hasSuffix(".") || line.hasSuffix("..."), "\(line)")
      }
      #expect(
        diagnostic.title.first?.isUppercase == false || diagnostic.code == .currenciesDiffer, "\(diagnostic.title)")
    }
  }

  private func expectation(of program: Program) -> (code: String, line: Int)? {
    let first = program.source.text(program.source.lineRange(1))
    guard let match = first.prefixMatch(of: #/-- (W[0-9]{4}) at line ([0-9]+)/#), let line = Int(match.2) else {
      return nil
    }
    return (String(match.1), line)
  }
}

/// Programs that break a limit, too large to be stored.
enum LimitPrograms {
  static let all = [
    Program(
      name: "W0001-source-too-large",
      text: "-- W0001 at line 1: more than 1 MiB" + String(repeating: "\n", count: Lexer.sourceBytesMax)),
    Program(
      name: "W0008-too-long",
      text: "-- W0008 at line 2: a name of 256 letters\n" + stage(letters(Lexer.nameBytesMax + 1))),
    Program(
      name: "W0008-text-too-long",
      text: "-- W0008 at line 2: a text of more than 64 KiB\n"
        + "on proposal.accepted note \"\(letters(Lexer.textBytesMax))\"\n"),
    Program(
      name: "W0110-too-deep",
      text: "-- W0110 at line 2: more parentheses than can be read\n" + parentheses(Parser.depthMax + 1)),
    Program(
      name: "W0110-stages-too-deep", text: "-- W0110 at line 258: one stage too deep\n" + nested(Parser.depthMax + 1)),
    Program(name: "W0111-too-many", text: "-- W0111 at line 67: 65 fields\n" + fields(Checker.fieldsMax + 1)),
    Program(name: "W0111-terms", text: "-- W0111 at line 2: a sum of 257 values\n" + sum(Parser.termsMax + 1)),
    Program(name: "W0111-stages", text: "-- W0111 at line 10005: one stage too many\n" + stages(Checker.stagesMax + 1)),
    Program(name: "W0111-rules", text: "-- W0111 at line 506: one rule too many\n" + rules(Checker.rulesMax)),
    Program(name: "W0111-tracks", text: "-- W0111 at line 1539: 257 tracks\n" + tracks(Checker.tracksMax + 1)),
    Program(name: "W0111-roles", text: "-- W0111 at line 58: one role too many\n" + roles(Checker.rolesMax + 1 - 8)),
    Program(
      name: "W0111-defines", text: "-- W0111 at line 258: one definition too many\n" + defines(Definitions.countMax + 1)
    ),
    Program(name: "W0111-rows", text: "-- W0111 at line 2: one row too many\n" + rows(Parser.termsMax + 1)),
    Program(
      name: "W0111-kinds", text: "-- W0111 at line 17: one kind too many\n" + kinds(CheckedWorkflow.kindsMax - 1)),
    Program(name: "W0111-parts", text: "-- W0111 at line 5: parts upon parts\n" + parts(100)),
  ]

  static func letters(_ count: Int) -> String { String(repeating: "x", count: count) }

  static func stage(_ name: String) -> String {
    "stage \(name)\n  on proposal.accepted go to done\nend\nfinal done\n"
  }

  static func parentheses(_ depth: Int) -> String {
    let (left, right) = (String(repeating: "(", count: depth), String(repeating: ")", count: depth))
    return "on proposal.accepted when \(left)followers is 1\(right) note \"deep\"\n"
  }

  static func nested(_ depth: Int) -> String {
    (0..<depth).map { "stage s\($0)\n" }.joined() + "on proposal.accepted go to done\n"
      + String(repeating: "end\n", count: depth) + "final done\n"
  }

  static func fields(_ count: Int) -> String {
    "record\n" + (0..<count).map { "  f\($0) number default 0\n" }.joined() + "end\n"
      + "stage a\n  on proposal.accepted go to b\nend\nfinal b\n"
  }

  static func sum(_ count: Int) -> String {
    "on proposal.accepted when followers is 1\(String(repeating: " + 1", count: count - 1)) note \"long\"\n"
  }

  static func stages(_ count: Int) -> String {
    "stage a\n" + "  on proposal.accepted go to f0\n  on proposal.declined go to f1\nend\n"
      + (0..<count - 1).map { "final f\($0)\n" }.joined()
  }

  /// A hundred rules a line, one for each event it names.
  static func rules(_ count: Int) -> String {
    let events = Array(repeating: "e.n", count: 100).joined(separator: " or ")
    return "event e.n by manager\n" + stage("a") + String(repeating: "on \(events) note \"n\"\n", count: count / 100)
  }

  /// Rules of the file beside those of the vocabulary.
  static func rules(inAll count: Int) -> String {
    let most = count - (Checker.check(SourceText(name: "a", text: rules(0))).workflow?.rules.count ?? 0)
    let rest = Array(repeating: "e.n", count: most % 100).joined(separator: " or ")
    return rules(most) + (rest.isEmpty ? "" : "on \(rest) note \"n\"\n")
  }

  /// Attempts to assign, each where the one before found nothing.
  static func attempts(_ depth: Int) -> String {
    "on proposal.accepted \(String(repeating: "assign discount from group X if none is left ", count: depth))note \"n\"\n"
  }

  /// One line that leads into every track.
  static func targets(_ count: Int) -> String {
    "stage active\n  on proposal.deleted go to \((0..<count).map { "t\($0).b" }.joined(separator: " and "))\n"
      + tracks(count).split(separator: "\n", maxSplits: 1)[1]
  }

  static func tracks(_ count: Int) -> String {
    "stage active\n"
      + (0..<count).map { "  track t\($0)\n  stage a\n  on proposal.accepted go to b\n  end\n  final b\n  end\n" }
      .joined()
      + "  once t0 is done go to done\nend\nfinal done\n"
  }

  static func defines(_ count: Int) -> String {
    (0..<count).map { "define d\($0) as followers is \($0)\n" }.joined()
      + (0..<count).map { "on proposal.accepted when d\($0) note \"n\"\n" }.joined()
  }

  static func rows(_ count: Int) -> String {
    "define fee by followers as " + (1..<count).map { "1 up to \($0), " }.joined() + "1 above\n"
      + "on proposal.accepted when fee is 1 note \"one\"\n"
  }

  /// Beside the two that every workflow has.
  static func kinds(_ count: Int) -> String {
    "campaign\n" + (0..<count).map { "  p\($0) pool of k\($0) optional\n" }.joined() + "end\n"
  }

  /// Definitions that name each other many times.
  static func parts(_ count: Int) -> String {
    func many(_ name: String) -> String { Array(repeating: name, count: count).joined(separator: " or ") }
    return "define a as \(many("followers is 1"))\ndefine b as \(many("a"))\ndefine c as \(many("b"))\n"
      + "on proposal.accepted when c note \"large\"\n"
  }

  /// A scenario with one line more.
  static func scenario(_ line: String) -> String {
    "scenario \"s\"\n  \(line)\n  given mia\n  expect mia in assigned\nend\n"
  }

  static func roles(_ count: Int) -> String { (0..<count).map { "role r\($0) person\n" }.joined() }
}
