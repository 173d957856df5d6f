/// Runs machine and reference side by side on random workflows and random events.
struct Differential {
  struct Counts {
    var pairs = 0
    var rejected = 0
    var steps = 0
    var statuses = [Int](repeating: 0, count: 8)
    var differences = 0
  }

  var events = 40
  private(set) var counts = Counts()

  /// Runs the pair of a seed; what it says if the two differ.
  mutating func run(seed: Int, shrinks: Bool = true) -> String? {
    counts.pairs += 1
    guard let (trial, workflow) = Trial.make(seed: seed, events: events) else {
      counts.rejected += 1
      return nil
    }
    let run = trial.run(workflow)
    counts.steps += run.steps
    for index in counts.statuses.indices { counts.statuses[index] += run.statuses[index] }
    guard let difference = run.difference else { return nil }
    counts.differences += 1
    let found = Shrinker.Found(words: "\(difference)", made: run.made)
    var shrinker = Shrinker(trial, found, find: Differential.difference)
    if shrinks { shrinker.shrink() }
    return Differential.report(seed, shrinker.best, shrinker.found.words)
  }

  /// Where machine and reference differ on a pair whose program is accepted.
  private static func difference(_ trial: Trial) -> Shrinker.Found? {
    guard let workflow = Trial.check(trial.program).workflow else { return nil }
    let run = trial.run(workflow)
    return run.difference.map { Shrinker.Found(words: "\($0)", made: run.made) }
  }

  private static func report(_ seed: Int, _ trial: Trial, _ words: String) -> String {
    var lines = ["seed \(seed): machine and reference differ", "", trial.program.text]
    lines += (trial.moves.opening + trial.moves.moves).enumerated().map { place, move in
      place < trial.moves.opening.count ? "before: \(move)" : "move \(place - trial.moves.opening.count + 1): \(move)"
    }
    return (lines + ["", words]).joined(separator: "\n")
  }
}

extension Differential.Counts: CustomStringConvertible {
  var description: String {
    let share = pairs == 0 ? 0 : (pairs - rejected) * 1000 / pairs
    return "\(pairs) pairs, \(share / 10).\(share % 10) % of the programs accepted, \(steps) steps"
      + " (\(statuses[0]) taken, \(statuses[5]) too large, \(statuses[6]) round for ever), \(differences) differences"
  }
}
