import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which role may do what in which stage: as a page, and as the engine has it.
@Suite struct RoleTests {
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  static let page = "\(root)/Grammar/Roles.md"

  static let workflows: [(title: String, file: String?)] = [
    ("The standard stages", nil), ("Seeding", "seeding"), ("Ambassador", "ambassador"), ("Paid post", "paid_post"),
  ]

  /// A workflow in a room of its own, with one influencer in it.
  final class Scene {
    let title: String
    let room: Room
    let definition: Definition
    var workflow: CheckedWorkflow { definition.workflow }
    /// The innermost stages that somebody can stand in; what belongs to the items of an `each` is not among them.
    let stages: [Int]

    init(_ title: String, _ file: String?) throws {
      self.title = title
      let text =
        file.map { String(decoding: RoleTests.read("\(RoleTests.root)/Workflows/\($0)/\($0).workflow"), as: UTF8.self) }
        ?? "workflow \"Standard\" version 1\n"
      room = try Room(text, people: ["Mia"])
      definition = try room.engine.definition(room.row("Mia").definition)
      let all = definition.workflow.stages
      stages = all.indices.filter { index in
        all[index].kind != .root && all[index].children.isEmpty && all[index].each == nil
          && !(all[index].kind == .final && all[index].parent == 0)
      }
    }

    /// What becomes of an event, by the text of the workflow alone.
    enum Cell: Equatable {
      /// The event is not for the role.
      case denied
      /// A line waits for it; conditions may still stand against it.
      case waits
      /// No line does.
      case nobody(StepStatus)
    }

    func cell(_ stage: Int, _ event: Int, _ role: Int) -> Cell {
      let bit: UInt64 = 1 << UInt64(role)
      let senders = workflow.events[event].senders
      guard senders == 0 || senders & bit != 0 else { return .denied }
      var owners: Set<Int> = [0]
      var place = stage
      while place > 0 {
        owners.insert(place)
        place = workflow.stages[place].parent
      }
      // What has changed is what lines that need no event wait for.
      let wakes = workflow.events[event].path.hasSuffix(".changed")
      let isAwaited = workflow.rules.contains { rule in
        guard owners.contains(rule.owner) else { return false }
        switch rule.trigger {
        case .event(event): return rule.roles == 0 || rule.roles & bit != 0
        case .once, .onceEntered, .onceOtherwise: return wakes
        default: return false
        }
      }
      if isAwaited { return .waits }
      switch workflow.events[event].otherwise {
      case .handled: return .nobody(.handled)
      case .refused: return .nobody(.refused)
      case .ignored: return .nobody(.ignored)
      case .undeclared: return .nobody(workflow.roles[role].isPerson ? .refused : .ignored)
      }
    }

    /// The state of somebody who stands in a stage.
    func state(_ stage: Int) -> [Int64] {
      var stages = [0]
      var place = stage
      while place > 0 {
        stages.append(place)
        place = workflow.stages[place].parent
      }
      var state = definition.machine.emptyState()
      for (word, bits) in definition.machine.mask(of: stages).enumerated() {
        state[StateLayout.activeStart + word] |= Int64(bitPattern: bits)
      }
      return state
    }

    /// Values that an event can be sent with.
    func payload(_ event: Int) -> [WrittenValue] {
      workflow.events[event].payload.filter { !$0.isOptional }.map { field in
        let text =
          switch field.type {
          case .money: "5 USD"
          case .number: "1"
          case .percent: "10%"
          case .date: "2026-03-02"
          case .flag: "yes"
          case .choice(let set): workflow.choices[set][0]
          default: "https://example.com/1"
          }
        return WrittenValue(name: field.name, text: text)
      }
    }
  }

  static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }

  // MARK: The page

  @Test func thePageIsWhatTheTextsSay() throws {
    let text = try Self.text(Self.workflows.map { try Scene($0.title, $0.file) })
    if getenv("WORKROOM_RECORD") != nil, let file = fopen(Self.page, "w") {
      fputs(text, file)
      fclose(file)
    }
    #expect(String(decoding: Self.read(Self.page), as: UTF8.self) == text, "WORKROOM_RECORD=1 swift test writes it")
  }

  private static func text(_ scenes: [Scene]) -> String {
    var lines = [
      "# Roles", "",
      "Who may do what, in which stage. This page is written from the vocabulary, the workflows and the table of deeds by",
      "`WORKROOM_RECORD=1 swift test --filter RoleTests`; the same test compares the engine with it, cell by cell.", "",
      "## Beside events", "",
      "Whoever sends an event needs a role that the event is for. What else changes a database that knows its operators, or",
      "exports from it, is for the roles of this table; what only shows something is for everybody, operator or not, so that",
      "no role is there that may only look.", "",
      "| to | is for | on the command line | in the console |", "| --- | --- | --- | --- |",
    ]
    for deed in Deed.table {
      func list(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }
      lines.append(
        "| \(deed.words) | \(deed.roles.isEmpty ? "every operator" : list(deed.roles)) | \(list(deed.verbs)) | \(list(deed.consoleWords)) |"
      )
    }
    lines += [
      "", "## Events", "",
      "Numbers are those of the stages in which a line waits for the event from the role, which a condition may still keep",
      "from it; `all` are all of them. `·` says that the role may send it and no line waits, so that what the last column",
      "says becomes of it; an empty cell that the engine refuses it, which leaves a row in the log and nothing else. What has",
      "changed is waited for by lines that begin with `once`.",
    ]
    for scene in scenes { lines += table(scene) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func table(_ scene: Scene) -> [String] {
    let workflow = scene.workflow
    let stages = scene.stages.enumerated().map { "\($0 + 1) `\(workflow.stages[$1].path)`" }
    let roles = workflow.roles.map(\.name)
    var lines = ["", "### \(scene.title)", "", "Stages: \(stages.joined(separator: ", "))", ""]
    lines.append("| event | \(roles.joined(separator: " | ")) | otherwise |")
    lines.append("| --- |" + String(repeating: " --- |", count: roles.count + 1))
    for event in workflow.events.indices {
      let cells = roles.indices.map { role in
        let cells = scene.stages.map { scene.cell($0, event, role) }
        if cells.allSatisfy({ $0 == .denied }) { return "" }
        let waiting = cells.indices.filter { cells[$0] == .waits }
        return waiting.isEmpty ? "·" : waiting.count == cells.count ? "all" : ranges(waiting.map { $0 + 1 })
      }
      let otherwise = workflow.events[event].otherwise
      lines.append(
        "| `\(workflow.events[event].path)` | \(cells.joined(separator: " | ")) | \(otherwise == .undeclared ? "" : "\(otherwise)") |"
      )
    }
    return lines
  }

  /// `1, 3–5`
  private static func ranges(_ numbers: [Int]) -> String {
    var parts: [(Int, Int)] = []
    for number in numbers {
      if let last = parts.last, last.1 == number - 1 {
        parts[parts.count - 1].1 = number
      } else {
        parts.append((number, number))
      }
    }
    return parts.map { $0 == $1 ? "\($0)" : "\($0)–\($1)" }.joined(separator: ", ")
  }

  // MARK: The engine

  /// Some cells of each workflow; with `WORKROOM_WHOLE=1` all of them.
  @Test(arguments: workflows.indices) func theEngineDoesWhatThePageSays(_ index: Int) throws {
    let scene = try Scene(Self.workflows[index].title, Self.workflows[index].file)
    let (events, roles) = (scene.workflow.events.count, scene.workflow.roles.count)
    let count = scene.stages.count * events * roles
    // A prime, so that the sample wanders over events, roles and stages alike.
    for place in stride(from: index, to: count, by: getenv("WORKROOM_WHOLE") == nil ? 401 : 1) {
      try compare(scene, scene.stages[place / (events * roles)], place / roles % events, place % roles)
    }
  }

  private func compare(_ scene: Scene, _ stage: Int, _ event: Int, _ role: Int) throws {
    let (room, engine) = (scene.room, scene.room.engine)
    let path = scene.workflow.events[event].path
    let name = scene.workflow.roles[role].name
    let what = "\(scene.title): `\(path)` by \(name) in `\(scene.workflow.stages[stage].path)`"
    var row = try room.row("Mia")
    row.state = scene.state(stage)
    let standing = row
    var (reply, after, log): (WorkroomEngine.Reply?, [Int64], LogRow?) = (nil, [], nil)
    var added: [String: Int64] = [:]
    let before = try room.counts()
    try engine.trial { () throws(EngineError) in
      try engine.asking { (store) throws(StoreError) in try store.update(standing, movesDue: false, movesPlace: false) }
      engine.dropCaches()
      let command = Command(
        source: .library, campaign: standing.campaign, influencer: standing.influencer, event: path, role: name,
        payload: scene.payload(event))
      let answer = try engine.submit(command)
      (after, log) = try engine.asking { (store) throws(StoreError) in
        (try store.participation(standing.id)?.state ?? [], try store.row(answer.log))
      }
      reply = answer
      added = ((try? room.counts()) ?? [:]).merging(before) { $0 - $1 }.filter { $0.value != 0 }
    }
    let status = log.flatMap { StepStatus(rawValue: UInt8(clamping: $0.outcome)) }
    guard let status, reply?.outcome != .setAside else {
      #expect(after == standing.state && added["log"] == nil, "\(what) was set aside, and left a trace")
      return
    }
    switch scene.cell(stage, event, role) {
    case .denied:
      #expect(status == .denied, "\(what)")
      #expect(after == standing.state, "\(what) changed the state")
      #expect(added.filter { $0.key != "text" } == ["log": 1], "\(what) left more than a refusal: \(added)")
    case .waits: #expect(status != .denied, "\(what)")
    case .nobody(let otherwise):
      #expect(status == otherwise, "\(what)")
      #expect(otherwise == .handled || after == standing.state, "\(what) changed the state")
    }
  }

  // MARK: Beside events

  @Test func deedsAreFound() {
    #expect(Deed.of(verb: "import", "influencers")?.roles == ["manager", "director"])
    #expect(Deed.of(verb: "forget", "mia")?.roles == ["director"])
    #expect(Deed.of(verb: "run", "")?.roles == [])
    #expect(Deed.of(verb: "operator", "remove")?.roles == ["director"])
    for (verb, word) in [
      ("report", ""), ("campaign", "list"), ("operator", "list"), ("db", "verify"), ("outbox", "list"),
      ("influencer", "show"), ("content", "review"), ("template", "show"),
    ] { #expect(Deed.of(verb: verb, word) == nil, "\(verb)") }
    // What nobody thought of is no way around.
    #expect(Deed.of(verb: "template", "rename") == .other)
    #expect(Deed.of(verb: "novelty", "") == .other)
    for words in [Deed.table.flatMap(\.consoleWords), Deed.table.flatMap(\.verbs)] {
      #expect(Set(words).count == words.count, "a command stands in the table twice")
    }
    let clerk = Deed.table.filter { $0.isAllowed(to: ["carrier"]) }.map(\.words)
    #expect(
      clerk == [
        "work in the console", "keep views", "take events from files, each by the role that it names",
        "bring in what became of parcels",
      ])
    #expect(Deed.of(verb: "import", "payments")?.isAllowed(to: ["bank"]) == true)
    #expect(Deed.of(verb: "import", "codes")?.isAllowed(to: ["bank", "store"]) == false)
  }
}
