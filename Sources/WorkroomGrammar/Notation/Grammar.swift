/// A grammar as its page says it: productions by name, and their parts in one flat array.
///
/// Productions in small letters put words together, those in capitals make words of characters.
package struct Grammar: Sendable {
  package enum Part: Sendable {
    /// What stands in quotes.
    case terminal(String)
    /// The production of this index.
    case reference(Int)
    /// What stands between question marks.
    case special(Special)
    case sequence([PartIndex])
    case choice([PartIndex])
    case optional(PartIndex)
    case repetition(PartIndex)
    case exception(PartIndex, without: PartIndex)
  }

  package typealias PartIndex = Int

  package struct Production: Sendable {
    package var name: String
    package var body: PartIndex
    /// The comment above it.
    package var remark: String
    package var line: Int

    /// Whether it makes a word of characters.
    package var isWord: Bool { name.first?.isUppercase == true }
    /// Whether only the vocabulary has use for it.
    package var isForVocabulary: Bool { remark.hasPrefix("Vocabulary only") }
  }

  package internal(set) var productions: [Production] = []
  package internal(set) var parts: [Part] = []
  /// The line of the page that each part stands on.
  package internal(set) var lines: [Int] = []
  var byName: [String: Int] = [:]

  /// Reads a page in the notation of ISO 14977, as far as the page uses it.
  package init(reading page: String) throws {
    var reader = NotationReader(page)
    try reader.readPage()
    self = reader.grammar
  }

  init() {}

  /// The index of a production.
  package func production(_ name: String) -> Int? { byName[name] }

  /// Every word and sign in quotes of the productions in small letters, or of one production.
  package func terminals(of name: String? = nil) -> Set<String> {
    var found: Set<String> = []
    for production in productions where name.map({ $0 == production.name }) ?? !production.isWord {
      forEachPart(of: production.body) { if case .terminal(let text) = parts[$0] { found.insert(text) } }
    }
    return found
  }

  /// Calls back with every part inside a part, itself included, but not with those of other productions.
  package func forEachPart(of part: PartIndex, _ body: (PartIndex) -> Void) {
    body(part)
    for inner in inside(part) { forEachPart(of: inner, body) }
  }

  /// The parts that a part is made of.
  func inside(_ part: PartIndex) -> [PartIndex] {
    switch parts[part] {
    case .terminal, .reference, .special: []
    case .sequence(let inner), .choice(let inner): inner
    case .optional(let inner), .repetition(let inner): [inner]
    case .exception(let inner, let without): [inner, without]
    }
  }

  /// Where a part stands and what it is, for messages.
  package func description(of part: PartIndex) -> String {
    let owner = productions.last { $0.line <= lines[part] }?.name ?? ""
    return switch parts[part] {
    case .terminal(let text): "\"\(text)\" in `\(owner)`, line \(lines[part])"
    case .reference(let production): "`\(productions[production].name)` in `\(owner)`, line \(lines[part])"
    default: "a part of `\(owner)`, line \(lines[part])"
    }
  }
}
