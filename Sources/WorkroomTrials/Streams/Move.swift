/// One thing that happens to a participation, by names: so that it still says something of a program with fewer lines.
enum Move: Sendable {
  case event(String, role: String?, values: [Given])
  /// The timer that is due next comes, so much later than it should.
  case timer(late: Int64)
  /// The assignment that stands so far back in line is served.
  case serve(Int)
  case pass(Int64)
  /// The campaign's details or the influencer's attributes are others now, which an event tells.
  case campaign([Given])
  case influencer([Given])
  /// So many items are left in a group.
  case stock(String, Int64)
  /// The totals grow, some before the next event and some by it.
  case totals([Int64])
  /// The campaign moves to the newer version of the pair.
  case newer

  /// A value by its name; `nil` where it is not set.
  struct Given: Sendable {
    var name: String
    var word: Word?
  }
}

/// A value that a step is given.
enum Word: Sendable {
  case plain(Int64)
  case text(String)
  case list([String])
  case group(String)
  /// The name of a live item, counted among all that live.
  case item(Int)
}

/// Everything that is to happen, from the beginning.
struct Moves: Sendable {
  var opening: [Move]
  var moves: [Move]
}

// MARK: As they are shown

extension Move: CustomStringConvertible {
  var description: String {
    switch self {
    case .event(let path, let role, let values):
      "\(path) by \(role ?? "the engine")" + (values.isEmpty ? "" : " with \(Move.list(values))")
    case .timer(let late): "the next timer" + (late > 0 ? ", \(late) ms late" : "")
    case .serve(let place): "the line is served, place \(place)"
    case .pass(let time): "\(time) ms pass"
    case .campaign(let values): "the campaign has \(Move.list(values))"
    case .influencer(let values): "the influencer has \(Move.list(values))"
    case .stock(let group, let count): "\(count) left in \(group)"
    case .totals(let numbers): "totals grow by \(numbers)"
    case .newer: "the campaign moves to the newer version"
    }
  }

  private static func list(_ values: [Given]) -> String {
    values.map { "\($0.name) \($0.word.map { "\($0)" } ?? "unset")" }.joined(separator: ", ")
  }
}

extension Word: CustomStringConvertible {
  var description: String {
    switch self {
    case .plain(let word): "\(word)"
    case .text(let text): "\"\(text)\""
    case .list(let entries): "\(entries)"
    case .group(let name): "group \(name)"
    case .item(let place): "item \(place)"
    }
  }
}
