package import WorkroomValues

/// What a value is: its type decides what it may be compared with and what may be done with it.
package enum ValueType: Hashable, Sendable {
  /// The currency of an amount: the campaign's own, or one by its code.
  package enum Unit: Hashable, Sendable {
    case home
    case iso(Currency)
  }

  case number, money(Unit), percent, date, time, duration, span, window, flag, text
  case hashtags, handles, products
  /// A group of items, by the kind that it holds (`CheckedWorkflow.poolKinds`).
  case group(Int)
  /// One of a list of names (`CheckedWorkflow.choices`).
  case choice(Int)
}

/// Where a value is read from.
package enum Storage: UInt8, Hashable, Sendable, CaseIterable {
  case campaign, influencer, record, payload
  /// The record of one item of the `each` that the reader stands in.
  case item
}

/// A declared field of a campaign, a record, an influencer or an event's payload.
package struct CheckedField: Sendable {
  package enum Default: Sendable {
    case none
    case word(Int64)
    case text(String)
    case list([String])
    /// A group by its name, found when a campaign is created.
    case group(String)
  }

  package var name: String
  package var type: ValueType
  package var isOptional: Bool
  package var fallback: Default
  package var span: Diagnostic.Span
  /// Made by the checker for a group that a rule names.
  package var isHidden = false

  /// Whether reading it may find nothing.
  package var mayBeUnset: Bool {
    if case .none = fallback { return isOptional && type != .window }
    return false
  }
}

package struct CheckedRole: Sendable {
  package var name: String
  package var isPerson: Bool
}

package struct CheckedEvent: Sendable {
  /// What becomes of an event that no rule takes.
  package enum Otherwise: UInt8, Sendable { case undeclared, handled, refused, ignored }

  package var path: String
  /// A bit a role; zero where anybody may send it.
  package var senders: UInt64
  package var payload: [CheckedField]
  /// What an operator types.
  package var typed: String?
  package var otherwise: Otherwise
  package var span: Diagnostic.Span

  /// The payload value named like the event's noun: `conversion` of `conversion.recorded`.
  package var subject: Int? {
    let noun = path.prefix { $0 != "." }
    return payload.firstIndex { $0.name == noun }
  }

  /// Whether the engine works a needed value out by itself where others are given: what is left of an order after a
  /// refund, what a payment with a name comes to.
  package func isFilled(_ value: String, given: [String]) -> Bool {
    switch (path, value) {
    case ("conversion.refunded", "subtotal"): given.contains("amount")
    case ("conversion.restored", "subtotal"): true
    case ("payment.paid", "amount"), ("payment.cancelled", "amount"): given.contains("payment")
    default: false
    }
  }
}

package struct CheckedStage: Sendable {
  /// An `each` is one stage here; its children are what every item of it goes through.
  package enum Kind: Sendable { case root, stage, track, final, each }
  package var kind: Kind
  package var name: String
  package var title: String
  /// Index into `sections`.
  package var section: Int?
  package var parent: Int
  /// One past the last stage inside it: stages are numbered in the order of the text, outer before inner.
  package var end: Int
  package var children: [Int] = []
  /// Whether its children, tracks and `each` blocks, run side by side.
  package var holdsTracks = false
  /// Marked `initial`: entered first, wherever it stands among its siblings.
  package var isInitial = false
  /// Index into `eaches` of the `each` that it is or stands in.
  package var each: Int?
  /// A track's condition.
  package var condition: Int?
  /// `active.links.needs_link`
  package var path: String
  package var span: Diagnostic.Span
}

/// A value or a condition whose names and types have been resolved; operands are indices into `expressions`.
package struct CheckedExpression: Sendable {
  package enum Comparison: UInt8, Sendable { case equal, notEqual, less, atMost, more, atLeast }
  package enum Operation: Sendable {
    case constant(Int64)
    /// Index into `texts`.
    case text(Int)
    case field(Storage, Int)
    case windowStart(Int), windowEnd(Int)
    case add(Int, Int), subtract(Int, Int), share(Int, Int)
    case shiftDate(Int, Int), shiftDateBySpan(Int, Int)
    case and([Int]), or([Int]), not(Int)
    case compare(Int, Comparison, Int)
    case contains(Int, Int)
    case isSet(Storage, Int), isOpen(Int), isHeld(Int), isDone(Int)
    /// Whether a stage is active.
    case isIn(Int)
    /// Index into `totals`.
    case total(Int)
    case owed, paid
    /// What is left of a campaign field that participations earmark parts of.
    case left(Int)
    /// The value of the first row whose limit the subject does not pass, else the last one.
    case tiers(Int, [(limit: Int64, value: Int)], above: Int)
    /// The value of the row that names the subject's choice.
    case cases(Int, [(choice: Int64, value: Int)], otherwise: Int?)
  }
  package var operation: Operation
  package var type: ValueType
  package var span: Diagnostic.Span
}

package struct CheckedAction: Sendable {
  package enum IfNone: Sendable {
    case tell, wait
    case action(Int)
  }
  package struct Item: Sendable {
    package var kind: Int
    /// An expression of a group type.
    package var group: Int
    package var paying: Int?
  }
  package enum Kind: Sendable {
    case set(field: Int, Int)
    /// Index of a record field; a negative amount is subtracted.
    case add(field: Int, Int, negated: Bool)
    case clear(field: Int)
    /// The same for a field of the item whose rule this is: an index into `CheckedEach.record`.
    case setItem(field: Int, Int)
    case addItem(field: Int, Int, negated: Bool)
    case clearItem(field: Int)
    case paid(Int, negated: Bool)
    case raise(event: Int, [(field: Int, value: Int)])
    case email(Int), contract(Int), tell(role: Int, Int), note(Int), createOrder, cancelOrder
    case assign([Item], ifNone: IfNone), release(Int), disable(Int)
    case owe(Int, reason: Int), voidReason(Int), voidSubject(Int)
    /// Sets aside an amount of a campaign field for this participation, in place of what it had set aside before.
    case earmark(field: Int, Int), free(field: Int)
  }
  package var kind: Kind
  package var line: Int
  package var span = Diagnostic.Span(source: Vocabulary.vocabularySource, range: 0..<0)
}

package struct CheckedRule: Sendable {
  package enum Trigger: Sendable {
    case event(Int)
    case enter, leave
    case after(Int), at(Int)
    case every(Int, times: Int)
    case once(Int)
    case onceEntered, onceOtherwise
  }
  package enum Outcome: Sendable, Equatable {
    /// Stages of different tracks, in the order of the text.
    case goTo([Int])
    case stay, ignore
    /// Leaves the stage that holds the line and enters it again, at an inner stage if one is named.
    case restart(at: Int?)
    /// Enters a stage as it was left; without a stage, what was active when the stage that holds the line was entered.
    case resume(Int?, atTop: Bool)
    /// Index into `texts`.
    case refuse(Int)
  }
  package var owner: Int
  package var trigger: Trigger
  /// A bit a role; zero where the event's senders are all meant.
  package var roles: UInt64
  package var otherwise: Bool
  package var condition: Int?
  package var actions: [Int]
  package var outcome: Outcome?
  /// Index into `texts`.
  package var because: Int?
  package var span: Diagnostic.Span
  /// 1-based line in its file.
  package var line: Int
  package var isVocabulary: Bool
}

/// `each deliverable at most 12 of tasks`: a small machine for each of several items.
package struct CheckedEach: Sendable {
  /// Its node in `stages`.
  package var stage: Int
  /// `deliverable`: what one item is called, in events and in conditions.
  package var noun: String
  package var most: Int
  /// An expression of the type number: how many items are made when its stage is entered.
  package var count: Int?
  /// What every item carries; the first two are its name, a text, and its due date, optional.
  package var record: [CheckedField]
  /// The events `deliverable.added` and `deliverable.waived`, where they are declared.
  package var added: Int?
  package var waived: Int?

  package static let nameField = 0
  package static let dueField = 1
}

/// `count of content`, `sum of conversions.subtotal`: what a participation has come to.
package struct CheckedTotal: Hashable, Sendable {
  package var noun: String
  /// The payload value that is added up; `nil` where things are counted.
  package var field: String?
}

/// A statement about all that can ever happen; its names and types are checked, and it is never enforced.
package struct CheckedProperty: Sendable {
  package enum Kind: Sendable {
    case neverBefore(Int, Int), neverAfter(Int, Int)
    /// An event comes within a duration of another, where a condition holds.
    case always(Int, within: Int, of: Int, when: Int?)
    case canReach([Int])
  }
  package var kind: Kind
  package var because: Int?
  package var span: Diagnostic.Span
}

/// `from version 2`: what becomes of participations that run on an older version.
package struct CheckedMigration: Sendable {
  package var version: Int64
  /// Paths of the older version's stages, and the stages that they become.
  package var stages: [(old: String, new: Int)]
  /// Names of its record fields, and the fields that they become.
  package var fields: [(old: String, new: Int)]
  /// Timers begin anew instead of keeping their due times.
  package var restartsTimers: Bool
  package var span: Diagnostic.Span
}

/// A workflow in which every name is resolved and every type fits: the only thing that can be compiled.
package struct CheckedWorkflow: Sendable {
  /// The kinds of item that every workflow knows; a file adds its own with `pool of ticket`.
  package static let standardKinds = ["discount", "link"]
  package static let kindsMax = 16

  package var name = ""
  package var version: Int64 = 1
  package var roles: [CheckedRole] = []
  package var sections: [String] = []
  /// Where each section is declared.
  package var sectionSpans: [Diagnostic.Span] = []
  package var events: [CheckedEvent] = []
  package var choices: [[String]] = []
  package var campaign: [CheckedField] = []
  package var record: [CheckedField] = []
  package var influencer: [CheckedField] = []
  package var stages: [CheckedStage] = []
  package var eaches: [CheckedEach] = []
  package var rules: [CheckedRule] = []
  package var actions: [CheckedAction] = []
  package var expressions: [CheckedExpression] = []
  package var texts: [String] = []
  /// The kinds of item that pools hold, the standard ones first.
  package var poolKinds = CheckedWorkflow.standardKinds
  package var totals: [CheckedTotal] = []
  package var properties: [CheckedProperty] = []
  package var migrations: [CheckedMigration] = []
  /// Whether an influencer who has finished may take part again, in another round.
  package var isRecurring = false
  /// The currency of amounts that name none; `nil` where the campaign decides.
  package var currency: Currency?

  package init() {}

  /// The campaign's detail that says how long what is owed for a conversion is held: a duration.
  package static let holdDetail = "hold_conversions"

  /// Whether an event changes a total although no rule takes it: it is handled, and tells of one of the things counted.
  package func countsUntaken(_ event: Int) -> Bool {
    guard events[event].otherwise == .handled, events[event].subject != nil else { return false }
    let noun = events[event].path.prefix { $0 != "." }
    return totals.contains { $0.noun == noun }
  }

  /// What a total is called and of which type it is: `count of content`, `sum of conversions.subtotal`.
  package func describe(total index: Int) -> (name: String, type: ValueType) {
    let total = totals[index]
    guard let field = total.field else { return ("count of \(total.noun)", .number) }
    let payload = events.first { $0.subject != nil && $0.path.hasPrefix("\(total.noun).") }?.payload
    return ("sum of \(total.noun).\(field)", payload?.first { $0.name == field }?.type ?? .number)
  }

  package func fields(_ storage: Storage, event: Int = 0, each: Int = 0) -> [CheckedField] {
    switch storage {
    case .campaign: campaign
    case .influencer: influencer
    case .record: record
    case .payload: events[event].payload
    case .item: eaches[each].record
    }
  }
}
