#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One run of another program: started without a shell, given bytes, watched until it ends or its time is up.
package struct ProgramRun: Sendable {
  /// How a run ended.
  package enum End: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    /// It was still running when its time was up, and was killed with all that it had started in its group.
    case timedOut
    /// It could not be started; the system's error number.
    case notStarted(Int32)
  }

  package var end: End
  /// The beginning of what it said, on either of its outputs.
  package var said: String

  /// Bytes kept of what a program says; the rest is read and dropped.
  package static let saidBytesMax = 4096

  /// Runs a program to its end. `words` are the program's path and what stands behind it.
  package static func run(_ words: [String], input: [UInt8], timeLimitMilliseconds: Int64) -> ProgramRun {
    guard let first = words.first, words.allSatisfy({ !$0.utf8.contains(0) }) else {
      return ProgramRun(end: .notStarted(EINVAL), said: "")
    }
    var pipes = Pipes()
    defer { pipes.closeAll() }
    let started = pipes.open() ? start(first, words, pipes) : .failure(errno)
    guard case .started(let process) = started else {
      if case .failure(let code) = started { return ProgramRun(end: .notStarted(code), said: "") }
      return ProgramRun(end: .notStarted(EINVAL), said: "")
    }
    pipes.closeTheirs()
    return withoutPipeSignal {
      watch(process, &pipes, input, until: now() + timeLimitMilliseconds)
    }
  }

  // MARK: Starting

  private enum Start { case started(pid_t), failure(Int32) }

  private static func start(_ path: String, _ words: [String], _ pipes: Pipes) -> Start {
    keepDescriptors()
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, pipes.inputTheirs, 0)
    posix_spawn_file_actions_adddup2(&actions, pipes.outputTheirs, 1)
    posix_spawn_file_actions_adddup2(&actions, pipes.outputTheirs, 2)
    // A group of its own, so that what it starts ends with it, and signals as a fresh program has them.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigemptyset(&all)
    for signal in [SIGPIPE, SIGXFSZ, SIGINT, SIGTERM, SIGHUP, SIGCHLD] { sigaddset(&all, signal) }
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var texts: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for text in texts { free(text) } }
    var process = pid_t()
    let code = posix_spawn(&process, path, &actions, &attributes, &texts, environ)
    return code == 0 ? .started(process) : .failure(code)
  }

  /// Descriptors that whoever started us left open are not handed on. Our own are marked when they are opened.
  private static func keepDescriptors() {
    for descriptor in 3..<Int32(min(4096, max(256, sysconf(Int32(_SC_OPEN_MAX))))) {
      let flags = fcntl(descriptor, F_GETFD)
      if flags >= 0, flags & FD_CLOEXEC == 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
    }
  }

  // MARK: Watching

  private static func watch(
    _ process: pid_t, _ pipes: inout Pipes, _ input: [UInt8], until deadline: Int64
  ) -> ProgramRun {
    var rest = input[...]
    var said: [UInt8] = []
    while true {
      if rest.isEmpty { pipes.closeInput() }
      // What it has said by its end is still there to be read.
      let status = ended(process)
      while read(&pipes, &said) {}
      if let status { return ProgramRun(end: end(status), said: String(decoding: said, as: UTF8.self)) }
      if now() >= deadline {
        kill(-process, SIGKILL)
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return ProgramRun(end: .timedOut, said: String(decoding: said, as: UTF8.self))
      }
      pipes.wait(milliseconds: Int32(clamping: min(20, deadline - now())))
      if !write(&pipes, &rest) { rest = [] }
    }
  }

  private static func ended(_ process: pid_t) -> Int32? {
    var status: Int32 = 0
    return waitpid(process, &status, WNOHANG) == process ? status : nil
  }

  private static func end(_ status: Int32) -> End {
    status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
  }

  /// Writes what fits; false where nobody reads any more.
  private static func write(_ pipes: inout Pipes, _ rest: inout ArraySlice<UInt8>) -> Bool {
    while !rest.isEmpty, pipes.input >= 0 {
      let count = rest.withUnsafeBytes { posixWrite(pipes.input, $0.baseAddress!, $0.count) }
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Reads what is there; false where nothing is, for now or for good.
  private static func read(_ pipes: inout Pipes, _ said: inout [UInt8]) -> Bool {
    guard pipes.output >= 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: saidBytesMax)
    let count = posixRead(pipes.output, &buffer, buffer.count)
    if count > 0 { said += buffer[..<min(count, saidBytesMax - said.count)] }
    if count == 0 { pipes.closeOutput() }
    return count > 0
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// A program that stops reading is no reason for this one to end.
  private static func withoutPipeSignal<Result>(_ body: () -> Result) -> Result {
    var pipe = sigset_t()
    var before = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    defer {
      var pending = sigset_t()
      sigpending(&pending)
      if sigismember(&before, SIGPIPE) == 0 {
        var signal: Int32 = 0
        if sigismember(&pending, SIGPIPE) == 1 { sigwait(&pipe, &signal) }
        pthread_sigmask(SIG_SETMASK, &before, nil)
      }
    }
    return body()
  }
}

/// The two pipes to a program: what it reads, and what it says on either of its outputs.
private struct Pipes {
  private(set) var input: Int32 = -1
  private(set) var output: Int32 = -1
  private(set) var inputTheirs: Int32 = -1
  private(set) var outputTheirs: Int32 = -1

  /// False with `errno` where the system gives none.
  mutating func open() -> Bool {
    (inputTheirs, input) = Pipes.pair()
    guard input >= 0 else { return false }
    (output, outputTheirs) = Pipes.pair()
    guard output >= 0 else { return false }
    for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) }
    return true
  }

  /// The end to read from and the end to write to, none of them below 3, where programs expect their own.
  private static func pair() -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
    for end in ends { close(end) }
    return (moved[0], moved[1])
  }

  mutating func closeTheirs() {
    Pipes.shut(&inputTheirs)
    Pipes.shut(&outputTheirs)
  }

  mutating func closeInput() { Pipes.shut(&input) }
  mutating func closeOutput() { Pipes.shut(&output) }

  mutating func closeAll() {
    closeTheirs()
    closeInput()
    closeOutput()
  }

  /// Waits until there is something to do, and not longer.
  func wait(milliseconds: Int32) {
    var ends = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
    ]
    _ = poll(&ends, nfds_t(ends.count), max(1, milliseconds))
  }

  private static func shut(_ descriptor: inout Int32) {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}

/// `write(2)`, under a name that no method hides.
private func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

/// `read(2)`, under a name that no method hides.
private func posixRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
