/// Gives what a program declares another name: everything, or what `other` has another name for.
struct Renaming {
  private let other: (String) -> String?

  static func renamed(_ program: Program, by other: @escaping (String) -> String? = Renaming.other) -> Program {
    var program = program
    program.statements = program.statements.map(Renaming(other: other).renamed)
    return program
  }

  private func renamed(_ statement: Program.Statement) -> Program.Statement {
    Program.Statement(
      parts: statement.parts.map { Program.Part(text: renamed($0.text), isOptional: $0.isOptional) },
      block: statement.block?.map(renamed))
  }

  /// Other names for the words of a line that are not in quotes.
  private func renamed(_ line: String) -> String {
    line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().map { place, piece in
      place % 2 == 1 ? String(piece) : words(piece)
    }.joined(separator: "\"")
  }

  private func words(_ piece: Substring) -> String {
    var result = ""
    var rest = piece
    while !rest.isEmpty {
      let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      if word.isEmpty {
        result.append(rest.removeFirst())
      } else {
        result += other(String(word)) ?? String(word)
        rest = rest.dropFirst(word.count)
      }
    }
    return result
  }

  private static let words: Set<String> = [
    "visit", "visits", "ticket", "tickets", "lawyer", "scanner", "plain", "loud",
  ]

  /// The other name of something that the writer declares; another first letter puts it elsewhere among the others.
  private static func other(_ name: String) -> String? {
    let letters = name.prefix { $0.isLetter }
    let isNumbered = letters.count == 1 && name.count > 1 && name.dropFirst().first!.isNumber
    guard isNumbered || words.contains(name) else { return nil }
    let singular = name.hasSuffix("s") && words.contains(name) ? String(name.dropLast()) : name
    let sum = singular.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
    return "\(Array("abghkmuvwxyz")[sum % 12])_\(name)"
  }
}
