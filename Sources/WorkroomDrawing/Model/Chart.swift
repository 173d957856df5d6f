/// What a picture of a workflow shows, before anything is drawn: its stages, and the arrows between them.
///
/// Every format reads this and nothing else. Nodes are numbered in the order of the text, outer before inner; the first
/// is the workflow itself.
package struct Chart: Sendable {
  package enum Kind: Sendable { case root, stage, track, final, each }

  package struct Node: Sendable {
    package var kind: Kind
    package var name: String
    package var title: String
    package var path: String
    /// Index into `sections`, where it is shown in another section than what stands around it.
    package var section: Int?
    package var parent: Int?
    package var children: [Int] = []
    /// Whether its children run side by side.
    package var holdsTracks = false
    /// Whether it is entered first among its siblings.
    package var isEntry = false
    /// What a track is called for by, or how many items an `each` makes: `when gifts is set`, `at most 12`.
    package var condition: String?
    package var notes: [Note] = []
    /// Stages inside that the picture leaves out.
    package var hidden = 0
    /// Participations that stand in it now; `nil` where nobody asked.
    package var count: Int?
  }

  /// A rule that leads nowhere else: shown inside its stage.
  package struct Note: Sendable {
    package enum Kind: Sendable { case reaction, stay, ignore, refuse, resume, restart }
    package var kind: Kind
    package var cause: Cause
    /// What is done, in the words of the file.
    package var deeds: [String]
  }

  /// What makes a rule happen.
  package struct Cause: Sendable, Hashable {
    package enum Kind: Sendable { case event, timer, once, enter, leave }
    package var kind: Kind
    /// `proposal.accepted or proposal.countered`, `after 30 days`, `once discount is held`.
    package var text: String
    package var roles: [String] = []
    package var otherwise = false
    package var condition: String?

    /// Without what narrows it: `proposal.accepted by manager`.
    package var head: String { roles.isEmpty ? text : text + " by " + roles.joined(separator: " or ") }
    /// `otherwise when price is set`; `nil` where nothing narrows it.
    package var tail: String? {
      let parts = (otherwise ? ["otherwise"] : []) + (condition.map { ["when \($0)"] } ?? [])
      return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
  }

  package struct Arrow: Sendable {
    package enum Way: Sendable, Hashable {
      case goTo
      case restart
      /// The stage is entered as it was left, or only its first level is.
      case resume(atTop: Bool)
    }
    /// The node that holds the line; the first where the line stands outside the stages.
    package var source: Int
    package var target: Int
    package var cause: Cause
    package var way: Way
    /// The other targets of the same line.
    package var together: [Int] = []
    /// 1-based line in its file; `nil` where the vocabulary says it.
    package var line: Int?
  }

  package var name: String
  package var version: Int64
  package var sections: [String]
  package var nodes: [Node]
  package var arrows: [Arrow]

  /// A node and all around it, innermost first; the workflow itself is left out.
  package func around(_ node: Int) -> [Int] {
    var found: [Int] = []
    var place: Int? = node
    while let here = place, here != 0 {
      found.append(here)
      place = nodes[here].parent
    }
    return found
  }

  package func isInside(_ node: Int, _ outer: Int) -> Bool {
    var place: Int? = node
    while let here = place {
      if here == outer { return true }
      place = nodes[here].parent
    }
    return false
  }
}
