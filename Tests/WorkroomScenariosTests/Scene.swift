import Testing
import WorkroomEngine
import WorkroomLanguage
import WorkroomReporting
import WorkroomScenarios

/// A workflow with its scenarios, made up by a test.
struct Scene {
  let player: ScenarioPlayer
  private var run: ScenarioRun
  let report: TestReport

  init(_ text: String, scenarios: String? = nil, only: String? = nil) throws {
    let source = SourceText(name: "a.workflow", text: text)
    let files = scenarios.map { [(source: SourceText(name: "a.scenario", text: $0), index: 1)] } ?? []
    let (checked, diagnostics) = Checker.check(source, scenarioFiles: files)
    let told = diagnostics.map { "\($0.code) \($0.title)" }.joined(separator: "\n")
    player = try ScenarioPlayer(try #require(checked, "\(told)"), ScenarioSources(source, scenarios: files))
    run = ScenarioRun(player, only: only)
    report = TestReport(suites: try run.suites())
  }

  /// How each scenario ended: `passed`, `todo`, or the titles of what was not as expected, by their lines below the heading.
  var outcomes: [String] {
    report.suites.flatMap(\.cases).map { test in
      switch test.outcome {
      case .passed: "passed"
      case .failed(let failures):
        failures.map { "\($0.place.line - test.place.line): \($0.title)" }.joined(separator: "\n")
      case .skipped(let reason): reason
      }
    }
  }

  /// Everything that is said of the scenarios that failed.
  var story: String {
    report.suites.flatMap(\.cases).flatMap { test -> [String] in
      guard case .failed(let failures) = test.outcome else { return [] }
      return failures.flatMap { ["\($0.place.line): \($0.title)"] + $0.details }
    }.joined(separator: "\n")
  }

  /// The outcome of the lines of one scenario.
  static func outcome(_ workflow: String, _ lines: String) throws -> String {
    try Scene("\(workflow)\nscenario \"s\"\n\(lines)\nend\n").outcomes[0]
  }
}

/// A workflow that has a little of everything.
let launch = """
  campaign
    codes      discount group  optional
    most       money           default 500 USD
    accepting  window
  end
  record
    price  money   default 0 USD
    kind   text    optional
  end
  stage invited
    on proposal.submitted when accepting is open
      set price to event.price
      go to proposed
    end
    on proposal.submitted otherwise refuse "No current campaigns"
    every 7 days at most 2 times send email "reminder"
  end
  stage proposed
    on proposal.accepted when price is at most most go to active
    on proposal.noted
      set kind to event.text
      note event.text
    end
  end
  stage active
    on enter
      owe price for "fee"
      send contract "terms"
      create order
    end
    on proposal.deleted
      cancel order
      go to gone
    end
    track coding when codes is set
      stage waiting
        on enter assign discount from codes
        once discount is held go to coded
      end
      final coded
    end
    track posting
      each deliverable at most 2 of 2
        stage to_post
          on content.posted go to posted
        end
        final posted
      end
      after 10 days tell manager "late"
    end
  end
  final gone
  """
