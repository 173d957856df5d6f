/// Builds a file of comma-separated values (RFC 4180), with a line feed after each row.
struct CSVText {
  private(set) var text = ""

  init(_ headings: [String]) { row(headings) }

  mutating func row(_ fields: [String]) {
    text += fields.map(CSVText.field).joined(separator: ",")
    text += "\n"
  }

  private static func field(_ text: String) -> String {
    let special: Set<Character> = [",", "\"", "\n"]
    guard text.contains(where: special.contains) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

/// Builds one JSON object, its members in the order in which they are added.
struct JSONText {
  private var members: [String] = []

  mutating func add(_ name: String, _ value: String) {
    members.append(JSONText.quoted(name) + ":" + JSONText.quoted(value))
  }

  /// A member whose value is JSON already.
  mutating func add(_ name: String, json: String) { members.append(JSONText.quoted(name) + ":" + json) }

  var text: String { "{" + members.joined(separator: ",") + "}" }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      if character == "\"" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result + "\""
  }
}

/// Amounts in cents, as files and people write them.
enum Dollars {
  /// `49.90`
  static func plain(_ cents: Int) -> String {
    let rest = cents % 100
    return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `250 USD` or `49.90 USD`
  static func words(_ cents: Int) -> String {
    (cents % 100 == 0 ? "\(cents / 100)" : plain(cents)) + " USD"
  }

  /// So many per cent of an amount, to the cent; a half goes to the even cent.
  static func share(_ percent: Int, of cents: Int) -> Int {
    let (whole, rest) = (cents * percent / 100, cents * percent % 100)
    return rest > 50 || (rest == 50 && whole % 2 == 1) ? whole + 1 : whole
  }
}

extension Int {
  /// `7` as `007`.
  func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}
