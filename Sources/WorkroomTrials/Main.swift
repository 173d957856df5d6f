import WorkroomLanguage

@main struct Trials {
  static func main() {
    var accepted = 0
    for seed in 0..<200 {
      let program = Writer.program(seed: seed)
      let (workflow, diagnostics) = Checker.check(SourceText(name: "trial.workflow", text: program.text))
      if workflow != nil { accepted += 1 } else {
        for d in diagnostics where d.severity == .error { print(seed, d.title) }
      }
    }
    print(accepted)
    print(Writer.program(seed: 3).text)
  }
}
