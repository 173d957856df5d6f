package import WorkroomLanguage
package import WorkroomMachine
package import WorkroomStore

/// A stored definition, compiled, with what the engine asks of it for every event.
package final class Definition: Sendable {
  package let id: Int64
  package let machine: Machine
  package let source: SourceText
  /// The vocabulary that it was checked with.
  package let vocabulary: SourceText
  /// Whether any rule reads what is known of the influencer.
  let readsInfluencer: Bool
  /// Whether events may name items, so that each is looked at for a name that is not there.
  let hasItems: Bool
  /// Events by their path.
  let events: [String: Int]
  let roles: [String: Int]
  /// The payload value that carries the rate of the item that brought an order; -1 for none.
  let rateField: [Int]
  /// For each event the payload value named like its noun; -1 for none.
  let subjectField: [Int]
  /// For each event what its path names: a noun, and what became of it.
  let nouns: [String]
  let statuses: [String]
  /// For each event its payload's fields that count things: none of them is below zero or a fraction.
  let countFields: [[Int]]
  /// For each event the kind of item whose terms it changes; -1 for none.
  let adjustedKind: [Int]
  /// For each event why nobody but the engine may send it as `system`; `nil` where everybody may.
  let ownEvents: [String?]
  /// The events that end a proposal and that agree to it; -1 for none.
  private let deletion: Int
  private let acceptance: Int
  /// The store's number of each of the workflow's kinds of item: the one place where the two meet.
  package let kinds: [Int64]
  /// Whether any rule reads what is owed or paid.
  let readsMoney: Bool
  /// The campaign fields that rules set parts of aside, and whether any rule reads what is left of one.
  package let earmarkFields: [Int]
  let readsEarmarks: Bool
  /// Whether its vocabulary knows payments on their way, and so keeps the books of them and of what was sold.
  package let keepsBooks: Bool
  /// For each event whether it tells of a payment or of what became of a conversion, about which more is known than its
  /// rules say.
  let asksBooks: [Bool]
  /// For each event the kind of item that it disables; -1 for none.
  let disabledKind: [Int]
  /// For each event whether it tells of a proposal, where the vocabulary keeps them.
  let tellsOfProposal: [Bool]
  /// For each event the value that names products; -1 for none.
  let productField: [Int]
  /// Whether orders say what they hold, and drafts are counted.
  let keepsOrders: Bool
  /// For each event whether orders may end with it.
  let mayEndOrders: [Bool]
  /// The value of each event that asks for another code or link in place of one that ends; -1 for an event without one.
  let replacementField: [Int]
  /// For each event whether it makes an order or ends one.
  let makesOrEndsOrder: [Bool]
  /// For each event whether something is asked of the orders that are known: it makes one, ends one or sends one.
  let asksOrders: [Bool]
  /// For each event whether it makes a sale count.
  let countsSale: [Bool]
  /// For each event whether it may name a piece of content, whether it tells of a post, and whether it judges one.
  /// For each event the values by which it names an order, a code or a post.
  let nameFields: [[Int]]
  let tellsOfPost: [Bool]
  let judgesContent: [Bool]
  /// For each event the amount that it moves by hand; -1 for none.
  let amountField: [Int]
  /// The event that says what somebody is owed by a person's word, and takes it back; -1 for none.
  let owedByHand: Int
  /// For each event whether it means the newest order or parcel where it names none.
  let meansNewest: [Bool]
  /// The final stages to which a line leads that waits for somebody to withdraw, or for a proposal to be declined or deleted.
  let earlyStages: Set<Int>

  /// The bits of the stages that show in a section behind Proposals, where the terms are agreed.
  private let agreedStages: [UInt64]

  package var workflow: CheckedWorkflow { machine.workflow }

  init(id: Int64, machine: Machine, source: SourceText, vocabulary: SourceText, kinds: [Int64]) {
    self.id = id
    self.machine = machine
    self.source = source
    self.vocabulary = vocabulary
    self.kinds = kinds
    let workflow = machine.workflow
    hasItems = !workflow.eaches.isEmpty
    readsInfluencer = workflow.reads { operation in
      switch operation {
      case .field(.influencer, _), .isSet(.influencer, _): true
      default: false
      }
    }
    readsMoney = workflow.reads { operation in
      switch operation {
      case .owed, .paid: true
      default: false
      }
    }
    readsEarmarks = workflow.reads { if case .left = $0 { true } else { false } }
    earmarkFields = workflow.earmarkFields
    keepsBooks = workflow.events.contains { $0.path == "payment.requested" && $0.subject != nil }
    let keepsBooks = keepsBooks
    asksBooks = workflow.events.map {
      keepsBooks && ($0.path.hasPrefix("payment.") || Engine.conversionChanges.contains($0.path))
    }
    disabledKind = workflow.events.map { event in
      keepsBooks ? CheckedWorkflow.standardKinds.firstIndex { "\($0).disabled" == event.path } ?? -1 : -1
    }
    let keepsProposals = Proposals.areKept(workflow)
    tellsOfProposal = workflow.events.map { keepsProposals && Proposals.status($0.path) != nil }
    productField = workflow.events.map { event in
      event.payload.firstIndex { $0.name == "products" && $0.type == .products } ?? -1
    }
    keepsOrders = workflow.events.contains { event in
      event.path == "order.created" && event.payload.contains { $0.name == "products" && $0.type == .products }
    }
    let keepsOrders = keepsOrders
    replacementField = workflow.events.map { event in
      event.path.hasSuffix(".disabled") ? event.payload.firstIndex { $0.name == "replacement" } ?? -1 : -1
    }
    mayEndOrders = workflow.events.map { keepsOrders && Engine.endsOrders($0.path) }
    makesOrEndsOrder = workflow.events.map {
      keepsOrders && Engine.isAboutOrder($0.path) && $0.subject != nil && $0.payload.count <= Definition.namingBit
    }
    asksOrders = workflow.events.map {
      keepsOrders && (Engine.isAboutOrder($0.path) || $0.path.hasPrefix("shipment."))
    }
    countsSale = workflow.events.map { ["conversion.recorded", "conversion.restored"].contains($0.path) }
    meansNewest = workflow.events.map { keepsOrders && Definition.followUps.contains($0.path) }
    nameFields = workflow.events.map { event in
      event.payload.indices.filter { event.payload[$0].type == .text && Engine.names[event.payload[$0].name] != nil }
    }
    tellsOfPost = workflow.events.map { $0.path == "content.posted" }
    judgesContent = workflow.events.map { Engine.verdicts.contains($0.path) }
    amountField = workflow.events.map { event in
      guard [Definition.fee, "payment.paid", "payment.cancelled"].contains(event.path) else { return -1 }
      return event.payload.firstIndex { $0.name == "amount" } ?? -1
    }
    owedByHand = workflow.events.firstIndex { $0.path == Definition.fee } ?? -1
    earlyStages = workflow.earlyStages
    ownEvents = workflow.events.map { Definition.reasonToKeep($0.path, workflow) }
    deletion = workflow.events.firstIndex { $0.path == "proposal.deleted" } ?? -1
    acceptance = workflow.events.firstIndex { $0.path == "proposal.accepted" } ?? -1
    events = Dictionary(uniqueKeysWithValues: workflow.events.enumerated().map { ($1.path, $0) })
    roles = Dictionary(uniqueKeysWithValues: workflow.roles.enumerated().map { ($1.name, $0) })
    rateField = workflow.events.map { event in
      event.subject == nil ? -1 : event.payload.firstIndex { $0.name == "rate" && $0.type == .percent } ?? -1
    }
    subjectField = workflow.events.map { $0.subject ?? -1 }
    nouns = workflow.events.map { String($0.path.prefix { $0 != "." }) }
    statuses = workflow.events.map { String($0.path.drop { $0 != "." }.dropFirst()) }
    agreedStages = machine.mask(
      of: workflow.stages.indices.filter { index in
        workflow.stages[index].section.map { !["My Influencers", "Proposals"].contains(workflow.sections[$0]) } ?? false
      })
    countFields = workflow.events.map { event in
      guard Definition.countingEvents.contains(event.path) else { return [] }
      return event.payload.indices.filter { event.payload[$0].type == .number }
    }
    adjustedKind = workflow.events.map { event in
      CheckedWorkflow.standardKinds.firstIndex { "\($0).adjusted" == event.path } ?? -1
    }
  }

  /// The event that owes somebody what a person says.
  static let fee = "fee.owed"

  /// The event with which a parcel goes out.
  static let sending = "shipment.sent"

  /// The place in a payload's mask, behind its values, that says that the event names what was told of without a name before.
  static let namingBit = 62

  /// Whether an event gives its name to the order that had none.
  func givesName(_ event: Int, _ payload: [Int64]) -> Bool {
    makesOrEndsOrder[event] && payload[0] >> Int64(Definition.namingBit) & 1 == 1
  }

  /// The event that hands in a draft of a piece of content.
  static let draft = "content.draft_submitted"

  /// Events whose numbers are views, likes, tasks and the like.
  private static let countingEvents: Set<String> = [
    "proposal.submitted", "proposal.negotiated", "content.posted", "content.measured",
  ]

  /// What is told of an order or a parcel that is known.
  private static let followUps: Set<String> = [
    "order.fulfilled", "order.cancelled", "order.returned", "shipment.moved", "shipment.delivered", "shipment.returned",
    "shipment.failed",
  ]

  /// What the engine itself tells: who got an item or gave it back, and that the campaign changed.
  private static func reasonToKeep(_ path: String, _ workflow: CheckedWorkflow) -> String? {
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    if workflow.poolKinds.contains(parts[0]), ["assigned", "released"].contains(parts[1]) {
      return "`\(path)` is raised by the engine when \(parts[0])s are given and taken back; nobody else sends it"
    }
    if path == "campaign.changed" {
      return "`campaign.changed` is sent by the engine when details are set; set them with `set NAME to VALUE`"
    }
    return nil
  }

  /// Whether a step reads more than the campaign's own frame.
  var readsMore: Bool { readsInfluencer || readsMoney || !workflow.totals.isEmpty }

  /// Whether a value of an event is the name of a payment.
  func namesPayment(_ event: Int, _ value: String) -> Bool {
    asksBooks[event] && value == "payment" && workflow.events[event].path.hasPrefix("payment.")
  }

  /// The titles of the innermost active stages of a state.
  package func titles(_ state: [Int64]) -> [String] { innermost(state).map { workflow.stages[$0].title } }

  /// Their paths.
  package func paths(_ state: [Int64]) -> [String] { innermost(state).map { workflow.stages[$0].path } }

  private func innermost(_ state: [Int64]) -> [Int] { workflow.innermost(machine.activeStages(state.span)) }

  /// What the file says of participations that come from another version.
  func migration(from old: Definition) -> CheckedMigration? {
    workflow.migrations.first { $0.version == old.workflow.version }
  }

  /// What the event of a row is about, by its noun and its text; `nil` for a row that is about nothing of its own.
  package func subject(of log: LogRow) -> (noun: String, key: Int64)? {
    guard log.kind == Int64(StepInput.Kind.event.rawValue) else { return nil }
    let field = subjectField[Int(log.event)]
    guard field >= 0 else { return nil }
    return (nouns[Int(log.event)], log.payload[0] >> Int64(field) & 1 == 1 ? log.payload[field + 1] : 0)
  }

  /// When the terms were agreed: with the event that says so, or on first showing in a section behind Proposals.
  func accepted(_ earlier: Int64?, _ log: LogRow, _ state: [Int64]) -> Int64? {
    let event = log.kind == Int64(StepInput.Kind.event.rawValue) ? Int(log.event) : nil
    return accepted(earlier, event: event, at: log.occurred, state)
  }

  /// The same for a step that no log tells of.
  package func accepted(_ earlier: Int64?, event: Int?, at occurred: Int64, _ state: [Int64]) -> Int64? {
    if event == deletion { return nil }
    if earlier != nil { return earlier }
    if event == acceptance { return occurred }
    let shows = agreedStages.indices.contains { word in
      agreedStages[word] & UInt64(bitPattern: state[StateLayout.activeStart + word]) != 0
    }
    return shows ? occurred : nil
  }
}

extension CheckedWorkflow {
  /// Of active stages those inside which no other is active.
  package func innermost(_ active: [Int]) -> [Int] {
    let around = Set(active.filter { $0 > 0 }.map { stages[$0].parent })
    return active.filter { $0 > 0 && !around.contains($0) }
  }

  /// Whether any value or condition is read in a way.
  fileprivate func reads(_ isMeant: (CheckedExpression.Operation) -> Bool) -> Bool {
    expressions.contains { isMeant($0.operation) }
  }

  fileprivate var earmarkFields: [Int] {
    var fields: Set<Int> = []
    for action in actions {
      switch action.kind {
      case .earmark(let field, _), .free(let field): fields.insert(field)
      default: break
      }
    }
    return fields.sorted()
  }
}

extension Definition {
  /// The place of an event among the workflow's, by its path.
  package func number(ofEvent path: String) -> Int? { events[path] }

  /// The kind of item that an event disables, and what the workflow calls it; `nil` for any other event.
  package func disabled(by event: String) -> (kind: Int64, noun: String)? {
    guard let kind = events[event].map({ disabledKind[$0] }), kind >= 0 else { return nil }
    return (kinds[kind], workflow.poolKinds[kind])
  }

  /// Whether an event gives new terms to a code, a link or another item that is held.
  package func adjusts(_ event: String) -> Bool { events[event].map { adjustedKind[$0] >= 0 } ?? false }
}
