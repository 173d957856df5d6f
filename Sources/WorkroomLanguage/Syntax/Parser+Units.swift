import WorkroomValues

/// Words behind a number that were meant as its unit.
extension Parser {
  private static let unitNames = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "year", "years", "percent",
  ]

  private static let unitHabits = [
    "s": "seconds", "sec": "seconds", "secs": "seconds", "min": "minutes", "mins": "minutes", "h": "hours",
    "hr": "hours", "hrs": "hours", "d": "days", "w": "weeks", "wk": "weeks", "wks": "weeks", "mo": "months",
    "mos": "months", "yr": "years", "yrs": "years", "dollar": "USD", "dollars": "USD", "bucks": "USD",
    "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP", "yen": "JPY", "pct": "%",
    "tag": "days", "tage": "days", "tagen": "days", "woche": "weeks", "wochen": "weeks", "stunden": "hours",
    "monate": "months", "monaten": "months", "dias": "days", "semanas": "weeks", "horas": "hours", "meses": "months",
    "prozent": "%", "percentage": "%", "procent": "%", "pourcent": "%", "stunde": "hours", "monat": "months",
    "jahr": "years", "jahre": "years", "jour": "days", "mois": "months", "dia": "days", "giorni": "days",
    "dagen": "days",
    "jours": "days", "semaines": "weeks", "heures": "hours",
  ]

  /// The unit that a word behind a number most likely means.
  static func unitMeant(by written: String) -> String? {
    let small = written.lowercased()
    if let meant = unitHabits[small] { return meant }
    let capitals = written.uppercased()
    if written.utf8.count == 3, capitals != written, Currency(capitals) != nil { return capitals }
    if unitNames.contains(small) { return small }
    return Spelling.nearest(to: small, among: unitNames)
  }

  /// `3 weaks`, `500 usd`, `5 dollars`, `3 working days`: reported at the word, which is not read as an action.
  mutating func misspelledUnit(_ number: Int) -> Bool {
    guard kind == .word, word == .name else { return false }
    let unit = token
    // `12,5 Prozent`: what stands before the comma belongs to it.
    let comma = at > 2 ? lines.significant[at - 2] : 0
    let isDecimal =
      at > 2 && tree.tokens[comma].kind == .comma && tree.tokens[lines.significant[at - 3]].kind == .number
      && tree.tokens[comma].range.upperBound == tree.tokens[number].range.lowerBound
    let number = isDecimal ? lines.significant[at - 3] : number
    let digits = isDecimal ? "\(tree.text(number)).\(tree.text(lines.significant[at - 1]))" : tree.text(number)
    if ["working", "business", "calendar", "full"].contains(tree.text(unit)), let next = peekToken(1), isUnit(next) {
      fail(
        .unexpectedWord, "every day counts alike, so that a duration is a number and its unit", label: "not needed",
        notes: ["a campaign has no calendar of free days"], help: ["write `\(digits) \(tree.text(next))`"],
        fixes: [fix(.maybe, unit, "")])
      return true
    }
    if reportsCents(number, unit) || reportsThousandsApart(number, unit, digits) { return true }
    if reportsEitherMonth(number) { return true }
    if let month = Parser.month(tree.text(unit)) { return spelledDate(number, month) }
    guard let meant = Parser.unitMeant(by: tree.text(unit)) else { return false }
    // A number with a mistake of its own has been told.
    let start = tree.isSilenced(tree.span(number, unit).range) ? unit : number
    let written = meant == "%" || meant == "percent" ? "\(digits)%" : "\(digits) \(meant)"
    fail(
      .badLiteral, "no unit is called `\(shown(unit))`", at: start, to: unit, label: "not a unit",
      help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(number, unit), written)])])
    return true
  }

  private static let powers = [
    "k": "k", "m": "m", "mn": "m", "mln": "m", "mio": "m", "tsd": "k", "mil": "k", "mille": "k",
  ]

  /// `1 k USD`, `2 m USD`: thousands or millions, a blank behind their number.
  private mutating func reportsThousandsApart(_ number: Int, _ unit: Int, _ digits: String) -> Bool {
    guard tree.tokens[unit].length < 6, let letter = Parser.powers[tree.text(unit).lowercased()],
      ![.after, .every].contains(tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word)
    else { return false }
    let whole = Lexer.meantNumber(digits + letter)
    guard whole != digits + letter else { return false }
    let currency = peekToken(1).flatMap { isCurrencyShaped($0) ? $0 : nil }
    let written = whole + (currency.map { " \(tree.text($0))" } ?? "")
    fail(
      .badLiteral, "numbers are written out", at: number, to: currency ?? unit,
      label: letter == "k" ? "short for thousands" : "short for millions", help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(number, currency ?? unit), written)])])
    return true
  }

  private static let hundredths: [String: String] = [
    "cent": "", "cents": "", "ct": "", "cts": "", "pence": "GBP", "penny": "GBP", "pennies": "GBP",
  ]

  /// `50 cents`: hundredths of the file's currency.
  private mutating func reportsCents(_ number: Int, _ unit: Int) -> Bool {
    guard let own = Parser.hundredths[tree.text(unit).lowercased()], let count = Int(tree.text(number)),
      count < 1_000_000_000
    else { return false }
    if reportsCentsBehind(number, unit, count) { return true }
    let known = own.isEmpty ? namesOfFile().currency : own
    let written = "\(Lexer.hundredths(count)) \(known ?? "USD")"
    fail(
      .badLiteral, "money is written in whole units of its currency, with cents behind a point", at: number, to: unit,
      label: "hundredths", help: ["write `\(written)`" + (known == nil ? ", with the letters of your currency" : "")],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(number, unit), written)])])
    return true
  }

  /// `300 USD and 50 cents`: one amount.
  private mutating func reportsCentsBehind(_ number: Int, _ unit: Int, _ cents: Int) -> Bool {
    let before = lines.significant[lines.ranges[line]].filter { $0 < number }
    let joint = before.last.map { tree.tokens[$0].word == .and || tree.tokens[$0].kind == .comma } == true ? 1 : 0
    guard cents < 100, before.count > joint + 1, let currency = before.dropLast(joint).last, isCurrencyShaped(currency),
      let whole = before.dropLast(joint + 1).last, tree.tokens[whole].kind == .number,
      tree.text(whole).allSatisfy({ $0.isNumber || $0 == "_" }), !before.contains(where: { tree.text($0) == "between" })
    else { return false }
    let written = "\(tree.text(whole)).\(cents < 10 ? "0" : "")\(cents) \(tree.text(currency))"
    fail(
      .badLiteral, "an amount is one number, with cents behind a point", at: whole, to: unit, label: "one amount",
      help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(whole, unit), written)])])
    return true
  }

  /// By their number; also as Germans and Spaniards write them.
  private static let months = [
    ["january", "januar", "enero", "janvier"], ["february", "februar", "febrero", "fevrier"],
    ["march", "maerz", "marzo", "mars"], ["april", "abril", "avril"], ["may", "mai", "mayo"],
    ["june", "juni", "junio", "juin"], ["july", "juli", "julio", "juillet"], ["august", "agosto", "aout"],
    ["september", "septiembre", "septembre"], ["october", "oktober", "octubre", "octobre"],
    ["november", "noviembre", "novembre"], ["december", "dezember", "diciembre", "decembre"],
  ]

  /// The month that a word names, counted from one; none where two begin so, as `jui` of June and July in French.
  static func month(_ word: String) -> Int? {
    let small = word.lowercased()
    guard small.utf8.count >= 3 else { return nil }
    let meant = months.indices.filter { months[$0].contains { $0.hasPrefix(small) } }
    return meant.count == 1 ? meant[0] + 1 : nil
  }

  /// `5 jui 2026`: whether two months begin as a word does; of a day of one of them both are told.
  private mutating func reportsEitherMonth(_ number: Int) -> Bool {
    guard tree.tokens[token].length == 3, tree.text(token).lowercased() == "jui", let day = Int(tree.text(number)),
      (1...30).contains(day)
    else {
      return false
    }
    let year = peekToken(1).flatMap { tree.tokens[$0].kind == .number ? $0 : nil }
    let written = year.flatMap { Int(tree.text($0)) } ?? 2026
    fail(
      .badLiteral, "a date is written year, month, day, in figures", at: number, to: year ?? token,
      label: "June or July?",
      help: ["write `\(Parser.figures(written, 6, day))` or `\(Parser.figures(written, 7, day))`"])
    return true
  }

  /// A day as the language writes it.
  static func figures(_ year: Int, _ month: Int, _ day: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  /// `1 May 2026`.
  private mutating func spelledDate(_ number: Int, _ month: Int) -> Bool {
    guard let day = Int(tree.text(number)), (1...31).contains(day) else { return false }
    let next = peekToken(1).flatMap { tree.tokens[$0].kind == .number ? $0 : nil }
    let year = next.flatMap { tree.text($0).utf8.count == 4 ? Int(tree.text($0)) : nil }
    let date = Parser.figures(year ?? 2026, month, day)
    if year != nil, CalendarDate(date) == nil {
      let last = (28...30).last { CalendarDate(Parser.figures(year ?? 2026, month, $0)) != nil } ?? 28
      fail(
        .badLiteral, "the calendar has no day `\(tree.meant(number, next ?? number))`", at: number, to: next,
        label: "no such day",
        help: ["write a day of that month, of which `\(Parser.figures(year ?? 2026, month, last))` is the last"])
      return true
    }
    fail(
      .badLiteral, "a date is written year, month, day, in figures", at: number, to: next ?? token,
      label: "a month by its name",
      help: [year == nil ? "write it with its year, such as `\(date)`" : "write `\(date)`"],
      fixes: year == nil ? [] : [Diagnostic.Fix(safety: .safe, edits: [(tree.span(number, next ?? token), date)])])
    return true
  }

  func isUnit(_ token: Int) -> Bool {
    TimeSpan.unit(tree.text(token)) != nil || ["month", "months", "year", "years"].contains(tree.text(token))
  }
}
