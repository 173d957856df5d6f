import Testing
import WorkroomLanguage

/// The other side of each limit: what is just allowed is accepted.
@Suite struct LimitsTests {
  @Test(arguments: [
    Program(name: "name", text: LimitPrograms.stage(LimitPrograms.letters(Lexer.nameBytesMax))),
    Program(name: "text", text: "on proposal.accepted note \"\(LimitPrograms.letters(Lexer.textBytesMax - 2))\"\n"),
    Program(name: "parentheses", text: LimitPrograms.parentheses(Parser.depthMax - 1)),
    Program(name: "nested stages", text: LimitPrograms.nested(Parser.depthMax)),
    Program(name: "fields", text: LimitPrograms.fields(Checker.fieldsMax)),
    Program(name: "terms", text: LimitPrograms.sum(Parser.termsMax)),
    Program(name: "tracks", text: LimitPrograms.tracks(Checker.tracksMax)),
    Program(name: "eaches", text: LimitPrograms.eaches(Checker.eachesMax)),
    Program(name: "stages of items", text: LimitPrograms.items(Checker.itemsMax, stages: 150)),
    Program(name: "roles", text: LimitPrograms.roles(Checker.rolesMax - 8)),
    Program(name: "defines", text: LimitPrograms.defines(Definitions.countMax)),
    Program(name: "rows", text: LimitPrograms.rows(Parser.termsMax)),
    Program(name: "kinds", text: LimitPrograms.kinds(CheckedWorkflow.kindsMax - 2)),
    Program(name: "parts", text: LimitPrograms.parts(40)),
  ])
  func isAccepted(_ program: Program) {
    #expect(program.diagnostics.errors.isEmpty, "\(program.rendering)")
  }

  @Test func aFileOfOneMebibyteIsRead() {
    let text = String(repeating: "\n", count: Lexer.sourceBytesMax)
    #expect(Program(name: "large", text: text).diagnostics.isEmpty)
  }

  @Test func tenThousandStagesAreAccepted() {
    let program = Program(name: "stages", text: LimitPrograms.stages(Checker.stagesMax - 1))
    #expect(program.diagnostics.errors.isEmpty, "\(program.rendering)")
  }
}
