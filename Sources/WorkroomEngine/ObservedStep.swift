package import WorkroomMachine
import WorkroomStore

/// One step of the machine, as it is handed to whoever watches: all that went in, and what came out.
package struct ObservedStep {
  package var definition: Definition
  /// The participation and its campaign, by their numbers.
  package var participation: Int64
  package var campaign: Int64
  package var input: StepInput
  package var payload: [Int64]
  package var view: View
  package var before: [Int64]
  package var after: [Int64]
  package var status: StepStatus
  /// Words of texts that are others in the definition that a participation moves to.
  package var movedWords: [Int64: Int64] = [:]
}

extension Engine {
  /// Runs every log again, or that of one campaign, step by step in front of the observer; nothing is written. Where the
  /// observer asks for states alone, it is quicker.
  package func retell(_ campaign: Int64? = nil, onlyStates: Bool = false) throws(EngineError) {
    for row in try stored({ () throws(StoreError) in try store.campaigns() }) where campaign ?? row.id == row.id {
      let revisions = try stored { () throws(StoreError) in try store.revisions(row.id) }
      var replay = try Replay(
        engine: self, campaign: self.campaign(row.id), revisions: revisions,
        definitions: Set(revisions.map(\.definition)), onlyStates: onlyStates)
      var failure: EngineError?
      do throws(StoreError) {
        try store.rows(row.id) { (log, _) throws(StoreError) in
          // From ten on rows tell of the campaign itself.
          guard log.kind < 10 else { return }
          do throws(EngineError) { try replay.run(log) } catch { failure = error }
          // Nobody compares messages here, and a long log has many.
          replay.outbox.removeAll(keepingCapacity: true)
          if failure != nil || !replay.problems.isEmpty { throw .bug("the reading ended early") }
        }
      } catch {
        if let failure { throw failure }
        if let problem = replay.problems.first {
          throw .damaged("\(problem); `workroom db verify` tells more")
        }
        throw .store(error)
      }
    }
  }
}
