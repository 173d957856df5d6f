/// What the world refused while a file was read or written.
///
/// A mistake inside one row or line is never an `ExchangeError`: it becomes a reject, and the rest goes on.
package enum ExchangeError: Error, Hashable, Sendable, CustomStringConvertible {
  case noSuchFile(path: String)
  /// The file is there, but it is not what was asked for; `reason` is a whole clause.
  case unreadable(path: String, reason: String)
  case oversized(path: String, bytesMax: Int)
  /// The headings leave open what some columns mean.
  case headings(path: String, problems: [String])
  /// The system refused to read or write; `code` is its error number.
  case inputOutput(path: String, doing: String, code: Int32)

  /// The file that it is about.
  package var path: String {
    switch self {
    case .noSuchFile(let path), .unreadable(let path, _), .oversized(let path, _), .headings(let path, _),
      .inputOutput(let path, _, _):
      path
    }
  }

  /// The status that the tool ends with (`sysexits.h`).
  package var exitCode: Int32 {
    switch self {
    case .noSuchFile: 66
    case .unreadable, .oversized, .headings: 65
    case .inputOutput: 74
    }
  }

  /// Whether the same call may succeed later with the same file.
  package var isRetrySafe: Bool {
    if case .inputOutput = self { true } else { false }
  }

  /// One line without a final stop.
  package var description: String {
    switch self {
    case .noSuchFile(""):
      "the name of a file is empty; if a script wrote it, look whether its variable has a value"
    case .noSuchFile(let path) where path.contains("\u{FFFD}"):
      "no file can be found as \(path.ticked): the sign `\u{FFFD}` stands for bytes that are no text in UTF-8; rename the file"
    case .noSuchFile(let path):
      "there is no file \(path.ticked); check the name and the folder"
    case .unreadable(let path, let reason):
      "\(path.ticked) cannot be read: \(reason)"
    case .oversized(let path, let bytesMax):
      "\(path.ticked) is larger than \(byteCount(bytesMax)); split it into smaller files"
    case .headings(let path, let problems):
      "the headings of \(path.ticked) are not clear: \(problems.joined(separator: "; "))"
    case .inputOutput(let path, let doing, let code):
      "\(doing) \(path.ticked) failed: \(SystemError.words(code))"
    }
  }
}

/// `1 MiB`, `256 KiB` or `100 bytes`.
func byteCount(_ bytes: Int) -> String {
  if bytes > 0, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
  if bytes > 0, bytes % (1 << 10) == 0 { return "\(bytes >> 10) KiB" }
  return "\(bytes) bytes"
}
