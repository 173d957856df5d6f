/// Tells valid UTF-8 from other bytes (RFC 3629: no overlong forms, no surrogates).
enum UTF8Check {
  /// Offset of the first byte that starts no valid character; `nil` where all is valid.
  static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      guard let length = length(of: bytes, at: index) else { return index }
      index += length
    }
    return nil
  }

  /// Bytes of the character of two to four bytes that starts at an offset; `nil` if it is malformed.
  private static func length(of bytes: [UInt8], at index: Int) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return nil
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
    for next in bytes[(index + 2)..<(index + length)] where next & 0xC0 != 0x80 { return nil }
    return length
  }
}
