internal import WorkroomValues

extension Table {
  /// RFC 4180: CRLF, quotes where needed, the headings as first record.
  var csv: Escaped {
    columns.map { Escaped.csv($0.heading) }.joined(separator: ",") + "\r\n" + csvRecords
  }

  /// The records without the headings: the next part of a table that is written in parts.
  package var csvRecords: Escaped {
    rows.map { $0.map(\.csv).joined(separator: ",") + "\r\n" }.joined()
  }
}

extension Table.Cell {
  /// Numbers and money may begin with a minus; whatever does not read as its kind is text.
  fileprivate var csv: Escaped {
    let isWhatItSays =
      switch kind {
      case .text: false
      case .number: JSONNumber(text) != nil
      case .money: Money(text) != nil
      case .date: CalendarDate(text) != nil || Instant(text) != nil
      }
    return isWhatItSays ? Escaped(made: text) : .csv(text)
  }
}

extension Escaped {
  /// A field of text: what a spreadsheet would run as a formula gets a leading `'`.
  ///
  /// Controls and marks that turn the direction of reading are shown by name, as on a terminal, since a table is looked at
  /// there as well; all other data is kept as it is.
  package static func csv(_ text: String) -> Escaped {
    var field = text.unicodeScalars.contains(where: \.actsOnReaders) ? named(text) : text
    switch field.unicodeScalars.first {
    case "=", "+", "-", "@", "\t", "\r": field = "'" + field
    default: break
    }
    guard field.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }) else {
      return Escaped(made: field)
    }
    var quoted = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return Escaped(made: quoted + "\"")
  }

  private static func named(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { shown, scalar in
      if scalar.actsOnReaders { shown += "‹\(scalar.shownName)›" } else { shown.unicodeScalars.append(scalar) }
    }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal or a reader would be led by this scalar; line ends and tabs are data of a table.
  fileprivate var actsOnReaders: Bool {
    switch value {
    case 9, 10, 13: false
    case 0..<32, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
