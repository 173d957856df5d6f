import WorkroomValues

#if canImport(Glibc)
  internal import Glibc
#endif

/// Whose an id, an e-mail or an account is: numbers of influencers under hashes of what they are known by.
///
/// It stands in for the directory's indexes while many people come in at once, at eight bytes an entry. Two texts may share
/// a hash, so whoever finds an entry looks at the row that it means.
struct IdentityIndex {
  /// The entries that it takes; no more than three quarters of 2^23 places of eight bytes, which are 64 MiB.
  static let entriesMax = 6_000_000
  static let numberMax = Int64(UInt32.max)
  private static let bitsMax = 23

  /// What somebody is known by.
  enum Kind: UInt8 { case external, email, account }

  /// A hash in the upper half, a number in the lower; 0 is a free place, since no number is 0.
  private var slots: [UInt64]
  private var bits = 16
  private let seed = UInt64.random(in: .min ... .max)
  private(set) var count = 0

  init() { slots = IdentityIndex.places(1 << bits) }

  var isFull: Bool { count >= IdentityIndex.entriesMax }

  /// The hash of what somebody is known by; others cannot foresee it, since its seed is another in each run.
  func hash(_ kind: Kind, _ text: String, of platform: String = "") -> UInt32 {
    var hash = seed ^ UInt64(kind.rawValue)
    if kind == .account { hash = platform.utf8.span.bytes.withUnsafeBytes { QuickHash.of($0, seed: hash) } }
    hash = text.utf8.span.bytes.withUnsafeBytes { QuickHash.of($0, seed: hash) }
    return UInt32(truncatingIfNeeded: hash >> 16)
  }

  /// Whether nobody is known by what has one of these hashes, by a look at their first places alone.
  func areFree(_ hashes: [UInt32]) -> Bool {
    var all: UInt64 = 0
    for hash in hashes { all |= slots[home(of: hash)] }
    return all == 0
  }

  /// The first of those under a hash whose row says so.
  func first(
    _ hash: UInt32, where fits: (Int64) throws(StoreError) -> Bool
  ) throws(StoreError) -> Int64? {
    var place = home(of: hash)
    while slots[place] != 0 {
      let number = Int64(slots[place] & 0xFFFF_FFFF)
      if UInt32(slots[place] >> 32) == hash, try fits(number) { return number }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  mutating func insert(_ hash: UInt32, _ number: Int64) {
    if count * 4 >= slots.count * 3, bits < IdentityIndex.bitsMax { grow() }
    precondition(count < slots.count - 1 && number > 0 && number <= IdentityIndex.numberMax, "a place for each entry")
    let entry = UInt64(hash) << 32 | UInt64(number)
    if place(entry) { count += 1 }
  }

  /// Puts an entry in its place; false where it is there already.
  private mutating func place(_ entry: UInt64) -> Bool {
    var place = home(of: UInt32(entry >> 32))
    while slots[place] != 0 {
      if slots[place] == entry { return false }
      place = (place + 1) & (slots.count - 1)
    }
    slots[place] = entry
    return true
  }

  private func home(of hash: UInt32) -> Int { Int(hash >> UInt32(32 - bits)) }

  /// So many free places. They are looked at in no order, so large pages of memory are asked for, where the system has any.
  private static func places(_ count: Int) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: count) { places, initialized in
      #if canImport(Glibc)
        let largePage = 2 << 20
        let all = UnsafeMutableRawBufferPointer(places)
        if let start = all.baseAddress?.alignedUp(toMultipleOf: largePage),
          let end = all.baseAddress.map({ $0 + all.count }),
          start < end
        {
          madvise(start, end - start, MADV_HUGEPAGE)
        }
      #endif
      places.initialize(repeating: 0)
      initialized = count
    }
  }

  private mutating func grow() {
    let old = slots
    bits += 1
    slots = IdentityIndex.places(1 << bits)
    for entry in old where entry != 0 { _ = place(entry) }
  }
}
