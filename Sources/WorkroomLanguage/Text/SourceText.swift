/// The text of one file, as bytes, with the places where its lines start.
public struct SourceText: Sendable {
  /// The path as the user gave it.
  public let name: String
  /// UTF-8, already validated.
  public let bytes: [UInt8]
  /// Offset of each line's first byte; never empty.
  package let lineStarts: [Int]
  /// How many Unicode scalars begin before every 256th byte, so that a column in a very long line costs no more than
  /// another; empty where every byte is one.
  private let scalars: [Int]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    starts.reserveCapacity(bytes.count / 16)
    let text = bytes.span
    var all: UInt64 = 0
    for index in stride(from: 0, to: text.count, by: 8) {
      let lanes = WordBytes.load(text, index)
      all |= lanes
      var breaks = WordBytes.lineBreaks(lanes)
      while breaks != 0 {
        starts.append(index + breaks.trailingZeroBitCount >> 3 + 1)
        breaks &= breaks - 1
      }
    }
    lineStarts = starts
    scalars = WordBytes.areOneByteEach(all) ? [] : SourceText.countScalars(bytes)
  }

  private static func countScalars(_ bytes: [UInt8]) -> [Int] {
    var counts: [Int] = []
    var count = 0
    for (index, byte) in bytes.enumerated() {
      if index & 0xFF == 0 { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    counts.append(count)
    return counts
  }

  private func scalars(before offset: Int) -> Int {
    guard !scalars.isEmpty else { return offset }
    return scalars[offset >> 8] + bytes[(offset & ~0xFF)..<offset].count { $0 & 0xC0 != 0x80 }
  }

  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// The 1-based line that holds an offset.
  public func line(at offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The 1-based column of an offset, counted in Unicode scalars.
  public func column(at offset: Int) -> Int {
    var start = lineStarts[line(at: offset) - 1]
    // A mark of the encoding at the very beginning is no letter of the first line.
    if start == 0, offset >= 3, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    return 1 + scalars(before: min(offset, bytes.count)) - scalars(before: start)
  }

  /// The bytes of a 1-based line, without its line break.
  public func lineRange(_ line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == 13 { end -= 1 }
    return start..<max(start, end)
  }

  /// The text between two offsets.
  public func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }
}
