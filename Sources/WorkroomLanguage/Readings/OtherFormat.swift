/// What a text may be that is no workflow: a program, a query, a list of data, a drawing, a letter.
///
/// It is asked for only where a file has mistakes: of a whole file if most of its lines look like it, else of one line that
/// no habit explains.
enum OtherFormat: CaseIterable {
  case sql, json, yaml, markup, diagram, rows, gherkin, program, letter

  /// What it is called.
  var name: String {
    switch self {
    case .sql: "SQL"
    case .json: "JSON"
    case .yaml: "YAML"
    case .markup: "XML or HTML"
    case .diagram: "a diagram as text"
    case .rows: "rows of a table, as in CSV"
    case .gherkin: "Gherkin"
    case .program: "a programming language"
    case .letter: "a text for people"
    }
  }

  /// How what it says is said here.
  var help: String {
    switch self {
    case .sql: "a rule changes a field: `on proposal.accepted when rounds is 1 set price to 300 USD`"
    case .json, .yaml, .markup:
      "a stage is written in lines: `stage invited`, below it `on proposal.submitted go to proposed`, and `end`"
    case .diagram, .rows: "each way out of a stage is a line in it: `on proposal.submitted go to proposed`"
    case .gherkin:
      "a scenario is written in lines: `scenario \"accepted\"`, `given mia`, `mia: proposal.submitted`, `expect mia in proposed`, `end`"
    case .program: "a rule says when and what: `on proposal.accepted when price is at most 500 USD go to active`"
    case .letter:
      "each line says one thing: `on proposal.accepted go to active`, or `after 14 days send email \"reminder\"`"
    }
  }

  /// The same for one line, as far as its first word tells more.
  func help(for line: String) -> String {
    guard self == .program, let first = line.split(whereSeparator: { " ({:;".contains($0) }).first else { return help }
    switch first.lowercased() {
    case "let", "const", "var", "int", "string":
      return
        "a value that each participation carries is a field: `record`, below it `fee money default 100 USD`, and `end`"
    case "if", "elif", "elsif", "else", "switch", "case", "default", "}":
      return
        "each case is a line of its event: `on proposal.accepted when price is at most 500 USD go to active`, and `on proposal.accepted otherwise go to declined`"
    case "for", "foreach", "while":
      return "what is done again and again begins with `every`: `every 3 days at most 3 times send email \"reminder\"`"
    case "try", "catch", "except", "finally":
      return "what is not possible is refused: `on proposal.accepted otherwise refuse \"not possible now\"`"
    case "print", "console.log", "log": return "a remark is kept by a rule: `on proposal.accepted note \"accepted\"`"
    case "import", "export", "require", "package":
      return "nothing is imported: a workflow stands in one file, so delete this line"
    default: return help
    }
  }

  // MARK: A whole file

  /// What most lines of a text are.
  static func of(_ source: SourceText) -> (format: OtherFormat, line: Int)? {
    var counts: [OtherFormat: (count: Int, first: Int)] = [:]
    var lines = 0
    var others = 0
    let last = min(source.lineStarts.count, linesMax)
    // Of most files a few lines show that they are nothing else.
    for number in 1...last where others * 5 <= last {
      let range = source.lineRange(number)
      let text = source.text(range.lowerBound..<min(range.upperBound, range.lowerBound + 200)).trimmed
      guard !text.isEmpty, !text.hasPrefix("--") || text.hasPrefix("-->") else { continue }
      lines += 1
      guard let format = of(text) ?? (isSentence(text) ? .letter : nil) else {
        others += 1
        continue
      }
      counts[format] = ((counts[format]?.count ?? 0) + 1, counts[format]?.first ?? number)
    }
    let most = allCases.compactMap { format in counts[format].map { (format, $0.count, $0.first) } }.max { $0.1 < $1.1 }
    guard let (format, count, first) = most, count > 1, count * 5 >= lines * 4 else { return nil }
    return (format, first)
  }

  private static let linesMax = 400

  // MARK: A line

  /// What a line is.
  static func of(_ line: String) -> OtherFormat? {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    guard let first = words.first else { return nil }
    if isMarkup(line) { return .markup }
    if isJSON(line) { return .json }
    if isDiagram(line, first.lowercased()) { return .diagram }
    if isSQL(line.lowercased(), words.map { $0.lowercased() }) { return .sql }
    if isGherkin(first, words) { return .gherkin }
    if isProgram(line, first, words) { return .program }
    if isRow(line) { return .rows }
    if isYAML(line, words) { return .yaml }
    return nil
  }

  private static func isMarkup(_ line: String) -> Bool {
    let letters = Array(line.utf8.prefix(2))
    guard letters.count == 2, letters[0] == 60, line.holds(">") else { return false }
    return [33, 47, 63].contains(letters[1]) || (letters[1] | 32) &- 97 < 26
  }

  private static func isJSON(_ line: String) -> Bool {
    if line.utf8.allSatisfy({ [32, 44, 91, 93, 123, 125].contains($0) }), line != "," { return true }
    let isOpened = line.hasPrefix("\"") || line.hasPrefix("{") || line.hasPrefix("[")
    return isOpened && (line.holds("\":") || line.holds("\" :"))
  }

  private static func isDiagram(_ line: String, _ first: String) -> Bool {
    let heads = [
      "graph", "flowchart", "statediagram", "statediagram-v2", "sequencediagram", "digraph", "@startuml", "@enduml",
      "```mermaid", "```", "participant", "subgraph",
    ]
    return heads.contains(first) || ["-->", "->>", "-.->", "==>", "[*]"].contains { line.holds($0) }
  }

  private static func isSQL(_ line: String, _ words: [String]) -> Bool {
    func holds(_ word: String) -> Bool { words.contains { $0 == word || $0 == "\(word)(" } }
    switch words[0] {
    case "select": return holds("from")
    case "insert": return holds("into")
    case "update": return holds("set")
    case "delete": return holds("from") && words.count > 2
    case "create", "alter", "drop": return holds("table") || holds("view") || holds("index")
    case "where", "values", "join", "inner", "left": return line.holds("=") || line.holds("(")
    case ");": return true
    default: return ["primary key", "not null", "varchar", "references "].contains { line.holds($0) }
    }
  }

  private static func isGherkin(_ first: String, _ words: [String]) -> Bool {
    if ["Feature:", "Background:", "Scenario:", "Examples:"].contains(first) { return true }
    if first == "Scenario", words.count > 1, words[1] == "Outline:" { return true }
    return ["Given", "When", "Then", "And", "But"].contains(first) && words.count > 1 && !words[1].contains(".")
  }

  private static let programWords: Set = [
    "function", "def", "class", "import", "let", "const", "var", "switch", "elif", "while", "return", "print", "public",
    "private", "async", "export", "require", "package", "try", "try:", "catch", "except", "except:", "finally", "elsif",
    "foreach", "func", "fn", "default:", "else:", "}", "});", "endfor", "endwhile", "case",
  ]

  private static func isProgram(_ line: String, _ first: String, _ words: [String]) -> Bool {
    let name = String(first.prefix { $0 != "(" })
    let isCalled = first.utf8.count > name.utf8.count
    if line.hasSuffix("{") || line.hasPrefix("} ") || line.hasSuffix("});") || line.holds("() =>") { return true }
    if isCalled, line.hasSuffix(")") || line.hasSuffix(");") || line.hasSuffix("):"), !["("].contains(first) {
      return true
    }
    if name == "for" { return words.contains("in") || line.holds("(") }
    if name == "if" { return isCalled || line.hasSuffix(":") || words.count > 1 && words[1].hasPrefix("(") }
    return programWords.contains(name) || programWords.contains(first)
  }

  /// `invited,proposal.submitted,proposed`: several cells without white space behind what parts them.
  private static func isRow(_ line: String) -> Bool {
    for sign in [",", ";", "\t"] where line.utf8.count(where: { $0 == sign.utf8.first }) > 1 {
      let cells = line.split(separator: sign, omittingEmptySubsequences: false)
      let isTight = cells.dropFirst().allSatisfy { $0.first != " " }
      if cells.count > 2, isTight, !(cells[0].first == "\"" && cells.count < 3),
        cells[0].split(separator: " ").count < 3
      {
        return true
      }
    }
    return line.hasPrefix("|") && line.hasSuffix("|") && line.utf8.count > 2
  }

  private static func isYAML(_ line: String, _ words: [String]) -> Bool {
    let key = words[0] == "-" && words.count > 1 ? words[1] : words[0]
    guard key.hasSuffix(":"), key.utf8.count > 1 else { return false }
    let isName = key.dropLast().utf8.allSatisfy {
      $0 == 95 || $0 == 45 || (48...57).contains($0) || ($0 | 32) &- 97 < 26
    }
    // `mia: proposal.submitted` is a line of a scenario.
    let isEvent = words.count > 1 && words[0] != "-" && words[1].contains(".")
    return isName && !isEvent
  }

  /// A sentence as a letter has it: several words, with a full stop and without an event.
  static func isSentence(_ line: String) -> Bool {
    let words = line.split(separator: " ")
    guard words.count > 3, line.hasSuffix(".") || line.hasSuffix("!") else {
      return line.hasPrefix("# ") || line.hasPrefix("## ")
    }
    return !words.dropLast().contains { $0.dropLast().contains(".") }
  }
}

extension String {
  /// Whether a piece of ASCII occurs in it.
  fileprivate func holds(_ piece: String) -> Bool {
    let (own, other) = (utf8.span, piece.utf8.span)
    guard own.count >= other.count else { return false }
    for start in 0...own.count - other.count {
      var index = 0
      while index < other.count, own[start + index] == other[index] { index += 1 }
      if index == other.count { return true }
    }
    return false
  }
}
