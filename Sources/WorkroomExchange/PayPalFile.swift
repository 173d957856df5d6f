package import WorkroomValues

/// A payment as PayPal's file of payouts has it.
package struct PayPalRow: Sendable {
  /// The email of the account.
  package var recipient: String
  package var amount: Money
  /// What the payment is called: PayPal's customer id, of at most 30 letters.
  package var payment: String
  /// At most 400 letters, for which the name of a campaign is short enough.
  package var note: String

  package init(recipient: String, amount: Money, payment: String, note: String) {
    self.recipient = recipient
    self.amount = amount
    self.payment = payment
    self.note = note
  }
}

/// PayPal's file of payouts: seven columns without headings (recipient, amount, currency, customer id, note, wallet,
/// privacy), one currency a file.
package enum PayPalFile {
  /// PayPal's limit for one file.
  package static let rowsMax = 5_000

  /// The files that hold some payments, in their order: as many as it takes, since one has at most `rowsMax` rows.
  package static func files(_ rows: [PayPalRow]) -> [[UInt8]] {
    stride(from: 0, to: rows.count, by: rowsMax).map { start in
      var writer = CSVWriter()
      for row in rows[start..<min(rows.count, start + rowsMax)] {
        writer.row([
          .text(row.recipient), .amount(row.amount), .text(row.amount.currency.code), .text(row.payment),
          .text(row.note), .text("PAYPAL"), .empty,
        ])
      }
      return writer.take()
    }
  }
}
