import WorkroomEngine
import WorkroomMachine
import WorkroomLanguage
import WorkroomStore

/// What can be typed next: only what is possible now.
extension Console {
  package func completions(_ line: String, _ cursor: Int) -> [Completion] {
    let start = Completion.wordStart(in: line, cursor: cursor)
    let before = String(decoding: Array(line.utf8.prefix(start)), as: UTF8.self).trimmedOfSpaces
    let word = String(decoding: Array(line.utf8.prefix(cursor).dropFirst(start)), as: UTF8.self)
    return candidates(after: before).filter { $0.lowercased().hasPrefix(word.lowercased()) }.prefix(200).map {
      Completion(start: start, text: $0)
    }
  }

  private func candidates(after before: String) -> [String] {
    guard let campaign else {
      let names = (try? engine.store.campaigns().map(\.name)) ?? []
      return before.isEmpty ? ["campaigns"] + Console.dots + names : []
    }
    guard let definition = try? engine.definition(engine.campaign(campaign).row.definition) else { return [] }
    let typed = definition.workflow.events.compactMap(\.typed)
    if before.isEmpty {
      let sections = definition.workflow.sections.map { $0.lowercased() }
      return sections + Set(typed.map { String($0.split(separator: " ")[0]) }).sorted() + [
        "show", "possible", "why", "explain", "conversions", "batches", "accounts", "tax", "paypal", "details",
        "messages", "set", "add", "forget", "up", "campaigns",
      ] + Console.dots
    }
    let longer = typed.filter { $0.hasPrefix(before + " ") }.map {
      String($0.dropFirst(before.count + 1).split(separator: " ")[0])
    }
    if !longer.isEmpty { return longer }
    if before == "why" || before.hasPrefix("why ") { return questions(after: before, campaign, definition) }
    let phrases = ["explain": "owed", "tax": "form", "paypal": "account"]
    if let next = phrases[before] { return [next] }
    if phrases.contains(where: { before == "\($0) \($1)" }) { return names(campaign) { _ in true } }
    if before == "show" || before == "possible" || before == "forget" { return names(campaign) { _ in true } }
    guard let event = definition.workflow.events.first(where: { $0.typed == before }) else {
      return definition.workflow.events.filter { before.hasPrefix(($0.typed ?? "\n") + " ") }.flatMap {
        $0.payload.map(\.name)
      }
    }
    return names(campaign) { row in
      guard let own = try? engine.definition(row.definition) else { return false }
      return own.machine.awaitedEvents(row.state.span).contains { own.workflow.events[$0].path == event.path }
    } + ["all"]
  }

  /// How a question goes on: `not` and names, then what could be missing, an event or a stage.
  private func questions(after before: String, _ campaign: Int64, _ definition: Definition) -> [String] {
    let workflow = definition.workflow
    let typed = workflow.events.compactMap(\.typed)
    let asked = before.split(separator: " ").map(String.init)
    guard asked.count > 1 else { return ["not"] + names(campaign) { _ in true } }
    guard asked[1] == "not" else { return [] }
    let firsts = Set(typed.map { String($0.split(separator: " ")[0]) }).sorted()
    if asked.count == 2 { return (lastPerson == nil ? [] : firsts) + names(campaign) { _ in true } }
    let rest = asked.dropFirst(3).joined(separator: " ")
    if rest.isEmpty { return firsts + workflow.stages.dropFirst().map(\.name) }
    return typed.filter { $0.hasPrefix(rest + " ") }.map {
      String($0.dropFirst(rest.count + 1).split(separator: " ")[0])
    }
  }

  /// Emails of those for whom something holds: what tells them apart for certain.
  private func names(_ campaign: Int64, _ holds: (ParticipationRow) -> Bool) -> [String] {
    let rows = (try? engine.newestRounds(of: campaign)) ?? []
    return rows.filter(holds).prefix(500).compactMap { row in
      guard let record = try? engine.store.influencer(row.influencer) else { return nil }
      return record.email ?? record.accounts.first?.handle
    }
  }
}
