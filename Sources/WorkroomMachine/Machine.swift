package import WorkroomLanguage
package import WorkroomValues

/// A compiled workflow: immutable tables, the same for every participation.
///
/// Nodes are the stages as they run: one for every stage, and inside an `each` one for every place that an item may
/// take. They are numbered in the order of the text, outer before inner and place by place, so that everything inside a
/// node is the range `node..<end`. A participation's state is `layout.stride` 64-bit words; nothing else about it is kept
/// anywhere.
package struct Machine: Sendable {
  package let workflow: CheckedWorkflow
  package let layout: StateLayout
  /// What the definition means, whatever its spelling, comments and layout.
  package let digest: Digest

  // Nodes.
  /// The checked stage of each node, the place of the item that it belongs to or -1, and the first node of each stage.
  let stageOfNode: [Int32]
  let itemOfNode: [Int32]
  let firstNode: [Int32]
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
  let eaches: [EachRow]
  /// How each item is entered when it is added, by each and place.
  let itemEntries: [Range<Int32>]
  /// What a migration asks for: nodes with tracks, the first node inside each, what tracks are called for by, and the code
  /// that counts the items of each `each`; -1 for none.
  let holdsTracks: [UInt64]
  let firstInside: [Int32]
  let trackConditions: [Int32]
  let countCodes: [Int32]
  /// The words of `1`, `2`, ...: what items are called that nobody has named.
  let numberWords: [Int64]
  /// What stages remember for `resume`.
  let memories: [MemorySlot]

  /// At most 64 stages, so that a set of them is one word; the same sets, for the usual events.
  let isSmall: Bool
  let small: SmallMachine
  // Dispatch: for each event, the stages that have a line for it.
  let eventTransitions: [UInt64]
  let eventReactions: [UInt64]
  let rows: RowTable
  let candidates: [Candidate]
  let moves: [Move]
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
  /// Campaign fields that parts are set aside of.
  let earmarkFields: [Int32]
  /// Events that tell of values which a step only reads: the campaign's details, the influencer's attributes.
  let campaignChanged: Int32
  let influencerChanged: Int32

  // Bytecode.
  let code: [Instruction]
  let constants: [Int64]
  /// The currencies that amounts name.
  let currencies: [Currency]
  /// The effects' index of the campaign's own currency where the definition names it; -1 where it doesn't.
  let homeCurrency: Int64

  /// The definition's texts, followed by the names of items that it does not hold; and their places.
  let texts: [String]
  let textIndex: [String: Int]

  // Events.
  let events: [EventRow]
  /// The payload value that is named like the event's noun, for what is owed; -1 where there is none.
  let subjects: [Int32]
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
  /// Those of `hasOnce` where what follows from these lines may fail, or may go on for ever.
  var hasUnsureOnce: UInt64 = 0
  var hasLeaveWork: UInt64 = 0
  var rootFinals: UInt64 = 0
}

/// What is looked up for every event that comes in; the two sets are empty in machines of more than 64 stages.
struct EventRow: Sendable {
  var transitions: UInt64
  var reactions: UInt64
  var senders: UInt64
  /// What it does beside its rules; almost always nothing.
  var special: Special
  /// It is well where no rule takes it.
  var isHandled: Bool
  /// The `each` that it adds an item to or takes one from; -1 for none.
  var each: Int32

  struct Special: OptionSet, Sendable {
    let rawValue: UInt8
    /// It tells that values have changed which a step only reads.
    static let changesView = Special(rawValue: 1)
    static let addsItem = Special(rawValue: 2)
    static let waivesItem = Special(rawValue: 4)
    /// Rules read what is owed, so that the event's subject is kept at hand.
    static let notesSubject = Special(rawValue: 8)
    /// It changes a total even where no rule takes it, so that `once` lines are asked.
    static let countsUntaken = Special(rawValue: 16)
  }
}
