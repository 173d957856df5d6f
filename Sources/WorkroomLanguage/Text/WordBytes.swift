/// Finds where words and lines end, eight bytes at a time.
///
/// Most words of a file are shorter than that, so that one look says how long they are and, for most, which they are.
/// The way of testing the lanes of a machine word is described in Hacker's Delight, chapter 6.
enum WordBytes {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let high: UInt64 = 0x8080_8080_8080_8080

  /// Eight bytes of a text, the first in the lowest lane; behind the end, zeros.
  @inline(__always)
  static func load(_ text: Span<UInt8>, _ at: Int) -> UInt64 {
    if at + 8 <= text.count {
      return UInt64(littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    }
    var lanes: UInt64 = 0
    for index in at..<max(at, text.count) { lanes |= UInt64(text[index]) << UInt64((index - at) * 8) }
    return lanes
  }

  /// How many of eight bytes are letters, digits or low lines before one that is not.
  @inline(__always)
  static func count(_ lanes: UInt64) -> Int {
    let low = lanes & ~high
    let small = low | ones &* 0x20
    let letters = isAtLeast(small, "a") & ~isAtLeast(small, "{")
    let digits = isAtLeast(low, "0") & ~isAtLeast(low, ":")
    let lines = isAtLeast(low, "_") & ~isAtLeast(low, "`")
    let others = ~((letters | digits | lines) & ~lanes) & high
    return others.trailingZeroBitCount >> 3
  }

  /// The high bit of each of eight bytes that ends a line.
  @inline(__always)
  static func lineBreaks(_ lanes: UInt64) -> UInt64 {
    let others = lanes ^ ones &* 10
    return ~((others & ~high) &+ ~high | others) & high
  }

  /// Whether none of eight bytes is a part of a longer letter.
  @inline(__always)
  static func areOneByteEach(_ lanes: UInt64) -> Bool { lanes & high == 0 }

  /// The high bit of each lane that holds a letter or one behind it.
  @inline(__always)
  private static func isAtLeast(_ lanes: UInt64, _ letter: Unicode.Scalar) -> UInt64 {
    lanes &+ ones &* UInt64(128 - letter.value)
  }

  /// The first bytes of eight.
  @inline(__always)
  static func first(_ count: Int, of lanes: UInt64) -> UInt64 {
    lanes & ~(UInt64.max << UInt64(count * 8))
  }
}

extension Names {
  /// What tells a word from others, mostly without a look at its letters.
  struct Mark: Equatable {
    private(set) var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    /// Of a word of up to eight letters without a dot, all of them: no other has the same.
    private(set) var letters: UInt64 = 0
    private(set) var parts: UInt32 = 0

    init() {}

    /// The mark of a text by itself; what is no word, such as `==`, has parts of one byte.
    init(_ text: [UInt8]) {
      let scanned = Mark.scan(text.span, 0)
      self = scanned.mark
      for byte in text[scanned.end...] { add(UInt64(byte)) }
    }

    @inline(__always)
    private mutating func add(_ part: UInt64) {
      letters = part
      parts &+= 1
      hash = (hash ^ part) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
    }

    /// Whether the letters say all of the word.
    @inline(__always)
    var isWhole: Bool { parts == 1 }

    /// The word that begins at a place, `word { "." word }`, and its mark.
    @inline(__always)
    static func scan(_ text: Span<UInt8>, _ start: Int) -> (end: Int, mark: Mark) {
      var mark = Mark()
      var end = start
      while true {
        let lanes = WordBytes.load(text, end)
        let count = WordBytes.count(lanes)
        mark.add(WordBytes.first(count, of: lanes))
        end += count
        if count == 8 { continue }
        guard end + 1 < text.count, text[end] == UInt8(ascii: "."), WordBytes.count(WordBytes.load(text, end + 1)) > 0
        else { return (end, mark) }
        end += 1
      }
    }
  }
}
