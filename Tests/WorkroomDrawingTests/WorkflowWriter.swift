/// Writes workflows of many shapes by chance: nested stages, tracks, items, circles and far leaps. The same seed gives the
/// same text.
struct WorkflowWriter {
  private var state: UInt64
  private var lines: [String] = []
  /// Names of stages that arrows may lead to from anywhere.
  private var open: [String] = []
  private var count = 0

  private static let events = [
    "content.posted", "content.approved", "content.rejected", "proposal.accepted", "proposal.declined", "order.created",
    "shipment.sent", "shipment.delivered", "proposal.negotiated", "contract.completed",
  ]

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  private mutating func number(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  mutating func workflow() -> String {
    lines = ["workflow \"Generated\" version 1"]
    if number(2) == 0 { lines += ["on influencer.withdrew go to gone"] }
    let names = newNames(2 + number(6))
    for (index, name) in names.enumerated() {
      write(name, siblings: names, next: index + 1 < names.count ? names[index + 1] : "gone", depth: 0)
    }
    lines.append("final gone titled \"It is all over\"")
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func newNames(_ number: Int) -> [String] {
    let first = count
    count += number
    return (first..<count).map { "stage_\($0)" }
  }

  private mutating func write(_ name: String, siblings: [String], next: String, depth: Int) {
    let indent = String(repeating: "  ", count: depth)
    let section = number(4) == 0 ? " in \"Proposals\"" : ""
    lines.append("\(indent)stage \(name)\(section)")
    var events = Self.events
    func draw(_ events: inout [String], _ place: Int) -> String { events.remove(at: place % events.count) }
    lines.append("\(indent)  on \(draw(&events, number(10))) go to \(next)")
    for _ in 0..<number(4) {
      let target = number(4) == 0 ? "gone" : siblings[number(siblings.count)]
      let event = draw(&events, number(10))
      if target == name {
        lines.append("\(indent)  on \(event) restart")
      } else {
        lines.append("\(indent)  on \(event) go to \(target)")
      }
    }
    if number(3) == 0 { lines.append("\(indent)  after \(2 + number(20)) days tell manager \"this takes long\"") }
    if depth < 3, count < 40, number(depth + 3) == 0 {
      number(2) == 0 ? writeInner(indent, depth) : writeTracks(indent, depth)
    }
    lines.append("\(indent)end")
  }

  private mutating func writeInner(_ indent: String, _ depth: Int) {
    let names = newNames(1 + number(4))
    let last = "done_\(count)"
    for (index, name) in names.enumerated() {
      write(name, siblings: names, next: index + 1 < names.count ? names[index + 1] : last, depth: depth + 1)
    }
    lines.append("\(indent)  final \(last)")
  }

  private mutating func writeTracks(_ indent: String, _ depth: Int) {
    for _ in 0..<1 + number(4) {
      count += 1
      lines.append("\(indent)  track track_\(count)")
      if number(4) == 0 { lines.append("\(indent)    on enter send email \"begun\"") }
      writeInner(indent + "  ", depth + 1)
      lines.append("\(indent)  end")
    }
  }
}
