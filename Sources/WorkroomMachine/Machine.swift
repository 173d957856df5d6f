package import WorkroomLanguage
package import WorkroomValues

/// A compiled workflow: immutable tables, the same for every participation.
///
/// Stages are numbered in the order of the text, outer before inner, so that everything inside a stage is the range
/// `stage..<end`. A participation's state is `layout.stride` 64-bit words; nothing else about it is kept anywhere.
package struct Machine: Sendable {
  package let workflow: CheckedWorkflow
  package let layout: StateLayout
  /// What the definition means, whatever its spelling, comments and layout.
  package let digest: Digest

  // Stages.
  let stageEnd: [Int32]
  let stageParent: [Int32]
  /// Work that entering or leaving a stage makes; -1 where there is none.
  let enterCode: [Int32]
  let leaveCode: [Int32]
  /// A bit a stage, in words: what has no stages inside, and what leaving has to look at.
  let atomic: [UInt64]
  let hasLeaveWork: [UInt64]
  let rootFinals: [UInt64]
  let timerRange: [Range<Int32>]
  let reactionRange: [Range<Int32>]
  let waitRange: [Range<Int32>]
  /// Tracks with a condition, for when the campaign changes.
  let conditionalTracks: [ConditionalTrack]

  // Dispatch: for each event, the stages that have a line for it.
  let eventTransitions: [UInt64]
  let eventReactions: [UInt64]
  let rows: RowTable
  let candidates: [Candidate]
  /// The stages that have `once` lines; their rows stand behind those of the events.
  let onceTransitions: [UInt64]
  let onceReactions: [UInt64]
  let entries: [EntryStep]
  let startEntry: Range<Int32>

  // Time and pools.
  let timers: [TimerRule]
  let assigns: [AssignSite]
  /// The event that an assignment of each kind raises; -1 where no rule waits for it.
  let assignedEvents: [Int32]
  let campaignChanged: Int32

  // Bytecode.
  let code: [Instruction]
  let constants: [Int64]
  let raises: [RaisePlan]

  // Events.
  package let senders: [UInt64]
  package let personRoles: UInt64
  let defaults: [CheckedEvent.Otherwise]

  /// Row key for `once` lines of a stage.
  var onceEvent: Int { defaults.count }
}

/// Where the words of a state are.
package struct StateLayout: Sendable, Equatable {
  /// Words for one bit a stage.
  package var stageWords: Int
  /// First word of the bits that remember which `once` reactions have run in this stay.
  package var onceStart: Int
  /// First word of the bits that remember which assignments wait in line.
  package var waitStart: Int
  /// The word with one bit a record field that is set; -1 where no field is optional.
  package var recordMask: Int
  package var recordStart: Int
  package var timerStart: Int
  package var countStart: Int
  /// Words of one participation.
  package var stride: Int

  package static let headerWord = 0
  package static let activeStart = 1
  static let startedBit: Int64 = 1
  static let finishedBit: Int64 = 2
  static let heldShift: Int64 = 8
}

/// One rule as it is tried: who, when, and where it leads.
struct Candidate: Sendable {
  enum Outcome: UInt8, Sendable { case reaction, goTo, stay, restart, ignore, refuse }
  var roles: UInt64
  var condition: Int32
  var action: Int32
  var source: Int32
  /// Stages left: those active in this range.
  var exitLow: Int32
  var exitHigh: Int32
  var entryStart: Int32
  var entryEnd: Int32
  /// Index of the checked rule.
  var rule: Int32
  /// Bit of a `once` reaction among those that run once a stay; -1 for others.
  var onceBit: Int32
  var outcome: Outcome
  var otherwise: Bool
  /// Whether leaving and entering is nothing but two masks on a single word.
  var isSimple: Bool
  var exitMask: UInt64
  var entryMask: UInt64
}

/// One stage to enter; `skip` is where to go on if its condition is false.
struct EntryStep: Sendable {
  var stage: Int32
  var condition: Int32
  var skip: Int32
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
}

struct AssignSite: Sendable {
  struct Item: Sendable {
    var kind: Int32
    /// Storage and index of the field that holds the group.
    var storage: Storage
    var field: Int32
    /// Code for the rate; -1 where none is said.
    var rate: Int32
  }
  var items: [Item]
  var waits: Bool
  var tells: Bool
  var waitIndex: Int32
  var stage: Int32
  var rule: Int32
}

struct RaisePlan: Sendable {
  var event: Int32
  var fieldCount: Int32
  /// Payload fields in the order in which their values are pushed.
  var fields: [Int32]
}

/// The candidates of each (stage, event), found by open addressing.
struct RowTable: Sendable {
  struct Row: Sendable {
    var key: UInt64
    var transitions: Range<Int32>
    var reactions: Range<Int32>
  }
  var rows: [Row]
  var mask: Int

  static let empty = UInt64.max

  init(_ entries: [Row]) {
    var size = 16
    while size < entries.count * 2 { size *= 2 }
    rows = Array(repeating: Row(key: RowTable.empty, transitions: 0..<0, reactions: 0..<0), count: size)
    mask = size - 1
    for entry in entries {
      var slot = RowTable.hash(entry.key) & mask
      while rows[slot].key != RowTable.empty { slot = (slot + 1) & mask }
      rows[slot] = entry
    }
  }

  @inline(__always)
  static func hash(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) }

  @inline(__always)
  func find(_ key: UInt64) -> Int {
    var slot = RowTable.hash(key) & mask
    while rows[slot].key != key {
      if rows[slot].key == RowTable.empty { return -1 }
      slot = (slot &+ 1) & mask
    }
    return slot
  }
}

/// One operation of conditions and actions.
struct Instruction: Sendable {
  enum Operation: UInt8, Sendable {
    case end
    // Values.
    case constant, field, windowStart, windowEnd, add, subtract, share, shiftDate, shiftDateBySpan
    // Tests.
    case compare, fieldAgainstConstant, isSet, isOpen, isHeld, anyActive, isActive, contains, not
    case jumpIfFalse, jumpIfTrue
    // Actions.
    case setField, setFieldIfSet, addField, subtractField, clearField, raise, assign, release, disable
    case email, contract, tell, note, createOrder, cancelOrder, owe, voidReason, voidSubject, paid, unpaid
    case discard
  }
  var operation: Operation
  var a: UInt8 = 0
  var b: UInt16 = 0
  var c: Int32 = 0
}
