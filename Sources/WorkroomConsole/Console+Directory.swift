import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomStore

/// The directory: who there is, what is known of them across campaigns, and what operators write about them.
extension Console {
  static let directoryWords = [
    "tag", "untag", "remark", "archive", "blacklist", "restore", "connect", "disconnect", "influencer", "find", "tags",
  ]

  /// Those that are offered to whoever begins a line: `disconnect` would stand in the way of `discounts`.
  static let offeredWords = directoryWords.filter { $0 != "disconnect" }

  /// Does what a line asks of the directory; false where it asks something else. A workflow's own events come first.
  func keepsDirectory(_ line: String) throws -> Bool {
    guard let words = Words(line), let first = words.words.first, !first.isQuoted else { return false }
    let rest = words.words.dropFirst().map(\.text)
    if campaign == nil, let page = Console.page(of: "my influencers", words) {
      try showInfluencers(DirectoryFilter(), page)
      return true
    }
    let word = first.text.lowercased()
    // `restore mia` is about the directory; a sale is restored by its name.
    let isContact = word == "restore" && rest.count == 1
    guard Console.directoryWords.contains(word), try isContact || !isTyped(words) else { return false }
    hasChangedDirectory = false
    defer { if hasChangedDirectory { lastDeed = line.trimmedOfSpaces } }
    switch (word, rest.count) {
    case ("tags", 0): try showTags()
    case ("find", 1...):
      // A number behind a quoted text is a page.
      let page = rest.count == 2 && words.words[1].isQuoted ? Int64(rest[1]) : nil
      let text = page == nil ? rest.joined(separator: " ") : rest[0]
      try showInfluencers(DirectoryFilter(text: text), max(1, page ?? 1))
    case ("influencer", 1...): try showInfluencer(rest.joined(separator: " "))
    case ("tag", 2...): try tag(line, words)
    case ("untag", 2...): try untag(rest)
    case ("remark", 2...): try remark(rest)
    case ("archive", 1...), ("blacklist", 1...), ("restore", 1): try regard(word, rest)
    case ("connect", 3), ("connect", 5), ("disconnect", 3): try connect(word, rest)
    default: throw Refusal(text: "`\(word)` is written so: \(Console.directoryForms[word] ?? word)", status: 64)
    }
    return true
  }

  private static let directoryForms = [
    "tags": "`tags`", "find": "`find TEXT`, or `find \"TEXT\" 2` for the second page", "influencer": "`influencer mia`",
    "tag": "`tag mia as \"vip\"`, or `tag all as \"vip\" when followers is at least 10_000`",
    "untag": "`untag mia \"vip\"`", "remark": "`remark mia \"likes short briefs\"`",
    "archive": "`archive mia because \"moved away\"`", "blacklist": "`blacklist mia because \"bought followers\"`",
    "restore": "`restore mia`", "connect": "`connect mia instagram @mia.makes followers 48000`",
    "disconnect": "`disconnect mia instagram @mia.makes`",
  ]

  /// Whether the campaign's workflow gives these words a meaning of its own.
  func isTyped(_ words: Words) throws -> Bool {
    guard let campaign else { return false }
    let events = try engine.definition(engine.campaign(campaign).row.definition).workflow.events
    return events.contains { $0.typed.flatMap { words.starts(with: $0) } != nil }
  }

  /// The page behind a phrase, as in `my influencers 2`; the first without a number, `nil` for another line.
  static func page(of phrase: String, _ words: Words) -> Int64? {
    guard let count = words.starts(with: phrase) else { return nil }
    guard words.words.count > count else { return 1 }
    guard words.words.count == count + 1, let page = Int64(words.words[count].text) else { return nil }
    return (1...1_000_000_000).contains(page) ? page : nil
  }

  /// The influencer that a name means, here or in the whole directory.
  func someone(_ name: String) throws -> Int64 {
    switch try Directory(engine).findAnywhere(name, campaign) {
    case .one(let id): return id
    case .none:
      throw Refusal(
        text: "nobody in the directory is called `\(name)`", status: 66,
        help: ["write a name, an email, a handle or an id; `find TEXT` looks for a part of one"])
    case .several(let ids): throw ambiguous(name, ids)
    }
  }

  /// What follows a word of the directory: somebody, then the tags that there are; `nil` for another line.
  func directoryWords(after before: String, _ word: String, _ campaign: Int64?) -> [String]? {
    let words = before.split(separator: " ").map { $0.lowercased() }
    guard let first = words.first, Console.directoryWords.contains(first), first != "find", first != "tags" else {
      return nil
    }
    let names = campaign.map { people(word, $0) } ?? []
    if words.count == 1 { return names + (first == "tag" && campaign != nil ? ["all"] : []) }
    guard first == "tag" || first == "untag" else { return [] }
    return words.count == 2 && first == "tag" ? ["as"] : ((try? engine.store.tagCounts()) ?? []).map(\.tag)
  }

  // MARK: Looking

  private func showInfluencers(_ filter: DirectoryFilter, _ number: Int64) throws {
    // Only a table for people tells that there is more.
    let isWhole = number == 1 && (outputPath != nil || format != .human)
    try show(InfluencerList(engine).sheet(filter, isWhole ? nil : Page(number, rows: pageRows)))
  }

  private func showInfluencer(_ name: String) throws {
    let profile = try InfluencerProfile(engine, someone(name))
    lastPerson = name
    try show(profile.sheet())
    try show(profile.history())
  }

  private func showTags() throws {
    var sheet = Sheet(title: "Tags", columns: [.init("Tag", priority: 9), .init("Influencers", .number, priority: 8)])
    for (tag, count) in try engine.store.tagCounts() { sheet.rows.append([.text(tag), .number(count)]) }
    if sheet.rows.isEmpty { sheet.notes = ["nobody has a tag; `tag mia as \"vip\"` gives one"] }
    try show(sheet)
  }

  // MARK: Tags and remarks

  /// `tag mia as "vip"`, `tag mia vip, food`, `tag all as "vip" when CONDITION`
  private func tag(_ line: String, _ words: Words) throws {
    var list = Array(words.words.dropFirst())
    let target = list.removeFirst()
    guard target.text == "all", !target.isQuoted else {
      let (id, tags) = (try someone(target.text), try Console.tags(list.map(\.text)))
      let count = try engine.transaction { () throws(EngineError) in try Directory(engine).tag(id, as: tags) }
      if count > 0 { changed(id) }
      return say(count == 0 ? "`\(target.text)` has that already" : "tagged")
    }
    guard let campaign else {
      throw Refusal(text: "`tag all` is for a campaign: open one first, or name somebody", status: 64)
    }
    var condition: String?
    if let place = list.firstIndex(where: { !$0.isQuoted && $0.text == "when" }) {
      condition = String(line[list[place].range.upperBound...].drop(while: \.isWhitespace))
      list = Array(list[..<place])
    }
    let tags = try Console.tags(list.map(\.text))
    let rows = try selected(condition, campaign, engine.definition(engine.campaign(campaign).row.definition))
    let scope = try scope(condition, campaign)
    guard !rows.isEmpty else { return say("\(scope): nobody is selected; nothing is changed") }
    say("\(scope): \(rows.count.counted("influencer", "influencers"))")
    guard try agrees("tag \(rows.count.counted("influencer", "influencers")) as \(tags.joined(separator: ", "))?")
    else {
      return say("nothing is changed")
    }
    let count = try engine.transaction { () throws(EngineError) in
      var count = 0
      for row in rows where try Directory(engine).tag(row.influencer, as: tags) > 0 { count += 1 }
      return count
    }
    if count > 0 { for row in rows { changed(row.influencer) } }
    say("tagged \(count)" + (count < rows.count ? ", \(rows.count - count) had it already" : ""))
  }

  /// The tags behind a name: `as vip, food`.
  private static func tags(_ words: [String]) throws -> [String] {
    let rest = words.first == "as" ? words.dropFirst() : words[...]
    let tags = rest.joined(separator: " ").split(separator: ",").map { String($0).trimmedOfSpaces }
    guard !tags.isEmpty, !tags.contains("") else {
      throw Refusal(text: "which tag? write `tag mia as \"vip\"`", status: 64)
    }
    return tags
  }

  private func untag(_ rest: [String]) throws {
    let (id, tags) = (try someone(rest[0]), try Console.tags(Array(rest.dropFirst())))
    let count = try engine.transaction { () throws(EngineError) in try Directory(engine).untag(id, tags) }
    guard count > 0 else { throw Refusal(text: "`\(rest[0])` has no tag \(tags.joined(separator: ", "))") }
    changed(id)
    say("taken away")
  }

  private func remark(_ rest: [String]) throws {
    let id = try someone(rest[0])
    let isNew = try engine.transaction { () throws(EngineError) in
      try Directory(engine).remark(rest.dropFirst().joined(separator: " "), on: id)
    }
    if isNew { changed(id) }
    say(isNew ? "remarked; `influencer \(rest[0])` shows it" : "that is remarked already")
  }

  // MARK: Archived, blacklisted, restored; accounts

  private func regard(_ word: String, _ rest: [String]) throws {
    let id = try someone(rest[0])
    var reason: String?
    if rest.count > 1 {
      guard rest[1] == "because", rest.count > 2 else {
        throw Refusal(text: "say why behind `because`: `\(word) \(rest[0]) because \"...\"`", status: 64)
      }
      reason = rest.dropFirst(2).joined(separator: " ")
    }
    try engine.transaction { () throws(EngineError) in
      switch word {
      case "archive": try Directory(engine).archive(id, because: reason)
      case "blacklist": try Directory(engine).blacklist(id, because: reason)
      default: try Directory(engine).restore(id)
      }
    }
    changed(id)
    let told =
      switch word {
      case "archive": "archived: nothing new of theirs is tracked, and what happened stays"
      case "blacklist": "blacklisted: they begin in no campaign; what they are in goes on"
      default: "restored"
      }
    say(told)
  }

  private func connect(_ word: String, _ rest: [String]) throws {
    let id = try someone(rest[0])
    let (account, problem) = SocialAccount.typed(rest[1], rest[2])
    guard let account else { throw Refusal(text: problem ?? "", status: 64) }
    let platforms = SocialAccount.platforms
    if !platforms.contains(account.platform), let near = Spelling.nearest(to: account.platform, among: platforms) {
      throw Refusal(text: "no platform is called `\(rest[1])`; write `\(near)`", status: 64)
    }
    var row = AccountRow(platform: account.platform, handle: account.handle)
    if rest.count == 5 {
      guard rest[3] == "followers", let count = Int64(rest[4].filter { $0 != "_" }), count >= 0 else {
        throw Refusal(text: "write `followers` and a whole number behind the handle", status: 64)
      }
      row.followers = count
    }
    let connected = row
    try engine.transaction { () throws(EngineError) in
      if word == "connect" {
        try Directory(engine).connect(connected, to: id)
      } else {
        try Directory(engine).disconnect(connected, from: id)
      }
    }
    changed(id)
    say("\(word)ed")
  }

  // MARK: Taking part

  /// `add all when tag is "vip"`: everybody of the directory for whom a condition holds begins here.
  func addMany(_ condition: String, _ campaign: Int64) throws {
    let ids: [Int64]
    do { ids = try Selection.everybody(by: condition, engine, campaign) } catch let problem as Selection.Problem {
      throw Refusal(text: problem.text, status: 64)
    }
    let plan = try AssigningPlan(engine, campaign, ids)
    for line in plan.words { say(line) }
    guard !plan.able.isEmpty else { return say("nothing is changed") }
    guard try agrees("let \(plan.able.count.counted("influencer", "influencers")) take part?") else {
      return say("nothing is changed")
    }
    say("\(try plan.carryOut().counted("takes", "take")) part now")
  }

  /// Asks where somebody is active in a campaign that shares something with this one; what they bring moves then.
  func add(_ influencer: Int64, _ name: String, _ campaign: Int64) throws {
    let assigning = try Assigning(engine, campaign: campaign)
    if try engine.participation(of: influencer, in: campaign) == nil, let words = try assigning.conflict(of: influencer)
    {
      say(words)
      guard try agrees("let `\(name)` take part here?") else { return say("nothing is changed") }
    }
    let outcome = try engine.transaction { () throws(EngineError) in
      try assigning.assign(influencer, confirmed: true)
    }
    switch outcome {
    case .assigned(let row): say(row.round > 1 ? "`\(name)` begins round \(row.round)" : "`\(name)` takes part now")
    case .known:
      say("`\(name)` already takes part" + (try engine.wayBack(influencer, in: campaign).map { ", \($0)" } ?? ""))
    case .conflict(let words), .refused(let words): throw Refusal(text: words)
    }
  }

  /// Tells of campaigns that have come to share something with this one.
  func tellConflicts(_ campaign: Int64, before: [CampaignConflict]) throws {
    for conflict in try CampaignConflict.of(campaign, engine)
    where !before.contains(where: { $0.campaign.id == conflict.campaign.id && $0.shared == conflict.shared }) {
      say("warning: " + conflict.warning(try engine.campaign(campaign).row.name))
    }
  }
}
