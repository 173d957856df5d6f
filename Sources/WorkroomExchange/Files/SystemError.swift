#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's error numbers in plain words.
enum SystemError {
  /// What went wrong and what to do about it.
  static func words(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "the disk is full; free some space and try again"
    case EACCES, EPERM: "you have no permission; ask the owner of the folder"
    case EROFS: "the disk is read-only; choose another folder"
    case ENOENT, ENOTDIR: "the folder does not exist; create it first"
    case EISDIR: "a folder has that name; choose another name"
    case EBADF: "it is closed; give a file instead"
    case EMFILE, ENFILE: "too many files are open; close some programs and try again"
    case EIO: "the disk reported a fault; check the disk before trying again"
    default: "the system reported error \(code) (\(String(cString: strerror(code)))); try again"
    }
  }

  /// Why something of that kind is not read as a file; `nil` for a file.
  static func objection(toReading mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "it is a folder; give a file inside it"
    case S_IFIFO: "it is a pipe and no file; save what comes out of it in a file, and give that"
    case S_IFSOCK: "it is a socket and no file; give a file"
    default: "it is a device and no file; give a file"
    }
  }

  /// The error for a file that could not be opened for reading.
  static func opening(_ path: String, _ code: Int32, followsLinks: Bool = false) -> ExchangeError {
    switch code {
    case ENOENT, ENOTDIR: .noSuchFile(path: path)
    case EACCES, EPERM:
      .unreadable(path: path, reason: "you have no permission to read it; ask its owner")
    case ELOOP where followsLinks:
      .unreadable(path: path, reason: "its symbolic links lead in a circle; give the file itself")
    case ELOOP: .unreadable(path: path, reason: "it is a symbolic link; give the file itself")
    case ENXIO:
      .unreadable(path: path, reason: objection(toReading: S_IFSOCK) ?? "")
    case ENAMETOOLONG: .unreadable(path: path, reason: "its name is too long; give it a shorter name")
    case EINVAL:
      .unreadable(path: path, reason: "the system does not accept its name; give it another name")
    default: .inputOutput(path: path, doing: "opening", code: code)
    }
  }

  /// Whether a path can be handed to the system as it is: not empty, and without a NUL.
  static func isUsable(_ path: String) -> Bool { !path.isEmpty && !path.utf8.contains(0) }
}
