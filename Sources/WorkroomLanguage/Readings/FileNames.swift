import WorkroomValues

/// What a file names, gathered once: it is looked at only where a line has a mistake.
struct FileNames {
  var events = Parser.standardEvents
  /// Of a file without stages, those of the vocabulary.
  var stages: Set<String> = []
  /// What pools hold.
  var nouns: Set<String> = ["discount", "link"]
  /// Stages by their titles, in small letters.
  var titles: [String: String] = [:]
  /// Sections, by their names in quotes.
  var sections: Set<String> = []
  /// Fields that name groups, and of which kind: `discount_group discount group`.
  var groups: [(name: String, kind: String)] = []
  /// Roles of people, other than the influencer.
  var people: Set<String> = []
  /// Fields, and the first word of what each is.
  var fields: [String: String] = [:]
  /// The first currency that an amount has.
  var currency: String?
  /// Whether lines begin with `+` and with `-`, as those do that replace others in a comparison of two texts.
  var (hasAddedLines, hasLinesTakenOut) = (false, false)
  /// What stands behind `go to`, once it has been asked for: names, and two words as one.
  var ledTo: Set<String>?
}

extension Parser {
  /// The names of the file.
  mutating func namesOfFile() -> FileNames {
    if let fileNames { return fileNames }
    var names = FileNames()
    for role in Vocabulary.tree.roles where role.isPerson { names.people.insert(Vocabulary.tree.text(role.name)) }
    names.people.remove("influencer")
    names.sections = Set(Vocabulary.tree.sections.map { Vocabulary.tree.text($0.token) })
    for range in lines.ranges where range.count > 1 { gather(range, &names) }
    if names.stages.isEmpty { names.stages = Set(Vocabulary.tree.stages.map { Vocabulary.tree.text($0.name) }) }
    names.currency = currencyOfFile
    fileNames = names
    return names
  }

  /// What stands behind `go to` and `and` in all of the file; two words side by side also as one name.
  mutating func stagesLedTo() -> Set<String> {
    var known = namesOfFile()
    if let names = known.ledTo { return names }
    var names: Set<String> = []
    for range in lines.ranges {
      for index in range.dropFirst() where tree.tokens[lines.significant[index]].kind == .word {
        let before = tree.tokens[lines.significant[index - 1]].word
        guard [.to, .and, .goto].contains(before) else { continue }
        let name = tree.text(lines.significant[index])
        names.insert(name)
        guard before != .and, index + 1 < range.upperBound else { continue }
        let next = tree.tokens[lines.significant[index + 1]]
        if next.kind == .word, next.word == .name { names.insert("\(name)_\(tree.text(lines.significant[index + 1]))") }
      }
    }
    known.ledTo = names
    fileNames = known
    return names
  }

  private func gather(_ range: Range<Int>, _ names: inout FileNames) {
    let tokens = lines.significant[range]
    let (first, second) = (tokens[range.lowerBound], tokens[range.lowerBound + 1])
    switch tree.tokens[first].word {
    case .event: names.events.insert(tree.text(second))
    case .section where tree.tokens[second].kind == .text: names.sections.insert(tree.text(second))
    case .role where range.count == 3 && tree.text(tokens[range.lowerBound + 2]) == "person":
      names.people.insert(tree.text(second))
    case .stage, .track:
      names.stages.insert(tree.text(second))
      gatherTitles(tokens, &names)
    case .final:
      let own = tokens.dropFirst().filter { tree.tokens[$0].kind == .word && tree.tokens[$0].word == .name }
      names.stages.formUnion(own.map { tree.text($0) })
      gatherTitles(tokens, &names)
    default:
      if tree.tokens[second].kind == .word {
        names.hasAddedLines = names.hasAddedLines || tree.tokens[first].kind == .plus
        names.hasLinesTakenOut = names.hasLinesTakenOut || tree.tokens[first].kind == .minus
      }
      if tree.tokens[second].kind == .word, Parser.startsType(tree.text(second)) {
        names.fields[tree.text(first)] = tree.text(second)
      }
      gatherGroup(tokens.prefix(4).map { $0 }, &names)
    }
  }

  private func gatherTitles(_ tokens: Slice<Places>, _ names: inout FileNames) {
    for index in tokens.indices.dropFirst(3) where tree.tokens[tokens[index]].kind == .text {
      guard tree.tokens[tokens[index - 1]].word == .titled else { continue }
      names.titles[tree.quoted(tokens[index]).lowercased()] = tree.text(tokens[index - 2])
    }
  }

  private func gatherGroup(_ tokens: [Int], _ names: inout FileNames) {
    guard tokens.count > 2, tree.tokens[tokens[1]].kind == .word, tree.tokens[tokens[2]].kind == .word else { return }
    let type = (tree.text(tokens[1]), tree.text(tokens[2]))
    if type == ("pool", "of"), tokens.count > 3 {
      names.nouns.insert(tree.text(tokens[3]))
      names.groups.append((tree.text(tokens[0]), tree.text(tokens[3])))
    } else if type.1 == "group", ["discount", "link"].contains(type.0) {
      names.groups.append((tree.text(tokens[0]), type.0))
    }
  }

  private var currencyOfFile: String? {
    let place = lines.significant.indices.dropFirst().first { index in
      let token = lines.significant[index]
      return tree.tokens[token].kind == .word && tree.tokens[lines.significant[index - 1]].kind == .number
        && Currency(tree.text(token)) != nil
    }
    return place.map { tree.text(lines.significant[$0]) }
  }
}
