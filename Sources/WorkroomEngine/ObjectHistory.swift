import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// An order, a post or a conversion, with the newest of each of its values, whatever event told it.
package struct ObjectHistory: Sendable {
  var noun: String
  var key: Int64
  var status = ""
  var values: [String: Int64] = [:]

  /// The object as a list of totals counts it.
  func counted(_ totals: [CheckedTotal]) -> CountedObject {
    var counted = CountedObject(noun: noun, key: key, status: status, totals: totals.count)
    for (index, total) in totals.enumerated() where total.noun == noun {
      guard let value = total.field.flatMap({ values[$0] }) else { continue }
      counted.carried[2 * index] = 1
      counted.carried[2 * index + 1] = value
    }
    return counted
  }

  /// Takes over what an event says.
  mutating func take(_ event: CheckedEvent, _ payload: [Int64]) {
    status = String(event.path.split(separator: ".", maxSplits: 1).last ?? "")
    for (index, field) in event.payload.enumerated() where payload[0] >> Int64(index) & 1 == 1 {
      values[field.name] = payload[index + 1]
    }
  }
}

extension Engine {
  /// Every object of a campaign's participations, read from the log: what totals need that nobody has kept so far.
  package func objectHistories(of campaign: Int64) throws(EngineError) -> [Int64: [ObjectHistory]] {
    var rows: [LogRow] = []
    let told = [StepInput.Kind.event.rawValue, StepInput.Kind.migrate.rawValue].map(Int64.init)
    let taken = [StepStatus.taken.rawValue, StepStatus.handled.rawValue].map(Int64.init)
    do {
      try store.rows(campaign) { (row, _) throws(StoreError) in
        if told.contains(row.kind), taken.contains(row.outcome) { rows.append(row) }
      }
    } catch { throw .store(error) }
    var histories: [Int64: [ObjectHistory]] = [:]
    for row in rows {
      if row.kind == Int64(StepInput.Kind.migrate.rawValue) {
        let words = MovedWords(row.payload)
        for index in (histories[row.participation] ?? []).indices {
          histories[row.participation]![index].key = words[histories[row.participation]![index].key]
        }
      } else if let (noun, key) = try definition(row.definition).subject(of: row) {
        let definition = try definition(row.definition)
        let former = definition.givesName(Int(row.event), row.payload) ? 0 : key
        let known = histories[row.participation]?.firstIndex { $0.noun == noun && $0.key == former }
        let place = known ?? histories[row.participation]?.count ?? 0
        if known == nil { histories[row.participation, default: []].append(ObjectHistory(noun: noun, key: key)) }
        histories[row.participation]![place].key = key
        histories[row.participation]![place].take(definition.workflow.events[Int(row.event)], row.payload)
      }
    }
    return histories
  }
}
