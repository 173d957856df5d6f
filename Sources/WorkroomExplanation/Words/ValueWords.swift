package import WorkroomLanguage
import WorkroomMachine
package import WorkroomValues

/// Values as a designer writes them: `620 USD`, `2026-03-01`, `"a text"`, `tiktok`.
package struct ValueWords {
  package let workflow: CheckedWorkflow
  package let home: Currency?
  /// Texts that the definition does not hold itself, and the names of groups.
  private let textNamed: (Int64) -> String?
  private let groupNamed: (Int64) -> String?

  package init(
    _ workflow: CheckedWorkflow, home: Currency? = nil, text: @escaping (Int64) -> String? = { _ in nil },
    group: @escaping (Int64) -> String? = { _ in nil }
  ) {
    self.workflow = workflow
    self.home = home ?? workflow.currency
    textNamed = text
    groupNamed = group
  }

  /// A value by its type; `lists` are the entries of the lists in play.
  package func shown(_ word: Int64, _ type: ValueType, lists: [(list: Int64, entry: Int64)] = []) -> String {
    switch type {
    case .money(.home): amount(word, home ?? .usd)
    case .money(.iso(let currency)): amount(word, currency)
    case .text: text(word).map { "\"\($0)\"" } ?? "a text that was erased"
    case .group: groupNamed(word).map { "\"\($0)\"" } ?? "a group"
    case .hashtags, .handles, .products: entries(word, lists)
    case .number: grouped(Values.text(word, type, workflow))
    case .window: window(DateWindow(word: word))
    default: Values.text(word, type, workflow, home: home)
    }
  }

  /// A text by its word: one of the definition's own, or one that somebody wrote.
  package func text(_ word: Int64) -> String? {
    if word < 0, workflow.texts.indices.contains(Int(-(word + 1))) { return workflow.texts[Int(-(word + 1))] }
    return word == 0 ? "" : textNamed(word)
  }

  private func amount(_ word: Int64, _ currency: Currency) -> String {
    let decimals = currency.decimals
    let short = Scaled.text(word, decimals: decimals)
    let written = short.contains(".") ? Scaled.text(word, decimals: decimals, minimum: decimals) : short
    return "\(grouped(written)) \(currency.code)"
  }

  /// `12_000`; four figures stand as they are.
  private func grouped(_ number: String) -> String {
    let sign = number.hasPrefix("-") ? "-" : ""
    let parts = number.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.count > 4 else { return number }
    var digits = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { digits += "_" }
      digits.append(digit)
    }
    return sign + digits + (parts.count > 1 ? ".\(parts[1])" : "")
  }

  private func window(_ window: DateWindow) -> String {
    window.first == nil && window.last == nil ? "without dates" : window.description
  }

  private static let entriesMax = 3

  private func entries(_ list: Int64, _ lists: [(list: Int64, entry: Int64)]) -> String {
    let names = lists.filter { $0.list == list }.map { text($0.entry) ?? "an erased text" }
    if names.isEmpty { return "nothing" }
    let shown = names.prefix(ValueWords.entriesMax).joined(separator: ", ")
    return names.count > ValueWords.entriesMax ? "\(shown) and \(names.count - ValueWords.entriesMax) more" : shown
  }

  /// An instant as clocks in the campaign's time zone show it: `2026-03-03 09:00`.
  package static func time(_ milliseconds: Int64, _ zone: Zone) -> String {
    let (date, time) = zone.local(Instant(milliseconds: milliseconds))
    return "\(date) \(TimeOfDay(seconds: Int32(time / 60_000 * 60)))"
  }
}
