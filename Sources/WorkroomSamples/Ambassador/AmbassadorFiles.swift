/// The files of codes and links that the ambassador campaign hands out.
enum AmbassadorFiles {
  private static let words = [
    "OTTER", "MAPLE", "COMET", "FJORD", "TIGER", "OLIVE", "PIXEL", "RIVER", "SUNNY", "TULIP", "ZEBRA",
    "AMBER", "BRAVO", "CEDAR",
    "DELTA", "EMBER", "FALCON", "GINGER", "HARBOR", "INDIGO",
  ]

  /// Codes such as `OTTER47`, no two the same.
  static func codes(_ count: Int, seed: UInt64) -> [String] {
    var random = Randomness(seed: seed)
    var found: [String] = []
    while found.count < count {
      let code = "\(random.pick(words))\(random.number(10...99))"
      if !found.contains(code) { found.append(code) }
    }
    return found
  }

  /// Codes in impact.com's columns.
  static func impact(_ codes: [String]) -> String {
    var table = CSVText([
      "Promo Code", "Program Id", "Media Id", "Type", "Credit Rule", "Match Mode", "Deal Id",
      "Active Start Date", "Active End Date",
      "Timezone",
    ])
    for code in codes {
      table.row([
        code, "30417", "", "TRACKING", "ALWAYS", "LI", "", "2026-03-02T00:00:00Z", "2026-12-31T23:59:59Z",
        "UTC",
      ])
    }
    return table.text
  }

  /// Addresses that belong to nobody yet.
  static func links(_ count: Int) -> String {
    var random = Randomness(seed: 4_004)
    var table = CSVText([
      "influencer", "email", "url", "destination_url", "start", "end", "payout_type", "payout_amount",
    ])
    for number in 1...count {
      let mark = (random.number(0...0xFFFF) | 0x10000) << 8 | number
      table.row([
        "", "", "https://go.trailworks.example/\(String(mark, radix: 36))", "https://trailworks.example/new",
        "", "", "percentage", "8",
      ])
    }
    return table.text
  }
}
