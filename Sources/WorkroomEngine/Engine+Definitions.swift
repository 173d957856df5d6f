package import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Definitions: checked when they come, stored by their meaning, compiled once.
extension Engine {
  /// Stores a checked definition; the same meaning is stored once, and a version number means one thing only.
  package func addDefinition(_ source: SourceText) throws(EngineError) -> Definition {
    let (checked, diagnostics) = Checker.check(source)
    guard let workflow = checked else { throw .definition(diagnostics, source) }
    let machine = Machine.compile(workflow)
    let rows = try stored { () throws(StoreError) in try store.definitions() }
    if let same = rows.first(where: { $0.digest == machine.digest.bytes }) { return try definition(same.id) }
    if let other = rows.first(where: { $0.name == workflow.name && $0.version == workflow.version }) {
      // The same text, stored when the vocabulary was another, still means what it meant.
      if other.source == source.bytes { return try definition(other.id) }
      throw .request(
        "version \(other.version) of `\(other.name)` is already stored and means something else; give the changed file the next number: `workflow \"\(other.name)\" version \(other.version + 1)`"
      )
    }
    let id = try stored { () throws(StoreError) in
      try store.insertDefinition(
        digest: machine.digest.bytes, name: workflow.name, version: workflow.version, file: source.name,
        source: source.bytes, vocabulary: Vocabulary.source.bytes)
    }
    let definition = try make(id, machine, source, Vocabulary.source, addsKinds: true)
    definitions[id] = definition
    try note(.definition, stream: 0, machine.digest.bytes.words)
    return definition
  }

  /// The vocabulary that a stored definition was checked with.
  static func vocabulary(of row: DefinitionRow) -> SourceText {
    row.vocabulary.map { SourceText(name: Vocabulary.source.name, bytes: $0) } ?? Vocabulary.ofSchema1
  }

  /// Joins a definition's kinds of item to the store's numbers.
  func make(
    _ id: Int64, _ machine: Machine, _ source: SourceText, _ vocabulary: SourceText, addsKinds: Bool
  ) throws(EngineError) -> Definition {
    var kinds: [Int64] = []
    for noun in machine.workflow.poolKinds {
      guard let number = try addsKinds ? makeKind(noun) : kind(noun) else {
        throw .damaged("the stored definition `\(machine.workflow.name)` speaks of the kind `\(noun)`, which is gone")
      }
      kinds.append(number)
    }
    return Definition(id: id, machine: machine, source: source, vocabulary: vocabulary, kinds: kinds)
  }
}
