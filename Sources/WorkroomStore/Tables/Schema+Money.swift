/// What the books hold beside the ledger: what stands in each account, payments on their way, and what has to be known of
/// whoever is paid.
extension Schema {
  /// The balances of a ledger that is already there are added up once, by the two accounts of each of its entries
  /// (`LedgerEntry.sides`).
  static let money: StaticString =
    """
    CREATE TABLE balance(
      participation INTEGER NOT NULL, currency INTEGER NOT NULL, account TEXT NOT NULL, amount INTEGER NOT NULL,
      PRIMARY KEY(participation, currency, account)) WITHOUT ROWID;
    INSERT INTO balance SELECT participation, currency, account, sum(amount) FROM (
      SELECT participation, currency, 'cost: ' || reason AS account, amount FROM ledger WHERE account = 0
      UNION ALL SELECT participation, currency, 'payable', -amount FROM ledger WHERE account = 0
      UNION ALL SELECT participation, currency, 'payable', amount FROM ledger WHERE account = 1
      UNION ALL SELECT participation, currency, 'paid', -amount FROM ledger WHERE account = 1
    ) GROUP BY participation, currency, account;
    CREATE INDEX ledger_subject ON ledger(participation, log) WHERE account = 0 AND subject <> 0;
    CREATE INDEX object_conversion ON object(first_log) WHERE noun = 'conversion';
    CREATE TABLE payment(
      log INTEGER PRIMARY KEY, participation INTEGER NOT NULL, batch INTEGER NOT NULL, number INTEGER NOT NULL,
      amount INTEGER NOT NULL, currency INTEGER NOT NULL, method INTEGER NOT NULL, state INTEGER NOT NULL,
      changed INTEGER NOT NULL);
    CREATE INDEX payment_participation ON payment(participation, log);
    CREATE INDEX payment_batch ON payment(batch, log);
    CREATE TABLE payee(
      influencer INTEGER PRIMARY KEY REFERENCES influencer(id), tax_form TEXT, paypal TEXT);
    """
}
