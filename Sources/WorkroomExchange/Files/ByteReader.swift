#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file, or bytes in memory, read forward in pieces.
///
/// It is a class because it stands for one place in one open file: whoever reads moves it for all.
package final class ByteReader {
  package static let chunkBytes = 64 * 1024

  /// The path as the user gave it, for messages.
  package let name: String
  private let descriptor: Int32
  private let memory: [UInt8]
  private var offset = 0
  private let chunkBytes: Int
  /// How far it has come.
  private(set) var bytesRead = 0

  /// Opens a file; `followsLinks: false` refuses one that is a symbolic link.
  package init(path: String, followsLinks: Bool = true) throws(ExchangeError) {
    descriptor = try ByteReader.descriptor(of: path, followsLinks: followsLinks)
    name = path
    memory = []
    chunkBytes = ByteReader.chunkBytes
  }

  /// Reads what is given to the process on standard input, be it a file, a pipe or a socket.
  package init(standardInput name: String) throws(ExchangeError) {
    descriptor = dup(STDIN_FILENO)
    guard descriptor >= 0 else { throw .inputOutput(path: name, doing: "opening", code: errno) }
    self.name = name
    memory = []
    chunkBytes = ByteReader.chunkBytes
  }

  package init(bytes: [UInt8], name: String, chunkBytes: Int = ByteReader.chunkBytes) {
    precondition(chunkBytes > 0, "a piece has at least one byte")
    descriptor = -1
    memory = bytes
    self.name = name
    self.chunkBytes = chunkBytes
  }

  deinit {
    if descriptor >= 0 { _ = close(descriptor) }
  }

  /// The next piece; empty at the end.
  package func next() throws(ExchangeError) -> [UInt8] { try next(atMost: chunkBytes) }

  /// The next piece, of a size of one's own.
  func next(atMost chunkBytes: Int) throws(ExchangeError) -> [UInt8] {
    guard descriptor >= 0 else {
      let end = min(offset + chunkBytes, memory.count)
      defer { offset = end }
      bytesRead = end
      return Array(memory[offset..<end])
    }
    var code: Int32 = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: chunkBytes) { buffer, count in
      var got = read(descriptor, buffer.baseAddress, chunkBytes)
      while got < 0, errno == EINTR { got = read(descriptor, buffer.baseAddress, chunkBytes) }
      if got < 0 { code = errno }
      count = max(0, got)
    }
    guard code == 0 else { throw .inputOutput(path: name, doing: "reading", code: code) }
    bytesRead += chunk.count
    return chunk
  }

  /// Size of a regular file in bytes; `nil` for memory, pipes and devices.
  var fileBytes: Int? {
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(status.st_size)
  }

  /// A file that is opened to be read. What is none is refused: a pipe would wait for whoever writes into it, and a device
  /// may have no end.
  private static func descriptor(of path: String, followsLinks: Bool) throws(ExchangeError) -> Int32 {
    guard SystemError.isUsable(path) else { throw .noSuchFile(path: path) }
    // Without waiting, which says nothing to a file.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else { throw SystemError.opening(path, errno, followsLinks: followsLinks) }
    var status = stat()
    if fstat(descriptor, &status) == 0, let reason = SystemError.objection(toReading: status.st_mode) {
      _ = close(descriptor)
      throw .unreadable(path: path, reason: reason)
    }
    return descriptor
  }
}
