import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What a command to many came to, or would come to.
struct BulkOutcome {
  /// Those for whom it was done.
  var able: [ParticipationRow] = []
  /// The rows of the log that were written for them.
  var logs: [Int64] = []
  /// What is owed, paid and on its way in the campaign.
  var before = Standing()
  var after = Standing()
  /// By how much the budget is exceeded with it, in words; `nil` where it is not.
  var excess: String?
  /// Whether it was done at once, since nobody had to be asked.
  var isKept = false
  /// Those for whom something is changed, and those of whom the event is only recorded.
  private var changed = Crowd()
  private var recorded: [(reason: String, crowd: Crowd)] = []
  /// What holds for everybody, whoever was the first of whom it was said.
  private var holdsForAll: [String] = []
  /// What has to be said of those for whom it is done.
  private var remarks: [(reason: String, crowd: Crowd)] = []
  private var ignored: [(reason: String, crowd: Crowd)] = []
  private var refused: [(reason: String, crowd: Crowd)] = []
  /// Those to whom nothing is sent, since there is nothing of theirs that it could be about.
  private var leftOut: [(reason: String, crowd: Crowd)] = []
  /// What becomes of what hung on proposals that are deleted: of items, and of money, which is added up.
  private var fates: [(reason: String, crowd: Crowd)] = []
  private var sums: [Sum: (amount: Int64, crowd: Crowd)] = [:]
  /// Those who went to another stage while the question stood.
  var moved: [(name: String, stages: String)] = []
  private var effects: [Effect.Kind: Int] = [:]
  private var cancelledOrders = 0
  private let currency: Currency

  init(currency: Currency) { self.currency = currency }

  /// Some people, of whom the first few are told by name.
  private struct Crowd {
    private(set) var count = 0
    private(set) var first: [ParticipationRow] = []
    static let named = 6

    var isEmpty: Bool { count == 0 }

    mutating func add(_ row: ParticipationRow) {
      count += 1
      if first.count < Crowd.named { first.append(row) }
    }
  }

  var refusedCount: Int { refused.reduce(0) { $0 + $1.crowd.count } }

  private var recordedCount: Int { recorded.reduce(0) { $0 + $1.crowd.count } }

  /// `unchanged` says why nothing becomes of it; `nil` where something does.
  mutating func count(_ reply: Reply, _ row: ParticipationRow, unchanged: String?) {
    var reply = reply
    if reply.reason.hasSuffix(Engine.bothCount) {
      reply.reason = String(reply.reason.dropLast(Engine.bothCount.count))
      if reply.reason.hasSuffix("; ") { reply.reason.removeLast(2) }
      if !holdsForAll.contains(Engine.bothCount) { holdsForAll.append(Engine.bothCount) }
    }
    switch reply.outcome {
    case .taken, .handled:
      able.append(row)
      if let unchanged { BulkOutcome.add(unchanged, row, to: &recorded) } else { changed.add(row) }
      if !reply.reason.isEmpty { BulkOutcome.add(reply.reason, row, to: &remarks) }
      logs.append(reply.log)
    case .repeated: BulkOutcome.add("known already", row, to: &ignored)
    case .ignored: BulkOutcome.add(reply.reason, row, to: &ignored)
    case .refused, .setAside: refuse(reply.reason, row)
    }
  }

  mutating func refuse(_ reason: String, _ row: ParticipationRow) { BulkOutcome.add(reason, row, to: &refused) }

  mutating func leave(_ reason: String, _ row: ParticipationRow) { BulkOutcome.add(reason, row, to: &leftOut) }

  /// What a step asked for, and how many orders ended with it.
  mutating func count(_ effects: [Effect], cancelledOrders: Int) {
    for effect in effects { self.effects[effect.kind, default: 0] += 1 }
    self.cancelledOrders += cancelledOrders
  }

  /// What money comes to with a deletion, in the order in which it is told.
  private enum Sum: CaseIterable { case voided, nothingOwed, owed, paid, due }

  /// What is due still to somebody whose participation has ended before its time.
  mutating func count(due: Int64, _ row: ParticipationRow) { add(due, to: .due, row) }

  /// That somebody is paid whose participation had ended before its time.
  mutating func count(paidIn stage: String, _ row: ParticipationRow) {
    BulkOutcome.add("in \(stage), and paid all the same", row, to: &remarks)
  }

  /// What a deletion takes along of one person.
  mutating func count(_ consequences: Consequences, _ row: ParticipationRow) {
    for item in consequences.items { BulkOutcome.add("the \(item.noun) \(item.fate)", row, to: &fates) }
    if let remark = consequences.remark { BulkOutcome.add(remark, row, to: &remarks) }
    if consequences.voided != 0 { add(consequences.voided, to: .voided, row) }
    add(consequences.owed, to: consequences.owed == 0 ? .nothingOwed : .owed, row)
    if consequences.paid > 0 { add(consequences.paid, to: .paid, row) }
  }

  private mutating func add(_ amount: Int64, to sum: Sum, _ row: ParticipationRow) {
    sums[sum, default: (0, Crowd())].amount += amount
    sums[sum]?.crowd.add(row)
  }

  private static func add(
    _ reason: String, _ row: ParticipationRow, to groups: inout [(reason: String, crowd: Crowd)]
  ) {
    let place = groups.firstIndex { $0.reason == reason } ?? groups.count
    if place == groups.count { groups.append((reason, Crowd())) }
    groups[place].crowd.add(row)
  }

  /// Whether it comes to the same as another: as many who change, in money, codes and mails too. Those who refuse are left
  /// out where it is done.
  func isAs(_ other: BulkOutcome) -> Bool {
    moved.isEmpty && changed.count == other.changed.count && recordedCount == other.recordedCount
      && money == other.money
      && effects == other.effects && cancelledOrders == other.cancelledOrders
  }

  /// Who is somewhere else by now: `Ann is in Withdrawn now`.
  var movedWords: [String] {
    moved.prefix(Crowd.named).map { "\($0.name) is in \($0.stages) now" }
      + (moved.count > Crowd.named ? ["and \(moved.count - Crowd.named) more"] : [])
  }

  var summary: String {
    var parts = ["\(changed.count) would change"]
    if recordedCount > 0 { parts.append("\(recordedCount) would only be recorded") }
    let ignoredCount = ignored.reduce(0) { $0 + $1.crowd.count }
    if ignoredCount > 0 { parts.append("\(ignoredCount) would ignore it") }
    if refusedCount > 0 { parts.append("\(refusedCount) would refuse") }
    let leftOutCount = leftOut.reduce(0) { $0 + $1.crowd.count }
    if leftOutCount > 0 { parts.append(leftOutCount.counted("is left out", "are left out")) }
    return parts.joined(separator: ", ")
  }

  /// Who is meant, why not the others, and what follows in money, codes and mails.
  func details(_ name: (ParticipationRow) throws -> String) rethrows -> [String] {
    func listed(_ crowd: Crowd) throws -> String {
      let more = crowd.count - crowd.first.count
      return try crowd.first.map(name).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
    var lines: [String] = []
    if changed.count > 0 { lines.append("changes: \(try listed(changed))") }
    for group in recorded { lines.append("recorded, and \(group.reason): \(try listed(group.crowd))") }
    for group in fates { lines.append("of them \(group.crowd.count), \(group.reason): \(try listed(group.crowd))") }
    for sum in Sum.allCases {
      guard let (amount, crowd) = sums[sum] else { continue }
      let money = Money(minorUnits: amount, currency: currency)
      let words =
        switch sum {
        case .voided: "\(money) of what is owed is voided"
        case .nothingOwed: "nothing stays owed"
        case .owed: "\(money) stays owed"
        case .paid: "\(money) was paid, and stays so"
        case .due:
          "\(money) is due still: `pay` pays it, and `owe NAME -AMOUNT` takes back what sales did not bring"
        }
      lines.append("of them \(crowd.count), \(words): \(try listed(crowd))")
    }
    for group in remarks { lines.append("of them \(group.crowd.count), \(group.reason): \(try listed(group.crowd))") }
    for group in ignored {
      lines.append("\(group.crowd.count) ignore it, \(group.reason): \(try listed(group.crowd))")
    }
    for group in refused {
      lines.append("\(group.crowd.count) refuse, \(group.reason): \(try listed(group.crowd))")
    }
    for group in leftOut {
      lines.append("\(group.crowd.count.counted("is", "are")) left out, \(group.reason): \(try listed(group.crowd))")
    }
    lines += holdsForAll
    let follows = money + effectWords
    if !follows.isEmpty { lines.append("what follows: \(follows.joined(separator: ", "))") }
    if let excess { lines.append(excess) }
    return lines
  }

  private var money: [String] {
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    let changes = [
      ("owed", before.owed, after.owed), ("paid", before.paid, after.paid),
      ("on its way", before.onItsWay, after.onItsWay),
    ]
    return changes.filter { $1 != $2 }.map { word, from, to in
      to > from ? "\(shown(to - from)) more \(word)" : "\(shown(from - to)) less \(word)"
    }
  }

  private var effectWords: [String] {
    let words: [(Effect.Kind, String, String)] = [
      (.claim, "code, link or item is given", "codes, links or items are given"),
      (.release, "is given back", "are given back"), (.disable, "is disabled", "are disabled"),
      (.wait, "waits in line", "wait in line"), (.poolEmpty, "finds nothing left", "find nothing left"),
      (.email, "mail", "mails"), (.contract, "contract", "contracts"), (.tell, "message", "messages"),
      (.createOrder, "order", "orders"),
      (.cancelOrder, "message asks the shop to cancel an order", "messages ask the shop to cancel an order"),
    ]
    let cancelled = effects[.cancelOrder, default: 0] > 0 || cancelledOrders > 0
    return words.compactMap { kind, one, many in
      effects[kind].map { "\($0) \($0 == 1 ? one : many)" }
    } + (cancelled ? [orderWords] : [])
  }

  /// How many of the orders that are known here end.
  private var orderWords: String {
    switch cancelledOrders {
    case 0: "no order is cancelled here, since none is open"
    case 1: "1 order is cancelled"
    default: "\(cancelledOrders) orders are cancelled"
    }
  }
}
