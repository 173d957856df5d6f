#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The three standard streams, and what is known about who reads them.
package enum Terminal {
  package enum Stream: Int32, Sendable {
    case standardInput, standardOutput, standardError

    package var isTerminal: Bool { isatty(rawValue) == 1 }
  }

  /// A variable of the process's environment.
  package static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Cells in a line: what the terminal says, then `COLUMNS`, then 80.
  package static func width(
    of stream: Stream = .standardOutput, environment: (String) -> String? = Terminal.environment
  ) -> Int {
    var size = winsize()
    if ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    if let columns = environment("COLUMNS").flatMap({ Int($0) }), (1...10_000).contains(columns) {
      return columns
    }
    return 80
  }

  /// Cells for a table: as many as a terminal has; without end where a file or another program reads it, so that nothing is
  /// cut.
  package static func tableWidth(
    of stream: Stream = .standardOutput, environment: (String) -> String? = Terminal.environment
  ) -> Int {
    stream.isTerminal || environment("COLUMNS") != nil ? width(of: stream, environment: environment) : 1 << 20
  }

  /// Writes all of the text, without a line break of its own.
  package static func write(_ text: Escaped, to stream: Stream = .standardOutput) throws(OutputFailure) {
    var text = text.text
    let code = text.withUTF8 { send($0, to: stream.rawValue) }
    if code != 0 { throw OutputFailure(code: code) }
  }

  /// Writes bytes to standard output as they are: for another program, never for a terminal.
  package static func pass(_ bytes: [UInt8]) throws(OutputFailure) {
    let code = bytes.withUnsafeBufferPointer { send($0, to: Stream.standardOutput.rawValue) }
    if code != 0 { throw OutputFailure(code: code) }
  }

  /// Returns 0 or the error number.
  private static func send(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32 {
    var sent = 0
    while sent < bytes.count {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
      #elseif canImport(Musl)
        let count = Musl.write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
      #else
        let count = Darwin.write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
      #endif
      if count >= 0 { sent += count } else if errno != EINTR { return errno }
    }
    return 0
  }

  /// Seconds on a clock that only moves forward.
  static func secondsSinceBoot() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }
}

/// A stream that no longer takes what we write: a full disk, a closed pipe.
package struct OutputFailure: Error, CustomStringConvertible {
  /// The system's error number.
  package let code: Int32
  package var exitCode: Int32 { 74 }
  package var description: String { "cannot write: \(String(cString: strerror(code)))" }
}
