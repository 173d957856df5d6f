package import WorkroomLanguage

/// The text of a definition, and what its parts are: where a condition stands, and how it is written.
package struct DefinitionText {
  package let workflow: CheckedWorkflow
  private let trees: [Int: SyntaxTree]
  /// The index of the workflow's own file.
  private let file: Int
  /// Every written expression by its place.
  private let nodes: [Diagnostic.Span: NodeIndex]
  private let ruleByHead: [Diagnostic.Span: Int]
  /// What `define` gives names to, with the file of each.
  private let defines: [String: (source: Int, node: Int)]

  /// `vocabulary` is the one that the workflow was checked with; `scenarios` are the files of scenarios beside it. Each
  /// file has the index that its spans carry.
  package init(
    _ workflow: CheckedWorkflow, _ source: SourceText, index: Int = 0, vocabulary: SourceText,
    scenarios: [(source: SourceText, index: Int)] = []
  ) {
    self.workflow = workflow
    file = index
    let own = Parser.parse(source, index: index).tree
    let files =
      [Parser.parse(vocabulary, index: Vocabulary.vocabularySource).tree, own]
      + scenarios.map { Parser.parse(scenarios: $0.source, index: $0.index, of: own).tree }
    var nodes: [Diagnostic.Span: NodeIndex] = [:]
    var defines: [String: (source: Int, node: Int)] = [:]
    var heads: [Diagnostic.Span: Int] = [:]
    for tree in files {
      for (index, rule) in tree.rules.enumerated() { heads[tree.span(rule.head)] = index }
      for (index, expression) in tree.expressions.enumerated() { nodes[tree.span(expression.tokens)] = index }
      for (index, define) in tree.defines.enumerated() { defines[tree.text(define.name)] = (tree.sourceIndex, index) }
    }
    trees = Dictionary(uniqueKeysWithValues: files.map { ($0.sourceIndex, $0) })
    self.nodes = nodes
    self.defines = defines
    ruleByHead = heads
  }

  func tree(_ source: Int) -> SyntaxTree? { trees[source] }

  func node(_ span: Diagnostic.Span) -> NodeIndex? { nodes[span] }

  /// The definition that a name stands for, with the tree that holds it.
  func definition(_ name: String) -> (define: DefineSyntax, tree: SyntaxTree)? {
    guard let (source, node) = defines[name], let tree = trees[source] else { return nil }
    return (tree.defines[node], tree)
  }

  /// The text of a rule as the file has it, without the spaces before it: one entry a line, at most `most` of them.
  package func lines(of rule: CheckedRule, most: Int = 5) -> [String] {
    guard let tree = trees[rule.span.source] else { return [] }
    let range = rule.span.range
    let first = tree.source.line(at: range.lowerBound)
    let last = ruleByHead[rule.span].map { tree.line(DefinitionText.lastToken(tree.rules[$0], tree)) } ?? first
    let lines = (first...max(first, last)).map { tree.source.text(tree.source.lineRange($0)) }
    let indent = lines[0].prefix { $0 == " " }.count
    let shown = lines.map { String($0.dropFirst(min(indent, $0.prefix { $0 == " " }.count))) }
    return shown.count > most ? Array(shown.prefix(most - 1)) + ["  ..."] : shown
  }

  private static func lastToken(_ rule: RuleSyntax, _ tree: SyntaxTree) -> Int {
    let parts = rule.actions.map { tree.actions[$0].tokens.upperBound } + rule.roles
    let condition = rule.condition.map { tree.expressions[$0].tokens.upperBound }
    return ([rule.head.upperBound] + parts + [condition, rule.because, rule.otherwise].compactMap { $0 }).max() ?? 0
  }

  /// `spring.workflow:21`, or the vocabulary's line.
  package func place(of rule: CheckedRule) -> String {
    let name = rule.isVocabulary ? "the vocabulary" : trees[file]?.source.name ?? ""
    return "\(name):\(rule.line)"
  }
}
