/// A chart with a place for everything: what a vector format writes down.
package struct Picture: Sendable {
  package enum Shape: Sendable { case root, stage, track, final, each, anywhere, entry }

  package struct Box: Sendable {
    package var shape: Shape
    /// The chart's node.
    package var node: Int
    /// The box around it.
    package var parent: Int?
    package var frame: Frame
    package var text: TextBlock
    package var textOrigin: Point
    package var holdsOthers: Bool
  }

  package struct Line: Sendable {
    /// From the source to the target.
    package var points: [Point]
    /// Indices into the chart's arrows; none for the way from a dot to what is entered first.
    package var arrows: [Int]
    package var source: Int
    package var target: Int
    package var label: TextBlock
    package var labelFrame: Frame?
    /// Whether only the beginning is drawn, with the name of where it leads: what lies very far away.
    package var isStub: Bool
    /// Whether it stands right of its source, its label behind it.
    package var standsBeside: Bool
  }

  package var chart: Chart
  package var size: Size
  /// Outer ones first.
  package var boxes: [Box]
  package var lines: [Line]
  /// Dashed lines between tracks.
  package var separators: [(from: Point, to: Point)]

  package init(_ chart: Chart) {
    self = Layout(chart).picture()
  }

  init(chart: Chart, size: Size) {
    self.chart = chart
    self.size = size
    boxes = []
    lines = []
    separators = []
  }
}
