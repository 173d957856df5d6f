#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whole processes, and the time of the processor that each took, in its own code and in the system's.
enum Process {
  /// The tool that was built beside the benchmark; `nil` where there is none.
  static let tool: String? = {
    let words = CommandLine.arguments[0]
    let folder = words.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(words[...$0]) } ?? "./"
    let path = folder + "workroom"
    return access(path, X_OK) == 0 ? path : nil
  }()

  /// The shell of SQLite, which is what whole commands are measured against.
  static let shell = ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3", "/opt/homebrew/bin/sqlite3"].first {
    (path: String) in access(path, X_OK) == 0
  }

  /// Seconds of the processor that a program takes from its start to its end, its input from a file; what it says goes into
  /// another, since it is no row of ours.
  static func seconds(
    _ program: String, _ arguments: [String], input: String? = nil, saying talk: String
  ) throws(Options.Problem) -> Double {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0) }
    posix_spawn_file_actions_addopen(&actions, 1, talk, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    guard posix_spawn(&process, program, &actions, nil, &words, environ) == 0 else {
      throw Options.Problem(description: "\(program) cannot be started")
    }
    var (status, used): (Int32, rusage) = (0, rusage())
    while wait4(process, &status, 0, &used) < 0, errno == EINTR {}
    guard status == 0 else {
      throw Options.Problem(description: "\(program) \(arguments.joined(separator: " ")) ended with \(status >> 8)")
    }
    return seconds(used.ru_utime) + seconds(used.ru_stime)
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

/// A folder for the files of one row, gone with it.
final class Workplace {
  private let folder: String
  private var names: [String] = []

  init() throws(Options.Problem) {
    var template = Array("/tmp/workroom-benchmark-\(String(repeating: "X", count: 6))".utf8CString)
    guard let made = mkdtemp(&template) else { throw Options.Problem(description: "no folder can be made in /tmp") }
    folder = String(cString: made)
  }

  deinit {
    for name in names {
      for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink("\(folder)/\(name)\(suffix)") }
    }
    rmdir(folder)
  }

  func path(_ name: String) -> String {
    if !names.contains(name) { names.append(name) }
    return "\(folder)/\(name)"
  }

  /// Makes a name free again.
  func clear(_ name: String) {
    for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink(path(name) + suffix) }
  }

  /// Writes a file from pieces of text.
  func write(_ name: String, _ pieces: some Sequence<String>) throws(Options.Problem) {
    guard let file = fopen(path(name), "w") else {
      throw Options.Problem(description: "\(path(name)) cannot be written")
    }
    for piece in pieces { fputs(piece, file) }
    fclose(file)
  }
}
