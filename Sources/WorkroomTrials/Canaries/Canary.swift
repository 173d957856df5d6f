/// A deliberate fault: a small change of the sources that some trial has to find.
struct Canary: Sendable {
  /// What is run to find it.
  enum Suite: String, Sendable {
    case conformance, differential
    case pools = "tests of pools"
  }

  struct Edit: Sendable {
    var file: String
    /// Stands in the file exactly once.
    var find: String
    var replace: String
  }

  var name: String
  var edits: [Edit]
  var suites: [Suite] = [.conformance, .differential]

  init(
    _ name: String, in file: String, _ find: String, _ replace: String, suites: [Suite] = [.conformance, .differential]
  ) {
    self.name = name
    edits = [Edit(file: file, find: find, replace: replace)]
    self.suites = suites
  }

  func and(in file: String, _ find: String, _ replace: String) -> Canary {
    var copy = self
    copy.edits.append(Edit(file: file, find: find, replace: replace))
    return copy
  }
}

extension Canary {
  private static let execute = "Sources/WorkroomMachine/Execute"
  private static let compile = "Sources/WorkroomMachine/Compile"

  /// All of them. Where a line changes, what is found here changes with it.
  static let all = [
    Canary(
      "outer stages are left first", in: "\(execute)/Configuration.swift", "let bit = 63 - bits.leadingZeroBitCount",
      "let bit = bits.trailingZeroBitCount"),
    Canary(
      "later tracks are entered first", in: "\(compile)/Compiler+Entries.swift", "    for track in tracks {",
      "    for track in tracks.reversed() {"),
    Canary(
      "transitions don't pre-empt each other", in: "\(execute)/Selection.swift",
      "  for old in b.selected where conflict(m, old, index) {",
      "  for old in b.selected where m.isSmall && b.now < 0 && conflict(m, old, index) {"),
    Canary(
      "`resume` goes all the way down", in: "\(compile)/Compiler+Entries.swift", "        if destination.atTop {",
      "        if destination.atTop, destination.memory < 0 {"),
    Canary(
      "`resume` stops at the top", in: "\(compile)/Compiler+Entries.swift", "        if destination.atTop {",
      "        if destination.atTop || destination.memory >= 0 {"),
    Canary(
      "tracks are always done", in: "\(compile)/Compiler+Stages.swift", "        addNotDone(child, &words)",
      "        words[child / 64, default: (0, 0)].inactive |= 0"),
    Canary(
      "`go to` an inner stage leaves the outer one", in: "\(compile)/Compiler+Entries.swift",
      "      case .whole(let node) where node > 0:",
      "      case .whole(let node) where node > 0, .inside(let node) where node > 0:"),
    Canary(
      "raised events are left for later", in: "\(execute)/Step.swift", "    } else if b.queueHead < b.queue.count {",
      "    } else if b.queueHead < b.queue.count, b.now < 0 {"),
    Canary(
      "actions run before stages are left", in: "\(execute)/Configuration.swift",
      "  b.currentRule = m.candidates[index].rule\n  for place in moves {\n",
      """
        b.currentRule = m.candidates[index].rule
        if m.candidates[index].action >= 0 { execute(m, &s, base, m.candidates[index].action, p, v, &b) }
        for place in moves {

      """
    ).and(
      in: "\(execute)/Configuration.swift",
      "  if m.candidates[index].action >= 0 { act(m, &s, base, m.candidates[index].action, p, v, &b) }\n  for place in",
      "  for place in"),
    Canary(
      "`once` waits for raised events", in: "\(execute)/Step.swift", "    if runOnce(m, &s, base, v, &b) {",
      "    if b.queueHead >= b.queue.count, runOnce(m, &s, base, v, &b) {"),
    Canary(
      "outer rules beat inner ones", in: "\(execute)/Selection.swift",
      "            addTransition(m, &s, base, index, &b)\n            break\n",
      """
                  b.selected.removeAll { isInside(m, m.candidates[Int($0)].source, m.candidates[Int(index)].source) }
                  addTransition(m, &s, base, index, &b)

      """),
    Canary(
      "half of an `assign` is done", in: "\(execute)/Actions.swift",
      "    guard let group, left(group, v, &b) >= 1 else {",
      "    guard let group, left(group, v, &b) >= 1 || place > items.lowerBound else {", suites: [.differential]),
    Canary(
      "timers are lost when a step is taken back", in: "\(execute)/Step.swift",
      "    for index in 0..<m.layout.stride { s[base + index] = b.saved[index] }",
      "    for index in 0..<m.layout.timerStart { s[base + index] = b.saved[index] }", suites: [.differential]),
    Canary(
      "reactions run backwards", in: "\(execute)/Selection.swift", "  for position in b.reactions.indices { react(",
      "  for position in b.reactions.indices.reversed() { react("),
    Canary(
      "conditions are read after actions", in: "\(execute)/Selection.swift", "    b.reactions.append(index)\n",
      """
          b.reactions.append(index)
          save(m, &s, base, &b)
          react(m, &s, base, Int(index), p, v, &b)

      """
    ).and(
      in: "\(execute)/Selection.swift",
      "  for position in b.reactions.indices { react(m, &s, base, Int(b.reactions[position]), p, v, &b) }\n", ""),
    Canary(
      "one code is given twice", in: "Sources/WorkroomStore/Tables/Store.swift",
      "\"UPDATE item SET state = 1, participation = ?, rate = ?, assigned = ?,",
      "\"UPDATE item SET state = 0, participation = ?, rate = ?, assigned = ?,", suites: [.pools]),
  ]
}
