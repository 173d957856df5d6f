/// A user's text for a message: in backticks, on one line, with what cannot be seen shown by its number.
func quoted(_ text: String) -> String {
  var shown = "`"
  for scalar in text.unicodeScalars.prefix(1024) {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
      shown += "\\u{\(String(scalar.value, radix: 16))}"
    default:
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown + "`"
}
