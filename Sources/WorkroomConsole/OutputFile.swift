import WorkroomExchange

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Writes what a command shows into a file, whole or not at all.
enum OutputFile {
  /// Why a path cannot be written to; `nil` where it may be tried.
  static func objection(to path: String) -> String? { OutputPath.objection(to: path) }

  /// Why a file cannot be made there, as far as can be told before; `nil` where it may be tried.
  static func problem(withNew path: String) -> String? { OutputPath.problem(withNew: path) }

  static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func write(_ text: String, to path: String) throws(Console.Refusal) {
    if let objection = objection(to: path) { throw Console.Refusal(text: objection, status: 64) }
    do { try ByteFile.writeAtomically(path, Array(text.utf8)) } catch {
      throw Console.Refusal(text: error.description, status: error.exitCode)
    }
  }
}
