import WorkroomLanguage

/// Where the words of a state are.
package struct StateLayout: Sendable, Equatable {
  /// Words for one bit a stage.
  package var stageWords: Int
  /// First word of the bits that remember which `once` reactions have run in this stay.
  package var onceStart: Int
  /// First word of the bits that remember which assignments wait in line.
  package var waitStart: Int
  /// The first word with one bit a record slot that is set; -1 where no field is optional.
  package var recordMask: Int
  /// The record's fields, and behind them those of every item.
  package var recordStart: Int
  package var timerStart: Int
  package var countStart: Int
  /// One word for each campaign field that parts are set aside of.
  package var earmarkStart: Int
  /// What stages remember for `resume`, and the time that was left of their timers.
  package var memoryStart: Int
  package var savedStart: Int
  /// Words of one participation.
  package var stride: Int

  package static let headerWord = 0
  package static let activeStart = 1
  static let startedBit: Int64 = 1
  static let finishedBit: Int64 = 2
  static let heldShift: Int64 = 8
  static let heldBits: Int64 = (1 << Int64(CheckedWorkflow.kindsMax) - 1) << heldShift
}

/// One rule as it is tried: who, when, and where it leads.
struct Candidate: Sendable {
  enum Outcome: UInt8, Sendable { case reaction, goTo, stay, restart, ignore, refuse }
  var roles: UInt64
  var condition: Int32
  var action: Int32
  /// In machines of at most 64 stages: what is left if it is active, and what is entered.
  var exitMask: UInt64 = 0
  var entryMask: UInt64 = 0
  var outcome: Outcome
  var otherwise: Bool
  /// Entering is nothing but `entryMask`: no line, timer or condition has to be looked at.
  var isPlain = false
  /// Neither its condition nor its actions can fail, and they raise nothing.
  var isQuiet = false
  /// The checked rule and the node that holds it.
  var rule: Int32
  var source: Int32
  /// What it leaves and enters, in `moves`; almost always one.
  var moves: Range<Int32> = 0..<0
  /// For a refusal, the index of its words.
  var words: Int32 = -1
  /// Index of a `once` reaction among those that run once a stay; -1 for others.
  var onceBit: Int32 = -1
}

/// One part of a transition: what it leaves and what it enters instead.
struct Move: Sendable {
  /// Nodes left: those active in this range.
  var exitLow: Int32
  var exitHigh: Int32
  var entryStart: Int32
  var entryEnd: Int32
  var candidate: Int32
}

/// One node to enter; `skip` is where to go on if its condition is false.
struct EntryStep: Sendable {
  /// -1 where the condition is for the steps behind it.
  var stage: Int32
  var condition: Int32
  var skip: Int32
  /// Its timers go on with the time that was left.
  var resumes = false
}

struct ConditionalTrack: Sendable {
  var track: Int32
  var parent: Int32
  var entry: Range<Int32>
}

struct TimerRule: Sendable {
  enum Kind: UInt8, Sendable { case after, at, every }
  var kind: Kind
  var stage: Int32
  /// Code that leaves the length or the date on the stack.
  var operand: Int32
  /// Whether the operand is a span of the calendar.
  var isSpan: Bool
  /// Most times an `every` fires in one stay; 0 for no bound.
  var times: Int32
  /// Word that counts how often it has fired, relative to `countStart`.
  var countIndex: Int32
  var candidate: Int32
  /// Code that asks whether every value that the operand reads is set; -1 where the operand itself shows it.
  var isKnown: Int32 = -1
  /// Word that keeps the time that was left, relative to `savedStart`, with the count behind it; -1 for none.
  var savedIndex: Int32 = -1
}

struct AssignSite: Sendable {
  /// Its items in `assignItems`.
  var items: Range<Int32>
  var waits: Bool
  var tells: Bool
  var waitIndex: Int32
  var rule: Int32
  /// The checked action, and the item that it is for or -1.
  var action: Int32
  var item: Int32
}

struct AssignItem: Sendable {
  var kind: Int32
  /// Storage and index of the field that holds the group.
  var storage: Storage
  var field: Int32
  /// Code for the rate; -1 where none is said.
  var rate: Int32
}

/// An `each`: where its items stand, side by side in nodes and in the record.
struct EachRow: Sendable {
  /// The checked stage.
  var stage: Int32
  /// The node around the items.
  var parent: Int32
  var firstNode: Int32
  /// Nodes of one item.
  var size: Int32
  var most: Int32
  var firstSlot: Int32
  /// Fields of one item.
  var fields: Int32
  /// Where the constants hold, for each field, whether an item begins with it set, and to what.
  var defaults: Int32
  var firstEntry: Int32
  /// Payload values of the events that add and take away; -1 where there is none.
  var addedName: Int32 = -1
  var addedDue: Int32 = -1
  var waivedName: Int32 = -1

  @inline(__always)
  func node(_ place: Int) -> Int { Int(firstNode) &+ place &* Int(size) }

  @inline(__always)
  func slot(_ place: Int) -> Int { Int(firstSlot) &+ place &* Int(fields) }
}

/// What one stage remembers: the active nodes of a range, as they were when it was last left.
struct MemorySlot: Sendable {
  /// The node that is remembered whenever it is left; or the one that, on being entered, remembers what was active in the
  /// stage around it.
  var node: Int32
  var isHold: Bool
  var low: Int32
  var high: Int32
  /// Its first word, relative to `memoryStart`.
  var word: Int32

  var firstWord: Int { Int(low) >> 6 }
  var wordCount: Int { (Int(high) - 1) >> 6 - Int(low) >> 6 + 1 }

  /// The bits of one of its words that it may remember.
  func mask(_ word: Int, _ end: Int32) -> UInt64 {
    let all = rangeMask(firstWord + word, Int(low), Int(high))
    return isHold ? all & ~rangeMask(firstWord + word, Int(node), Int(end)) : all
  }
}
