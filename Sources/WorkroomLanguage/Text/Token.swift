/// One word, literal or sign of the text; tokens keep their order and cover all but white space.
package struct Token: Sendable {
  package enum Kind: UInt8, Sendable {
    case word, number, percent, date, time, text, hashtag, handle
    case comma, leftParenthesis, rightParenthesis, plus, minus, colon
    case less, lessOrEqual, greater, greaterOrEqual
    case newline, comment, end
    /// A sign that has been reported and stands for nothing.
    case dropped
  }

  package var kind: Kind
  package var word: Word
  package var start: UInt32
  package var length: UInt32
  /// The number of a word or a name among the file's `Names`; 0 for what is none.
  package var name: UInt32 = 0

  package var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
}

/// The words that decide what a line or a clause is; every other word is `name`.
package enum Word: UInt8, Sendable, CaseIterable {
  case name
  // What starts a line.
  case workflow, campaign, record, influencer, event, role, section, define, final, stage, track, each
  case scenario, from, on, once, after, at, every, never, always, can, end
  // Clauses.
  case version, by, otherwise, when, because, with, typed, titled, `in`, to, `as`, paying, `for`, `default`, optional
  // Actions.
  case go, stay, restart, ignore, refuse, resume, set, add, subtract, clear, raise, send, tell, create, cancel
  case note, assign, release, disable, owe, void, earmark, free
  // Conditions.
  case and, or, not, all, of, `is`, contains, yes, no
  // Habits from elsewhere, recognised only to be corrected.
  case `if`, `else`, then, unless, goto, equals, notEquals, also

  /// The spelling in the text; the last three stand for signs.
  package var spelling: String { Word.spellings[Int(rawValue)] }

  /// In the order of the cases: written out, since asking a case for its name is slow and every start would pay for it.
  private static let spellings = [
    "name",
    "workflow", "campaign", "record", "influencer", "event", "role", "section", "define", "final", "stage", "track",
    "each", "scenario", "from", "on", "once", "after", "at", "every", "never", "always", "can", "end",
    "version", "by", "otherwise", "when", "because", "with", "typed", "titled", "in", "to", "as", "paying", "for",
    "default", "optional",
    "go", "stay", "restart", "ignore", "refuse", "resume", "set", "add", "subtract", "clear", "raise", "send", "tell",
    "create", "cancel", "note", "assign", "release", "disable", "owe", "void", "earmark", "free",
    "and", "or", "not", "all", "of", "is", "contains", "yes", "no",
    "if", "else", "then", "unless", "goto", "==", "!=", "&",
  ]

  /// Words that no field, stage, track, role or group may be called.
  package var isReserved: Bool {
    switch self {
    case .name, .version, .typed, .titled, .to, .as, .paying, .for, .default, .optional, .with, .all, .of, .contains,
      .influencer, .role, .section, .event, .then, .can, .always, .never, .each, .earmark, .free:
      false
    default: true
    }
  }

  /// Words that start an action, and so the body of a rule.
  package var startsAction: Bool {
    switch self {
    case .go, .stay, .restart, .ignore, .refuse, .resume, .set, .add, .subtract, .clear, .raise, .send, .tell, .create,
      .cancel, .note, .assign, .release, .disable, .owe, .void, .earmark, .free, .goto:
      true
    default: false
    }
  }

  /// Words that start a line outside a rule's body.
  package var startsLine: Bool {
    switch self {
    case .workflow, .campaign, .record, .influencer, .event, .role, .section, .define, .final, .stage, .track, .each,
      .scenario, .from, .on, .once, .after, .at, .every, .never, .always, .can, .end:
      true
    default: false
    }
  }

  /// A line that starts with one of these goes on the line before.
  package var continuesLine: Bool {
    switch self {
    case .by, .when, .and, .or, .if, .because, .unless: true
    default: false
    }
  }
}
