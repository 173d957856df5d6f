package import WorkroomValues

/// An order of the store, as its export describes it.
package struct OrderRow: Hashable, Sendable {
  /// The store's name for the order, such as `#1001`.
  package let orderNumber: String
  /// As the store has it, in lower case.
  package let email: String?
  package let financialStatus: FinancialStatus
  package let createdAt: Instant?
  package let paidAt: Instant?
  package let cancelledAt: Instant?
  package let currency: Currency
  /// After discounts, before taxes and shipping: what commissions are counted on.
  package let subtotal: Money
  package let total: Money?
  package let refunded: Money?
  package let discountCodes: [String]
  /// Whether no time is known of the day on which it came in.
  package let isDay: Bool
  package let row: Int
  package let line: Int

  /// When it came in: when it was paid, else when it was made.
  package var soldAt: Instant? { paidAt ?? createdAt }

  /// What the order means for a conversion; the caller decides what to do about it.
  package var standing: Standing {
    if cancelledAt != nil { return .void }
    switch financialStatus {
    case .pending, .authorized: return .waiting
    case .refunded, .voided, .expired: return .void
    case .partiallyRefunded: return .reduced
    case .paid, .partiallyPaid: return (refunded?.minorUnits ?? 0) > 0 ? .reduced : .full
    }
  }

  /// Whether an order counts, not yet, less, or not at all.
  package enum Standing: Sendable {
    /// Not paid yet; a later export will tell.
    case waiting
    /// The subtotal counts.
    case full
    /// Some of it was given back: the base is the subtotal less the refund, and not below zero.
    case reduced
    /// Cancelled, given back or never paid: a conversion is not made, and one that was made is voided.
    case void
  }
}

/// Where the money of an order stands, in the store's words.
///
/// - `pending`, `authorized`: nothing was captured; a conversion waits.
/// - `paid`, `partially_paid`: the conversion counts.
/// - `partially_refunded`: it counts on a lower base.
/// - `refunded`, `voided`, `expired`: it does not count; one that was recorded is voided.
///
/// A cancelled order does not count whatever its status says.
package enum FinancialStatus: String, CaseIterable, Sendable {
  case paid
  case partiallyPaid = "partially_paid"
  case pending, authorized, refunded
  case partiallyRefunded = "partially_refunded"
  case voided, expired
}
