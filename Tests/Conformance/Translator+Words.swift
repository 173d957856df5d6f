/// Conditions and actions, and the lines of the program.
extension Translator {
  // MARK: Words

  /// Conditions compare whole numbers, or ask whether a stage is active.
  func words(condition text: String) throws -> String {
    if text == "True" { return "zero is 0" }
    if text == "False" { return "zero is 1" }
    if text.hasPrefix("In('"), text.hasSuffix("')") {
      let node = try chart.node(String(text.dropFirst(4).dropLast(2)))
      // A history is never active.
      return nodes[node].kind == .history ? "zero is 1" : "in \(name(node))"
    }
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count == 3, parts[1] == "==" else { throw Unsupported(what: "the condition `\(text)`") }
    return "\(try words(value: parts[0])) is \(try words(value: parts[2]))"
  }

  /// Values are sums of variables and whole numbers.
  private func words(value text: String) throws -> String {
    let parts = text.split(separator: " ").map(String.init)
    return try parts.map { part in
      if part == "+" || Int(part) != nil { return part }
      guard chart.variables.contains(where: { $0.name == part }) else { throw Unsupported(what: "`\(text)`") }
      return variable(part)
    }.joined(separator: " ")
  }

  private func variable(_ name: String) -> String { "v_" + Translator.plain(name) }

  func words(_ actions: [Chart.Action]) throws -> [String] { try actions.flatMap { try words($0) } }

  private func words(_ action: Chart.Action) throws -> [String] {
    switch action {
    case .raise(let name): return ["raise \(event(name))"]
    case .set(let name, let value): return ["set \(variable(name)) to \(try words(value: value))"]
    case .send(let event, let delay, let id):
      return sends.indices.filter { sends[$0].event == event && sends[$0].milliseconds == delay && sends[$0].id == id }
        .map { "raise send_\($0).begun" }
    case .cancel(let id): return sends.indices.filter { sends[$0].id == id }.map { "raise send_\($0).cancelled" }
    case .choose: throw Unsupported(what: "a choice in the actions of a transition")
    }
  }

  // MARK: Lines

  mutating func write(_ line: String) { lines.append(String(repeating: "  ", count: depth) + line) }

  mutating func block(_ head: String, _ body: (inout Translator) throws -> Void) rethrows {
    write(head)
    depth += 1
    try body(&self)
    depth -= 1
    write("end")
  }

  mutating func declare() {
    for name in events { write("event \(event(name)) by system") }
    for index in sends.indices {
      write("event send_\(index).begun by system")
      write("event send_\(index).again by system")
      write("event send_\(index).cancelled by system")
    }
    block("record") { translator in
      translator.write("zero number default 0")
      translator.write("chosen number default 0")
      for (name, value) in translator.chart.variables {
        translator.write("\(translator.variable(name)) number default \(value)")
      }
      for node in translator.remembered.sorted() { translator.write("\(translator.seen(node)) number default 0") }
    }
  }

  mutating func writeRoot() throws {
    if sends.isEmpty {
      try writeChildren(of: 0)
    } else {
      try block("stage run") { translator in
        try translator.block("track main") { try $0.writeChildren(of: 0) }
        for index in translator.sends.indices { translator.writeSend(index) }
      }
    }
    for node in children(0) where nodes[node].kind == .final { write("final \(name(node))") }
  }

  // MARK: Sends

  /// A send that is under way when it is sent again is under way twice, and then no more.
  private mutating func writeSend(_ index: Int) {
    writeSend(index, "first_\(index)", begins: "send_\(index).begun", again: "send_\(index).again")
    writeSend(index, "second_\(index)", begins: "send_\(index).again", again: nil)
  }

  private mutating func writeSend(_ index: Int, _ name: String, begins: String, again: String?) {
    let send = sends[index]
    block("track send_\(name)") { track in
      track.block("stage idle_\(name)") { $0.write("on \(begins) go to armed_\(name)") }
      track.block("stage armed_\(name)") { armed in
        armed.block("after \(send.milliseconds + 1) minutes") {
          $0.write("raise \($0.event(send.event))")
          $0.write("go to idle_\(name)")
        }
        if let again { armed.write("on \(begins) raise \(again)") }
        armed.write("on send_\(index).cancelled go to idle_\(name)")
      }
    }
  }

  // MARK: Stages

  private mutating func writeChildren(of node: Int) throws {
    if let ways = beginnings[node] ?? nil, !split.contains(node) {
      try writePassage(Passage(name: "beginning_\(Translator.plain(nodes[node].id))", ways: ways))
    }
    let initial = try marked(in: node)
    for child in children(node) { try write(child, isInitial: child == initial) }
    for passage in passages[node] ?? [] { try writePassage(passage) }
  }

  private mutating func write(_ node: Int, isInitial: Bool) throws {
    if isFinalWithEntry(node) {
      guard nodes[node].exit.isEmpty else { throw Unsupported(what: "something done at the very end") }
      try block("stage \(target(node))") { translator in
        try translator.writeBlocks("enter", translator.nodes[node].entry)
        translator.write("once entered go to \(translator.name(node))")
      }
    } else if isPlainFinal(node) {
      if nodes[node].parent > 0 { write("final \(name(node))") }
    } else {
      let keyword = isRegion(node) ? "track" : "stage"
      try block("\(keyword) \(name(node))\(isInitial ? " initial" : "")") { try $0.writeBody(of: node) }
    }
  }

  private mutating func writeBody(of node: Int) throws {
    try writeBlocks("enter", nodes[node].entry)
    try writeBlocks("leave", nodes[node].exit)
    if remembered.contains(node) { write("on leave set \(seen(node)) to 1") }
    for stage in doneStages(toldBy: node) { write("once \(doneCondition(stage)) raise \(event(doneEvent(stage)))") }
    try writeTransitions(of: node)
    if nodes[node].kind == .final {
      block("stage way_to_\(name(node))") { $0.write("once entered go to end_of_\($0.name(node))") }
      write("final end_of_\(name(node))")
    } else if split.contains(node) {
      if let ways = beginnings[node] ?? nil {
        try writePassage(Passage(name: "beginning_\(Translator.plain(nodes[node].id))", ways: ways))
      }
      try block("stage \(inside(node))") { try $0.writeChildren(of: node) }
    } else {
      try writeChildren(of: node)
    }
  }

  /// Lines of entering or leaving, one after the other; of a choice the first branch that holds notes that it was chosen.
  private mutating func writeBlocks(_ word: String, _ blocks: [[Chart.Action]]) throws {
    for actions in blocks {
      for action in actions {
        guard case .choose(let branches) = action else {
          for line in try words([action]) { write("on \(word) \(line)") }
          continue
        }
        write("on \(word) set chosen to 0")
        for branch in branches {
          let condition = try words(condition: branch.condition)
          try block("on \(word) when chosen is 0 and \(condition)") { translator in
            translator.write("set chosen to 1")
            for line in try translator.words(branch.actions) { translator.write(line) }
          }
        }
      }
    }
  }

  // MARK: Rules

  /// An event is taken by the first line that holds, as every further one says `otherwise`.
  private mutating func writeTransitions(of node: Int) throws {
    let transitions = Array(zip(nodes[node].transitions, ways[node]))
    let automatic = transitions.filter { $0.0.events == nil }
    try writeAutomatic(try automatic.flatMap { try combined($0.0.condition, $0.1) })
    for event in events {
      let called = transitions.filter { transition, _ in transition.events?.contains { matches($0, event) } == true }
      var isFirst = true
      for way in try called.flatMap({ try combined($0.0.condition, $0.1) }) {
        let clause = (isFirst ? "" : " otherwise") + (way.condition.map { " when \($0)" } ?? "")
        writeRule("on \(self.event(event))\(clause)", way)
        isFirst = false
        if way.condition == nil { break }
      }
    }
  }

  /// A descriptor names an event or what stands before a dot of its name.
  private func matches(_ descriptor: String, _ event: String) -> Bool {
    var descriptor = descriptor
    if descriptor.hasSuffix(".*") { descriptor.removeLast(2) }
    return descriptor == "*" || event == descriptor || event.hasPrefix(descriptor + ".")
  }

  private func combined(_ condition: String?, _ ways: [Way]) throws -> [Way] {
    let own = try condition.map { [try words(condition: $0)] } ?? []
    return ways.map { way in
      let tests = own + [way.condition].compactMap { $0 }
      return Way(
        condition: tests.isEmpty ? nil : tests.joined(separator: " and "), actions: way.actions, outcome: way.outcome)
    }
  }

  /// Automatic lines exclude each other: each asks that none before it holds.
  private mutating func writeAutomatic(_ ways: [Way]) throws {
    var before: [String] = []
    for way in ways {
      guard let condition = way.condition else {
        return writeRule(before.isEmpty ? "once entered" : "once otherwise", way)
      }
      writeRule("once \((before.map { "not (\($0))" } + [condition]).joined(separator: " and "))", way)
      before.append(condition)
    }
  }

  private mutating func writePassage(_ passage: Passage) throws {
    try block("stage \(passage.name)") { try $0.writeAutomatic(passage.ways) }
  }

  private mutating func writeRule(_ head: String, _ way: Way) {
    if way.actions.isEmpty { return write("\(head) \(way.outcome)") }
    block(head) { translator in
      for action in way.actions { translator.write(action) }
      translator.write(way.outcome)
    }
  }
}
