/// A place where the page of a grammar is not what its notation allows.
package struct NotationError: Error, CustomStringConvertible {
  package var line: Int
  package var message: String

  package var description: String { "line \(line): \(message)" }
}

/// Reads the page of a grammar, production by production.
struct NotationReader {
  private(set) var grammar = Grammar()
  private let page: [Character]
  private var at = 0
  private var line = 1
  /// The comment that was read last, until a production has taken it.
  private var remark = ""
  /// References by name, until all productions are known.
  private var pending: [(part: Int, name: String)] = []

  init(_ page: String) { self.page = Array(page) }

  mutating func readPage() throws {
    try skipSpace()
    while at < page.count {
      try readProduction()
      try skipSpace()
    }
    for (part, name) in pending {
      guard let production = grammar.byName[name] else {
        throw NotationError(line: grammar.lines[part], message: "no production is called `\(name)`")
      }
      grammar.parts[part] = .reference(production)
    }
  }

  private mutating func readProduction() throws {
    let start = line
    let name = try readName()
    guard grammar.byName[name] == nil else { throw error("`\(name)` stands twice") }
    let remark = self.remark
    self.remark = ""
    try expect("=")
    let body = try readChoice()
    try expect(";")
    grammar.byName[name] = grammar.productions.count
    grammar.productions.append(Grammar.Production(name: name, body: body, remark: remark, line: start))
  }

  // MARK: Parts

  private mutating func readChoice() throws -> Int {
    let start = line
    var parts = [try readSequence()]
    while try take("|") { parts.append(try readSequence()) }
    return parts.count == 1 ? parts[0] : add(.choice(parts), start)
  }

  private mutating func readSequence() throws -> Int {
    let start = line
    var parts = [try readFactor()]
    while try take(",") { parts.append(try readFactor()) }
    return parts.count == 1 ? parts[0] : add(.sequence(parts), start)
  }

  private mutating func readFactor() throws -> Int {
    let start = line
    let part = try readPrimary()
    return try take("-") ? add(.exception(part, without: try readPrimary()), start) : part
  }

  private mutating func readPrimary() throws -> Int {
    let start = line
    if try take("[") { return add(.optional(try readChoice(until: "]")), start) }
    if try take("{") { return add(.repetition(try readChoice(until: "}")), start) }
    if try take("(") { return try readChoice(until: ")") }
    if at < page.count, page[at] == "\"" || page[at] == "'" { return add(.terminal(try readQuoted(page[at])), start) }
    if at < page.count, page[at] == "?" {
      let words = try readQuoted("?").split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard let special = Special(rawValue: words) else { throw error("nobody knows what `\(words)` means") }
      return add(.special(special), start)
    }
    let name = try readName()
    pending.append((grammar.parts.count, name))
    return add(.terminal(name), start)
  }

  private mutating func readChoice(until closing: Character) throws -> Int {
    let part = try readChoice()
    try expect(closing)
    return part
  }

  private mutating func add(_ part: Grammar.Part, _ line: Int) -> Int {
    grammar.parts.append(part)
    grammar.lines.append(line)
    return grammar.parts.count - 1
  }

  // MARK: Characters

  /// One or more words of letters.
  private mutating func readName() throws -> String {
    let start = at
    while at < page.count, page[at].isLetter || (page[at].isWhitespace && at > start) {
      if page[at].isNewline { line += 1 }
      at += 1
    }
    let name = String(page[start..<at]).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !name.isEmpty else { throw error("the name of a production is expected") }
    try skipSpace()
    return name
  }

  private mutating func readQuoted(_ quote: Character) throws -> String {
    let start = at + 1
    at = start
    while at < page.count, page[at] != quote, !page[at].isNewline { at += 1 }
    guard at < page.count, page[at] == quote, at > start else { throw error("this \(quote) is not closed") }
    let text = String(page[start..<at])
    at += 1
    try skipSpace()
    return text
  }

  private mutating func take(_ sign: Character) throws -> Bool {
    guard at < page.count, page[at] == sign else { return false }
    at += 1
    try skipSpace()
    return true
  }

  private mutating func expect(_ sign: Character) throws {
    guard try take(sign) else { throw error("`\(sign)` is expected") }
  }

  private mutating func skipSpace() throws {
    while at < page.count {
      if page[at] == "(", at + 1 < page.count, page[at + 1] == "*" {
        try readRemark()
      } else if page[at].isWhitespace {
        if page[at].isNewline { line += 1 }
        at += 1
      } else {
        return
      }
    }
  }

  private mutating func readRemark() throws {
    let start = at + 2
    at = start
    while at + 1 < page.count, page[at] != "*" || page[at + 1] != ")" {
      if page[at].isNewline { line += 1 }
      at += 1
    }
    guard at + 1 < page.count else { throw error("this comment is not closed") }
    remark = String(page[start..<at]).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    at += 2
  }

  private func error(_ message: String) -> NotationError { NotationError(line: line, message: message) }
}
