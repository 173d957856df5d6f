internal import WorkroomLanguage
internal import WorkroomValues

/// Findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020): one run, rules with stable names, paths relative to the root
/// of the sources, and fingerprints that outlive changes elsewhere in the file.
struct SARIF {
  var version: String
  var findings: [Finding]

  var rendered: Escaped {
    let log: [(String, JSON)] = [
      ("$schema", .text("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", .text("2.1.0")),
      ("runs", .list([run])),
    ]
    return JSON.object(log).rendered + "\n"
  }

  private var rules: [Finding.Rule] {
    var seen: Set<String> = []
    return findings.map(\.rule).filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
  }

  private var run: JSON {
    let rules = rules
    let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    let driver = JSON.object([
      ("name", .text("workroom")), ("semanticVersion", .text(version)), ("rules", .list(rules.map(Self.rule))),
    ])
    var occurrences: [String: Int] = [:]
    let results = findings.map { finding in
      let key = "\(finding.rule.id)\n\(Self.uri(finding.place.file))\n\(Self.trimmed(finding.lineText))"
      occurrences[key, default: 0] += 1
      return result(finding, indices[finding.rule.id]!, fingerprint: "\(key)\n\(occurrences[key]!)")
    }
    return .object([
      ("tool", .object([("driver", driver)])), ("columnKind", .text("unicodeCodePoints")),
      ("results", .list(results)),
    ])
  }

  private static func rule(_ rule: Finding.Rule) -> JSON {
    let words = rule.slug.split(separator: "-").joined(separator: " ")
    var members: [(String, JSON)] = [
      ("id", .text(rule.id)), ("name", .text(rule.slug)), ("shortDescription", message(words)),
      ("defaultConfiguration", .object([("level", level(rule.severity))])),
    ]
    if !rule.help.isEmpty { members.append(("help", message("`\(rule.help)` tells more"))) }
    return .object(members)
  }

  private func result(_ finding: Finding, _ rule: Int, fingerprint: String) -> JSON {
    var members: [(String, JSON)] = [
      ("ruleId", .text(finding.rule.id)), ("ruleIndex", .integer(rule)), ("level", Self.level(finding.severity)),
      ("message", Self.message(finding.lines.joined(separator: "\n"))),
      ("locations", .list([Self.location(finding.place)])),
      ("partialFingerprints", .object([("workroomLine/v1", .text(Digest.of(fingerprint).description))])),
    ]
    if !finding.related.isEmpty {
      let places = finding.related.enumerated().map { index, place in Self.location(place, id: index + 1) }
      members.append(("relatedLocations", .list(places)))
    }
    if !finding.fixes.isEmpty { members.append(("fixes", .list(finding.fixes.map(Self.fix)))) }
    return .object(members)
  }

  private static func level(_ severity: Diagnostic.Severity) -> JSON {
    switch severity {
    case .error: .text("error")
    case .warning: .text("warning")
    case .note: .text("note")
    }
  }

  private static func message(_ text: String) -> JSON { .object([("text", .text(text))]) }

  private static func location(_ place: Finding.Place) -> JSON { location(place, id: nil) }

  private static func location(_ place: Finding.Place, id: Int?) -> JSON {
    var members: [(String, JSON)] = id.map { [("id", .integer($0))] } ?? []
    members.append(
      ("physicalLocation", .object([("artifactLocation", artifact(place.file)), ("region", region(place.region))])))
    if id != nil, !place.label.isEmpty { members.append(("message", message(place.label))) }
    return .object(members)
  }

  private static func region(_ region: Finding.Region) -> JSON {
    .object([
      ("startLine", .integer(region.line)), ("startColumn", .integer(region.column)),
      ("endLine", .integer(region.endLine)), ("endColumn", .integer(region.endColumn)),
    ])
  }

  /// What a change does, file by file.
  private static func fix(_ edits: [Finding.Edit]) -> JSON {
    var files: [String] = []
    for edit in edits where !files.contains(edit.file) { files.append(edit.file) }
    let changes = files.map { file in
      let replacements = edits.filter { $0.file == file }.map { edit in
        JSON.object([("deletedRegion", region(edit.region)), ("insertedContent", message(edit.text))])
      }
      return JSON.object([("artifactLocation", artifact(file)), ("replacements", .list(replacements))])
    }
    return .object([("description", message("write it so")), ("artifactChanges", .list(changes))])
  }

  private static func artifact(_ file: String) -> JSON {
    let uri = uri(file)
    let isAbsolute = uri.hasPrefix("file:")
    return .object([("uri", .text(uri))] + (isAbsolute ? [] : [("uriBaseId", .text("%SRCROOT%"))]))
  }

  /// A path as a URI reference (RFC 3986): relative to where the tool was started, unless it is absolute.
  private static func uri(_ path: String) -> String {
    var relative = path[...]
    while relative.hasPrefix("./") { relative = relative.dropFirst(2) }
    var uri = relative.hasPrefix("/") ? "file://" : ""
    for byte in relative.utf8 {
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
