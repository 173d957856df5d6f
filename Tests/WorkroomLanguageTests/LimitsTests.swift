import Testing
import WorkroomLanguage

/// Both sides of each limit: what just fits is accepted, and one more is answered by the diagnostic that the page names.
@Suite struct LimitsTests {
  struct Limit: CustomTestStringConvertible, Sendable {
    let name: String
    let most: Int
    /// What is said past it.
    let code: String
    let text: @Sendable (Int) -> String

    var testDescription: String { name }
  }

  static let limits = [
    Limit(name: "bytes of a file", most: Lexer.sourceBytesMax, code: "W0001") { String(repeating: "\n", count: $0) },
    Limit(name: "bytes of a name", most: Lexer.nameBytesMax, code: "W0008") {
      LimitPrograms.stage(LimitPrograms.letters($0))
    },
    Limit(name: "bytes of a text", most: Lexer.textBytesMax, code: "W0008") {
      "on proposal.accepted note \"\(LimitPrograms.letters($0 - 2))\"\n"
    },
    Limit(name: "blocks", most: Parser.depthMax, code: "W0110", text: LimitPrograms.nested),
    Limit(name: "parentheses", most: Parser.depthMax, code: "W0110", text: LimitPrograms.parentheses),
    Limit(name: "attempts", most: Parser.depthMax, code: "W0110", text: LimitPrograms.attempts),
    Limit(name: "terms", most: Parser.termsMax, code: "W0111", text: LimitPrograms.sum),
    Limit(name: "tests", most: Parser.termsMax, code: "W0111") {
      "on proposal.accepted when \(list($0, " or ") { "followers is \($0)" }) note \"n\"\n"
    },
    Limit(name: "choices", most: Parser.termsMax, code: "W0111") {
      "on proposal.accepted when followers is one of \(list($0, ", ") { "\($0)" }) note \"n\"\n"
    },
    Limit(name: "targets", most: Parser.termsMax, code: "W0111", text: LimitPrograms.targets),
    Limit(name: "rows", most: Parser.termsMax, code: "W0111", text: LimitPrograms.rows),
    Limit(name: "stages", most: Checker.stagesMax, code: "W0111", text: LimitPrograms.stages),
    Limit(name: "tracks", most: Checker.tracksMax, code: "W0111", text: LimitPrograms.tracks),
    Limit(name: "eaches", most: Checker.eachesMax, code: "W0111", text: LimitPrograms.eaches),
    Limit(name: "items", most: Checker.itemsMax, code: "W0006") { LimitPrograms.items($0, stages: 2) },
    Limit(name: "stages of items", most: 155, code: "W0111") { LimitPrograms.items(Checker.itemsMax, stages: $0) },
    Limit(name: "rules", most: Checker.rulesMax, code: "W0111", text: LimitPrograms.rules(inAll:)),
    Limit(name: "fields", most: Checker.fieldsMax, code: "W0111", text: LimitPrograms.fields),
    Limit(name: "values of an event", most: Checker.fieldsMax, code: "W0111") {
      "event e.n by manager with \(list($0, ", ") { "v\($0) number" })\n"
    },
    Limit(name: "roles", most: Checker.rolesMax, code: "W0111") { LimitPrograms.roles($0 - 8) },
    Limit(name: "kinds", most: CheckedWorkflow.kindsMax, code: "W0111") { LimitPrograms.kinds($0 - 2) },
    Limit(name: "definitions", most: Definitions.countMax, code: "W0111", text: LimitPrograms.defines),
    Limit(name: "definitions inside each other", most: Definitions.depthMax, code: "W0110") {
      "define d1 as followers is 1\n\((1..<$0).map { "define d\($0 + 1) as d\($0)\n" }.joined())"
        + "on proposal.accepted when d\($0) note \"n\"\n"
    },
    Limit(name: "items of a group", most: ScenarioReader.countMax, code: "W0006") {
      LimitPrograms.scenario("given campaign with discount_group \"G\" holding \($0)")
    },
    Limit(name: "items by name", most: Parser.termsMax, code: "W0111") {
      LimitPrograms.scenario("given campaign with discount_group \"G\" holding \(list($0, ", ") { "\"c\($0)\"" })")
    },
    Limit(name: "decimals", most: 6, code: "W0006") {
      "on proposal.accepted when followers is 0.\(String(repeating: "1", count: $0)) note \"n\"\n"
    },
    Limit(name: "numbers", most: 9_223_372_036_854, code: "W0006") {
      "on proposal.accepted when followers is \($0) note \"n\"\n"
    },
    Limit(name: "days", most: 36_600, code: "W0006") { timer("after \($0) days") },
    Limit(name: "months", most: 1_200, code: "W0006") { timer("after \($0) months (last day)") },
    Limit(name: "times", most: 1_000, code: "W0006") { timer("every 1 day at most \($0) times") },
  ]

  private static func list(_ count: Int, _ joint: String, _ entry: (Int) -> String) -> String {
    (0..<count).map(entry).joined(separator: joint)
  }

  private static func timer(_ head: String) -> String {
    "stage a\n  \(head) note \"n\"\n  on proposal.accepted go to b\nend\nfinal b\n"
  }

  @Test(arguments: limits) func whatFitsIsAccepted(_ limit: Limit) {
    let program = Program(name: "fits", text: limit.text(limit.most))
    #expect(program.diagnostics.errors.isEmpty, "\(program.rendering.prefix(2_000))")
  }

  @Test(arguments: limits) func oneMoreIsRefused(_ limit: Limit) {
    let program = Program(name: "past", text: limit.text(limit.most + 1))
    #expect(
      Set(program.diagnostics.errors.map(\.code.description)) == [limit.code], "\(program.rendering.prefix(2_000))")
  }

  /// Parts of definitions are counted once for each use.
  @Test func partsOfDefinitionsAreCounted() {
    #expect(Program(name: "fits", text: LimitPrograms.parts(40)).diagnostics.errors.isEmpty)
    #expect(Program(name: "past", text: LimitPrograms.parts(100)).diagnostics.errors.map(\.code) == [.tooMany])
  }

  @Test(arguments: [(999, 999), (1_000, 1_000), (1_001, 1_000)]) func theLexerSaysSoMuchAndNoMore(
    _ mistakes: Int, _ said: Int
  ) {
    let source = SourceText(name: "strange", text: String(repeating: "~ ", count: mistakes))
    #expect(Lexer.lex(source, index: 0).diagnostics.count == said)
  }

  @Test(arguments: [(999, 999), (1_000, 1_000), (1_001, 1_000)]) func theParserSaysSoMuchAndNoMore(
    _ mistakes: Int, _ said: Int
  ) {
    let source = SourceText(name: "strange", text: String(repeating: "oops it is\n", count: mistakes))
    #expect(Parser.parse(source, index: 0).diagnostics.count == said)
  }
}
