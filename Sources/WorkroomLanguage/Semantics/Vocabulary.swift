/// The standard vocabulary: a file in the language, shipped inside the program.
public enum Vocabulary {
  /// Its text, as `workroom vocabulary` prints it.
  public static let source = SourceText(name: "standard.vocabulary", bytes: PackageResources.standard_vocabulary)

  /// Parsed once a process; it has no mistakes, which a test holds it to.
  static let tree: SyntaxTree = {
    let (tree, diagnostics) = Parser.parse(source, index: vocabularySource)
    precondition(diagnostics.isEmpty, "the standard vocabulary parses: \(diagnostics.first?.title ?? "")")
    return tree
  }()

  /// The vocabulary that databases of schema version 1 were written with, which they did not keep.
  package static let ofSchema1 = SourceText(name: "standard.vocabulary", bytes: PackageResources.schema_1_vocabulary)

  /// The index that spans in the vocabulary carry.
  package static let vocabularySource = -1
}
