package import WorkroomReporting

/// A picture as one SVG file: no scripts, no other files, the same bytes for the same chart.
package struct SVG {
  let picture: Picture
  /// `nil` where the rules stand elsewhere.
  let shade: Shade?
  private var parts: [Escaped] = []

  package static func write(_ picture: Picture, shade: Shade = .auto) -> Escaped {
    var svg = SVG(picture: picture, shade: shade)
    svg.writeDocument()
    return svg.parts.joined()
  }

  /// The picture without its rules, for a page that has them among its own: `rules`.
  package static func part(_ picture: Picture) -> Escaped {
    var svg = SVG(picture: picture, shade: nil)
    svg.writeDocument()
    return svg.parts.joined()
  }

  /// What a page that holds a `part` puts into its own style.
  package static func rules(_ shade: Shade = .auto) -> Escaped { SVGStyle.sheet(shade) }

  private init(picture: Picture, shade: Shade?) {
    (self.picture, self.shade) = (picture, shade)
  }

  private static func number(_ value: Double) -> Escaped { SVGPath.number(value) }

  private mutating func writeDocument() {
    let legend = Legend(picture)
    let width = max(picture.size.width, legend.size.width + 56).rounded(.up)
    let height = (picture.size.height + legend.size.height).rounded(.up)
    let size = Self.number(width) + " " + Self.number(height)
    parts.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + "\" width=\"" + Self.number(width))
    parts.append("\" height=\"" + Self.number(height) + "\" role=\"img\" aria-labelledby=\"title desc\">\n")
    let chart = picture.chart
    let name = chart.name.isEmpty ? "Workflow" : chart.name
    parts.append("<title id=\"title\">" + .xml(name) + "</title>\n")
    parts.append("<desc id=\"desc\">" + .xml(Self.summary(chart)) + "</desc>\n")
    if let shade { parts.append("<style>\n" + SVGStyle.sheet(shade) + "</style>\n") }
    parts.append("<defs>\n")
    for (id, style) in [("go", "head"), ("time", "timerhead"), ("auto", "oncehead")] as [(Escaped, Escaped)] {
      parts.append(
        "<marker id=\"" + id + "\" viewBox=\"0 0 9 8\" refX=\"8.5\" refY=\"4\" markerWidth=\"9\" markerHeight=\"8\" "
          + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"" + style
          + "\" d=\"M0 0L9 4L0 8Z\"/></marker>\n")
    }
    parts.append("</defs>\n<rect class=\"canvas\" width=\"" + Self.number(width) + "\" height=\"" + Self.number(height))
    parts.append("\"/>\n")
    for box in picture.boxes where box.holdsOthers { write(box) }
    for separator in picture.separators { write(separator.from, separator.to) }
    for box in picture.boxes where !box.holdsOthers { write(box) }
    for line in picture.lines { write(line) }
    for line in picture.lines { writeLabel(line) }
    writeLegend(legend, top: picture.size.height)
    parts.append("</svg>\n")
  }

  /// What the picture shows, in a sentence for those who hear it.
  private static func summary(_ chart: Chart) -> String {
    let stages = chart.nodes.count { $0.kind == .stage }
    let finals = chart.nodes.filter { $0.kind == .final }
    let ends = finals.isEmpty ? "" : "; it ends in " + finals.map(\.title).joined(separator: ", ")
    return "\(stages) stages and \(chart.arrows.count) arrows\(ends)"
  }

  // MARK: - Boxes

  private mutating func rect(_ style: Escaped, _ frame: Frame, radius: Double, inset: Double = 0) {
    parts.append("<rect class=\"" + style + "\" x=\"" + Self.number(frame.left + inset) + "\" y=\"")
    parts.append(Self.number(frame.top + inset) + "\" width=\"" + Self.number(frame.size.width - 2 * inset))
    parts.append(
      "\" height=\"" + Self.number(frame.size.height - 2 * inset) + "\" rx=\"" + Self.number(radius) + "\"/>\n")
  }

  private mutating func write(_ box: Picture.Box) {
    switch box.shape {
    case .root: break
    case .entry:
      let middle = box.frame.middle
      parts.append("<circle class=\"dot\" cx=\"" + Self.number(middle.x) + "\" cy=\"" + Self.number(middle.y))
      parts.append("\" r=\"5\"/>\n")
      return
    case .anywhere: rect("pill", box.frame, radius: box.frame.size.height / 2)
    case .final:
      rect("final", box.frame, radius: 9)
      rect("rim", box.frame, radius: 6.5, inset: 3)
    case .track:
      if !box.holdsOthers { break }
    case .each:
      let behind = Frame(origin: box.frame.origin + Point(x: 4, y: 4), size: box.frame.size)
      rect("rim", inside(behind), radius: 9)
      rect(box.holdsOthers ? "group" : "box", inside(box.frame), radius: 9)
    case .stage: rect(box.holdsOthers ? "group" : "box", box.frame, radius: 9)
    }
    if box.shape == .stage || box.shape == .final, let section = picture.chart.nodes[box.node].section {
      let inset = box.shape == .final ? 5.0 : 3.5
      let height = box.holdsOthers ? min(box.frame.size.height, 40) : box.frame.size.height
      let stripe = Frame(
        origin: box.frame.origin + Point(x: inset, y: inset + 3), size: Size(width: 3, height: height - 2 * inset - 6))
      rect("s" + Escaped(section % SVGStyle.sectionColours), stripe, radius: 1.5)
    }
    write(box.text, at: box.textOrigin)
  }

  /// An `each` stands a little inside its column, and a second edge behind it says that there are several.
  private func inside(_ frame: Frame) -> Frame {
    Frame(
      origin: frame.origin + Point(x: 5, y: 5), size: Size(width: frame.size.width - 14, height: frame.size.height - 14)
    )
  }

  private mutating func write(_ from: Point, _ to: Point) {
    parts.append("<path class=\"split\" d=\"" + SVGPath.data([from, to]) + "\"/>\n")
  }

  // MARK: - Text

  private static func style(_ style: TextBlock.Style) -> Escaped {
    switch style {
    case .heading: "heading"
    case .title: "title"
    case .tag(let section): "tag s" + Escaped(section % SVGStyle.sectionColours)
    case .note: "note"
    case .label: "label"
    case .detail: "detail"
    case .quiet: "quiet"
    case .count: "count"
    }
  }

  private mutating func write(_ block: TextBlock, at origin: Point, centred: Bool = false) {
    for line in block.lines {
      let clock = line.hasClock ? TextBlock.clockWidth : 0
      let x = centred ? origin.x + block.size.width / 2 + clock / 2 : origin.x + line.x
      let start = centred ? x - line.width / 2 : x
      if line.hasClock { writeClock(Point(x: start - clock + 5, y: origin.y + line.y - 3.8)) }
      parts.append("<text class=\"" + Self.style(line.style) + (centred ? " mid" : "") + "\" x=\"" + Self.number(x))
      parts.append("\" y=\"" + Self.number(origin.y + line.y) + "\">" + .xml(line.text) + "</text>\n")
    }
  }

  private mutating func writeClock(_ middle: Point) {
    let (x, y) = (middle.x, middle.y)
    parts.append("<path class=\"clock\" d=\"M" + Self.number(x - 4.5) + " " + Self.number(y) + "a4.5 4.5 0 1 0 9 0")
    parts.append("a4.5 4.5 0 1 0 -9 0M" + Self.number(x) + " " + Self.number(y - 2.6) + "v2.6h2\"/>\n")
  }

  // MARK: - Arrows

  private mutating func write(_ line: Picture.Line) {
    let kinds = Set(line.arrows.map { picture.chart.arrows[$0].cause.kind })
    let (style, head): (Escaped, Escaped) =
      kinds == [.timer] ? ("wire timer", "time") : kinds == [.once] ? ("wire once", "auto") : ("wire", "go")
    // The label stands in a gap of its wire, so that nothing has to lie behind it.
    let pieces = line.labelFrame.map { SVGPath.interrupted(line.points, by: $0) } ?? [line.points]
    for (index, piece) in pieces.enumerated() {
      parts.append("<path class=\"" + style + "\" d=\"" + SVGPath.data(piece))
      parts.append(index + 1 == pieces.count ? "\" marker-end=\"url(#" + head + ")\"/>\n" : "\"/>\n")
    }
  }

  private mutating func writeLabel(_ line: Picture.Line) {
    guard let frame = line.labelFrame else { return }
    write(line.label, at: frame.origin, centred: !line.standsBeside)
  }

  // MARK: - Legend

  private mutating func writeLegend(_ legend: Legend, top: Double) {
    for entry in legend.entries {
      let place = entry.place + Point(x: 0, y: top)
      switch entry.sign {
      case .section(let section):
        let frame = Frame(origin: place + Point(x: 0, y: -7.5), size: Size(width: 10, height: 8))
        rect("s" + Escaped(section % SVGStyle.sectionColours), frame, radius: 2)
      case .entry:
        parts.append("<circle class=\"dot\" cx=\"" + Self.number(place.x + 5) + "\" cy=\"" + Self.number(place.y - 3.5))
        parts.append("\" r=\"4\"/>\n")
      case .final:
        let frame = Frame(origin: place + Point(x: -2, y: -9), size: Size(width: 14, height: 11))
        rect("final", frame, radius: 3)
        rect("rim", frame, radius: 1.5, inset: 2.2)
      case .clock: writeClock(place + Point(x: 5, y: -3.5))
      case .once:
        parts.append("<path class=\"wire once\" d=\"M" + Self.number(place.x - 5) + " " + Self.number(place.y - 3.5))
        parts.append("h17\"/>\n")
      }
      parts.append("<text class=\"detail\" x=\"" + Self.number(place.x + 16) + "\" y=\"" + Self.number(place.y) + "\">")
      parts.append(.xml(entry.text) + "</text>\n")
    }
  }
}
