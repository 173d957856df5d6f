/// One line of a file of lines.
struct FoundLine {
  let number: Int
  /// Without its line end; of a line over the limit, its beginning.
  let bytes: [UInt8]
  let isTooLong: Bool
}

/// Takes a file apart at its line ends, LF or CRLF, holding one line of at most `lineBytesMax`.
final class LineReader {
  private let source: ByteReader
  private let lineBytesMax: Int
  private var chunk: [UInt8] = []
  private var position = 0
  private var number = 0

  /// What is kept of a line over the limit.
  static let keptBytes = 1024

  init(_ source: ByteReader, lineBytesMax: Int) {
    self.source = source
    self.lineBytesMax = lineBytesMax
  }

  /// The next line, empty ones included; `nil` at the end.
  func next() throws(ExchangeError) -> FoundLine? {
    guard try fill() else { return nil }
    number += 1
    var line: [UInt8] = []
    var isTooLong = false
    while try fill() {
      let end = chunk[position...].firstIndex(of: 10)
      append(chunk[position..<(end ?? chunk.count)], to: &line, &isTooLong)
      position = end.map { $0 + 1 } ?? chunk.count
      if end != nil { break }
    }
    if line.last == 13 { line.removeLast() }
    return FoundLine(number: number, bytes: line, isTooLong: isTooLong)
  }

  private func append(_ part: ArraySlice<UInt8>, to line: inout [UInt8], _ isTooLong: inout Bool) {
    if isTooLong { return }
    // One byte more for the CR of a CRLF.
    isTooLong = line.count + part.count > lineBytesMax + (part.last == 13 ? 1 : 0)
    if isTooLong {
      line = Array((line + part.prefix(LineReader.keptBytes)).prefix(LineReader.keptBytes))
    } else {
      line += part
    }
  }

  /// Whether a byte is left.
  private func fill() throws(ExchangeError) -> Bool {
    if position == chunk.count {
      chunk = try source.next()
      position = 0
    }
    return !chunk.isEmpty
  }
}
