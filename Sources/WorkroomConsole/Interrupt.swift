internal import CWorkroomEditline
internal import Synchronization

/// While it lives, Ctrl-C ends the read of this thread instead of the process.
struct Interrupt: ~Copyable {
  private var previous = sigaction()

  /// While a line is done there is no read to be ended: whoever works asks `isWanted` where it can stop, and a second Ctrl-C
  /// ends the process.
  init(duringWork: Bool) {
    interrupted.store(false, ordering: .sequentiallyConsistent)
    ce_catch_interrupt({ _ in if Interrupt.isWanted { ce_end_by_interrupt() } else { Interrupt.want() } }, 1, &previous)
  }

  init() {
    // Both are touched before the handler can run, so that it never initialises them.
    waitingThread.store(ce_this_thread(), ordering: .sequentiallyConsistent)
    interrupted.store(false, ordering: .sequentiallyConsistent)
    ce_catch_interrupt(
      { _ in
        Interrupt.want()
        // The system picks any thread; the read that must end may be in another one.
        let thread = waitingThread.load(ordering: .sequentiallyConsistent)
        if thread != ce_this_thread() { ce_interrupt_thread(thread) }
      }, 0, &previous)
  }

  deinit {
    withUnsafePointer(to: previous) { ce_restore_interrupt($0) }
  }

  /// Does work that asks `isWanted` now and then, and stops where that is so.
  static func watching(_ body: () throws -> Void) rethrows {
    let interrupt = Interrupt()
    try body()
    _ = interrupt.happened
  }

  /// What Ctrl-C does: whoever watches stops.
  static func want() { interrupted.store(true, ordering: .sequentiallyConsistent) }

  /// What it was pressed for is over.
  static func forget() { interrupted.store(false, ordering: .sequentiallyConsistent) }

  /// Whether it was pressed since the newest of them began.
  static var isWanted: Bool { interrupted.load(ordering: .relaxed) }

  var happened: Bool { interrupted.load(ordering: .sequentiallyConsistent) }
}

private let interrupted = Atomic<Bool>(false)
private let waitingThread = Atomic<UInt>(0)
