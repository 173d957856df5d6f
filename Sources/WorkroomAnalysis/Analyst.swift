import WorkroomLanguage

/// Reads a checked workflow, one pass for each kind of finding.
struct Analyst {
  let workflow: CheckedWorkflow
  let source: SourceText
  /// For each stage, whether anything leads to it.
  let reached: [Bool]
  /// The rules of each stage, in the order of the text.
  let rulesOf: RulesByStage
  let uses: Uses
  let memory = Memory()
  /// Rules whose condition never holds, and lines that another always takes the event from.
  var dead: Set<Int> = []
  /// Rules whose condition plainly holds in some cases and fails in others, as far as has been found.
  var isPlain: [Bool]
  var groups = Groups()
  private(set) var diagnostics: [Diagnostic] = []
  /// Places of findings of the checker that one of these says better.
  var toldBetter: Set<Diagnostic.Span> = []
  private var reported: Set<Place> = []
  /// How many parts of conditions may still be looked at by themselves.
  var partsLeft = Analyst.partsMax

  static let partsMax = 100_000
  private static let diagnosticsMax = 1_000
  /// So many notes of one code are told; the last of them says how many more there are. Nobody reads the twenty-sixth of
  /// a kind, and putting it into words costs more than finding it.
  static let notesOfOneCodeMax = 25
  private var notes: [(code: DiagnosticCode, count: Int)] = []

  private struct Place: Hashable {
    var code: DiagnosticCode
    var span: Diagnostic.Span
  }

  init(_ workflow: CheckedWorkflow, _ source: SourceText) {
    self.workflow = workflow
    self.source = source
    rulesOf = workflow.rulesByStage()
    reached = workflow.reachableStages(rulesOf)
    uses = Uses(workflow)
    isPlain = [Bool](repeating: false, count: workflow.rules.count)
  }

  mutating func run() {
    groups = Groups(workflow)
    checkConditions()
    checkLines()
    checkLoops()
    checkJoins()
    checkEvents()
    checkCommission()
    checkChanges()
    checkFields()
    checkTimers()
    checkPools()
    checkSections()
    checkResumes()
    countFurtherNotes()
  }

  // MARK: Reporting

  /// Whether one more note of a code is told at its place; otherwise it is counted, and need not be put into words.
  mutating func hasRoom(for code: DiagnosticCode) -> Bool {
    let isTold = !isCounted(code)
    count(code)
    return isTold
  }

  /// Whether so many notes of a code are told that further ones are counted only.
  func isCounted(_ code: DiagnosticCode) -> Bool {
    notes.contains { $0.code == code && $0.count >= Analyst.notesOfOneCodeMax }
  }

  mutating func count(_ code: DiagnosticCode) {
    if let place = notes.firstIndex(where: { $0.code == code }) {
      notes[place].count += 1
    } else {
      notes.append((code, 1))
    }
  }

  private mutating func countFurtherNotes() {
    for (code, count) in notes where count > Analyst.notesOfOneCodeMax {
      guard let last = diagnostics.lastIndex(where: { $0.code == code }) else { continue }
      let further = count - Analyst.notesOfOneCodeMax
      diagnostics[last].notes.append("\(further) further line\(further == 1 ? " is" : "s are") like this one")
    }
  }

  mutating func report(
    _ code: DiagnosticCode, _ title: String, _ span: Diagnostic.Span, _ label: String, in stage: Int,
    related: [Diagnostic.Related] = [], notes: [String] = [], help: [String]
  ) {
    // What stands in the vocabulary is not the file's to repair.
    guard span.source >= 0, diagnostics.count < Analyst.diagnosticsMax else { return }
    guard reported.insert(Place(code: code, span: span)).inserted else { return }
    var diagnostic = Diagnostic(
      code, title, at: span, label: label, related: related.filter { $0.span.source >= 0 }, notes: notes, help: help)
    diagnostic.enclosing = workflow.enclosing(stage)
    diagnostics.append(diagnostic)
  }

  func related(_ span: Diagnostic.Span, _ label: String) -> Diagnostic.Related {
    Diagnostic.Related(span: span, label: label)
  }

  /// What stands at a place, in one line.
  func written(_ span: Diagnostic.Span) -> String {
    source.text(span.range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Whether a rule is the file's own and can be asked at all.
  func isLive(_ rule: Int) -> Bool {
    workflow.rules[rule].span.source >= 0 && reached[workflow.rules[rule].owner] && !dead.contains(rule)
  }
}

extension CheckedRule {
  /// What a rule asks: the condition of `once`, or the one after `when`.
  var test: Int? {
    if case .once(let condition) = trigger { return condition }
    return condition
  }

  var event: Int? { if case .event(let event) = trigger { event } else { nil } }

  var isOnce: Bool {
    switch trigger {
    case .once, .onceEntered, .onceOtherwise: true
    default: false
    }
  }
}
