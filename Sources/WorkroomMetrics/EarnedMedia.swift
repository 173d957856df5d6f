import WorkroomValues

/// What the attention that a campaign won would have cost as advertising, by a method with a name and rates that anybody
/// can read.
package struct EarnedMedia: Sendable, Hashable {
  package enum Method: String, CaseIterable, Sendable {
    /// The sum of counts, each times its rate; impressions by the thousand.
    case counts
    /// Views times what a thousand cost; pieces without views by their likes, comments and shares times 8.7.
    case cpm
  }

  package let method: Method
  /// Millionths of the campaign's currency, by what they are paid for.
  package private(set) var rates: [(name: String, millionths: Int64)]

  /// Those of one thousand, and not of one.
  private static let byTheThousand: Set<String> = ["impressions", "views", "cpm"]

  package init(_ method: Method) {
    self.method = method
    rates =
      switch method {
      case .counts: [("likes", 300_000), ("comments", 500_000), ("impressions", 50_000)]
      case .cpm: [("cpm", 10_000_000)]
      }
  }

  /// What the rates of a method may be for.
  package static func names(_ method: Method) -> [String] {
    switch method {
    case .counts: ["likes", "comments", "shares", "saves", "clicks", "impressions", "views"]
    case .cpm: ["cpm"]
    }
  }

  static let counted = ["likes", "comments", "shares", "saves", "clicks", "impressions", "views"]

  /// Sets the rate of one count; false where the method has none of that name.
  package mutating func setRate(_ name: String, millionths: Int64) -> Bool {
    guard EarnedMedia.names(method).contains(name) else { return false }
    if let place = rates.firstIndex(where: { $0.name == name }) {
      rates[place].millionths = millionths
    } else {
      rates.append((name, millionths))
    }
    return true
  }

  /// `counts: likes × 0.30 + comments × 0.50 + impressions ÷ 1000 × 0.05`
  package var words: String {
    func rate(_ millionths: Int64) -> String { Scaled.text(millionths, decimals: 6, minimum: 2) }
    switch method {
    case .counts:
      let parts = rates.map {
        "\($0.name)\(EarnedMedia.byTheThousand.contains($0.name) ? " ÷ 1000" : "") × \(rate($0.millionths))"
      }
      return "counts: " + parts.joined(separator: " + ")
    case .cpm:
      return "cpm: (views + likes, comments and shares of pieces without views × 8.7) ÷ 1000 × "
        + rate(rates.first?.millionths ?? 0)
    }
  }

  /// The counts that it reads.
  var reads: [String] { method == .cpm ? ["views"] : rates.filter { $0.millionths != 0 }.map(\.name) }

  /// The value in the campaign's currency; `nil` where none of what it counts is told.
  func value(_ count: (String) -> Rational?, withoutViews: Rational) -> Rational? {
    switch method {
    case .counts:
      var sum: Rational?
      for (name, millionths) in rates where millionths != 0 {
        guard let count = count(name) else { continue }
        let divisor: Int128 = EarnedMedia.byTheThousand.contains(name) ? 1000 : 1
        guard let part = count.times(Rational(Int128(millionths), over: Int128(Scaled.unit) * divisor)) else {
          return nil
        }
        sum = (sum ?? Rational(0)).plus(part)
        if sum == nil { return nil }
      }
      return sum
    case .cpm:
      let views = count("views")
      if views == nil, withoutViews.isZero { return nil }
      return withoutViews.times(Rational(87, over: 10))?.plus(views ?? Rational(0))?
        .times(Rational(Int128(rates.first?.millionths ?? 0), over: Int128(Scaled.unit) * 1000))
    }
  }

  package static func == (left: EarnedMedia, right: EarnedMedia) -> Bool { left.words == right.words }
  package func hash(into hasher: inout Hasher) { hasher.combine(words) }
}
