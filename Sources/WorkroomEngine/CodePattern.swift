import WorkroomStore

/// A pattern for codes and links: `[first_name]10OFF`.
struct CodePattern {
  let pattern: String
  let isLink: Bool

  init(_ pattern: String, isLink: Bool) {
    self.pattern = pattern
    self.isLink = isLink
  }

  static let variables = ["first_name", "last_name", "handle", "id"]

  /// A variable that patterns don't have; `nil` for a pattern that can be used.
  static func problem(in pattern: String) -> String? {
    guard !pattern.isEmpty, pattern.utf8.count <= 200 else { return "a pattern has 1 to 200 characters" }
    for part in pattern.split(separator: "[").dropFirst(pattern.hasPrefix("[") ? 0 : 1) {
      guard let end = part.firstIndex(of: "]") else { return "a `[` in the pattern has no `]`" }
      let name = String(part[..<end])
      if !variables.contains(name) {
        return "patterns know \(variables.map { "`[\($0)]`" }.joined(separator: ", ")), and not `[\(name)]`"
      }
    }
    let isClean = pattern.unicodeScalars.allSatisfy {
      $0.value >= 32 && !(0x7F...0x9F).contains($0.value) && !$0.properties.isBidiControl
        && !$0.properties.isDefaultIgnorableCodePoint
    }
    guard isClean else { return "a pattern has no control characters" }
    return pattern.contains(where: { $0.isWhitespace || $0.isNewline }) ? "a pattern has no spaces" : nil
  }

  /// The pattern with what it says of somebody. A link of which nothing would be theirs says `creator`, so that it is no bare
  /// domain; a code does so for each name that has no letters a to z.
  func filled(for record: InfluencerRecord) -> String {
    var (texts, values): ([Substring], [String]) = ([], [])
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      texts.append(rest[..<open])
      values.append(value(String(rest[rest.index(after: open)..<close]), record))
      rest = rest[rest.index(after: close)...]
    }
    if !values.isEmpty, values.allSatisfy(\.isEmpty) { values[0] = "creator" }
    return zip(texts, values).map { $0 + $1 }.joined() + rest
  }

  private func value(_ name: String, _ record: InfluencerRecord) -> String {
    let handle = record.accounts.first?.handle
    let texts: [String?] =
      switch name {
      case "first_name": [record.firstName, handle]
      case "last_name": [record.lastName]
      case "handle": [handle, record.firstName]
      default: [String(record.id)]
      }
    let plain = texts.lazy.map { CodePattern.plain($0 ?? "") }.first { !$0.isEmpty } ?? ""
    return isLink ? plain.lowercased() : plain.isEmpty ? "Creator" : plain
  }

  /// Letters with marks, and what stands for them in codes.
  private static let folded: [Character: String] = [
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "ë": "e", "á": "a", "à": "a", "â": "a",
    "ã": "a", "å": "a", "í": "i", "ì": "i", "î": "i", "ï": "i", "ó": "o", "ò": "o", "ô": "o", "õ": "o", "ø": "o",
    "ú": "u", "ù": "u", "û": "u", "ñ": "n", "ç": "c", "š": "s", "ž": "z", "ł": "l", "ý": "y",
  ]

  /// The letters a to z and digits of a name; letters with marks lose them, others are left out.
  private static func plain(_ text: String) -> String {
    if text.utf8.allSatisfy(isPlain) { return text }
    return text.map { character in
      if character.isASCII { return character.utf8.allSatisfy(isPlain) ? String(character) : "" }
      guard let plain = folded[Character(character.lowercased())] else { return "" }
      return character.isUppercase ? plain.prefix(1).uppercased() + plain.dropFirst() : plain
    }.joined()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}
