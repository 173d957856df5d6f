#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Lines from a pipe or a file, each at most so long.
struct PlainLineReader {
  let descriptor: Int32
  let lineBytesMax: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  private static let bufferBytes = 64 << 10

  init(descriptor: Int32, lineBytesMax: Int) {
    self.descriptor = descriptor
    self.lineBytesMax = lineBytesMax
  }

  /// The next line; a line that is too long is read to its end and not kept.
  mutating func next() -> Line {
    var line: [UInt8] = []
    var isTooLong = false
    var hasBytes = false
    while true {
      if position == buffer.count, !fill() { break }
      let rest = buffer[position...]
      let lineBreak = rest.firstIndex(of: 10)
      let piece = rest[..<(lineBreak ?? rest.endIndex)]
      isTooLong = isTooLong || line.count + piece.count > lineBytesMax
      if isTooLong { line = [] } else { line += piece }
      hasBytes = true
      position = lineBreak.map { $0 + 1 } ?? rest.endIndex
      if lineBreak != nil { break }
    }
    if isTooLong { return .tooLong }
    return hasBytes ? .text(LineEditor.text(line)) : .end
  }

  /// Reads on; false at the end, and where reading fails.
  private mutating func fill() -> Bool {
    if isAtEnd { return false }
    buffer = [UInt8](unsafeUninitializedCapacity: Self.bufferBytes) { bytes, count in
      repeat {
        count = max(-1, read(descriptor, bytes.baseAddress!, bytes.count))
      } while count < 0 && errno == EINTR
      count = max(0, count)
    }
    position = 0
    isAtEnd = buffer.isEmpty
    return !isAtEnd
  }
}
