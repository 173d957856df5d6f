#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whole files, read under a limit and written so that no half of one is ever seen.
package enum ByteFile {
  /// The bytes of a file of at most `bytesMax`; its size is looked at before a byte is read.
  package static func read(_ path: String, bytesMax: Int) throws(ExchangeError) -> [UInt8] {
    try read(ByteReader(path: path), bytesMax: bytesMax)
  }

  /// All that a reader gives, of at most `bytesMax`.
  package static func read(_ reader: ByteReader, bytesMax: Int) throws(ExchangeError) -> [UInt8] {
    let path = reader.name
    let size = reader.fileBytes ?? 0
    guard size <= bytesMax else { throw .oversized(path: path, bytesMax: bytesMax) }
    var bytes = try reader.next(atMost: max(size, ByteReader.chunkBytes))
    while true {
      // A pipe has no size, and a file may grow while it is read.
      guard bytes.count <= bytesMax else { throw .oversized(path: path, bytesMax: bytesMax) }
      let chunk = try reader.next()
      if chunk.isEmpty { return bytes }
      bytes += chunk
    }
  }

  /// Replaces or creates a file in one step.
  package static func writeAtomically(_ path: String, _ bytes: [UInt8]) throws(ExchangeError) {
    let file = try AtomicFile(path)
    try file.write(bytes)
    try file.commit()
  }

  /// Adds to the end of a file that somebody else has begun, and makes it where there is none. A pipe, which would wait for
  /// whoever reads it, is refused.
  package static func append(_ bytes: [UInt8], to path: String) throws(ExchangeError) {
    guard SystemError.isUsable(path) else { throw SystemError.opening(path, EINVAL) }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO {
      throw .inputOutput(path: path, doing: "writing", code: ENOTSUP)
    }
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError.opening(path, errno) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw .inputOutput(path: path, doing: "writing", code: errno) }
      rest = rest.dropFirst(written)
    }
  }
}
