/// One verb of the command: what is said of it, what may be typed behind it, and what it does.
///
/// Help, the reading of command lines and the completions of shells all go by this table.
struct Verb: Sendable {
  var name: String
  /// One line for the list of verbs.
  var about: String
  /// Its own options, besides `Arguments.common`.
  var options: [Arguments.Option]
  /// What may be the first word behind it; empty where that is a file or a name.
  var words: [String]
  var run: @Sendable ([String]) throws -> Int32

  init(
    _ name: String, _ about: String, _ options: [Arguments.Option],
    _ run: @escaping @Sendable ([String]) throws -> Int32, words: [String] = []
  ) {
    self.name = name
    self.about = about
    self.options = options
    self.words = words
    self.run = run
  }

  /// All the options that may stand behind it.
  var allOptions: [Arguments.Option] { options + Arguments.common(for: options) }
}

extension Arguments.Option {
  /// The values that there are, where they can be listed.
  var choices: [String] {
    guard let value, value.contains("|"), value.allSatisfy({ $0 == "|" || $0.isLetter || $0.isNumber }) else {
      return []
    }
    return value.split(separator: "|").map(String.init)
  }

  /// Whether a file or a folder follows.
  var isPath: Bool { value?.contains("file") == true || value?.contains("folder") == true }
}
