/// Why a time zone could not be read.
package enum ZoneError: Error, Hashable, Sendable {
  /// The name has a form that no zone has.
  case badName(String)
  /// No zone file has this name.
  case unknown(String)
  /// None of the places for zone files is there.
  case noZoneFiles([String])
  /// The file is there and can't be read.
  case unreadable(path: String, reason: String)
  /// The file's bytes contradict RFC 8536.
  case damaged(path: String, reason: String)
}

extension ZoneError {
  /// What a process that fails with this error exits with (the numbers of `sysexits.h`).
  package var exitCode: Int32 {
    switch self {
    case .badName, .unknown: 65
    case .noZoneFiles: 66
    case .unreadable, .damaged: 74
    }
  }

  /// Whether the same call may be made again: nothing is written, so always.
  package var isRetrySafe: Bool { true }
}

extension ZoneError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .badName(let name):
      "\(quoted(name)) is not the name of a time zone; write one such as `Europe/Berlin`"
    case .unknown(let name):
      "there is no time zone \(quoted(name)) on this machine; write one such as `Europe/Berlin`"
    case .noZoneFiles(let directories):
      "there are no time zone files in \(directories.map(quoted).joined(separator: ", ")); "
        + "install `tzdata`, or set TZDIR to where they are"
    case .unreadable(let path, let reason):
      "the time zone file \(quoted(path)) could not be read (\(reason)); check its permissions"
    case .damaged(let path, let reason):
      "the time zone file \(quoted(path)) is damaged (\(reason)); install `tzdata` again"
    }
  }
}
