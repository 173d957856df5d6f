import WorkroomExchange
import WorkroomLanguage
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

  static func isScenarios(_ path: String) -> Bool { path.hasSuffix(".scenario") }

  /// Reads what a command line names: beside each workflow its file of scenarios, and for each file of scenarios the workflow
  /// beside it, else the one that is named as well and that its heading, if there is one, speaks of.
  ///
  /// `bringsScenarios` is false where workflows are meant alone.
  init(_ paths: [String], bringsScenarios: Bool = true) throws {
    for path in paths where !ScenarioFiles.isScenarios(path) { try add(workflow: path, bringsScenarios) }
    for path in paths where ScenarioFiles.isScenarios(path) { try add(scenarios: path) }
  }

  private mutating func read(_ path: String) throws -> Int {
    if let known = sources.firstIndex(where: { $0.name == path }) { return known }
    sources.append(try Tool.source(path))
    return sources.count - 1
  }

  private mutating func add(workflow path: String, _ bringsScenarios: Bool) throws {
    guard !sources.contains(where: { $0.name == path }) else { return }
    groups.append((try read(path), []))
    let beside = ScenarioFiles.beside(path, ".workflow", ".scenario")
    if bringsScenarios, let beside, access(beside, F_OK) == 0 {
      groups[groups.count - 1].scenarios.append(try read(beside))
    }
  }

  private mutating func add(scenarios path: String) throws {
    guard !sources.contains(where: { $0.name == path }) else { return }
    let beside = ScenarioFiles.beside(path, ".scenario", ".workflow")
    if let beside, access(beside, F_OK) == 0 {
      let index = try read(beside)
      if !groups.contains(where: { $0.workflow == index }) { groups.append((index, [])) }
      let own = groups.firstIndex { $0.workflow == index }!
      groups[own].scenarios.append(try read(path))
      return
    }
    let index = try read(path)
    guard let own = groups.firstIndex(where: { isMeant($0.workflow, by: index) }) else {
      throw Failure(
        "`\(path)` has no workflow: there is no `\(beside ?? path)`", 66,
        ["name the workflow as well: `workroom test spring.workflow \(path)`"])
    }
    groups[own].scenarios.append(index)
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

  /// Checks one workflow with its scenarios.
  func check(_ group: Int) -> (scenarios: CheckedScenarios?, diagnostics: [Diagnostic]) {
    let (workflow, scenarios) = groups[group]
    return Checker.check(
      sources[workflow], index: workflow, scenarioFiles: scenarios.map { (sources[$0], $0) })
  }
}
