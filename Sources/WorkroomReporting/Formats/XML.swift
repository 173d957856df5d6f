extension Escaped {
  /// Text from anywhere, for XML 1.0: what XML may not hold or nobody could see is shown by name, such as `‹NUL›`.
  package static func xml(_ text: String) -> Escaped {
    var safe = ""
    text.forEachScalar { scalar, isUnseen in
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case "\n": safe += "\n"
      case _ where isUnseen || scalar.value & 0xFFFE == 0xFFFE: safe += "‹\(scalar.shownName)›"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return Escaped(made: safe)
  }

  /// The same for the value of an attribute, where a line's end would become a space.
  static func xmlAttribute(_ text: String) -> Escaped {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    return parts.map { xml(String($0)) }.joined(separator: "&#10;")
  }
}

/// An element of an XML document.
struct XMLElement {
  var name: Escaped
  var attributes: [(name: Escaped, value: String)] = []
  /// Elements, or a text.
  var children: [XMLElement] = []
  var text: String?

  /// With its declaration, two spaces a level.
  var document: Escaped { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + rendered(indent: 0) }

  private func rendered(indent: Int) -> Escaped {
    let pairs = attributes.map { " " + $0.name + "=\"" + .xmlAttribute($0.value) + "\"" }.joined()
    let opening = Escaped.spaces(indent) + "<" + name + pairs
    if let text { return opening + ">" + .xml(text) + "</" + name + ">\n" }
    if children.isEmpty { return opening + "/>\n" }
    return opening + ">\n" + children.map { $0.rendered(indent: indent + 2) }.joined()
      + .spaces(indent) + "</" + name + ">\n"
  }
}
