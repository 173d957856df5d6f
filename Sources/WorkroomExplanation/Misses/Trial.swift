import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// Goes ways on the engine itself, in a transaction that is taken back: what a first event leaves behind for a second, such as
/// an order that is there already, a copy of the participation does not tell.
///
/// Nobody is kept waiting for it: a way of one event is tried on the copy alone, and so is any other where the database is
/// being written, where it may only be read, or where timers of others would have to fire first.
struct Trial {
  let rehearsal: Rehearsal

  private var teller: Teller { rehearsal.teller }
  private var definition: Definition { rehearsal.definition }

  /// The ways that lead as far as their copies did.
  func kept(_ ways: [Search.Way]) throws(EngineError) -> [Search.Way] {
    var kept: [Search.Way] = []
    for way in ways where try leads(way) { kept.append(way) }
    return kept
  }

  private func leads(_ way: Search.Way) throws(EngineError) -> Bool {
    let moves = way.moves + (way.last.map { [$0] } ?? [])
    guard moves.count > 1, try isQuiet(moves) else { return true }
    var copy = rehearsal
    for move in moves where try !copy.make(move) { return false }
    var leads = false
    do {
      try teller.engine.trial(waits: false) { () throws(EngineError) in leads = try gone(moves, copy) }
    } catch EngineError.store(let error) where [.busy, .locked, .readOnly].contains(error) {
      return true
    }
    return leads
  }

  /// Whether a trial would move nobody else: events alone are sent, and no timer of the campaign is due.
  private func isQuiet(_ moves: [Rehearsal.Move]) throws(EngineError) -> Bool {
    let areEvents = moves.allSatisfy { if case .send = $0 { true } else { false } }
    let due = try teller.engine.campaign(teller.row.campaign).earliestDue
    return areEvents && due.map { $0 > rehearsal.now } ?? true
  }

  /// Sends all events, inside a trial; whether each is taken, and the participation then stands where its copy does.
  private func gone(_ moves: [Rehearsal.Move], _ copy: Rehearsal) throws(EngineError) -> Bool {
    let workflow = definition.workflow
    for move in moves {
      guard case .send(let event, let role, let payload) = move else { return false }
      let reply = try teller.engine.submit(
        Command(
          source: .library, campaign: teller.row.campaign, influencer: teller.row.influencer,
          event: workflow.events[event].path, role: workflow.roles[role].name,
          payload: rehearsal.written(event, payload)))
      guard reply.outcome == .taken || reply.outcome == .handled else { return false }
    }
    let row = try teller.engine.participation(of: teller.row.influencer, in: teller.row.campaign)
    guard let row, row.id == teller.row.id else { return false }
    return definition.machine.activeStages(row.state.span) == definition.machine.activeStages(copy.state.span)
  }
}
