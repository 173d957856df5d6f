/// A heading that its owner mapped by hand: `--map "Their Heading=our_field"`.
package struct HeadingMap: Hashable, Sendable {
  package let heading: String
  package let field: String

  package init(heading: String, field: String) {
    self.heading = heading
    self.field = field
  }

  /// Reads `Their Heading=our_field`; the last `=` separates, since headings may hold one.
  package init?(_ text: String) {
    guard let equals = text.lastIndex(of: "=") else { return nil }
    let (heading, field) = (text[..<equals].trimmed, text[text.index(after: equals)...].trimmed)
    guard !heading.isEmpty, !field.isEmpty else { return nil }
    self.init(heading: heading, field: field)
  }
}
