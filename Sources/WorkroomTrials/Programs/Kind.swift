import WorkroomLanguage

/// The types of values in the programs that are written; amounts in the campaign's currency are in dollars.
enum Kind: Equatable, Sendable {
  case number, money, euro, percent, date, time, duration, span, window, flag, text
  case choice([String])
  case hashtags, handles, products
  /// A group of items of a kind.
  case group(String)

  init(_ type: ValueType, in workflow: CheckedWorkflow) {
    self =
      switch type {
      case .number: .number
      case .money(.home): .money
      case .money(.iso): .euro
      case .percent: .percent
      case .date: .date
      case .time: .time
      case .duration: .duration
      case .span: .span
      case .window: .window
      case .flag: .flag
      case .text: .text
      case .hashtags: .hashtags
      case .handles: .handles
      case .products: .products
      case .group(let kind): .group(workflow.poolKinds[kind])
      case .choice(let set): .choice(workflow.choices[set])
      }
  }

  /// As it is declared.
  var declaration: String {
    switch self {
    case .number: "number"
    case .money: "money"
    case .euro: "money EUR"
    case .percent: "percent"
    case .date: "date"
    case .time: "time"
    case .duration: "duration"
    case .span: "span"
    case .window: "window"
    case .flag: "flag"
    case .text: "text"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .hashtags: "hashtags"
    case .handles: "handles"
    case .products: "product list"
    case .group("discount"): "discount group"
    case .group("link"): "link group"
    case .group(let noun): "pool of \(noun)"
    }
  }

  /// A word for names of fields of this type.
  var word: String {
    switch self {
    case .choice: "choice"
    case .group(let noun): "\(noun)_group"
    case .euro: "euro"
    case .products: "products"
    default: declaration
    }
  }

  var isOrdered: Bool {
    switch self {
    case .number, .money, .euro, .percent, .date, .time, .duration: true
    default: false
    }
  }

  /// Whether sums of it can be made, and parts added to a field.
  var isAdded: Bool {
    switch self {
    case .number, .money, .euro, .percent, .duration: true
    default: false
    }
  }

  /// Values as they are written; few, so that they often meet.
  var literals: [String] {
    switch self {
    case .number: ["0", "1", "2", "3", "5", "10", "1.5", "0.000001", "1_000"]
    case .money: ["0 USD", "1 USD", "2.50 USD", "10 USD", "99.99 USD", "1_000 USD"]
    case .euro: ["0 EUR", "1 EUR", "12.34 EUR"]
    case .percent: ["0%", "5%", "10%", "12.5%", "33.333333%", "100%"]
    case .date: ["2026-03-02", "2026-03-05", "2026-03-29", "2026-04-30", "2028-02-29", "2025-12-31"]
    case .time: ["00:00", "09:00", "23:59"]
    case .duration: ["1 hour", "36 hours", "1 day", "2 days", "3 days", "1 week", "90 minutes"]
    case .span: ["1 month (last day)", "1 month (next day)", "2 months (last day)", "1 year (next day)"]
    case .window: ["2026-03-01 to 2026-03-31", "2026-03-03 to 2026-03-04", "2026-04-01 to 2026-04-30"]
    case .flag: ["yes", "no"]
    case .text: ["\"a\"", "\"b\"", "\"c\""]
    case .choice(let names): names
    case .hashtags: ["#summer", "#acme", "#new"]
    case .handles: ["@acme", "@mia"]
    case .products: ["\"Tee\"", "\"Cap\""]
    case .group: []
    }
  }
}
