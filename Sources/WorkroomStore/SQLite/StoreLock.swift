#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The lock that every writer with a write-ahead log takes, on a file of its own beside the database.
///
/// On a file of its own, since closing any descriptor of the database file would drop SQLite's locks on it.
final class StoreLock {
  private let descriptor: Int32

  init(path: String) throws(StoreError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .io("the lock \(quoted(path)): \(systemWords(errno))") }
  }

  // Closing the only descriptor also lets the lock go.
  deinit { close(descriptor) }

  /// Waits until nobody else holds the lock, or throws `locked`.
  func acquire(waitMilliseconds: Int32) throws(StoreError) {
    var (waited, pause): (Int32, Int32) = (0, 1)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw .io("the lock: \(systemWords(errno))") }
      guard waited < waitMilliseconds else { throw .locked }
      var time = timespec(tv_sec: 0, tv_nsec: Int(pause) * 1_000_000)
      nanosleep(&time, nil)
      waited += pause
      pause = min(pause * 2, 16)
    }
  }

  func release() { _ = flock(descriptor, LOCK_UN) }
}
