/// What a campaign's records tell, counted: the only thing that metrics are made of.
package enum Fact: Int, CaseIterable, Sendable {
  case influencers, accepted, pieces, conversions, orders
  case budget, platformFee, fee, commission, product, shipping, owed, paid, revenue
  case views, impressions, reach, likes, comments, shares, saves, clicks, followers
  /// Likes, comments and shares of pieces of which no views are told.
  case engagementsWithoutViews

  static let count = 24

  /// What the sum of it is counted in.
  package enum Measure: Sendable { case things, minorUnits, millionths }

  package var measure: Measure {
    switch self {
    case .influencers, .accepted, .pieces, .conversions, .orders: .things
    case .budget, .platformFee, .fee, .commission, .product, .shipping, .owed, .paid, .revenue: .minorUnits
    case .views, .impressions, .reach, .likes, .comments, .shares, .saves, .clicks, .followers,
      .engagementsWithoutViews:
      .millionths
    }
  }

  /// Whether one thing that tells nothing of it leaves the whole sum unknown: a cost that is half known is not known.
  var isStrict: Bool { self == .product || self == .shipping }
}

/// A sum, with how many of the things that it is about told anything.
package struct Tally: Hashable, Sendable {
  package var sum: Int128 = 0
  package var told: Int64 = 0
  package var silent: Int64 = 0

  package init() {}

  /// Adds what one thing tells; `nil` where it tells nothing.
  package mutating func add(_ value: Int64?) {
    guard let value else { return silent += 1 }
    sum += Int128(value)
    told += 1
  }

  package static func += (left: inout Tally, right: Tally) {
    left.sum += right.sum
    left.told += right.told
    left.silent += right.silent
  }
}

/// The facts of one influencer, of one piece, or of a whole campaign.
package struct Facts: Sendable {
  private var tallies = InlineArray<24, Tally>(repeating: Tally())
  /// What the first things are called that tell nothing of a fact whose sum is unknown for that.
  private var unknown: [Fact: [String]] = [:]

  /// As many are named in a message.
  package static let namedMax = 3

  package init() {}

  package subscript(fact: Fact) -> Tally {
    get { tallies.span[fact.rawValue] }
    set { tallies[fact.rawValue] = newValue }
  }

  /// Counts things.
  package mutating func count(_ fact: Fact, _ count: Int64 = 1) {
    tallies[fact.rawValue].sum += Int128(count)
    tallies[fact.rawValue].told += count
  }

  package mutating func add(_ fact: Fact, _ value: Int64?) { tallies[fact.rawValue].add(value) }

  /// Adds what one thing tells of a fact that is unknown as soon as one tells nothing, with what that one is called.
  package mutating func add(_ fact: Fact, _ value: Int64?, of name: String) {
    add(fact, value)
    if value == nil, unknown[fact, default: []].count < Facts.namedMax { unknown[fact, default: []].append(name) }
  }

  /// Those that tell nothing of a fact: the first by their names, and how many there are besides.
  package func silent(_ fact: Fact) -> (names: [String], others: Int64) {
    let names = unknown[fact] ?? []
    return (names, max(0, self[fact].silent - Int64(names.count)))
  }

  package static func += (left: inout Facts, right: Facts) {
    let added = right.tallies.span
    for index in added.indices { left.tallies[index] += added[index] }
    for (fact, names) in right.unknown {
      left.unknown[fact] = Array((left.unknown[fact, default: []] + names).prefix(namedMax))
    }
  }

  /// The sum of what was told. `nil` where there are things to tell of and none of them does, which is not nought.
  func known(_ fact: Fact) -> Int128? {
    let tally = tallies.span[fact.rawValue]
    if tally.silent > 0, tally.told == 0 || fact.isStrict { return nil }
    return tally.sum
  }
}
