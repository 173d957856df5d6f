#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where results may be written: over older results, never over what people work on.
package enum OutputPath {
  private static let endings = [".workflow", ".scenario", ".vocabulary", ".workroom"]
  /// The first bytes of a database. Source: SQLite, "Database File Format", 1.3.1.
  private static let databaseHead = Array("SQLite format 3\0".utf8)

  /// Why nothing is written there; `nil` where it may be.
  package static func objection(to path: String) -> String? {
    guard SystemError.isUsable(path), access(path, F_OK) == 0 else { return nil }
    if isSpecial(path) {
      return "`\(path)` is a device or a pipe; leave the option out, and what is written goes to standard output"
    }
    let isWork = endings.contains { path.hasSuffix($0) } || isDatabase(path)
    return isWork ? "`\(path)` is a workflow or a database, which a result must not replace; choose another name" : nil
  }

  /// Whether something stands there that is neither a file nor a folder, links followed.
  static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Why a new file cannot be made there; `nil` where it can, as far as can be told before.
  package static func problem(withNew path: String) -> String? {
    if let objection = objection(to: path) { return objection }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      return "`\(path)` is a folder; choose the name of a file"
    }
    let folder = PathParts(path).folder
    return access(folder, W_OK) == 0
      ? nil : "nothing can be written into `\(folder)`; choose another name, or make that folder first"
  }

  private static func isDatabase(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: databaseHead.count)
    let count = head.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    return count == head.count && head == databaseHead
  }
}
