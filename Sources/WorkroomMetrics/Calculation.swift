package import WorkroomValues

/// What a figure came to.
package enum Outcome: Hashable, Sendable {
  /// Why there is none.
  package enum Gap: Hashable, Sendable {
    /// Nobody tells of it.
    case silent(Fact)
    /// The figure at a place of the table, which is the divisor, is nought.
    case nought(Int)
    /// None of what it adds up is told.
    case nothingTold
    case tooLarge
    case unknownMetric
  }

  case known(Rational)
  /// It is shown as `n/a`, and never as nought.
  case missing(Gap)

  package var value: Rational? { if case .known(let value) = self { value } else { nil } }
}

/// Works metrics out of facts. It is one object, since its many facts are read one at a time.
package final class Calculation: Sendable {
  /// What a report chooses for all of its figures.
  package struct Choices: Sendable {
    package let currency: Currency
    package let spend: [SpendPart]
    package let earnedMedia: EarnedMedia
    let spendPlaces: [Int]

    package init(
      currency: Currency, spend: [SpendPart] = SpendPart.usual, earnedMedia: EarnedMedia = EarnedMedia(.counts)
    ) {
      self.currency = currency
      self.spend = spend
      self.earnedMedia = earnedMedia
      spendPlaces = spend.compactMap { Metric.places[$0.rawValue] }
    }
  }

  package let facts: Facts
  package let choices: Choices

  package init(_ facts: Facts, _ choices: Choices) {
    self.facts = facts
    self.choices = choices
  }

  package func outcome(_ id: String) -> Outcome {
    Metric.places[id].map(outcome) ?? .missing(.unknownMetric)
  }

  private func outcome(_ place: Int) -> Outcome {
    switch Metric.steps[place] {
    case .fact(let fact): self.fact(fact)
    case .sumOfKnown(let parts): sumOfKnown(parts)
    case .spend: sum(choices.spendPlaces)
    case .earnedMedia: earnedMedia()
    case .quotient(let plus, let minus, let over, let times): quotient(plus, minus, over, times)
    }
  }

  // MARK: Formulas

  private func fact(_ fact: Fact) -> Outcome {
    guard let sum = facts.known(fact) else { return .missing(.silent(fact)) }
    switch fact.measure {
    case .things: return .known(Rational(sum))
    case .minorUnits: return .known(Rational(sum, over: Self.power(choices.currency.decimals)))
    case .millionths: return .known(Rational(sum, over: Int128(Scaled.unit)))
    }
  }

  /// The sum of figures that must all be known.
  private func sum(_ places: [Int]) -> Outcome {
    var sum = Rational(0)
    for place in places {
      let part = outcome(place)
      guard case .known(let value) = part else { return part }
      guard let next = sum.plus(value) else { return .missing(.tooLarge) }
      sum = next
    }
    return .known(sum)
  }

  private func sumOfKnown(_ places: [Int]) -> Outcome {
    var sum: Rational?
    for place in places {
      guard case .known(let value) = outcome(place) else { continue }
      guard let next = (sum ?? Rational(0)).plus(value) else { return .missing(.tooLarge) }
      sum = next
    }
    return sum.map(Outcome.known) ?? .missing(.nothingTold)
  }

  private func earnedMedia() -> Outcome {
    let withoutViews = Rational(facts[.engagementsWithoutViews].sum, over: Int128(Scaled.unit))
    let value = choices.earnedMedia.value({ outcome($0).value }, withoutViews: withoutViews)
    return value.map(Outcome.known) ?? .missing(.nothingTold)
  }

  private func quotient(_ plus: [Int], _ minus: [Int], _ over: Int, _ times: Int64) -> Outcome {
    let (left, right, below) = (sum(plus), sum(minus), outcome(over))
    guard case .known(let first) = left else { return left }
    guard case .known(let second) = right else { return right }
    guard case .known(let divisor) = below else { return below }
    if divisor.isZero { return .missing(.nought(over)) }
    guard let rest = first.minus(second), let large = rest.times(Rational(Int128(times))),
      let value = large.divided(by: divisor)
    else { return .missing(.tooLarge) }
    return .known(value)
  }

  private static func power(_ decimals: Int) -> Int128 { (0..<decimals).reduce(1) { power, _ in power * 10 } }

  // MARK: Words

  /// Why there is no figure; `nil` where there is one.
  package func reason(_ id: String) -> String? {
    guard case .missing(let gap) = outcome(id) else { return nil }
    switch gap {
    case .silent(let fact): return silence(fact)
    case .nought(let place): return "\(Metric.all[place].title.lowercased()) is nought"
    case .nothingTold:
      let names = Metric.named(id).map(inputs)?.map { $0.title.lowercased() } ?? []
      return "none of \(names.joined(separator: ", ")) is told"
    case .tooLarge: return "too large to be worked out exactly"
    case .unknownMetric: return "no metric is called `\(id)`"
    }
  }

  private func silence(_ fact: Fact) -> String {
    let tally = facts[fact]
    switch fact {
    case .budget, .platformFee: return "the campaign does not say it"
    case .product, .shipping:
      let (all, one) = (tally.told + tally.silent, tally.silent == 1)
      let (names, others) = facts.silent(fact)
      let listed = names.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
      return "\(tally.silent) of \(all) orders \(one ? "does" : "do") not say what \(one ? "it costs" : "they cost")"
        + (names.isEmpty ? "" : ": \(listed)")
    case .followers: return "nobody's followers are known"
    default: return "no piece tells its \(fact)"
    }
  }

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
