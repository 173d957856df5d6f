/// A bar on standard error for work that takes longer than a second.
///
/// It appears only where somebody watches: standard error is a terminal and no CI runs us. It is
/// drawn at most ten times a second, so `advance` is cheap enough for an inner loop.
package struct Progress {
  private let label: Escaped
  private var total: Int?
  private let isVisible: Bool
  private let clock: () -> Double
  private let write: (Escaped) -> Void
  private let width: Int
  private let started: Double
  private var drawn: Double?
  private var done = 0

  private static let quietSeconds = 1.0
  private static let redrawSeconds = 0.1
  private static let barCells = 20

  /// Work of `total` steps; `nil` where nobody knows how many.
  package init(_ label: String, total: Int?) {
    self.init(
      label, total: total,
      isVisible: Terminal.Stream.standardError.isTerminal && (Terminal.environment("CI") ?? "").isEmpty,
      width: Terminal.width(of: .standardError), clock: Terminal.secondsSinceBoot,
      write: { try? Terminal.write($0, to: .standardError) })
  }

  /// With its surroundings given.
  init(
    _ label: String, total: Int?, isVisible: Bool, width: Int, clock: @escaping () -> Double,
    write: @escaping (Escaped) -> Void
  ) {
    self.label = .terminal(label)
    self.total = total
    self.isVisible = isVisible
    self.width = width
    self.clock = clock
    self.write = write
    started = clock()
  }

  /// Says that so many more steps are done.
  package mutating func advance(by steps: Int = 1) {
    done += steps
    guard isVisible else { return }
    let now = clock()
    guard now - started >= Self.quietSeconds, now - (drawn ?? 0) >= Self.redrawSeconds else { return }
    drawn = now
    write("\r" + line(seconds: now - started) + "\u{1B}[K")
  }

  /// Corrects how many steps there are in all, where that was only estimated.
  package mutating func expect(_ total: Int?) { self.total = total }

  /// Takes the bar away.
  package mutating func finish() {
    if drawn != nil { write("\r\u{1B}[K") }
    drawn = nil
  }

  /// Everything, or on a narrow terminal without the rate, then without the count.
  private func line(seconds: Double) -> Escaped {
    let rate = Double(done) / seconds
    let count = total.map { Escaped(done) + " of " + Escaped($0) } ?? Escaped(done)
    let speed = Escaped(Int(rate)) + "/s"
    var left: [Escaped] = []
    if let total, done > 0, done < total { left = [Self.estimate(seconds: Double(total - done) / rate)] }
    let choices = [[count, speed], [count], []].map { ([label] + bar + $0 + left).joined(separator: "  ") }
    return choices.first { $0.width < width } ?? choices[2].truncated(to: width - 1)
  }

  private var bar: [Escaped] {
    guard let total, total > 0 else { return [] }
    let share = min(1, Double(done) / Double(total))
    let full = Int(share * Double(Self.barCells))
    let cells = Escaped("█").repeated(full) + Escaped("░").repeated(Self.barCells - full)
    return ["[" + cells + "]", Escaped(Int(share * 100)).padded(to: 3, .right) + "%"]
  }

  /// `about 40 s left`, in minutes and hours where those are shorter.
  private static func estimate(seconds: Double) -> Escaped {
    let whole = Int(min(seconds.rounded(.up), 1e9))
    let (amount, unit): (Int, Escaped) =
      switch whole {
      case ..<100: (whole, " s")
      case ..<6000: (whole / 60, " min")
      default: (whole / 3600, " h")
      }
    return "about " + Escaped(amount) + unit + " left"
  }
}
