/// The statements of a text and the blocks that they open: what a layout is made of.
package struct Statements: Sendable {
  package let source: SourceText
  /// All of them, comments and line breaks included.
  package let tokens: [Token]
  /// Token indices without comments, line breaks and dropped signs.
  package let significant: Places
  /// One range of `significant` a statement; never empty.
  package let ranges: [Range<Int>]
  /// Of each statement, whether it looks as if a block followed it.
  package let opensBlock: [Bool]
  /// What the grammar has to say about the text.
  package let diagnostics: [Diagnostic]
  /// Where a mistake lies, as far as the parser knows: places in the text.
  package let mistakes: [Int]
  /// Whether the text is no workflow at all.
  package let isOtherFormat: Bool
  /// How many nodes of each kind the tree has.
  package let nodes: [Int]

  package init(_ source: SourceText, index: Int = 0) {
    let (tree, diagnostics) = Parser.parse(source, index, Statements.definitions(source))
    let lines = LogicalLines(tree.tokens, source)
    let parser = Parser(tree, lines, readsIndentation: false)
    self.source = source
    self.diagnostics = diagnostics
    tokens = tree.tokens
    significant = lines.significant
    ranges = lines.ranges
    opensBlock = lines.ranges.map { parser.opensBlock($0) }
    mistakes = diagnostics.map(\.span.range.lowerBound) + tree.broken.map(\.lowerBound)
    isOtherFormat = tree.isOtherFormat
    nodes = [
      tree.top.count, tree.blocks.count, tree.fields.count, tree.events.count, tree.roles.count, tree.sections.count,
      tree.stages.count, tree.rules.count, tree.actions.count, tree.expressions.count, tree.defines.count,
      tree.properties.count, tree.migrations.count, tree.scenarios.count,
      tree.scenarios.reduce(0) { $0 + $1.lines.count },
    ]
  }

  /// What a file of scenarios takes for names of definitions: any of its words, since they stand in another file.
  private static func definitions(_ source: SourceText) -> Set<String>? {
    source.name.hasSuffix(".scenario") ? Set(Lexer.lex(source, index: 0).names.texts) : nil
  }

  /// The first token of a statement.
  package func first(_ statement: Int) -> Int { significant[ranges[statement].lowerBound] }

  /// The last token of a statement.
  package func last(_ statement: Int) -> Int { significant[ranges[statement].upperBound - 1] }

  /// The word that a statement begins with; `name` for what is none.
  package func word(_ statement: Int) -> Word {
    let token = tokens[first(statement)]
    return token.kind == .word ? token.word : .name
  }
}
