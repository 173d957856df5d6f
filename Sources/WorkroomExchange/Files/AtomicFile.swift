#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that appears under its name only when it is complete.
///
/// The bytes go to a hidden file in the same folder, are synced, and the file is renamed over the name. A
/// reader sees the old file or the new one, never a part. Without `commit` nothing remains. A device or a pipe is no file
/// that could be replaced, and is refused.
package final class AtomicFile {
  package let path: String
  private let temporary: String
  private var descriptor: Int32
  /// How many bytes are in it by now.
  private(set) var count = 0

  package init(_ path: String) throws(ExchangeError) {
    guard SystemError.isUsable(path) else { throw .inputOutput(path: path, doing: "writing", code: EINVAL) }
    guard !OutputPath.isSpecial(path) else { throw .inputOutput(path: path, doing: "writing", code: ENOTSUP) }
    self.path = AtomicFile.behindLinks(path)
    (temporary, descriptor) = try AtomicFile.create(beside: self.path)
  }

  deinit {
    guard descriptor >= 0 else { return }
    _ = close(descriptor)
    _ = unlink(temporary)
  }

  package func write(_ bytes: [UInt8]) throws(ExchangeError) {
    precondition(descriptor >= 0, "the file has been committed")
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        posixWrite(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failed(errno) }
      offset += written
    }
    count += bytes.count
  }

  /// Takes back what was written behind so many bytes.
  func cut(to bytes: Int) throws(ExchangeError) {
    guard ftruncate(descriptor, off_t(bytes)) == 0, lseek(descriptor, off_t(bytes), SEEK_SET) >= 0 else {
      throw failed(errno)
    }
    count = bytes
  }

  /// Removes what processes that ended in the middle have left beside a path, and touches nothing of one that still runs.
  static func removeLeftovers(of path: String) {
    let parts = PathParts(path)
    let start = ".\(parts.name)."
    guard let names = try? InboxFolder.hiddenNames(parts.folder, from: start, endingIn: ".tmp") else { return }
    for name in names {
      let numbers = name.dropFirst(start.count).dropLast(4).split(separator: ".", omittingEmptySubsequences: false)
      guard numbers.count == 2, let process = pid_t(numbers[0]), process > 0, Int(numbers[1]) != nil,
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      _ = unlink(parts.sibling(name))
    }
  }

  /// Makes the file durable and gives it its name.
  package func commit() throws(ExchangeError) {
    precondition(descriptor >= 0, "the file has been committed")
    copyMode()
    guard fsync(descriptor) == 0 else { throw failed(errno) }
    guard rename(temporary, path) == 0 else { throw failed(errno) }
    _ = close(descriptor)
    descriptor = -1
    FolderSync.sync(PathParts(path).folder)
  }

  private func failed(_ code: Int32) -> ExchangeError {
    .inputOutput(path: path, doing: "writing", code: code)
  }

  /// A file that is replaced keeps its permissions.
  private func copyMode() {
    var status = stat()
    if stat(path, &status) == 0 { _ = fchmod(descriptor, status.st_mode & 0o777) }
  }

  /// The file that a link leads to: what is replaced is the file, and the link stays.
  private static func behindLinks(_ path: String) -> String {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, let found = realpath(path, nil) else {
      return path
    }
    defer { free(found) }
    return String(cString: found)
  }

  private static func create(beside path: String) throws(ExchangeError) -> (String, Int32) {
    let parts = PathParts(path)
    var code = EEXIST
    for attempt in 0..<100 where code == EEXIST {
      let name = parts.sibling(".\(parts.name).\(getpid()).\(attempt).tmp")
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (name, descriptor) }
      code = errno
    }
    throw .inputOutput(path: path, doing: "writing", code: code)
  }
}

/// Folders, in which the names of files lie.
enum FolderSync {
  /// Makes new names in a folder durable; some file systems refuse that, and keep them by themselves.
  static func sync(_ path: String) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    _ = fsync(folder)
    _ = close(folder)
  }
}

/// `write(2)`, under a name that the method of the class does not hide.
private func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
