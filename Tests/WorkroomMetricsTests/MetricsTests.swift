import Testing
import WorkroomMetrics
import WorkroomValues

/// Formulas on facts that anybody can check by hand.
@Suite struct MetricsTests {
  static let whole: Facts = {
    var facts = Facts()
    facts.count(.influencers, 3)
    facts.count(.accepted, 2)
    facts.count(.pieces, 4)
    facts.count(.conversions, 8)
    facts.count(.orders, 2)
    facts.add(.budget, 500_000)
    facts.add(.fee, 30_000)
    facts.add(.commission, 6_000)
    facts.add(.product, 4_000)
    facts.add(.shipping, 1_000)
    facts.add(.revenue, 100_000)
    for (fact, value) in [
      (.views, 20_000), (.impressions, 50_000), (.reach, 40_000), (.likes, 5_000), (.comments, 500), (.shares, 250),
      (.saves, 250), (.clicks, 400), (.followers, 60_000),
    ] as [(Fact, Int64)] { facts.add(fact, value * 1_000_000) }
    return facts
  }()

  static func calculation(_ facts: Facts = whole, spend: [SpendPart] = SpendPart.usual) -> Calculation {
    Calculation(facts, .init(currency: .usd, spend: spend))
  }

  @Test(arguments: [
    ("spend", "400.00 USD"), ("roas", "2.50"), ("roi", "150.00%"), ("aov", "125.00 USD"), ("cpa", "50.00 USD"),
    ("engagements", "6000"), ("er_followers", "10.00%"), ("er_reach", "15.00%"), ("er_impressions", "12.00%"),
    ("er_views", "30.00%"), ("cpm", "8.00 USD"), ("cpe", "0.0667 USD"), ("cpc", "1.0000 USD"), ("cpv", "0.0200 USD"),
    ("cpr", "0.0100 USD"), ("ctr", "0.80%"), ("cvr", "2.00%"), ("budget_used", "8.00%"), ("emv_roi", "4.38"),
    ("total_roi", "588.12%"), ("platform_fee", "0.00 USD"), ("budget", "5000.00 USD"),
  ]) func aFigureFollowsItsFormula(id: String, expected: String) {
    #expect(Self.calculation().text(id) == expected)
  }

  @Test func spendIsWhatTheReportNames() {
    #expect(Self.calculation(spend: [.fee]).text("spend") == "300.00 USD")
    #expect(Self.calculation(spend: SpendPart.allCases).text("spend") == "410.00 USD")
    #expect(Self.calculation(spend: [.fee, .shipping]).words(Metric.named("spend")!) == "paid fees + shipping")
  }

  @Test func everyMetricHasInputsThatExist() {
    #expect(Set(Metric.all.map(\.id)).count == Metric.all.count)
    // What comes back is left out of both, and they say so.
    for id in ["product", "shipping"] { #expect(Metric.named(id)?.words.contains("returned") == true, "\(id)") }
    for metric in Metric.all {
      for id in metric.inputs { #expect(Metric.named(id) != nil, "\(metric.id) reads \(id)") }
      #expect(!metric.words.isEmpty && !metric.source.isEmpty)
    }
  }

  // MARK: What is not known

  @Test func aDivisionByNoughtIsNotNought() {
    let empty = Self.calculation(Facts())
    for id in ["roas", "roi", "cpm", "cpe", "cpa", "aov", "ctr", "cvr", "er_views", "er_followers"] {
      #expect(empty.text(id) == "n/a", "\(id)")
      #expect(empty.reason(id)?.hasSuffix("is nought") == true, "\(id)")
    }
    #expect(empty.text("revenue") == "0.00 USD")
  }

  @Test func whatNobodyTellsIsNotNought() {
    var facts = Self.whole
    facts[.impressions] = Tally()
    facts.add(.impressions, nil)
    let calculation = Self.calculation(facts)
    #expect(calculation.text("impressions") == "n/a")
    #expect(calculation.text("cpm") == "n/a")
    #expect(calculation.text("ctr") == "n/a")
    #expect(calculation.reason("cpm") == "no piece tells its impressions")
  }

  @Test func aSumOfSomePiecesSaysOfHowMany() {
    var facts = Self.whole
    facts.add(.views, nil)
    #expect(Self.calculation(facts).text("views") == "20000")
    #expect(Self.calculation(facts).coverage("views") == "told by 1 of 2")
  }

  @Test func aCostThatIsHalfKnownIsNotKnown() {
    var facts = Self.whole
    facts.add(.product, nil)
    let calculation = Self.calculation(facts)
    #expect(calculation.text("spend") == "n/a")
    #expect(calculation.reason("roas") == "1 of 2 orders does not say what it costs")
    #expect(Self.calculation(facts, spend: [.fee, .commission]).text("roas") == "2.78")
  }

  // MARK: Earned media value

  /// The example of Later's help pages: 5,000 × 0.30 + 500 × 0.50 + (50,000 ÷ 1000) × 0.05.
  @Test func countsTimesRatesGiveThePublishedExample() {
    #expect(Self.calculation().text("emv") == "1752.50 USD")
    #expect(
      EarnedMedia(.counts).words == "counts: likes × 0.30 + comments × 0.50 + impressions ÷ 1000 × 0.05")
  }

  @Test func ratesCanBeOthers() {
    var media = EarnedMedia(.counts)
    let isShares = media.setRate("shares", millionths: 1_000_000)
    let isImpressions = media.setRate("impressions", millionths: 0)
    let isUnknown = media.setRate("followers", millionths: 1)
    #expect(isShares && isImpressions && !isUnknown)
    let calculation = Calculation(Self.whole, .init(currency: .usd, earnedMedia: media))
    #expect(calculation.text("emv") == "2000.00 USD")
  }

  @Test func viewsByTheThousandAndPiecesWithoutThem() {
    var facts = Self.whole
    // 100 engagements of a piece without views stand for 870 views.
    facts.add(.engagementsWithoutViews, 100_000_000)
    let calculation = Calculation(facts, .init(currency: .usd, earnedMedia: EarnedMedia(.cpm)))
    #expect(calculation.text("emv") == "208.70 USD")
  }

  @Test func withoutAnyCountThereIsNoValue() {
    var facts = Facts()
    for fact in [Fact.likes, .comments, .impressions] { facts.add(fact, nil) }
    #expect(Self.calculation(facts).text("emv") == "n/a")
    facts.add(.likes, 2_000_000)
    #expect(Self.calculation(facts).text("emv") == "0.60 USD")
  }
}

/// Fractions of 128 bits.
@Suite struct RationalTests {
  @Test(
    arguments: [
      (1, 8, "0.12"), (3, 8, "0.38"), (-1, 8, "-0.12"), (5, 2, "2.50"), (-5, 2, "-2.50"), (1, 3, "0.33"),
      (2, 3, "0.67"), (-1, 1000, "0.00"),
    ] as [(Int128, Int128, String)]) func theLastDecimalIsRoundedHalfToEven(top: Int128, bottom: Int128, text: String)
  {
    #expect(Rational(top, over: bottom).text(decimals: 2) == text)
  }

  @Test func nothingIsLostOnTheWay() {
    let third = Rational(1, over: 3)
    #expect(third.plus(third)?.plus(third)?.text(decimals: 6) == "1.000000")
    #expect(third.times(Rational(3))?.minus(Rational(1))?.isZero == true)
    #expect(Rational(7).divided(by: Rational(-2))?.text(decimals: 1) == "-3.5")
    #expect(Rational(7).divided(by: Rational(0)) == nil)
  }

  @Test func whatDoesNotFitIsNothing() {
    let large = Rational(.max)
    #expect(large.plus(large) == nil)
    #expect(large.times(large) == nil)
    #expect(large.times(Rational(1, over: .max))?.text(decimals: 0) == "1")
    #expect(large.rounded(decimals: 2) == nil)
  }
}
