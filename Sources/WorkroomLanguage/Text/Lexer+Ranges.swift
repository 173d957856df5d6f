import WorkroomValues

/// Two limits with a dash between them, of which one is a number as only people write it: `10k-20k`, `ten-twenty`.
/// Put right one by one, they would become a subtraction.
extension Lexer {
  /// One side of a range.
  private struct Side {
    var end: Int
    /// As the language writes it, without its unit.
    var number: String
    /// `USD` or `%`, empty where there is none.
    var unit = ""
    /// Whether the language writes it in another way, or says thousands or millions of it in short.
    var isOdd = false
    var power = ""

    func whole(_ other: Side) -> String {
      let unit = unit.isEmpty ? other.unit : unit
      return unit.isEmpty || unit == "%" ? number + unit : "\(number) \(unit)"
    }
  }

  /// Whether a range stood at the cursor that only a person can read; what it says is told, and nothing is repaired.
  mutating func lexRange() -> Bool {
    guard let low = side(position), let sign = dash(low.end), let high = side(sign) else { return false }
    // `5 USD–10 USD`: a long dash behind an amount is no minus.
    let isLong = bytes[low.end] == 0xE2
    let isDotted = isDottedDash(low.end)
    guard low.isOdd || high.isOdd || isDotted || isLong && !low.unit.isEmpty else { return false }
    let range = position..<high.end
    let ends = dash(high.end) == nil && (high.end >= bytes.count || !isWordByte(bytes[high.end]))
    guard ends, !isDeclared(low, high) else { return false }
    let isCondition = isInCondition || lineSoFar.contains { $0.kind == .word && $0.word == .is || $0.kind.compares }
    let (first, last) = (low.whole(high), high.whole(low))
    // `10-20k`: whether the first one is in thousands as well is not said.
    let isShort = low.power.isEmpty && !high.power.isEmpty && low.number.utf8.count < 4 && low.number != "0"
    let larger = isShort ? Side(end: 0, number: Lexer.meantNumber(low.number + high.power), unit: low.unit) : nil
    let help: String
    if isCondition {
      help =
        "write `is between \(larger.map { $0.whole(high) } ?? first) and \(last)`"
        + (larger == nil ? "" : ", or `is between \(first) and \(last)`")
    } else {
      let either = [larger?.whole(high), first, last].compactMap { $0.map { "`\($0)`" } }
      help = "write one of the limits, which is the one that counts: \(either.joined(separator: " or "))"
    }
    report(.strangeCharacter, "a range is written with words", range, "from here to there", help: [help])
    append(.number, range.count)
    return true
  }

  /// Whether a word may be the first limit of a range: a dash stands right behind it.
  func mayBeRange(_ word: Range<Int>) -> Bool {
    guard word.upperBound < bytes.count, word.count < 12 else { return false }
    return bytes[word.upperBound] == 45 || bytes[word.upperBound] == 0xE2
  }

  /// Whether a number whose digits end here may be the first limit of a range: a dash stands behind it, or behind its
  /// currency.
  func mayBeRange(behind digits: Int) -> Bool {
    var end = digits
    while end < bytes.count, isWordByte(bytes[end]) || isGroupingSign(bytes[end]) || bytes[end] == UInt8(ascii: "%") {
      end += 1
    }
    if end + 4 < bytes.count, bytes[end] == 32, !isDash(end + 1) { end += 4 }
    if end + 2 < bytes.count, bytes[end] == 32 { end += 1 }
    return end < bytes.count && isDash(end)
  }

  /// Whether a minus or what may be a long dash stands at a place.
  private func isDash(_ place: Int) -> Bool {
    bytes[place] == 45 || bytes[place] == 0xE2
  }

  private func isGroupingSign(_ byte: UInt8) -> Bool { byte == 39 || byte == 44 || byte == 46 }

  /// Whether both sides are names that lines of this file begin with, as declarations do.
  private mutating func isDeclared(_ low: Side, _ high: Side) -> Bool {
    guard !isDigit(position) else { return false }
    return firstWords.contains(source.text(position..<low.end).lowercased())
  }

  /// What stands behind the dash at a place, which may have a blank on either side.
  private func dash(_ place: Int) -> Int? {
    guard place + 2 < bytes.count, bytes[place] == 32 else { return joinedDash(place) }
    return joinedDash(place + 1).flatMap { $0 < bytes.count && bytes[$0] == 32 ? $0 + 1 : nil }
  }

  /// `7.-10`, `100,-200`: a dash behind what ends a number in writing.
  private func isDottedDash(_ place: Int) -> Bool {
    place + 2 < bytes.count && [44, 46].contains(bytes[place]) && bytes[place + 1] == 45 && isDigit(place + 2)
  }

  private func joinedDash(_ place: Int) -> Int? {
    guard place < bytes.count else { return nil }
    if isDottedDash(place) { return place + 2 }
    if bytes[place] == 45, place + 1 < bytes.count, bytes[place + 1] != 45 { return place + 1 }
    return bytes[place...].starts(with: [0xE2, 0x80, 0x93]) || bytes[place...].starts(with: [0xE2, 0x80, 0x94])
      ? place + 3 : nil
  }

  private func side(_ start: Int) -> Side? {
    guard start < bytes.count else { return nil }
    var side = isDigit(start) ? figures(start) : numeral(start)
    guard side != nil else { return nil }
    let end = side!.end
    if end < bytes.count, bytes[end] == UInt8(ascii: "%") {
      (side!.unit, side!.end) = ("%", end + 1)
    } else if end + 4 <= bytes.count, bytes[end] == 32, end + 4 == bytes.count || !isWordByte(bytes[end + 4]),
      Currency(source.text(end + 1..<end + 4)) != nil
    {
      (side!.unit, side!.end) = (source.text(end + 1..<end + 4), end + 4)
    }
    return side
  }

  /// `10`, `10k`, `1,5k`, `10,000`
  private func figures(_ start: Int) -> Side? {
    var end = start
    var isGrouped = false
    while end < bytes.count, end - start < 20 {
      let isComma = bytes[end] == 44 && end + 1 < bytes.count && isDigit(end + 1)
      if isComma, !isGroup(end + 1), !endsInThousands(end + 1) { return nil }
      let isSign = [39, 46, 95].contains(bytes[end]) && end + 1 < bytes.count && isDigit(end + 1)
      guard isDigit(end) || isComma || isSign else { break }
      isGrouped = isGrouped || isComma || bytes[end] == 39
      end += 1
    }
    let short = short(end)
    let last = short == nil ? end : end + 1
    guard last >= bytes.count || !isWordByte(bytes[last]), !isDate(start..<end) else { return nil }
    return Side(
      end: last, number: Lexer.meantNumber(source.text(start..<last)), isOdd: isGrouped || short != nil,
      power: short ?? "")
  }

  /// `5.3.2026`: groups of digits that are no thousands.
  private func isDate(_ range: Range<Int>) -> Bool {
    let groups = bytes[range].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return groups.count > 2 && groups.dropFirst().contains { $0.count != 3 }
  }

  /// `ten`, `20 thousand`
  private func numeral(_ start: Int) -> Side? {
    var words: [String] = []
    var (place, end) = (start, start)
    while words.count < Numerals.wordsMax {
      var last = place
      while last < bytes.count, isWordByte(bytes[last]), last - place < 12 { last += 1 }
      let word = source.text(place..<last).lowercased()
      guard last > place, Numerals.isPart(word) else { break }
      words.append(word)
      end = last
      guard end < bytes.count, bytes[end] == 32 || isJoint(place, end) else { break }
      if bytes[end] == 45 { words.append("-") }
      place = end + 1
    }
    while words.last == "-" { words.removeLast() }
    guard let (value, count) = Numerals.read(words), count == words.count else { return nil }
    return Side(end: end, number: Numerals.figures(value), isOdd: true, power: Numerals.letter(words.last))
  }

  /// Whether the hyphen behind a word makes one number of it and the next: `twenty-five`.
  private func isJoint(_ start: Int, _ end: Int) -> Bool {
    guard bytes[end] == 45 else { return false }
    var last = end + 1
    while last < bytes.count, isWordByte(bytes[last]), last - end < 12 { last += 1 }
    let words = [source.text(start..<end), "-", source.text(end + 1..<last)]
    return Numerals.read(words)?.count == 3
  }

  /// The letter that says thousands or millions at a place.
  func short(_ place: Int) -> String? {
    guard place < bytes.count, [75, 77, 107, 109].contains(bytes[place]),
      place + 1 >= bytes.count || !isWordByte(bytes[place + 1])
    else { return nil }
    return source.text(place..<place + 1)
  }

  private func endsInThousands(_ start: Int) -> Bool {
    var end = start
    while end < bytes.count, isDigit(end), end - start < 4 { end += 1 }
    return short(end) != nil
  }

  // MARK: What a number means

  /// `1,5k`, `1.5k`, `2.5M`: a number in thousands or millions with decimals; true where one stood here.
  mutating func lexShortDecimals(_ digits: Int) -> Bool {
    guard digits + 1 < bytes.count, [44, 46].contains(bytes[digits]), isDigit(digits + 1) else { return false }
    var end = digits + 1
    while end < bytes.count, isDigit(end), end - digits < 5 { end += 1 }
    guard let letter = short(end), end - digits < 5 else { return false }
    let range = position..<end + 1
    let meant = Lexer.meantNumber(source.text(range))
    guard meant != source.text(range) else { return false }
    // Three digits behind the sign may be a group as well.
    let decimals = source.text(digits + 1..<end)
    let isGroup = decimals.utf8.count == 3
    let grouped = Lexer.meantNumber("\(source.text(position..<digits))\(decimals)\(letter)")
    let isList = bytes[digits] == 44 && isInList(range)
    let small = isGroup || isList ? nil : smallNumberBefore()
    let isSmall = small != nil || mayBeMetres(letter, end + 1)
    let help =
      isGroup
      ? "write `\(meant)` or `\(grouped)`"
      : "write `\(meant)`" + (isList ? ", or a blank behind the comma of a list" : "")
        + otherMeanings(small, letter, end + 1, source.text(position..<end))
    report(
      .badLiteral, "numbers are written out", range,
      isGroup
        ? "a point, or thousands?" : "short for \(letter.lowercased() == "k" ? "thousands" : "millions")",
      help: [help], fixes: isGroup || isList ? [] : [fix(isSmall ? .maybe : .safe, range, meant)])
    append(.number, range.count)
    return true
  }

  /// `1/2 of price`: a share as a fraction; true where one stood here.
  mutating func lexFraction() -> Bool {
    var end = position
    while end < bytes.count, isDigit(end) { end += 1 }
    let slash = end
    guard slash < bytes.count, bytes[slash] == UInt8(ascii: "/"), slash - position < 4 else { return false }
    end += 1
    while end < bytes.count, isDigit(end), end - slash < 5 { end += 1 }
    if lexMixedFraction(slash, end) { return true }
    let name = wordBehind(end) == .of ? nil : nameBehind(end)
    // `fee percent default 1/2`
    let isPercentage = endsLine(end) && lineSoFar.contains { source.text($0.range) == "percent" }
    guard wordBehind(end) == .of || name != nil || isPercentage, let count = Int(source.text(position..<slash)),
      let over = Int(source.text(slash + 1..<end)), let (share, isExact) = Parser.percentage(count, over)
    else { return false }
    let range = position..<end
    let isSafe = isExact && name == nil
    report(
      .foreignWord, "a share is written in percent", range, "a fraction", notes: isExact ? [] : [Parser.inexact],
      help: ["write `\(share)\(name.map { " of \($0)" } ?? "")`"],
      fixes: [fix(isSafe ? .safe : .maybe, range, name == nil ? share : "\(share) of")])
    append(.percent, range.count)
    return true
  }

  /// `1 1/2 days`: a number with a fraction behind it, whose slash and end are known.
  private mutating func lexMixedFraction(_ slash: Int, _ end: Int) -> Bool {
    guard let whole = tokens.last, whole.kind == .number, tokens.count > lineStart,
      whole.range.upperBound + 1 == position,
      let count = Int(source.text(position..<slash)), let over = Int(source.text(slash + 1..<end)), count > 0,
      count < over,
      over < 1_000, source.text(whole.range).allSatisfy(\.isNumber)
    else { return false }
    let range = whole.range.lowerBound..<end
    let millionths = count * 1_000_000 / over
    var decimals = String(1_000_000 + millionths).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    let isExact = count * 1_000_000 % over == 0
    let written = "\(source.text(whole.range)).\(isExact ? decimals : decimals.prefix(2))"
    report(
      .foreignWord, "parts of a number stand behind a point", range, "a fraction",
      help: ["write `\(written)`\(isExact ? "" : ", or with more decimals")"],
      fixes: isExact ? [fix(.maybe, range, written)] : [])
    tokens.removeLast()
    position = range.lowerBound
    append(.number, range.count)
    return true
  }

  /// The name behind a place and some blanks, where a share may be taken of it: no unit and no word of the language.
  private func nameBehind(_ place: Int) -> String? {
    let start = behindBlanks(place)
    guard wordBehind(place) == .name, start > place else { return nil }
    var end = start
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == 46 { end += 1 }
    let name = source.text(start..<end)
    return Parser.unitMeant(by: name) == nil && Currency(name) == nil ? name : nil
  }

  /// `7 days` for `7d`
  private static func withUnit(_ written: String) -> String? {
    let digits = written.prefix { $0.isNumber || $0 == "." || $0 == "_" }
    guard digits.endIndex < written.endIndex else { return nil }
    let letters = written[digits.endIndex...]
    guard letters.allSatisfy(\.isLetter), letters.utf8.count > 1 || !"kKmM".contains(letters),
      let unit = Parser.unitMeant(by: String(letters))
    else { return nil }
    return unit == "%" ? "\(digits)%" : "\(digits) \(unit)"
  }

  /// A number as the language writes it: `10_000` for `10k`, `12_000` for `12,000`, `1_000.50` for `1.000,50`. What is none,
  /// or means nothing else, is given back.
  static func meantNumber(_ written: String) -> String {
    // Nearly all are written as the language writes them.
    if written.utf8.allSatisfy({ $0 &- 48 < 10 || $0 == 95 }) { return written }
    let bytes = Array(written.utf8)
    guard let last = bytes.last, let first = bytes.first, first &- 48 < 10 else { return written }
    if let unit = withUnit(written) { return unit }
    let zeros = [107: 3, 75: 3, 109: 6, 77: 6][last] ?? 0
    guard zeros > 0 || bytes.contains(where: { $0 == 44 || $0 == 39 }) else { return written }
    guard bytes.dropLast(zeros > 0 ? 1 : 0).allSatisfy({ $0 &- 48 < 10 || [39, 44, 46, 95].contains($0) }) else {
      return written
    }
    guard zeros > 0 else { return plainAmount(written) }
    let number = written.dropLast().map { $0 == "," ? "." : $0 == "'" ? "_" : $0 }
    guard let scaled = Scaled.parse(String(number), decimals: 6), scaled < 1_000_000_000_000_000 else { return written }
    let value = zeros == 3 ? Int128(scaled) * 1_000 : Int128(scaled) * 1_000_000
    guard value % 1_000_000 == 0, let whole = Int(exactly: value / 1_000_000) else { return written }
    return Numerals.figures(whole)
  }
}

extension Token.Kind {
  /// Whether it is a sign that compares.
  var compares: Bool { [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(self) }
}
