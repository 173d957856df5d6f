import WorkroomEngine
import WorkroomExchange
import WorkroomReporting
import WorkroomStore
import WorkroomValues
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom demo [--db FILE] [--yes]`: three campaigns on sample data, twelve virtual weeks.
///
/// It does nothing of its own: every step is a command line that an operator could type, and is printed as such.
enum DemoVerb {
  static let usage = "workroom demo [--db FILE] [--samples DIR] [--yes]"
  static let start = Instant(milliseconds: 1_772_409_600_000)  // 2026-03-02T00:00:00Z, a Monday
  static let weeks = 12

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--samples", value: "the folder of the sample workflows"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    let path = arguments["--db"] ?? (arguments.has("--yes") ? "demo.workroom" : newName())
    guard
      let samples = [arguments["--samples"], "Workflows"].compactMap({ $0 }).first(where: {
        access("\($0)/ambassador/ambassador.workflow", R_OK) == 0
      })
    else {
      throw Failure("the sample workflows are not here; run this in the project's folder, or say `--samples DIR`", 66)
    }
    try makeRoom(path, replaces: arguments.has("--yes"))
    let demo = try Demo(path: path, samples: samples, isQuiet: arguments.has("--quiet"))
    return try demo.play()
  }

  /// `demo.workroom`, or the first of `demo-2.workroom` and so on that is not there yet: nothing is overwritten.
  private static func newName() -> String {
    var number = 1
    var name = "demo.workroom"
    while access(name, F_OK) == 0 {
      number += 1
      name = "demo-\(number).workroom"
    }
    return name
  }

  /// A database that is already there is replaced only if that is wanted, and only if it was made by a demo.
  private static func makeRoom(_ path: String, replaces: Bool) throws {
    guard access(path, F_OK) == 0 else { return }
    guard replaces else {
      throw Failure(
        "`\(path)` is already there", 64,
        ["say `--yes` to begin again, `--db FILE` for another file, or go on with it: `workroom repl \(path)`"])
    }
    guard try Engine.open(path: path, mode: .existing).isDemonstration else {
      throw Failure("`\(path)` was not made by a demo, so it is left alone", 64, ["say `--db FILE` for another file"])
    }
    for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink(path + suffix) }
  }
}

/// The steps of the demonstration.
struct Demo {
  let path: String
  let samples: String
  let isQuiet: Bool
  private let inbox: String

  struct Campaign {
    var name: String
    var folder: String
    var groups: [(name: String, kind: String, verb: String, file: String)] = []
    var details: [String]
    var maps: [String] = []
    /// Files that arrive at the end of a week.
    var arrivals: [(week: Int, words: [String])] = []
  }

  /// The usual mails; the rest is an operator's to write.
  static let templates = ["invitation", "invitation reminder", "accepted", "declined"]

  static let campaigns = [
    Campaign(
      name: "Ambassador launch", folder: "ambassador",
      groups: [
        ("Ambassador codes", "discount", "codes", "codes.csv"), ("Ambassador links", "link", "links", "links.csv"),
      ],
      details: [
        "accepting=2026-03-02 to 2026-04-12", "delivery=2026-03-09 to 2026-05-17", "most_we_pay=400 USD",
        "discount_group=Ambassador codes",
        "link_group=Ambassador links", "gifts=Trail bottle, Field cap", "budget=60000 USD", "hashtags=#trailworks",
      ],
      arrivals: [
        (5, ["codes", "--group", "Ambassador codes", "more-codes.csv"]),
        (6, ["conversions", "--campaign", "Ambassador launch", "orders-1.csv"]),
        (9, ["conversions", "--campaign", "Ambassador launch", "orders-2.csv"]),
        (12, ["conversions", "--campaign", "Ambassador launch", "orders-3.csv"]),
      ]),
    Campaign(
      name: "Summer seeding", folder: "seeding",
      details: [
        "accepting=2026-03-02 to 2026-04-26", "gifts=Camp mug, Merino socks", "hashtags=#campmug",
        "handles=@trailworks",
      ]),
    Campaign(
      name: "Paid post", folder: "paid_post",
      details: [
        "accepting=2026-03-02 to 2026-04-19", "delivery=2026-04-13 to 2026-05-17", "most_we_pay=1500 USD",
        "budget=90000 USD", "hashtags=#ad, #trailworks",
      ],
      maps: ["Main Platform=platform"]),
  ]

  init(path: String, samples: String, isQuiet: Bool) throws {
    self.path = path
    self.samples = samples
    self.isQuiet = isQuiet
    inbox = "\(path)-inbox"
    try type(["db", "create", "--db", path, "--clock", "\(DemoVerb.start)"])
    try Engine.open(path: path, mode: .existing).markAsDemonstration()
  }

  func play() throws -> Int32 {
    // A demonstration that was stopped leaves its folder behind.
    clearInbox()
    rmdir(inbox)
    guard mkdir(inbox, 0o755) == 0 else {
      throw Failure(
        "the folder `\(inbox)` cannot be made, or is already there; move it away, or say `--db FILE` for another place",
        74)
    }
    defer {
      clearInbox()
      rmdir(inbox)
    }
    for name in Demo.templates {
      try type(["template", "set", name, "--db", path, "--body", "\(samples)/templates/\(name).txt"])
    }
    for campaign in Demo.campaigns { try create(campaign) }
    Tool.say("twelve weeks of recorded events, with the clock of this database:")
    var progress = Progress("weeks", total: DemoVerb.weeks)
    for week in 1...DemoVerb.weeks {
      try play(week: week)
      progress.advance()
    }
    progress.finish()
    for campaign in Demo.campaigns { _ = Main.run(["repl", path, "-c", campaign.name, "-c", "sections"]) }
    _ = Main.run(["report", "--db", path, "--campaign", "Ambassador launch", "--section", "payments"])
    Tool.say("go on in the Work Room:")
    Tool.say("  \(program) repl \(path)")
    return 0
  }

  private var program: String { CommandLine.arguments.first ?? "workroom" }

  private func create(_ campaign: Campaign) throws {
    let folder = "\(samples)/\(campaign.folder)"
    for group in campaign.groups {
      try type(["group", "create", group.name, "--db", path, "--kind", group.kind])
      try type(["import", group.verb, "--db", path, "--group", group.name, "\(folder)/\(group.file)"])
    }
    try type(
      ["campaign", "create", campaign.name, "--db", path, "--workflow", "\(folder)/\(campaign.folder).workflow"]
        + campaign.details.flatMap { ["--set", $0] })
    try type(
      ["import", "influencers", "--db", path, "--campaign", campaign.name] + campaign.maps.flatMap { ["--map", $0] } + [
        "\(folder)/influencers.csv"
      ], mayReject: true)
  }

  private func play(week: Int) throws {
    clearInbox()
    for campaign in Demo.campaigns {
      let name = "\(Demo.name(ofWeek: week)).ndjson"
      let bytes = try ByteFile.read("\(samples)/\(campaign.folder)/events/\(name)", bytesMax: 1 << 26)
      try ByteFile.writeAtomically("\(inbox)/\(campaign.folder)-\(name)", bytes)
    }
    let monday = Instant(milliseconds: DemoVerb.start.milliseconds + Int64(week) * 7 * 86_400_000)
    try type(
      [
        "run", "--db", path, "--inbox", inbox, "--once", "--until", monday.description, "--as",
        "influencer,manager,director,store,carrier,network,bank,system", "--quiet",
      ],
      mayReject: true)
    for campaign in Demo.campaigns {
      for arrival in campaign.arrivals where arrival.week == week {
        let file = "\(samples)/\(campaign.folder)/\(arrival.words.last!)"
        try type(
          ["import", arrival.words[0], "--db", path] + arrival.words[1..<arrival.words.count - 1] + [file],
          mayReject: true)
      }
    }
  }

  /// Removes the files that a demonstration puts there, and no others.
  private func clearInbox() {
    for campaign in Demo.campaigns {
      for week in 1...DemoVerb.weeks {
        for suffix in [".ndjson", InboxRejects.suffix] {
          unlink("\(inbox)/\(campaign.folder)-\(Demo.name(ofWeek: week))\(suffix)")
        }
      }
    }
  }

  private static func name(ofWeek week: Int) -> String { "week-\(week < 10 ? "0" : "")\(week)" }

  /// Shows a command line and runs it.
  private func type(_ words: [String], mayReject: Bool = false, isShown: Bool = true) throws {
    if isShown, !isQuiet {
      Tool.say("$ workroom " + words.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " "))
    }
    let status = Main.run(words)
    guard status == 0 || (mayReject && status == 1) else {
      throw Failure("the demo stops here: the step above ended with status \(status)", status)
    }
  }
}
