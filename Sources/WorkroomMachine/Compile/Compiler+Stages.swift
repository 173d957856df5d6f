import WorkroomLanguage

/// Bytecode that asks for stages and whether they are done, and of tables.
extension Compiler {
  /// Stages that are asked side by side whether they are done are one test.
  mutating func pushAll(_ parts: [Int]) {
    var tests: [(inout Compiler) -> Void] = []
    var done: [Int] = []
    for (position, part) in parts.enumerated() {
      if isWhole, case .isDone(let stage) = workflow.expressions[part].operation {
        done.append(stage)
        if position + 1 < parts.count, case .isDone = workflow.expressions[parts[position + 1]].operation { continue }
        let stages = done
        tests.append { compiler in compiler.pushDone(stages.flatMap { compiler.doneNodes($0) }) }
        done = []
      } else {
        tests.append { $0.push(part) }
      }
    }
    chain(tests, .jumpIfFalse)
  }

  /// Its `final` is active; with tracks, all of them are done; a track that is not called for counts as done.
  mutating func pushDone(_ stage: Int) {
    let nodes = doneNodes(stage)
    if isWhole { return pushDone(nodes) }
    chain(nodes.map { node in { $0.pushDone(node: node) } }, .jumpIfFalse)
  }

  /// An `each` is done when all of its items are.
  private func doneNodes(_ stage: Int) -> [Int] {
    workflow.stages[stage].kind == .each ? table.nodes(of: stage) : [table.node(stage, near: currentNode)]
  }

  private mutating func pushDone(node: Int) {
    let kind = table.nodes[node].kind
    if kind == .final { return emit(.isActive, c: Int32(node)) }
    if kind == .track || kind == .each {
      let parent = Int32(table.nodes[node].parent)
      return chain(
        [
          { $0.emit(.isActive, c: parent) },
          { compiler in
            compiler.chain(
              [
                {
                  $0.emit(.isActive, c: Int32(node))
                  $0.emit(.not)
                }, { $0.pushInnerDone(node) },
              ], .jumpIfTrue)
          },
        ], .jumpIfFalse)
    }
    chain([{ $0.emit(.isActive, c: Int32(node)) }, { $0.pushInnerDone(node) }], .jumpIfFalse)
  }

  private mutating func pushInnerDone(_ node: Int) {
    let children = table.nodes[node].children
    if table.nodes[node].holdsTracks {
      return chain(children.map { track in { $0.pushDone(node: track) } }, .jumpIfFalse)
    }
    pushAnyActive(children.filter { table.nodes[$0].kind == .final })
  }

  private mutating func pushAnyActive(_ nodes: [Int]) {
    let start = Int32(constants.count)
    constants += nodes.map(Int64.init)
    emit(.anyActive, b: UInt16(nodes.count), c: start)
  }

  /// Whether a stage is active; an `each` is where one of its items is.
  mutating func pushIn(_ stage: Int) {
    if workflow.stages[stage].kind == .each { return pushAnyActive(table.nodes(of: stage)) }
    emit(.isActive, c: Int32(table.node(stage, near: currentNode)))
  }

  /// In a whole configuration every active stage or track has one active stage inside, so that it is done when none of
  /// those is active that are not final: the test is a comparison of words.
  private mutating func pushDone(_ nodes: [Int]) {
    var words: [Int: (active: Int64, inactive: Int64)] = [:]
    for node in nodes {
      let isAside = table.nodes[node].kind == .track || table.nodes[node].kind == .each
      let around = isAside ? table.nodes[node].parent : node
      words[around / 64, default: (0, 0)].active |= 1 << Int64(around % 64)
      addNotDone(node, &words)
    }
    // A stage is never done together with something inside it that has to be active for that.
    if words.values.contains(where: { $0.active & $0.inactive != 0 }) { return emit(.constant, c: constant(0)) }
    let start = Int32(constants.count)
    for (word, bits) in words.sorted(by: { $0.key < $1.key }) {
      constants += [Int64(word), bits.active | bits.inactive, bits.active]
    }
    emit(.areDone, b: UInt16(words.count), c: start)
  }

  /// Asks for the nodes that stand in the way of being done.
  private func addNotDone(_ node: Int, _ words: inout [Int: (active: Int64, inactive: Int64)]) {
    for child in table.nodes[node].children {
      if table.nodes[node].holdsTracks {
        addNotDone(child, &words)
      } else if table.nodes[child].kind != .final {
        words[child / 64, default: (0, 0)].inactive |= 1 << Int64(child % 64)
      }
    }
  }

  // MARK: Tables

  /// The value of the first row whose limit the subject does not pass.
  mutating func pushTiers(_ subject: Int, _ rows: [(limit: Int64, value: Int)], _ above: Int) {
    pushTable(subject, rows.map { ($0.limit, .atMost, $0.value) }, otherwise: above)
  }

  /// The value of the row that names the subject's choice; the last row needs no test where every choice has one.
  mutating func pushCases(_ subject: Int, _ rows: [(choice: Int64, value: Int)], _ otherwise: Int?) {
    let tested = otherwise == nil ? rows.dropLast() : rows[...]
    guard let last = otherwise ?? rows.last?.value else { return emit(.constant, c: constant(0)) }
    pushTable(subject, tested.map { ($0.choice, .equal, $0.value) }, otherwise: last)
  }

  /// Code of its own, run with a stack of its own, so that tables inside tables need no deeper stack.
  private mutating func pushTable(
    _ subject: Int, _ rows: [(word: Int64, comparison: CheckedExpression.Comparison, value: Int)], otherwise: Int
  ) {
    let around = code.count
    emit(.jump)
    let start = Int32(code.count)
    push(subject)
    for row in rows {
      emit(.duplicate)
      emit(.constant, c: constant(row.word))
      emit(.compare, a: row.comparison.rawValue)
      let next = code.count
      emit(.branchIfFalse)
      emit(.discard)
      push(row.value)
      emit(.end)
      code[next].c = Int32(code.count)
    }
    emit(.discard)
    push(otherwise)
    emit(.end)
    code[around].c = Int32(code.count)
    emit(.evaluate, c: start)
  }
}
