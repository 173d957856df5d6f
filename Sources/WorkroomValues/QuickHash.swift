/// A quick hash of bytes under a seed: for tables in memory, whose seed nobody else knows; never for what is stored.
package enum QuickHash {
  package static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    var hash = mixed(seed ^ first, UInt64(truncatingIfNeeded: bytes.count) ^ second)
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = mixed(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), first)
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return mixed(hash ^ rest, second)
  }

  /// Every bit of the result depends on every bit of both.
  private static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (high, low) = left.multipliedFullWidth(by: right)
    return high ^ low
  }

  private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let second: UInt64 = 0xD6E8_FEB8_6659_FD93
}

extension String {
  /// The text in lower case; made anew only where it is not.
  package var inSmallLetters: String {
    hasOnlyPlainBytes { $0 < 0x80 && $0 &- 65 >= 26 } ? self : lowercased()
  }

  /// Whether every byte passes a test; where they lie side by side, as they nearly always do, they are looked at there.
  @inlinable
  package func hasOnlyPlainBytes(_ isPlain: (UInt8) -> Bool) -> Bool {
    let plain = utf8.withContiguousStorageIfAvailable { bytes in
      var isAll = true
      for byte in bytes { isAll = isPlain(byte) && isAll }
      return isAll
    }
    return plain ?? utf8.allSatisfy(isPlain)
  }
}
