import WorkroomValues

/// A statement as its words, with what is known about them.
struct ReadingLine {
  var words: [String]
  /// The words as they stand in the text.
  var written: [String] = []
  var kinds: [Token.Kind]
  /// Words that stand right between two others.
  var tight: Set<Int>
  /// What events and stages there are.
  var events: Set<String>
  var stages: Set<String>
  var nouns: Set<String>
  /// Roles of people, and the names of fields.
  var people: Set<String> = []
  var fields: Set<String> = []
  /// The person that a scenario gave last.
  var person: String?
  /// Those who were given before, if there are several.
  var others: [String] = []
  /// The final stage, if there is one alone.
  var finalStage: String?
  /// The stage that the line stands in.
  var ownStage: String?
  /// The names of sections, in quotes.
  var sections: Set<String> = []
  /// The words of the line, if its text has quotes inside.
  var nestedQuotes: [String]?
  /// What `found` says, once it has been asked for.
  var marks = ReadingMarks()

  /// Words of limits, which are no values.
  static let boundWords: Set = [
    "more", "less", "higher", "lower", "fewer", "greater", "smaller", "above", "below", "over", "under", "up",
    "upwards",
    "down",
  ]

  /// Longer statements are no slips of somebody who begins.
  static let wordsMax = 80

  /// What a reading makes of the line; `nil` where its habit is another. Words that it took and has no place for are told.
  func read(as reading: Reading) -> ReadingCandidate? {
    guard words.count >= reading.wordsMin, reading.needs.allSatisfy({ marks.holds(anyOf: $0) }) else { return nil }
    var taken: [[String]] = []
    guard match(reading.habit[...], 0, &taken) else { return nil }
    // Who is meant stands there already.
    if reading.line.contains("$person"), let person,
      taken.contains(where: { $0 == [person] || others.contains($0.joined()) })
    {
      return nil
    }
    let line = ReadingLine.withUnitOfBoth(ReadingLine.endingWithOutcome(reading.line.flatMap { fill($0, taken) }))
    guard !line.contains("") else { return nil }
    let lost = reading.unused.map { taken[$0 - 1] }.filter { !$0.isEmpty }
    var candidate = ReadingCandidate(
      title: reading.title, words: line,
      notes: (reading.note.map { [$0] } ?? []) + lost.map { "`\(ReadingLine.joined($0))` is left out" },
      loses: !lost.isEmpty,
      losesAction: lost.contains { $0.contains { Names.word(Array($0.utf8)).startsAction || stages.contains($0) } })
    if !others.isEmpty, reading.line.contains("$person") {
      candidate.ways = others.map { other in
        var line = self
        (line.person, line.others) = (other, [])
        return reading.line.flatMap { line.fill($0, taken) }
      }
    }
    return candidate
  }

  /// Whether a word says something that must not be lost: a word of the language, a value, or a name that the file knows.
  func isKnown(_ word: String) -> Bool {
    let small = word.lowercased()
    if Names.word(Array(small.utf8)) != .name || Currency(word) != nil || Numerals.isPart(small) { return true }
    let one = small.hasSuffix("s") ? String(small.dropLast()) : small
    return [small, one].contains {
      stages.contains($0) || nouns.contains($0) || people.contains($0) || fields.contains($0) || events.contains($0)
    }
  }

  /// Whether a block would lead to two outcomes, which no event has.
  static func hasTwoOutcomes(_ words: [String]) -> Bool {
    let outcomes: Set = ["go", "stay", "restart", "resume", "refuse", "ignore"]
    return words.contains("\n") && words.split(separator: "\n").count { outcomes.contains($0.first ?? "") } > 1
  }

  /// `is between 5 USD and 10 USD` for `is between 5 and 10 USD`.
  private static func withUnitOfBoth(_ words: [String]) -> [String] {
    guard let place = words.firstIndex(of: "between"), place + 4 < words.count, words[place + 2] == "and",
      words[place + 1].first?.isNumber == true, words[place + 3].first?.isNumber == true,
      Currency(words[place + 4]) != nil
    else { return words }
    return words[...(place + 1)] + [words[place + 4]] + words[(place + 2)...]
  }

  /// Of several actions the one that leads on is the last.
  static func endingWithOutcome(_ words: [String]) -> [String] {
    guard words.contains("\n") else { return words }
    var lines = words.split(separator: "\n").map(Array.init)
    let last = lines.count - (lines.last == ["end"] ? 2 : 1)
    guard let place = lines.firstIndex(where: { ["go", "stay", "restart", "resume"].contains($0[0]) }), place < last,
      lines[(place + 1)...last].allSatisfy({ $0[0] != "go" && Names.word(Array($0[0].utf8)).startsAction })
    else { return words }
    lines.insert(lines.remove(at: place), at: last)
    return Array(lines.joined(separator: ["\n"]))
  }

  private func fill(_ part: String, _ taken: [[String]]) -> [String] {
    if part == "$person" { return [person ?? "mia"] }
    if part == "$final" { return [finalStage ?? ""] }
    guard let sign = part.firstIndex(of: "$") else { return [part] }
    var rest = part[sign...].dropFirst()
    let digit = rest.removeFirst()
    guard let number = digit.wholeNumberValue, number > 0, number <= taken.count else { return [part] }
    let words = taken[number - 1]
    let before = part[..<sign]
    // A thing and what happens to it make an event, if there is one.
    if rest.hasPrefix(".$") {
      let doing = fill(String(rest.dropFirst()), taken).joined()
      return [EventHabits.path(words.joined(), doing, among: events) ?? ""]
    }
    guard !before.isEmpty || !rest.isEmpty else { return words }
    let inner = words.joined(separator: before == "\"" ? " " : "_")
    return [before + inner + fill(String(rest), taken).joined()]
  }

  // MARK: Matching

  private func match(_ habit: ArraySlice<Reading.Part>, _ at: Int, _ taken: inout [[String]]) -> Bool {
    guard let part = habit.first else { return at == words.count }
    let rest = habit.dropFirst()
    switch part {
    case .words(let choices, let isOptional):
      if at < words.count, choices.contains(words[at].lowercased()), match(rest, at + 1, &taken) { return true }
      return isOptional && match(rest, at, &taken)
    case .place(let place):
      let count = taken.count
      for length in lengths(of: place, at) {
        taken.append(written(place, at, length))
        if match(rest, at + length, &taken) { return true }
        taken.removeLast(taken.count - count)
      }
      return false
    }
  }

  /// How many words a place may take, the least first.
  private func lengths(of place: Reading.Place, _ at: Int) -> [Int] {
    let left = words.count - at
    switch place {
    case .any: return Array(0...left)
    case .some: return left > 0 ? Array(1...left) : []
    case .act: return left > 0 && word(at).startsAction ? Array(1...left) : []
    case .action: return left > 0 && word(at).startsAction ? [left] : []
    case .head:
      return at == 0 && left > 1 && [.on, .once, .after, .at, .every].contains(word(0)) ? Array(2...left) : []
    default: break
    }
    guard left > 0 else { return [] }
    switch place {
    case .word: return [1]
    case .name: return isName(at) && !words[at].contains(".") && !isCurrencyOfAmount(at) ? [1] : []
    case .dotted: return isName(at) && words[at].contains(".") ? [1] : []
    case .event: return events.contains(words[at]) ? [1] : []
    case .doing: return isName(at) && !words[at].contains(".") ? [1] : []
    case .money: return left > 1 && kinds[at] == .number && Currency(words[at + 1]) != nil ? [2] : []
    case .text: return kinds[at] == .text ? [1] : []
    case .number: return kinds[at] == .number ? [1] : []
    case .date: return kinds[at] == .date ? [1] : []
    case .slug: return kinds[at] == .text && isPlain(words[at].filter { $0 != " " }.dropFirst().dropLast()) ? [1] : []
    case .sign: return ["<", ">", "<=", ">="].contains(words[at]) ? [1] : []
    case .percent: return kinds[at] == .percent ? [1] : []
    case .currency: return kinds[at] == .word && Currency(words[at]) != nil ? [1] : []
    case .clock: return kinds[at] == .time ? [1] : []
    case .quoted: return kinds[at] == .text && isPlain(words[at].dropFirst().dropLast()) ? [1] : []
    case .noun: return nouns.contains(words[at]) ? [1] : []
    case .type:
      guard Parser.startsType(words[at]) else { return [] }
      return left > 1 && ["group", "list"].contains(words[at + 1]) ? [2] : [1]
    case .value:
      guard kinds[at] != .word || isName(at) || word(at) == .yes || word(at) == .no else { return [] }
      guard !ReadingLine.boundWords.contains(words[at]) else { return [] }
      // `more than` begins another limit.
      guard left < 2 || words[at + 1] != "than" else { return [] }
      return left > 1 && kinds[at] == .number && kinds[at + 1] == .word ? [2, 1] : [1]
    case .count: return figure(at) == nil ? [] : [1]
    case .time:
      let isTime = left > 1 && (figure(at) != nil || ["a", "an"].contains(words[at])) && isUnit(at + 1)
      return isTime ? [2] : []
    case .bound:
      let pairs = [["at", "least"], ["at", "most"], ["more", "than"], ["less", "than"], ["one", "of"]]
      return left > 1 && pairs.contains([words[at], words[at + 1]]) ? [2] : words[at] == "between" ? [1] : []
    case .stage: return (1...min(left, 4)).filter { stages.contains(words[at..<at + $0].joined(separator: "_")) }
    case .role: return people.contains(words[at]) ? [1] : []
    case .figure:
      guard [.number, .percent, .date, .time].contains(kinds[at]) else { return [] }
      return left > 1 && kinds[at] == .number && kinds[at + 1] == .word && !word(at + 1).isReserved ? [2, 1] : [1]
    case .section: return kinds[at] == .text && sections.contains(words[at]) ? [1] : []
    case .own: return words[at] == ownStage ? [1] : []
    case .names, .joined:
      let count = words[at...].prefix(6).indices.prefix {
        (isName($0) || kinds[$0] == .number) && !(place == .joined && $0 > at && Parser.startsType(words[$0]))
      }.count
      return count > 1 ? Array(2...count) : []
    case .some, .any, .act, .action, .head: return []
    }
  }

  private func written(_ place: Reading.Place, _ at: Int, _ length: Int) -> [String] {
    let taken = Array(words[at..<at + length])
    switch place {
    case .count: return [figure(at) ?? taken[0]]
    case .time: return [figure(at) ?? "1", taken[1]]
    case .stage: return [taken.joined(separator: "_")]
    case .joined: return [taken.joined(separator: "_").lowercased()]
    case .slug: return [taken[0].dropFirst().dropLast().lowercased().split(separator: " ").joined(separator: "_")]
    case .quoted: return [taken[0].dropFirst().dropLast().lowercased()]
    default: return taken
    }
  }

  /// Whether a word has no meaning of its own in the language.
  func isOwnName(_ at: Int) -> Bool { kinds[at] == .word && word(at) == .name }

  private func word(_ at: Int) -> Word { kinds[at] == .word ? Names.word(Array(words[at].utf8)) : .name }

  private func isName(_ at: Int) -> Bool { isOwnName(at) }

  /// Whether a word is the currency of the amount before it.
  private func isCurrencyOfAmount(_ at: Int) -> Bool {
    at > 0 && kinds[at - 1] == .number && Currency(words[at]) != nil
  }

  private func isPlain(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 == 95 || $0 == 46 || (48...57).contains($0) || ($0 | 32) &- 97 < 26 }
  }

  private func isUnit(_ at: Int) -> Bool {
    TimeSpan.unit(words[at]) != nil || ["month", "months", "year", "years"].contains(words[at])
  }

  /// A number in figures.
  private func figure(_ at: Int) -> String? {
    kinds[at] == .number
      ? words[at] : Parser.numerals[words[at]].flatMap { $0 > 1 || words[at] == "one" ? "\($0)" : nil }
  }
}
