internal import WorkroomValues

/// A table of a page: its first rows as HTML, so that it is read without a script, and all of them as data that the page's
/// script sorts, filters and turns.
package struct PageTable {
  package struct Column {
    package enum Kind { case text, date, number(decimals: Int) }

    package var heading: String
    package var kind: Kind
    /// What it means, shown when its heading is pointed at; empty for nothing.
    package var about: String
    /// Whether its texts come again and again, and are worth a list of their own.
    package var repeats: Bool
    /// `%` behind each number.
    package var unit: StaticString
    /// Whether its texts need room, or stand at the right like numbers.
    package var isLong: Bool
    package var isRight: Bool

    package init(
      _ heading: String, _ kind: Kind = .text, about: String = "", repeats: Bool = false, unit: StaticString = "",
      isLong: Bool? = nil, isRight: Bool = false
    ) {
      (self.heading, self.kind, self.about, self.repeats, self.unit) = (heading, kind, about, repeats, unit)
      self.isLong = isLong ?? !repeats
      self.isRight = isRight
    }

    var isNumber: Bool { if case .number = kind { true } else { isRight } }
    var isText: Bool { if case .text = kind { true } else { false } }
    var style: Escaped { isNumber ? "n" : isText && isLong ? "long" : "" }
  }

  /// A text, a number of the column's last decimal, the days of a date, or nothing, which is shown as `n/a`.
  package enum Value {
    case text(String)
    case number(Int128)
    case missing

    fileprivate var number: Int128? { if case .number(let number) = self { number } else { nil } }
  }

  /// Rows that are HTML; the script shows as many at once.
  static let pageRows = 50

  package let id: Escaped
  private let caption: String
  private let columns: [Column]
  /// The column by which rows stand in falling order at first; `nil` for the order in which they come.
  private let sortedBy: Int?
  /// The most rows that it holds: the largest by that column, or the first.
  private let rowsMax: Int
  /// In the order in which they came.
  private var rows: [[Value]] = []
  /// Rows that there was no room for.
  package private(set) var left = 0
  /// Once rows were left out: a row must be larger than this to be kept.
  private var least: Int128??

  package init(
    id: StaticString, caption: String, columns: [Column], sortedBy: Int? = nil, rowsMax: Int = .max
  ) {
    self.id = .trusted(id)
    self.caption = caption
    self.columns = columns
    self.sortedBy = sortedBy
    self.rowsMax = rowsMax
  }

  /// Rows that it holds.
  package var count: Int { min(rows.count, rowsMax) }

  /// The heading by which rows stand at first.
  package var order: String? { sortedBy.map { columns[$0].heading } }

  package mutating func append(_ row: [Value]) {
    precondition(row.count == columns.count, "a row has one value for each column")
    guard let sortedBy else {
      if rows.count < rowsMax { rows.append(row) } else { left += 1 }
      return
    }
    if let least, !PageTable.isBefore(row[sortedBy].number, least) {
      left += 1
      return
    }
    rows.append(row)
    // Twice as many as are kept, so that sorting is seldom.
    if rows.count / 2 >= rowsMax { shorten() }
  }

  /// Leaves out the smallest rows beyond those that are kept.
  private mutating func shorten() {
    guard let sortedBy, rows.count > rowsMax else { return }
    let kept = places(atMost: rowsMax)
    least = .some(kept.last.flatMap { rows[$0][sortedBy].number })
    left += rows.count - kept.count
    rows = kept.sorted().map { rows[$0] }
  }

  /// The places of the first rows as they are shown: the largest, and among equals those that came first.
  private func places(atMost limit: Int) -> [Int] {
    guard let sortedBy else { return Array(rows.indices.prefix(limit)) }
    let keys = rows.map { $0[sortedBy].number }
    let sorted = rows.indices.sorted { left, right in
      keys[left] == keys[right] ? left < right : PageTable.isBefore(keys[left], keys[right])
    }
    return Array(sorted.prefix(limit))
  }

  /// The same with every row that is left out counted: what is written.
  package var finished: PageTable {
    var table = self
    table.shorten()
    return table
  }

  /// What is not known stands last.
  private static func isBefore(_ left: Int128?, _ right: Int128?) -> Bool {
    guard let left else { return false }
    return right.map { left > $0 } ?? true
  }

  // MARK: Data

  /// Beyond what a script counts exactly a number is a text of digits.
  private static func json(_ number: Int128) -> String {
    number.magnitude < 1 << 53 ? String(number) : "\"\(number)\""
  }

  /// A text as JSON that no HTML reader takes for markup.
  private static func quote(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in Escaped.terminal(text).text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "<"): output += Array("\\u003c".utf8)
      case UInt8(ascii: ">"): output += Array("\\u003e".utf8)
      case UInt8(ascii: "&"): output += Array("\\u0026".utf8)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  /// The rows as data: texts that come again and again are numbers of a list.
  var data: Escaped {
    var bytes: [UInt8] = []
    let (rows, entries) = encoded()
    for (index, column) in columns.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch column.kind {
      case .text: bytes += Array("{\"kind\":\"text\"".utf8)
      case .date: bytes += Array("{\"kind\":\"date\"".utf8)
      case .number(let decimals): bytes += Array("{\"kind\":\"number\",\"decimals\":\(decimals)".utf8)
      }
      if !column.style.isEmpty { bytes += Array(",\"style\":\"\(column.style.text)\"".utf8) }
      if column.unit.utf8CodeUnitCount > 0 { bytes += Array(",\"unit\":\"\(column.unit)\"".utf8) }
      if column.repeats {
        bytes += Array(",\"values\":[".utf8)
        for (place, entry) in entries[index].enumerated() {
          if place > 0 { bytes.append(UInt8(ascii: ",")) }
          PageTable.quote(entry, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
      }
      bytes.append(UInt8(ascii: "}"))
    }
    let head = "{\"columns\":[" + String(decoding: bytes, as: UTF8.self) + "],\"rows\":[\n"
    return Escaped(made: head + String(decoding: rows, as: UTF8.self) + "]}")
  }

  private func encoded() -> (rows: [UInt8], entries: [[String]]) {
    var bytes: [UInt8] = []
    var lists: [[String: Int]] = Array(repeating: [:], count: columns.count)
    var entries: [[String]] = Array(repeating: [], count: columns.count)
    for (index, row) in rows.enumerated() {
      bytes += index > 0 ? [UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "[")] : [UInt8(ascii: "[")]
      for (column, value) in row.enumerated() {
        if column > 0 { bytes.append(UInt8(ascii: ",")) }
        switch value {
        case .missing: bytes += "null".utf8
        case .number(let number): bytes += PageTable.json(number).utf8
        case .text(let text) where !columns[column].repeats: PageTable.quote(text, to: &bytes)
        case .text(let text):
          let place = lists[column][text] ?? entries[column].count
          if place == entries[column].count {
            lists[column][text] = place
            entries[column].append(text)
          }
          bytes += String(place).utf8
        }
      }
      bytes.append(UInt8(ascii: "]"))
    }
    return (bytes, entries)
  }

  // MARK: HTML

  /// Tools for the script, the headings, and the first rows.
  package var html: Escaped {
    let first = places(atMost: PageTable.pageRows)
    let said: Escaped =
      count > first.count
      ? "<span class=\"still\">; the first " + Escaped(first.count) + " of " + Escaped(count) + "</span>" : ""
    return [
      "<div class=\"tools\"><label>Filter<input type=\"search\" autocomplete=\"off\" spellcheck=\"false\" ",
      "aria-controls=\"table-" + id + "\"></label><button type=\"button\">Back</button>",
      "<button type=\"button\">Next</button><output role=\"status\"></output></div>\n",
      "<div class=\"sheet\" role=\"region\" tabindex=\"0\" aria-label=\"" + .xml(caption) + "\">\n",
      "<table id=\"table-" + id + "\" data-rows=\"" + id + "\">\n<caption>" + .xml(caption) + said + "</caption>\n",
      "<thead>\n<tr>" + heads + "</tr>\n</thead>\n<tbody>\n",
      first.map { "<tr>" + cells(rows[$0]) + "</tr>\n" }.joined(), "</tbody>\n</table>\n</div>\n",
    ].joined()
  }

  private var heads: Escaped {
    columns.enumerated().map { index, column in
      let order: Escaped = sortedBy == index ? "descending" : "none"
      let style: Escaped = column.isNumber ? " class=\"n\"" : ""
      let about: Escaped = column.about.isEmpty ? "" : " title=\"" + .xml(column.about) + "\""
      return "<th scope=\"col\" aria-sort=\"" + order + "\"" + style + about + ">" + .xml(column.heading) + "</th>"
    }.joined()
  }

  private func cells(_ row: [Value]) -> Escaped {
    row.enumerated().map { index, value in
      var styles: [Escaped] = columns[index].style.isEmpty ? [] : [columns[index].style]
      if case .missing = value { styles.append("unknown") }
      let style: Escaped = styles.isEmpty ? "" : " class=\"" + styles.joined(separator: " ") + "\""
      let text = shown(value, columns[index])
      return index == 0
        ? "<th scope=\"row\"" + style + ">" + text + "</th>" : "<td" + style + ">" + text + "</td>"
    }.joined()
  }

  private func shown(_ value: Value, _ column: Column) -> Escaped {
    switch (value, column.kind) {
    case (.missing, _): return "n/a"
    case (.text(let text), _): return .xml(Escaped.terminal(text).text)
    case (.number(let days), .date): return .xml(CalendarDate(days: Int32(clamping: days)).description)
    case (.number(let number), .number(let decimals)):
      return Digits.grouped(number, decimals: decimals) + .trusted(column.unit)
    case (.number(let number), .text): return Digits.grouped(number, decimals: 0)
    }
  }
}

/// Numbers for people: `38,781.58`.
package enum Digits {
  /// A whole number of the last decimal.
  package static func grouped(_ number: Int128, decimals: Int) -> Escaped {
    var digits = String(number.magnitude)
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
    let whole = Array(digits.dropLast(decimals))
    var text = number < 0 ? "-" : ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return Escaped(made: decimals == 0 ? text : "\(text).\(digits.suffix(decimals))")
  }
}
