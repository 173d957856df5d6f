import Workroom
package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReporting
package import WorkroomStore
import WorkroomValues

/// One participation, and the words for all that belongs to it: stages, rules, events, values, times.
package final class Teller {
  let engine: Engine
  let row: ParticipationRow
  let campaign: CampaignState
  /// What the influencer is called in sentences, and in lines to type.
  let name: String
  let typedName: String
  private var texts: [Int64: DefinitionText] = [:]

  package init(_ engine: Engine, _ row: ParticipationRow, typedName: String? = nil) throws(EngineError) {
    self.engine = engine
    self.row = row
    campaign = try engine.campaign(row.campaign)
    let record: InfluencerRecord?
    do { record = try engine.store.influencer(row.influencer) } catch { throw .store(error) }
    name = record?.shownName ?? "influencer \(row.influencer)"
    let typed = typedName ?? record?.firstName?.lowercased() ?? name
    self.typedName = typed.contains(" ") ? "\"\(typed)\"" : typed
  }

  // MARK: Definitions

  func definition(_ id: Int64? = nil) throws(EngineError) -> Definition {
    try engine.definition(id ?? row.definition)
  }

  func text(_ definition: Definition) -> DefinitionText {
    if let known = texts[definition.id] { return known }
    let text = DefinitionText(definition.workflow, definition.source, vocabulary: definition.vocabulary)
    texts[definition.id] = text
    return text
  }

  func words(_ definition: Definition) -> ValueWords {
    let engine = engine
    return ValueWords(
      definition.workflow, home: campaign.currency,
      text: { word in try? engine.text(word, definition) },
      group: { id in (try? engine.group(id))?.name })
  }

  // MARK: Words

  func time(_ milliseconds: Int64) -> String { ValueWords.time(milliseconds, campaign.zone) }

  /// A stage as operators read it, with the stages around it that tell it apart: `Links › Has link`.
  func place(_ place: Snapshot.Place, _ definition: Definition, _ items: [Snapshot.Item] = []) -> String {
    let workflow = definition.workflow
    var parts: [String] = []
    var stage = place.stage
    while stage > 0 {
      if workflow.stages[stage].kind == .each {
        let item = items.first { $0.each == workflow.stages[stage].each && $0.place == place.item }
        let called = item?.record.first.flatMap { $0 }.flatMap { words(definition).text($0) }
        let number = place.item < 0 ? nil : "\(place.item + 1)"
        parts.append([workflow.stages[stage].name, called ?? number].compactMap { $0 }.joined(separator: " "))
      } else {
        parts.append(workflow.stages[stage].title)
      }
      stage = workflow.stages[stage].parent
    }
    // The stage around everything else tells nothing where there are tracks.
    return parts.reversed().suffix(3).joined(separator: " › ")
  }

  /// `spring.workflow:21`, then the rule's own text, indented.
  func lines(of rule: Int, _ definition: Definition) -> [String] {
    let checked = definition.workflow.rules[rule]
    let text = text(definition)
    return [text.place(of: checked)] + text.lines(of: checked).map { "  \($0)" }
  }

  /// `line 21`, or the vocabulary's.
  func line(_ rule: Int, _ definition: Definition) -> String {
    let checked = definition.workflow.rules[rule]
    return checked.isVocabulary ? "line \(checked.line) of the vocabulary" : "line \(checked.line)"
  }

  /// `proposal.submitted with price 300 USD, tasks 2`.
  func event(_ event: Int, _ payload: [Int64], _ definition: Definition) -> String {
    let checked = definition.workflow.events[event]
    let words = words(definition)
    let values = checked.payload.indices.filter { payload[0] >> Int64($0) & 1 == 1 }.map {
      "\(checked.payload[$0].name) \(words.shown(payload[$0 + 1], checked.payload[$0].type))"
    }
    return checked.path + (values.isEmpty ? "" : " with \(values.joined(separator: ", "))")
  }

  /// The names of the roles in a set: `manager or director`.
  func roles(_ bits: UInt64, _ definition: Definition) -> String {
    let roles = definition.workflow.roles
    return roles.indices.filter { bits >> UInt64($0) & 1 == 1 }.map { roles[$0].name }.joined(separator: " or ")
  }

  /// What an operator types for an event.
  func typed(_ event: Int, _ definition: Definition) -> String {
    definition.workflow.events[event].typed ?? definition.workflow.events[event].path
  }

  /// Lines as they may be printed, whatever names and texts hold.
  static func safe(_ lines: [String]) -> [String] { lines.map { Escaped.terminal($0).text } }

  /// How whoever has finished begins again, where the workflow recurs, or where they ended before their time.
  func nextRound(_ workflow: CheckedWorkflow) throws(EngineError) -> [String] {
    guard workflow.isRecurring else {
      guard try engine.endedEarly(row) != nil else { return [] }
      return ["  \(engine.wayBack(try engine.definition(row.definition)))"]
    }
    return ["  the next round begins with `add \(try engine.typedName(row.influencer))`"]
  }
}
