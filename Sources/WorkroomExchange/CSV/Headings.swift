/// What a column can mean to one kind of import.
package protocol ImportField: Hashable, Sendable, CaseIterable, RawRepresentable<String> {
  /// Headings that mean the field, besides its own name; case, spaces, `_` and `-` don't matter.
  var synonyms: [String] { get }
  /// Headings that mean the field where nothing else does.
  var fallbacks: [String] { get }
}

extension ImportField {
  package var fallbacks: [String] { [] }
}

/// The headings of a file, each given its meaning or set aside.
package struct Headings<Field: ImportField>: Sendable {
  /// The headings as the file has them.
  package let names: [String]
  /// Where each field stands.
  package private(set) var columns: [Field: Int] = [:]
  /// Each field's heading in backticks, made once since every row may ask.
  private var labels: [Field: String] = [:]
  /// What leaves the meaning open: ambiguous headings and maps that fit nothing.
  package private(set) var problems: [String] = []

  package init(_ names: [String], maps: [HeadingMap] = []) {
    self.names = names
    for map in maps { apply(map) }
    let mapped = Set(columns.keys)
    for field in Field.allCases where !mapped.contains(field) { match(field, [field.rawValue] + field.synonyms) }
    for field in Field.allCases where columns[field] == nil { match(field, field.fallbacks) }
    for field in Field.allCases {
      labels[field] = (columns[field].map { names[$0] } ?? field.rawValue).ticked
    }
  }

  /// A file without headings, whose only column is one field.
  init(only field: Field) {
    names = [field.rawValue]
    columns = [field: 0]
  }

  /// What the preview lists as recognised: heading and field, in the order of the file.
  package var matched: [(heading: String, field: String)] {
    columns.sorted { $0.value < $1.value }.map { (names[$0.value], $0.key.rawValue) }
  }

  /// Columns without a meaning; the three that a file of rejects adds are not worth a word.
  package var unmatched: [Int] {
    let known = Set(columns.values)
    let first = RejectsFile.isRejects(names) ? RejectsFile.headings.count : 0
    return names.indices.filter { $0 >= first && !known.contains($0) && !names[$0].trimmed.isEmpty }
  }

  /// The headings that the preview lists as ignored.
  package var ignored: [String] { unmatched.map { names[$0] } }

  /// A field's value in a row, without blanks around it; `nil` where the column or the value is missing.
  package func value(_ field: Field, in row: CSVRow) -> String? {
    columns[field].flatMap { row.value($0) }
  }

  /// The heading of a field in backticks, for messages.
  func label(_ field: Field) -> String {
    labels[field] ?? field.rawValue.ticked
  }

  // MARK: Matching

  private mutating func apply(_ map: HeadingMap) {
    let wanted = Heading.plain(map.field)
    guard
      let field = Field.allCases.first(where: { Heading.plain($0.rawValue) == wanted })
        ?? Field.allCases.first(where: { $0.synonyms.contains { Heading.plain($0) == wanted } })
    else {
      return problems.append(Headings.unknown(map.field))
    }
    guard let column = names.firstIndex(where: { Heading.plain($0) == Heading.plain(map.heading) }) else {
      let near = NearName.nearest(to: map.heading, in: names).map { "; write \($0.ticked)" } ?? ""
      return problems.append("no column is called \(map.heading.ticked)\(near)")
    }
    if let other = columns[field], other != column {
      let both = "\(names[other].ticked) and \(names[column].ticked)"
      return problems.append("\(both) are both mapped to `\(field.rawValue)`; keep one")
    }
    if let other = columns.first(where: { $0.value == column && $0.key != field })?.key {
      let meanings = "`\(other.rawValue)` and to `\(field.rawValue)`"
      return problems.append("\(names[column].ticked) is mapped to \(meanings); keep one")
    }
    columns[field] = column
  }

  private mutating func match(_ field: Field, _ meanings: [String]) {
    let wanted = Set(meanings.map(Heading.plain))
    let taken = Set(columns.values)
    let found = names.indices.filter { wanted.contains(Heading.plain(names[$0])) && !taken.contains($0) }
    guard let column = found.first else { return }
    columns[field] = column
    guard found.count > 1 else { return }
    let listed = found.map { names[$0].ticked }.joined(separator: " and ")
    if Set(found.map { names[$0] }).count == 1 {
      return problems.append(
        "\(found.count) columns are called \(names[column].ticked); rename all but one")
    }
    let help = "say which with `--map \"\(names[column])=\(field.rawValue)\"`"
    problems.append("\(listed) both mean `\(field.rawValue)`; \(help)")
  }

  private static func unknown(_ word: String) -> String {
    let names = Field.allCases.map(\.rawValue)
    if let near = NearName.nearest(to: word, in: names) {
      return "no field is called \(word.ticked); write `\(near)`"
    }
    return "no field is called \(word.ticked); the fields are \(names.joined(separator: ", "))"
  }
}

/// How headings are compared.
enum Heading {
  /// The heading without case, spaces, `_` and `-`, and without the `*` that marks a column as needed.
  static func plain(_ heading: some StringProtocol) -> String {
    heading.lowercased().filter {
      $0 != " " && $0 != "_" && $0 != "-" && $0 != "*" && $0 != "\u{A0}"
    }
  }
}
