import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Workflows with the files of scenarios that belong to them: `spring.scenario` stands beside `spring.workflow`.
struct ScenarioFiles {
  /// All files, in the order in which they are read; a span's source is a place here.
  private(set) var sources: [SourceText] = []
  /// Each workflow with its files of scenarios, by their places among the sources.
  private(set) var groups: [(workflow: Int, scenarios: [Int])] = []

  /// What is found about files as such: too large ones, and scenarios whose workflow is not there.
  private(set) var findings: [Diagnostic] = []
  /// Why files could not be read.
  private(set) var unread: [ExchangeError] = []
  /// The files that were looked at, by their folders as they are and their names: their places among the sources, `nil` for
  /// one that holds nothing to check.
  private var known: [String: Int?] = [:]

  static func isScenarios(_ path: String) -> Bool { path.hasSuffix(".scenario") }

  /// Reads what a command line names: beside each workflow its file of scenarios, and for each file of scenarios the workflow
  /// beside it, else the one that is named as well and that its heading, if there is one, speaks of. What is named twice is
  /// read once, and what cannot be read keeps nothing from the others.
  ///
  /// `bringsScenarios` is false where workflows are meant alone.
  init(_ paths: [String], bringsScenarios: Bool = true) {
    for path in paths where !ScenarioFiles.isScenarios(path) { add(workflow: path, bringsScenarios) }
    for path in paths where ScenarioFiles.isScenarios(path) { add(scenarios: path) }
  }

  /// A file's place among the sources; `nil` where there is nothing in it to check, which is said.
  private mutating func read(_ path: String) -> Int? {
    let index = sources.count
    var read: Int?
    do {
      sources.append(try Tool.source(path))
      read = index
    } catch {
      if case .oversized = error {
        findings.append(Tool.tooLarge(index))
        sources.append(SourceText(name: path, bytes: []))
      } else {
        unread.append(error)
      }
    }
    known[ScenarioFiles.identity(path)] = .some(read)
    return read
  }

  private func isKnown(_ path: String) -> Bool { known[ScenarioFiles.identity(path)] != nil }

  private mutating func add(workflow path: String, _ bringsScenarios: Bool) {
    guard !isKnown(path), let index = read(path) else { return }
    groups.append((index, []))
    let beside = ScenarioFiles.beside(path, ".workflow", ".scenario")
    if bringsScenarios, let beside, ScenarioFiles.isThere(beside), let scenarios = read(beside) {
      groups[groups.count - 1].scenarios.append(scenarios)
    }
  }

  private mutating func add(scenarios path: String) {
    guard !isKnown(path) else { return }
    let beside = ScenarioFiles.beside(path, ".scenario", ".workflow")
    if let beside, ScenarioFiles.isThere(beside) {
      if !isKnown(beside), let index = read(beside) { groups.append((index, [])) }
      guard let workflow = known[ScenarioFiles.identity(beside)] ?? nil, let scenarios = read(path) else { return }
      let own = groups.firstIndex { $0.workflow == workflow }!
      groups[own].scenarios.append(scenarios)
      return
    }
    guard let index = read(path) else { return }
    guard let own = groups.firstIndex(where: { isMeant($0.workflow, by: index) }) else {
      findings += Checker.check(lonelyScenarios: sources[index], index: index, beside: beside)
      return
    }
    groups[own].scenarios.append(index)
  }

  /// The same for each way of writing a path; a link is another file than what it leads to, since others stand beside it.
  static func identity(_ path: String) -> String {
    let parts = PathParts(path)
    guard let folder = realpath(parts.folder, nil) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(parts.name)"
  }

  /// The same for a report.
  var toldUnread: [UnreadFile] { unread.map { UnreadFile(path: $0.path, reason: $0.description) } }

  /// Ends with why files could not be read, once everything else is told. Errors: `Failure`, where there are any.
  func refuseUnread() throws(Failure) {
    guard let last = unread.last else { return }
    for error in unread.dropLast() { Tool.say("workroom: \(error)") }
    throw Failure("\(last)", unread.map(\.exitCode).max() ?? last.exitCode)
  }

  /// Whether a file of scenarios is about a workflow: the one that its heading names, or the only one there is.
  private func isMeant(_ workflow: Int, by scenarios: Int) -> Bool {
    let own = Parser.parse(sources[workflow], index: 0).tree
    let tree = Parser.parse(scenarios: sources[scenarios], index: 0, of: own).tree
    guard let header = tree.header else { return groups.count == 1 }
    return own.header.map { own.quoted($0.name) } == tree.quoted(header.name)
  }

  private static func beside(_ path: String, _ ending: String, _ other: String) -> String? {
    path.hasSuffix(ending) ? String(path.dropLast(ending.utf8.count)) + other : nil
  }

  /// Whether something has a name, also a link that leads nowhere: it is told as what cannot be read.
  private static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Checks one workflow with its scenarios.
  func check(_ group: Int) -> (scenarios: CheckedScenarios?, diagnostics: [Diagnostic]) {
    let (workflow, scenarios) = groups[group]
    return Checker.check(
      sources[workflow], index: workflow, scenarioFiles: scenarios.map { (sources[$0], $0) })
  }
}
