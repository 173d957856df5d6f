package import WorkroomValues

/// Something that happened in a campaign, as one line of a file tells it.
package struct InboxEvent: Hashable, Sendable {
  /// Chosen by the sender; the same key is the same event.
  package let key: String
  package let campaign: String
  /// `nil` where the event concerns the whole campaign.
  package let influencer: String?
  package let event: String
  package let at: Instant
  /// Who did it, where the sender says so.
  package let by: String?
  package let payload: [JSONMember]
  package let line: Int
}

/// A line that was left out, and why.
package struct LineReject: Hashable, Sendable {
  package let line: Int
  package let reason: String
  /// The line as it was read; of one over the limit, its beginning.
  package let text: String

  package init(line: Int, reason: String, text: String) {
    self.line = line
    self.reason = reason
    self.text = text
  }
}

/// Reads one line such as
/// `{"key":"k1","campaign":"spring","influencer":"mia","event":"accept","at":"2026-03-01T09:00:00Z","payload":{}}`.
///
/// A member that is not known is an error: a misspelt one would otherwise be lost without a word.
package enum InboxLine {
  package static let members = ["key", "campaign", "influencer", "event", "at", "by", "payload"]
  package static let nameBytesMax = 255

  /// The event on a line, or the reason why there is none.
  static func read(_ bytes: [UInt8], line: Int) throws(Refusal) -> InboxEvent {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.parse(bytes)
    } catch {
      throw Refusal(error.description)
    }
    guard case .object(let found) = value else {
      throw Refusal(
        "the line is \(value.kind), not an object; write `{\"key\": ..., \"campaign\": ..., ...}`")
    }
    try checkNames(found)
    return InboxEvent(
      key: try name("key", value), campaign: try name("campaign", value),
      influencer: try optionalName("influencer", value), event: try name("event", value), at: try at(value),
      by: try optionalName("by", value), payload: try payload(value), line: line)
  }

  private static func checkNames(_ found: [JSONMember]) throws(Refusal) {
    for member in found where !members.contains(member.name) {
      let help = NearName.nearest(to: member.name, in: members).map { "write `\($0)`" }
      throw Refusal(
        "no member is called \(member.name.ticked); \(help ?? "what belongs to the event goes into `payload`")"
      )
    }
  }

  private static func name(_ member: String, _ value: JSONValue) throws(Refusal) -> String {
    guard let text = try optionalName(member, value) else {
      throw Refusal("the member `\(member)` is missing; add `\"\(member)\": \"...\"`")
    }
    return text
  }

  /// A text of 1 to 255 bytes; `null` counts as left out.
  private static func optionalName(_ member: String, _ value: JSONValue) throws(Refusal) -> String? {
    guard let found = value[member], found != .null else { return nil }
    guard let text = found.string else {
      throw Refusal("`\(member)` is \(found.kind), not a text; put it in quotes")
    }
    guard !text.trimmed.isEmpty, text.utf8.count <= nameBytesMax else {
      throw Refusal(
        "`\(member)` is \(text.utf8.count > nameBytesMax ? "longer than \(nameBytesMax) bytes" : "empty"); "
          + "write 1 to \(nameBytesMax) bytes")
    }
    guard text.unicodeScalars.allSatisfy({ !$0.isHidden }) else {
      throw Refusal("`\(member)` is \(text.ticked), which holds a character that cannot be seen; remove it")
    }
    return text
  }

  private static func at(_ value: JSONValue) throws(Refusal) -> Instant {
    let text = try name("at", value)
    guard let instant = Instant(text) else {
      throw Refusal(
        "\(text.ticked) in `at` is not a time with its zone; write it as `2026-03-01T09:00:00Z`")
    }
    return instant
  }

  private static func payload(_ value: JSONValue) throws(Refusal) -> [JSONMember] {
    switch value["payload"] {
    case nil, .null: return []
    case .object(let members): return members
    case .some(let other):
      throw Refusal("`payload` is \(other.kind), not an object; write it as `{\"name\": value}`")
    }
  }
}
