import WorkroomValues

/// A line that may be meant, as its words.
struct ReadingCandidate {
  var title: String
  var words: [String]
  /// Facts that belong to it: what a reading knows, and which words of the line it leaves out.
  var notes: [String] = []
  /// Whether words are left out that said something.
  var loses = false
  /// Whether something to do is among them.
  var losesAction = false
  /// The same line for others who may be meant.
  var ways: [[String]] = []
}

extension ReadingLine {
  /// Words as a line of the language.
  static func joined(_ words: [String]) -> String {
    var text = ""
    for (index, word) in words.enumerated() {
      if index > 0 { text += gap(words[index - 1], word) }
      text += word
    }
    return text
  }

  /// What stands between two words.
  static func gap(_ left: String, _ right: String) -> String {
    left == "\n" || right == "\n" || left == "(" || [",", ":", ")"].contains(right) ? "" : " "
  }

  // MARK: Names, numbers and dates

  /// The line with what is spelled in another way put right.
  var spelledOtherwise: [ReadingCandidate] {
    [
      ReadingCandidate(title: "the language has words of its own for this", words: withWordsOfLanguage),
      ReadingCandidate(title: "a mail is called `email`", words: withEmail),
      ReadingCandidate(title: "the name of an event has a dot", words: withDots),
      ReadingCandidate(title: "names are one word, with `_` where others have a hyphen", words: withoutHyphens),
      ReadingCandidate(
        title: "the currency stands behind the amount, and a point before the cents", words: withCurrencyAndCents),
      ReadingCandidate(title: "the currency stands behind the amount", words: withCurrencyBehind),
      ReadingCandidate(
        title: "the digits of a number stand together, or are grouped with `_`", words: withGroupedDigits),
      ReadingCandidate(title: "a date is written year, month, day, in figures", words: withDatesInFigures),
      ReadingCandidate(
        title: "decimals stand behind a point, since a comma parts the entries of a list", words: withDecimalPoint),
      ReadingCandidate(title: "numbers are written out, in figures", words: withNumbersWrittenOut),
      ReadingCandidate(title: "a percentage is written with its sign", words: withPercentSigns),
      ReadingCandidate(title: "a time to wait for is one number with its unit", words: withOneTime),
      ReadingCandidate(title: "a quote inside a text has a `\\` before it", words: nestedQuotes ?? words),
      ReadingCandidate(title: "words of the language are written in small letters", words: inSmallLetters),
      ReadingCandidate(title: "the version of a workflow is a number behind `version`", words: withVersion),
    ]
  }

  /// `when` for `if`, `go to` for `goto`, and no `then`.
  private var withWordsOfLanguage: [String] {
    words.enumerated().flatMap { index, word in
      guard kinds[index] == .word, index > 0 else { return [word] }
      return switch word {
      case "if" where words.indices.contains(index + 1) && words[index + 1] != "none": ["when"]
      case "goto": ["go", "to"]
      case "then": []
      default: [word]
      }
    }
  }

  /// `email` for `e-mail`.
  private var withEmail: [String] {
    guard let place = words.firstIndex(of: "-"), place > 0, place + 1 < words.count,
      words[place - 1].lowercased() == "e",
      words[place + 1] == "mail"
    else { return words }
    return words[..<(place - 1)] + ["email"] + words[(place + 2)...]
  }

  /// `proposal.accepted` for `proposal-accepted`.
  private var withDots: [String] {
    guard let place = words.firstIndex(of: "-"), place > 0, place + 1 < words.count, tight.contains(place),
      events.contains("\(words[place - 1]).\(words[place + 1])")
    else { return words }
    return words[..<(place - 1)] + ["\(words[place - 1]).\(words[place + 1])"] + words[(place + 2)...]
  }

  /// `to-pay` for `to_pay`.
  private var withoutHyphens: [String] {
    var result: [String] = []
    var index = 0
    while index < words.count {
      if words[index] == "-", index + 1 < words.count, let last = result.last, isPartOfName(last),
        tight.contains(index), isPartOfName(words[index + 1]), !last.allSatisfy(\.isNumber), !Numerals.isPart(last)
      {
        result[result.count - 1] = "\(last)_\(words[index + 1])".lowercased()
        index += 2
      } else {
        result.append(words[index])
        index += 1
      }
    }
    return result
  }

  private func isPartOfName(_ word: String) -> Bool {
    word.utf8.allSatisfy { $0 == 95 || (48...57).contains($0) || ($0 | 32) &- 97 < 26 }
  }

  /// `500 USD` for `USD 500`.
  private var withCurrencyBehind: [String] {
    var result = words
    for index in words.indices.dropLast()
    where kinds[index] == .word && Currency(words[index]) != nil && kinds[index + 1] == .number {
      result.swapAt(index, index + 1)
    }
    return result
  }

  /// `500.00 EUR` for `EUR 500,00`.
  private var withCurrencyAndCents: [String] {
    for index in words.indices.dropLast(3)
    where kinds[index] == .word && Currency(words[index]) != nil && kinds[index + 1] == .number {
      guard words[index + 2] == ",", tight.contains(index + 2), kinds[index + 3] == .number,
        words[index + 3].utf8.count == 2
      else { continue }
      return words[..<index] + ["\(words[index + 1]).\(words[index + 3])", words[index]] + words[(index + 4)...]
    }
    return words
  }

  /// `1_500` for `1 500`.
  private var withGroupedDigits: [String] {
    var result: [String] = []
    for (index, word) in words.enumerated() {
      let isGroup = kinds[index] == .number && word.utf8.count == 3
      // `500 500` is written twice, or one number.
      if isGroup, index > 0, words[index - 1] == word { return words }
      if isGroup, index > 0, kinds[index - 1] == .number {
        result[result.count - 1] += "_\(word)"
      } else {
        result.append(word)
      }
    }
    return result
  }

  /// `12.5` for `12,5`
  private var withDecimalPoint: [String] {
    var result: [String] = []
    for (index, word) in words.enumerated() {
      if index > 1, kinds[index] == .number, words[index - 1] == ",", tight.contains(index - 1),
        kinds[index - 2] == .number, word.utf8.count < 3
      {
        result.removeLast()
        result[result.count - 1] += ".\(word)"
      } else {
        result.append(word)
      }
    }
    return result
  }

  private static let zeros = [
    "hundred": 2, "hundert": 2, "thousand": 3, "tausend": 3, "tsd": 3, "mille": 3, "mil": 3, "million": 6,
    "millions": 6, "mio": 6, "millionen": 6,
  ]

  /// `1_500_000` for `1.5 million`, `10_000` for `ten thousand`
  private var withNumbersWrittenOut: [String] {
    var result: [String] = []
    var read = 0
    for (index, word) in words.enumerated() where index >= read {
      if let (value, count) = Numerals.read(words[index...]), count > 1 || isBeforeUnit(index) {
        result.append(Numerals.figures(value))
        read = index + count
        continue
      }
      let number = index > 0 ? Parser.numerals[words[index - 1]].map { "\($0)" } ?? words[index - 1] : ""
      let parts = number.split(separator: ".", omittingEmptySubsequences: false)
      guard let zeros = ReadingLine.zeros[word.lowercased()], kinds[index] == .word, parts.count < 3,
        parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 3 && $0.allSatisfy(\.isNumber) })
      else {
        result.append(word)
        continue
      }
      let decimals = parts.count == 2 ? String(parts[1]) : ""
      let digits = String(parts[0]) + decimals + String(repeating: "0", count: zeros - decimals.utf8.count)
      result[result.count - 1] = ReadingLine.grouped(digits)
    }
    return result
  }

  /// Whether a currency stands behind a word.
  private func isBeforeUnit(_ index: Int) -> Bool {
    kinds[index] == .word && index + 1 < words.count && kinds[index + 1] == .word && Currency(words[index + 1]) != nil
  }

  /// Digits in groups of three.
  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append("_") }
      result.append(digit)
    }
    return result
  }

  /// `10%` for `10 percent` and `ten percent`
  private var withPercentSigns: [String] {
    var result: [String] = []
    for (index, word) in words.enumerated() {
      let isSign = index > 0 && ["percent", "pct", "prozent"].contains(word.lowercased())
      if isSign, kinds[index - 1] == .number {
        result[result.count - 1] += "%"
      } else if isSign, let (value, _) = Numerals.read(words[(index - 1)..<index]) {
        result[result.count - 1] = "\(value)%"
      } else {
        result.append(word)
      }
    }
    return result
  }

  private static let hours = ["hour": 1, "hours": 1, "day": 24, "days": 24, "week": 168, "weeks": 168]

  /// `17 days` for `2 weeks and 3 days`
  private var withOneTime: [String] {
    for place in words.indices.dropLast(4) where kinds[place] == .number && kinds[place + 3] == .number {
      guard let first = Int(words[place]), let second = Int(words[place + 3]), max(first, second) < 10_000,
        ["and", "+", ","].contains(words[place + 2]), let unit = ReadingLine.hours[words[place + 1]],
        let other = ReadingLine.hours[words[place + 4]], unit > other
      else { continue }
      let count = first * unit / other + second
      return words[..<place] + ["\(count)", words[place + 4]] + words[(place + 5)...]
    }
    return words
  }

  /// `2026-12-31` for `December 31, 2026` and `31 December 2026`.
  private var withDatesInFigures: [String] {
    var result = words
    for (index, word) in words.enumerated().reversed() where kinds[index] == .word {
      guard let month = Parser.month(word) else { continue }
      let behind = words[(index + 1)...].prefix(3).filter { $0 != "," }
      if let day = day(behind.first), let year = year(behind.dropFirst().first) {
        guard CalendarDate(Parser.figures(year, month, day)) != nil else { return words }
        let length = behind.count == 3 || words[index + 2] == "," ? 4 : 3
        result.replaceSubrange(index..<index + length, with: [Parser.figures(year, month, day)])
      } else if index > 0, let day = day(words[index - 1]), let year = year(behind.first) {
        guard CalendarDate(Parser.figures(year, month, day)) != nil else { return words }
        result.replaceSubrange(index - 1..<index + 2, with: [Parser.figures(year, month, day)])
      }
      return result
    }
    return result
  }

  private func day(_ word: String?) -> Int? { word.flatMap { Int($0) }.flatMap { (1...31).contains($0) ? $0 : nil } }

  private func year(_ word: String?) -> Int? {
    word.flatMap { Int($0) }.flatMap { (1971...2199).contains($0) ? $0 : nil }
  }

  /// `go to active` for `GO TO ACTIVE`.
  private var inSmallLetters: [String] {
    words.indices.map { kinds[$0] == .word && Currency(words[$0]) == nil ? words[$0].lowercased() : words[$0] }
  }

  /// `version 2` for `v2`.
  private var withVersion: [String] {
    guard words.first == "workflow", let last = words.last, last.hasPrefix("v") else { return words }
    let number = String(last.dropFirst().prefix { $0 != "." })
    return Int(number) == nil ? words : words.dropLast() + ["version", number]
  }

  // MARK: One word too many

  private static let fillers: Set = [
    ":", ",", "the", "a", "an", "please", "then", "do", "also", "just", "now", "only", "immediately", "directly",
    "automatically", "always", "both", "either", "and", "is", "for", "to", "of", "or", "stage", "stages", "code",
  ]

  /// The line without a word that the language can do without.
  var withoutOneWord: [ReadingCandidate] {
    words.indices.filter { $0 > 0 && isFiller($0) && !leadsNowhere(without: $0) }.map { index in
      let name =
        words[index] == ":"
        ? "no colon stands here" : words[index] == "," ? "no comma stands here" : "`\(words[index])` is not needed here"
      return ReadingCandidate(title: name, words: Array(words[..<index] + words[(index + 1)...]))
    }
  }

  /// Whether what a line would go to without a word is no stage.
  private func leadsNowhere(without index: Int) -> Bool {
    let line = words[..<index] + words[(index + 1)...]
    guard let place = line.indices.dropLast(2).first(where: { line[$0] == "go" && line[$0 + 1] == "to" }) else {
      return false
    }
    return !stages.contains(line[place + 2].split(separator: ".").last.map(String.init) ?? "")
  }

  /// A field of money knows its currency.
  private func isFiller(_ index: Int) -> Bool {
    if kinds[index] == .word, Currency(words[index]) != nil {
      return fields.contains(words[index - 1]) || words[index - 1].hasPrefix("event.")
    }
    // `less than or limit`: what was meant to be equal is missing.
    if words[index] == "or", ["than", "least", "most"].contains(words[index - 1]) { return false }
    return ReadingLine.fillers.contains(words[index])
  }
}
