import WorkroomLanguage

/// The page of a diagnostic code: why it matters, the mistake and the repair.
///
/// The pages are the files of `Grammar/Diagnostics`; `pages.md` holds them one after the other.
package struct DiagnosticPage: Sendable {
  /// `W0201`.
  package let code: String
  /// `unknown-stage`.
  package let slug: String
  /// What goes wrong, in the page's first sentence.
  package let summary: String
  package let lines: [String]

  /// Every page, by code.
  package static let all: [DiagnosticPage] = pages(of: String(decoding: PackageResources.pages_md, as: UTF8.self))

  /// The pages of a text, each of which begins with a line such as `# W0201 unknown-stage`.
  package static func pages(of text: String) -> [DiagnosticPage] {
    var parts: [[String]] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# W") { parts.append([]) }
      if !parts.isEmpty { parts[parts.count - 1].append(String(line)) }
    }
    return parts.compactMap(DiagnosticPage.init)
  }

  private init?(_ lines: [String]) {
    let heading = lines[0].split(separator: " ").map(String.init)
    guard heading.count == 3 else { return nil }
    (code, slug) = (heading[1], heading[2])
    var kept = lines
    while kept.last?.isEmpty == true { kept.removeLast() }
    self.lines = kept
    let paragraph = kept.dropFirst().drop { $0.isEmpty }.prefix { !$0.isEmpty }.joined(separator: " ")
    summary = DiagnosticPage.sentence(paragraph)
  }

  /// Up to the first full stop that ends a word.
  private static func sentence(_ text: String) -> String {
    var words: [Substring] = []
    for word in text.split(separator: " ") {
      words.append(word)
      if word.hasSuffix(".") { break }
    }
    return words.joined(separator: " ")
  }

  // MARK: Finding one

  /// The page of a code, written `W0201`, `w0201`, `0201`, `201` or `unknown-stage`.
  package static func find(_ word: String) -> DiagnosticPage? {
    let small = word.lowercased()
    if let number = number(small) { return all.first { $0.number == number } }
    return all.first { $0.slug == small }
  }

  /// The pages that somebody may have meant, at most three.
  package static func nearest(to word: String) -> [DiagnosticPage] {
    let small = word.lowercased()
    if let number = number(small) {
      // A number far from every code is near to none.
      let near = all.filter { abs($0.number - number) < 100 }
      return Array(near.sorted { distance($0, number) < distance($1, number) }.prefix(3))
    }
    if let near = Spelling.nearest(to: small, among: all.map(\.slug)) { return all.filter { $0.slug == near } }
    let parts = small.split { !$0.isLetter }.filter { $0.utf8.count > 2 }
    return Array(all.filter { page in parts.contains { page.slug.contains($0) } }.prefix(3))
  }

  private static func number(_ word: String) -> Int? {
    let digits = word.hasPrefix("w") ? word.dropFirst() : word[...]
    guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(digits)
  }

  private var number: Int { Int(code.dropFirst()) ?? 0 }

  private static func distance(_ page: DiagnosticPage, _ number: Int) -> (Int, Int) {
    (abs(page.number - number), page.number)
  }
}
