package import WorkroomLanguage
package import WorkroomStore

/// Why an operation on a program of campaigns was not done.
package enum EngineError: Error, CustomStringConvertible, Sendable {
  case store(StoreError)
  case zone(ZoneError)
  /// A request that does not fit: what is wrong and what to do.
  case request(String)
  /// What the rules of the house do not let happen: who or what stands against it, and what to do.
  case refused(String)
  /// A name that is not there.
  case missing(String)
  /// The definition has mistakes.
  case definition([Diagnostic], SourceText)
  case damaged(String)
  /// Two ways of running a step disagree: a mistake of ours.
  case disagreement(String)

  package var description: String {
    switch self {
    case .store(let error): error.description
    case .zone(let error): error.description
    case .request(let text), .refused(let text), .missing(let text), .damaged(let text), .disagreement(let text): text
    case .definition(let diagnostics, let source): EngineError.mistakes(diagnostics, source)
    }
  }

  /// Consequences of another error are not counted, as they are not shown.
  private static func mistakes(_ diagnostics: [Diagnostic], _ source: SourceText) -> String {
    let count = diagnostics.count { $0.severity == .error && !$0.isConsequence }
    let words = count == 1 ? "an error; see it" : "\(count) errors; see them"
    return "`\(source.name)` has \(words) with `workroom check \(source.name)`"
  }

  package var exitCode: Int32 {
    switch self {
    case .store(let error): error.exitCode
    case .zone(let error): error.exitCode
    case .request: 64
    case .refused: 1
    case .missing: 66
    case .definition: 1
    case .damaged: 5
    case .disagreement: 70
    }
  }
}

/// Turns the store's errors into the engine's.
package func stored<Result>(_ body: () throws(StoreError) -> Result) throws(EngineError) -> Result {
  do { return try body() } catch { throw .store(error) }
}

extension Engine {
  /// Asks the store something, with its mistakes as the engine's.
  package func asking<Result>(_ question: (Store) throws(StoreError) -> Result) throws(EngineError) -> Result {
    try stored { () throws(StoreError) in try question(store) }
  }
}
