import WorkroomLanguage
import WorkroomMachine

/// Checking and compiling a chain of stages: the yardstick's `w3`, in the language.
enum LoadBenchmark {
  static func chain(_ stages: Int) -> String {
    var text = "workflow \"Chain\" version 1\n\nrecord\n  rate money default 0 USD\nend\n\n"
    for index in 0..<stages - 1 { text += "event c.e\(index) by system with rate money\n" }
    for index in 0..<stages - 1 {
      text += """

        stage s\(index)
          on c.e\(index) when event.rate is at most 500 USD
            set rate to event.rate
            go to s\(index + 1)
          end
        end
        """
    }
    return text + "\n\nfinal s\(stages - 1)\n"
  }

  static func run(stages: Int) -> LoadResult {
    let source = SourceText(name: "chain.workflow", text: chain(stages))
    var best = (check: UInt64.max, compile: UInt64.max)
    for _ in 0..<5 {
      let start = processCPUNanoseconds()
      let (workflow, diagnostics) = Checker.check(source)
      let middle = processCPUNanoseconds()
      guard let workflow else { preconditionFailure("the chain checks: \(diagnostics.first?.title ?? "")") }
      let machine = Machine.compile(workflow)
      let end = processCPUNanoseconds()
      precondition(machine.workflow.stages.count == stages + 1, "every stage is there")
      best = (min(best.check, middle - start), min(best.compile, end - middle))
    }
    return LoadResult(
      checkMilliseconds: Double(best.check) / 1e6, compileMilliseconds: Double(best.compile) / 1e6,
      bytes: source.bytes.count)
  }
}

struct LoadResult {
  var checkMilliseconds: Double
  var compileMilliseconds: Double
  var bytes: Int
}
