import WorkroomLanguage
package import WorkroomValues

/// What a step is given beside the state: the event, who sends it and when.
package struct StepInput: Sendable {
  package enum Kind: UInt8, Sendable { case start, event, timer, serve, migrate }
  package var kind: Kind
  /// The event, the timer or the assignment in line; 0 for the other kinds.
  package var index: Int32
  /// The role that sends; -1 for the engine itself.
  package var role: Int32
  /// `occurredAt`, in milliseconds.
  package var now: Int64

  package init(kind: Kind, index: Int32, role: Int32, now: Int64) {
    self.kind = kind
    self.index = index
    self.role = role
    self.now = now
  }
}

/// Values that a step reads and does not own.
///
/// A frame of fields is one word with a bit for each field that is set, followed by a word for each field.
package struct View: Sendable {
  package var campaign: [Int64] = [0]
  package var influencer: [Int64] = [0]
  package var zone = Zone.utc
  /// Items left in each group that a rule may ask, as the store saw them.
  package var pools: [(group: Int64, available: Int64)] = []
  /// The entries of the lists in play: (list, entry) pairs.
  package var lists: [(list: Int64, entry: Int64)] = []
  /// Each of the workflow's totals as it was before the event, and as it is once the event's own rules have run.
  package var totals: [Int64] = []
  package var totalsAfter: [Int64] = []
  /// What is owed before the step, by reason and subject, in the campaign's currency; and what was paid.
  package var owed: [OwedSum] = []
  package var paid: Int64 = 0
  /// What all participations have set aside of each campaign field; empty where none is.
  package var earmarked: [Int64] = []
  /// Instants that an earlier run of the same step resolved; replay reads them instead of the zone.
  package var recorded: [Int64]? = nil

  package init() {}
}

/// An amount that is owed for one reason and one subject.
package struct OwedSum: Sendable, Equatable {
  /// Index into the workflow's texts; -1 for a reason that it does not name.
  package var reason: Int
  /// The word of the payload value that it was owed for; 0 for none.
  package var subject: Int64
  package var amount: Int64

  package init(reason: Int, subject: Int64, amount: Int64) {
    self.reason = reason
    self.subject = subject
    self.amount = amount
  }
}

/// Something that a step wants done; the façade writes it down in the same transaction.
package struct Effect: Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    case email = 1, contract, tell, note, createOrder, cancelOrder
    /// Takes an item: kind, group, rate in millionths of a per cent or -1.
    case claim
    case release, disable
    /// Owes: amount in minor units, packed currency or 0 for the campaign's, reason.
    case owe
    case voidReason, voidSubject
    case paid
    /// Nothing was left and nobody said what to do: kind, group.
    case poolEmpty
    /// Waits in line: kind, group, assignment.
    case wait
    /// Sets aside more or less of a campaign field: the field, the difference.
    case earmark
  }
  package var kind: Kind
  package var a: Int64 = 0
  package var b: Int64 = 0
  package var c: Int64 = 0
  /// The rule that asked for it; -1 for the engine.
  package var rule: Int32 = -1

  package init(kind: Kind, a: Int64 = 0, b: Int64 = 0, c: Int64 = 0, rule: Int32 = -1) {
    self.kind = kind
    self.a = a
    self.b = b
    self.c = c
    self.rule = rule
  }
}

/// What a step came to.
package enum StepStatus: UInt8, Sendable {
  /// A transition was taken or a reaction ran.
  case taken
  /// No rule took it, and the vocabulary says that is well.
  case handled
  case ignored
  /// Nobody takes it here, or a rule refuses it.
  case refused
  /// The sender's role may not send it.
  case denied
  case overflow, tooManyRounds
}

/// One line of a trace: a rule that was looked at, and what came of it.
package struct TraceEntry: Sendable, Equatable {
  package enum Verdict: UInt8, Sendable {
    case anotherRole, conditionFalse, earlierLineApplies, outranked, reacted, fired, entered, left
  }
  /// The checked rule, or the stage for `entered` and `left`.
  package var index: Int32
  package var verdict: Verdict

  package init(index: Int32, verdict: Verdict) {
    self.index = index
    self.verdict = verdict
  }
}

/// Where a step writes: made once and used again, so that a step allocates nothing.
package struct StepBuffer: Sendable {
  package var effects: [Effect] = []
  package var trace: [TraceEntry] = []
  package var isTracing = false
  /// Instants that were resolved from dates, in order.
  package var resolved: [Int64] = []

  // What every step resets stands side by side.
  /// The words of a refusal: an index into the workflow's texts, or -1.
  package var refusal: Int32 = -1
  /// The rule that refused, or in which the step failed.
  package var decisiveRule: Int32 = -1
  /// The candidate by which an event was refused or ignored.
  var verdictBy: Int32 = -1
  var currentRule: Int32 = -1
  var now: Int64 = 0
  var rounds = 0
  /// Whether the event's own rules have run, so that totals count it.
  var isLater = false
  /// Whether something has become too large. The step is undone once it comes to its end; the rule that was acting when
  /// it happened is the one to tell.
  var failed = false {
    didSet { if failed, !oldValue { decisiveRule = currentRule } }
  }
  /// Whether the state is kept in `saved`.
  var isSaved = false
  /// Whether a pool was asked, so that the step depends on what was left in it.
  package var askedPools = false

  /// The state as it was before the step, once something has been written.
  var saved: [Int64] = []
  var queue: [Raised] = []
  var queueHead = 0
  var raisedPayload: [Int64] = []
  /// The transitions of a round: in the order of their selection, and in the order of the text.
  var selected: [Int32] = []
  var ordered: [Int32] = []
  var reactions: [Int32] = []
  /// What each stage that was asked in a round has answered.
  var asked: [Asked] = []
  /// What was active around stages that hold a `resume` without a name, before the exits of a round; empty outside it.
  var noted: [Int64] = []
  /// How many items are to begin in the `each` that is being entered.
  var itemCount = 0
  /// What the event tells of, for what is owed because of it; 0 for nothing.
  var subject: Int64 = 0

  /// An event that a rule raised: its payload begins at `start` in `raisedPayload`.
  struct Raised: Sendable {
    var event: Int32
    var start: Int32
    var count: Int32
  }

  struct Asked: Sendable {
    var stage: Int32
    var candidate: Int32
  }

  package init() {
    effects.reserveCapacity(64)
    queue.reserveCapacity(16)
    raisedPayload.reserveCapacity(64)
    selected.reserveCapacity(16)
    ordered.reserveCapacity(16)
    reactions.reserveCapacity(16)
    asked.reserveCapacity(16)
    resolved.reserveCapacity(16)
  }

  /// Most steps leave most of these as they were, and to ask is cheaper than to write.
  @inline(__always)
  mutating func reset(now: Int64) {
    while !effects.isEmpty { effects.removeLast() }
    prepare(now: now)
  }

  /// Everything but the effects.
  @inline(__always)
  mutating func prepare(now: Int64) {
    if !queue.isEmpty { emptyQueue() }
    if !resolved.isEmpty { resolved.removeAll(keepingCapacity: true) }
    if isTracing { trace.removeAll(keepingCapacity: true) }
    refusal = -1
    decisiveRule = -1
    verdictBy = -1
    currentRule = -1
    self.now = now
    rounds = 0
    isLater = false
    failed = false
    isSaved = false
    askedPools = false
  }

  private mutating func emptyQueue() {
    queue.removeAll(keepingCapacity: true)
    raisedPayload.removeAll(keepingCapacity: true)
    queueHead = 0
  }
}
