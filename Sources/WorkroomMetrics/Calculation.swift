package import WorkroomValues

/// What a figure came to.
package enum Outcome: Hashable, Sendable {
  case known(Rational)
  /// Why there is none: it is shown as `n/a`, and never as nought.
  case missing(String)

  package var value: Rational? { if case .known(let value) = self { value } else { nil } }
  package var reason: String? { if case .missing(let reason) = self { reason } else { nil } }
}

/// Works metrics out of facts.
package struct Calculation: Sendable {
  /// What a report chooses for all of its figures.
  package struct Choices: Sendable {
    package var currency: Currency
    package var spend: [SpendPart]
    package var earnedMedia: EarnedMedia

    package init(
      currency: Currency, spend: [SpendPart] = SpendPart.usual, earnedMedia: EarnedMedia = EarnedMedia(.counts)
    ) {
      self.currency = currency
      self.spend = spend
      self.earnedMedia = earnedMedia
    }
  }

  package let facts: Facts
  package let choices: Choices

  package init(_ facts: Facts, _ choices: Choices) {
    self.facts = facts
    self.choices = choices
  }

  package func outcome(_ id: String) -> Outcome {
    guard let metric = Metric.named(id) else { return .missing("no metric is called `\(id)`") }
    switch metric.formula {
    case .fact(let fact): return self.fact(fact, metric)
    case .sum(let parts): return sum(parts)
    case .sumOfKnown(let parts): return sumOfKnown(parts)
    case .spend: return sum(choices.spend.map(\.rawValue))
    case .earnedMedia: return earnedMedia()
    case .quotient(let plus, let minus, let over, let times): return quotient(plus, minus, over, times)
    }
  }

  // MARK: Formulas

  private static let tooLarge = "too large to be worked out exactly"

  private func fact(_ fact: Fact, _ metric: Metric) -> Outcome {
    guard let sum = facts.known(fact) else { return .missing(silence(fact, metric)) }
    switch fact.measure {
    case .things: return .known(Rational(sum))
    case .minorUnits: return .known(Rational(sum, over: Self.power(choices.currency.decimals)))
    case .millionths: return .known(Rational(sum, over: Int128(Scaled.unit)))
    }
  }

  private func silence(_ fact: Fact, _ metric: Metric) -> String {
    let tally = facts[fact]
    switch fact {
    case .budget, .platformFee: return "the campaign does not say it"
    case .product, .shipping:
      let (all, one) = (tally.told + tally.silent, tally.silent == 1)
      return "\(tally.silent) of \(all) orders \(one ? "does" : "do") not say what \(one ? "it" : "they") cost"
    case .followers: return "nobody's followers are known"
    default: return "no piece tells its \(metric.title.lowercased())"
    }
  }

  private func sum(_ parts: [String]) -> Outcome {
    var sum = Rational(0)
    for id in parts {
      switch outcome(id) {
      case .known(let value):
        guard let next = sum.plus(value) else { return .missing(Self.tooLarge) }
        sum = next
      case .missing(let reason): return .missing(reason)
      }
    }
    return .known(sum)
  }

  private func sumOfKnown(_ parts: [String]) -> Outcome {
    let known = parts.filter { outcome($0).value != nil }
    return known.isEmpty ? .missing("none of \(parts.joined(separator: ", ")) is told") : sum(known)
  }

  private func earnedMedia() -> Outcome {
    guard let withoutViews = facts.known(.engagementsWithoutViews).map({ Rational($0, over: Int128(Scaled.unit)) })
    else { return .missing(Self.tooLarge) }
    if let value = choices.earnedMedia.value({ outcome($0).value }, withoutViews: withoutViews) { return .known(value) }
    return .missing("none of \(choices.earnedMedia.reads.joined(separator: ", ")) is told")
  }

  private func quotient(_ plus: [String], _ minus: [String], _ over: String, _ times: Int64) -> Outcome {
    var top: Rational
    switch (sum(plus), sum(minus), outcome(over)) {
    case (.missing(let reason), _, _), (_, .missing(let reason), _), (_, _, .missing(let reason)):
      return .missing(reason)
    case (.known(let left), .known(let right), .known(let divisor)):
      if divisor.isZero { return .missing("\(Metric.named(over)?.title.lowercased() ?? over) is nought") }
      guard let rest = left.minus(right), let large = rest.times(Rational(Int128(times))) else {
        return .missing(Self.tooLarge)
      }
      top = large
      return top.divided(by: divisor).map(Outcome.known) ?? .missing(Self.tooLarge)
    }
  }

  private static func power(_ decimals: Int) -> Int128 { (0..<decimals).reduce(1) { power, _ in power * 10 } }

  // MARK: Words

  /// How much of what could tell of a figure did; `nil` where all of it did, or none.
  package func coverage(_ id: String) -> String? {
    guard case .fact(let fact)? = Metric.named(id)?.formula else { return nil }
    let tally = facts[fact]
    guard tally.silent > 0, tally.told > 0 else { return nil }
    return "told by \(tally.told) of \(tally.told + tally.silent)"
  }

  /// Decimals that a unit is rounded to.
  package func decimals(_ unit: Metric.Unit) -> Int {
    switch unit {
    case .count: 6
    case .money: choices.currency.decimals
    case .fineMoney: choices.currency.decimals + 2
    case .ratio, .percent: 2
    }
  }

  /// The number alone: `1752.50`; `nil` where there is none.
  package func digits(_ id: String) -> String? {
    guard let metric = Metric.named(id), let value = outcome(id).value else { return nil }
    let decimals = decimals(metric.unit)
    return value.text(decimals: decimals, minimum: metric.unit == .count ? 0 : decimals)
  }

  /// `1752.50 USD`, `1.09`, `12.50%`, or `n/a`.
  package func text(_ id: String) -> String {
    guard let metric = Metric.named(id), let digits = digits(id) else { return "n/a" }
    switch metric.unit {
    case .count, .ratio: return digits
    case .money, .fineMoney: return "\(digits) \(choices.currency.code)"
    case .percent: return "\(digits)%"
    }
  }

  /// The formula as this report uses it.
  package func words(_ metric: Metric) -> String {
    switch metric.formula {
    case .spend:
      return choices.spend.compactMap { Metric.named($0.rawValue)?.title.lowercased() }.joined(separator: " + ")
    case .earnedMedia: return choices.earnedMedia.words
    default: return metric.words
    }
  }

  /// The figures that go into one, by the report's choices.
  package func inputs(_ metric: Metric) -> [Metric] {
    let ids: [String] =
      switch metric.formula {
      case .spend: choices.spend.map(\.rawValue)
      case .earnedMedia: choices.earnedMedia.reads
      default: metric.inputs
      }
    return ids.compactMap(Metric.named)
  }
}
