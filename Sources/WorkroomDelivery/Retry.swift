/// When a delivery that failed is tried again, and when no more.
package enum Retry {
  /// From one attempt to the next, in milliseconds: 1 minute, 5 minutes, 30 minutes, 2 hours, 12 hours.
  package static let gapsMilliseconds: [Int64] = [60_000, 300_000, 1_800_000, 7_200_000, 43_200_000]
  /// Attempts of a delivery that fails; after the last it is dead.
  package static let attemptsMax: Int64 = 6
  /// Attempts where the receiver asks to try again, 12 hours apart in the end: about a week.
  package static let patientAttemptsMax: Int64 = 20
  /// How long a claim holds, in milliseconds of the system's clock: longer than any delivery may take.
  package static let leaseMilliseconds: Int64 = 120_000
  /// Bytes kept of why an attempt failed.
  package static let errorBytesMax = 500

  /// When to try again after so many attempts; `nil` where it is given up.
  static func gap(after attempts: Int64, isPatient: Bool) -> Int64? {
    guard attempts < (isPatient ? patientAttemptsMax : attemptsMax) else { return nil }
    return gapsMilliseconds[Int(min(max(attempts, 1), Int64(gapsMilliseconds.count))) - 1]
  }

  /// The beginning of a reason, cut between characters.
  static func short(_ reason: String) -> String {
    guard reason.utf8.count > errorBytesMax else { return reason }
    var text = reason
    while text.utf8.count > errorBytesMax - 3 { text.removeLast() }
    return text + "…"
  }
}
