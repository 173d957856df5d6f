package import WorkroomStore

/// What makes a delivery the same wherever it arrives twice: the database's life, the campaign, the row of its log and the
/// place within the step.
package struct DeliveryKey: Sendable, Equatable, CustomStringConvertible {
  package var life: Int64
  package var log: Int64
  package var place: Int64

  package init(_ row: DeliveryRow) { (life, log, place) = (row.life, row.log, row.place) }

  /// Reads what `description` wrote.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].utf8.count == 16, let life = UInt64(parts[0], radix: 16),
      let campaign = Int64(parts[1]), let sequence = Int64(parts[2]), let place = Int64(parts[3]),
      campaign > 0, campaign < 1 << 23, sequence > 0, sequence < 1 << LogRow.sequenceBits
    else { return nil }
    self.life = Int64(bitPattern: life)
    log = campaign << LogRow.sequenceBits | sequence
    self.place = place
  }

  package var description: String {
    let hex = String(UInt64(bitPattern: life), radix: 16)
    let (campaign, sequence) = (log >> LogRow.sequenceBits, log & (1 << LogRow.sequenceBits - 1))
    return String(repeating: "0", count: 16 - hex.count) + hex + "-\(campaign)-\(sequence)-\(place)"
  }
}
