import WorkroomLanguage

/// The words of a command line: what stands alone, and what options were given.
struct Arguments {
  /// An option that a verb knows.
  struct Option {
    var name: String
    /// What follows it, for messages; `nil` for a switch.
    var value: String?
    /// Whether it may be given more than once.
    var repeats = false
  }

  private(set) var words: [String] = []
  private var values: [String: [String]] = [:]
  private var switches: Set<String> = []

  /// Options that every verb knows.
  static let common = [
    Option(name: "--color", value: "auto|always|never"), Option(name: "--quiet"), Option(name: "--yes"), Option(name: "--no-input"), Option(name: "--help"),
  ]

  init(_ raw: some Sequence<String>, options: [Option], usage: String) throws(Failure) {
    let known = options + Arguments.common
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
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let name = parts[0] == "-h" ? "--help" : parts[0]
      guard let option = known.first(where: { $0.name == name }) else { throw Arguments.unknown(name, known, usage) }
      guard let what = option.value else {
        switches.insert(name)
        continue
      }
      guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else { throw Failure("`\(name)` needs a value: \(what)", 64, [usage]) }
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
