import Workroom
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// What an operator wants to see of a table: `proposals columns Influencer, Price by Price down when price is at least 300 USD`.
struct Look: Equatable {
  var table: String
  /// Headings in the order in which they are shown; all of them where empty.
  var columns: [String] = []
  var order: (column: String, isDown: Bool)?
  var condition: String?
  /// The one influencer whom it is about, as typed.
  var person: String?

  init(table: String) { self.table = table }

  static func == (left: Look, right: Look) -> Bool { left.words == right.words }

  /// Whether it shows the table as it is, so that a page can be read by itself.
  var isPlain: Bool { columns.isEmpty && order == nil && condition == nil && person == nil }

  /// The columns that it names.
  var named: [String] { columns + (order.map { [$0.column] } ?? []) }

  /// Tables beside the sections.
  static let others = ["Conversions", "Batches", "Accounts", "Messages"]

  /// As it is typed.
  var words: String {
    var words = table.lowercased()
    if let person { words += " " + (person.contains(" ") ? "\"\(person)\"" : person) }
    if !columns.isEmpty { words += " columns " + columns.joined(separator: ", ") }
    if let order { words += " by \(order.column)" + (order.isDown ? " down" : "") }
    if let condition { words += " when \(condition)" }
    return words
  }

  /// Reads a line that begins with the name of a table, and the page that it asks for; `nil` for any other line.
  static func read(_ line: String, _ workflow: CheckedWorkflow) throws(Console.Refusal) -> (Look, Int64)? {
    let lower = line.lowercased()
    let left = Others.sections.filter(workflow.sections.contains).map(Others.name)
    let names = (workflow.sections + left + others).filter {
      lower == $0.lowercased() || lower.hasPrefix("\($0.lowercased()) ")
    }
    guard let name = names.max(by: { $0.count < $1.count }) else { return nil }
    var look = Look(table: name)
    var rest = String(line.dropFirst(name.count)).trimmedOfSpaces
    if let (before, condition) = cut(rest, "when") {
      guard !condition.isEmpty else {
        throw refusal("write a condition after `when`, as in `when price is at least 300 USD`")
      }
      (rest, look.condition) = (before, condition)
    }
    if let (before, order) = cut(rest, "by") {
      (rest, look.order) = (before, try readOrder(order))
    }
    if let (before, columns) = cut(rest, "columns") {
      look.columns = columns.split(separator: ",").map { String($0).trimmedOfSpaces.unquoted }.filter { !$0.isEmpty }
      guard !look.columns.isEmpty else { throw refusal("name the columns, as in `columns Influencer, Stage`") }
      rest = before
    }
    if let page = page(rest) { return (look, page) }
    // One word or one quoted text may be what somebody is called.
    guard look.condition == nil, let words = Words(rest)?.words, words.count == 1 else { throw look.tooMuch(rest) }
    look.person = words[0].text
    return (look, 1)
  }

  /// Why a line with more behind the table's name than it takes cannot be read.
  func tooMuch(_ rest: String, _ more: String = "") -> Console.Refusal {
    Look.refusal(
      "`\(rest)` is too much after `\(table.lowercased())`\(more); it takes a page (`2`) or somebody's name, `columns A, B`, `by COLUMN` and `when CONDITION`, in this order"
    )
  }

  /// Tables that list what is somebody's, so that they can be shown of one influencer.
  var isOfPeople: Bool { table == "Conversions" || !Look.others.contains(table) }

  /// `2`, `page 2`; the first where nothing is said.
  static func page(_ text: String) -> Int64? {
    if text.isEmpty { return 1 }
    let number = text.lowercased().hasPrefix("page ") ? String(text.dropFirst(5)).trimmedOfSpaces : text
    return Int64(number).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
  }

  /// What stands before and behind a word that stands by itself and in no quotes.
  private static func cut(_ text: String, _ word: String) -> (String, String)? {
    guard let words = Words(text)?.words,
      let found = words.first(where: { !$0.isQuoted && $0.text.lowercased() == word })
    else { return nil }
    return (
      String(text[..<found.range.lowerBound]).trimmedOfSpaces, String(text[found.range.upperBound...]).trimmedOfSpaces
    )
  }

  private static func readOrder(_ text: String) throws(Console.Refusal) -> (String, Bool) {
    var name = text
    var isDown = false
    for (word, down) in [(" down", true), (" up", false)] where name.lowercased().hasSuffix(word) {
      name = String(name.dropLast(word.count)).trimmedOfSpaces
      isDown = down
    }
    guard !name.isEmpty else { throw refusal("name the column to sort by, as in `by Since down`") }
    if let last = name.split(separator: " ").last.map(String.init), last.count < name.count,
      let near = Spelling.nearest(to: last.lowercased(), among: ["down"])
    {
      throw refusal("`\(last)` is no way to sort; write `\(near)` behind the column, or nothing")
    }
    return (name.unquoted, isDown)
  }

  private static func refusal(_ text: String) -> Console.Refusal { Console.Refusal(text: text, status: 64) }

  // MARK: Rows

  /// Brings the rows into the order and the columns that are asked for.
  func arrange(_ sheet: Sheet) throws(Console.Refusal) -> Sheet {
    var sheet = sheet
    if let order {
      let column = try place(of: order.column, sheet)
      let sorted = sheet.rows.enumerated().sorted { left, right in
        let (a, b) = (left.element[column], right.element[column])
        if a.isBefore(b) { return !order.isDown }
        if b.isBefore(a) { return order.isDown }
        return left.offset < right.offset
      }
      sheet.rows = sorted.map(\.element)
    }
    if !columns.isEmpty {
      var places: [Int] = []
      for name in columns { places.append(try place(of: name, sheet)) }
      sheet.rows = sheet.rows.map { row in places.map { row[$0] } }
      sheet.columns = places.map { sheet.columns[$0] }
    }
    return sheet
  }

  private func place(of name: String, _ sheet: Sheet) throws(Console.Refusal) -> Int {
    if let place = sheet.columns.firstIndex(where: { $0.heading.lowercased() == name.lowercased() }) { return place }
    let headings = sheet.columns.map(\.heading)
    let near = Spelling.nearest(to: name, among: headings)
    throw Look.refusal(
      "`\(sheet.title)` has no column `\(name)`; "
        + (near.map { "write `\($0)`" } ?? "it has \(headings.joined(separator: ", "))"))
  }
}

extension Sheet.Value {
  /// Numbers by size, days by the calendar, texts by their letters; what is not known comes last.
  fileprivate func isBefore(_ other: Sheet.Value) -> Bool {
    switch (self, other) {
    case (.nothing, _): false
    case (_, .nothing): true
    case (.number(let a), .number(let b)): a < b
    case (.money(let a), .money(let b)): a.currency == b.currency ? a.minorUnits < b.minorUnits : false
    case (.date(let a), .date(let b)): a < b
    case (.text(let a), .text(let b)): a.lowercased() < b.lowercased()
    default: false
    }
  }
}
