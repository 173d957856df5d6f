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
  /// A group of codes or links, by the kind of item it holds (`CheckedWorkflow.poolKinds`).
  case group(Int)
  /// One of a list of names (`CheckedWorkflow.choices`).
  case choice(Int)
}

/// Where a value is read from.
package enum Storage: UInt8, Hashable, Sendable { case campaign, influencer, record, payload }

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
}

package struct CheckedStage: Sendable {
  package enum Kind: Sendable { case root, stage, track, final }
  package var kind: Kind
  package var name: String
  package var title: String
  /// Index into `sections`.
  package var section: Int?
  package var parent: Int
  /// One past the last stage inside it: stages are numbered in the order of the text, outer before inner.
  package var end: Int
  package var children: [Int] = []
  package var holdsTracks = false
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
    case paid(Int, negated: Bool)
    case raise(event: Int, [(field: Int, value: Int)])
    case email(Int), contract(Int), tell(role: Int, Int), note(Int), createOrder, cancelOrder
    case assign([Item], ifNone: IfNone), release(Int), disable(Int)
    case owe(Int, reason: Int), voidReason(Int), voidSubject(Int)
  }
  package var kind: Kind
  package var line: Int
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
    case goTo(Int), stay, restart, ignore
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

/// A workflow in which every name is resolved and every type fits: the only thing that can be compiled.
package struct CheckedWorkflow: Sendable {
  /// The kinds of item that pools hold.
  package static let poolKinds = ["discount", "link"]

  package var name = ""
  package var version: Int64 = 1
  package var roles: [CheckedRole] = []
  package var sections: [String] = []
  package var events: [CheckedEvent] = []
  package var choices: [[String]] = []
  package var campaign: [CheckedField] = []
  package var record: [CheckedField] = []
  package var influencer: [CheckedField] = []
  package var stages: [CheckedStage] = []
  package var rules: [CheckedRule] = []
  package var actions: [CheckedAction] = []
  package var expressions: [CheckedExpression] = []
  package var texts: [String] = []
  /// The currency of amounts that name none; `nil` where the campaign decides.
  package var currency: Currency?

  package init() {}

  package func fields(_ storage: Storage, event: Int = 0) -> [CheckedField] {
    switch storage {
    case .campaign: campaign
    case .influencer: influencer
    case .record: record
    case .payload: events[event].payload
    }
  }
}
