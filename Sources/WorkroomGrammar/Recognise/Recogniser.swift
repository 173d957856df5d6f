/// What a recogniser reads: words of a file, or characters of a word.
protocol Readable {
  var count: Int { get }
  /// Whether a reference to a production is one step, rather than the steps of its body.
  func isStep(_ production: Int) -> Bool
  /// Where a step from a place ends, if it can be taken there.
  func end(of part: Grammar.Part, at place: Int) -> Int?
}

/// Finds every way to read a text by a grammar, by trying them all; what was tried once is remembered.
///
/// It knows nothing of the language: the page alone decides. The page has no production that begins with itself.
struct Recogniser<Input: Readable> {
  let grammar: Grammar
  let input: Input
  /// The farthest place that a step was tried from.
  private(set) var farthest = 0
  private var remembered: [Int: [Int]] = [:]

  init(_ grammar: Grammar, _ input: Input) {
    self.grammar = grammar
    self.input = input
  }

  /// Whether the whole text is what a part says.
  mutating func accepts(_ part: Int) -> Bool { ends(part, 0).contains(input.count) }

  /// Every place where the part can end that begins at a place, in rising order.
  mutating func ends(_ part: Int, _ place: Int) -> [Int] {
    switch grammar.parts[part] {
    case .sequence(let parts): return chain(parts, place).last ?? []
    case .choice(let parts): return union(parts.map { ends($0, place) })
    case .optional(let inner): return union([[place], ends(inner, place)])
    case .repetition(let inner): return steps(inner, place).keys.sorted()
    case .exception(let inner, let without):
      let refused = ends(without, place)
      return ends(inner, place).filter { !refused.contains($0) }
    case .reference(let production) where !input.isStep(production):
      let key = production * (input.count + 1) + place
      if let known = remembered[key] { return known }
      let found = ends(grammar.productions[production].body, place)
      remembered[key] = found
      return found
    case let step:
      farthest = max(farthest, place)
      return input.end(of: step, at: place).map { [$0] } ?? []
    }
  }

  private func union(_ places: [[Int]]) -> [Int] {
    let filled = places.filter { !$0.isEmpty }
    return filled.count < 2 ? filled.first ?? [] : Set(filled.joined()).sorted()
  }

  /// The places that can be reached before the first part, before the second, and behind the last.
  private mutating func chain(_ parts: [Int], _ place: Int) -> [[Int]] {
    var reached = [[place]]
    for part in parts {
      let next = union(reached[reached.count - 1].map { ends(part, $0) })
      reached.append(next)
      if next.isEmpty { return [[]] }
    }
    return reached
  }

  /// The places that any number of rounds can reach, with the place each is reached from.
  private mutating func steps(_ part: Int, _ place: Int) -> [Int: Int] {
    var before = [place: place]
    var open = [place]
    while let next = open.popLast() {
      for end in ends(part, next) where before[end] == nil {
        before[end] = next
        open.append(end)
      }
    }
    return before
  }

  /// Calls back with the parts of one reading from a place to another, which there must be: the one that the page
  /// names first, with its first parts as long as they can be.
  mutating func walk(_ part: Int, _ place: Int, _ end: Int, _ visit: (_ part: Int, _ place: Int, _ end: Int) -> Void) {
    visit(part, place, end)
    switch grammar.parts[part] {
    case .sequence(let parts):
      let reached = chain(parts, place)
      var last = end
      for (index, inner) in parts.enumerated().reversed() {
        let first = reached[index].last { ends(inner, $0).contains(last) } ?? last
        walk(inner, first, last, visit)
        last = first
      }
    case .choice(let parts):
      if let taken = parts.first(where: { ends($0, place).contains(end) }) { walk(taken, place, end, visit) }
    case .optional(let inner):
      if end > place { walk(inner, place, end, visit) }
    case .repetition(let inner):
      let before = steps(inner, place)
      var last = end
      while last > place, let first = before[last] {
        walk(inner, first, last, visit)
        last = first
      }
    case .exception(let inner, _): walk(inner, place, end, visit)
    case .reference(let production) where !input.isStep(production):
      walk(grammar.productions[production].body, place, end, visit)
    default: break
    }
  }
}
