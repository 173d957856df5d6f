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
  /// Runs every log again, or that of one campaign, step by step in front of the observer; nothing is written.
  package func retell(_ campaign: Int64? = nil) throws(EngineError) {
    for row in try stored({ () throws(StoreError) in try store.campaigns() }) where campaign ?? row.id == row.id {
      var rows: [LogRow] = []
      do {
        try store.rows(row.id) { (row, _) throws(StoreError) in if row.kind < 10 { rows.append(row) } }
      } catch { throw .store(error) }
      let revisions = try stored { () throws(StoreError) in try store.revisions(row.id) }
      var replay = try Replay(
        engine: self, campaign: self.campaign(row.id), revisions: revisions, definitions: Set(rows.map(\.definition)))
      for row in rows { try replay.run(row) }
      if let problem = replay.problems.first {
        throw .damaged("\(problem); `workroom db verify` tells more")
      }
    }
  }
}
