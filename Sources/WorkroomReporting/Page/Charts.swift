/// Bars, drawn as SVG inside a page: whole coordinates, the same for the same values.
package enum Charts {
  /// One bar of either chart.
  package struct Bar {
    package var label: String
    package var value: Int64
    /// A lighter bar behind the first, where there is one.
    package var second: Int64?
    /// What is said beside it or when it is pointed at.
    package var said: String

    package init(_ label: String, _ value: Int64, second: Int64? = nil, said: String) {
      (self.label, self.value, self.second, self.said) = (label, value, second, said)
    }
  }

  private static func figure(
    _ title: String, _ keys: [String], _ width: Int, _ height: Int, _ about: String, _ parts: [Escaped]
  ) -> Escaped {
    let marks = keys.enumerated().map { index, key in
      "<span class=\"key" + (index == 0 ? "" : " second") + "\"></span>" + Escaped.xml(key)
    }
    let legend: Escaped = keys.isEmpty ? "" : "<p class=\"legend\">" + marks.joined() + "</p>\n"
    return "<figure class=\"chart\">\n<figcaption>" + .xml(title) + "</figcaption>\n" + legend
      + "<div class=\"sight\" tabindex=\"0\" role=\"group\" aria-label=\"" + .xml(title) + "\">\n<svg viewBox=\"0 0 "
      + Escaped(width) + " " + Escaped(height) + "\" role=\"img\" aria-label=\"" + .xml("\(title): \(about)") + "\">\n"
      + parts.joined(separator: "\n") + "\n</svg>\n</div>\n</figure>\n"
  }

  private static func rect(_ style: Escaped, _ x: Int, _ y: Int, _ width: Int, _ height: Int, _ said: String) -> Escaped
  {
    let place: Escaped = "x=\"" + Escaped(x) + "\" y=\"" + Escaped(y) + "\" width=\"" + Escaped(width)
    return "<rect class=\"" + style + "\" " + place + "\" height=\"" + Escaped(height) + "\" rx=\"2\"><title>"
      + .xml(said)
      + "</title></rect>"
  }

  private static func text(_ x: Int, _ y: Int, _ text: String, _ rest: Escaped = "") -> Escaped {
    "<text x=\"" + Escaped(x) + "\" y=\"" + Escaped(y) + "\"" + rest + ">" + .xml(text) + "</text>"
  }

  /// `part` of `whole` as so many of `length`, rounded down; no floating point.
  private static func scaled(_ part: Int64, of whole: Int64, to length: Int) -> Int {
    whole <= 0 || part <= 0 ? 0 : Int(Int128(part) * Int128(length) / Int128(whole))
  }

  // MARK: Columns, one a week

  /// Standing bars from left to right; `tick` writes a value of the axis.
  package static func columns(_ title: String, _ bars: [Bar], tick: (Int64) -> String) -> Escaped {
    let (width, height, left, top, bottom) = (640, 220, 70, 12, 26)
    let plot = height - top - bottom
    let largest = max(bars.map(\.value).max() ?? 0, 1)
    let step = Charts.step(largest)
    let whole = (largest + step - 1) / step * step
    var parts: [Escaped] = []
    for value in stride(from: 0, through: whole, by: Int64.Stride(step)) {
      let y = top + plot - scaled(value, of: whole, to: plot)
      parts.append(
        "<path class=\"grid\" d=\"M" + Escaped(left) + " " + Escaped(y) + "H" + Escaped(width) + "\"/>")
      parts.append(text(left - 8, y + 4, tick(value), " text-anchor=\"end\""))
    }
    let count = max(bars.count, 1)
    let every = max(1, (count * 62 + width - left - 1) / (width - left))
    for (index, bar) in bars.enumerated() {
      let start = left + index * (width - left) / count
      let end = left + (index + 1) * (width - left) / count
      let gap = end - start > 8 ? (end - start) / 6 : end - start > 3 ? 1 : 0
      let high = scaled(bar.value, of: whole, to: plot)
      parts.append(rect("bar", start + gap, top + plot - high, max(1, end - start - 2 * gap), high, bar.said))
      if index % every == 0, index + every <= count || count - index >= every * 2 / 3 {
        parts.append(text((start + end) / 2, height - 8, bar.label, " text-anchor=\"middle\""))
      }
    }
    let about = bars.map(\.said).joined(separator: "; ")
    return figure(title, [], width, height, String(about.prefix(2000)), parts)
  }

  /// 1, 2 or 5 with noughts behind it, so that an axis has at most five of them.
  static func step(_ largest: Int64) -> Int64 {
    var power: Int64 = 1
    while true {
      for digit in [1, 2, 5] as [Int64] where (largest + digit * power - 1) / (digit * power) <= 5 {
        return digit * power
      }
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow { return largest }
      power = next
    }
  }

  // MARK: Rows, one a stage

  /// Lying bars from top to bottom, each with its name at the left and its words at the right.
  package static func rows(_ title: String, _ bars: [Bar], keys: [String]) -> Escaped {
    let (width, left, right, row) = (680, 180, 170, 26)
    let plot = width - left - right
    let largest = max(bars.map { max($0.value, $0.second ?? 0) }.max() ?? 0, 1)
    var parts: [Escaped] = []
    for (index, bar) in bars.enumerated() {
      let y = 6 + index * row
      parts.append(text(left - 10, y + 14, shortened(bar.label), " class=\"said\" text-anchor=\"end\""))
      let behind = bar.second.map { scaled($0, of: largest, to: plot) } ?? 0
      let front = scaled(bar.value, of: largest, to: plot)
      let said = "\(bar.label): \(bar.said)"
      if bar.second != nil { parts.append(rect("bar2", left, y, max(behind, 1), row - 8, said)) }
      if front > 0 || bar.second == nil { parts.append(rect("bar", left, y, max(front, 1), row - 8, said)) }
      parts.append(text(left + max(front, behind) + 8, y + 14, bar.said))
    }
    let about = bars.map { "\($0.label) \($0.said)" }.joined(separator: "; ")
    return figure(title, keys, width, 10 + bars.count * row, String(about.prefix(2000)), parts)
  }

  private static func shortened(_ text: String) -> String {
    text.count <= 26 ? text : text.prefix(25) + "…"
  }
}
