import WorkroomLanguage
import WorkroomMachine
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Steps in memory: the whole step, trace off, states in one array.
enum MemoryBenchmark {
  static func run(participations: Int, random: Bool) -> MemoryResult {
    let machine = YardstickWorkflow.compile()
    let (events, payload) = makeEvents(machine, participations, random)
    var view = View()
    view.campaign = [1, 7]
    view.pools = [(7, Int64.max / 2)]
    var buffer = StepBuffer()
    var states = [Int64](repeating: 0, count: participations * machine.layout.stride)
    start(machine, &states, participations, view, &buffer)
    let before = processCPUNanoseconds()
    var span = states.mutableSpan
    let counts = WorkroomMachine.run(
      machine, &span, events: events.span, payload: payload.span, view: view, into: &buffer)
    let spent = processCPUNanoseconds() - before
    check(machine, states, participations, counts)
    return MemoryResult(
      cpuNanosecondsPerEvent: Double(spent) / Double(events.count), bytesPerParticipation: machine.layout.stride * 8,
      events: events.count)
  }

  private static func start(
    _ machine: Machine, _ states: inout [Int64], _ participations: Int, _ view: View, _ buffer: inout StepBuffer
  ) {
    let none: [Int64] = []
    var span = states.mutableSpan
    for index in 0..<participations {
      let status = step(
        machine, &span, at: index * machine.layout.stride, StepInput(kind: .start, index: 0, role: -1, now: 1),
        payload: none.span,
        view: view, into: &buffer)
      precondition(status == .taken, "a participation starts")
    }
  }

  /// In order: every participation's first event, then every second. At random: each one's own order is kept.
  private static func makeEvents(_ machine: Machine, _ participations: Int, _ random: Bool) -> ([BatchEvent], [Int64]) {
    let ids = YardstickWorkflow.events.map { UInt16(machine.event(named: $0)!) }
    let role = UInt8(machine.role(named: "system")!)
    let order = arrivals(participations, random)
    var place = [UInt8](repeating: 0, count: participations)
    var payload: [Int64] = []
    var events: [BatchEvent] = []
    events.reserveCapacity(order.count)
    payload.reserveCapacity(order.count * 2)
    for participation in order {
      let kind = YardstickWorkflow.script[Int(place[Int(participation)])]
      place[Int(participation)] += 1
      let words = YardstickWorkflow.payload(Int(participation), kind)
      let start = payload.count
      payload.append((1 << Int64(words.count)) - 1)
      payload += words
      events.append(
        BatchEvent(
          participation: participation, payloadStart: UInt32(start), event: ids[kind], role: role,
          payloadCount: UInt8(words.count + 1), now: 1))
    }
    return (events, payload)
  }

  /// The yardstick's own shuffle (xorshift, fixed seed), so that both meet the same order.
  private static func arrivals(_ participations: Int, _ random: Bool) -> [UInt32] {
    var order: [UInt32] = []
    order.reserveCapacity(participations * YardstickWorkflow.script.count)
    for _ in YardstickWorkflow.script { for index in 0..<participations { order.append(UInt32(index)) } }
    guard random else { return order }
    var r: UInt64 = 88_172_645_463_325_252
    for k in stride(from: order.count - 1, to: 0, by: -1) {
      r ^= r << 13
      r ^= r >> 7
      r ^= r << 17
      order.swapAt(k, Int(r % UInt64(k + 1)))
    }
    return order
  }

  /// The same sums as the yardstick's, or the run does not count.
  private static func check(_ machine: Machine, _ states: [Int64], _ participations: Int, _ counts: BatchCounts) {
    let stride = machine.layout.stride
    let payout = machine.layout.recordStart + machine.workflow.record.firstIndex { $0.name == "payout" }!
    let paid = machine.workflow.stages.firstIndex { $0.name == "paid" }!
    var sum: Int64 = 0
    var finished = 0
    for index in 0..<participations {
      let state = states.span.extracting(index * stride..<(index + 1) * stride)
      sum += state[payout]
      if machine.activeStages(state).contains(paid) { finished += 1 }
    }
    precondition(sum == YardstickWorkflow.payout(participations), "what is owed adds up: \(sum)")
    precondition(finished == participations, "everybody is paid: \(finished)")
    precondition(
      counts.notTaken == participations * 3, "three events a participation are not taken: \(counts.notTaken)")
    // Three mails and one code each.
    precondition(counts.effects == participations * 4, "effects: \(counts.effects)")
  }
}

struct MemoryResult {
  var cpuNanosecondsPerEvent: Double
  var bytesPerParticipation: Int
  var events: Int
}

/// CPU time of this process.
func processCPUNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

extension MemoryBenchmark {
  /// Checks, compiles, starts one participation and takes its first event.
  static func firstTransition() -> Bool {
    let machine = YardstickWorkflow.compile()
    var view = View()
    view.campaign = [1, 7]
    var buffer = StepBuffer()
    var state = [Int64](repeating: 0, count: machine.layout.stride)
    var span = state.mutableSpan
    let none: [Int64] = [0]
    _ = step(
      machine, &span, at: 0, StepInput(kind: .start, index: 0, role: -1, now: 1), payload: none.span, view: view,
      into: &buffer)
    let event = StepInput(
      kind: .event, index: Int32(machine.event(named: "y.invite")!), role: Int32(machine.role(named: "system")!), now: 1
    )
    return step(machine, &span, at: 0, event, payload: none.span, view: view, into: &buffer) == .taken
  }
}
