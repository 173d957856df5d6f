/// What cannot be done with a command line, in words.
struct Misuse: Error {
  var words: String

  init(_ words: String) { self.words = words }
}

/// The words of a command line: a verb, and options with a value each.
struct Arguments {
  private(set) var verb: String?
  private var options: [String: String] = [:]
  private var problem: String?

  init(_ words: [String]) {
    var rest = words[...]
    if let first = rest.first, !first.hasPrefix("--") {
      verb = first
      rest = rest.dropFirst()
    }
    while let name = rest.popFirst() {
      guard name.hasPrefix("--"), let value = rest.popFirst() else {
        problem = "`\(name)` is not an option with a value"
        break
      }
      options[name] = value
    }
  }

  mutating func text(_ name: String) -> String? { options.removeValue(forKey: name) }

  mutating func number(_ name: String) throws(Misuse) -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text) else { throw Misuse("`\(name)` takes a whole number, not `\(text)`") }
    return number
  }

  /// `3..20`: both ends included.
  mutating func range(_ name: String) throws(Misuse) -> ClosedRange<Int>? {
    guard let text = text(name) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: true).compactMap { Int($0) }
    guard parts.count == 2, parts[0] <= parts[1] else { throw Misuse("`\(name)` takes a range such as `1..1000`") }
    return parts[0]...parts[1]
  }

  /// Says what nobody has asked for.
  func finish() throws(Misuse) {
    if let problem { throw Misuse(problem) }
    if let unknown = options.keys.sorted().first { throw Misuse("there is no option `\(unknown)` here") }
  }
}
