import WorkroomStore
import WorkroomValues

/// What the system's log tells of people and operators, and the chain of the audit log.
struct ToldOfPeople {
  private var contacts: [Int64: Int64] = [:]
  /// By influencer and campaign of origin.
  private var attributions: [[Int64]: AttributionRow] = [:]
  private var operators: [Int64: [Int64]] = [:]
  /// What was told of the names of somebody that were erased, by influencer.
  private var erased: [Int64: [Int64]] = [:]

  /// Takes a row of the system's log; one about something else is passed over.
  mutating func take(_ notice: Engine.Notice?, _ payload: [Int64]) {
    switch notice {
    case .contact where payload.count == 2: contacts[payload[0]] = payload[1]
    case .attribution where payload.count == 4:
      let (back, key) = ([payload[0], payload[2]], [payload[0], payload[1]])
      if attributions[back]?.target == payload[1] { attributions[back] = nil }
      attributions[key] = AttributionRow(
        influencer: payload[0], source: payload[1], target: payload[2], since: payload[3])
    case .operator: if let id = payload.first { operators[id] = payload }
    case .erasedNames where payload.count > 1: erased[payload[0]] = Array(payload.dropFirst())
    default: break
    }
  }

  /// What the tables hold otherwise, in words.
  func problems(_ engine: Engine, forgotten: Set<Int64>) throws(EngineError) -> [String] {
    let (states, moves, rows, audit) = try engine.asking { (store) throws(StoreError) in
      (try store.contactStates(), try store.attributions(), try store.operators(), try store.auditProblems())
    }
    let names = try engine.asking { (store) throws(StoreError) in try store.erasedNames() }
    var problems: [String] = []
    let told = contacts.filter { $0.value != 0 && !forgotten.contains($0.key) }
    if told != states.mapValues(\.rawValue) {
      problems.append("who is archived or blacklisted is not what the log tells")
    }
    if Set(attributions.values) != Set(moves) {
      problems.append("which campaign counts what somebody brings is not what the log tells")
    }
    if Dictionary(uniqueKeysWithValues: rows.map { ($0.id, Engine.told($0)) }) != operators {
      problems.append("the operators or their roles are not those that the log tells of")
    }
    if names.mapValues({ Engine.told($0) }) != erased {
      problems.append("what is left of the names of orders and posts that were erased is not what the log tells")
    }
    if let broken = audit.broken {
      problems.append("the audit log was changed at or before row \(broken): its chain no longer fits")
    }
    for row in audit.changed { problems.append("what row \(row) of the audit log says was changed") }
    if audit.erased > 0, forgotten.isEmpty {
      problems.append(
        "\(audit.erased) rows of the audit log were erased, and the log does not tell that anybody was forgotten")
    }
    return problems
  }
}
