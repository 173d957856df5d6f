import Synchronization
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// While it lives, Ctrl-C asks for a stop instead of ending the process: whoever works in transactions looks, and undoes the
/// one that is open. A second Ctrl-C ends the process at once.
final class StopSignal {
  /// Somebody asked for a stop.
  struct Stopped: Error {}

  private var hasEnded = false
  private let ignores: Bool

  init() {
    isWanted.store(false, ordering: .sequentiallyConsistent)
    let previous = signal(SIGINT) { _ in
      guard isWanted.exchange(true, ordering: .sequentiallyConsistent) else { return }
      signal(SIGINT, SIG_DFL)
      raise(SIGINT)
    }
    // What a shell started in the background does not hear Ctrl-C.
    ignores = unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    if ignores { end() }
  }

  deinit { end() }

  /// From here on Ctrl-C ends the process again.
  func end() {
    guard !hasEnded else { return }
    hasEnded = true
    signal(SIGINT, ignores ? SIG_IGN : SIG_DFL)
  }

  static func check() throws(Stopped) { if isWanted.load(ordering: .relaxed) { throw Stopped() } }

  /// What Ctrl-C does.
  static func want() { isWanted.store(true, ordering: .sequentiallyConsistent) }
}

private let isWanted = Atomic<Bool>(false)
