import WorkroomReporting

/// The colours of a picture, for light and for dark surroundings.
package enum Shade: String, Sendable {
  /// As the reader's surroundings ask for.
  case auto
  case light, dark
}

enum SVGStyle {
  private struct Palette {
    var canvas: Escaped
    var box: Escaped
    var group: Escaped
    var edge: Escaped
    var text: Escaped
    var soft: Escaped
    var line: Escaped
    var timer: Escaped
    var once: Escaped
    /// For each section the colour of its tag and stripe.
    var sections: [Escaped]
  }

  /// Sections beyond so many begin again with the first colour.
  static let sectionColours = 9

  private static let light = Palette(
    canvas: "#ffffff", box: "#ffffff", group: "#64748b", edge: "#94a3b8", text: "#0f172a", soft: "#556274",
    line: "#475569", timer: "#b45309", once: "#0f766e",
    sections: [
      "#2563eb", "#9333ea", "#c2410c", "#0e7490", "#15803d", "#be185d", "#a16207", "#4d7c0f", "#4338ca",
    ])
  private static let dark = Palette(
    canvas: "#0f172a", box: "#1b2740", group: "#94a3b8", edge: "#5b6b85", text: "#f1f5f9", soft: "#a9b6c9",
    line: "#a5b4c8", timer: "#fbbf24", once: "#5eead4",
    sections: [
      "#60a5fa", "#c084fc", "#fb923c", "#22d3ee", "#4ade80", "#f472b6", "#facc15", "#a3e635", "#a5b4fc",
    ])

  static func sheet(_ shade: Shade) -> Escaped {
    let colours: Escaped =
      switch shade {
      case .light: rules(light)
      case .dark: rules(dark)
      case .auto: rules(light) + "@media (prefers-color-scheme:dark){\n" + rules(dark) + "}\n"
      }
    return fixed + colours
  }

  private static let fixed: Escaped = """
    text{font-family:system-ui,sans-serif;white-space:pre}
    .heading{font-size:18px;font-weight:700}
    .title{font-size:13px;font-weight:700}
    .tag,.count{font-size:10px;font-weight:700}
    .note,.quiet,.detail{font-size:10.5px}
    .quiet{font-style:italic}
    .label{font-size:11px;font-weight:700}
    .box,.final,.pill{stroke-width:1.2}
    .group{stroke-width:1.2;fill-opacity:.07}
    .rim{fill:none;stroke-width:1}
    .split{stroke-width:1.2;stroke-dasharray:6 5}
    .wire{fill:none;stroke-width:1.4}
    .once{stroke-dasharray:5 3}
    .mid{text-anchor:middle}
    .clock{fill:none;stroke-width:1.3;stroke-linecap:round}

    """

  private static func rules(_ palette: Palette) -> Escaped {
    var lines: [Escaped] = [
      ".canvas{fill:" + palette.canvas + "}",
      ".box,.final,.pill{fill:" + palette.box + ";stroke:" + palette.edge + "}",
      ".group{fill:" + palette.group + ";stroke:" + palette.edge + "}",
      ".rim,.split{stroke:" + palette.edge + "}",
      "text{fill:" + palette.text + "}",
      ".note,.quiet,.detail{fill:" + palette.soft + "}",
      ".wire{stroke:" + palette.line + "}.head,.dot{fill:" + palette.line + "}",
      ".timer{stroke:" + palette.timer + "}.timerhead{fill:" + palette.timer + "}.clock{stroke:" + palette.timer + "}",
      ".once{stroke:" + palette.once + "}.oncehead{fill:" + palette.once + "}.count{fill:" + palette.once + "}",
    ]
    for (index, colour) in palette.sections.enumerated() {
      lines.append(".s" + Escaped(index) + "{fill:" + colour + "}")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
