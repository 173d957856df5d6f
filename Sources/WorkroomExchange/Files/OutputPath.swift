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
    let isWork = endings.contains { path.hasSuffix($0) } || isDatabase(path)
    return isWork ? "`\(path)` is a workflow or a database, which a result must not replace; choose another name" : nil
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
