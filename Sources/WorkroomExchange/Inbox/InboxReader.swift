#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One thing found in a file of events.
package enum InboxRecord: Hashable, Sendable {
  case event(InboxEvent)
  case reject(LineReject)
}

/// Reads a file of events (NDJSON), one line at a time; a bad line is set aside and reading goes on.
package final class InboxReader {
  package static let lineBytesMax = 1 << 20

  private let lines: LineReader

  package init(_ source: ByteReader) {
    lines = LineReader(source, lineBytesMax: InboxReader.lineBytesMax)
  }

  /// Opens a file of an inbox; symbolic links are refused, since they may lead out of the folder.
  package convenience init(path: String) throws(ExchangeError) {
    self.init(try ByteReader(path: path, followsLinks: false))
  }

  /// The next event or reject, `nil` at the end of the file; blank lines are passed over.
  package func next() throws(ExchangeError) -> InboxRecord? {
    while let line = try lines.next() {
      let hasMark = line.number == 1 && line.bytes.starts(with: [0xEF, 0xBB, 0xBF])
      let bytes = hasMark ? Array(line.bytes.dropFirst(3)) : line.bytes
      if bytes.allSatisfy({ $0 == 32 || $0 == 9 }) { continue }
      if line.isTooLong {
        let limit = byteCount(InboxReader.lineBytesMax)
        return reject(
          line, "the line is larger than \(limit); put long texts elsewhere and send their address")
      }
      do throws(Refusal) {
        return .event(try InboxLine.read(bytes, line: line.number))
      } catch {
        return reject(line, error.reason)
      }
    }
    return nil
  }

  private func reject(_ line: FoundLine, _ reason: String) -> InboxRecord {
    .reject(
      LineReject(line: line.number, reason: reason, text: String(decoding: line.bytes, as: UTF8.self)))
  }
}

/// The lines that were left out, written beside the file they came from.
///
/// `shop.ndjson` gets `shop.rejected.ndjson` with `{"line":N,"reason":"...","text":"..."}` on each line; it
/// appears only when it is complete, and only if a line was left out.
package final class InboxRejects {
  package static let suffix = ".rejected.ndjson"

  package let path: String
  private var file: AtomicFile?
  private var bytes: [UInt8] = []

  package init(beside input: String) {
    let parts = PathParts(input)
    // `shop.jsonl` keeps its ending, so that it shares no file with `shop.ndjson`.
    path = parts.sibling((parts.name.hasSuffix(".ndjson") ? parts.stem : parts.name) + InboxRejects.suffix)
  }

  /// Whether an earlier reading has left a file of this name.
  package var hasOlder: Bool { access(path, F_OK) == 0 }

  package func append(_ reject: LineReject) throws(ExchangeError) {
    if file == nil { file = try AtomicFile(path) }
    JSONWriter.append(
      .object([
        JSONMember("line", .integer(reject.line)), JSONMember("reason", .string(reject.reason)),
        JSONMember("text", .string(reject.text)),
      ]), to: &bytes)
    bytes.append(10)
    if bytes.count >= ByteReader.chunkBytes { try flush() }
  }

  /// Puts the file in its place and returns its path; `nil` if no line was left out.
  package func finish() throws(ExchangeError) -> String? {
    guard let file else { return nil }
    try flush()
    try file.commit()
    self.file = nil
    return path
  }

  private func flush() throws(ExchangeError) {
    try file?.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
