/// The text of a mail with values in brackets: `Dear [first_name or "friend"]`. `[[` stands for a bracket.
package struct Template: Sendable, Equatable {
  enum Piece: Sendable, Equatable {
    case text(String)
    /// A value by its name, the word that stands for it where it is unset, and the line it is written on.
    case value(String, fallback: String?, line: Int)
  }

  var pieces: [Piece] = []

  /// Where a text is no template: the line, from 1, and what to write.
  package struct Problem: Error, Equatable, CustomStringConvertible {
    package var line: Int
    package var reason: String

    package var description: String { "line \(line): \(reason)" }
  }

  package init(_ text: String, firstLine: Int = 1) throws(Problem) {
    var rest = text[...]
    var line = firstLine
    var literal = ""
    while let open = rest.firstIndex(of: "[") {
      literal += rest[..<open]
      line += rest[..<open].count(where: \.isNewline)
      rest = rest[rest.index(after: open)...]
      if rest.first == "[" {
        literal += "["
        rest = rest.dropFirst()
        continue
      }
      guard let close = Template.end(of: rest) else {
        throw Problem(
          line: line, reason: "a `[` is never closed; close it with `]`, or write `[[` for a bracket of its own")
      }
      if !literal.isEmpty { pieces.append(.text(literal)) }
      literal = ""
      pieces.append(try Template.value(rest[..<close], line))
      rest = rest[rest.index(after: close)...]
    }
    literal += rest
    if !literal.isEmpty { pieces.append(.text(literal)) }
  }

  /// The `]` that closes a value, on the same line and outside of quotes.
  private static func end(of text: Substring) -> Substring.Index? {
    var isQuoted = false
    for place in text.indices {
      switch text[place] {
      case "\"": isQuoted.toggle()
      case "]" where !isQuoted: return place
      case let character where character.isNewline: return nil
      default: break
      }
    }
    return nil
  }

  private static func value(_ inside: Substring, _ line: Int) throws(Problem) -> Piece {
    let name = inside.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    var rest = inside[name.endIndex...].drop { $0 == " " }
    guard !name.isEmpty, rest.isEmpty || rest.hasPrefix("or ") else {
      throw Problem(
        line: line,
        reason:
          "`[\(inside.prefix(60))]` is no value; write `[first_name or \"there\"]`, or `[[` for a bracket of its own")
    }
    guard !rest.isEmpty else { return .value(String(name), fallback: nil, line: line) }
    rest = rest.dropFirst(3).drop { $0 == " " }
    guard rest.count >= 2, rest.first == "\"", rest.last == "\"", !rest.dropFirst().dropLast().contains("\"") else {
      throw Problem(
        line: line, reason: "behind `or` stands a text in quotes, as in `[\(name) or \"there\"]`")
    }
    return .value(String(name), fallback: String(rest.dropFirst().dropLast()), line: line)
  }

  /// The whole text, with each value from `value`; the name of the first that is unset and has no word to stand for it.
  func filled<Failure>(_ value: (String) throws(Failure) -> String?) throws(Failure) -> Filled {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let literal): text += literal
      case .value(let name, let fallback, _):
        guard let known = try value(name) ?? fallback else { return .missing(name) }
        text += known
      }
    }
    return .text(text)
  }

  enum Filled: Equatable { case text(String), missing(String) }
}
