/// A linear congruential generator: the same seed gives the same choices everywhere.
package struct Randomness: Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x2545_F491_4F6C_DD1D
    for _ in 0..<4 { _ = below(2) }
  }

  /// A number from 0, below a bound.
  package mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  /// Yes once in so many times.
  package mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }

  package mutating func any<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
