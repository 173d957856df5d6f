import WorkroomStore
import WorkroomValues

/// Who acts, from where, and what was asked: what the log and the audit log tell of all that an engine writes next.
///
/// The first transaction that is kept writes one row into the audit log, so that nothing is changed without it; a command
/// that changed nothing writes its row when it ends.
package struct Hand: Sendable {
  /// Where a command comes from.
  package enum Origin: Int64, Sendable, CaseIterable {
    case commandLine = 1, console, inbox

    package var name: String {
      switch self {
      case .commandLine: "command line"
      case .console: "console"
      case .inbox: "inbox"
      }
    }
  }

  package enum Outcome: Int64, Sendable, CaseIterable {
    case done, inPart, refused, failed

    package var name: String {
      switch self {
      case .done: "done"
      case .inPart: "in part"
      case .refused: "refused"
      case .failed: "failed"
      }
    }
  }

  /// 0 where nobody is named.
  package var operatorID: Int64 = 0
  package var operatorName: String?
  /// The roles that were acted in.
  package var roles: [String]
  package var origin: Origin
  package var file: String?
  package var asked: String
  /// Whether something was to be done, rather than looked at.
  package var isCommand = false
  /// The only influencer whom an event or a word of the directory was about; `nil` for none, 0 for several.
  var influencer: Int64?
  /// Whether the words name somebody who is not to be remembered: they are left out.
  package var isPrivate = false
  var taken = 0
  var repeated = 0
  var refused = 0
  /// Rows of a file that were left out.
  var leftOut = 0
  var answer = ""
  /// The outcome that was written; `nil` where no row is there yet.
  var written: Outcome?

  /// Bytes of what was asked, and of what was answered, that are kept; behind them stands how many more there were.
  package static let askedBytesMax = 4096
  package static let answerBytesMax = 1024

  package init(roles: [String], origin: Origin, asked: String, file: String? = nil) {
    self.roles = roles
    self.origin = origin
    self.asked = asked
    self.file = file
  }

  /// The same hand with another command in it.
  package func asking(_ text: String, _ origin: Origin? = nil, file: String? = nil) -> Hand {
    var next = Hand(roles: roles, origin: origin ?? self.origin, asked: text, file: file ?? self.file)
    (next.operatorID, next.operatorName) = (operatorID, operatorName)
    return next
  }

  /// Notes whom a command is about.
  mutating func note(about influencer: Int64) {
    self.influencer = self.influencer.map { $0 == influencer ? influencer : 0 } ?? influencer
  }

  /// Notes what became of an event.
  mutating func count(_ reply: Reply, _ influencer: Int64) {
    note(about: influencer)
    switch reply.outcome {
    case .taken, .handled, .ignored: taken += 1
    case .repeated: repeated += 1
    case .refused, .setAside:
      refused += 1
      if answer.isEmpty { answer = reply.reason }
    }
  }

  /// Notes what became of a row of a file: why it was left out, or `nil` where it was taken.
  mutating func count(row refusal: String?) {
    guard let refusal else { return taken += 1 }
    leftOut += 1
    if answer.isEmpty { answer = refusal }
  }

  /// What became of the events so far.
  var outcome: Outcome { refused + leftOut == 0 ? .done : taken + repeated == 0 ? .refused : .inPart }

  /// Whether a file of an inbox has brought nothing that was not known.
  var isOldNews: Bool { origin == .inbox && taken + refused == 0 }

  func row(_ outcome: Outcome, _ answer: String, at instant: Int64) -> AuditRow {
    var row = AuditRow()
    row.at = instant
    row.operatorID = operatorID
    row.roles = roles
    row.origin = origin.rawValue
    row.influencer = influencer ?? 0
    row.outcome = outcome.rawValue
    row.file = file
    row.asked = Hand.cut(isPrivate ? "\(asked.prefix { $0 != " " }) …" : asked, Hand.askedBytesMax)
    row.answer = answer.isEmpty ? nil : Hand.cut(answer, Hand.answerBytesMax)
    return row
  }

  /// A text of at most so many bytes, and how many more there were.
  static func cut(_ text: String, _ bytesMax: Int) -> String {
    guard text.utf8.count > bytesMax else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: bytesMax)
    while end > text.startIndex, end.samePosition(in: text) == nil { end = text.utf8.index(before: end) }
    let kept = text[..<end]
    return "\(kept) … (\(text.utf8.count - kept.utf8.count) bytes more)"
  }
}

extension Engine {
  /// Takes one command: finds whom it is about, fires what is due before it, steps, and writes what came of it.
  ///
  /// `isOwn` says that the engine itself sends it: some events nobody else may send.
  package func submit(_ command: Command, isOwn: Bool = false) throws(EngineError) -> Reply {
    let reply = try take(command, isOwn: isOwn)
    if !isOwn { hand?.count(reply, command.influencer) }
    return reply
  }

  /// The text that names who acts: the operator where one is named, else what the caller says. An operator's name is a text
  /// of their own (a person with a number below zero), so that it can be erased.
  func actor(_ name: String? = nil) throws(EngineError) -> Int64 {
    var person: Int64 = 0
    var known = name
    if let hand, hand.operatorID > 0, let own = hand.operatorName { (person, known) = (-hand.operatorID, own) }
    guard let known else { return 0 }
    if let last = lastActor, last.person == person, last.name == known { return last.text }
    let text = try stored { () throws(StoreError) in try store.intern(known, person: person) }
    lastActor = (person, known, text)
    return text
  }

  /// Notes for the audit log whom something is about that is no event.
  package func note(about influencer: Int64) { hand?.note(about: influencer) }

  /// Notes for the audit log what became of a row of a file, before the transaction that took it ends.
  package func noteRow(refusal: String?) { hand?.count(row: refusal) }

  /// Writes the row of the command in hand, once, inside its first transaction.
  func enterHand() throws(EngineError) {
    guard let hand, hand.written == nil, !hand.isOldNews else { return }
    let row = hand.row(hand.outcome, hand.answer, at: clock.now.milliseconds)
    try stored { () throws(StoreError) in try store.append(row) }
    self.hand?.written = hand.outcome
  }

  /// Ends the command in hand: what changed nothing, and what failed after it had changed something, is written down too.
  ///
  /// `status` is that of the tool's table. What only looked at things leaves no row.
  package func endHand(status: Int32, answer: String = "") throws(EngineError) {
    guard let hand else { return }
    self.hand = nil
    let outcome: Hand.Outcome
    switch status {
    case 0: outcome = .done
    case 1 where hand.written != nil: outcome = .inPart
    case 1, 64, 65, 66: outcome = .refused
    default: outcome = .failed
    }
    guard hand.written == nil ? hand.isCommand : status != 0 && hand.written == .done else { return }
    // Why a role may not do something names nobody else.
    let told = hand.isPrivate && status != 1 ? "" : answer.isEmpty ? hand.answer : answer
    let row = hand.row(outcome, told, at: clock.now.milliseconds)
    try transaction { () throws(EngineError) in try stored { () throws(StoreError) in try store.append(row) } }
  }
}
