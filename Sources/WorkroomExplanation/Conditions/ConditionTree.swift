package import WorkroomLanguage

/// A condition with the value of every part of it, as it was at one instant.
package struct ConditionTree: Sendable, Equatable {
  /// What a part came to.
  package enum Answer: Sendable, Equatable {
    case yes, no
    /// A value, in the language's own notation.
    case value(String)
    case unset
    /// An earlier part had decided, so that nobody read this one.
    case notRead
    /// A value that the text itself says.
    case literal
  }

  /// How a part is put together.
  package enum Kind: Sendable, Equatable {
    /// Other conditions, joined by `and` or `or`.
    case joined
    /// `not (...)`.
    case negated
    /// Anything else: a question, or a value.
    case single
  }

  package struct Node: Sendable, Equatable {
    /// Where it stands in its file, and its text.
    package var span: Diagnostic.Span
    package var text: String
    package var answer: Answer
    package var children: [Node] = []
    package var kind = Kind.single
    /// The expression of the checked workflow; -1 for a name inside a part that has none of its own.
    package var expression: Int
    /// The piece of the condition's text under which the answer stands.
    var piece: Int
  }

  /// A word or sign of the text, with what stands before it.
  struct Piece: Sendable, Equatable {
    var text: String
    var gap: Int
    /// `and` and `or` between whole conditions, where a long one may be broken.
    var isJoint = false
  }

  /// A condition that is called by a name inside this one.
  package struct Definition: Sendable, Equatable {
    package var name: String
    package var line: Int
    package var tree: ConditionTree
  }

  package var root: Node
  package var definitions: [Definition] = []
  var pieces: [Piece]

  /// Whether it holds.
  package var holds: Bool { root.answer == .yes }

  /// The parts that nobody read, since an earlier one had decided.
  package var unread: [Node] { ConditionTree.unread(root) }

  private static func unread(_ node: Node) -> [Node] {
    node.answer == .notRead ? [node] : node.children.flatMap(unread)
  }

  /// The smallest parts because of which it does not hold; those that nobody read are not among them.
  package var failing: [Node] { ConditionTree.failing(root, wanted: true, definitions) }

  /// What would have to change for a part to come out as wanted.
  private static func failing(_ node: Node, wanted: Bool, _ definitions: [Definition]) -> [Node] {
    guard node.answer == (wanted ? .no : .yes) || node.answer == .unset else { return [] }
    if let definition = definitions.first(where: { $0.name == node.text }) {
      return failing(definition.tree.root, wanted: wanted, definition.tree.definitions)
    }
    let turned = node.kind == .negated ? !wanted : wanted
    let inner = node.kind == .single ? [] : node.children.flatMap { failing($0, wanted: turned, definitions) }
    return inner.isEmpty ? [node] : inner
  }
}
