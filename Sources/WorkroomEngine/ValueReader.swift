import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Reads values as the language writes them into the words of a state.
///
/// Texts and lists become numbers of the store's table of texts, unless the definition holds the same text.
struct ValueReader {
  let store: Store
  let definition: Definition
  let currency: Currency
  /// Whose texts they are; 0 for the campaign's own.
  var person: Int64
  /// Only looks whether values can be read: texts and lists get the number 0, and nothing is written.
  var isDry = false
  /// Whether an amount may be below zero, since it takes back what was told before.
  var takesBack = false

  enum Problem: Error { case mismatch(String), store(StoreError) }

  func word(_ text: String, _ type: ValueType) throws(Problem) -> Int64 {
    if let word = try plainWord(text, type) { return word }
    throw .mismatch("`\(text.prefix(60))` is not \(expected(type))")
  }

  private func plainWord(_ text: String, _ type: ValueType) throws(Problem) -> Int64? {
    switch type {
    case .number: return Scaled.parse(text, decimals: 6)
    case .money(let unit): return try money(text, unit)
    case .percent:
      let percent = text.hasSuffix("%") ? Scaled.parse(text.dropLast(), decimals: 6) : nil
      if let percent, percent < 0 { throw .mismatch("`\(text.prefix(60))` is below zero; a percentage starts at `0%`") }
      return percent
    case .date: return CalendarDate(text).map { Int64($0.days) }
    case .time: return TimeOfDay(text).map { Int64($0.seconds) }
    case .duration: return duration(text)
    case .span: return span(text)
    case .window: return try window(text)
    case .flag: return ["yes": 1, "true": 1, "no": 0, "false": 0][text]
    case .choice(let set): return definition.workflow.choices[set].firstIndex(of: text).map(Int64.init)
    case .text: return try interned(text)
    case .group(let kind):
      return try stored { () throws(StoreError) in try store.group(kind: definition.kinds[kind], named: text)?.id }
    case .hashtags, .handles, .products: return try list(text, type)
    }
  }

  /// Whether reading a value of a type may write into the table of texts.
  static func writes(_ type: ValueType) -> Bool {
    switch type {
    case .text, .hashtags, .handles, .products: true
    default: false
    }
  }

  private func stored<Result>(_ body: () throws(StoreError) -> Result) throws(Problem) -> Result {
    do { return try body() } catch { throw .store(error) }
  }

  private func interned(_ text: String) throws(Problem) -> Int64 {
    guard text.utf8.count <= 1 << 16 else { throw .mismatch("a text has at most 64 KiB") }
    if isDry { return 0 }
    if let literal = definition.machine.textWord(text) { return literal }
    return try stored { () throws(StoreError) in try store.intern(text, person: person) }
  }

  private func money(_ text: String, _ unit: ValueType.Unit) throws(Problem) -> Int64? {
    let wanted = if case .iso(let named) = unit { named } else { currency }
    guard let money = Money(text) else {
      if Scaled.parse(text, decimals: 6) != nil {
        throw .mismatch("`\(text)` is no money: write its currency, as in `\(text) \(wanted)`")
      }
      throw .mismatch(WrittenMoney.problem(text, wanted))
    }
    guard money.minorUnits >= 0 || takesBack else {
      throw .mismatch("`\(text.prefix(60))` is below zero; an amount starts at `0 \(money.currency)`")
    }
    guard money.currency == wanted else {
      throw .mismatch("`\(text)` is in \(money.currency), and amounts here are in \(wanted); they are never converted")
    }
    return money.minorUnits
  }

  private func duration(_ text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let count = Scaled.parse(parts[0], decimals: 6), let unit = TimeSpan.unit(parts[1]),
      count >= 0
    else { return nil }
    guard let milliseconds = Scaled.multiply(count, by: unit, over: Scaled.unit), milliseconds <= 100 * 366 * 86_400_000
    else { return nil }
    return milliseconds
  }

  private func span(_ text: String) -> Int64? {
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count == 3, let count = Int32(parts[0]), (1...1200).contains(count),
      parts[2] == "(last day)" || parts[2] == "(next day)"
    else { return nil }
    let years = parts[1] == "year" || parts[1] == "years"
    guard years || parts[1] == "month" || parts[1] == "months" else { return nil }
    return CalendarSpan(months: years ? count * 12 : count, rounding: parts[2] == "(last day)" ? .lastDay : .nextDay)
      .word
  }

  private func window(_ text: String) throws(Problem) -> Int64? {
    if text == "open" { return DateWindow(first: nil, last: nil).word }
    let parts = text.split(separator: " ")
    guard parts.count == 3, parts[1] == "to" else { return nil }
    let (first, last) = (CalendarDate(parts[0]), CalendarDate(parts[2]))
    guard first != nil || parts[0] == "open", last != nil || parts[2] == "open" else { return nil }
    if let first, let last, last < first {
      throw .mismatch("the last day, \(last), is before the first, \(first)")
    }
    return DateWindow(first: first, last: last).word
  }

  // MARK: Lists

  /// What stands between the commas of a list.
  static func entries(of text: String) -> [String] {
    text.split(separator: ",").map(trimmed).filter { !$0.isEmpty }
  }

  /// A text without the blanks around it.
  static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// `#summer, #gift`: a list is a text of its own, with its entries beside it.
  private func list(_ text: String, _ type: ValueType) throws(Problem) -> Int64? {
    let entries = ValueReader.entries(of: text)
    guard !entries.isEmpty, entries.count <= 1000 else { return nil }
    let sign: Character? = type == .hashtags ? "#" : type == .handles ? "@" : nil
    if let sign, !entries.allSatisfy({ $0.first == sign && $0.count > 1 }) { return nil }
    if isDry { return 0 }
    let folded = sign == nil ? entries : entries.map { $0.lowercased() }
    return try stored { () throws(StoreError) in
      let list = try store.intern(folded.joined(separator: ", "), person: 0)
      for entry in folded { try store.writeListEntry(list, store.intern(entry, person: 0)) }
      return list
    }
  }

  /// What would fit, with an example.
  func expected(_ type: ValueType) -> String {
    switch type {
    case .number: "a number, such as `2`"
    case .money(.home): "money, such as `300 \(currency)`"
    case .money(.iso(let named)): "money, such as `300 \(named)`"
    case .percent: "a percentage, such as `10%`"
    case .date: "a date, such as `2026-03-01`"
    case .time: "a time, such as `09:00`"
    case .duration: "a duration, such as `7 days`"
    case .span: "a span of the calendar, such as `1 month (last day)`"
    case .window: "a window, such as `2026-03-01 to 2026-03-31`"
    case .flag: "`yes` or `no`"
    case .choice(let set): "one of \(definition.workflow.choices[set].map { "`\($0)`" }.joined(separator: ", "))"
    case .text: "a text"
    case .group(let kind): "a \(definition.workflow.poolKinds[kind]) group; create it with `workroom group create`"
    case .hashtags: "hashtags, such as `#summer, #gift`"
    case .handles: "handles, such as `@acme`"
    case .products: "a product list, such as `Tee, Mug`"
    }
  }
}
