#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Copies of databases, made while others write, and looked through before they have their name.
package enum Backup {
  /// Writes a copy of a database to a path: whole and compared with the original, or not at all.
  ///
  /// A file that is there is replaced only where that is wanted, and only if it is an earlier copy of the same database.
  package static func write(_ source: String, to path: String, replaces: Bool) throws(StoreError) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(path[...$0]) } ?? "."
    guard access(folder, W_OK | X_OK) == 0 else {
      throw .io("nothing can be written into the folder \(quoted(folder)): \(systemWords(errno)); choose another name")
    }
    let original = try Database.asItIs(path: source, mode: .existing)
    try original.refuseCutFile()
    try checkTarget(path, original, source, replaces: replaces)
    let temporary = "\(path).\(getpid()).tmp"
    removeLeft(beside: path, ending: ".tmp")
    remove(temporary)
    defer { remove(temporary) }
    do {
      let copy = try Database.empty(path: temporary)
      try original.copy(into: copy)
      try copy.settle()
    }
    try compare(temporary, with: original)
    try give(temporary, the: path)
  }

  /// Gives a finished file its name, durably.
  package static func give(_ temporary: String, the path: String) throws(StoreError) {
    guard rename(temporary, path) == 0 else { throw .io("\(quoted(path)): \(systemWords(errno))") }
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = open(slash.map { String(path[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    _ = fsync(folder)
    close(folder)
  }

  /// Removes a file of ours with what SQLite keeps beside it.
  package static func remove(_ path: String) {
    for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink(path + suffix) }
  }

  /// Removes what processes that were ended have left of their copies to a path: `PATH.NUMBER.tmp`, where no process has the
  /// number any more.
  package static func removeLeft(beside path: String, ending: String) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(path[...$0]) } ?? "./"
    let start = (slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path) + "."
    guard let listing = opendir(folder) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix(start), name.hasSuffix(ending),
        let number = pid_t(name.dropFirst(start.count).dropLast(ending.count)), number > 0
      else { continue }
      if kill(number, 0) != 0, errno == ESRCH { remove("\(path).\(number)\(ending)") }
    }
  }

  /// Whether two paths are one file.
  package static func isSame(_ path: String, _ other: String) -> Bool {
    var (one, two) = (stat(), stat())
    return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino
  }

  private static func checkTarget(
    _ path: String, _ original: Database, _ source: String, replaces: Bool
  ) throws(StoreError) {
    guard access(path, F_OK) == 0 else { return }
    if isSame(path, source) { throw .refused("\(quoted(path)) is the database itself; name another file") }
    let existing: Database
    do { existing = try Database.asItIs(path: path, mode: .readOnly) } catch {
      throw .refused("\(quoted(path)) is there already and is no backup; name another file")
    }
    let identity = try existing.identity()
    let isEmpty = try existing.heads().isEmpty
    let own = try original.identity()
    let isNamed = identity == own || (identity == nil && !isEmpty)
    guard isNamed, try original.goesOn(from: existing) else {
      throw .refused(
        "\(quoted(path)) is a database that holds what this one does not; name another file, so that nothing is lost")
    }
    guard replaces else {
      throw .refused(
        "\(quoted(path)) is there already; say `--yes` to replace this earlier backup, or name another file")
    }
  }

  /// A copy is sound, and each of its chains is the beginning of the original's, which may have gone on since.
  private static func compare(_ path: String, with original: Database) throws(StoreError) {
    let copy = try Database.asItIs(path: path, mode: .readOnly)
    if let problem = try copy.pageProblem() {
      throw .damaged("the copy of \(quoted(original.path)) does not hold together: \(problem)")
    }
    guard try original.goesOn(from: copy), try copy.identity() == original.identity() else {
      throw .damaged("the copy of \(quoted(original.path)) does not end where the original's log does")
    }
  }
}
