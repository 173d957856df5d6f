import WorkroomEngine
import WorkroomLanguage

/// Whose turn it is in a set of stages, and what they can do to bring it forward.
struct Turn {
  /// A role, and the events that it would send.
  var role: String
  var events: [String]

  /// What may always be done and never has to be.
  private static let neverDue: Set<String> = [
    "proposal.deleted", "influencer.withdrew", "influencer.paused", "campaign.changed", "discount.disabled",
    "link.disabled",
  ]

  /// Those on whose move everything waits come first; a manager may do most things for others, and is meant only where
  /// nobody else is.
  private static let usual = ["influencer", "carrier", "network", "manager", "director"]

  /// The turns of some active stages, by the lines that lead on from them.
  static func of(_ stages: [Int], _ workflow: CheckedWorkflow) -> [Turn] {
    let active = Set(stages.filter { $0 > 0 })
    var turns: [Turn] = []
    var seen: Set<Int> = []
    for rule in workflow.rules where active.contains(rule.owner) {
      guard case .event(let index) = rule.trigger, leadsOn(rule) else { continue }
      let event = workflow.events[index]
      guard !neverDue.contains(event.path), seen.insert(index).inserted else { continue }
      for role in roles(of: event, index, active, workflow) {
        if let place = turns.firstIndex(where: { $0.role == role }) {
          turns[place].events.append(event.typed ?? event.path)
        } else {
          turns.append(Turn(role: role, events: [event.typed ?? event.path]))
        }
      }
    }
    return turns
  }

  /// Whether turns are nothing but what may be done for somebody who was asked and has not answered: an answer, or letting them
  /// begin without one.
  static func areUnanswered(_ turns: [Turn], _ workflow: CheckedWorkflow) -> Bool {
    func typed(_ path: String) -> String? { workflow.events.first { $0.path == path }.map { $0.typed ?? $0.path } }
    guard let activate = typed("influencer.activated") else { return false }
    let events = Set(turns.flatMap(\.events))
    return events.contains(activate) && events.isSubset(of: [activate, typed("proposal.submitted") ?? activate])
  }

  private static func leadsOn(_ rule: CheckedRule) -> Bool {
    switch rule.outcome {
    case .goTo, .restart, .resume, .stay: true
    case .ignore, .refuse, nil: false
    }
  }

  /// Who is expected to send an event: whoever is usually first, and everybody to whom a line of these stages is kept.
  private static func roles(
    of event: CheckedEvent, _ index: Int, _ active: Set<Int>, _ workflow: CheckedWorkflow
  ) -> [String] {
    let all = workflow.roles.indices.filter { event.senders == 0 || event.senders & 1 << UInt64($0) != 0 }
    let names = all.map { workflow.roles[$0].name }
    guard let first = usual.first(where: names.contains) ?? names.first(where: { $0 != "system" }) else { return [] }
    var found = [first]
    for rule in workflow.rules where active.contains(rule.owner) && rule.roles != 0 && leadsOn(rule) {
      guard case .event(index) = rule.trigger else { continue }
      for role in all where rule.roles & 1 << UInt64(role) != 0 && !found.contains(workflow.roles[role].name) {
        found.append(workflow.roles[role].name)
      }
    }
    return found
  }
}
