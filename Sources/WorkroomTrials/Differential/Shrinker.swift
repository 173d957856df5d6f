/// Makes a pair that differs as small as it can: it leaves out moves, statements and parts of lines as long as there is
/// still something to find.
struct Shrinker {
  /// What a run has found, and how many moves it made before.
  struct Found {
    var words: String
    var made: Int
  }

  private(set) var best: Trial
  private(set) var found: Found
  private let find: (Trial) -> Found?
  private let begun = ContinuousClock.now

  static let timeMax = Duration.seconds(30)

  init(_ trial: Trial, _ found: Found, find: @escaping (Trial) -> Found?) {
    best = trial
    self.found = found
    self.find = find
  }

  mutating func shrink() {
    var before = -1
    while before != size, hasTime {
      before = size
      shrinkMoves()
      for side in [\Trial.program, \Trial.newer] {
        leaveOutStatements(of: side)
        leaveOutParts(of: side)
      }
    }
  }

  private var size: Int {
    (best.program.text + best.newer.text).utf8.count * 1000 + best.moves.moves.count + best.moves.opening.count
  }

  private var hasTime: Bool { ContinuousClock.now - begun < Shrinker.timeMax }

  /// Takes a smaller pair if there is still something to find in it.
  private mutating func attempt(_ trial: Trial) -> Bool {
    guard hasTime, let found = find(trial) else { return false }
    best = trial
    best.moves.moves = Array(best.moves.moves.prefix(found.made))
    self.found = found
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
  /// The program, or its newer version.
  private typealias Side = WritableKeyPath<Trial, Program>

  private func paths(_ statements: [Program.Statement], _ prefix: Path = []) -> [Path] {
    statements.enumerated().flatMap { index, statement in
      [prefix + [index]] + paths(statement.block ?? [], prefix + [index])
    }
  }

  /// Outer statements go first, and with them all that they hold.
  private mutating func leaveOutStatements(of side: Side) {
    var place = 0
    while hasTime {
      let paths = paths(best[keyPath: side].statements)
      guard place < paths.count else { return }
      var trial = best
      Shrinker.edit(&trial[keyPath: side].statements, paths[place][...]) { statements, place in
        statements.remove(at: place)
      }
      if !attempt(trial) { place += 1 }
    }
  }

  private mutating func leaveOutParts(of side: Side) {
    for path in paths(best[keyPath: side].statements) {
      var part = 0
      while hasTime {
        var trial = best
        var isThere = false
        Shrinker.edit(&trial[keyPath: side].statements, path[...]) { statements, place in
          while part < statements[place].parts.count, !statements[place].parts[part].isOptional { part += 1 }
          guard part < statements[place].parts.count else { return }
          isThere = true
          statements[place].parts.remove(at: part)
        }
        if !isThere { break }
        if !attempt(trial) { part += 1 }
      }
    }
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
