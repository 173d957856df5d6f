/// Events in other words than the vocabulary's.
enum EventHabits {
  /// The event that is meant by a thing and what happens to it: `proposal` and `accepts`, `payment` and `received`.
  static func path(_ thing: String, _ doing: String, among events: some Sequence<String>) -> String? {
    let events = Set(events)
    let (thing, doing) = (thing.lowercased(), doing.lowercased())
    let things = thing.hasSuffix("s") ? [thing, String(thing.dropLast())] : [thing]
    let stem = doing.hasSuffix("s") ? String(doing.dropLast()) : doing
    for thing in things {
      for form in [doing, "\(stem)ed", "\(stem)d", "\(stem)ted"] {
        if let known = [meant["\(thing).\(form)"], "\(thing).\(form)"].compactMap(\.self).first(where: events.contains)
        {
          return known
        }
      }
    }
    return nil
  }

  /// The event that is meant by a path that names none.
  static func path(_ path: String, among events: some Sequence<String>) -> String? {
    let parts = path.split(separator: ".")
    return parts.count == 2 ? self.path(String(parts[0]), String(parts[1]), among: events) : nil
  }

  private static let meant = [
    "payment.received": "payment.paid", "payment.made": "payment.paid", "payment.sent": "payment.paid",
    "payment.done": "payment.paid", "invoice.paid": "payment.paid", "influencer.paid": "payment.paid",
    "proposal.approved": "proposal.accepted", "proposal.confirmed": "proposal.accepted",
    "proposal.rejected": "proposal.declined", "proposal.refused": "proposal.declined",
    "proposal.sent": "proposal.submitted", "proposal.received": "proposal.submitted",
    "proposal.made": "proposal.submitted", "offer.accepted": "proposal.accepted", "offer.declined": "proposal.declined",
    "content.published": "content.posted", "content.live": "content.posted", "post.published": "content.posted",
    "post.posted": "content.posted", "content.submitted": "content.draft_submitted",
    "draft.submitted": "content.draft_submitted", "draft.sent": "content.draft_submitted",
    "draft.approved": "content.approved", "content.accepted": "content.approved",
    "content.declined": "content.rejected", "content.disapproved": "content.rejected",
    "product.delivered": "shipment.delivered", "package.delivered": "shipment.delivered",
    "order.delivered": "shipment.delivered", "gift.delivered": "shipment.delivered", "order.shipped": "shipment.sent",
    "product.shipped": "shipment.sent", "product.sent": "shipment.sent", "package.sent": "shipment.sent",
    "shipment.shipped": "shipment.sent", "shipment.arrived": "shipment.delivered", "order.placed": "order.created",
    "contract.signed": "contract.completed", "contract.accepted": "contract.completed",
    "influencer.unpaused": "influencer.resumed", "influencer.withdrawn": "influencer.withdrew",
    "influencer.accepted": "proposal.accepted",
    "email.answered": "email.replied", "sale.recorded": "conversion.recorded", "order.paid": "conversion.recorded",
  ]
}
