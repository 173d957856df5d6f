/// What a line holds and what a habit needs, each as a bit, so that most habits are ruled out without being compared.
///
/// Two words may share a bit: a line that has all bits which a habit needs may still be another, never the other way round.
struct ReadingMarks {
  private var bits: UInt128 = 0

  private static let kinds = 12

  /// A kind of word or of sign.
  enum Kind: Int { case text, number, percent, date, clock, event, dotted, noun, action, head, sign }

  mutating func insert(_ kind: Kind) { bits |= 1 << kind.rawValue }

  /// A word, its capitals made small.
  mutating func insert(_ word: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word.utf8 { hash = (hash ^ UInt64(byte &- 65 < 26 ? byte | 32 : byte)) &* 0x100_0000_01B3 }
    let places = UInt64(128 - ReadingMarks.kinds)
    bits |= 1 << (ReadingMarks.kinds + Int((hash ^ hash >> 32) % places))
  }

  /// Whether any of some marks is among these.
  func holds(anyOf other: ReadingMarks) -> Bool { bits & other.bits != 0 }
}

extension Reading {
  /// What a line has to hold so that an element of a habit can be found in it; `nil` where it may be anything.
  static func need(_ part: Part) -> ReadingMarks? {
    var marks = ReadingMarks()
    switch part {
    case .words(_, isOptional: true): return nil
    case .words(let words, isOptional: false): for word in words { marks.insert(word) }
    case .place(let place):
      guard let kind = kind(place) else { return nil }
      marks.insert(kind)
    }
    return marks
  }

  private static func kind(_ place: Place) -> ReadingMarks.Kind? {
    switch place {
    case .text, .quoted, .slug: .text
    case .number, .money: .number
    case .percent: .percent
    case .date: .date
    case .clock: .clock
    case .event: .event
    case .dotted: .dotted
    case .noun: .noun
    case .act, .action: .action
    case .head: .head
    case .sign: .sign
    default: nil
    }
  }
}

extension ReadingLine {
  /// What the line holds.
  var found: ReadingMarks {
    var marks = ReadingMarks()
    for (index, word) in words.enumerated() {
      marks.insert(word)
      switch kinds[index] {
      case .text: marks.insert(.text)
      case .number: marks.insert(.number)
      case .percent: marks.insert(.percent)
      case .date: marks.insert(.date)
      case .time: marks.insert(.clock)
      case .less, .lessOrEqual, .greater, .greaterOrEqual: marks.insert(.sign)
      case .word:
        let meaning = Names.word(Array(word.utf8))
        if meaning.startsAction { marks.insert(.action) }
        if [.on, .once, .after, .at, .every].contains(meaning) { marks.insert(.head) }
        if word.contains(".") { marks.insert(.dotted) }
      default: break
      }
      if events.contains(word) { marks.insert(.event) }
      if nouns.contains(word) { marks.insert(.noun) }
    }
    return marks
  }
}
