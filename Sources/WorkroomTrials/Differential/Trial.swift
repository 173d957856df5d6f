import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomValues

/// A program and what happens to one participation of it: a pair that machine and reference run side by side.
struct Trial: Sendable {
  var program: Program
  /// The version that a move to a newer one leads to.
  var newer = Program()
  var moves: Moves
  var zone: Zone

  /// What a run of both came to.
  struct Run {
    var difference: Difference?
    var steps = 0
    /// Of the moves, how many were made before it ended.
    var made = 0
    /// How often a step came to each status, by its raw value.
    var statuses = [Int](repeating: 0, count: 8)
    /// How often the participation moved to the newer version, and how often it stayed.
    var moved = 0
    var stayed = 0
  }

  /// The pair of a seed; `nil` if the checker refuses its program.
  static func make(seed: Int, events: Int) -> (trial: Trial, workflow: CheckedWorkflow)? {
    let program = Writer.program(seed: seed)
    guard let workflow = check(program).workflow else { return nil }
    var writer = MoveWriter(workflow, seed: seed)
    return (Trial(program: program, moves: writer.moves(events), zone: zones[seed % zones.count]), workflow)
  }

  static func check(_ program: Program) -> (workflow: CheckedWorkflow?, diagnostics: [Diagnostic]) {
    Checker.check(SourceText(name: "trial.workflow", text: program.text))
  }

  /// One without and one with hours that clocks skip and show twice.
  static let zones = [
    Zone.utc,
    Zone(
      name: "Trial/East", starts: [1_774_746_000, 1_792_890_000, 1_806_195_600], offsets: [3600, 7200, 3600, 7200]),
    Zone(name: "Trial/West", starts: [1_772_953_200, 1_793_512_800], offsets: [-18_000, -14_400, -18_000]),
  ]

  /// Runs the moves on both, until they differ.
  func run(_ workflow: CheckedWorkflow, then newer: CheckedWorkflow? = nil) -> Run {
    var result = Run()
    var duel = Duel(workflow)
    var player = Player(duel.machine)
    duel.view = player.emptyView(zone: zone)
    for move in moves.opening { _ = player.turn(move, Player.Situation(), &duel.view) }
    result.difference = duel.step(ReferenceInput(.start, now: player.now))
    guard duel.outcome.status == .taken else { return result }
    for move in moves.moves {
      if result.difference != nil { break }
      result.made += 1
      if case .newer = move, let newer {
        result.difference = migrate(&duel, &player, to: newer, moves.moves.prefix(result.made))
        if duel.obstacle == nil { result.moved += 1 } else { result.stayed += 1 }
        continue
      }
      let next = duel.nextTimer()
      if let difference = next.difference {
        result.difference = difference
        break
      }
      let situation = Trial.situation(duel, move, next.timer)
      guard let turn = player.turn(move, situation, &duel.view) else { continue }
      result.difference = duel.step(turn.input, payload: turn.payload)
      result.statuses[Int(duel.outcome.status.rawValue)] += 1
      // What goes round for ever does so again; a thousand rounds are much time for little.
      if duel.outcome.status == .tooManyRounds { break }
    }
    result.steps = duel.stepCount
    return result
  }

  /// Moves both to the newer version; what was taken, owed and set aside goes along by its names.
  private func migrate(
    _ duel: inout Duel, _ player: inout Player, to newer: CheckedWorkflow, _ made: ArraySlice<Move>
  ) -> Difference? {
    let (machine, old) = (Machine.compile(newer), duel.workflow)
    guard newer.version > old.version else { return nil }
    var next = Player(machine)
    var view = next.emptyView(zone: zone)
    for move in moves.opening + made { _ = next.turn(move, Player.Situation(), &view) }
    next.now = player.now
    for place in view.pools.indices {
      let known = duel.view.pools.first { $0.group == view.pools[place].group }
      view.pools[place].available = known?.available ?? view.pools[place].available
    }
    view.paid = duel.view.paid
    view.owed = duel.view.owed.map { owed in
      let reason = owed.reason < 0 ? nil : newer.texts.firstIndex(of: old.texts[owed.reason])
      return OwedSum(reason: reason ?? -1, subject: owed.subject, amount: owed.amount)
    }
    view.earmarked = newer.campaign.map { field in
      let place = old.campaign.firstIndex { $0.name == field.name }
      return place.flatMap { duel.view.earmarked.indices.contains($0) ? duel.view.earmarked[$0] : nil } ?? 0
    }
    let texts = duel.machine
    let difference = duel.move(to: newer, machine: machine, now: player.now, view: view) { word in
      texts.literalText(word).map(next.textWord) ?? word
    }
    if duel.obstacle == nil { player = next }
    return difference
  }

  private static func situation(_ duel: Duel, _ move: Move, _ timer: Snapshot.Timer?) -> Player.Situation {
    var situation = Player.Situation(timer: timer)
    switch move {
    case .serve: situation.waits = duel.reference.snapshot(duel.state).waits
    case .event where !duel.workflow.eaches.isEmpty:
      situation.items = duel.reference.snapshot(duel.state).items.compactMap { $0.record[CheckedEach.nameField] }
    default: break
    }
    return situation
  }
}
