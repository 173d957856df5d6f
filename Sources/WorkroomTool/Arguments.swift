import WorkroomLanguage

/// The words of a command line: what stands alone, and what options were given.
struct Arguments {
  /// An option that a verb knows.
  struct Option: Sendable {
    var name: String
    /// What follows it, for messages; `nil` for a switch.
    var value: String?
    /// Whether it may be given more than once.
    var repeats = false
    /// Whether it may be given the empty text, which then says that there is something empty.
    var maybeEmpty = false
  }

  private(set) var words: [String] = []
  private var values: [String: [String]] = [:]
  private var switches: Set<String> = []

  /// Options that every verb knows.
  static let common = [
    Option(name: "--color", value: "auto|always|never"), Option(name: "--quiet"), Option(name: "--yes"),
    Option(name: "--no-input"), Option(name: "--help"),
  ]

  /// Those, and who gives the command where it is about a database.
  static func common(for options: [Option]) -> [Option] {
    options.contains { $0.name == Tool.databaseOption.name } ? common + [Request.option] : common
  }

  init(_ raw: some Sequence<String>, options: [Option], usage: String) throws(Failure) {
    let known = options + Arguments.common(for: options)
    var rest = Array(raw)[...]
    while let word = rest.popFirst() {
      if word == "--" {
        words += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        words.append(word)
        continue
      }
      let sign = word.firstIndex(of: "=")
      let written = sign.map { String(word[..<$0]) } ?? word
      let name = written == "-h" ? "--help" : written
      guard let option = known.first(where: { $0.name == name }) else { throw Arguments.unknown(name, known, usage) }
      guard let what = option.value else {
        if sign != nil { throw Failure("`\(name)` takes no value; write it alone", 64, [usage]) }
        switches.insert(name)
        continue
      }
      var value = sign.map { String(word[word.index(after: $0)...]) }
      // The next option is no value: somebody forgot one.
      if value == nil, let next = rest.first, !known.contains(where: { $0.name == next }) { value = rest.removeFirst() }
      guard let value, !value.isEmpty || option.maybeEmpty else {
        throw Failure("`\(name)` needs a value: \(what)", 64, [usage])
      }
      if values[name] != nil, !option.repeats { throw Failure("`\(name)` is given twice", 64, [usage]) }
      values[name, default: []].append(value)
    }
  }

  private static func unknown(_ name: String, _ options: [Option], _ usage: String) -> Failure {
    let near = Spelling.nearest(to: name, among: options.map(\.name))
    return Failure("there is no option `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 64, [usage])
  }

  subscript(name: String) -> String? { values[name]?.last }
  func all(_ name: String) -> [String] { values[name] ?? [] }
  func has(_ name: String) -> Bool { switches.contains(name) }

  /// Refuses words that nobody reads: at most so many may stand.
  func noMore(than count: Int, _ usage: String) throws(Failure) {
    guard words.count > count else { return }
    throw Failure("`\(words[count])` is too much here", 64, [usage])
  }

  /// An option that must be there.
  func required(_ name: String, _ what: String) throws(Failure) -> String {
    guard let value = self[name] else { throw Failure("`\(name)` is missing: \(what)", 64) }
    return value
  }
}

/// Why a command ends without having done what it was asked: a line for a person, and the status of the table.
struct Failure: Error {
  var text: String
  var status: Int32
  var help: [String]

  init(_ text: String, _ status: Int32, _ help: [String] = []) {
    self.text = text
    self.status = status
    self.help = help
  }
}
