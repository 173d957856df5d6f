import WorkroomLanguage
import WorkroomMachine
package import WorkroomReference

/// Reads a condition part by part, as it was at one instant.
///
/// Text and meaning are walked side by side: the text says where a part stands and how it is put, the checked workflow
/// what it asks. Every value comes from the reference interpreter.
package struct ConditionReader {
  let texts: DefinitionText
  let moment: Moment
  let words: ValueWords
  private var joints: Set<Int> = []
  private var definitions: [ConditionTree.Definition] = []

  package init(_ texts: DefinitionText, _ moment: Moment, _ words: ValueWords) {
    self.texts = texts
    self.moment = moment
    self.words = words
  }

  /// The tree of a condition of the checked workflow; `nil` where its text is not at hand.
  package static func tree(
    of expression: Int, _ texts: DefinitionText, _ moment: Moment, _ words: ValueWords
  ) -> ConditionTree? {
    let span = texts.workflow.expressions[expression].span
    guard let tree = texts.tree(span.source), let node = texts.node(span) else { return nil }
    return ConditionReader(texts, moment, words).tree(node, tree, expression)
  }

  private func tree(_ node: NodeIndex, _ tree: SyntaxTree, _ expression: Int) -> ConditionTree {
    var reader = ConditionReader(texts, moment, words)
    let root = reader.part(node, tree, expression, isRead: true)
    let (pieces, places) = reader.pieces(tree.expressions[node].tokens, tree)
    return ConditionTree(
      root: ConditionReader.placed(root, places), definitions: reader.definitions, pieces: pieces)
  }

  // MARK: The line of text

  /// The words of the text between two tokens, and which of them each token is.
  private func pieces(_ tokens: ClosedRange<Int>, _ tree: SyntaxTree) -> ([ConditionTree.Piece], [Int: Int]) {
    var pieces: [ConditionTree.Piece] = []
    var places: [Int: Int] = [:]
    var isOpened = true
    for token in tokens where !ConditionReader.isBlank(tree.tokens[token].kind) {
      let kind = tree.tokens[token].kind
      let isJoint = joints.contains(token)
      let isClosing = kind == .rightParenthesis || kind == .comma
      let afterJoint = pieces.last?.isJoint ?? false
      let gap = isOpened || isClosing ? 0 : isJoint || afterJoint ? 2 : 1
      places[token] = pieces.count
      pieces.append(ConditionTree.Piece(text: tree.text(token), gap: gap, isJoint: isJoint))
      isOpened = kind == .leftParenthesis
    }
    return (pieces, places)
  }

  private static func isBlank(_ kind: Token.Kind) -> Bool { kind == .newline || kind == .comment || kind == .dropped }

  /// While it is read, a part stands at its token; then at the piece of text that the token has become.
  private static func placed(_ node: ConditionTree.Node, _ places: [Int: Int]) -> ConditionTree.Node {
    var node = node
    node.piece = places[node.piece] ?? 0
    node.children = node.children.map { placed($0, places) }
    return node
  }

  private func after(_ token: Int, _ tree: SyntaxTree) -> Int {
    var next = token + 1
    while next + 1 < tree.tokens.count, ConditionReader.isBlank(tree.tokens[next].kind) { next += 1 }
    return next
  }

  // MARK: Parts

  private func operation(_ expression: Int) -> CheckedExpression.Operation {
    texts.workflow.expressions[expression].operation
  }

  private func make(
    _ node: NodeIndex, _ tree: SyntaxTree, at token: Int, _ expression: Int, _ children: [ConditionTree.Node] = [],
    _ answer: ConditionTree.Answer, _ kind: ConditionTree.Kind = .single
  ) -> ConditionTree.Node {
    let span = tree.span(tree.expressions[node].tokens)
    return ConditionTree.Node(
      span: span, text: tree.source.text(span.range), answer: answer, children: children, kind: kind,
      expression: expression, piece: token)
  }

  /// What a condition came to: a comparison of something that is not set has no answer.
  private func answer(_ expression: Int, _ children: [ConditionTree.Node] = []) -> ConditionTree.Answer {
    if children.contains(where: { $0.answer == .unset }) { return .unset }
    return moment.value(expression).map { $0 == 0 ? .no : .yes } ?? .unset
  }

  private mutating func part(
    _ node: NodeIndex, _ tree: SyntaxTree, _ expression: Int, isRead: Bool
  ) -> ConditionTree.Node {
    let syntax = tree.expressions[node]
    guard isRead else { return make(node, tree, at: syntax.tokens.lowerBound, expression, [], .notRead) }
    switch syntax.kind {
    case .and(let parts):
      guard case .and(let tests) = operation(expression) else { break }
      return chain(node, tree, parts, tests, expression, goesOnAfter: .yes)
    case .or(let parts):
      guard case .or(let tests) = operation(expression) else { break }
      return chain(node, tree, parts, tests, expression, goesOnAfter: .no)
    case .not(let inner):
      guard case .not(let test) = operation(expression) else { break }
      let child = part(inner, tree, test, isRead: true)
      return make(node, tree, at: syntax.tokens.lowerBound, expression, [child], answer(expression, [child]), .negated)
    case .compare(let left, let verb, let right, let negated):
      return comparison(node, tree, (left, verb, right), negated, expression)
    case .between(let value, let low, let high, let negated):
      return between(node, tree, [value, low, high], negated, expression)
    case .oneOf(let value, let choices, let negated): return oneOf(node, tree, value, choices, negated, expression)
    case .state(let subject, let state, let negated): return asked(node, tree, subject, state, negated, expression)
    case .allDone(let names): return allDone(node, tree, names, expression)
    case .isIn: return make(node, tree, at: syntax.tokens.lowerBound, expression, [], answer(expression))
    case .path:
      if let defined = defined(node, tree, expression) { return defined }
    default: break
    }
    return value(node, tree, expression)
  }

  /// Parts that are read from left to right until one decides.
  private mutating func chain(
    _ node: NodeIndex, _ tree: SyntaxTree, _ parts: [NodeIndex], _ tests: [Int], _ expression: Int,
    goesOnAfter: ConditionTree.Answer
  ) -> ConditionTree.Node {
    var children: [ConditionTree.Node] = []
    var isRead = true
    var token = tree.expressions[node].tokens.lowerBound
    for (index, (inner, test)) in zip(parts, tests).enumerated() {
      if index > 0, let joint = joint(before: inner, after: parts[index - 1], tree) {
        joints.insert(joint)
        if index == 1 { token = joint }
      }
      children.append(part(inner, tree, test, isRead: isRead))
      if children[index].answer != goesOnAfter { isRead = false }
    }
    // What decides may be a value that is not set; then nothing is decided.
    let hasDecided = children.contains { [.yes, .no].contains($0.answer) && $0.answer != goesOnAfter }
    let isOpen = !hasDecided && children.contains { $0.answer == .unset }
    return make(node, tree, at: token, expression, children, isOpen ? .unset : answer(expression), .joined)
  }

  private func joint(before next: NodeIndex, after previous: NodeIndex, _ tree: SyntaxTree) -> Int? {
    let (start, end) = (tree.expressions[previous].tokens.upperBound + 1, tree.expressions[next].tokens.lowerBound)
    guard start < end else { return nil }
    return (start..<end).first { tree.tokens[$0].word == .and || tree.tokens[$0].word == .or }
  }

  private mutating func comparison(
    _ node: NodeIndex, _ tree: SyntaxTree, _ parts: (NodeIndex, ExpressionSyntax.Verb, NodeIndex), _ negated: Bool,
    _ expression: Int
  ) -> ConditionTree.Node {
    let verb = after(tree.expressions[parts.0].tokens.upperBound, tree)
    switch operation(expression) {
    case .compare(let left, _, let right), .contains(let left, let right):
      if isSwitch(parts.0, tree) { break }
      let children = [value(parts.0, tree, left), value(parts.2, tree, right)]
      return make(node, tree, at: verb, expression, children, answer(expression, children))
    default: break
    }
    // `big is yes`, where `big` is a definition.
    var test = expression
    let isYes = if case .yes = tree.expressions[parts.2].kind { true } else { false }
    if isYes == negated, case .not(let inner) = operation(expression) { test = inner }
    let child = defined(parts.0, tree, test) ?? value(parts.0, tree, test)
    return make(node, tree, at: verb, expression, [child], answer(expression))
  }

  /// Whether a name is that of a condition, which a comparison only turns round.
  private func isSwitch(_ node: NodeIndex, _ tree: SyntaxTree) -> Bool {
    guard case .path = tree.expressions[node].kind else { return false }
    return texts.definition(tree.text(tree.expressions[node].tokens.lowerBound))?.define.condition != nil
  }

  private mutating func between(
    _ node: NodeIndex, _ tree: SyntaxTree, _ parts: [NodeIndex], _ negated: Bool, _ expression: Int
  ) -> ConditionTree.Node {
    var test = expression
    if negated, case .not(let inner) = operation(expression) { test = inner }
    var children: [ConditionTree.Node] = []
    if case .and(let tests) = operation(test), tests.count == 2,
      case .compare(let subject, _, let low) = operation(tests[0]),
      case .compare(_, _, let high) = operation(tests[1])
    {
      children = zip(parts, [subject, low, high]).map { value($0, tree, $1) }
    }
    let verb = after(tree.expressions[parts[0]].tokens.upperBound, tree)
    return make(node, tree, at: verb, expression, children, answer(expression, children))
  }

  private mutating func oneOf(
    _ node: NodeIndex, _ tree: SyntaxTree, _ subject: NodeIndex, _ choices: [NodeIndex], _ negated: Bool,
    _ expression: Int
  ) -> ConditionTree.Node {
    var test = expression
    if negated, case .not(let inner) = operation(expression) { test = inner }
    let tests = if case .or(let tests) = operation(test) { tests } else { [test] }
    var children: [ConditionTree.Node] = []
    for (index, choice) in choices.enumerated() where index < tests.count {
      guard case .compare(let left, _, let right) = operation(tests[index]) else { continue }
      if index == 0 { children.append(value(subject, tree, left)) }
      children.append(value(choice, tree, right))
    }
    let verb = after(tree.expressions[subject].tokens.upperBound, tree)
    return make(node, tree, at: verb, expression, children, answer(expression, Array(children.prefix(1))))
  }

  /// `is set`, `is open`, `is held`, `is done`.
  private mutating func asked(
    _ node: NodeIndex, _ tree: SyntaxTree, _ subject: NodeIndex, _ state: ExpressionSyntax.State, _ negated: Bool,
    _ expression: Int
  ) -> ConditionTree.Node {
    var test = expression
    if negated, case .not(let inner) = operation(expression) { test = inner }
    var children: [ConditionTree.Node] = []
    switch operation(test) {
    case .isSet(let storage, let field):
      let shown = moment.field(storage, field).map { word in
        ConditionTree.Answer.value(words.shown(word, type(storage, field), lists: moment.view.lists))
      }
      let token = tree.expressions[subject].tokens.lowerBound
      children = [make(subject, tree, at: token, -1, [], shown ?? .unset)]
    case .isOpen(let window): children = [value(subject, tree, window)]
    default: break
    }
    let verb = after(tree.expressions[subject].tokens.upperBound, tree)
    return make(node, tree, at: verb, expression, children, answer(expression))
  }

  private func type(_ storage: Storage, _ field: Int) -> ValueType {
    let each = texts.workflow.stages[moment.place.stage].each ?? 0
    return texts.workflow.fields(storage, event: moment.event ?? 0, each: each)[field].type
  }

  private func allDone(
    _ node: NodeIndex, _ tree: SyntaxTree, _ names: [Int], _ expression: Int
  ) -> ConditionTree.Node {
    let tests = if case .and(let tests) = operation(expression) { tests } else { [expression] }
    var children: [ConditionTree.Node] = []
    for (name, test) in zip(names, tests) {
      let span = tree.span(name, name)
      children.append(
        ConditionTree.Node(
          span: span, text: tree.text(name), answer: moment.value(test) == 1 ? .value("done") : .value("not done"),
          expression: -1, piece: name))
    }
    return make(node, tree, at: tree.expressions[node].tokens.lowerBound, expression, children, answer(expression))
  }

  // MARK: Names and values

  /// A name that `define` gives to a condition; what it stands for is told once, beneath.
  private mutating func defined(_ node: NodeIndex, _ tree: SyntaxTree, _ expression: Int) -> ConditionTree.Node? {
    let token = tree.expressions[node].tokens.lowerBound
    let name = tree.text(token)
    guard let (define, file) = texts.definition(name), let condition = define.condition else { return nil }
    if !definitions.contains(where: { $0.name == name }) {
      let inner = self.tree(condition, file, expression)
      definitions.append(
        ConditionTree.Definition(name: name, line: file.line(define.name), tree: inner))
    }
    return make(node, tree, at: token, expression, [], answer(expression))
  }

  private mutating func value(_ node: NodeIndex, _ tree: SyntaxTree, _ expression: Int) -> ConditionTree.Node {
    let syntax = tree.expressions[node]
    var token = syntax.tokens.lowerBound
    var children: [ConditionTree.Node] = []
    switch (syntax.kind, operation(expression)) {
    case (_, .constant), (_, .text): return make(node, tree, at: token, expression, [], .literal)
    case (.path, _): if let defined = defined(node, tree, expression) { return defined }
    case (.add(let a, let b), .add(let x, let y)), (.add(let a, let b), .shiftDate(let x, let y)),
      (.add(let a, let b), .shiftDateBySpan(let x, let y)), (.subtract(let a, let b), .subtract(let x, let y)),
      (.share(let a, let b), .share(let x, let y)):
      children = [value(a, tree, x), value(b, tree, y)]
      token = after(tree.expressions[a].tokens.upperBound, tree)
    default: break
    }
    let type = texts.workflow.expressions[expression].type
    let shown = moment.value(expression).map { words.shown($0, type, lists: moment.view.lists) }
    return make(node, tree, at: token, expression, children, shown.map { .value($0) } ?? .unset)
  }
}
