package import WorkroomLanguage

/// What becomes of each event in each stage, and which line says so.
package struct Matrix: Sendable {
  /// One thing that may become of an event.
  package struct Answer: Sendable, Equatable {
    package enum Kind: String, Sendable {
      /// A line leads on, stays, or does something beside whatever else happens.
      case goes = "go", stays = "stay", does = "do"
      case refuses = "refuse", ignores = "ignore"
      /// What the event itself says where no line takes it.
      case handled, refused, ignored
      /// Nothing decides: a person is refused, a system ignored.
      case nobody = "-"
    }
    package var kind: Kind
    /// The stages that it leads to.
    package var targets: [String] = []
    /// 1-based; `nil` for what the vocabulary says.
    package var line: Int?
    /// Whether it depends on a condition.
    package var isConditional = false
    /// The roles that the line names.
    package var roles: [String] = []

    /// `go 21`, `refuse 24`, `handled`.
    package var words: String {
      switch kind {
      case .goes, .stays, .does, .refuses, .ignores: "\(kind.rawValue) \(line.map(String.init) ?? "vocabulary")"
      case .handled, .refused, .ignored, .nobody: kind.rawValue
      }
    }
  }

  package struct Row: Sendable {
    /// A stage's path; `finished` for all outermost final ones.
    package var stage: String
    /// What becomes of each of `events`, the first that applies first.
    package var cells: [[Answer]]
  }

  package private(set) var events: [String] = []
  package private(set) var rows: [Row] = []
  /// How many events no line of the file mentions: they go by what the vocabulary says.
  package private(set) var others = 0

  /// The events that some line of the file waits for, or all.
  package init(_ workflow: CheckedWorkflow, _ source: SourceText, all: Bool = false) {
    var analyst = Analyst(workflow, source)
    analyst.run()
    let mentioned = Set(workflow.rules.filter { $0.span.source >= 0 }.compactMap(\.event))
    let shown = workflow.events.indices.filter { all || mentioned.contains($0) || workflow.events[$0].span.source >= 0 }
    events = shown.map { workflow.events[$0].path }
    others = workflow.events.count - shown.count
    var reader = MatrixReader(analyst)
    for (index, stage) in workflow.stages.enumerated() where stage.kind != .root && stage.children.isEmpty {
      guard analyst.reached[index], !(stage.kind == .final && stage.parent == 0) else { continue }
      rows.append(Row(stage: stage.path, cells: shown.map { reader.answers(index, $0) }))
    }
    rows.append(Row(stage: "finished", cells: shown.map { reader.answersOfFinished($0) }))
  }
}
