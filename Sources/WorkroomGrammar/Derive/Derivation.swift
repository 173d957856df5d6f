import WorkroomValues

/// Derives files from the page of the grammar at random: the same seed gives the same file.
///
/// What the page says in words only is kept here: an `end` names the block it closes, what stands for a definition is
/// defined, a date is a day of the calendar, and a name is none of the words in quotes, which would be read first.
package struct Derivation {
  package let grammar: Grammar
  package var random: Randomness
  /// The parts that were gone through.
  package private(set) var parts: Set<Int> = []
  private let costs: [Int]
  private let weights: [Int]
  private let words: Set<String>
  private var made: GrammarReader.Words = []
  private var most = 0
  /// The names of the blocks that are open, and whether the next name is one.
  private var blocks: [String] = []
  private var opensBlock = false
  /// Names that stand for definitions, and how many of them have one.
  private var definitions: [String] = []
  private var defined = 0
  /// What the next name is.
  private var nextName: String?

  package init(_ grammar: Grammar) {
    self.grammar = grammar
    random = Randomness(seed: 0)
    costs = Derivation.costs(of: grammar)
    weights = Derivation.weights(of: grammar)
    words = grammar.terminals().union(grammar.terminals(of: "RESERVED"))
  }

  /// The words of a file of about so many words, with `\n` for each `NL`.
  package mutating func file(seed: UInt64, words most: Int) -> GrammarReader.Words {
    random = Randomness(seed: seed)
    made = []
    blocks = []
    definitions = []
    defined = 0
    self.most = most
    guard let file = grammar.production("file") else { return [] }
    derive(grammar.productions[file].body)
    while made.count < most, case .sequence(let parts) = grammar.parts[grammar.productions[file].body] {
      if let last = parts.last { derive(last) }
    }
    while defined < definitions.count, let line = grammar.production("definition line") {
      nextName = definitions[defined]
      defined += 1
      derive(production: line)
    }
    return made
  }

  private mutating func derive(_ part: Int) {
    parts.insert(part)
    switch grammar.parts[part] {
    case .sequence(let parts): for part in parts { derive(part) }
    case .choice(let parts): derive(choose(parts))
    case .optional(let inner): if made.count < most, random.oneIn(2) { derive(inner) }
    case .repetition(let inner): while made.count < most, random.below(5) < 3 { derive(inner) }
    case .exception(let inner, _): derive(inner)
    case .terminal(let text): add(text)
    case .reference(let production) where grammar.productions[production].isWord: add(spell(production))
    case .reference(let production): derive(production: production)
    case .special: break
    }
  }

  /// One of several parts, rather one that leads to many others; past the end of the file, the shortest.
  private mutating func choose(_ parts: [Int]) -> Int {
    guard made.count < most else { return parts.min { costs[$0] < costs[$1] } ?? parts[0] }
    var left = random.below(parts.reduce(0) { $0 + weights[$1] })
    for part in parts {
      left -= weights[part]
      if left < 0 { return part }
    }
    return parts[0]
  }

  private mutating func derive(production: Int) {
    if grammar.productions[production].name == "block name" { return add(blocks.last ?? "") }
    if grammar.productions[production].name == "defined name" { return add(definition()) }
    derive(grammar.productions[production].body)
    if grammar.productions[production].name == "stage end" { blocks.removeLast() }
  }

  /// The name of a definition that stands in the file, or will.
  private mutating func definition() -> String {
    if definitions.isEmpty || (made.count < most && random.oneIn(2)), let name = grammar.production("NAME") {
      definitions.append(spell(name))
    }
    return random.any(of: definitions)
  }

  private mutating func add(_ word: String) {
    if opensBlock { blocks.append(word) }
    opensBlock = (made.isEmpty || made.last == "\n") && ["stage", "track", "each"].contains(word)
    made.append(word)
  }

  // MARK: Words

  /// A word that a production in capitals makes.
  package mutating func spell(_ production: Int) -> String {
    if grammar.productions[production].name == "NAME", let name = nextName {
      nextName = nil
      return name
    }
    while true {
      let text = spellPart(grammar.productions[production].body)
      if isGood(text, grammar.productions[production].name) { return text }
    }
  }

  private func isGood(_ text: String, _ name: String) -> Bool {
    switch name {
    case "NAME", "CURRENCY": !words.contains(text) && !words.contains(text.lowercased())
    case "DATE": CalendarDate(text) != nil
    default: true
    }
  }

  private mutating func spellPart(_ part: Int) -> String {
    parts.insert(part)
    switch grammar.parts[part] {
    case .sequence(let parts): return parts.map { spellPart($0) }.joined()
    case .choice(let parts): return spellPart(random.any(of: parts))
    case .optional(let inner): return random.oneIn(2) ? spellPart(inner) : ""
    case .repetition(let inner): return (0..<random.below(6)).map { _ in spellPart(inner) }.joined()
    case .exception(let inner, let without): return spellPart(inner, without: without)
    case .terminal(let text): return text
    case .special(let special): return String(Character(random.any(of: special.samples)))
    case .reference(let production): return spellPart(grammar.productions[production].body)
    }
  }

  private mutating func spellPart(_ part: Int, without other: Int) -> String {
    while true {
      let text = spellPart(part)
      if !GrammarReader.accepts(text, part: other, of: grammar) { return text }
    }
  }

  // MARK: Costs and weights

  /// How many other parts each leads to, in steps: a production that holds much is chosen more often.
  private static func weights(of grammar: Grammar) -> [Int] {
    grammar.parts.indices.map { part in
      var reached: Set<Int> = []
      var open = [part]
      while let next = open.popLast() {
        guard reached.insert(next).inserted else { continue }
        open += grammar.inside(next)
        if case .reference(let production) = grammar.parts[next], !grammar.productions[production].isWord {
          open.append(grammar.productions[production].body)
        }
      }
      return 1 + reached.count / 32
    }
  }

  /// The fewest words that each part comes to, so that a file can be brought to its end.
  private static func costs(of grammar: Grammar) -> [Int] {
    var costs = [Int](repeating: 1_000_000, count: grammar.parts.count)
    var isSettled = false
    while !isSettled {
      isSettled = true
      for part in grammar.parts.indices {
        let cost = cost(of: grammar.parts[part], costs, grammar)
        if cost < costs[part] {
          costs[part] = cost
          isSettled = false
        }
      }
    }
    return costs
  }

  private static func cost(of part: Grammar.Part, _ costs: [Int], _ grammar: Grammar) -> Int {
    switch part {
    case .terminal, .special: 1
    case .sequence(let parts): min(1_000_000, parts.reduce(0) { $0 + costs[$1] })
    case .choice(let parts): parts.map { costs[$0] }.min() ?? 0
    case .optional, .repetition: 0
    case .exception(let inner, _): costs[inner]
    case .reference(let production) where grammar.productions[production].isWord: 1
    case .reference(let production): costs[grammar.productions[production].body]
    }
  }
}

extension GrammarReader {
  /// Whether a text is a word that a part of a production in capitals makes.
  static func accepts(_ text: String, part: Int, of grammar: Grammar) -> Bool {
    var recogniser = Recogniser(grammar, CharacterInput(text))
    return recogniser.accepts(part)
  }
}
