import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// What can be typed next: only what is possible now.
extension Console {
  package func completions(_ line: String, _ cursor: Int) -> [Completion] {
    let start = Completion.wordStart(in: line, cursor: cursor)
    let before = String(decoding: Array(line.utf8.prefix(start)), as: UTF8.self).trimmedOfSpaces
    let word = String(decoding: Array(line.utf8.prefix(cursor).dropFirst(start)), as: UTF8.self)
    return candidates(after: before, word).filter { $0.lowercased().hasPrefix(word.lowercased()) }.unique.prefix(200)
      .map { Completion(start: start, text: $0) }
  }

  private func candidates(after before: String, _ word: String) -> [String] {
    guard let campaign else {
      let names = (try? engine.store.campaigns().map(\.name)) ?? []
      if before == "next" { return ["all"] + roleNames() }
      if let words = directoryWords(after: before, word, nil) { return words }
      return before.isEmpty ? ["campaigns", "next", "my influencers"] + Console.offeredWords + dotsHere + names : []
    }
    guard let definition = try? engine.definition(engine.campaign(campaign).row.definition) else { return [] }
    if before.isEmpty {
      let verbs = possibleEvents(campaign).map { String($0.split(separator: " ")[0]) }
      return sectionsHere(campaign) + Set(verbs).sorted() + [
        "show", "possible", "why", "explain", "conversions", "batches", "accounts", "messages", "tax", "paypal",
        "details", "set", "add", "forget", "up", "campaigns", "next", "undo", "views", "view", "save view",
        "delete view",
      ] + Console.offeredWords + (shown == nil ? [] : ["more", "page"]) + dotsHere
    }
    if let own = ownWords(after: before, word, campaign, definition) { return own }
    let typed = possibleEvents(campaign)
    let longer = typed.filter { $0.hasPrefix(before + " ") }.map {
      String($0.dropFirst(before.count + 1).split(separator: " ")[0])
    }
    if !longer.isEmpty { return longer }
    guard let event = definition.workflow.events.first(where: { $0.typed == before }) else {
      return definition.workflow.events.filter { before.hasPrefix(($0.typed ?? "\n") + " ") }.flatMap {
        valueWords(after: before, $0, definition.workflow)
      }
    }
    let able = people(word, campaign, waitingFor: event.path)
    // What is recorded of anybody may be sent of anybody.
    return (able.isEmpty && event.otherwise == .handled ? people(word, campaign) : able) + ["all"]
  }

  /// The console's own dot words, but for those that this session has no use for.
  private var dotsHere: [String] {
    Console.dots.filter { dot in
      switch dot {
      case ".undo", ".differences": sandbox != nil
      case ".save": sandbox == nil
      case ".clock": engine.clock.virtual != nil
      default: true
      }
    }
  }

  private func sectionsHere(_ campaign: Int64) -> [String] {
    let sections = (try? WorkRoom(engine, campaign: campaign, only: []).sections()) ?? []
    return sections.filter(\.isThere).map { $0.name.lowercased() }
  }

  private func roleNames() -> [String] {
    let definitions = ((try? engine.store.campaigns()) ?? []).compactMap { try? engine.definition($0.definition) }
    return definitions.flatMap { $0.workflow.roles.map(\.name) }.unique
  }

  /// What follows the console's own words; `nil` for another line.
  private func ownWords(
    after before: String, _ word: String, _ campaign: Int64, _ definition: Definition
  ) -> [String]? {
    let lower = before.lowercased()
    if lower == "why" || lower.hasPrefix("why ") { return questions(after: before, word, campaign, definition) }
    let phrases = ["explain": "owed", "tax": "form", "paypal": "account"]
    if let next = phrases[lower] { return [next] }
    if phrases.contains(where: { lower == "\($0) \($1)" }) { return people(word, campaign) }
    if let words = directoryWords(after: before, word, campaign) { return words }
    switch lower {
    case "show", "possible", "forget", "undo": return people(word, campaign)
    case "next": return ["all"] + roleNames()
    case "view", "delete view": return ((try? engine.store.views()) ?? []).map(\.name)
    case "save", "delete": return ["view"]
    case "set":
      return definition.workflow.campaign.filter { !$0.isHidden }.map(\.name)
    default: break
    }
    if lower.hasPrefix("set "), !lower.contains(" to") { return ["to"] }
    return tableWords(after: before, word, campaign, definition.workflow)
  }

  /// How a question goes on: `not` and names, then what could be missing, an event or a stage.
  private func questions(
    after before: String, _ word: String, _ campaign: Int64, _ definition: Definition
  ) -> [String] {
    let workflow = definition.workflow
    let typed = workflow.events.compactMap(\.typed)
    let asked = before.split(separator: " ").map(String.init)
    guard asked.count > 1 else { return ["not"] + people(word, campaign) }
    guard asked[1] == "not" else { return [] }
    let firsts = Set(typed.map { String($0.split(separator: " ")[0]) }).sorted()
    if asked.count == 2 { return (lastPerson == nil ? [] : firsts) + people(word, campaign) }
    let rest = asked.dropFirst(3).joined(separator: " ")
    if rest.isEmpty { return firsts + workflow.stages.dropFirst().map(\.name) }
    return typed.filter { $0.hasPrefix(rest + " ") }.map {
      String($0.dropFirst(rest.count + 1).split(separator: " ")[0])
    }
  }

  // MARK: What is possible

  /// The states that the participations of a campaign are in: of each place one participation, which speaks for all of it.
  private func places(_ campaign: Int64) -> [(row: ParticipationRow, definition: Definition)] {
    let points = (try? Standpoints(engine, campaign: campaign).points) ?? []
    return points.prefix(200).compactMap { point in
      guard let row = (try? engine.longest(in: [point.place.id], of: campaign, limit: 1))?.first else { return nil }
      return (row, point.definition)
    }
  }

  /// The words of events that some role of this session may send and that somebody in the campaign waits for, and of those
  /// that are recorded whether or not somebody waits.
  private func possibleEvents(_ campaign: Int64) -> [String] {
    places(campaign).flatMap { row, definition in
      let workflow = definition.workflow
      let awaited = Set(definition.machine.awaitedEvents(row.state.span))
      return workflow.events.indices.filter { index in
        let event = workflow.events[index]
        guard awaited.contains(index) || event.otherwise == .handled else { return false }
        return event.senders == 0
          || workflow.roles.indices.contains {
            event.senders & 1 << UInt64($0) != 0 && roles.contains(workflow.roles[$0].name)
          }
      }.compactMap { workflow.events[$0].typed }
    }.unique
  }

  private static let peopleListed = 50
  private static let peopleLookedAt: Int64 = 100

  /// Emails of those whose email or handle begins with a word, which tells them apart for certain; only of those for whom an
  /// event is possible, where one is named. Before the first letter those who have waited longest.
  func people(_ word: String, _ campaign: Int64, waitingFor path: String? = nil) -> [String] {
    let here = places(campaign)
    let able = here.filter { row, definition in
      guard let path else { return true }
      guard let event = definition.workflow.events.firstIndex(where: { $0.path == path }) else { return false }
      return definition.machine.awaitedEvents(row.state.span).contains(event)
    }
    let ids = Set(able.compactMap(\.row.place))
    let rows = (try? engine.longest(in: ids.sorted(), of: campaign, limit: Console.peopleLookedAt + 1)) ?? []
    if word.isEmpty { return Array(named(rows.prefix(Console.peopleListed), word)) }
    if rows.count <= Console.peopleLookedAt {
      return Array(named(rows[...], word).sorted().prefix(Console.peopleListed))
    }
    // There are too many to look at each, but few names begin so.
    var found: [String] = []
    let known = (try? engine.store.influencers(beginning: word, atMost: Console.peopleLookedAt)) ?? []
    for (influencer, name) in known where found.count < Console.peopleListed {
      guard let row = try? engine.participation(of: influencer, in: campaign) else { continue }
      if path == nil || row.place.map(ids.contains) ?? false { found.append(name) }
    }
    return found
  }

  private func named(_ rows: ArraySlice<ParticipationRow>, _ word: String) -> [String] {
    rows.compactMap { row in (try? engine.store.influencer(row.influencer))?.ownName(word) }
  }
}

extension InfluencerRecord {
  /// What nobody else is called and begins with a word; `nil` if nothing does.
  fileprivate func ownName(_ word: String) -> String? {
    ([email].compactMap { $0 } + accounts.map(\.handle)).first { $0.hasPrefix(word.lowercased()) }
  }
}
