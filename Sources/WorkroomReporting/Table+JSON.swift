extension Table {
  /// `{"schemaVersion":1,"title":…,"columns":[{"key","heading"}],"rows":[{…}]}` and a line break.
  var json: Escaped {
    let keys = Table.keys(for: columns.map(\.heading))
    let described = zip(keys, columns).map {
      JSON.object([("key", .text($0)), ("heading", .text($1.heading))])
    }
    let members: [(String, JSON)] = [
      ("schemaVersion", .integer(1)),
      ("title", title.map(JSON.text) ?? .null),
      ("columns", .list(described)),
      ("rows", .list(rows.map { row in .object(zip(keys, row).map { ($0, $1.json) }) })),
    ]
    return JSON.object(members).rendered + "\n"
  }

  /// Headings in snake_case; one that is empty or taken gets a number.
  package static func keys(for headings: [String]) -> [String] {
    var taken: Set<String> = []
    return headings.map { heading in
      let words = heading.lowercased().split { !$0.isLetter && !$0.isNumber }
      let plain = words.isEmpty ? "column" : words.joined(separator: "_")
      var key = plain
      var number = 2
      while !taken.insert(key).inserted {
        key = "\(plain)_\(number)"
        number += 1
      }
      return key
    }
  }
}

extension Table.Cell {
  /// A number that JSON can hold is a number, money keeps its currency, nothing is `null`.
  fileprivate var json: JSON {
    if text.isEmpty, kind != .text { return .null }
    if kind == .number, let number = JSONNumber(text) { return .number(number) }
    return .text(text)
  }
}
