/// What the signs and colours of a picture mean, below it.
struct Legend {
  enum Sign { case section(Int), entry, final, clock, once }

  struct Entry {
    var sign: Sign
    var text: String
    /// Left end of the foot line, from the picture's lower left corner.
    var place: Point
  }

  private(set) var entries: [Entry] = []
  private(set) var size = Size.zero

  init(_ picture: Picture) {
    let chart = picture.chart
    var wanted: [(Sign, String)] = []
    for section in chart.sections.indices where chart.nodes.contains(where: { $0.section == section }) {
      wanted.append((.section(section), chart.sections[section]))
    }
    if chart.nodes.contains(where: \.isEntry) { wanted.append((.entry, "begins here")) }
    if chart.nodes.contains(where: { $0.kind == .final }) { wanted.append((.final, "ends here")) }
    let causes = chart.arrows.map(\.cause.kind) + chart.nodes.flatMap { $0.notes.map(\.cause.kind) }
    if causes.contains(.timer) { wanted.append((.clock, "when its time has come")) }
    if chart.arrows.contains(where: { $0.cause.kind == .once }) { wanted.append((.once, "of itself, once this holds")) }
    let margin = 28.0
    let widthMax = max(picture.size.width, 320) - margin
    var place = Point(x: margin, y: 4)
    for (sign, text) in wanted {
      let width = 16 + Lettering.detail.width(text)
      if place.x > margin, place.x + width > widthMax { place = Point(x: margin, y: place.y + 18) }
      entries.append(Entry(sign: sign, text: text, place: place))
      size.width = max(size.width, place.x + width - margin)
      place.x += width + 20
    }
    if !entries.isEmpty { size.height = place.y + 22 }
  }
}
