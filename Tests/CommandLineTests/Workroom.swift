import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a command came to.
struct Outcome: Sendable {
  /// The status, or 128 and the signal.
  var status: Int32
  var output: String
  var talk: String
}

/// Runs the command that was built beside these tests.
enum Workroom {
  /// Whether long tests run whole: with `WORKROOM_WHOLE=1`.
  static let runsWhole = getenv("WORKROOM_WHOLE") != nil

  /// The built command: in the folder of the test bundle, else in the usual place of debug builds.
  static let path: String = {
    let bundles = CommandLine.arguments.compactMap { argument -> String? in
      guard let range = argument.firstRange(of: ".xctest") else { return nil }
      return String(argument[..<range.lowerBound])
    }
    let folders = bundles.map {
      $0.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }
    let usual = "\(root)/.build/debug"
    return (folders + [usual]).map { "\($0)/workroom" }.first { access($0, X_OK) == 0 } ?? "\(usual)/workroom"
  }()

  /// The repository.
  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// Runs a command to its end.
  static func run(_ arguments: String..., input: String = "", in folder: Folder) throws -> Outcome {
    try run(arguments, input: input, in: folder)
  }

  static func run(_ arguments: [String], input: String = "", in folder: Folder) throws -> Outcome {
    let name = folder.next()
    folder.write("\(name).in", input)
    let process = try start(
      arguments, input: folder.path("\(name).in"), output: folder.path("\(name).out"), talk: folder.path("\(name).err"),
      in: folder)
    let status = wait(for: process)
    return Outcome(status: status, output: folder.read("\(name).out"), talk: folder.read("\(name).err"))
  }

  /// Runs a command inside a folder, so that names without a path are found there.
  static func runInside(_ arguments: [String], input: String = "", _ folder: Folder) throws -> Outcome {
    try shell("cd \"$1\" && shift && exec \"$@\"", [folder.root, path] + arguments, input: input, folder)
  }

  /// Runs a shell's script, which finds its words as `$1` and so on.
  static func shell(_ script: String, _ words: [String], input: String = "", _ folder: Folder) throws -> Outcome {
    let name = folder.next()
    folder.write("\(name).in", input)
    let process = try start(
      ["-c", script, "sh"] + words, of: "/bin/sh", input: folder.path("\(name).in"),
      output: folder.path("\(name).out"), talk: folder.path("\(name).err"), in: folder)
    let status = wait(for: process)
    return Outcome(status: status, output: folder.read("\(name).out"), talk: folder.read("\(name).err"))
  }

  /// Starts a command; the caller waits for it. What is passed are descriptors of ours, and the numbers that they have there.
  static func start(
    _ arguments: [String], of program: String = path, input: String = "/dev/null", output: String = "/dev/null",
    talk: String = "/dev/null", passing: [(own: Int32, there: Int32)] = [],
    in folder: Folder
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, talk, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    for (own, there) in passing { posix_spawn_file_actions_adddup2(&actions, own, there) }
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var surroundings: [UnsafeMutablePointer<CChar>?] =
      ["HOME=\(folder.root)", "PATH=/usr/bin:/bin", "TERM=dumb"].map { (text: String) in strdup(text) } + [nil]
    defer { for word in words + surroundings { free(word) } }
    // The threads of tests hold signals back, and a command would inherit that.
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
    #else
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process = pid_t()
    let code = posix_spawn(&process, program, &actions, &attributes, &words, &surroundings)
    try #require(code == 0, "\(program) cannot be started: \(String(cString: strerror(code)))")
    return process
  }

  static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  /// The status of a process that is to end by now; one that does not is killed, which is 137.
  static func wait(for process: pid_t, seconds: Int) -> Int32 {
    for _ in 0..<seconds * 20 {
      var told = siginfo_t()
      if waitid(P_PID, id_t(process), &told, WEXITED | WNOHANG | WNOWAIT) != 0 || told.si_signo != 0 { break }
      usleep(50_000)
    }
    kill(process, SIGKILL)
    return wait(for: process)
  }
}

/// A folder for one test, gone with it.
final class Folder: Sendable {
  let root: String
  private let count = Atomic<Int>(0)

  init() {
    var template = Array("/tmp/workroom-command-line-XXXXXX\0".utf8).map { CChar(bitPattern: $0) }
    root = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  deinit { if root != "/tmp" { Folder.remove(root) } }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  func next() -> String {
    "run-\(count.add(1, ordering: .relaxed).newValue)"
  }

  func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) {
    guard let file = fopen(path(name), "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func make(_ name: String) { mkdir(path(name), 0o755) }

  func read(_ name: String) -> String { String(decoding: bytes(path(name)), as: UTF8.self) }

  func copy(_ from: String, _ name: String) { write(name, bytes(from)) }

  func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
      let name = String(cString: UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self))
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    for name in names(path) { remove("\(path)/\(name)") }
    if rmdir(path) != 0 { unlink(path) }
  }
}
