/// Finds the name that a misspelled one most likely means.
package enum Spelling {
  /// The nearest of some names, if one is near enough to be worth offering: a third of its letters may differ.
  package static func nearest(to written: String, among names: some Sequence<String>) -> String? {
    let source = small(written)
    var best: (name: String, distance: Int)?
    for name in names where name != written {
      let limit = min(source.count, name.utf8.count) / 3
      guard abs(source.count - min(name.utf8.count, lettersMax)) <= limit else { continue }
      guard hasNearParts(written, name) else { continue }
      let target = small(name)
      let distance = self.distance(source, target)
      if distance <= limit, distance < best?.distance ?? .max, !turnsRound(written, name) { best = (name, distance) }
    }
    return best?.name
  }

  /// Whether a word is another one but for a letter or two; more may be another word that somebody meant.
  ///
  /// Figures are not misspelled: `tier_1` and `tier_2` are two names.
  static func isNear(_ written: String, _ name: String) -> Bool {
    figures(written) == figures(name) && distance(small(written), small(name)) <= 2 && !turnsRound(written, name)
  }

  /// Whether a word can hardly be anything but another one with a slip of the keys: one in each of its parts at most, in a
  /// part that is long enough not to be another word by it, and not in the letter by which a part is known. Two letters in
  /// each other's place and one letter twice, or once, are slips; another letter, or one more or less, is one only where
  /// what is written can be no word.
  ///
  /// `propsoal.acepted` and `declned` are; `hired` and `fired`, `fee` and `free`, `contact` and `contract` are two words
  /// each.
  ///
  /// - Parameter isShown: whether other lines show already which of the two is meant.
  package static func isSlip(_ written: String, of name: String, isShown: Bool = false) -> Bool {
    let (left, right) = (plainParts(written), plainParts(name))
    guard left.count == right.count, figures(written) == figures(name), !turnsRound(written, name) else { return false }
    return zip(left, right).allSatisfy { $0 == $1 || isSlipOfKeys($0, $1, isShown) }
  }

  /// What may be done with a name that another is offered for: only a slip is repaired unasked.
  static func safety(_ written: String, _ name: String) -> Diagnostic.Fix.Safety {
    isSlip(written, of: name) ? .safe : .maybe
  }

  private static func isSlipOfKeys(_ written: [UInt8], _ name: [UInt8], _ isShown: Bool) -> Bool {
    guard written.first == name.first, distance(written, name) == 1 else { return false }
    let longer = max(written.count, name.count)
    let end = written.count > name.count ? written.last : name.last
    // Two neighbours in each other's place.
    if written.count == name.count, written.sorted() == name.sorted() { return longer > 4 }
    if written.count != name.count, longer > 6 {
      // `reminders` is `reminder`, and `acepted` is `accepted`; `directory` and `director` are two words.
      if written.last != name.last { return end == UInt8(ascii: "s") }
      if doubles(written, name) || doubles(name, written) { return true }
    }
    // `shopping` may be meant where `shipping` is declared; `shxpping` and `shpping` are meant nowhere.
    return longer > (written.count == name.count ? 7 : 6) && written.last == name.last
      && (isShown || things.contains(name) || !SpokenWords.mayBeSpoken(written))
  }

  /// Of what the standard events are about, and of those who send them, the words that hardly another is like.
  private static let things: Set<[UInt8]> = [
    Array("proposal".utf8), Array("influencer".utf8), Array("shipment".utf8), Array("conversion".utf8),
    Array("manager".utf8), Array("director".utf8),
  ]

  /// Whether a word is another one with one of its letters twice.
  private static func doubles(_ longer: [UInt8], _ word: [UInt8]) -> Bool {
    longer.count == word.count + 1
      && longer.indices.dropFirst().contains { place in
        longer[place] == longer[place - 1] && longer[..<place] == word[..<place]
          && longer[(place + 1)...].elementsEqual(word[place...])
      }
  }

  private static func plainParts(_ name: String) -> [[UInt8]] {
    small(name).split { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: " ") }.map(Array.init)
  }

  private static func figures(_ text: String) -> [UInt8] { text.utf8.filter { (48...57).contains($0) } }

  /// Whether each part of a name with a dot is near its counterpart: the thing of an event says nothing of what became of it.
  private static func hasNearParts(_ written: String, _ name: String) -> Bool {
    let (left, right) = (written.split(separator: "."), name.split(separator: "."))
    guard left.count > 1, left.count == right.count else { return true }
    return zip(left, right).allSatisfy { left, right in
      let (left, right) = (small(String(left)), small(String(right)))
      return distance(left, right) <= max(1, min(left.count, right.count) / 3)
    }
  }

  // MARK: Opposites

  /// Whether one of two names is the other turned round, or done again: `unapproved` and `approved`, `not_paid` and `paid`.
  ///
  /// Between the two no slip of a key decides: whoever wrote one of them did not mean the other.
  static func turnsRound(_ written: String, _ name: String) -> Bool {
    let (left, right) = (parts(written), parts(name))
    guard left.joined() != right.joined() else { return false }
    for word in denials where left.contains(word) != right.contains(word) {
      if !(left.contains(word) ? right : left).joined().contains(word) { return true }
    }
    guard left.count == right.count else { return false }
    return zip(left, right).contains {
      $0 != $1 && (isOpposite($0, of: $1) || isTurned($0, from: $1, slips: 1) || isTurned($1, from: $0, slips: 0))
    }
  }

  private static let opposites: [Set<String>] = [
    ["lower", "upper"], ["first", "last"], ["with", "without"], ["online", "offline"], ["upload", "unload"],
    ["hired", "fired"],
    ["enable", "disable"], ["enabled", "disabled"], ["increase", "decrease", "reduce"],
    ["increased", "decreased", "reduced"], ["open", "close"], ["opened", "closed"], ["start", "end"],
    ["before", "after"], ["sent", "received"], ["won", "lost"], ["accepted", "rejected", "declined", "changed"],
    ["reduce", "refuse"], ["reduced", "refused"], ["include", "exclude"], ["included", "excluded"],
    ["import", "export"], ["imported", "exported"], ["inside", "outside"], ["input", "output"],
  ]

  /// Whether two words say the opposite, or two different things that are spelled nearly alike.
  private static func isOpposite(_ word: String, of other: String) -> Bool {
    (least.contains(word) && most.contains(other)) || (most.contains(word) && least.contains(other))
      || opposites.contains { $0.contains(word) && $0.contains(other) }
  }

  private static let least: Set = ["min", "minimum", "least", "low", "lowest"]
  private static let most: Set = ["max", "maximum", "most", "high", "highest"]

  private static let denials = ["not", "no", "non", "never"]

  private static let prefixes = ["un", "in", "im", "dis", "non", "not", "no", "re", "mis", "de", "pre", "anti"]

  private static func parts(_ name: String) -> [String] {
    name.prefix(lettersMax).lowercased().split { $0 == "." || $0 == "_" }.map(String.init)
  }

  /// Whether a word is another one behind a syllable that the other has not.
  private static func isTurned(_ word: String, from other: String, slips: Int) -> Bool {
    prefixes.contains { prefix in
      guard word.hasPrefix(prefix), !other.hasPrefix(prefix) else { return false }
      let rest = word.dropFirst(prefix.count)
      return rest.utf8.count > 2 && distance(Array(rest.utf8), Array(other.utf8)) <= slips
    }
  }

  private static let lettersMax = 64

  /// The letters of a name, capitals made small.
  private static func small(_ name: String) -> [UInt8] {
    name.utf8.prefix(lettersMax).map { (65...90).contains($0) ? $0 + 32 : $0 }
  }

  /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for i in 0..<left.count {
      var current = [i + 1] + [Int](repeating: 0, count: right.count)
      for j in 0..<right.count {
        let cost = left[i] == right[j] ? 0 : 1
        current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          current[j + 1] = min(current[j + 1], before[j - 1] + 1)
        }
      }
      (before, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
