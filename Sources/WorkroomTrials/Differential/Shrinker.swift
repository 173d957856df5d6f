import WorkroomReference

/// Makes a pair that differs as small as it can: it leaves out moves, statements and parts of lines as long as machine
/// and reference still differ.
struct Shrinker {
  private(set) var best: Trial
  private(set) var difference: Difference
  private var attempts = 0

  static let attemptsMax = 20_000

  init(_ trial: Trial, _ difference: Difference) {
    best = trial
    self.difference = difference
  }

  mutating func shrink() {
    var before = -1
    while before != size, attempts < Shrinker.attemptsMax {
      before = size
      shrinkMoves()
      while leaveOutStatement() {}
      while leaveOutPart() {}
    }
  }

  private var size: Int { best.program.text.utf8.count * 1000 + best.moves.moves.count + best.moves.opening.count }

  /// Takes a smaller pair if its program is accepted and the two still differ.
  private mutating func attempt(_ trial: Trial) -> Bool {
    attempts += 1
    guard attempts <= Shrinker.attemptsMax, let workflow = Trial.check(trial.program).workflow else { return false }
    let run = trial.run(workflow)
    guard let found = run.difference else { return false }
    best = trial
    best.moves.moves = Array(best.moves.moves.prefix(run.made))
    difference = found
    return true
  }

  // MARK: Moves

  private mutating func shrinkMoves() {
    var length = max(best.moves.moves.count / 2, 1)
    while true {
      var place = max(best.moves.moves.count - length, 0)
      while true {
        if place < best.moves.moves.count {
          var trial = best
          trial.moves.moves.removeSubrange(place..<min(place + length, trial.moves.moves.count))
          _ = attempt(trial)
        }
        if place == 0 { break }
        place = max(place - length, 0)
      }
      if length == 1 { break }
      length /= 2
    }
    for place in best.moves.opening.indices.reversed() where place < best.moves.opening.count {
      var trial = best
      trial.moves.opening.remove(at: place)
      _ = attempt(trial)
    }
  }

  // MARK: Statements

  /// Where a statement stands: its place among the statements of the file, then inside each block.
  private typealias Path = [Int]

  private func paths(_ statements: [Program.Statement], _ prefix: Path = []) -> [Path] {
    statements.enumerated().flatMap { index, statement in
      [prefix + [index]] + paths(statement.block ?? [], prefix + [index])
    }
  }

  private mutating func leaveOutStatement() -> Bool {
    for path in paths(best.program.statements) where path.count > 0 {
      var trial = best
      Shrinker.edit(&trial.program.statements, path[...]) { statements, place in statements.remove(at: place) }
      if attempt(trial) { return true }
    }
    return false
  }

  private mutating func leaveOutPart() -> Bool {
    for path in paths(best.program.statements) {
      var parts: [Int] = []
      var copy = best.program.statements
      Shrinker.edit(&copy, path[...]) { statements, place in
        parts = statements[place].parts.indices.filter { statements[place].parts[$0].isOptional }
      }
      for part in parts {
        var trial = best
        Shrinker.edit(&trial.program.statements, path[...]) { statements, place in
          statements[place].parts.remove(at: part)
        }
        if attempt(trial) { return true }
      }
    }
    return false
  }

  private static func edit(
    _ statements: inout [Program.Statement], _ path: ArraySlice<Int>, _ change: (inout [Program.Statement], Int) -> Void
  ) {
    guard let place = path.first, statements.indices.contains(place) else { return }
    if path.count == 1 { return change(&statements, place) }
    var block = statements[place].block ?? []
    edit(&block, path.dropFirst(), change)
    statements[place].block = block
  }
}
