package import WorkroomValues

/// A value of a payload as somebody wrote it: `300 USD`, `2`, `yes`, `a text`.
package struct WrittenValue: Sendable, Hashable {
  package var name: String
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// One event, as it arrives from outside.
package struct Command: Sendable {
  /// Where it comes from: keys are unique within a source.
  package enum Source: Int64, Sendable { case inbox = 1, console = 2, importer = 3, library = 4, payouts = 5 }

  package var source: Source
  /// The same key again gets the first answer; empty for an event that nobody will repeat.
  package var key: String
  package var campaign: Int64
  package var influencer: Int64
  package var event: String
  package var role: String
  package var actor: String?
  /// When it is said to have happened; `nil` for now.
  package var at: Instant?
  /// Whether `at` is the first instant of a day on which it happened, and its time is not known.
  package var isDay = false
  /// Whether the payload says all that there is, so that a rate which it leaves out is none.
  package var isWhole = false
  /// Whether whoever sends it was asked what `Reply.question` asks, and agreed.
  package var isAgreed = false
  package var payload: [WrittenValue]

  package init(
    source: Source, key: String = "", campaign: Int64, influencer: Int64, event: String, role: String,
    actor: String? = nil,
    at: Instant? = nil, payload: [WrittenValue] = []
  ) {
    self.source = source
    self.key = key
    self.campaign = campaign
    self.influencer = influencer
    self.event = event
    self.role = role
    self.actor = actor
    self.at = at
    self.payload = payload
  }

  /// A number for what is asked, so that a key that comes again with something else is noticed (FNV-1a, 64 bits).
  var digest: Int64 {
    var hash = TextHash()
    hash.add(event)
    hash.add(role)
    hash.add(campaign)
    hash.add(byte: UInt8(ascii: " "))
    hash.add(influencer)
    hash.endText()
    for value in payload {
      hash.add(value.name)
      hash.add(value.text)
    }
    return Int64(bitPattern: hash.value)
  }
}

/// FNV-1a over texts, each followed by a byte that no text holds.
private struct TextHash {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  mutating func endText() { add(byte: 0xFF) }

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte: byte) }
    endText()
  }

  /// A number as its decimal digits.
  mutating func add(_ number: Int64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var (rest, count) = (number.magnitude, 0)
    repeat {
      digits[count] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
      count += 1
    } while rest > 0
    if number < 0 { add(byte: UInt8(ascii: "-")) }
    while count > 0 {
      count -= 1
      add(byte: digits[count])
    }
  }
}

/// What became of a command.
package struct Reply: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case taken, handled, ignored, refused
    /// The same key was answered before.
    case repeated
    /// It could not be read or does not fit: nothing was written.
    case setAside
  }
  package var outcome: Outcome
  /// The log row; 0 where none was written.
  package var log: Int64 = 0
  /// Why, in words for a person.
  package var reason = ""
  /// The rule that decided, by its line in the definition; 0 for none.
  package var line = 0
  /// What is possible instead.
  package var possible: [String] = []
  /// Whether it was refused for what cannot be reckoned, and not by a line that says so.
  package var isBeyondReckoning = false
  /// Whether it made a sale count of a number that counts in another campaign too.
  package var countsElsewhere = false
  /// Whether something that was recorded is told again, and otherwise than it was recorded; the reason says how.
  package var differs = false
  /// What a person is asked, who can send it again with `Command.isAgreed`: of what is set aside until somebody agrees.
  package var question: String?

  /// Of what was answered before with anything but a refusal.
  package static let takenBefore = "it was taken before"

  package init(_ outcome: Outcome, log: Int64 = 0, reason: String = "", line: Int = 0, possible: [String] = []) {
    self.outcome = outcome
    self.log = log
    self.reason = reason
    self.line = line
    self.possible = possible
  }
}
