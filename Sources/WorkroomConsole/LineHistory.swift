internal import CWorkroomEditline

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The lines that were typed, oldest first, also in a file that only its owner can read.
///
/// The file has one line per entry and is only ever appended to while in use, so that two sessions
/// can share it; a long one is shortened when it is opened. A history that cannot be read or
/// written is no reason to stop: the lines of this session are there anyway.
final class LineHistory {
  let lines: OpaquePointer
  private var descriptor: Int32 = -1
  private var last = ""

  private static let linesMax = 1000
  private static let fileBytesMax = 4 << 20

  init?(path: String?) {
    guard let lines = history_init() else { return nil }
    self.lines = lines
    ce_history_size(lines, Int32(Self.linesMax))
    ce_history_unique(lines, 1)
    if let path { open(path) }
  }

  deinit {
    history_end(lines)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Remembers a line, unless it is blank or the one before.
  func append(_ line: String) {
    guard line != last, line.utf8.contains(where: { $0 != 32 && $0 != 9 }) else { return }
    last = line
    ce_history_enter(lines, line)
    // One write appends one line, whoever else appends.
    let bytes = Array(line.utf8) + [10]
    if descriptor >= 0 { _ = write(descriptor, bytes, bytes.count) }
  }

  private func open(_ path: String) {
    descriptor = openFile(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    fchmod(descriptor, 0o600)
    let entries = contents().split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    for entry in entries.suffix(Self.linesMax) { ce_history_enter(lines, entry) }
    last = entries.last ?? ""
    if entries.count > 2 * Self.linesMax { shorten(path, to: entries.suffix(Self.linesMax)) }
  }

  private func openFile(_ path: String, _ flags: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, flags, 0o600)
    #elseif canImport(Musl)
      Musl.open(path, flags, 0o600)
    #else
      Darwin.open(path, flags, 0o600)
    #endif
  }

  /// The end of the file, at most four mebibytes of it.
  private func contents() -> [UInt8] {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    lseek(descriptor, off_t(max(0, size - Self.fileBytesMax)), SEEK_SET)
    return [UInt8](unsafeUninitializedCapacity: min(max(0, size), Self.fileBytesMax)) { buffer, count in
      while count < buffer.count {
        let got = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
        if got <= 0 { break }
        count += got
      }
    }
  }

  /// Puts a new file in the place of the old one, in one step.
  private func shorten(_ path: String, to entries: ArraySlice<String>) {
    let bytes = Array(entries.joined(separator: "\n").utf8) + [10]
    let temporary = path + ".new"
    unlink(temporary)
    let new = openFile(temporary, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard new >= 0 else { return }
    guard write(new, bytes, bytes.count) == bytes.count, rename(temporary, path) == 0 else {
      close(new)
      unlink(temporary)
      return
    }
    close(descriptor)
    descriptor = new
  }
}
