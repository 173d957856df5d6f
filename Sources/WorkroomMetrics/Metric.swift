/// A key figure: what it is called, how it is worked out, and where what goes into it comes from.
package struct Metric: Sendable {
  package enum Unit: String, Sendable {
    case count, money
    /// Money with two decimals more than its currency has: what a single view or click costs.
    case fineMoney = "money, two more decimals"
    case ratio, percent
  }

  /// How a figure follows from facts and other figures.
  enum Formula: Sendable {
    case fact(Fact)
    /// All of them must be known.
    case sum([String])
    /// Those that are known, at least one of them.
    case sumOfKnown([String])
    /// The components that the report counts as spend.
    case spend
    /// By the method that the report names.
    case earnedMedia
    case quotient(plus: [String], minus: [String] = [], over: String, times: Int64 = 1)
  }

  /// What is typed behind `explain metric`: `roas`.
  package let id: String
  package let title: String
  /// The formula in words.
  package let words: String
  package let unit: Unit
  /// What in the campaign's records tells it.
  package let source: String
  let formula: Formula

  init(_ id: String, _ title: String, _ unit: Unit, _ words: String, _ formula: Formula, from source: String = "") {
    self.id = id
    self.title = title
    self.words = words
    self.unit = unit
    self.source = source.isEmpty ? "the figures in its formula" : source
    self.formula = formula
  }

  /// The figures that it is made of, by their ids.
  package var inputs: [String] {
    switch formula {
    case .fact: []
    case .sum(let parts), .sumOfKnown(let parts): parts
    case .spend: SpendPart.allCases.map(\.rawValue)
    case .earnedMedia: EarnedMedia.counted
    case .quotient(let plus, let minus, let over, _): (plus + minus).filter { $0 != over } + [over]
    }
  }

  package static func named(_ id: String) -> Metric? { byID[id] }

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}

/// What may be counted as spend.
package enum SpendPart: String, CaseIterable, Sendable {
  case fee, commission, product, shipping
  case platform = "platform_fee"

  package static let usual: [SpendPart] = [.fee, .commission, .product]
}
