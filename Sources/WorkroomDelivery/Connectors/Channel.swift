import WorkroomMachine

/// The kinds of effect that leave the database; an operator says for each where it goes.
package enum Channel: Int64, CaseIterable, Sendable {
  case email = 0, contract, tell, order

  /// As operators name it.
  package var name: String { "\(self)" }

  package init?(named name: String) {
    guard let found = Channel.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Whether it goes to the influencer, so that nothing is left to send once they are forgotten.
  package var isToInfluencer: Bool { self != .tell }

  /// Whether it is a mail of the designer's own words, by a template.
  var hasTemplate: Bool { self == .email || self == .contract }

  /// The effects of each channel, by their numbers in the outbox. Notes are kept and go nowhere.
  package static let kinds: [(kind: Int64, channel: Int64)] = [
    (.email, .email), (.contract, .contract), (.tell, .tell), (.poolEmpty, .tell), (.createOrder, .order),
    (.cancelOrder, .order),
  ].map { (kind: Effect.Kind, channel: Channel) in (Int64(kind.rawValue), channel.rawValue) }
}
