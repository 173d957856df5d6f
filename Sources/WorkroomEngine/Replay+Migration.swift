import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// Moves to newer versions, run again.
extension Replay {
  mutating func move(
    _ log: LogRow, _ new: Definition, _ view: View, _ seen: Seen, _ replayed: Replayed
  ) throws(EngineError) {
    guard replayed.row.definition == log.payload.first else {
      return problem("row \(log.sequence) of `\(campaign.row.name)` moves from another version than the one before it")
    }
    let old = try engine.definition(replayed.row.definition)
    let words = MovedWords(log.payload)
    let (before, plan) = (replayed.row.state, new.migration(from: old))
    let result = WorkroomMachine.migrate(
      old.machine, new.machine, before.span, plan, now: log.occurred, view: view, text: { words[$0] }, into: &buffer)
    guard case .moved(let state) = result, log.outcome == Int64(StepStatus.taken.rawValue) else {
      return problem("row \(log.sequence) of `\(campaign.row.name)` came to another end when it was run again")
    }
    if let observer = engine.observer {
      try observer(
        ObservedStep(
          definition: new, participation: log.participation, campaign: campaign.row.id,
          input: StepInput(kind: .migrate, index: 0, role: -1, now: log.occurred), payload: [0], view: view,
          before: before, after: state, status: .taken, movedWords: words.pairs))
    }
    (replayed.row.state, replayed.row.definition) = (state, new.id)
    rewrite(words, movedLines(old.machine, new.machine, before.span, plan), replayed)
    try apply(log, new, seen, replayed)
    freeEarmarks(log, new, replayed)
    if old.paths(before) != new.paths(state) { replayed.row.since = log.occurred }
    settle(log, new, replayed)
  }

  /// Objects, what is owed for them and places in line by the words and numbers of the newer version.
  private mutating func rewrite(_ words: MovedWords, _ lines: [(old: Int, new: Int)], _ replayed: Replayed) {
    var waits: [Int64: Int64] = [:]
    for line in lines where waits[Int64(line.new)] == nil { waits[Int64(line.new)] = replayed.waits[Int64(line.old)] }
    replayed.waits = waits
    guard !words.pairs.isEmpty else { return }
    for index in replayed.owed + replayed.booked { ledger[index].subject = words[ledger[index].subject] }
    replayed.sold = [Int64: Int64](uniqueKeysWithValues: replayed.sold.map { (words[$0.key], $0.value) })
    replayed.payments = [Int64: PaymentRow](uniqueKeysWithValues: replayed.payments.map { (words[$0.key], $0.value) })
    replayed.figures = [Int64: [String: Int64]](
      uniqueKeysWithValues: replayed.figures.map { (words[$0.key], $0.value) })
    var objects: [ObjectKey: Object] = [:]
    for (key, object) in replayed.objects {
      var moved = object
      moved.row.key = words[key.key]
      moved.history.key = words[key.key]
      objects[ObjectKey(noun: key.noun, key: moved.row.key)] = moved
    }
    replayed.objects = objects
  }

  private mutating func freeEarmarks(_ log: LogRow, _ new: Definition, _ replayed: Replayed) {
    let home = campaign.row.currency
    let kept = new.earmarkFields.map { Engine.earmark($0, new, home) }
    let sets = replayed.earmarks.filter { $0.value != 0 && !kept.contains($0.key) }.sorted { a, b in
      a.key.field != b.key.field
        ? a.key.field.utf8.lexicographicallyPrecedes(b.key.field.utf8) : a.key.currency < b.key.currency
    }
    for (index, (earmark, amount)) in sets.enumerated() {
      let place = buffer.effects.count + index
      record(Engine.freeing(earmark.field, earmark.currency, amount, log, place), replayed)
    }
  }
}
