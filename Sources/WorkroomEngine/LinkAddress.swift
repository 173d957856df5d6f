/// A link as it is compared: shops and networks tell the page on which somebody landed, with what they put behind it.
///
/// How it is fetched, upper case, a `/` at its end, what follows a `#` and parameters beside its own say nothing of whose it is.
package struct LinkAddress: Hashable, Sendable {
  /// Host and path, in lower case, without a `/` at the end.
  package let page: String
  /// Its parameters, in lower case: a link that has some is told apart by them.
  package let parameters: Set<String>

  /// Reads `https://go.example/leo/?utm_source=x#top`, also without how it is fetched, as browsers and networks show it:
  /// `go.example/leo`; `nil` for what is no web address.
  package init?(_ text: String) {
    let lower = text.lowercased()
    let scheme = ["https://", "http://"].first { lower.hasPrefix($0) }
    guard scheme != nil || LinkAddress.isShort(lower) else { return nil }
    let parts = lower.dropFirst(scheme?.count ?? 0).prefix { $0 != "#" }.split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard var page = parts.first, !page.isEmpty else { return nil }
    while page.last == "/" { page.removeLast() }
    self.page = String(page)
    parameters = Set((parts.count > 1 ? parts[1] : "").split(separator: "&").map(String.init))
  }

  /// Whether a text is a host with a point in it and a path.
  private static func isShort(_ text: String) -> Bool {
    guard let slash = text.firstIndex(of: "/"), case let host = text[..<slash] else { return false }
    return host.contains(".") && !host.hasPrefix(".") && !host.hasSuffix(".")
      && !text.contains { $0.isWhitespace || $0 == "@" } && !text.contains("://")
  }

  /// Whether a click on one of two links may count by either: one has all that tells the other apart.
  func isSame(as other: LinkAddress) -> Bool {
    let (more, fewer) =
      parameters.count < other.parameters.count ? (other.parameters, parameters) : (parameters, other.parameters)
    return page == other.page && fewer.isSubset(of: more)
      && more.subtracting(fewer).allSatisfy { $0.hasPrefix("utm_") }
  }

  /// The ways to write it up to its parameters, as a link may be stored.
  var beginnings: [String] {
    ["https://", "http://"].flatMap { scheme in ["", "/"].map { "\(scheme)\(page)\($0)" } }
  }
}
