internal import CWorkroomDigest

/// A SHA-256 digest (FIPS 180-4), 32 bytes as four words.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// Big-endian words: the first byte is the highest of the first word.
  public var words: InlineWords

  /// Four 64-bit words with value equality.
  public struct InlineWords: Hashable, Sendable {
    public var a, b, c, d: UInt64
  }

  public init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    words = InlineWords(a: a, b: b, c: c, d: d)
  }

  /// From 32 bytes; `nil` for another count.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    func word(_ start: Int) -> UInt64 { (0..<8).reduce(0) { $0 << 8 | UInt64(bytes[start + $1]) } }
    self.init(word(0), word(8), word(16), word(24))
  }

  public static let zero = Digest(0, 0, 0, 0)

  /// The words as they lie in memory, the highest byte first.
  package var inMemory: InlineArray<4, UInt64> {
    [words.a.bigEndian, words.b.bigEndian, words.c.bigEndian, words.d.bigEndian]
  }

  public var bytes: [UInt8] {
    let words = inMemory
    return (0..<32).map { words.span.bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
  }

  /// 64 lower-case hexadecimal digits.
  public var description: String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// The digest of a text's UTF-8.
  public static func of(_ text: String) -> Digest {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    return hash.finalize()
  }

  public static func of(_ bytes: [UInt8]) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }
}

extension Digest.InlineWords: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    (left.a, left.b, left.c, left.d) < (right.a, right.b, right.c, right.d)
  }
}

/// SHA-256 over bytes that arrive in pieces.
public struct SHA256: Sendable {
  private var state: InlineArray<8, UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  /// The block that is being filled, as it lies in memory.
  private var block = InlineArray<8, UInt64>(repeating: 0)
  private var blockBytes = 0
  private var totalBytes: UInt64 = 0

  public init() {}

  public mutating func update(_ bytes: [UInt8]) { update(bytes.span.bytes) }

  /// Words as they lie in memory, lowest byte first on every supported platform.
  public mutating func update(_ words: [Int64]) { update(words.span.bytes) }

  public mutating func update(_ bytes: RawSpan) {
    totalBytes &+= UInt64(bytes.byteCount)
    var index = 0
    while index < bytes.byteCount {
      if blockBytes == 0, bytes.byteCount - index >= 64 {
        SHA256.compress(&state, bytes, at: index)
        index += 64
      } else if blockBytes & 7 == 0, bytes.byteCount - index >= 8 {
        block[blockBytes >> 3] = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        advance(by: 8)
        index += 8
      } else {
        append(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
        index += 1
      }
    }
  }

  /// Four words of a digest, as its bytes would be.
  public mutating func update(_ digest: Digest) { update(digest.inMemory.span.bytes) }

  public mutating func finalize() -> Digest {
    let bits = totalBytes &* 8
    append(0x80)
    while blockBytes & 7 != 0 { append(0) }
    while blockBytes != 56 {
      block[blockBytes >> 3] = 0
      advance(by: 8)
    }
    block[7] = bits.bigEndian
    advance(by: 8)
    func word(_ index: Int) -> UInt64 { UInt64(state[index]) << 32 | UInt64(state[index + 1]) }
    return Digest(word(0), word(2), word(4), word(6))
  }

  private mutating func append(_ byte: UInt8) {
    let shift = UInt64(blockBytes & 7) * 8
    let others = shift == 0 ? 0 : block[blockBytes >> 3]
    block[blockBytes >> 3] = others | UInt64(byte) << shift
    advance(by: 1)
  }

  @inline(__always)
  private mutating func advance(by count: Int) {
    blockBytes &+= count
    if blockBytes < 64 { return }
    let full = block
    SHA256.compress(&state, full.span.bytes, at: 0)
    blockBytes = 0
  }

  @inline(__always)
  private static func rotated(_ value: UInt32, _ by: UInt32) -> UInt32 { value &>> by | value &<< (32 &- by) }

  /// One round; the caller renames the eight variables instead of moving them.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32,
    _ word: UInt32
  ) {
    let t1 = h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ ((e & f) ^ (~e & g)) &+ word
    d = d &+ t1
    h = t1 &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
  }

  /// Adds one block of 64 bytes to a state of eight words.
  package static func compress(_ state: inout InlineArray<8, UInt32>, _ bytes: RawSpan, at start: Int) {
    guard hasInstructions else { return computed(&state, bytes, at: start) }
    let block = bytes.extracting(start..<start + 64)
    var words = state.mutableSpan
    words.withUnsafeMutableBufferPointer { words in
      block.withUnsafeBytes { block in
        roundConstants.span.withUnsafeBufferPointer { constants in
          workroom_sha256_block(
            words.baseAddress, block.baseAddress?.assumingMemoryBound(to: UInt8.self), constants.baseAddress)
        }
      }
    }
  }

  /// One block without the processor's own instructions.
  package static func computed(_ state: inout InlineArray<8, UInt32>, _ bytes: RawSpan, at start: Int) {
    var w = InlineArray<64, UInt32>(repeating: 0)
    for i in 0..<16 {
      w[unchecked: i] = bytes.unsafeLoadUnaligned(fromByteOffset: start &+ i &* 4, as: UInt32.self).bigEndian
    }
    for i in 16..<64 {
      let (old, new) = (w[unchecked: i &- 15], w[unchecked: i &- 2])
      let s0 = rotated(old, 7) ^ rotated(old, 18) ^ (old >> 3)
      let s1 = rotated(new, 17) ^ rotated(new, 19) ^ (new >> 10)
      w[unchecked: i] = w[unchecked: i &- 16] &+ s0 &+ w[unchecked: i &- 7] &+ s1
    }
    // A copy, since each access of a global asks first whether it is initialised.
    let k = roundConstants
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    var i = 0
    while i < 64 {
      round(a, b, c, &d, e, f, g, &h, k[unchecked: i] &+ w[unchecked: i])
      round(h, a, b, &c, d, e, f, &g, k[unchecked: i &+ 1] &+ w[unchecked: i &+ 1])
      round(g, h, a, &b, c, d, e, &f, k[unchecked: i &+ 2] &+ w[unchecked: i &+ 2])
      round(f, g, h, &a, b, c, d, &e, k[unchecked: i &+ 3] &+ w[unchecked: i &+ 3])
      round(e, f, g, &h, a, b, c, &d, k[unchecked: i &+ 4] &+ w[unchecked: i &+ 4])
      round(d, e, f, &g, h, a, b, &c, k[unchecked: i &+ 5] &+ w[unchecked: i &+ 5])
      round(c, d, e, &f, g, h, a, &b, k[unchecked: i &+ 6] &+ w[unchecked: i &+ 6])
      round(b, c, d, &e, f, g, h, &a, k[unchecked: i &+ 7] &+ w[unchecked: i &+ 7])
      i &+= 8
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }
}

/// Asked once: the answer does not change while a program runs.
private let hasInstructions = workroom_sha256_has_instructions()

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
private let roundConstants: InlineArray<64, UInt32> = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
  0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
  0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
  0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
  0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
  0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
  0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
]
