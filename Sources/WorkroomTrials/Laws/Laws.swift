import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// What is true of every program and everything that happens to it, on the machine alone.
struct Laws {
  enum Law: String, CaseIterable {
    case restored = "restored between any two steps"
    case replayed = "replayed from what was recorded"
    case batch = "in one batch"
    case renamed = "with other names"
    case reordered = "in another order"
  }

  var events = 40
  private(set) var pairs = 0
  private(set) var rejected = 0
  /// A digest of everything that all runs came to.
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Holds a pair to every law; the first that it breaks, in words.
  mutating func run(seed: Int) -> String? {
    pairs += 1
    guard let (trial, workflow) = Trial.make(seed: seed, events: events) else {
      rejected += 1
      return nil
    }
    let run = MachineRun.run(trial, on: Machine.compile(workflow))
    for outcome in run.outcomes { add(outcome) }
    for law in Law.allCases {
      guard let words = broken(law, trial, run, seed) else { continue }
      return "seed \(seed), \(law.rawValue): \(words)\n\(trial.program.text)"
    }
    return nil
  }

  private func broken(_ law: Law, _ trial: Trial, _ run: MachineRun, _ seed: Int) -> String? {
    switch law {
    case .restored: return restored(run)
    case .replayed: return replayed(run)
    case .batch: return batch(run)
    case .renamed: return renamed(trial, run)
    case .reordered: return reordered(trial, run, seed)
    }
  }

  // MARK: The digest

  private mutating func add(_ outcome: MachineRun.Outcome) {
    add(Int64(outcome.status.rawValue))
    for word in outcome.words { add(word) }
    for word in outcome.resolved { add(word) }
    for effect in outcome.effects {
      add(Int64(effect.kind.rawValue))
      for word in [effect.a, effect.b, effect.c, Int64(effect.rule)] { add(word) }
    }
  }

  private mutating func add(_ word: Int64) {
    digest = (digest ^ UInt64(bitPattern: word)) &* 0x100_0000_01B3
    digest ^= digest >> 29
  }

  // MARK: The same again

  /// Every step between two other states, with a machine compiled anew and a buffer that has seen nothing.
  private func restored(_ run: MachineRun) -> String? {
    let machine = Machine.compile(run.machine.workflow)
    guard machine.digest == run.machine.digest else { return "compiling again gives another digest" }
    var words = run.machine.emptyState()
    for (place, given) in run.given.enumerated() {
      let margin = [Int64](repeating: 0x5555, count: machine.layout.stride)
      var all = margin + words + margin
      var buffer = StepBuffer()
      let status = MachineRun.step(machine, &all, at: words.count, given.input, given.payload, given.view, &buffer)
      words = Array(all[words.count..<2 * words.count])
      let outcome = MachineRun.Outcome(
        status: status, effects: buffer.effects, resolved: buffer.resolved, words: words)
      if outcome != run.outcomes[place] { return "step \(place + 1) comes to something else" }
      if all.prefix(words.count) != margin[...] || all.suffix(words.count) != margin[...] {
        return "step \(place + 1) writes beside its state"
      }
    }
    return nil
  }

  /// Steps that were taken, with the instants that were resolved then instead of the zone.
  private func replayed(_ run: MachineRun) -> String? {
    var words = run.machine.emptyState()
    var buffer = StepBuffer()
    for (place, given) in run.given.enumerated() {
      let outcome = run.outcomes[place]
      guard outcome.status == .taken || outcome.status == .handled else { continue }
      var view = given.view
      view.recorded = outcome.resolved
      let status = MachineRun.step(run.machine, &words, at: 0, given.input, given.payload, view, &buffer)
      if status != outcome.status || words != outcome.words || buffer.effects != outcome.effects {
        return "step \(place + 1) comes to something else"
      }
    }
    return nil
  }

  /// Events in one batch for three participations, against one after the other.
  private func batch(_ run: MachineRun) -> String? {
    guard run.outcomes[0].status == .taken else { return nil }
    let stride = run.machine.layout.stride
    let view = run.given[0].view
    let events = run.given.filter { $0.input.kind == .event && $0.input.role >= 0 && $0.input.role < 63 }
    var single: [Int64] = []
    var batch: [BatchEvent] = []
    var payload: [Int64] = []
    var counts = (taken: 0, effects: 0)
    var buffer = StepBuffer()
    for place in 0..<3 {
      var words = run.outcomes[0].words
      for given in events.dropFirst(place) {
        let status = MachineRun.step(run.machine, &words, at: 0, given.input, given.payload, view, &buffer)
        if status == .taken || status == .handled { counts.taken += 1 }
        counts.effects += buffer.effects.count
        batch.append(
          BatchEvent(
            participation: UInt32(place), payloadStart: UInt32(payload.count), event: UInt16(given.input.index),
            role: UInt8(given.input.role), payloadCount: UInt8(given.payload.count), now: given.input.now))
        payload += given.payload
      }
      single += words
    }
    var states = (0..<3).flatMap { _ in run.outcomes[0].words }
    let found = Laws.run(run.machine, &states, batch, payload, view)
    for place in 0..<3
    where states[place * stride..<(place + 1) * stride] != single[place * stride..<(place + 1) * stride] {
      return "participation \(place) differs"
    }
    let isCounted = found.taken == counts.taken && found.taken + found.notTaken == batch.count
    return isCounted && found.effects == counts.effects ? nil : "\(found) instead of \(counts) of \(batch.count)"
  }

  private static func run(
    _ machine: Machine, _ states: inout [Int64], _ events: [BatchEvent], _ payload: [Int64], _ view: View
  ) -> BatchCounts {
    var buffer = StepBuffer()
    var span = states.mutableSpan
    return WorkroomMachine.run(machine, &span, events: events.span, payload: payload.span, view: view, into: &buffer)
  }

  // MARK: Another text

  /// The same inputs, where every name is another: nothing but names may differ.
  private func renamed(_ trial: Trial, _ run: MachineRun) -> String? {
    let (workflow, diagnostics) = Trial.check(Renaming.renamed(trial.program))
    guard let workflow else {
      return "the checker refuses it: \(diagnostics.first { $0.severity == .error }?.title ?? "")"
    }
    let machine = Machine.compile(workflow)
    var words = machine.emptyState()
    var buffer = StepBuffer()
    for (place, given) in run.given.enumerated() {
      let status = MachineRun.step(machine, &words, at: 0, given.input, given.payload, given.view, &buffer)
      let outcome = MachineRun.Outcome(
        status: status, effects: buffer.effects, resolved: buffer.resolved, words: words)
      if outcome != run.outcomes[place] { return "step \(place + 1) comes to something else" }
    }
    return nil
  }

  /// The same moves, where declarations and lines stand in another order.
  private func reordered(_ trial: Trial, _ run: MachineRun, _ seed: Int) -> String? {
    var other = trial
    other.program = Reordering.reordered(trial.program, seed: seed)
    guard let workflow = Trial.check(other.program).workflow else {
      return "the checker refuses it\n\(other.program.text)\ninstead of"
    }
    let machine = Machine.compile(workflow)
    let second = MachineRun.run(other, on: machine)
    let (names, others) = (Names(run.machine), Names(machine))
    for (place, pair) in zip(run.outcomes, second.outcomes).enumerated() {
      let (a, b) = (names.line(pair.0), others.line(pair.1))
      if a != b { return "step \(place + 1) comes to\n\(b)\ninstead of\n\(a)\n\(other.program.text)\ninstead of" }
    }
    let (count, steps) = (second.outcomes.count, run.outcomes.count)
    return count == steps ? nil : "\(count) steps instead of \(steps)"
  }
}
