/// The text of one file, as bytes, with the places where its lines start.
public struct SourceText: Sendable {
  /// The path as the user gave it.
  public let name: String
  /// UTF-8, already validated.
  public let bytes: [UInt8]
  /// Offset of each line's first byte; never empty.
  package let lineStarts: [Int]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    starts.reserveCapacity(bytes.count / 16)
    let text = bytes.span
    for index in text.indices where text[index] == 10 { starts.append(index + 1) }
    lineStarts = starts
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
    return 1 + bytes[start..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
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
