internal import WorkroomValues

extension Table {
  /// RFC 4180: CRLF, quotes where needed, the headings as first record.
  var csv: Escaped {
    let heading = columns.map { Escaped.csv($0.heading) }
    let records = [heading] + rows.map { $0.map(\.csv) }
    return records.map { $0.joined(separator: ",") + "\r\n" }.joined()
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
  /// The data is kept as it is otherwise, controls included; a terminal is not this writer's reader.
  package static func csv(_ text: String) -> Escaped {
    var field = text
    switch text.unicodeScalars.first {
    case "=", "+", "-", "@", "\t", "\r": field = "'" + text
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
}
