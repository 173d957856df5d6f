extension StringProtocol {
  /// The text without the blanks around it.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(self[first..<scalars.index(after: last)])
  }

  /// Whether there is something, and all of it is `0` to `9`.
  var isAllDigits: Bool { !isEmpty && utf8.allSatisfy { (48...57).contains($0) } }
}
