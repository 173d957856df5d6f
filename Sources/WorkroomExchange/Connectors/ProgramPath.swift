#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a program or a folder lies, said so that it is found from every folder.
package enum ProgramPath {
  /// A program by its path, or by its name in the folders of `PATH`; `nil` where there is none that may be run.
  package static func find(_ name: String) -> String? {
    guard SystemError.isUsable(name) else { return nil }
    if name.contains("/") { return isProgram(name) ? absolute(name) : nil }
    let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/sbin:/usr/bin:/sbin:/bin"
    return folders.split(separator: ":").map { absolute("\($0)/\(name)") }.first(where: isProgram)
  }

  /// A path from the root on.
  package static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return String(cString: here) + "/" + path
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
