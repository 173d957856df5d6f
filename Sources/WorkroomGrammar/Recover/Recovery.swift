import WorkroomLanguage

/// How well the messages hold when one token of a sound program is dropped, doubled or exchanged.
package struct Recovery: Sendable {
  package private(set) var changes = 0
  /// Changes after which there is still a program, so that nothing has to be said.
  package private(set) var sound = 0
  package private(set) var few = 0
  package private(set) var near = 0
  package private(set) var shown = 0
  /// Changes after which a mistake in another block is still found.
  package private(set) var others = 0
  package private(set) var complaints: [String] = []

  package init() {}

  package mutating func add(_ change: Change) {
    let answer = change.answer
    changes += 1
    if answer.errors == 0, !answer.isSilent { sound += 1 }
    if !answer.isSilent, answer.errors <= Answer.errorsMax { few += 1 }
    if answer.isNear { near += 1 }
    if answer.showsPlace { shown += 1 }
    if Recovery.isOtherBlockChecked(change) { others += 1 }
    if let complaint = answer.complaint { complaints.append(complaint) }
  }

  package static func + (left: Recovery, right: Recovery) -> Recovery {
    var sum = left
    sum.changes += right.changes
    sum.sound += right.sound
    sum.few += right.few
    sum.near += right.near
    sum.shown += right.shown
    sum.others += right.others
    sum.complaints += right.complaints
    return sum
  }

  /// The share of the changes that have one to three errors, the first of which shows the place.
  package var rate: Double { changes == 0 ? 1 : 1 - Double(complaints.count) / Double(changes) }

  /// The rates, a line each.
  package var lines: [String] {
    [
      "\(changes) changes, \(sound) of which leave a program that is sound",
      "\(percent(few)) have at most three errors",
      "\(percent(near)) have the first error within a line of the change, \(percent(shown)) show a place there",
      "\(percent(changes - complaints.count)) have both",
      "\(percent(others)) leave another block checked",
    ]
  }

  private func percent(_ count: Int) -> String {
    let hundredths = changes == 0 ? 10_000 : count * 10_000 / changes
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }

  /// A block behind the last line, with a misspelled event that has to be found whatever stands above it.
  private static let otherBlock = "\nstage other_block\n  on proposal.acepted stay\nend\n"

  private static func isOtherBlockChecked(_ change: Change) -> Bool {
    let bytes = change.source.bytes + Array(otherBlock.utf8)
    let diagnostics = Checker.check(SourceText(name: change.source.name, bytes: bytes)).diagnostics
    return diagnostics.contains { $0.code == .unknownEvent && $0.span.range.lowerBound > change.source.bytes.count }
  }
}
