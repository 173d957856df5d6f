package import WorkroomEngine
import WorkroomExchange
import WorkroomStore
package import WorkroomValues

/// Takes due rows of the outbox, in order, and hands each to its connector: at least once, always with the same key.
///
/// Between a short transaction that takes a row in hand and one that says what became of it, nothing holds the database;
/// whoever is ended in between leaves a claim that runs out, and the row is delivered again. Two at once never have the
/// same row in hand.
package final class Deliverer {
  /// What a run came to.
  package struct Counts: Sendable, Equatable {
    package var delivered = 0
    /// Failed, and to be tried again.
    package var postponed = 0
    package var dead = 0

    package init() {}
  }

  private struct Job {
    var row: DeliveryRow
    var connector: Connector
    var parcel: Parcel
  }

  private let engine: Engine
  private let systemClock: () -> Instant
  private let timeLimitMilliseconds: Int64
  /// Tells this run's claims from those of others.
  private let holder = Int64.random(in: .min ... .max)
  /// What became of the row in hand, not yet written down.
  private var unsettled: (row: DeliveryRow, outcome: DeliveryOutcome)?
  /// Rows that are given up within one transaction, at most: others want to write too.
  private static let batchMax = 200

  package init(
    _ engine: Engine, timeLimitMilliseconds: Int64 = Connector.timeLimitMilliseconds,
    systemClock: @escaping () -> Instant = { SystemClock.now }
  ) {
    self.engine = engine
    self.timeLimitMilliseconds = timeLimitMilliseconds
    self.systemClock = systemClock
  }

  /// Delivers until nothing is due, or so many have been handed over. Errors: the database; what is in hand then is settled by
  /// the next run.
  package func run(atMost limit: Int = .max) throws(EngineError) -> Counts {
    var counts = Counts()
    var handed = 0
    try engine.transaction { () throws(EngineError) in try Outbox(engine).takeIn() }
    while true {
      var change = Counts()
      let next = try engine.transaction { () throws(EngineError) in
        change = Counts()
        try settle(&change)
        return handed < limit ? try self.next(&change) : .nothing
      }
      unsettled = nil
      counts += change
      switch next {
      case .nothing: return counts
      case .more: continue
      case .job(let job):
        handed += 1
        unsettled = (job.row, job.connector.deliver(job.parcel, timeLimitMilliseconds: timeLimitMilliseconds))
      }
    }
  }

  // MARK: Claims

  private enum Next {
    case job(Job), nothing
    /// Rows were given up, and others may be due.
    case more
  }

  private func next(_ counts: inout Counts) throws(EngineError) -> Next {
    let connectors = try stored { () throws(StoreError) in try engine.store.connectors() }.compactMap(Connector.init)
    for _ in 0..<Deliverer.batchMax {
      guard let (row, connector) = try first(connectors) else { return .nothing }
      try claim(row)
      switch try pack(row, connector) {
      case .parcel(let parcel): return .job(Job(row: row, connector: connector, parcel: parcel))
      case .undeliverable(let reason):
        try giveUp(row, reason)
        counts.dead += 1
      }
    }
    return .more
  }

  private enum Packed { case parcel(Parcel), undeliverable(String) }

  private func pack(_ row: DeliveryRow, _ connector: Connector) throws(EngineError) -> Packed {
    do throws(PackingError) { return .parcel(try Packer(engine, row, connector).parcel()) } catch {
      switch error {
      case .undeliverable(let reason): return .undeliverable(reason)
      case .engine(let error): throw error
      }
    }
  }

  /// The row that is due first of all the channels that go anywhere.
  private func first(_ connectors: [Connector]) throws(EngineError) -> (DeliveryRow, Connector)? {
    let (now, system) = (engine.clock.now.milliseconds, systemClock().milliseconds)
    var found: (DeliveryRow, Connector)?
    for connector in connectors {
      let row = try stored { () throws(StoreError) in
        try engine.store.nextDelivery(connector.channel.rawValue, now: now, system: system)
      }
      guard let row else { continue }
      if let known = found?.0, (known.due, known.log, known.place) <= (row.due, row.log, row.place) { continue }
      found = (row, connector)
    }
    return found
  }

  private func claim(_ row: DeliveryRow) throws(EngineError) {
    let lease = systemClock().milliseconds + Retry.leaseMilliseconds
    try stored { () throws(StoreError) in try engine.store.claim(row, holder: holder, until: lease) }
  }

  // MARK: Outcomes

  private func settle(_ counts: inout Counts) throws(EngineError) {
    guard let (row, outcome) = unsettled else { return }
    var settled = row
    let now = engine.clock.now.milliseconds
    switch outcome {
    case .delivered:
      settled.state = .delivered
      settled.delivered = now
      settled.error = nil
    case .failed(let reason), .later(let reason):
      var isPatient = false
      if case .later = outcome { isPatient = true }
      settled.error = Retry.short(reason)
      if let gap = Retry.gap(after: row.attempts + 1, isPatient: isPatient) {
        settled.due = now + gap
      } else {
        settled.state = .dead
      }
    }
    let final = settled
    guard try stored({ () throws(StoreError) in try engine.store.settle(final, holder: holder) }) else { return }
    switch settled.state {
    case .delivered: counts.delivered += 1
    case .dead: counts.dead += 1
    default: counts.postponed += 1
    }
  }

  private func giveUp(_ row: DeliveryRow, _ reason: String) throws(EngineError) {
    var dead = row
    dead.state = .dead
    dead.error = Retry.short(reason)
    let final = dead
    _ = try stored { () throws(StoreError) in try engine.store.settle(final, holder: holder) }
  }
}

extension Deliverer.Counts {
  package static func += (left: inout Self, right: Self) {
    left.delivered += right.delivered
    left.postponed += right.postponed
    left.dead += right.dead
  }

  package var isNothing: Bool { self == Self() }
}
