import WorkroomEngine
import WorkroomLanguage

/// Looks for the fewest moves after which something is possible, by making them on copies.
struct Search {
  /// Moves that were made and after which it was possible, with what was sent in the end.
  struct Way: Equatable {
    var moves: [Rehearsal.Move] = []
    var last: Rehearsal.Move?
  }

  let moves: Moves
  /// The event that is asked about: it is not its own way.
  let excluded: Int?
  /// What is sent at the end where the copy is ready for it; `nil` where nothing has to be.
  let isReached: (Rehearsal) throws(EngineError) -> (reached: Bool, last: Rehearsal.Move?)

  static let waysMax = 3
  private static let depthMax = 2
  private static let stepsMax = 20_000

  /// At most three ways, all of the same, smallest length.
  func ways(from start: Rehearsal) throws(EngineError) -> [Way] {
    var level: [(copy: Rehearsal, made: [Rehearsal.Move])] = [(start, [])]
    var seen: Set<[Int64]> = [start.identity]
    var steps = 0
    for _ in 0..<Search.depthMax {
      var next: [(copy: Rehearsal, made: [Rehearsal.Move])] = []
      var found: [Way] = []
      for (copy, made) in level {
        for move in moves.all(copy, but: excluded) {
          steps += 1
          if steps > Search.stepsMax || found.count == Search.waysMax { break }
          var tried = copy
          guard try tried.make(move), seen.insert(tried.identity).inserted else { continue }
          let (reached, last) = try isReached(tried)
          if reached {
            if !Search.repeats(found, made + [move]) { found.append(Way(moves: made + [move], last: last)) }
          } else if !tried.isFinished {
            next.append((tried, made + [move]))
          }
        }
      }
      if !found.isEmpty { return found }
      level = next
    }
    return []
  }

  /// Whether a way differs from one that is known only in its values or its role.
  private static func repeats(_ found: [Way], _ moves: [Rehearsal.Move]) -> Bool {
    found.contains { way in
      way.moves.count == moves.count
        && zip(way.moves, moves).allSatisfy { known, new in
          switch (known, new) {
          case (.send(let a, _, _), .send(let b, _, _)): a == b
          case (.wait, .wait), (.serve, .serve): true
          default: false
          }
        }
    }
  }
}
