#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder into which other programs put files of events.
package enum InboxFolder {
  /// Paths of the regular files `*.ndjson` and `*.jsonl`, in the byte order of their names.
  ///
  /// Hidden files, files of rejects and symbolic links are passed over; a folder that is itself a link is
  /// followed, since the operator named it.
  package static func files(_ path: String) throws(ExchangeError) -> [String] {
    try names(path, where: isEventFile).map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
  }

  /// Names of a folder's regular files with an ending, in byte order; hidden ones and links are passed over.
  package static func names(_ path: String, endingIn ending: String) throws(ExchangeError) -> [String] {
    try names(path) { $0.hasSuffix(ending) && !$0.hasPrefix(".") }
  }

  /// The same for hidden ones that begin and end so.
  static func hiddenNames(
    _ path: String, from start: String, endingIn ending: String
  ) throws(ExchangeError) -> [String] {
    try names(path) { $0.hasPrefix(start) && $0.hasSuffix(ending) }
  }

  private static func names(_ path: String, where isWanted: (String) -> Bool) throws(ExchangeError) -> [String] {
    guard SystemError.isUsable(path) else { throw .noSuchFile(path: path) }
    guard let folder = opendir(path) else {
      if errno == ENOTDIR {
        throw .unreadable(path: path, reason: "it is a file; give the folder that holds it")
      }
      throw SystemError.opening(path, errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else { break }
      guard let name = name(of: entry), isWanted(name), isRegular(name, in: dirfd(folder)) else {
        continue
      }
      names.append(name)
    }
    guard errno == 0 else { throw .inputOutput(path: path, doing: "listing", code: errno) }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names
  }

  /// Names that are not UTF-8 could not be opened again by their text.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
    let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
    let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
    return String(validatingCString: start)
  }

  private static func isEventFile(_ name: String) -> Bool {
    let isEvents = name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl")
    return isEvents && !name.hasPrefix(".") && !name.hasSuffix(InboxRejects.suffix)
  }

  private static func isRegular(_ name: String, in folder: Int32) -> Bool {
    var status = stat()
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
