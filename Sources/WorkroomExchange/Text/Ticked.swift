extension StringProtocol {
  /// The text between backticks as messages show it: what cannot be seen is spelled, what is long is cut.
  var ticked: String {
    var shown = ""
    for (index, scalar) in unicodeScalars.enumerated() {
      if index == 80 {
        shown += "…"
        break
      }
      if scalar == "`" || scalar.isHidden {
        shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return "`\(shown)`"
  }
}

extension Unicode.Scalar {
  /// Whether the scalar shows nothing by itself: controls, format characters such as bidi marks, line ends.
  var isHidden: Bool {
    if value < 0x7F { return value < 0x20 }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      return true
    default: return false
    }
  }
}
