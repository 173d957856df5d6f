/// Texts whose words changed when a participation moved to another definition: a text that stands in a definition has a word
/// of its own there, and a number of the table of texts elsewhere. The log keeps them, since texts may be erased.
struct MovedWords {
  private(set) var pairs: [Int64: Int64] = [:]

  init() {}

  /// Reads them behind the first word of a row's payload, which is the definition that was left.
  init(_ payload: [Int64]) {
    for place in stride(from: 1, to: payload.count - 1, by: 2) { pairs[payload[place]] = payload[place + 1] }
  }

  /// The word by which the new definition knows a text.
  subscript(word: Int64) -> Int64 { pairs[word] ?? word }

  mutating func add(_ old: Int64, _ new: Int64) { if old != new { pairs[old] = new } }

  /// As they stand in a row's payload.
  var words: [Int64] { pairs.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] } }
}
