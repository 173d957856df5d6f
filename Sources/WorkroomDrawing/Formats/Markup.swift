import WorkroomReporting

/// Text for the formats, safe in each of them. What nobody could see is shown by name, such as `‹ESC›`.
enum Markup {
  /// For a quoted text of the DOT language.
  static func dot(_ text: String) -> Escaped {
    replacing(text) {
      switch $0 {
      case "\"": "\\\""
      case "\\": "\\\\"
      default: nil
      }
    }
  }

  /// For a label of Mermaid, which knows entities and no quotes.
  static func mermaid(_ text: String) -> Escaped {
    replacing(text) {
      switch $0 {
      case "\"": "#quot;"
      case "#": "#35;"
      case ":": "#58;"
      case ";": "#59;"
      case "<": "#lt;"
      case ">": "#gt;"
      case "&": "#amp;"
      case "{": "#123;"
      case "}": "#125;"
      case "%": "#37;"
      case "`": "#96;"
      case "\\": "#92;"
      case "[": "#91;"
      case "]": "#93;"
      default: nil
      }
    }
  }

  private static func replacing(_ text: String, _ name: (Unicode.Scalar) -> Escaped?) -> Escaped {
    var parts: [Escaped] = []
    var plain = ""
    for scalar in text.unicodeScalars {
      guard let safe = name(scalar) else {
        plain.unicodeScalars.append(scalar)
        continue
      }
      parts += [.terminal(plain), safe]
      plain = ""
    }
    return (parts + [.terminal(plain)]).joined()
  }
}
