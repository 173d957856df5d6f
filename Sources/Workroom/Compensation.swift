package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// What takes back an event that was recorded: in a live database nothing is ever unsaid, and another event sets right what
/// the first one did.
package enum Compensation: Sendable {
  /// The event to send, with its values.
  case event(String, [WrittenValue])
  /// There is none; what to do instead.
  case none(String)

  /// What takes back the event of a row of the log.
  package static func of(_ log: LogRow, _ engine: Engine) throws(EngineError) -> Compensation {
    let definition = try engine.definition(log.definition)
    guard log.kind == Int64(StepInput.Kind.event.rawValue) else {
      return .none("nobody sent it: a timer or the engine itself did")
    }
    let event = definition.workflow.events[Int(log.event)]
    let currency = try engine.campaign(log.stream).currency
    func value(_ name: String) throws(EngineError) -> WrittenValue? {
      guard let place = event.payload.firstIndex(where: { $0.name == name }), log.payload[0] >> Int64(place) & 1 == 1
      else { return nil }
      let word = log.payload[place + 1]
      if event.payload[place].type == .text {
        var text = definition.machine.literalText(word)
        if text == nil { text = try stored { () throws(StoreError) in try engine.store.text(word) } }
        return text.map { WrittenValue(name: name, text: $0) }
      }
      let text = Values.text(word, event.payload[place].type, definition.workflow, home: currency)
      return WrittenValue(name: name, text: text)
    }
    func values(_ names: String...) throws(EngineError) -> [WrittenValue] {
      var values: [WrittenValue] = []
      for name in names { if let value = try value(name) { values.append(value) } }
      return values
    }
    if let order = try engine.movedFrom(log) {
      return .event(event.path, try values("shipment") + [WrittenValue(name: "order", text: order)])
    }
    switch event.path {
    case "proposal.accepted", "influencer.activated": return .event("proposal.deleted", [])
    case "influencer.paused": return .event("influencer.resumed", [])
    case "influencer.resumed": return .event("influencer.paused", [])
    case "order.created", "order.drafted": return .event("order.cancelled", try values("order"))
    case "conversion.recorded", "conversion.restored": return .event("conversion.voided", try values("conversion"))
    case "conversion.voided" where definition.workflow.events.contains { $0.path == "conversion.restored" }:
      return .event("conversion.restored", try values("conversion"))
    case "payment.requested": return .event("payment.cancelled", try values("amount", "payment", "method"))
    case "payment.paid": return .event("payment.cancelled", try values("amount", "payment", "method"))
    case "fee.owed":
      guard let place = event.payload.firstIndex(where: { $0.name == "amount" }) else { break }
      let back = Values.text(-log.payload[place + 1], event.payload[place].type, definition.workflow, home: currency)
      return .event("fee.owed", [WrittenValue(name: "amount", text: back)])
    case "deliverable.added": return .event("deliverable.waived", try values("deliverable"))
    case "content.approved":
      let taker = definition.workflow.events.first { $0.path == "content.changes_requested" }
      let namesContent = taker?.payload.contains { $0.name == "content" } ?? false
      return .event(
        "content.changes_requested", try values("deliverable") + (namesContent ? values("content") : []))
    default: break
    }
    if let over = ends[event.path], let row = try engine.participation(log.participation, in: log.stream),
      try engine.isFinished(row)
    {
      return .none("\(over), and \(try final(row, engine))")
    }
    return .none(instead[event.path] ?? "the vocabulary has no event that takes it back")
  }

  /// Events with which somebody is out, in words.
  private static let ends = [
    "influencer.withdrew": "whoever has withdrawn is out", "proposal.declined": "a declined proposal is over",
    "proposal.deleted": "a deleted proposal is over",
  ]

  /// That a participation has ended, with what there is for whoever comes back.
  package static func final(_ row: ParticipationRow, _ engine: Engine) throws(EngineError) -> String {
    let definition = try engine.definition(row.definition)
    let titles = definition.titles(row.state).joined(separator: ", ")
    return "\(titles) is final: no event leads back from it; \(engine.wayBack(definition))"
  }

  /// What can be done where nothing takes an event back.
  private static let instead = [
    "proposal.submitted": "decline the proposal, or agree on other terms: `negotiate`",
    "proposal.negotiated": "agree on the terms that are meant: `negotiate` again",
    "proposal.countered": "agree on the terms that are meant: `negotiate`",
    "proposal.declined": "a declined proposal is over; where the workflow allows it, let them propose again: `propose`",
    "proposal.deleted": "a deleted proposal is over; where the workflow allows it, let them propose again: `propose`",
    "proposal.noted": "add another note that sets it right: `note`",
    "discount.disabled": "a disabled code stays disabled; another one is given where a line of the workflow assigns it",
    "link.disabled": "a disabled link stays disabled; another one is given where a line of the workflow assigns it",
    "discount.adjusted": "adjust it again, to what is meant: `adjust discount`",
    "link.adjusted": "adjust it again, to what is meant: `adjust link`",
    "conversion.refunded":
      "void the sale, then restore it with the amount that is meant: `void`, `restore ... subtotal`",
    "conversion.voided": "a voided conversion stays voided; record the sale under another name",
    "email.sent": "a mail that is written goes out; write another one that sets it right: `email`",
    "contract.sent": "a contract that is sent stays sent; tell whoever got it",
    "payment.cancelled": "ask for the payment again: `request payment`, or `pay` for what was paid offline",
    "payment.failed": "ask for the payment again: `request payment`",
    "order.cancelled": "create the order again: `order`", "order.returned": "create the order again: `order`",
    "shipment.sent": "a parcel that is on its way stays so; once it is back: `return`",
    "shipment.delivered": "a parcel that has arrived stays so; once it is back: `return`",
    "shipment.returned": "create the order again and send it: `order`, `ship`",
    "influencer.withdrew": "whoever has withdrawn is out; where the workflow is recurring, `add` begins another round",
    "content.posted": "tell that it is gone: `reject`, where a line of the workflow waits for it",
    "content.measured": "measure it again: `measure` overwrites the figures",
  ]
}
