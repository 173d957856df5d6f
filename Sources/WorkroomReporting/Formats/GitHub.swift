internal import WorkroomLanguage

/// Findings as GitHub's workflow commands, which it shows beside the lines of a change.
///
/// It shows ten errors and ten warnings of a step and drops the rest without a word, so the most severe come first, and
/// a notice says how many are left, which stand in the log behind it. The step summary has them all.
/// Source: GitHub Docs, "Workflow commands for GitHub Actions"; limits: "Checks", annotations.
struct GitHubAnnotations {
  static let shownMax = 10

  var findings: [Finding]

  var rendered: Escaped {
    var text: Escaped = ""
    var hidden: [Finding] = []
    for severity in [Diagnostic.Severity.error, .warning, .note] {
      let all = findings.filter { $0.severity == severity }
      // One of the notices says what is left.
      let shown = all.prefix(severity == .note ? Self.shownMax - 1 : Self.shownMax)
      text += shown.map(Self.line).joined()
      hidden += all.dropFirst(shown.count)
    }
    guard !hidden.isEmpty else { return text }
    return text + "::notice title=workroom::" + counted(hidden.count, "more finding") + " in the log of this step\n"
      + hidden.map(Self.plainLine).joined()
  }

  /// A line of the log that is no command, whatever its file is called.
  private static func plainLine(_ finding: Finding) -> Escaped {
    let region = finding.place.region
    return "- " + message(finding.place.file) + ":" + Escaped(region.line) + ":" + Escaped(region.column) + ": "
      + message("\(finding.rule.id): \(finding.lines.joined(separator: "; "))") + "\n"
  }

  private static func line(_ finding: Finding) -> Escaped {
    let region = finding.place.region
    var properties: [(Escaped, Escaped)] = [
      ("file", property(finding.place.file)), ("line", Escaped(region.line)), ("endLine", Escaped(region.endLine)),
    ]
    // Columns are read only where begin and end stand in one line.
    if region.line == region.endLine {
      properties += [("col", Escaped(region.column)), ("endColumn", Escaped(max(region.column, region.endColumn)))]
    }
    properties.append(("title", property("\(finding.rule.id) \(finding.rule.slug)")))
    return "::" + command(finding.severity) + " " + properties.map { $0.0 + "=" + $0.1 }.joined(separator: ",") + "::"
      + message(finding.lines.joined(separator: "\n")) + "\n"
  }

  private static func command(_ severity: Diagnostic.Severity) -> Escaped {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  private static func message(_ text: String) -> Escaped { escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"]) }

  private static func property(_ text: String) -> Escaped {
    escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
  }

  private static func escaped(_ text: String, _ signs: [Unicode.Scalar: String]) -> Escaped {
    var safe = ""
    text.forEachScalar { scalar, isUnseen in
      if let sign = signs[scalar] {
        safe += sign
      } else if isUnseen {
        safe += "‹\(scalar.shownName)›"
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return Escaped(made: safe)
  }
}

/// The summary of a step: every finding, as far as a summary's size allows.
///
/// The table is HTML, so that nothing in a name or a title is read as Markdown.
struct GitHubSummary {
  /// A summary holds 1 MiB; so many rows of titles stay far below.
  static let rowsMax = 1000
  private static let titleMax = 400

  var title: Escaped
  var findings: [Finding]

  var rendered: Escaped {
    let heading: Escaped = "### " + title + "\n\n"
    if findings.isEmpty { return heading + "No findings.\n" }
    let ordered = findings.indices.sorted { (findings[$0].severity, $0) < (findings[$1].severity, $1) }
    let rows = ordered.prefix(Self.rowsMax).map { Self.row(findings[$0]) }.joined()
    let left = findings.count - Self.rowsMax
    return heading + "<table>\n<tr><th>place</th><th>finding</th></tr>\n" + rows + "</table>\n"
      + (left > 0 ? "\n" + counted(left, "more finding") + ".\n" : "")
  }

  private static func row(_ finding: Finding) -> Escaped {
    let place = Escaped.xml("\(finding.place.file):\(finding.place.region.line)")
    let kind = finding.severity.name + " " + .xml(finding.rule.id)
    return "<tr><td>" + place + "</td><td>" + kind + ": " + words(finding.title) + "</td></tr>\n"
  }

  /// What stands in backticks is shown as code.
  private static func words(_ title: String) -> Escaped {
    let line = title.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(titleMax)
    let parts = line.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      let isCode = index % 2 == 1 && index < parts.count - 1
      return isCode ? "<code>" + .xml(String(part)) + "</code>" : .xml(String(part))
    }.joined()
  }
}
