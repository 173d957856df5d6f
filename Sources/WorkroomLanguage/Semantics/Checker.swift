import WorkroomValues

/// Resolves the names of a workflow, checks types, units and structure, and builds a `CheckedWorkflow`.
///
/// Everything is looked at once: declarations of the vocabulary and the file first, so that the order of lines in a
/// file does not matter, then stages, then rules. A mistake is reported where it stands and reading goes on; a workflow
/// is only handed out when there is no error at all.
package struct Checker {
  var trees: [SyntaxTree]
  /// The tree that is being read, by its place among them.
  var current = 0 {
    didSet { if current != oldValue { tree = trees[current] } }
  }
  /// The same tree itself, since it is asked at every turn.
  private(set) var tree: SyntaxTree
  var workflow = CheckedWorkflow()
  var diagnostics: [Diagnostic] = []

  var roleByName = ByName<Int>()
  var sectionByName: [String: Int] = [:]
  var eventByPath = ByName<Int>()
  var fieldByName = ByName<FieldReference>()
  /// Stages by their name, wherever they stand; made when a line first asks for one that is not close by.
  var stagesByName: [String: [Int]]?
  var textIndex: [String: Int] = [:]
  var pendingRules: [PendingRule] = []
  /// One for each of `workflow.eaches`.
  var pendingEaches: [PendingEach] = []
  /// A track's condition, with the tree it stands in.
  var trackConditions: [Int: (node: NodeIndex, tree: Int)?] = [:]
  var allowed = Allowed.everything
  /// Fields that a track's condition says are set, for each stage.
  var stageFacts: [Set<FieldReference>] = []
  /// Where the campaign's own currency was first given a name.
  var homeCurrency: (currency: Currency, span: Diagnostic.Span)?
  /// What has been said where, so that nothing is said twice.
  var reported: Set<ReportedPlace> = []
  /// Names that were missed without a similar one at hand, and limits that were passed.
  var missed: Set<String> = []
  /// How many names may still be compared with a misspelled one; a file with thousands of mistakes gets no more help.
  var comparisonsLeft = 30_000
  /// Stages by the stage that holds them and their name.
  var childByName = ByName<Int>()
  /// What `otherwise` can be the rest of.
  var firstCases: Set<CaseKey> = []
  var definitions = Definitions()
  /// Whether a line of the file says `otherwise`, so that the cases before it are kept.
  var saysOtherwise = false
  /// The events of each noun whose events say which thing they are about.
  var eventsByNoun: [String: [Int]]?
  var totalIndex: [CheckedTotal: Int] = [:]
  /// Whether a date that is not set may be read all the same, since nothing then waits for it.
  var readsUnset = false
  /// Rules whose condition has a mistake, by their heads, so that what they would otherwise take is not known.
  var failedConditions: Set<Diagnostic.Span> = []
  /// Whether what is being checked may be used by a line that has a mistake, so that its place is not known.
  var isUseLost = false
  /// Whether the file comes from a database, which took it after it had been checked.
  let isStored: Bool
  /// The scenario that is being checked.
  var scenario: String?
  /// The stage and the event whose rule is being checked.
  var owner = 0
  var event: Int?

  /// The test of a condition that is being checked, and whether it is one of several joined by `or`.
  var test: NodeIndex?
  var isAlternative = false
  /// What a name that is compared with something would have to be, as far as that tells.
  var likelyType: ValueType?

  package static let stagesMax = 10_000
  package static let rulesMax = 50_000
  package static let tracksMax = 256
  package static let fieldsMax = 64
  package static let rolesMax = 64

  struct FieldReference: Hashable {
    var storage: Storage
    var index: Int
  }

  struct ReportedPlace: Hashable {
    var code: DiagnosticCode
    var span: Diagnostic.Span
  }

  struct PendingRule {
    var owner: Int
    var node: NodeIndex
    var tree: Int
  }

  /// Checks one file against the standard vocabulary, or against the one that a stored workflow was written with.
  package static func check(
    _ source: SourceText, index: Int = 0, vocabulary: SourceText? = nil
  ) -> (
    workflow: CheckedWorkflow?, diagnostics: [Diagnostic]
  ) {
    var checker = Checker(source, index: index, vocabulary: vocabulary)
    checker.run()
    let workflow = checker.workflow
    // What is stored was checked when it came, and its scenarios are played by nobody.
    if !checker.isStored {
      _ = checker.checkScenarios()
      checker.tellSlips()
    }
    let sorted = checker.sortedDiagnostics()
    let hasErrors = sorted.contains { $0.severity == .error }
    return (hasErrors ? nil : workflow, sorted)
  }

  init(_ source: SourceText, index: Int, vocabulary: SourceText? = nil) {
    isStored = vocabulary != nil
    let (file, syntax) = Parser.parse(source, index: index)
    let words = vocabulary.map { Parser.parse($0, index: Vocabulary.vocabularySource).tree } ?? Vocabulary.tree
    trees = [words, file]
    tree = words
    diagnostics = syntax
  }

  mutating func run() {
    let file = trees[1]
    reserveRoom(for: file)
    saysOtherwise = file.rules.contains { $0.otherwise != nil }
    let hasStages = file.top.contains { if case .stage = $0 { true } else if case .finals = $0 { true } else { false } }
    declareRoot(file)
    var members: [(tree: Int, members: ArraySlice<MemberSyntax>)] = []
    let vocabulary = trees[0].top
    let standard =
      vocabulary.firstIndex { if case .block(let node) = $0 { trees[0].blocks[node].kind == .campaign } else { false } }
      ?? vocabulary.endIndex
    members.append((0, hasStages ? vocabulary[..<standard] : vocabulary[...]))
    members.append((1, file.top[...]))
    for part in members {
      current = part.tree
      declare(part.members)
    }
    for part in members {
      current = part.tree
      addMembers(part.members, to: 0)
    }
    workflow.stages[0].end = workflow.stages.count
    prepareDefinitions()
    if structureIsKnown { checkStructure() }
    checkStageConditions()
    checkEaches()
    checkProperties()
    checkMigrations()
    dropReplacedRules()
    dropReplacedAssignments()
    for rule in pendingRules { check(rule) }
    checkUnusedDefinitions()
    nameChosenGroups()
    checkOverlaps()
    checkFlow()
    warnOfUnusedDefinitions()
    workflow.currency = homeCurrency?.currency
  }

  private mutating func reserveRoom(for file: SyntaxTree) {
    workflow.stages.reserveCapacity(file.stages.count + 64)
    workflow.events.reserveCapacity(file.events.count + 64)
    workflow.rules.reserveCapacity(file.rules.count + 64)
    workflow.actions.reserveCapacity(file.actions.count + 64)
    workflow.expressions.reserveCapacity(file.expressions.count + 64)
    pendingRules.reserveCapacity(file.rules.count + 64)
    eventByPath.reserveCapacity(file.events.count + 64)
    childByName.reserveCapacity(file.stages.count + 64)
  }

  /// After some mistakes nothing is certain about which line stands inside which block.
  var structureIsKnown: Bool { !trees[1].hasLostLines && !trees[1].hasLostStage && endsAddUp }

  var endsAddUp: Bool { !diagnostics.contains { [.unclosedBlock, .strayEnd, .tooDeep].contains($0.code) } }

  private mutating func declareRoot(_ file: SyntaxTree) {
    workflow.isRecurring = file.header?.recurring != nil
    if let header = file.header {
      workflow.name = file.quoted(header.name)
      if let version = header.version, let number = Int64(file.text(version).filter { $0 != "_" }), number > 0 {
        workflow.version = number
      } else if let version = header.version {
        current = 1
        report(
          .badLiteral, "a version is a whole number from 1", version, "not a version", help: ["write `version 1`"],
          fixes: [fix(.maybe, version, "1")])
      }
    } else {
      workflow.name = Checker.nameOfFile(file.source.name)
    }
    workflow.stages = [
      CheckedStage(
        kind: .root, name: "", title: "", section: nil, parent: -1, end: 1, path: "",
        span: Diagnostic.Span(source: file.sourceIndex, range: 0..<0))
    ]
    stageFacts = [[]]
  }

  /// `spring_launch.workflow` is called `spring_launch`.
  private static func nameOfFile(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".workflow") ? String(file.dropLast(9)) : file
  }

  /// In the order of the text; what follows from an error elsewhere stays marked.
  func sortedDiagnostics() -> [Diagnostic] {
    diagnostics.enumerated().sorted { left, right in
      let (a, b) = (left.element.span, right.element.span)
      return (a.source, a.range.lowerBound, left.offset) < (b.source, b.range.lowerBound, right.offset)
    }.map(\.element)
  }

  // MARK: Reporting

  @inline(__always)
  func text(_ token: Int) -> String { tree.text(token) }

  @inline(__always)
  func span(_ token: Int) -> Diagnostic.Span { tree.span(token, token) }

  mutating func report(
    _ code: DiagnosticCode, _ title: String, _ token: Int, _ label: String, related: [Diagnostic.Related] = [],
    notes: [String] = [], help: [String], fixes: [Diagnostic.Fix] = [], follows: Bool = false
  ) {
    report(
      code, title, span(token), label, related: related, notes: notes, help: help, fixes: fixes, follows: follows)
  }

  mutating func report(
    _ code: DiagnosticCode, _ title: String, _ span: Diagnostic.Span, _ label: String,
    related: [Diagnostic.Related] = [],
    notes: [String] = [], help: [String], fixes: [Diagnostic.Fix] = [], follows: Bool = false
  ) {
    // A rule for several events is checked once for each: the same finding is said once.
    guard !isFull, reported.insert(ReportedPlace(code: code, span: span)).inserted else { return }
    let file = trees.dropFirst().first { $0.sourceIndex == span.source }
    guard file?.isSilenced(span.range) != true else { return }
    var diagnostic = Diagnostic(
      code, title, at: span, label: label, related: related, notes: notes, help: help, fixes: fixes)
    diagnostic.enclosing = scenario.map { "scenario \"\($0)\"" } ?? enclosing(owner)
    if let use = definitions.open.first { tellUse(use, &diagnostic) }
    diagnostic.isConsequence = follows || isUseLost || file?.isBroken(span.range) == true
    diagnostics.append(diagnostic)
  }

  /// Whether there is no use in saying more.
  var isFull: Bool { reported.count > Parser.diagnosticsMax }

  func enclosing(_ stage: Int) -> String { workflow.enclosing(stage) }

  func fix(_ safety: Diagnostic.Fix.Safety, _ token: Int, _ text: String) -> Diagnostic.Fix {
    Diagnostic.Fix(safety: safety, edits: [(span(token), text)])
  }

  /// Reports an unknown name, with the nearest declared one.
  mutating func reportUnknown(
    _ code: DiagnosticCode, _ title: String, _ token: Int, near names: (Checker) -> [String],
    declared: (String) -> Diagnostic.Span?, noun: String, otherwise: String
  ) {
    guard !isFull else { return }
    let name = text(token)
    guard let near = comparisonsLeft > 0 ? nearest(to: name, among: names(self)) : nil else {
      return report(code, title, token, "not declared here", help: [otherwise], follows: isMissedAgain(name, code))
    }
    let related = declared(near).map { [Diagnostic.Related(span: $0, label: "\(noun) with a similar name")] } ?? []
    report(
      code, title, token, "not declared here", related: related.filter { $0.span.source >= 0 },
      help: ["write `\(near)`"], fixes: [fix(Spelling.safety(name, near), token, near)],
      follows: isLost(name, code))
  }

  /// Whether a name without a similar one is missed because of a mistake elsewhere, or was missed before.
  mutating func isMissedAgain(_ name: String, _ code: DiagnosticCode) -> Bool {
    let isFirst = missed.insert("\(code) \(name)").inserted
    return !isFirst || isLost(name, code)
  }

  /// The nearest name, as long as comparing them costs little.
  mutating func nearest(to written: String, among names: some Sequence<String>) -> String? {
    guard comparisonsLeft > 0 else { return nil }
    let names = Array(names)
    comparisonsLeft -= names.count
    return Spelling.nearest(to: written, among: names)
  }

  /// Whether a statement with a mistake may have declared a name, or a part of it.
  func isLost(_ name: String, _ code: DiagnosticCode = .unknownName) -> Bool {
    guard current == 1, scenario == nil else { return false }
    let lost = trees[1].lostNames
    if code == .unknownName, isInNamelessEach { return true }
    if code == .unknownStage, trees[1].hasLostStage || missed.contains("a stage") { return true }
    return lost.contains(name) || name.split(separator: ".").contains { lost.contains(String($0)) }
  }

  /// Whether the grammar had something to say inside a stage.
  func hasSyntaxErrors(inside stage: Int) -> Bool {
    let path = enclosing(stage)
    return diagnostics.contains {
      ($0.code.number < 200 || $0.code == .reservedName) && (stage == 0 || $0.enclosing.hasPrefix(path))
    }
  }

  mutating func intern(_ text: String) -> Int {
    if let index = textIndex[text] { return index }
    workflow.texts.append(text)
    textIndex[text] = workflow.texts.count - 1
    return workflow.texts.count - 1
  }
}
