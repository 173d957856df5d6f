import Testing

@testable import WorkroomReporting

@Suite struct ProgressTests {
  private final class Screen {
    var now = 0.0
    var written: [String] = []
  }

  private func progress(_ screen: Screen, total: Int?, isVisible: Bool = true, width: Int = 80) -> Progress {
    Progress(
      "importing", total: total, isVisible: isVisible, width: width, clock: { screen.now },
      write: { screen.written.append($0.text) })
  }

  @Test func appearsAfterASecondAndGoes() {
    let screen = Screen()
    var bar = progress(screen, total: 4000)
    screen.now = 0.9
    bar.advance(by: 900)
    #expect(screen.written.isEmpty)
    screen.now = 2
    bar.advance(by: 100)
    screen.now = 2.05
    bar.advance(by: 100)
    bar.finish()
    #expect(
      screen.written == [
        "\rimporting  [█████░░░░░░░░░░░░░░░]   25%  1000 of 4000  500/s  about 6 s left\u{1B}[K",
        "\r\u{1B}[K",
      ])
  }

  @Test(arguments: 1...90) func fits(width: Int) {
    let screen = Screen()
    var bar = progress(screen, total: 1_000_000_000, width: width)
    screen.now = 2
    bar.advance(by: 123_456_789)
    #expect(screen.written[0].dropFirst().dropLast(3).reduce(0) { $0 + $1.displayWidth } < max(2, width))
  }

  @Test func withoutATotal() {
    let screen = Screen()
    var bar = progress(screen, total: nil)
    screen.now = 2
    bar.advance(by: 10)
    #expect(screen.written == ["\rimporting  10  5/s\u{1B}[K"])
  }

  @Test func hidden() {
    let screen = Screen()
    var bar = progress(screen, total: 10, isVisible: false)
    screen.now = 5
    bar.advance(by: 10)
    bar.finish()
    #expect(screen.written.isEmpty)
  }
}
