/// Whoever has agreed terms and does not stand in a section any more, or not yet: what they keep of it, a code that sells on,
/// an order or a post, is looked up in a table of their own, so that what is done to all of a section reaches nobody who has
/// left it.
package enum Others {
  /// The sections in which somebody keeps something.
  package static let sections = ["Discounts", "Links", "Fulfillment", "Progress"]

  /// `Discounts others`
  package static func name(of section: String) -> String { "\(section) others" }

  /// The section whose others are meant by a name, in small letters or not; `nil` for a section itself.
  package static func section(behind name: String) -> String? {
    sections.first { Others.name(of: $0).lowercased() == name.lowercased() }
  }
}
