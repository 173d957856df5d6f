import Testing
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference

/// The machine against the reference, on the programs of this package.
@Suite struct DuelTests {
  @Test(arguments: Programs.all) func everyProgramMeansTheSameToBoth(program: Programs.Program) throws {
    let workflow = try program.checked()
    for seed in 0..<8 {
      var duel = Duel(workflow)
      var inputs = InputStream(seed: UInt64(seed))
      let difference = inputs.run(&duel, steps: 60)
      #expect(difference == nil, "seed \(seed): \(difference?.description ?? "")")
    }
  }
}
