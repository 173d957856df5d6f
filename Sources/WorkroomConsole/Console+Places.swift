import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Where one can go: the program, its campaigns, a Work Room and its sections.
extension Console {
  func inProgram(_ line: String) throws {
    let lower = line.lowercased()
    if ["campaigns", "program", "list", "ls"].contains(lower) { return try listCampaigns() }
    if lower.hasPrefix("forget ") { return try forget(String(line.dropFirst(7)).trimmedOfSpaces.unquoted) }
    if try reviewsContent(line) { return }
    if try keepsDirectory(line) { return }
    if try duties(line) { return }
    if try turnsPage(line) { return }
    if try showOffers(line) { return }
    let name = lower.hasPrefix("campaign ") ? String(line.dropFirst(9)).trimmedOfSpaces : line
    try openCampaign(name.unquoted)
  }

  func listCampaigns() throws {
    var sheet = Sheet(
      title: "Campaigns",
      columns: [
        .init("Campaign", priority: 9), .init("Workflow", priority: 7), .init("Influencers", .number, priority: 6),
        .init("Accepted", .number, priority: 5),
      ])
    for row in try engine.store.campaigns() {
      let workflow = try engine.definition(row.definition).workflow
      let standing = try Standpoints(engine, campaign: row.id)
      sheet.rows.append([
        .text(row.name), .text("\(workflow.name) version \(workflow.version)"), .number(standing.everybody),
        .number(standing.accepted),
      ])
    }
    sheet.notes = [
      sheet.rows.isEmpty
        ? "no campaigns yet; create one with `workroom campaign create`"
        : "type a campaign's name to open its Work Room"
    ]
    try show(sheet)
  }

  func openCampaign(_ name: String) throws {
    let rows = try engine.store.campaigns()
    let exact = rows.filter { $0.name == name } + rows.filter { $0.name.lowercased() == name.lowercased() }
    let begin = rows.filter { $0.name.lowercased().hasPrefix(name.lowercased()) }
    guard let row = exact.first ?? (begin.count == 1 ? begin[0] : nil) else {
      if begin.count > 1 {
        throw Refusal(
          text: "`\(name)` begins \(begin.count) campaigns: \(begin.map(\.name).joined(separator: ", "))", status: 64)
      }
      if let inside = try saidInside(name, rows) { throw inside }
      let near = Spelling.nearest(to: name, among: rows.map(\.name))
      throw Refusal(
        text: "there is no campaign called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), status: 66,
        help: ["`campaigns` lists them, `.help` tells what can be typed"])
    }
    campaign = row.id
    section = nil
    lastPerson = nil
    shown = nil
    if isInteractive { try showRoom() }
  }

  /// What is said inside a campaign, and was typed outside of one; `nil` for what may be a campaign's name.
  private func saidInside(_ line: String, _ rows: [CampaignRow]) throws -> Refusal? {
    guard let words = Words(line), let first = words.words.first, !first.isQuoted, let row = rows.first else {
      return nil
    }
    let workflow = try engine.definition(row.definition).workflow
    let said = workflow.events.compactMap(\.typed) + workflow.sections + Look.others
    guard said.contains(where: { words.starts(with: $0) != nil }) || Console.form(of: line) != nil else { return nil }
    return Refusal(
      text: "`\(line)` is said inside a campaign; open one first, as in `\(row.name)`", status: 64,
      help: ["`campaigns` lists them, `.help` tells what can be typed"])
  }

  /// The Work Room's front page: its sections and how many stand in each.
  func showRoom() throws {
    guard let campaign else { return try listCampaigns() }
    let room = try WorkRoom(engine, campaign: campaign, only: [])
    var sheet = Sheet(
      title: "Program › Campaigns › \(room.campaign.row.name)",
      columns: [.init("Section", priority: 9), .init("Influencers", .number, priority: 8)])
    var hidden: [String] = []
    for section in try room.sections() {
      if section.isThere {
        sheet.rows.append([.text(section.name), .number(section.count)])
      } else {
        hidden.append(section.name)
      }
    }
    if !hidden.isEmpty { sheet.notes.append("not there: \(hidden.joined(separator: ", ")); type the name to see why") }
    try show(sheet)
  }

  func inCampaign(_ line: String, _ campaign: Int64) throws {
    let lower = line.lowercased()
    switch lower {
    case "program", "up", "..", "campaigns":
      if section != nil, lower == "up" || lower == ".." { section = nil } else { self.campaign = nil; section = nil }
      return lower == "campaigns" || lower == "program" ? try listCampaigns() : ()
    case "sections", "work room", "room", "status": return try showRoom()
    case "details": return try showDetails(campaign)
    case "here", "list", "ls": return try section.map { try show(Look(table: $0), page: 1) } ?? showRoom()
    default: break
    }
    if try reviewsContent(line) { return }
    if try keepsDirectory(line) { return }
    if try duties(line) { return }
    if try turnsPage(line) { return }
    if try keepsViews(line, campaign) { return }
    if try undoes(line, campaign) { return }
    if try showOffers(line) { return }
    let definition = try engine.definition(engine.campaign(campaign).row.definition)
    if try takesMoneyWords(line, campaign) { return }
    if let (look, page) = try Look.read(line, definition.workflow) { return try show(look, page: page) }
    if lower.hasPrefix("show ") { return try showPerson(String(line.dropFirst(5)).trimmedOfSpaces.unquoted, campaign) }
    if lower.hasPrefix("possible ") {
      return try showPossible(String(line.dropFirst(9)).trimmedOfSpaces.unquoted, campaign)
    }
    if lower == "why" || lower.hasPrefix("why ") { return try explain(line, campaign) }
    if lower == "explain" || lower.hasPrefix("explain ") { return try explainOwed(line, campaign) }
    if lower.hasPrefix("set ") { return try setDetail(String(line.dropFirst(4)), campaign) }
    if lower.hasPrefix("add "),
      !definition.workflow.events.contains(where: { lower.hasPrefix("\($0.typed ?? $0.path) ") })
    {
      return try addInfluencer(String(line.dropFirst(4)).trimmedOfSpaces.unquoted, campaign)
    }
    if lower.hasPrefix("forget ") { return try forget(String(line.dropFirst(7)).trimmedOfSpaces.unquoted) }
    if lower.hasPrefix("campaign ") { return try openCampaign(String(line.dropFirst(9)).trimmedOfSpaces.unquoted) }
    switch OperatorCommand.read(line, definition.workflow) {
    case .command(let command): try perform(command, campaign, definition)
    case .problem(let text): throw Refusal(text: text, status: 64)
    case .unknown: throw try unknown(line, campaign, definition.workflow)
    }
  }

  private func unknown(_ line: String, _ campaign: Int64, _ workflow: CheckedWorkflow) throws -> Refusal {
    if let form = Console.form(of: line) { return form }
    if case .none = try Directory(engine).find(line.unquoted, in: campaign) {
    } else {
      let who = line.unquoted.contains(" ") ? "\"\(line.unquoted)\"" : line.unquoted
      return Refusal(
        text: "`\(who)` is somebody here; say what is to be done with them", status: 64,
        help: ["`show \(who)` tells how they stand, `possible \(who)` what can be done now"])
    }
    let word = String(line.split(separator: " ").first ?? "")
    let known =
      workflow.events.compactMap(\.typed) + workflow.sections.map { $0.lowercased() } + [
        "show", "possible", "why", "explain", "conversions", "batches", "accounts", "tax", "paypal", "details", "set",
        "add", "forget", "sections", "campaigns", "products", "groups", "leaks",
      ] + Console.directoryWords + Console.ownWords
    let near = Spelling.nearest(to: word, among: known.map { String($0.split(separator: " ").first ?? "") })
    return Refusal(
      text: "`\(word)` is no section and nothing that can be done here" + (near.map { "; write `\($0)`" } ?? ""),
      status: 64, help: ["`.help` tells what can be typed"])
  }

  private func showDetails(_ campaign: Int64) throws {
    var sheet = try WorkRoom(engine, campaign: campaign).detailsSheet()
    sheet.notes.append("`set NAME to VALUE` changes one")
    try show(sheet)
  }

  /// `set most_we_pay to 600 USD`
  private func setDetail(_ text: String, _ campaign: Int64) throws {
    guard let range = text.firstRange(of: " to "), text[..<range.lowerBound].contains(where: { $0 != " " }) else {
      throw Console.form(of: "set") ?? Refusal(text: "write `set NAME to VALUE`", status: 64)
    }
    let name = String(text[..<range.lowerBound]).trimmedOfSpaces
    let state = try engine.campaign(campaign)
    let field = try engine.definition(state.row.definition).workflow.campaign.first { $0.name == name }
    let written = WrittenValue(name: name, text: String(text[range.upperBound...]).trimmedOfSpaces.unquoted)
    let value = engine.dated(written, field?.type, in: state.zone)
    let conflicts = try CampaignConflict.of(campaign, engine)
    lastSent = []
    try engine.transaction { () throws(EngineError) in
      try engine.setDetails([value], of: campaign)
    }
    say("`\(name)` is now \(value.text)")
    let budget = try Budget(engine, campaign: campaign)
    if budget.tells(of: name), let words = try budget.excess() { say("  \(words)") }
    try tellConflicts(campaign, before: conflicts)
  }

  /// `forget mia@example.com`: erases one person in the whole program, after asking.
  private func forget(_ name: String) throws {
    let influencer: Int64
    switch try Directory(engine).find(name) {
    case .one(let id): influencer = id
    case .none:
      throw Refusal(
        text: "nobody in the directory has the id, email or handle `\(name)`", status: 66,
        help: ["`influencer \(name)` shows what somebody is known by"])
    case .several(let ids): throw ambiguous(name, ids)
    }
    let shown = try engine.store.influencer(influencer)?.shownName ?? name
    guard try agrees("erase the names, email, accounts, address and texts of \(shown), in every campaign and for ever?")
    else { return say("nothing is changed") }
    try Directory(engine).forget(influencer)
    sandbox?.touch(influencer)
    say("erased; what happened, what is owed and their codes stay under the name `influencer \(influencer)`")
  }

  private func addInfluencer(_ name: String, _ campaign: Int64) throws {
    if name.hasPrefix("all when ") { return try addMany(String(name.dropFirst(9)), campaign) }
    if name.lowercased() == "all" || name.lowercased() == "all when" {
      throw Refusal(
        text: "whom of the directory? say it behind `when`, as in `add all when tag is \"vip\"`", status: 64,
        help: ["`add all when followers is at least 0` lets everybody of the directory take part"])
    }
    switch try Directory(engine).find(name) {
    case .one(let id): try add(id, name, campaign)
    case .none:
      throw Refusal(
        text: "nobody in the directory has the id, email or handle `\(name)`", status: 66,
        help: ["`find \(name)` looks for a part of a name; `workroom import influencers` brings people in"])
    case .several(let ids): throw ambiguous(name, ids)
    }
  }
}

extension String {
  /// Without the quotes around it.
  var unquoted: String {
    count >= 2 && first == "\"" && last == "\"" && !dropFirst().dropLast().contains("\"")
      ? String(dropFirst().dropLast()) : self
  }
}
