/// Whole files, read under a limit and written so that no half of one is ever seen.
package enum ByteFile {
  /// The bytes of a file of at most `bytesMax`; its size is looked at before a byte is read.
  package static func read(_ path: String, bytesMax: Int) throws(ExchangeError) -> [UInt8] {
    let reader = try ByteReader(path: path)
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
}
