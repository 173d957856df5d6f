import WorkroomGrammar

/// The verbs of the command.
enum Command {
  static let usage = """
    usage: workroom-trials differential [--seeds A..B | --seed N | --minutes M] [--events N]
           workroom-trials migrations [--seeds A..B | --seed N | --minutes M] [--events N]
    """

  /// Runs a verb; whether all was well.
  static func run(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    switch arguments.verb {
    case "differential": return try differential(&arguments)
    case "migrations": return try migrations(&arguments)
    case "laws": return try laws(&arguments)
    case "exhaustive": return try exhaustive(&arguments)
    case "conformance": return try conformance(&arguments)
    case "canaries": return try canaries(&arguments)
    case "recovery": return try recovery(&arguments)
    case let verb?: throw Misuse("there is no `\(verb)`")
    case nil: throw Misuse("a verb is missing")
    }
  }

  private static let defaultSeeds = 1...10_000

  private static func differential(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    var trials = Differential()
    let seeds = try Seeds(&arguments, default: defaultSeeds)
    if let events = try arguments.number("--events") { trials.events = max(events, 1) }
    let isQuick = arguments.text("--until") == "difference"
    try arguments.finish()
    var isWell = true
    seeds.each(progress: 1000) { seed in
      if let report = trials.run(seed: seed, shrinks: !isQuick) {
        say(report)
        isWell = false
      }
      return isQuick && !isWell ? nil : "\(trials.counts)"
    }
    say("differential: \(trials.counts)")
    return isWell
  }
}

extension Command {
  private static func migrations(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    var migrations = Migrations()
    let seeds = try Seeds(&arguments, default: 1...2000)
    if let events = try arguments.number("--events") { migrations.events = max(events, 2) }
    try arguments.finish()
    var isWell = true
    seeds.each(progress: 500) { seed in
      if let report = migrations.run(seed: seed) {
        say(report)
        isWell = false
      }
      return "\(migrations)"
    }
    say("migrations: \(migrations)")
    return isWell
  }

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

extension Command {
  private static func exhaustive(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    let stride = try arguments.number("--every") ?? 1
    try arguments.finish()
    var trials = Exhaustive()
    for shape in SmallMachines.shapes.indices {
      if let report = trials.run(shape: shape, every: max(stride, 1)) {
        say(report)
        return false
      }
      let done = "\(shape + 1) of \(SmallMachines.shapes.count) shapes"
      say("exhaustive: \(done), \(trials.workflows) workflows, \(trials.rejected) not accepted, \(trials.steps) steps")
    }
    return true
  }

  private static func conformance(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    guard let folder = arguments.text("--programs") else { throw Misuse("`--programs DIR` is missing") }
    try arguments.finish()
    var conformance = Conformance()
    try conformance.run(folder: folder)
    for failure in conformance.failures { say(failure) }
    say("conformance: \(conformance.programs) programs, \(conformance.failures.count) failures")
    return conformance.failures.isEmpty
  }
}

extension Command {
  private static func recovery(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    let folders = arguments.text("--programs").map { [$0] } ?? ["Grammar/Valid", "Workflows"]
    let stride = try arguments.number("--every") ?? 1
    try arguments.finish()
    var trial = RecoveryTrial()
    try trial.run(folders: folders, every: max(stride, 1))
    for complaint in trial.recovery.complaints { say(complaint) }
    say("recovery: \(trial.programs) programs")
    for line in trial.recovery.lines { say("recovery: \(line)") }
    return !trial.recovery.complaints.contains { $0.hasSuffix(Answer.silent) } && trial.recovery.rate >= 0.97
  }
}

extension Command {
  private static func canaries(_ arguments: inout Arguments) throws(Misuse) -> Bool {
    guard let package = arguments.text("--package") else { throw Misuse("`--package DIR` is missing") }
    let only = arguments.text("--only").map { $0.split(separator: ",").map { $0.drop { $0 == " " } } }
    try arguments.finish()
    let chosen = Canary.all.filter { canary in only?.contains { $0 == canary.name } ?? true }
    if let only, chosen.count != only.count {
      throw Misuse("the faults are: \(Canary.all.map(\.name).joined(separator: ", "))")
    }
    if let problem = Canaries.problems(package: package).first { throw Misuse(problem) }
    var canaries = try Canaries(package: package)
    defer { canaries.remove() }
    try canaries.run(chosen)
    let survivors = canaries.verdicts.count { $0.caughtBy == nil }
    say("canaries: \(chosen.count) faults, \(survivors) not caught")
    return survivors == 0
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

  /// Runs each, until one says nothing; tells now and then how far it has come.
  func each(progress: Int, _ body: (Int) -> String?) {
    let clock = ContinuousClock()
    let begun = clock.now
    for (place, seed) in range.enumerated() {
      guard let said = body(seed) else { break }
      let time = clock.now - begun
      if (place + 1) % progress == 0 { say("\(time.components.seconds) s: \(said)") }
      if let minutes, time > .seconds(minutes * 60) { break }
    }
  }
}
