import WorkroomValues

/// What values are called, which literals there are, and which two types fit.
extension Checker {
  func describe(_ type: ValueType) -> String {
    switch type {
    case .number: "a number"
    case .money(.home): "money"
    case .money(.iso(let currency)): "money in \(currency)"
    case .percent: "a percentage"
    case .date: "a date"
    case .time: "a time of day"
    case .duration: "a duration"
    case .span: "a span of the calendar"
    case .window: "a window"
    case .flag: "yes or no"
    case .text: "a text"
    case .hashtags: "hashtags"
    case .handles: "handles"
    case .products: "a product list"
    case .group(let kind): "a \(poolType(kind))"
    case .choice(let set): "one of \(workflow.choices[set].prefix(4).joined(separator: ", "))"
    }
  }

  /// The sentence with the right unit, where the mistake is a missing one.
  func example(_ type: ValueType, _ written: String? = nil) -> String {
    let written = written ?? "10"
    return switch type {
    case .money(.iso(let currency)): "\(written) \(currency)"
    case .money(.home): "\(written) \(homeCurrency?.currency ?? .usd)"
    case .percent: "\(written)%"
    case .duration: "\(written) days"
    case .date: "2026-03-01"
    case .time: "09:00"
    case .flag: "yes"
    case .window: "2026-03-01 to 2026-03-31"
    case .span: "1 month (last day)"
    case .number: "10"
    case .hashtags: "#summer"
    case .handles: "@acme"
    case .choice(let set): workflow.choices[set].first ?? "plain"
    default: "\"Spring\""
    }
  }

  /// Whether `example` says a value of a type, rather than a name that only its author knows.
  func hasExample(_ type: ValueType) -> Bool {
    switch type {
    case .products, .group: false
    default: true
    }
  }

  /// `0.1` as a percentage, if it may be meant as a part of one.
  private func shareOfOne(_ written: String) -> String? {
    guard let number = Scaled.parse(written, decimals: 6), number > 0, number < 1_000_000, number % 10_000 == 0 else {
      return nil
    }
    return "\(number / 10_000)%"
  }

  /// Whether a value of one type may stand where another is expected; reports where it may not.
  mutating func unify(_ wanted: ValueType, _ found: ValueType, _ node: NodeIndex, purpose: Purpose) -> Bool {
    if wanted == found { return true }
    if case .money(let a) = wanted, case .money(let b) = found { return unify(a, b, node) }
    let written = source(node)
    let (related, reason) = origin(purpose, wanted)
    if case .number = found, case .number = tree.expressions[node].kind {
      switch wanted {
      case .percent where shareOfOne(written) != nil:
        let share = shareOfOne(written) ?? ""
        report(
          .unitMissing, "\(describe(wanted)) is expected, and `\(written)` has no unit", place(node),
          "of one, or of a hundred?", related: related, notes: reason,
          help: ["write `\(share)` if `\(written)` is meant as a part of one, or `\(written)%` as it stands"])
        return false
      case .money, .percent, .duration:
        report(
          .unitMissing, "\(describe(wanted)) is expected, and `\(written)` has no unit", place(node),
          "a unit is missing", related: related,
          notes: reason, help: ["write `\(example(wanted, written))`"],
          fixes: [Diagnostic.Fix(safety: .maybe, edits: [(place(node), example(wanted, written))])])
        return false
      default: break
      }
    }
    if case .money = wanted, found == .percent, case .comparison = purpose, let whole = someMoney(besides: related) {
      report(
        .percentOfWhat, "`\(written)` does not say of what", place(node), "a share of what?", related: related,
        help: ["write `\(written) of \(whole)`, or an amount such as `\(example(wanted))`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(place(node), "\(written) of \(whole)")])])
      return false
    }
    if wanted == .date, found == .text, reportQuotedDate(node) { return false }
    report(
      .typesDiffer, "\(describe(wanted)) is expected, and this is \(describe(found))", place(node), describe(found),
      related: related,
      notes: reason, help: ["write \(describe(wanted)), such as `\(example(wanted))`"])
    return false
  }

  /// A field of money that a share may be of.
  private func someMoney(besides related: [Diagnostic.Related]) -> String? {
    let taken = related.map { tree.source.text($0.span.range) }
    return (workflow.campaign + workflow.record).first { field in
      guard case .money = field.type else { return false }
      return !field.isOptional && !taken.contains(field.name)
    }?.name
  }

  /// `"2026-12-31"`: a date in quotes is a text.
  mutating func reportQuotedDate(_ node: NodeIndex) -> Bool {
    guard case .text = tree.expressions[node].kind else { return false }
    let words = tree.quoted(tree.expressions[node].tokens.lowerBound)
    let (tokens, _, found) = Lexer.lex(SourceText(name: "date", text: words), index: 0)
    guard let date = tokens.first, date.kind == .date else { return false }
    let meant = found.first?.fixes.first?.edits.first?.text ?? words
    guard CalendarDate(meant) != nil else { return false }
    // What stands beside the day, such as a time, would be lost.
    let isAll = date.range == 0..<words.utf8.count && found.count < 2 && found.first?.fixes.first?.safety != .maybe
    report(
      .typesDiffer, "a date stands without quotes", place(node), "a text",
      help: ["write `\(meant)`" + (isAll ? "" : ", if this day is meant")],
      fixes: [Diagnostic.Fix(safety: isAll ? .safe : .maybe, edits: [(place(node), meant)])])
    return true
  }

  private func origin(_ purpose: Purpose, _ wanted: ValueType) -> ([Diagnostic.Related], [String]) {
    switch purpose {
    case .fallback(let span): ([Diagnostic.Related(span: span, label: "the field is \(describe(wanted))")], [])
    case .comparison(let span): ([Diagnostic.Related(span: span, label: "this is \(describe(wanted))")], [])
    case .field(let name, let span):
      (
        span.source >= 0 ? [Diagnostic.Related(span: span, label: "`\(name)` is \(describe(wanted))")] : [],
        span.source >= 0 ? [] : ["`\(name)` is \(describe(wanted))"]
      )
    case .words(let reason): ([], [reason])
    }
  }

  private mutating func unify(_ wanted: ValueType.Unit, _ found: ValueType.Unit, _ node: NodeIndex) -> Bool {
    switch (wanted, found) {
    case (.home, .home): return true
    case (.home, .iso(let currency)), (.iso(let currency), .home): return isHome(currency, node)
    case (.iso(let a), .iso(let b)):
      if a == b { return true }
      report(
        .currenciesDiffer, "\(b) does not mix with \(a)", place(node), "\(b) here",
        notes: ["amounts are never converted"],
        help: ["write the amount in \(a)"])
      return false
    }
  }

  /// The first currency that meets an amount of the campaign's own is the campaign's; a zero is zero in any.
  private mutating func isHome(_ currency: Currency, _ node: NodeIndex) -> Bool {
    if currency == homeCurrency?.currency || isZero(node) { return true }
    guard let home = homeCurrency else {
      homeCurrency = (currency, place(node))
      return true
    }
    report(
      .currenciesDiffer, "\(currency) does not mix with \(home.currency)", place(node), "\(currency) here",
      related: home.span.source >= 0
        ? [Diagnostic.Related(span: home.span, label: "the campaign's money is \(home.currency)")] : [],
      notes: ["amounts are never converted"],
      help: ["write the amount in \(home.currency), or declare the field as `money \(currency)`"])
    return false
  }

  private func isZero(_ node: NodeIndex) -> Bool {
    if case .money = tree.expressions[node].kind {
      return Scaled.parse(text(tree.expressions[node].tokens.lowerBound), decimals: 6) == 0
    }
    return false
  }

  // MARK: Literals

  /// What a value would be, as far as it tells without being checked: of a sum, by its last two parts.
  func literalType(_ node: NodeIndex) -> ValueType? {
    switch tree.expressions[node].kind {
    case .add(let left, let right), .subtract(let left, let right): typeOfPart(right) ?? typeOfPart(left)
    case .share(_, let whole): typeOfPart(whole)
    default: typeOfPart(node)
    }
  }

  private func typeOfPart(_ node: NodeIndex) -> ValueType? {
    switch tree.expressions[node].kind {
    case .percent: .percent
    case .yes, .no: .flag
    case .date: .date
    case .time: .time
    case .money: .money(.home)
    case .duration: .duration
    case .span: .span
    case .text: .text
    case .path: typeOfName(tree.expressions[node].tokens.lowerBound)
    default: nil
    }
  }

  /// What a field holds, or a value of the event at hand.
  private func typeOfName(_ token: Int) -> ValueType? {
    guard let payload = tree.payloadName(token) else { return field(named: text(token)).map { field($0).type } }
    return event.flatMap { workflow.events[$0].payload.first { $0.name == payload }?.type }
  }

  /// A type as it stands behind a name.
  func typeName(_ type: ValueType?) -> String {
    switch type {
    case .money: "money"
    case .percent: "percent"
    case .flag: "flag"
    case .date: "date"
    case .time: "time"
    case .duration: "duration"
    case .text: "text"
    default: "number"
    }
  }

  /// A field of a type, as it is declared: `price money default 0 USD`.
  func declaration(_ name: String, _ type: ValueType?) -> String {
    switch type {
    case .money(.iso(let currency)): "\(name) money default 0 \(currency)"
    case .money: "\(name) money default 0 \(homeCurrency?.currency ?? .usd)"
    case .percent: "\(name) percent default 0%"
    case .flag: "\(name) flag default no"
    case .date: "\(name) date optional"
    case .time: "\(name) time optional"
    case .duration: "\(name) duration default 7 days"
    case .text: "\(name) text optional"
    case .choice(let set): "\(name) one of \(workflow.choices[set].joined(separator: ", ")) optional"
    default: "\(name) number default 0"
    }
  }

  /// The word that a literal stands for in a state, and its type.
  mutating func literal(_ node: NodeIndex) -> (Int64, ValueType)? {
    let syntax = tree.expressions[node]
    let token = syntax.tokens.lowerBound
    switch syntax.kind {
    case .number:
      tellThousands(token)
      return (Scaled.parse(text(token), decimals: 6) ?? 0, .number)
    case .percent:
      tellThousands(token)
      return (Scaled.parse(text(token).dropLast(), decimals: 6) ?? 0, .percent)
    case .yes: return (1, .flag)
    case .no: return (0, .flag)
    case .date: return (Int64(CalendarDate(text(token))?.days ?? 0), .date)
    case .time: return (Int64(TimeOfDay(text(token))?.seconds ?? 0), .time)
    case .money(let currency): return moneyLiteral(token, currency)
    case .duration(let unit): return durationLiteral(token, unit)
    case .span(let unit, let nextDay): return spanLiteral(token, unit, nextDay)
    case .window(let from, let to): return windowLiteral(from, to)
    default: return nil
    }
  }

  private mutating func moneyLiteral(_ token: Int, _ code: Int) -> (Int64, ValueType)? {
    guard let currency = checkedCurrency(code) else { return nil }
    guard let amount = Scaled.parse(text(token), decimals: currency.decimals) else {
      report(
        .badLiteral,
        "amounts in \(currency) have \(currency.decimals == 0 ? "no" : String(currency.decimals)) decimals", token,
        "too many decimals or digits", help: roundings(token, currency))
      return nil
    }
    return (amount, .money(.iso(currency)))
  }

  /// `1.000 USD` is a thousand elsewhere.
  private func roundings(_ token: Int, _ currency: Currency) -> [String] {
    let parts = text(token).split(separator: ".")
    guard parts.count == 2, parts[1].utf8.count == 3, parts[0].utf8.count <= 3, parts[0] != "0" else {
      return ["round the amount"]
    }
    let cents = currency.decimals == 0 ? "" : ".\(parts[1].prefix(currency.decimals))"
    return ["write `\(parts[0])_\(parts[1]) \(currency)` for thousands, or round it: `\(parts[0])\(cents) \(currency)`"]
  }

  /// `10.000`, which is ten in one country and ten thousand in another. What is stored has been read as ten.
  private mutating func tellThousands(_ token: Int) {
    guard !isStored, isInThousandsOrNot(token) else { return }
    let number = text(token)
    let sign = tree.tokens[token].kind == .percent ? "%" : ""
    let parts = number.dropLast(sign.utf8.count).split(separator: ".")
    let (whole, decimals) = (parts[0], parts[1])
    let small = Numerals.decimal(String(whole), String(decimals))
    report(
      .badLiteral, "`\(number)` is another number in other countries", token, "a point, or thousands?",
      notes: ["a point stands before decimals here; elsewhere it groups digits"],
      help: ["write `\(whole)_\(decimals)\(sign)` for thousands, or `\(small)\(sign)`"])
  }

  /// Whether a number or a percentage has one point, and behind it three digits: `10.000`, told by its bytes.
  func isInThousandsOrNot(_ token: Int) -> Bool {
    let (kind, range) = (tree.tokens[token].kind, tree.tokens[token].range)
    guard kind == .number || kind == .percent else { return false }
    let end = range.upperBound - (kind == .percent ? 1 : 0)
    let (bytes, point) = (tree.source.bytes, end - 4)
    guard (5...7).contains(end - range.lowerBound), bytes[point] == UInt8(ascii: "."), bytes[range.lowerBound] != 48
    else { return false }
    return (range.lowerBound..<end).allSatisfy { $0 == point || bytes[$0] &- 48 < 10 }
  }

  private mutating func durationLiteral(_ token: Int, _ unit: Int) -> (Int64, ValueType)? {
    tellThousands(token)
    guard let scaled = Scaled.parse(text(token), decimals: 6), let length = TimeSpan.unit(text(unit)),
      let milliseconds = Scaled.multiply(scaled, by: length, over: Scaled.unit), milliseconds <= 100 * 366 * 86_400_000
    else {
      report(
        .badLiteral, "a duration has at most a hundred years", token, "too long",
        help: ["write a shorter duration, such as `7 days`"])
      return nil
    }
    return (milliseconds, .duration)
  }

  private mutating func spanLiteral(_ token: Int, _ unit: Int, _ nextDay: Bool?) -> (Int64, ValueType)? {
    let years = text(unit).hasPrefix("year")
    guard let count = Int32(text(token).filter { $0 != "_" }), count > 0, count <= 1200 else {
      report(
        .badLiteral, "months and years are counted in whole numbers up to 1200", token, "not a whole number",
        help: [wholeTime(text(token), years)])
      return nil
    }
    guard let nextDay else {
      let written = "\(text(token)) \(text(unit))"
      let months = Int(years ? count * 12 : count)
      let days = months % 12 == 0 ? months / 12 * 365 : months * 30
      report(
        .monthEnd, "\(written) after \(Checker.lastDay(before: months)) has no exact day",
        unit, "which day then?",
        help: ["write `\(written) (last day)`, `\(written) (next day)` or `\(Numerals.figures(days)) days`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(span(unit), "\(text(unit)) (last day)")])])
      return nil
    }
    return (CalendarSpan(months: years ? count * 12 : count, rounding: nextDay ? .nextDay : .lastDay).word, .span)
  }

  /// A day that a number of months leads to none from.
  private static func lastDay(before months: Int) -> String {
    let long = [
      (1, "January"), (3, "March"), (5, "May"), (7, "July"), (8, "August"), (10, "October"), (12, "December"),
    ]
    let first = long.first { month in !long.contains { $0.0 == (month.0 - 1 + months) % 12 + 1 } }
    return first.map { "31 \($0.1)" } ?? "29 February"
  }

  /// `1.5 months` in days, `1.5 years` in months.
  private func wholeTime(_ written: String, _ years: Bool) -> String {
    let count = Scaled.parse(written, decimals: 6) ?? 0
    let parts = count * (years ? 12 : 30)
    guard count > 0, count <= 1200 * Scaled.unit, parts % Scaled.unit == 0, count % Scaled.unit != 0 else {
      return "write `1 month (last day)` or `30 days`"
    }
    let whole = parts / Scaled.unit
    return years ? "write `\(whole) months (last day)`" : "write `\(whole) days`, for months of 30 days"
  }

  private mutating func windowLiteral(_ from: Int, _ to: Int) -> (Int64, ValueType)? {
    guard let first = CalendarDate(text(from)), let last = CalendarDate(text(to)) else { return nil }
    if last < first {
      report(
        .badLiteral, "this window ends before it begins", to, "before the first day",
        help: ["write the earlier day first"])
      return nil
    }
    return (DateWindow(first: first, last: last).word, .window)
  }
}
