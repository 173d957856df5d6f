package import WorkroomLanguage

/// Brings texts into the one layout.
///
/// The layout follows from the words, the comments and the blank lines alone: how a text was broken into lines before
/// makes no difference. No word, no value and no order changes, and what was made is read again to prove it.
package enum Formatting {
  /// Columns of a line; what cannot be broken may be longer.
  package static let columnsMax = 100

  /// What became of a text.
  package struct Result: Sendable {
    /// The text in the layout.
    package let text: SourceText
    /// The mistakes of its grammar; blocks that hold one are kept byte for byte.
    package let diagnostics: [Diagnostic]
    /// What the new text does not share with the old one, which would be a mistake of the layout; `nil` otherwise.
    package let difference: String?
  }

  package static func format(_ source: SourceText, index: Int = 0) -> Result {
    let statements = Statements(source, index: index)
    guard isLegible(statements) else {
      return Result(text: source, diagnostics: statements.diagnostics, difference: nil)
    }
    var page = Page(statements)
    page.write()
    let text = SourceText(name: source.name, bytes: page.bytes())
    return Result(
      text: text, diagnostics: statements.diagnostics, difference: Comparison.difference(statements, Statements(text)))
  }

  /// Whether it can be told what the lines of a text are: it is a workflow, text of a fair size, and its lines end in a known way.
  private static func isLegible(_ statements: Statements) -> Bool {
    guard statements.diagnostics.count < Parser.diagnosticsMax, !statements.isOtherFormat else { return false }
    let bytes = statements.source.bytes
    guard statements.tokens.count > 1 || bytes.isEmpty else { return false }
    return !statements.tokens.contains {
      $0.kind == .newline && $0.length > 0 && bytes[Int($0.start)] != UInt8(ascii: "\n")
    }
  }
}
