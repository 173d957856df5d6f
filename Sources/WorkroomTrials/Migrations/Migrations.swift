import WorkroomLanguage
import WorkroomReference

/// Machine and reference side by side on a random workflow whose participation moves to a newer version halfway.
struct Migrations {
  var events = 40
  private(set) var pairs = 0
  private(set) var rejected = 0
  private(set) var moved = 0
  private(set) var stayed = 0
  private(set) var steps = 0
  private(set) var differences = 0

  /// Runs the pair of a seed; what it says if the two differ.
  mutating func run(seed: Int, shrinks: Bool = true) -> String? {
    pairs += 1
    guard let trial = Migrations.trial(seed: seed, events: events), let run = Migrations.run(trial) else {
      rejected += 1
      return nil
    }
    (moved, stayed, steps) = (moved + run.moved, stayed + run.stayed, steps + run.steps)
    guard let difference = run.difference else { return nil }
    differences += 1
    let found = Shrinker.Found(words: "\(difference)", made: run.made)
    var shrinker = Shrinker(trial, found) { trial in
      Migrations.run(trial).flatMap { run in
        run.difference.map { Shrinker.Found(words: "\($0)", made: run.made) }
      }
    }
    if shrinks { shrinker.shrink() }
    return Migrations.report(seed, shrinker.best, shrinker.found.words)
  }

  /// The pair of a seed; `nil` if the checker refuses its program.
  static func trial(seed: Int, events: Int) -> Trial? {
    guard var (trial, _) = Trial.make(seed: seed, events: events) else { return nil }
    trial.newer = Successor.program(after: trial.program, seed: seed)
    trial.moves.moves.insert(.newer, at: trial.moves.moves.count / 2)
    return trial
  }

  private static func run(_ trial: Trial) -> Trial.Run? {
    guard let workflow = Trial.check(trial.program).workflow, let newer = Trial.check(trial.newer).workflow else {
      return nil
    }
    return trial.run(workflow, then: newer)
  }

  private static func report(_ seed: Int, _ trial: Trial, _ words: String) -> String {
    var lines = ["seed \(seed): machine and reference differ", "", trial.program.text, trial.newer.text]
    lines += (trial.moves.opening + trial.moves.moves).enumerated().map { "\($0 + 1): \($1)" }
    return (lines + ["", words]).joined(separator: "\n")
  }
}

extension Migrations: CustomStringConvertible {
  var description: String {
    "\(pairs) pairs, \(rejected) programs not accepted, \(moved) moved, \(stayed) stayed, \(steps) steps,"
      + " \(differences) differences"
  }
}
