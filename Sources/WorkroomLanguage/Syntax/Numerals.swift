/// Numbers in words: `five`, `seventy-five`, `two thousand five hundred`.
enum Numerals {
  private static let ones: [String: Int] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
  ]
  private static let tens: [String: Int] = [
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
  ]
  private static let powers: [String: Int] = ["thousand": 1_000, "million": 1_000_000]

  /// More words make no number that anybody writes out.
  static let wordsMax = 12

  /// The number that some words begin with, and how many of them it takes; a hyphen is a word of its own.
  static func read(_ words: some Sequence<String>) -> (value: Int, count: Int)? {
    let words = words.prefix(wordsMax).map { $0.lowercased() }
    var (sum, group, used) = (0, 0, 0)
    var last = Int.max
    var index = 0
    while index < words.count {
      let word = words[index]
      let isJoint = word == "and" || word == "-"
      // `two hundred and five hundred` are two numbers.
      let isSecond = group >= 100 && index + 2 < words.count && words[index + 2] == "hundred"
      if isJoint, !isSecond, used > 0, index + 1 < words.count, joins(words[index + 1], group, word == "-") {
        index += 1
        continue
      }
      if index == 0, let figures = Int(word), (1..<1000).contains(figures), words.count > 1, isPower(words[1]) {
        group = figures
      } else if sum > 0, group == 0, let figures = Int(word), (1..<1000).contains(figures),
        index + 1 >= words.count || powers[words[index + 1]] == nil
      {
        // `2 thousand 500`
        group = figures
      } else if let ten = tens[word], group % 100 == 0 {
        group += ten
      } else if let one = ones[word], group % 100 == 0 || one < 10 && group % 100 > 19 && group % 10 == 0 {
        group += one
      } else if word == "hundred", (1..<100).contains(group) {
        group *= 100
      } else if ["a", "an"].contains(word), used == 0, index + 1 < words.count, isPower(words[index + 1]) {
        group = 1
      } else if let power = powers[word], group > 0, power < last {
        (sum, group, last) = (sum + group * power, 0, power)
      } else {
        break
      }
      index += 1
      used = index
    }
    let value = sum + group
    return used > 0 && value > 0 && !(used == 1 && ["a", "an"].contains(words[0])) ? (value, used) : nil
  }

  /// Whether a number in words may hold a word.
  static func isPart(_ word: String) -> Bool { ones[word] != nil || tens[word] != nil || isPower(word) }

  /// The letter that is short for thousands or millions in words, empty for others.
  static func letter(_ word: String?) -> String { word == "thousand" ? "k" : word == "million" ? "M" : "" }

  private static func isPower(_ word: String) -> Bool { word == "hundred" || powers[word] != nil }

  /// Whether a number goes on behind `and` or a hyphen.
  private static func joins(_ next: String, _ group: Int, _ isHyphen: Bool) -> Bool {
    if isHyphen, isPower(next) { return group > 0 }
    if isHyphen { return group % 100 > 19 && group % 10 == 0 && ones[next].map { $0 < 10 } ?? false }
    return group % 100 == 0 && (ones[next] != nil || tens[next] != nil)
  }

  /// A number with decimals that nobody takes for thousands: `10` for `10.000`, `1.5` for `1.500`, `1.2340` for `1.234`.
  static func decimal(_ whole: String, _ decimals: String) -> String {
    let rest = decimals.prefix(
      (decimals.lastIndex { $0 != "0" }.map { decimals.distance(from: decimals.startIndex, to: $0) } ?? -1) + 1)
    return rest.isEmpty ? whole : "\(whole).\(rest)\(rest.utf8.count == 3 ? "0" : "")"
  }

  /// A number as it is written: `75`, `1_500`.
  static func figures(_ value: Int) -> String {
    let digits = String(value)
    guard digits.count > 3 else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append("_") }
      result.append(digit)
    }
    return result
  }
}

extension Parser {
  /// `seventy-five USD`, `ten percent`, `two weeks`: numbers in words before a unit, a currency or `percent`.
  mutating func reportsNumeral() -> Bool {
    mayBeginNumeral && reportsNumeralHere()
  }

  private mutating func reportsNumeralHere() -> Bool {
    let tokens = lines.significant[at..<lineEnd].prefix(Numerals.wordsMax + 1)
    guard let (value, count) = Numerals.read(tokens.map { tree.text($0) }) else { return false }
    guard let unit = peekToken(count), tree.tokens[unit].kind == .word, isNumeralsUnit(unit) else {
      return reportsPlainNumeral(value, tokens.prefix(count))
    }
    let isPercent = ["percent", "pct"].contains(tree.text(unit))
    // `a month and a half`: two parts that only their author can add up.
    if peekWord(count + 1) == .and, peekToken(count + 2).map({ ["a", "half", "one"].contains(tree.text($0)) }) == true {
      return false
    }
    let last = isPercent ? unit : tokens[tokens.startIndex + count - 1]
    let written = Numerals.figures(value) + (isPercent ? "%" : "")
    let isJoined = (value >= 100 || tree.text(last) == "dozen") && followsSmallNumber()
    fail(
      .unexpectedWord, "numbers are written with digits", to: last, label: "write `\(written)`",
      help: ["write `\(written)\(isPercent ? "" : " \(tree.text(unit))")`\(isJoined ? Parser.bothInThousands : "")"],
      fixes: isJoined ? [] : [Diagnostic.Fix(safety: .safe, edits: [(tree.span(token, last), written)])],
      mayMean: isJoined || tree.tokens[previous].word == .once)
    return true
  }

  /// Whether the word at the cursor could begin a number in words, which is asked of every value: by its letters alone.
  @inline(__always)
  private var mayBeginNumeral: Bool {
    if kind == .number { return peekKind(1) == .word && peekWord(1) == .name && begins(with: "htm", peekToken(1)) }
    return kind == .word && word == .name && tree.tokens[token].range.count <= "seventeen".utf8.count
      && begins(with: "aefnost", token)
  }

  @inline(__always)
  func begins(with letters: StaticString, _ token: Int?) -> Bool {
    guard let token else { return false }
    let first = tree.source.bytes[tree.tokens[token].range.lowerBound] | 0x20
    for place in 0..<letters.utf8CodeUnitCount where letters.utf8Start[place] == first { return true }
    return false
  }

  static let bothInThousands = ", and the number before it in the same way if both are meant so"

  /// `between 10 and 50 thousand`: whether a number below a thousand is joined to the one at the cursor.
  func followsSmallNumber() -> Bool {
    let line = lines.significant[lines.ranges[line].lowerBound..<at]
    guard let joint = line.last else { return false }
    let (kind, word) = (tree.tokens[joint].kind, tree.tokens[joint].word)
    guard kind == .comma || kind == .word && [.and, .or, .to].contains(word) else { return false }
    if let before = line.dropLast().last, tree.tokens[before].kind == .word,
      Numerals.read([tree.text(before)]) != nil
    {
      return true
    }
    guard let last = line.last(where: { tree.tokens[$0].kind == .number })
    else { return false }
    return tree.tokens[last].range.count < 4
  }

  private func isNumeralsUnit(_ unit: Int) -> Bool {
    ["percent", "pct"].contains(tree.text(unit)) || isUnit(unit) || isCurrencyShaped(unit)
  }

  /// `five thousand two hundred`, `20 thousand`: several words of one number without a unit, which no names stand for.
  private mutating func reportsPlainNumeral(_ value: Int, _ words: Slice<Places>) -> Bool {
    // `twenty-five` may be a name, `twenty-five hundred` is none.
    guard words.count > 1, let last = words.last,
      words.count > 3 || !words.contains(where: { tree.tokens[$0].kind == .minus })
    else { return false }
    let written = Numerals.figures(value)
    // `20 thousand-30 thousand` is a range.
    let isRange = peekKind(words.count) == .minus
    let isJoined = (value >= 100 || tree.text(last) == "dozen") && followsSmallNumber()
    fail(
      .unexpectedWord, "numbers are written with digits", to: last, label: "write `\(written)`",
      help: ["write `\(written)`\(isJoined ? Parser.bothInThousands : "")"],
      fixes: isRange || isJoined ? [] : [Diagnostic.Fix(safety: .safe, edits: [(tree.span(token, last), written)])],
      mayMean: isRange || isJoined || tree.tokens[previous].word == .once)
    return true
  }
}
