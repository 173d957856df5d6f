/// A workflow as a tree of statements, from which lines and parts of lines can be taken away.
struct Program: Sendable {
  /// A part of a statement; one that is optional may be left out without making the rest unreadable.
  struct Part: Sendable {
    var text: String
    var isOptional = false
  }

  struct Statement: Sendable {
    var parts: [Part]
    /// What stands between the first line and its `end`; `nil` where the line stands alone.
    var block: [Statement]?

    init(_ text: String, block: [Statement]? = nil) {
      parts = [Part(text: text)]
      self.block = block
    }

    init(parts: [Part], block: [Statement]? = nil) {
      self.parts = parts
      self.block = block
    }

    /// The first word decides what a statement is.
    var keyword: Substring { parts[0].text.prefix { $0 != " " } }

    var line: String { parts.map(\.text).joined(separator: " ") }
  }

  var statements: [Statement] = []

  var text: String {
    var lines: [String] = []
    for statement in statements { Program.write(statement, "", into: &lines) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func write(_ statement: Statement, _ margin: String, into lines: inout [String]) {
    lines.append(margin + statement.line)
    guard let block = statement.block else { return }
    for inner in block { write(inner, margin + "  ", into: &lines) }
    lines.append(margin + "end")
  }
}
