#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of mails with `tmp`, `new` and `cur` inside: a mail is written in `tmp` and appears in `new` when it is whole.
package enum Maildir {
  /// Puts a message there under a name of its own. The same name again replaces the message while nobody has read it.
  package static func put(_ bytes: [UInt8], named name: String, in folder: String) throws(ExchangeError) {
    try prepare(folder)
    let temporary = "\(folder)/tmp/\(name)"
    try ByteFile.writeAtomically(temporary, bytes)
    let final = "\(folder)/new/\(name)"
    guard rename(temporary, final) == 0 else {
      let code = errno
      unlink(temporary)
      throw .inputOutput(path: final, doing: "writing", code: code)
    }
    FolderSync.sync("\(folder)/new")
  }

  /// Makes the folder and the three inside it, where they are not there.
  package static func prepare(_ folder: String) throws(ExchangeError) {
    for part in ["", "/tmp", "/new", "/cur"] { try make(folder + part) }
  }

  private static func make(_ path: String) throws(ExchangeError) {
    guard SystemError.isUsable(path) else { throw .inputOutput(path: path, doing: "making", code: EINVAL) }
    guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    throw .inputOutput(path: path, doing: "making", code: errno)
  }
}
