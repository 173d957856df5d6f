/// A file as its lines say it: typed nodes in flat arrays, linked by index.
///
/// There are no trees of references, so a deep text cannot overflow the stack when the tree is released; the tokens are
/// kept whole, comments and line breaks included, so nothing of the text is lost.
package struct SyntaxTree: Sendable {
  package let source: SourceText
  package let sourceIndex: Int
  /// The parser may read a misspelled first word as what it was meant to be.
  package internal(set) var tokens: [Token]
  /// What the words of the text say.
  let names: Names
  package var header: HeaderSyntax?
  /// What stands at the top of the file, in its order.
  package var top: [MemberSyntax] = []
  package var blocks: [FieldBlockSyntax] = []
  package var fields: [FieldSyntax] = []
  package var events: [EventSyntax] = []
  package var roles: [RoleSyntax] = []
  package var sections: [NameSyntax] = []
  package var stages: [StageSyntax] = []
  package var rules: [RuleSyntax] = []
  package var actions: [ActionSyntax] = []
  package var expressions: [ExpressionSyntax] = []
  package var defines: [DefineSyntax] = []
  package var properties: [PropertySyntax] = []
  package var migrations: [MigrationSyntax] = []
  package var scenarios: [ScenarioSyntax] = []

  /// Names that statements with mistakes may have declared; what misses one of them follows from that mistake.
  package var lostNames: Set<String> = []
  /// Whether such a statement was to declare a stage, under whatever name.
  package var hasLostStage = false
  /// Whether statements were passed over that may have opened or filled a block.
  package var hasLostLines = false
  /// Whether the text is no workflow at all, so that nothing of it is to be read.
  package var isOtherFormat = false
  /// Where the lexer has said what there is to say, in the order of the text.
  package var silenced: [Range<Int>] = []
  /// The statements with mistakes in their grammar, in the order of the text.
  package var broken: [Range<Int>] = []

  init(source: SourceText, sourceIndex: Int, tokens: [Token], names: Names) {
    self.source = source
    self.sourceIndex = sourceIndex
    self.tokens = tokens
    self.names = names
  }

  /// Whether a place has been reported already, as a matter of characters.
  package func isSilenced(_ range: Range<Int>) -> Bool { SyntaxTree.touches(silenced, range) }

  /// Whether a place stands in a statement with a mistake in its grammar.
  package func isBroken(_ range: Range<Int>) -> Bool { SyntaxTree.touches(broken, range) }

  private static func touches(_ ranges: [Range<Int>], _ range: Range<Int>) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low < ranges.count else { return false }
    return range.isEmpty ? ranges[low].lowerBound < range.lowerBound : ranges[low].overlaps(range)
  }

  /// The text of one token; of a number in another form the number that is meant: `10_000` for `10k`.
  @inline(__always)
  package func text(_ token: Int) -> String {
    let name = tokens[token].name
    guard name == 0 else { return names.text(name) }
    let written = source.text(tokens[token].range)
    return tokens[token].kind == .number ? Lexer.meantNumber(written) : written
  }

  /// The text from one token to another, with the numbers that are meant.
  func meant(_ first: Int, _ last: Int) -> String {
    let odd = (first...max(first, last)).filter {
      tokens[$0].kind == .number && text($0).utf8.count != tokens[$0].range.count
    }
    var (result, place) = ("", tokens[first].range.lowerBound)
    for token in odd {
      result += source.text(place..<tokens[token].range.lowerBound) + text(token)
      place = tokens[token].range.upperBound
    }
    return result + source.text(place..<max(place, tokens[last].range.upperBound))
  }

  /// Whether a word has parts, as an event's name has.
  @inline(__always)
  func isDotted(_ token: Int) -> Bool { names.isDotted(tokens[token].name) }

  /// Of `event.price` the part behind the dot; `nil` for other words.
  @inline(__always)
  func payloadName(_ token: Int) -> String? { names.payload(tokens[token].name) }

  /// The content of a quoted text, with `\"` and `\\` undone.
  package func quoted(_ token: Int) -> String {
    let raw = text(token)
    var content = raw.dropFirst()
    if let last = content.last, "\"\u{201C}\u{201D}\u{201E}\u{201F}'«»‘’‹›".contains(last) {
      content = content.dropLast()
    }
    guard content.contains("\\") else { return String(content) }
    var result = ""
    var escaped = false
    for character in content {
      if character == "\\", !escaped {
        escaped = true
      } else {
        result.append(character)
        escaped = false
      }
    }
    return result
  }

  /// The bytes from one token to another, both included.
  @inline(__always)
  package func span(_ first: Int, _ last: Int) -> Diagnostic.Span {
    let lower = tokens[first].range.lowerBound
    return Diagnostic.Span(source: sourceIndex, range: lower..<max(lower, tokens[last].range.upperBound))
  }

  @inline(__always)
  package func span(_ tokens: ClosedRange<Int>) -> Diagnostic.Span { span(tokens.lowerBound, tokens.upperBound) }

  /// The 1-based line of a token.
  @inline(__always)
  package func line(_ token: Int) -> Int { source.line(at: tokens[token].range.lowerBound) }
}

/// Index into one of the tree's arrays.
package typealias NodeIndex = Int

/// A name or a text by its token.
package struct NameSyntax: Sendable {
  package var token: Int
}

package struct HeaderSyntax: Sendable {
  package var name: Int
  package var version: Int?
  /// The word `recurring`.
  package var recurring: Int?
}

/// One line or block of a stage, a track or the file.
package enum MemberSyntax: Sendable {
  case block(NodeIndex)
  case event(NodeIndex)
  case role(NodeIndex)
  case section(NodeIndex)
  case stage(NodeIndex)
  /// The stages of one `final` line.
  case finals([NodeIndex])
  case rule(NodeIndex)
  case define(NodeIndex)
  case property(NodeIndex)
  case migration(NodeIndex)
  case scenario(NodeIndex)
}

package struct FieldBlockSyntax: Sendable {
  package enum Kind: Sendable { case campaign, record, influencer }
  package var kind: Kind
  package var keyword: Int
  package var fields: [NodeIndex] = []
}

package struct TypeSyntax: Sendable {
  package enum Kind: Sendable {
    case text, number, money, percent, date, time, duration, span, window, flag, hashtags, handles, productList
    case discountGroup, linkGroup, oneOf, unknown
    /// `pool of ticket`; the noun is in `choices`.
    case pool
  }
  package var kind: Kind
  package var tokens: ClosedRange<Int>
  /// The currency of `money EUR`.
  package var currency: Int?
  /// The names of `one of a, b`.
  package var choices: [Int] = []
}

package struct FieldSyntax: Sendable {
  package var name: Int
  package var type: TypeSyntax
  package var isOptional = false
  package var defaults: [NodeIndex] = []
}

package struct EventSyntax: Sendable {
  package enum Otherwise: Sendable { case handled, refused, ignored }
  package var path: Int
  package var senders: [Int] = []
  package var payload: [NodeIndex] = []
  package var typed: Int?
  package var otherwise: Otherwise?
}

package struct RoleSyntax: Sendable {
  package var name: Int
  package var isPerson: Bool
}

package struct StageSyntax: Sendable {
  package enum Kind: Sendable { case stage, track, final, each }
  package var kind: Kind
  package var keyword: Int
  package var name: Int
  package var title: Int?
  package var section: Int?
  package var condition: NodeIndex?
  /// The word `initial`.
  package var initial: Int?
  /// Of an `each`: the most items there are, and the value that says how many are made on entry.
  package var most: NodeIndex?
  package var count: NodeIndex?
  package var members: [MemberSyntax] = []
}

/// `define NAME as CONDITION`, `define NAME by VALUE as ROW, ROW`.
package struct DefineSyntax: Sendable {
  package struct Row: Sendable {
    package enum Test: Sendable {
      case upTo(NodeIndex), above
      /// Names of choices: `100 USD for instagram or tiktok`.
      case choices([NodeIndex])
      case otherwise
    }
    package var value: NodeIndex
    package var test: Test
    package var tokens: ClosedRange<Int>
  }
  package var name: Int
  package var condition: NodeIndex?
  package var subject: NodeIndex?
  package var rows: [Row] = []
}

/// `never E before F`, `always E within 7 days of F`, `can always reach S or T`.
package struct PropertySyntax: Sendable {
  package enum Kind: Sendable {
    case neverBefore(Int, Int), neverAfter(Int, Int)
    case always(Int, within: NodeIndex, of: Int, when: NodeIndex?)
    case canReach([Int])
  }
  package var kind: Kind
  package var because: Int?
  package var tokens: ClosedRange<Int>
}

package struct MigrationSyntax: Sendable {
  package enum Line: Sendable {
    case becomes(old: Int, new: Int)
    case keepTimers(Int), restartTimers(Int)
  }
  package var keyword: Int
  package var version: Int
  package var lines: [Line] = []
}

package struct RuleSyntax: Sendable {
  package enum Trigger: Sendable {
    /// Events by name, each one dotted token.
    case events([Int])
    case enter, leave
    case after(NodeIndex)
    case at(NodeIndex)
    case every(NodeIndex, times: NodeIndex?)
    case once(NodeIndex)
    case onceEntered, onceOtherwise
  }
  package var trigger: Trigger
  /// From the line's first word to the end of its trigger.
  package var head: ClosedRange<Int>
  package var roles: [Int] = []
  package var otherwise: Int?
  package var condition: NodeIndex?
  package var actions: [NodeIndex] = []
  package var because: Int?
}

package struct ItemSyntax: Sendable {
  package enum Pool: Sendable {
    case group(Int)
    case field(Int)
  }
  package var kind: Int
  package var pool: Pool
  package var paying: NodeIndex?
}

package struct ActionSyntax: Sendable {
  package enum IfNone: Sendable {
    case tell
    case wait
    case action(NodeIndex)
  }
  package enum Kind: Sendable {
    case goTo([Int]), stay, restart(at: Int?), ignore, refuse(Int)
    case resume(Int?, atTop: Bool)
    case set(Int, NodeIndex), add(NodeIndex, Int), subtract(NodeIndex, Int), clear(Int)
    case raise(Int, [(name: Int, value: NodeIndex)])
    case sendEmail(NodeIndex), sendContract(NodeIndex), tell(role: Int, NodeIndex), createOrder, cancelOrder, note(
      NodeIndex)
    case assign([ItemSyntax], ifNone: IfNone), release([Int]), disable([Int])
    case owe(NodeIndex, Int), voidText(Int), voidPath(Int)
    /// `earmark price from budget`, `free budget`.
    case earmark(NodeIndex, Int), free(Int)
  }
  package var kind: Kind
  package var tokens: ClosedRange<Int>

  /// Whether it says where the participation goes, rather than what is done.
  package var isOutcome: Bool {
    switch kind {
    case .goTo, .stay, .restart, .resume, .ignore, .refuse: true
    default: false
    }
  }
}

package struct ExpressionSyntax: Sendable {
  package enum Verb: Sendable, Equatable { case equal, atLeast, atMost, moreThan, lessThan, contains }
  package enum State: Sendable, Equatable { case done, open, set, held }
  package enum Kind: Sendable {
    case number, percent, date, time, text, hashtag, handle, yes, no
    case money(currency: Int), duration(unit: Int), span(unit: Int, nextDay: Bool?), window(from: Int, to: Int)
    case path
    case add(NodeIndex, NodeIndex), subtract(NodeIndex, NodeIndex), share(NodeIndex, NodeIndex)
    case and([NodeIndex]), or([NodeIndex]), not(NodeIndex)
    case compare(NodeIndex, Verb, NodeIndex, negated: Bool)
    case between(NodeIndex, NodeIndex, NodeIndex, negated: Bool)
    case oneOf(NodeIndex, [NodeIndex], negated: Bool)
    case state(NodeIndex, State, negated: Bool)
    case allDone([Int])
    /// `in STAGE`.
    case isIn(Int)
    /// `count of NOUN`, `sum of NOUN.VALUE`, `left of FIELD`: the word, and the name.
    case total(Total, Int)
  }
  package enum Total: Sendable, Equatable { case count, sum, left }
  package var kind: Kind
  package var tokens: ClosedRange<Int>
}
