/// Writes a state machine of the W3C's tests as a program of this language, by rules that hold for every machine.
///
/// What the language has no word for becomes a stage that is passed through: it is entered, does what there is to do and
/// leads on in a `once entered` line, before anything else can happen. So it is with a stage that begins elsewhere than in
/// one of its own stages, with a transition to a stage around its source, and with what a final stage does when entered.
/// A stage that a machine resumes from inside is written as two, one in the other, so that there is an outside to resume
/// it from. A delayed send is a track beside all others that waits when it is told to. Whoever reads the words of a
/// condition or an action finds them in `Translator+Words.swift`.
struct Translator {
  /// One line's worth of a transition: under which condition beside its own, what is done, and where it leads.
  struct Way {
    var condition: String?
    var actions: [String] = []
    var outcome: String
  }

  /// A stage that is passed through, and what leads on from it.
  struct Passage {
    var name: String
    var ways: [Way]
  }

  struct Unsupported: Error {
    let what: String
  }

  let chart: Chart
  var lines: [String] = []
  var depth = 0
  /// Where the transitions of each node lead, one list a transition.
  var ways: [[[Way]]] = []
  /// Passages by the node that holds them.
  var passages: [Int: [Passage]] = [:]
  var passageCount = 0
  /// Nodes whose children stand in a stage of their own.
  var split: Set<Int> = []
  /// Nodes of which it matters whether they were ever left.
  var remembered: Set<Int> = []
  var beginnings: [Int: [Way]] = [:]
  var sends: [Send] = []
  var events: [String] = []

  init(_ chart: Chart) { self.chart = chart }

  var nodes: [Chart.Node] { chart.nodes }

  mutating func program() throws -> String {
    guard nodes[0].kind == .stage, nodes[0].transitions.isEmpty, nodes[0].entry.isEmpty, nodes[0].exit.isEmpty else {
      throw Unsupported(what: "rules outside the stages")
    }
    collect()
    try checkSends()
    try plan()
    declare()
    try writeRoot()
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Names

  static func stage(_ id: String) -> String { "the_" + plain(id) }

  static func plain(_ name: String) -> String {
    String(name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  func name(_ node: Int) -> String { Translator.stage(nodes[node].id) }
  func inside(_ node: Int) -> String { "inside_" + Translator.plain(nodes[node].id) }
  func seen(_ node: Int) -> String { "left_" + Translator.plain(nodes[node].id) }
  func event(_ name: String) -> String { "e." + Translator.plain(name) }

  /// What a transition names to enter a node: a final that does something is entered through a passage.
  func target(_ node: Int) -> String { isFinalWithEntry(node) ? "to_" + name(node) : name(node) }

  /// A final outside all stages, which is entered through a passage if it does something.
  func isFinalWithEntry(_ node: Int) -> Bool {
    nodes[node].kind == .final && nodes[node].parent == 0 && !nodes[node].entry.isEmpty
  }

  /// A final inside a stage that does something is a stage with a final of its own.
  func isFinalWithActions(_ node: Int) -> Bool {
    nodes[node].kind == .final && nodes[node].parent > 0 && !(nodes[node].entry.isEmpty && nodes[node].exit.isEmpty)
  }

  func isPlainFinal(_ node: Int) -> Bool { nodes[node].kind == .final && !isFinalWithActions(node) }

  // MARK: The tree

  func children(_ node: Int) -> [Int] { nodes[node].children.filter { nodes[$0].kind != .history } }

  func contains(_ outer: Int, _ inner: Int) -> Bool {
    var place = inner
    while place > outer { place = nodes[place].parent }
    return place == outer
  }

  func isRegion(_ node: Int) -> Bool { node > 0 && nodes[nodes[node].parent].kind == .tracks }

  /// The innermost stage without tracks, or the root, that holds all of these properly.
  func commonStage(_ members: [Int]) -> Int {
    var place = nodes[members[0]].parent
    while place > 0, nodes[place].kind == .tracks || !members.allSatisfy({ contains(place, $0) && place != $0 }) {
      place = nodes[place].parent
    }
    return place
  }

  // MARK: What there is

  private mutating func collect() {
    var known: Set<String> = []
    for node in nodes {
      let blocks = node.entry + node.exit + node.transitions.map(\.actions) + [node.initial?.actions ?? []]
      for action in blocks.flatMap({ $0 }) { collect(action, &known) }
    }
    for node in nodes.indices where tellsWhenDone(node) {
      if known.insert(doneEvent(node)).inserted { events.append(doneEvent(node)) }
    }
  }

  private mutating func collect(_ action: Chart.Action, _ known: inout Set<String>) {
    switch action {
    case .raise(let event): if known.insert(event).inserted { events.append(event) }
    case .send(let event, let delay, let id):
      if known.insert(event).inserted { events.append(event) }
      sends.append(Send(event: event, milliseconds: delay, id: id))
    case .choose(let branches): for branch in branches { for inner in branch.actions { collect(inner, &known) } }
    case .cancel, .set: break
    }
  }

  /// Two that are due at once would come in the order of the text, and not in that of their sending.
  private func checkSends() throws {
    guard Set(sends.map(\.milliseconds)).count == sends.count else {
      throw Unsupported(what: "two sends with one delay")
    }
  }

  // MARK: Being done

  func doneEvent(_ node: Int) -> String { "done.state.\(nodes[node].id)" }

  func tellsWhenDone(_ node: Int) -> Bool { node > 0 && nodes[node].kind != .final && canBeDone(node) }

  private func canBeDone(_ node: Int) -> Bool {
    switch nodes[node].kind {
    case .final, .history: false
    case .stage: children(node).contains { nodes[$0].kind == .final }
    case .tracks: children(node).allSatisfy { canBeDone($0) }
    }
  }

  /// Whether the language's own `is done` means the same.
  private func isPlainlyDone(_ node: Int) -> Bool {
    if nodes[node].kind == .tracks { return children(node).allSatisfy { isPlainlyDone($0) } }
    return !split.contains(node) && !children(node).contains { isFinalWithActions($0) }
  }

  func doneCondition(_ node: Int) -> String {
    if isPlainlyDone(node) { return "\(name(node)) is done" }
    if nodes[node].kind == .tracks { return children(node).map(doneCondition).joined(separator: " and ") }
    let own = children(node).contains(where: isPlainFinal) ? [split.contains(node) ? inside(node) : name(node)] : []
    let finals = own + children(node).filter { isFinalWithActions($0) }.map(name)
    let tests = finals.map { "\($0) is done" }
    return tests.count == 1 ? tests[0] : "(\(tests.joined(separator: " or ")))"
  }

  /// The stages of whose being done a node tells: itself, and those with tracks around it of which it is the last, so
  /// that a track is told of before the stage that holds it.
  func doneStages(toldBy node: Int) -> [Int] {
    guard nodes[node].kind == .stage else { return [] }
    var told = tellsWhenDone(node) ? [node] : []
    var place = node
    while isRegion(place), children(nodes[place].parent).last == place {
      place = nodes[place].parent
      if tellsWhenDone(place) { told.append(place) }
    }
    return told
  }
}

/// An event that is sent with a delay.
struct Send {
  var event: String
  var milliseconds: Int
  var id: String?
}
