/// Writes the next version of a program: names that change, statements that go, stages and rules that are new.
///
/// Each change is kept if the checker has nothing against it.
struct Successor {
  private var numbers: Numbers
  private var program: Program
  private var count = 0

  static func program(after program: Program, seed: Int) -> Program {
    var successor = Successor(numbers: Numbers(seed: seed, salt: 3), program: program)
    successor.begin()
    for _ in 0..<successor.numbers.within(1...6) { successor.change() }
    return successor.program
  }

  private mutating func begin() {
    program.statements[0] = Program.Statement("workflow \"Trial\" version 2")
    let timers = numbers.pick(["timers restart", "timers keep their due time", "timers keep their due time"])
    program.statements.append(Program.Statement("from version 1", block: [Program.Statement(timers)]))
  }

  private mutating func change() {
    let before = program
    count += 1
    switch numbers.weighted([3, 2, 3, 4, 4, 2]) {
    case 0: rename("stage", "track", "final")
    case 1: renameField()
    case 2: leaveOut()
    case 3: addPlace()
    case 4: addRule()
    default: merge()
    }
    if Trial.check(program).workflow == nil { program = before }
  }

  // MARK: Names

  private func names(_ statements: [Program.Statement], _ keywords: [String]) -> [String] {
    statements.flatMap { statement in
      let words = statement.line.split(separator: " ").map(String.init)
      let own = words.count > 1 && keywords.contains(words[0]) ? [words[1]] : []
      return own + names(statement.block ?? [], keywords)
    }
  }

  private mutating func rename(_ keywords: String...) {
    let names = names(program.statements, keywords)
    if !names.isEmpty { rename(numbers.pick(names)) }
  }

  private mutating func renameField() {
    let fields = program.statements.first { $0.keyword == "record" }?.block ?? []
    if !fields.isEmpty { rename(String(numbers.pick(fields).keyword)) }
  }

  /// Mostly a line says what it has become.
  private mutating func rename(_ name: String) {
    guard !name.hasSuffix("_b") else { return }
    replace(name, by: name + "_b")
    if numbers.chance(70) { say("\(name) becomes \(name)_b") }
  }

  private mutating func replace(_ name: String, by other: String) {
    program = Renaming.renamed(program) { $0 == name ? other : nil }
  }

  private mutating func say(_ line: String) {
    program.statements[program.statements.count - 1].block?.append(Program.Statement(line))
  }

  /// What was one stage is another from now on.
  private mutating func merge() {
    let names = names(program.statements, ["stage", "final"])
    guard names.count > 1 else { return }
    let (gone, kept) = (numbers.pick(names), numbers.pick(names))
    guard gone != kept, !gone.hasSuffix("_b") else { return }
    program.statements = without(gone, program.statements)
    replace(gone, by: kept)
    say("\(gone) becomes \(kept)")
  }

  private func without(_ name: String, _ statements: [Program.Statement]) -> [Program.Statement] {
    statements.filter { names([Program.Statement($0.line)], ["stage", "final"]) != [name] }.map { statement in
      Program.Statement(parts: statement.parts, block: statement.block.map { without(name, $0) })
    }
  }

  // MARK: Statements

  private mutating func leaveOut() {
    edit { statements, numbers in
      let places = statements.indices.filter { !["workflow", "from"].contains(statements[$0].keyword) }
      if !places.isEmpty { statements.remove(at: numbers.pick(places)) }
    }
  }

  private mutating func addPlace() {
    let name = "n\(count)"
    let rules = [
      Program.Statement("on enter note \"\(name)\""),
      Program.Statement("after \(numbers.within(1...5)) days note \"\(name)\""),
    ]
    edit { statements, numbers in
      let isParallel = statements.contains { ["track", "each"].contains($0.keyword) }
      let keyword = isParallel ? "track" : "stage"
      statements.insert(
        Program.Statement("\(keyword) \(name)", block: rules), at: numbers.below(statements.count + 1))
    }
  }

  private mutating func addRule() {
    let words = "note \"r\(count)\""
    let rule = numbers.pick([
      "after 2 days", "every 1 day at most 2 times", "every 36 hours", "once entered", "once otherwise", "on enter",
      "on leave", "at 2026-03-20",
    ])
    edit { statements, numbers in
      statements.insert(Program.Statement("\(rule) \(words)"), at: numbers.below(statements.count + 1))
    }
  }

  /// Changes the statements of the file, or those inside a stage, a track or an `each`.
  private mutating func edit(_ change: (inout [Program.Statement], inout Numbers) -> Void) {
    var statements = program.statements
    edit(&statements, change, chance: 25)
    program.statements = statements
  }

  private mutating func edit(
    _ statements: inout [Program.Statement], _ change: (inout [Program.Statement], inout Numbers) -> Void, chance: Int
  ) {
    let blocks = statements.indices.filter { ["stage", "track", "each"].contains(statements[$0].keyword) }
    guard !blocks.isEmpty, !numbers.chance(chance) else { return change(&statements, &numbers) }
    let place = numbers.pick(blocks)
    var block = statements[place].block ?? []
    edit(&block, change, chance: 40)
    statements[place].block = block
  }
}
