/// Writes the page of the grammar as the grammar of an editor: a rule for each production that puts words together.
///
/// What the page says of characters is said again as a pattern, since editors read words by patterns; the end of a
/// statement is found by a scanner of its own.
package struct TreeSitter {
  /// Why a page cannot be written so.
  package struct Refusal: Error {
    package let message: String
  }

  /// What each production in capitals makes, for those that stand between other words.
  package static let patterns: [(production: String, pattern: String)] = [
    ("NAME", #"[A-Za-z_][A-Za-z0-9_]*"#),
    ("DOTTED", #"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+"#),
    ("NUMBER", #"[0-9](_*[0-9])*(\.[0-9]+)?"#),
    ("PERCENT", #"[0-9](_*[0-9])*(\.[0-9]+)?%"#),
    ("CURRENCY", #"[A-Z]{3}"#),
    ("DATE", #"[0-9]{4}-[01][0-9]-[0-3][0-9]"#),
    ("TIME", #"[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?"#),
    ("TEXT", #""([^"\\\r\n]|\\[^\r\n])*""#),
    ("HASHTAG", #"#([A-Za-z0-9_.]|[^\x00-\x7F])*([A-Za-z0-9_]|[^\x00-\x7F])"#),
    ("HANDLE", #"@([A-Za-z0-9_.]|[^\x00-\x7F])*([A-Za-z0-9_]|[^\x00-\x7F])"#),
    ("COMMENT", #"--[^\r\n]*"#),
  ]

  /// Where two words ahead would have to be looked at, or two readings are the same: both ways are tried.
  private static let conflicts = [
    ["choice type"], ["given value"], ["stock"], ["literal", "window"], ["standing", "test"],
  ]

  private let grammar: Grammar
  private var text = ""

  package static func script(of grammar: Grammar) throws -> String {
    var writer = TreeSitter(grammar)
    try writer.write()
    return writer.text
  }

  private init(_ grammar: Grammar) { self.grammar = grammar }

  /// What a production is called as a rule.
  package static func rule(_ production: String) -> String {
    production == "NL" ? "_nl" : production.lowercased().replacing(" ", with: "_")
  }

  private mutating func write() throws {
    text = """
      // Made from ../../workflow.ebnf, whose productions are its rules, by `WORKROOM_RECORD=1 swift test --filter EditorTests`.
      module.exports = grammar({
        name: "workroom",

        word: $ => $.name,

        // The end of a statement, which src/scanner.c finds.
        externals: $ => [$._nl],

        extras: $ => [/[\\s\\uFEFF]/, $.comment],

        conflicts: $ => [\(TreeSitter.list(TreeSitter.conflicts))],

        rules: {

      """
    for index in try reached() { try writeRule(index) }
    for (production, pattern) in TreeSitter.patterns {
      let isStrong = production == "CURRENCY"
      let written = "/\(pattern.replacing("/", with: "\\/"))/"
      text +=
        "    \(TreeSitter.rule(production)): $ => \(isStrong ? "token(prec(1, \(written)))" : "token(\(written))"),\n"
    }
    text += "  },\n});\n"
  }

  private static func list(_ conflicts: [[String]]) -> String {
    conflicts.map { "[\($0.map { "$.\(rule($0))" }.joined(separator: ", "))]" }.joined(separator: ", ")
  }

  /// The productions in small letters that a file may lead to, in the order of the page.
  private func reached() throws -> [Int] {
    guard let file = grammar.production("file") else { throw Refusal(message: "the page has no `file`") }
    var found: Set<Int> = [file]
    var open = [file]
    while let next = open.popLast() {
      grammar.forEachPart(of: grammar.productions[next].body) {
        guard case .reference(let production) = grammar.parts[$0], !grammar.productions[production].isWord else {
          return
        }
        if found.insert(production).inserted { open.append(production) }
      }
    }
    return found.sorted()
  }

  private mutating func writeRule(_ index: Int) throws {
    let production = grammar.productions[index]
    var body = production.body
    if production.name != "file", isEmpty(body) {
      // An editor's rule is never empty: whoever refers to it may leave it out instead.
      guard case .optional(let inner) = grammar.parts[body] else {
        throw Refusal(message: "`\(production.name)` may be empty in more than one way")
      }
      body = inner
    }
    text += "    \(TreeSitter.rule(production.name)): $ => \(try written(body)),\n\n"
  }

  private func written(_ part: Int) throws -> String {
    switch grammar.parts[part] {
    case .terminal(let word): return "\"\(word)\""
    case .reference(let production): return reference(production)
    case .sequence(let parts): return "seq(\(try parts.map(written).joined(separator: ", ")))"
    case .choice(let parts): return "choice(\(try parts.map(written).joined(separator: ", ")))"
    case .optional(let inner): return "optional(\(try written(inner)))"
    case .repetition(let inner): return "repeat(\(try written(inner)))"
    case .exception, .special: throw Refusal(message: "\(grammar.description(of: part)) is no word")
    }
  }

  private func reference(_ production: Int) -> String {
    let name = grammar.productions[production].name
    let isOptional = !grammar.productions[production].isWord && isEmpty(grammar.productions[production].body)
    return isOptional ? "optional($.\(TreeSitter.rule(name)))" : "$.\(TreeSitter.rule(name))"
  }

  /// Whether a part may come to nothing.
  private func isEmpty(_ part: Int) -> Bool {
    switch grammar.parts[part] {
    case .optional, .repetition: true
    case .sequence(let parts): parts.allSatisfy(isEmpty)
    case .choice(let parts): parts.contains(where: isEmpty)
    case .exception(let inner, _): isEmpty(inner)
    case .reference(let production):
      !grammar.productions[production].isWord && isEmpty(grammar.productions[production].body)
    case .terminal, .special: false
    }
  }
}
