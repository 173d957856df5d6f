import Testing
import WorkroomLanguage

/// What the W3C's recommendation for state machines says of a step, checked by programs of this language.
///
/// Each program ends in `pass` or `fail` and is run from its text: read, checked, compiled and stepped on a virtual clock
/// until nothing is left to do. Every interpreter runs all of them.
@Suite struct ConformanceTests {
  @Test(arguments: Program.all, Interpreter.allCases)
  func aProgramPasses(_ program: Program, in interpreter: Interpreter) throws {
    let end = try program.run(in: interpreter)
    #expect(end == End(isFinished: true, stages: ["pass"]))
  }

  @Test func thereIsOneForEachTest() {
    #expect(Program.all.count == 49)
  }

  @Test(arguments: Program.all) func aProgramSaysWhatItChecks(_ program: Program) {
    let number = program.name.dropFirst("w3c_".count)
    #expect(program.remarks.first?.hasPrefix("W3C SCXML test \(number), ") == true)
  }

  @Test(arguments: Program.all) func theCheckerHasNothingToSay(_ program: Program) {
    let said = Checker.check(program.source).diagnostics
    #expect(said.map { "line \(program.source.line(at: $0.span.range.lowerBound)): \($0.title)" } == [])
  }

  // MARK: The W3C's own tests

  @Test(.enabled(if: Fixture.folder != nil, "WORKROOM_STATECHARTS names no folder with the W3C's tests"))
  func everyOneIsThere() {
    #expect(Fixture.all.count == 49)
  }

  @Test(
    .enabled(if: Fixture.folder != nil, "WORKROOM_STATECHARTS names no folder with the W3C's tests"),
    arguments: Fixture.all, Interpreter.allCases)
  func aTranslatedTestEndsWhereItShould(_ fixture: Fixture, in interpreter: Interpreter) throws {
    let chart = try fixture.chart()
    var translator = Translator(chart)
    let program = Program(name: fixture.name, text: try translator.program())
    let end = try program.run(in: interpreter)
    let expected = End(isFinished: true, stages: chart.expected.map(Translator.stage))
    #expect(end == expected, "\(program.text)")
  }
}
