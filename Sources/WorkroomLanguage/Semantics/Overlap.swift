/// The values for which a condition holds, as far as they can be told apart.
///
/// A condition becomes a list of cases; each case limits some quantities to a range of whole numbers (amounts in minor
/// units, choices and flags by their index). Two values that are compared with each other count as one quantity, their
/// difference. What cannot be told apart is taken to overlap: text order never decides.
package struct Cases {
  /// A range of whole numbers without some points.
  package struct Domain: Sendable {
    package var low = Int64.min
    package var high = Int64.max
    package var without: Set<Int64> = []

    package init(low: Int64 = .min, high: Int64 = .max, without: Set<Int64> = []) {
      self.low = low
      self.high = high
      self.without = without
    }

    package func intersection(_ other: Domain) -> Domain {
      Domain(low: max(low, other.low), high: min(high, other.high), without: without.union(other.without))
    }

    /// A member, the simplest at hand; `nil` if there is none.
    package var example: Int64? {
      guard low <= high else { return nil }
      let start = low != .min ? low : high != .max ? high : 0
      let step: Int64 = low != .min ? 1 : -1
      var value = start
      for _ in 0...without.count {
        if value < low || value > high { return nil }
        if !without.contains(value) { return value }
        let (next, overflow) = value.addingReportingOverflow(step)
        if overflow { return nil }
        value = next
      }
      return nil
    }
  }

  package typealias Case = [Key: Domain]

  package static let casesMax = 64

  /// The cases in which a condition holds; without a condition, always.
  package static func of(_ condition: Int?, in workflow: CheckedWorkflow) -> [Case] {
    guard let condition else { return [[:]] }
    var reader = CaseReader(workflow)
    return reader.cases(condition, true)
  }

  /// An example of values for which two conditions hold; `nil` if there is none.
  package static func overlap(_ left: [Case], _ right: [Case], _ workflow: CheckedWorkflow) -> Case? {
    for a in left {
      for b in right {
        let both = a.merging(b) { $0.intersection($1) }
        if both.values.allSatisfy({ $0.example != nil }), areTogether(both, workflow) { return both }
      }
    }
    return nil
  }
}

extension CheckedExpression.Comparison {
  package var opposite: Self {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .atLeast
    case .atMost: .more
    case .more: .atMost
    case .atLeast: .less
    }
  }

  /// The same comparison with its sides exchanged.
  package var mirrored: Self {
    switch self {
    case .equal, .notEqual: self
    case .less: .more
    case .atMost: .atLeast
    case .more: .less
    case .atLeast: .atMost
    }
  }

  package func holds(_ a: Int64, _ b: Int64) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .atMost: a <= b
    case .more: a > b
    case .atLeast: a >= b
    }
  }

  package func domain(_ bound: Int64) -> Cases.Domain {
    switch self {
    case .equal: Cases.Domain(low: bound, high: bound)
    case .notEqual: Cases.Domain(without: [bound])
    case .less: Cases.Domain(high: bound == .min ? .min : bound - 1)
    case .atMost: Cases.Domain(high: bound)
    case .more: Cases.Domain(low: bound == .max ? .max : bound + 1)
    case .atLeast: Cases.Domain(low: bound)
    }
  }
}
