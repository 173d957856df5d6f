/// A JSON value (RFC 8259) whose objects keep the order in which they were written.
package indirect enum JSON: Sendable {
  case null
  case flag(Bool)
  case integer(Int)
  /// A number by its digits, so that no decimal passes through binary floating point.
  case number(JSONNumber)
  case text(String)
  case list([JSON])
  case object([(String, JSON)])

  /// On one line, in ASCII controls and hidden characters escaped, so that it is safe on a terminal too.
  package var rendered: Escaped {
    var output = ""
    write(to: &output)
    return Escaped(made: output)
  }

  private func write(to output: inout String) {
    switch self {
    case .null: output += "null"
    case .flag(let flag): output += flag ? "true" : "false"
    case .integer(let integer): output += String(integer)
    case .number(let number): output += number.digits
    case .text(let text): Self.quote(text, to: &output)
    case .list(let values): Self.write(values, between: ("[", "]"), to: &output) { $0.write(to: &$1) }
    case .object(let members):
      Self.write(members, between: ("{", "}"), to: &output) { member, output in
        Self.quote(member.0, to: &output)
        output += ":"
        member.1.write(to: &output)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between brackets: (String, String), to output: inout String,
    each: (Element, inout String) -> Void
  ) {
    output += brackets.0
    for (index, element) in elements.enumerated() {
      if index > 0 { output += "," }
      each(element, &output)
    }
    output += brackets.1
  }

  private static func quote(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _ where scalar.isUnseen: for unit in scalar.utf16 { output += "\\u" + hexadecimal(UInt32(unit)) }
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}

/// Digits that JSON accepts as a number: `-12.5`.
package struct JSONNumber: Sendable {
  package let digits: String

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)?`; an exponent is never written here.
  package init?(_ text: String) {
    let unsigned = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let parts = unsigned.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let isDecimal = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
    guard isDecimal, parts[0].count == 1 || parts[0].first != UInt8(ascii: "0") else { return nil }
    digits = text
  }
}
