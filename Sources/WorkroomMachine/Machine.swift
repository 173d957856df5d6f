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
  /// A bit a stage, in words: what has no stages inside, what holds only tracks that may not be called for, and what
  /// leaving has to look at.
  let atomic: [UInt64]
  let mayBeEmpty: [UInt64]
  let hasLeaveWork: [UInt64]
  let rootFinals: [UInt64]
  let timerRange: [Range<Int32>]
  let reactionRange: [Range<Int32>]
  let waitRange: [Range<Int32>]
  /// Tracks with a condition, for when the campaign changes.
  let conditionalTracks: [ConditionalTrack]

  /// At most 64 stages, so that a set of them is one word; the same sets, for the usual events.
  let isSmall: Bool
  let small: SmallMachine
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
  /// The record as a participation begins with it.
  let recordDefaults: [Int64]
  let recordDefaultMask: Int64

  // Time and pools.
  let timers: [TimerRule]
  /// The timers with `at`, whose dates are read anew after every step.
  let dateTimers: [Int32]
  let assigns: [AssignSite]
  let assignItems: [AssignItem]
  /// The event that an assignment of each kind raises, and how many values it carries; -1 where no rule waits for it.
  let assignedEvents: [(event: Int32, payloadCount: Int32)]
  /// Events that tell of values which a step only reads: the campaign's details, the influencer's attributes.
  let campaignChanged: Int32
  let influencerChanged: Int32

  // Bytecode.
  let code: [Instruction]
  let constants: [Int64]

  /// The places of the definition's texts.
  let textIndex: [String: Int]

  // Events.
  let events: [EventRow]
  package let senders: [UInt64]
  package let personRoles: UInt64
  let defaults: [CheckedEvent.Otherwise]

  /// Row key for `once` lines of a stage.
  var onceEvent: Int { defaults.count }
}

/// Sets of stages that fit one word; empty in machines of more than 64.
struct SmallMachine: Sendable {
  var hasOnce: UInt64 = 0
  var hasOnceReactions: UInt64 = 0
  var hasLeaveWork: UInt64 = 0
  var rootFinals: UInt64 = 0
}

/// What is looked up for every event that comes in; the two sets are empty in machines of more than 64 stages.
struct EventRow: Sendable {
  var transitions: UInt64
  var reactions: UInt64
  var senders: UInt64
  /// It tells that values have changed which a step only reads.
  var changesView: Bool
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
  static let heldMask: Int64 = (1 << Int64(CheckedWorkflow.kindsMax) - 1) << heldShift
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
  /// The checked rule and the stage that holds it.
  var rule: Int32
  var source: Int32
  /// Stages left: those active in this range.
  var exitLow: Int32 = 0
  var exitHigh: Int32 = 0
  /// For a refusal, `entryStart` is the index of its words.
  var entryStart: Int32 = 0
  var entryEnd: Int32 = 0
  /// Index of a `once` reaction among those that run once a stay; -1 for others.
  var onceBit: Int32 = -1
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
  /// Its items in `assignItems`.
  var items: Range<Int32>
  var waits: Bool
  var tells: Bool
  var waitIndex: Int32
  var rule: Int32
}

struct AssignItem: Sendable {
  var kind: Int32
  /// Storage and index of the field that holds the group.
  var storage: Storage
  var field: Int32
  /// Code for the rate; -1 where none is said.
  var rate: Int32
}

/// The lines of each (stage, event).
///
/// Small machines have a cell for every pair. In large ones almost all of these would be empty, so the pairs with lines
/// are found by open addressing.
struct RowTable: Sendable {
  struct Row: Sendable {
    var stage: Int32
    var event: Int32
    var transitions: Range<Int32>
    var reactions: Range<Int32>
  }
  /// The first row is empty: what is not found has no lines.
  let rows: [Row]
  /// Numbers of rows, by stage and event.
  let cells: [UInt16]
  let columns: Int
  /// Numbers of rows, by their hash; 0 is free.
  let slots: [Int32]
  let mask: Int

  static let cellsMax = 65_535

  init(_ entries: [Row], stages: Int, events: Int) {
    rows = [Row(stage: -1, event: -1, transitions: 0..<0, reactions: 0..<0)] + entries
    columns = events
    var cells: [UInt16] = []
    var slots: [Int32] = []
    if stages * events <= RowTable.cellsMax {
      cells = Array(repeating: 0, count: stages * events)
      for (place, row) in entries.enumerated() { cells[Int(row.stage) * events + Int(row.event)] = UInt16(place + 1) }
    } else {
      var size = 16
      while size < entries.count * 2 { size *= 2 }
      slots = Array(repeating: 0, count: size)
      for (place, row) in entries.enumerated() {
        var slot = RowTable.hash(Int(row.stage), Int(row.event)) & (size - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Int32(place + 1)
      }
    }
    self.cells = cells
    self.slots = slots
    mask = slots.count - 1
  }

  private static func hash(_ stage: Int, _ event: Int) -> Int {
    let key = UInt64(truncatingIfNeeded: stage) << 32 | UInt64(truncatingIfNeeded: event)
    return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  @inline(__always)
  func find(_ stage: Int, _ event: Int) -> Int {
    cells.isEmpty ? search(stage, event) : Int(cells[stage &* columns &+ event])
  }

  private func search(_ stage: Int, _ event: Int) -> Int {
    var slot = RowTable.hash(stage, event) & mask
    while slots[slot] != 0 {
      let row = Int(slots[slot])
      if Int(rows[row].stage) == stage, Int(rows[row].event) == event { return row }
      slot = (slot + 1) & mask
    }
    return 0
  }
}

/// One operation of conditions and actions: 8 bytes.
struct Instruction: Sendable {
  enum Operation: UInt8, Sendable {
    case end
    // Values.
    case constant, field, windowStart, windowEnd, add, subtract, share, shiftDate, shiftDateBySpan
    // Tests.
    case compare, fieldAgainstConstant, areDone, isSet, isOpen, isHeld, anyActive, isActive, contains, not
    case jumpIfFalse, jumpIfTrue
    // Actions. `copyField` is a `set` from another field, which changes nothing where that is not set.
    case copyField, setField, addField, subtractField, clearField, raise, carry, assign, release, disable
    case email, contract, tell, note, createOrder, cancelOrder, owe, voidReason, voidSubject, paid, unpaid
    case discard
    /// The rule that the following actions belong to.
    case ofRule
  }
  var operation: Operation
  var a: UInt8 = 0
  var b: UInt16 = 0
  var c: Int32 = 0

  /// In `a`: the whole condition, or the whole of an action, is this one instruction.
  static let alone: UInt8 = 0x80
  /// In `a` of a copy: the field it reads may not be set.
  static let mayBeUnset: UInt8 = 0x40
  /// In `a` of an action with words: they are the constant in `c`, not on the stack.
  static let constantWords: UInt8 = 1
}
