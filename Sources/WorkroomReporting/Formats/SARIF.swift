internal import WorkroomLanguage
internal import WorkroomValues

/// Findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020): one run, rules with stable names, paths relative to the root
/// of the sources, and fingerprints that outlive changes elsewhere in the file.
struct SARIF {
  /// So many results a run: GitHub's code scanning takes no more than 25,000 and shows 5,000.
  /// Source: GitHub Docs, "SARIF support for code scanning", validation.
  static let resultsMax = 5_000

  var version: String
  var findings: [Finding]
  /// Where the tool was started, absolute; empty where that is not known.
  var folder = ""
  /// Files that were named and could not be looked at.
  var unread: [UnreadFile] = []

  var rendered: Escaped {
    let log: [(String, JSON)] = [
      ("$schema", .text("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", .text("2.1.0")),
      ("runs", .list([run])),
    ]
    return JSON.object(log).rendered + "\n"
  }

  /// All findings, or where those are too many the most severe, each severity in its order.
  private var shown: [Finding] {
    guard findings.count > Self.resultsMax else { return findings }
    let ordered = findings.indices.sorted { (findings[$0].severity, $0) < (findings[$1].severity, $1) }
    return ordered.prefix(Self.resultsMax).map { findings[$0] }
  }

  private static func rules(_ shown: [Finding]) -> [Finding.Rule] {
    var seen: Set<String> = []
    return shown.map(\.rule).filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
  }

  private var run: JSON {
    let shown = shown
    let rules = Self.rules(shown)
    let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    let driver = JSON.object([
      ("name", .text("workroom")), ("semanticVersion", .text(version)), ("rules", .list(rules.map(Self.rule))),
    ])
    var occurrences: [String: Int] = [:]
    let results = shown.map { finding in
      let key = "\(finding.rule.id)\n\(uri(finding.place.file))\n\(Self.trimmed(finding.lineText))"
      occurrences[key, default: 0] += 1
      return result(finding, indices[finding.rule.id]!, fingerprint: "\(key)\n\(occurrences[key]!)")
    }
    let about: [(String, JSON)] = [
      ("tool", .object([("driver", driver)])), ("columnKind", .text("unicodeCodePoints")),
    ]
    return .object(about + invocations + [("results", .list(results))])
  }

  /// Told where something kept the tool from doing all that it was asked for.
  private var invocations: [(String, JSON)] {
    var told = unread.map { JSON.object([("level", .text("error")), ("message", Self.message($0.reason))]) }
    let left = findings.count - Self.resultsMax
    if left > 0 {
      let words =
        "\(left) more finding\(left == 1 ? " is" : "s are") left out here, the least severe of all; `--format json` has them, and fewer files at a time have fewer"
      told.append(.object([("level", .text("warning")), ("message", Self.message(words))]))
    }
    guard !told.isEmpty else { return [] }
    let invocation = JSON.object([
      ("executionSuccessful", .flag(unread.isEmpty)), ("toolExecutionNotifications", .list(told)),
    ])
    return [("invocations", .list([invocation]))]
  }

  private static func rule(_ rule: Finding.Rule) -> JSON {
    let words = rule.slug.split(separator: "-").joined(separator: " ")
    let help = rule.help.isEmpty ? "the message says what was expected and what led there" : "`\(rule.help)` tells more"
    return .object([
      ("id", .text(rule.id)), ("name", .text(rule.slug)), ("shortDescription", message(words)),
      ("fullDescription", message("\(words): \(help)")),
      ("defaultConfiguration", .object([("level", level(rule.severity))])), ("help", message(help)),
    ])
  }

  private func result(_ finding: Finding, _ rule: Int, fingerprint: String) -> JSON {
    var members: [(String, JSON)] = [
      ("ruleId", .text(finding.rule.id)), ("ruleIndex", .integer(rule)), ("level", Self.level(finding.severity)),
      ("message", Self.message(finding.lines.joined(separator: "\n"))),
      ("locations", .list([location(finding.place)])),
      ("partialFingerprints", .object([("workroomLine/v1", .text(Digest.of(fingerprint).description))])),
    ]
    if !finding.related.isEmpty {
      let places = finding.related.enumerated().map { index, place in location(place, id: index + 1) }
      members.append(("relatedLocations", .list(places)))
    }
    if !finding.fixes.isEmpty { members.append(("fixes", .list(finding.fixes.map(fix)))) }
    return .object(members)
  }

  private static func level(_ severity: Diagnostic.Severity) -> JSON {
    switch severity {
    case .error: .text("error")
    case .warning: .text("warning")
    case .note: .text("note")
    }
  }

  /// A plain text: braces are doubled, since one stands for an argument (3.11.5), and `](`, which would begin the address of
  /// a link (3.11.6), is taken apart.
  private static func message(_ text: String) -> JSON {
    var plain = ""
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "{" || scalar == "}" { plain.unicodeScalars.append(scalar) }
      if scalar == "(", last == "]" { plain.unicodeScalars.append(" ") }
      plain.unicodeScalars.append(scalar)
      last = scalar
    }
    return .object([("text", .text(plain))])
  }

  private func location(_ place: Finding.Place, id: Int? = nil) -> JSON {
    var members: [(String, JSON)] = id.map { [("id", .integer($0))] } ?? []
    members.append(
      (
        "physicalLocation",
        .object([("artifactLocation", artifact(place.file)), ("region", Self.region(place.region))])
      ))
    if id != nil, !place.label.isEmpty { members.append(("message", Self.message(place.label))) }
    return .object(members)
  }

  private static func region(_ region: Finding.Region) -> JSON {
    .object([
      ("startLine", .integer(region.line)), ("startColumn", .integer(region.column)),
      ("endLine", .integer(region.endLine)), ("endColumn", .integer(region.endColumn)),
    ])
  }

  /// What a change does, file by file.
  private func fix(_ edits: [Finding.Edit]) -> JSON {
    var files: [String] = []
    for edit in edits where !files.contains(edit.file) { files.append(edit.file) }
    let changes = files.map { file in
      let replacements = edits.filter { $0.file == file }.map { edit in
        JSON.object([
          ("deletedRegion", Self.region(edit.region)), ("insertedContent", .object([("text", .text(edit.text))])),
        ])
      }
      return JSON.object([("artifactLocation", artifact(file)), ("replacements", .list(replacements))])
    }
    return .object([("description", Self.message("write it so")), ("artifactChanges", .list(changes))])
  }

  private func artifact(_ file: String) -> JSON {
    let uri = uri(file)
    let isBelow = !uri.hasPrefix("file:") && !uri.hasPrefix("../")
    return .object([("uri", .text(uri))] + (isBelow ? [("uriBaseId", .text("%SRCROOT%"))] : []))
  }

  /// A path as a URI reference (RFC 3986), without `.` and `..` where that can be: relative to where the tool was started if
  /// it lies below.
  private func uri(_ path: String) -> String {
    var written = path
    if !folder.isEmpty, !path.hasPrefix("/"), path.hasPrefix("../") || path.contains("/../") {
      written = "\(folder)/\(path)"
    }
    let parts = Self.normalized(written)
    let root = Self.normalized(folder)
    if written.hasPrefix("/"), !folder.isEmpty, parts.count > root.count, parts.starts(with: root) {
      return Self.encoded(parts.dropFirst(root.count).joined(separator: "/"))
    }
    return (written.hasPrefix("/") ? "file:///" : "") + Self.encoded(parts.joined(separator: "/"))
  }

  /// The names of a path, each `..` with the name before it taken away.
  private static func normalized(_ path: String) -> [Substring] {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    return parts
  }

  private static func encoded(_ path: String) -> String {
    var uri = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default: uri += "%" + hexadecimal(UInt32(byte)).suffix(2)
      }
    }
    return uri
  }

  private static func trimmed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
