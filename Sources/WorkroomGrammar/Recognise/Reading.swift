/// Reads files by the page of the grammar alone.
///
/// One reader keeps what it learnt about words, so that reading many files costs little more than reading one.
package struct GrammarReader {
  /// The words of a file, with `\n` for each `NL`.
  package typealias Words = [String]

  package let grammar: Grammar
  private let lexicon: Lexicon

  package init(_ grammar: Grammar) {
    self.grammar = grammar
    lexicon = Lexicon(grammar)
  }

  /// Whether the words are a file; if not, the first word that no reading goes beyond.
  package func accepts(_ words: Words) -> (isAccepted: Bool, farthest: Int) {
    var recogniser = Recogniser(grammar, WordInput(words: words.map(lexicon.index), lexicon: lexicon))
    guard let file = grammar.production("file") else { return (false, 0) }
    return (recogniser.accepts(grammar.productions[file].body), recogniser.farthest)
  }

  /// Whether a text is a word that a production in capitals makes.
  package func accepts(_ text: String, as production: String) -> Bool {
    grammar.production(production).map { lexicon.holds($0, lexicon.index(text)) } ?? false
  }

  /// The parts of the page that one reading of a file goes through; `nil` where it is no file.
  package func parts(of words: Words) -> Set<Int>? {
    let input = WordInput(words: words.map(lexicon.index), lexicon: lexicon)
    var recogniser = Recogniser(grammar, input)
    guard let file = grammar.production("file") else { return nil }
    let body = grammar.productions[file].body
    guard recogniser.accepts(body) else { return nil }
    var parts: Set<Int> = []
    var spelled: Set<Lexicon.Entry> = []
    recogniser.walk(body, 0, words.count) { part, place, _ in
      parts.insert(part)
      if case .reference(let production) = grammar.parts[part], grammar.productions[production].isWord {
        spelled.insert(Lexicon.Entry(production: production, word: input.words[place]))
      }
    }
    for entry in spelled { parts.formUnion(self.parts(of: lexicon.words[entry.word], as: entry.production)) }
    return parts
  }

  /// The parts of the page that one reading of a word goes through.
  package func parts(of text: String, as production: Int) -> Set<Int> {
    var recogniser = Recogniser(grammar, CharacterInput(text))
    let body = grammar.productions[production].body
    guard recogniser.accepts(body) else { return [] }
    var parts: Set<Int> = []
    recogniser.walk(body, 0, recogniser.input.count) { part, _, _ in parts.insert(part) }
    return parts
  }
}

/// The words met so far by number, and what is known of them.
final class Lexicon {
  struct Entry: Hashable {
    var production: Int
    var word: Int
  }

  let grammar: Grammar
  private(set) var words: [String] = []
  private var byText: [String: Int] = [:]
  private var known: [Entry: Bool] = [:]

  init(_ grammar: Grammar) { self.grammar = grammar }

  func index(_ text: String) -> Int {
    if let index = byText[text] { return index }
    words.append(text)
    byText[text] = words.count - 1
    return words.count - 1
  }

  /// Whether a production in capitals makes this word.
  func holds(_ production: Int, _ word: Int) -> Bool {
    let entry = Entry(production: production, word: word)
    if let answer = known[entry] { return answer }
    var recogniser = Recogniser(grammar, CharacterInput(words[word]))
    let answer = recogniser.accepts(grammar.productions[production].body)
    known[entry] = answer
    return answer
  }
}

/// The words of a file: productions in capitals are one step.
private struct WordInput: Readable {
  let words: [Int]
  let lexicon: Lexicon

  var count: Int { words.count }

  func isStep(_ production: Int) -> Bool { lexicon.grammar.productions[production].isWord }

  func end(of part: Grammar.Part, at place: Int) -> Int? {
    guard place < words.count else { return nil }
    switch part {
    case .terminal(let text): return lexicon.words[words[place]] == text ? place + 1 : nil
    case .reference(let production): return lexicon.holds(production, words[place]) ? place + 1 : nil
    default: return nil
    }
  }
}

/// The characters of a word.
struct CharacterInput: Readable {
  private let scalars: [Unicode.Scalar]

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var count: Int { scalars.count }

  func isStep(_ production: Int) -> Bool { false }

  func end(of part: Grammar.Part, at place: Int) -> Int? {
    switch part {
    case .terminal(let text):
      let end = place + text.unicodeScalars.count
      return end <= scalars.count && scalars[place..<end].elementsEqual(text.unicodeScalars) ? end : nil
    case .special(let special): return place < scalars.count && special.holds(scalars[place]) ? place + 1 : nil
    default: return nil
    }
  }
}
