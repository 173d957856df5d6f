/// Places of tokens, in their order: half the room of numbers of full width, of which a large file would have very many.
package struct Places: RandomAccessCollection, Sendable {
  private var places: [UInt32] = []

  package var startIndex: Int { 0 }
  package var endIndex: Int {
    @inline(__always) get { places.count }
  }

  package subscript(index: Int) -> Int {
    @inline(__always) get { Int(places[index]) }
  }

  mutating func reserveCapacity(_ count: Int) { places.reserveCapacity(count) }

  @inline(__always)
  mutating func append(_ place: Int) { places.append(UInt32(truncatingIfNeeded: place)) }
}
