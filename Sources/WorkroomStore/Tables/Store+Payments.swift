/// Payments that have a name, and what has to be known of whoever is paid.
package struct PaymentRow: Sendable, Equatable {
  package enum Method: Int64, Sendable { case untold, cash, offline }
  package enum State: Int64, Sendable { case pending, processed, failed, cancelled }

  /// The row of the log that told of it first.
  package var log: Int64
  package var participation: Int64
  /// The batch of its campaign; 0 for none.
  package var batch: Int64
  /// Its place in the batch, from 1 on.
  package var number: Int64
  package var amount: Int64
  package var currency: Int64
  package var method: Method
  package var state: State
  /// The row of the log that changed it last.
  package var changed: Int64

  package init(
    log: Int64, participation: Int64, batch: Int64, number: Int64, amount: Int64, currency: Int64, method: Method,
    state: State, changed: Int64
  ) {
    self.log = log
    self.participation = participation
    self.batch = batch
    self.number = number
    self.amount = amount
    self.currency = currency
    self.method = method
    self.state = state
    self.changed = changed
  }
}

/// What has to be known of an influencer before money can be sent through PayPal.
package struct Payee: Sendable, Equatable {
  /// `W-9` or `W-8BEN`.
  package var taxForm: String?
  /// The email of the account.
  package var paypal: String?

  package init(taxForm: String? = nil, paypal: String? = nil) {
    self.taxForm = taxForm
    self.paypal = paypal
  }
}

extension Store {
  // MARK: Payments

  /// Writes a payment, or what has become of one.
  package func write(_ payment: PaymentRow) throws(StoreError) {
    let write = try database.prepare(
      "INSERT INTO payment VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(log) DO UPDATE SET state = excluded.state, changed = excluded.changed"
    )
    write.bind(1, payment.log)
    write.bind(2, payment.participation)
    write.bind(3, payment.batch)
    write.bind(4, payment.number)
    write.bind(5, payment.amount)
    write.bind(6, payment.currency)
    write.bind(7, payment.method.rawValue)
    write.bind(8, payment.state.rawValue)
    write.bind(9, payment.changed)
    try write.run()
  }

  /// A payment by the row that told of it first.
  package func payment(_ log: Int64) throws(StoreError) -> PaymentRow? {
    let select = try database.prepare("SELECT * FROM payment WHERE log = ?")
    select.bind(1, log)
    return try select.step() ? PaymentRow(select) : nil
  }

  /// Whether a payment of this name is that of another influencer of a campaign. A name that stands in a workflow's own text
  /// is a word of that definition alone.
  package func isOthersPayment(
    _ key: Int64, ofDefinition definition: Int64?, in campaign: Int64, than influencer: Int64
  ) throws(StoreError) -> Bool {
    let select = try database.prepare(
      """
      SELECT 1 FROM object o CROSS JOIN participation p ON p.id = o.participation
      WHERE o.noun = 'payment' AND o.key = ?1 AND p.campaign = ?2 AND p.influencer <> ?3
        AND (?4 IS NULL OR p.definition = ?4) LIMIT 1
      """)
    select.bind(1, key)
    select.bind(2, campaign)
    select.bind(3, influencer)
    select.bind(4, definition)
    return try select.step()
  }

  /// The payments of one participation, newest first.
  package func payments(of participation: Int64) throws(StoreError) -> [PaymentRow] {
    let select = try database.prepare("SELECT * FROM payment WHERE participation = ? ORDER BY log DESC")
    select.bind(1, participation)
    var rows: [PaymentRow] = []
    while try select.step() { rows.append(PaymentRow(select)) }
    return rows
  }

  /// The payments of a campaign, in their order; those of one batch where it is named.
  package func payments(ofCampaign campaign: Int64, batch: Int64? = nil) throws(StoreError) -> [PaymentRow] {
    let select = try database.prepare(
      "SELECT * FROM payment WHERE log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1 AND (?2 IS NULL OR batch = ?2) ORDER BY log"
    )
    select.bind(1, campaign)
    select.bind(2, batch)
    var rows: [PaymentRow] = []
    while try select.step() { rows.append(PaymentRow(select)) }
    return rows
  }

  /// How many payments a batch of a campaign has so far.
  package func paymentCount(_ campaign: Int64, batch: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT number FROM payment WHERE batch = ?2 AND log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1 ORDER BY log DESC LIMIT 1"
    )
    select.bind(1, campaign)
    select.bind(2, batch)
    return try select.step() ? select.int64(0) : 0
  }

  /// The newest batch of a campaign; 0 where there is none.
  package func newestBatch(_ campaign: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT coalesce(max(batch), 0) FROM payment WHERE log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1")
    select.bind(1, campaign)
    return try select.step() ? select.int64(0) : 0
  }

  /// Whether the money of a payment arrived and came back: it is cancelled, cash, and what was booked as paid was taken back
  /// with that.
  package func cameBack(_ payment: PaymentRow) throws(StoreError) -> Bool {
    guard payment.state == .cancelled, payment.method == .cash else { return false }
    let select = try database.prepare("SELECT 1 FROM ledger WHERE log = ? AND account = 1")
    select.bind(1, payment.changed)
    return try select.step()
  }

  /// Some payments of a batch that stand alike.
  package struct BatchPart: Sendable {
    package var batch: Int64
    package var method: PaymentRow.Method
    package var state: PaymentRow.State
    package var cameBack: Bool
    package var count: Int64
    package var amount: Int64
    /// The row of the log that told of the first of them.
    package var first: Int64
  }

  /// The batches of a campaign: how many payments stand how, and what they come to.
  package func batches(ofCampaign campaign: Int64) throws(StoreError) -> [BatchPart] {
    let select = try database.prepare(
      """
      SELECT batch, method, state, count(*), sum(amount), min(log), state = 3 AND method = 1 AND EXISTS(
        SELECT 1 FROM ledger l WHERE l.log = payment.changed AND l.account = 1) AS back
      FROM payment WHERE log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1 GROUP BY 1, 2, 3, 7 ORDER BY 1, 2, 3, 7
      """)
    select.bind(1, campaign)
    var parts: [BatchPart] = []
    while try select.step() {
      parts.append(
        BatchPart(
          batch: select.int64(0), method: PaymentRow.Method(rawValue: select.int64(1)) ?? .untold,
          state: PaymentRow.State(rawValue: select.int64(2)) ?? .pending, cameBack: select.int64(6) != 0,
          count: select.int64(3), amount: select.int64(4), first: select.int64(5)))
    }
    return parts
  }

  // MARK: Payees

  /// What is known of whoever is paid; nothing where nobody recorded it.
  package func payee(_ influencer: Int64) throws(StoreError) -> Payee {
    let select = try database.prepare("SELECT tax_form, paypal FROM payee WHERE influencer = ?")
    select.bind(1, influencer)
    guard try select.step() else { return Payee() }
    return Payee(
      taxForm: select.isNull(0) ? nil : select.text(0), paypal: select.isNull(1) ? nil : select.text(1))
  }

  /// Records what is given, and keeps what is not.
  package func record(_ payee: Payee, of influencer: Int64) throws(StoreError) {
    let write = try database.prepare(
      "INSERT INTO payee VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET tax_form = coalesce(excluded.tax_form, tax_form), paypal = coalesce(excluded.paypal, paypal)"
    )
    write.bind(1, influencer)
    if let form = payee.taxForm { write.bind(2, form) } else { write.bindNull(2) }
    if let paypal = payee.paypal { write.bind(3, paypal) } else { write.bindNull(3) }
    try write.run()
  }
}

extension PaymentRow {
  init(_ row: borrowing Statement) {
    self.init(
      log: row.int64(0), participation: row.int64(1), batch: row.int64(2), number: row.int64(3), amount: row.int64(4),
      currency: row.int64(5), method: Method(rawValue: row.int64(6)) ?? .untold,
      state: State(rawValue: row.int64(7)) ?? .pending, changed: row.int64(8))
  }
}
