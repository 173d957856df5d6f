import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// The histories of a stored campaign, read from its log and run again from their first rows. Hashes are not checked; the
/// states that come out are compared with those that are stored.
enum ReplayBenchmark {
  static func run(participations: Int) throws -> (cpuNanosecondsPerEvent: Double, events: Int) {
    try DurableBenchmark.withDatabase(.truncate) { (engine) throws in
      let (campaign, influencers) = try DurableBenchmark.fill(engine, participations)
      let commands = DurableBenchmark.makeCommands(campaign, influencers, participations * 15)
      for start in stride(from: 0, to: commands.count, by: 10_000) {
        try engine.transaction { () throws(EngineError) in
          for command in commands[start..<min(start + 10_000, commands.count)] { _ = try engine.submit(command) }
        }
      }
      return try replay(engine, campaign)
    }
  }

  private static func replay(_ engine: Engine, _ campaign: Int64) throws -> (Double, Int) {
    let rows = try engine.store.participations(campaign)
    let machine = try engine.definition(rows[0].definition).machine
    let view = try view(engine, campaign, machine)
    let first = rows.map(\.id).min() ?? 0
    var states = [Int64](repeating: 0, count: rows.count * machine.layout.stride)
    let before = processCPUNanoseconds()
    let events = try step(engine.store, campaign, machine, view, from: first, &states)
    let spent = processCPUNanoseconds() - before
    for row in rows {
      let start = Int(row.id - first) * machine.layout.stride
      precondition(row.state[...] == states[start..<start + machine.layout.stride], "a state is what its log gives")
    }
    return (Double(spent) / Double(events), events)
  }

  /// Steps every row of the log, in its order; how many there were.
  private static func step(
    _ store: Store, _ campaign: Int64, _ machine: Machine, _ view: View, from first: Int64, _ states: inout [Int64]
  ) throws -> Int {
    let select = try store.database.prepare(
      "SELECT participation, kind, event, occurred, role, payload FROM log WHERE id BETWEEN ? AND ? AND kind < 10 ORDER BY id"
    )
    select.bind(1, campaign << LogRow.sequenceBits)
    select.bind(2, (campaign + 1) << LogRow.sequenceBits - 1)
    var buffer = StepBuffer()
    var payload = [Int64](repeating: 0, count: 65)
    var events = 0
    var words = states.mutableSpan
    while try select.step() {
      let kind = StepInput.Kind(rawValue: UInt8(select.int64(1)))!
      let count = select.withBlob(5) { read($0, into: &payload) }
      let input = StepInput(
        kind: kind, index: Int32(select.int64(2)), role: Int32(select.int64(4)), now: select.int64(3))
      let start = Int(select.int64(0) - first) * machine.layout.stride
      _ = WorkroomMachine.step(
        machine, &words, at: start, input, payload: payload.span.extracting(0..<count), view: view, into: &buffer)
      events += 1
    }
    return events
  }

  private static func read(_ bytes: Span<UInt8>, into words: inout [Int64]) -> Int {
    let raw = bytes.bytes
    for index in 0..<bytes.count / 8 {
      words[index] = raw.unsafeLoadUnaligned(fromByteOffset: index * 8, as: Int64.self)
    }
    return bytes.count / 8
  }

  /// What the steps saw: the campaign's details, and a group whose codes never run out.
  private static func view(_ engine: Engine, _ campaign: Int64, _ machine: Machine) throws -> View {
    var view = View()
    let state = try engine.campaign(campaign)
    view.campaign = state.words
    for (index, field) in machine.workflow.campaign.enumerated() {
      if case .group = field.type as ValueType { view.pools.append((state.words[index + 1], Int64.max / 4)) }
    }
    return view
  }
}
