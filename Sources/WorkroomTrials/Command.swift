/// The verbs of the command.
enum Command {
  static let usage = """
    usage: workroom-trials differential [--seeds A..B | --seed N | --minutes M] [--events N]
    """

  /// Runs a verb; whether all was well.
  static func run(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    switch arguments.verb {
    case "differential": return try differential(&arguments)
    case "laws": return try laws(&arguments)
    case let verb?: throw Misuse("there is no `\(verb)`")
    case nil: throw Misuse("a verb is missing")
    }
  }

  private static let defaultSeeds = 1...10_000

  private static func differential(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    var trials = Differential()
    let seeds = try Seeds(&arguments, default: defaultSeeds)
    if let events = try arguments.number("--events") { trials.events = max(events, 1) }
    try arguments.finish()
    var isWell = true
    seeds.each(progress: 1000) { seed in
      if let report = trials.run(seed: seed) {
        say(report)
        isWell = false
      }
      return "\(trials.counts)"
    }
    say("differential: \(trials.counts)")
    return isWell
  }
}

extension Command {
  private static func laws(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    var laws = Laws()
    let seeds = try Seeds(&arguments, default: 1...2000)
    if let events = try arguments.number("--events") { laws.events = max(events, 1) }
    try arguments.finish()
    var isWell = true
    seeds.each(progress: 500) { seed in
      if let report = laws.run(seed: seed) {
        say(report)
        isWell = false
      }
      return "\(laws.pairs) pairs"
    }
    say("laws: \(laws.pairs) pairs, \(laws.rejected) programs not accepted, digest \(String(laws.digest, radix: 16))")
    return isWell
  }
}

/// Which seeds are run: a range, one, or as many as there is time for.
struct Seeds {
  private let range: ClosedRange<Int>
  private let minutes: Int?

  init(_ arguments: inout Arguments, default seeds: ClosedRange<Int>) throws(Misuse) {
    minutes = try arguments.number("--minutes")
    if let seed = try arguments.number("--seed") {
      range = seed...seed
    } else if let seeds = try arguments.range("--seeds") {
      range = seeds
    } else {
      range = minutes == nil ? seeds : seeds.lowerBound...Int.max - 1
    }
  }

  /// Runs each; says now and then how far it has come.
  func each(progress: Int, _ body: (Int) -> String) {
    let clock = ContinuousClock()
    let begun = clock.now
    for (place, seed) in range.enumerated() {
      let said = body(seed)
      let time = clock.now - begun
      if (place + 1) % progress == 0 { say("\(time.components.seconds) s: \(said)") }
      if let minutes, time > .seconds(minutes * 60) { break }
    }
  }
}
