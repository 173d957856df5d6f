/// Texts in quotes, and characters that cannot be seen.
extension Lexer {
  mutating func lexText(closing: [UInt8]) {
    var end = position + (closing.count == 1 ? 1 : 3)
    while end < bytes.count, !isLineBreak(end) {
      if bytes[end] == UInt8(ascii: "\\"), end + 1 < bytes.count, !isLineBreak(end + 1) {
        end += 2
      } else if bytes[end] == 34 || (closing.count == 3 && isSmartQuote(end)) {
        let length = bytes[end] == 34 ? 1 : 3
        finishText(end + length)
        return
      } else {
        end += 1
      }
    }
    end = min(end, bytes.count)
    if closesWithSmartQuote(end) {
      let quote = end - 3..<end
      report(
        .foreignWord, "texts stand in straight quotes", quote, "a typographic quote", help: ["write `\"`"],
        fixes: [fix(.safe, quote, "\"")])
      return append(.text, end - position)
    }
    let smart = (position + 1..<max(position + 1, end - 3)).first { isSmartQuote($0) }
    if closing.count == 1, let smart, position..<smart + 3 != position..<end {
      report(
        .unclosedText, "this text has no closing quote", position..<end, "the line ends first",
        help: ["write `\"` in the place of `\(source.text(smart..<smart + 3))`, if the text ends there"],
        fixes: [fix(.maybe, smart..<smart + 3, "\"")])
      return append(.text, end - position)
    }
    report(
      .unclosedText, "this text has no closing quote", position..<end, "the line ends first",
      help: ["end the text with `\"` on the same line"],
      fixes: [fix(.maybe, end..<end, "\"")])
    append(.text, end - position)
  }

  /// `"late”`: whether the text at the cursor, which no straight quote closes, has one other quote at its end.
  private func closesWithSmartQuote(_ end: Int) -> Bool {
    guard end - 3 > position, isSmartQuote(end - 3) else { return false }
    return !(position + 1..<end - 3).contains { isSmartQuote($0) || bytes[$0] == 92 }
  }

  mutating func finishText(_ end: Int) {
    if end - position > Lexer.textBytesMax {
      report(
        .tooLong, "a text has at most 64 KiB", position..<end, "\(end - position) bytes",
        help: ["shorten it, or move it into a template"])
    }
    reportHidden(in: position..<end)
    append(.text, end - position)
  }

  func isSmartQuote(_ at: Int) -> Bool {
    guard at + 2 < bytes.count, bytes[at] == 0xE2, bytes[at + 1] == 0x80 else { return false }
    return (0x9C...0x9F).contains(bytes[at + 2])
  }

  /// Bidirectional controls can make a line read differently from what it says: they are errors everywhere.
  mutating func reportHidden(in range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte < 32 && byte != 9 || byte == 127 {
        if (11...12).contains(byte) {
          report(lineEnd: UInt32(byte), index..<index + 1)
        } else {
          report(hidden: UInt32(byte), index..<index + 1)
        }
      } else if byte >= 0x80 {
        let (scalar, length) = scalarAt(index)
        index += isHidden(scalar) ? reportHidden(index, scalar) : length
        if scalar == 0x1F3F4 { index = endOfFlag(index) }
        continue
      }
      index += 1
    }
  }

  /// A run of one hidden character is one mistake; how many bytes it has.
  mutating func reportHidden(_ index: Int, _ scalar: UInt32) -> Int {
    let end = endOfRun(index, scalar)
    let isLineEnd = scalar == 0x85 || (0x2028...0x2029).contains(scalar)
    isLineEnd ? report(lineEnd: scalar, index..<end) : report(hidden: scalar, index..<end)
    return end - index
  }

  /// Other programs show a line break here: what follows may be meant as a line of its own.
  private mutating func report(lineEnd scalar: UInt32, _ range: Range<Int>) {
    let isInText = position < range.lowerBound && (bytes[position] == 34 || isSmartQuote(position))
    report(
      .hiddenCharacter, "a line break of another program stands here (\(codePoint(scalar)))", range,
      isInText ? "not seen here" : "one line, or two?",
      help: [
        isInText
          ? "write a blank in its place; a text stands on one line"
          : "press Return in its place if what follows is a line of its own, or write a blank if it is not"
      ], fixes: [fix(.maybe, range, isInText ? " " : "\n")])
  }

  /// Where a run of one character ends.
  func endOfRun(_ start: Int, _ scalar: UInt32) -> Int {
    var end = start
    let isTag = isTag(scalar)
    while end < bytes.count, bytes[end] == bytes[start] {
      let (next, length) = scalarAt(end)
      guard next == scalar || isTag && self.isTag(next) else { break }
      end += length
    }
    return end
  }

  /// Letters that cannot be seen: text for machines.
  private func isTag(_ scalar: UInt32) -> Bool { scalar == 0xE0001 || (0xE0020...0xE007F).contains(scalar) }

  /// Where the tags end that make a black flag the flag of Scotland or Wales; the place itself where none do.
  private func endOfFlag(_ start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == 0xF3 {
      let (scalar, length) = scalarAt(end)
      guard isTag(scalar), end - start < 32 else { return start }
      end += length
      if scalar == 0xE007F { return end }
    }
    return start
  }

  private mutating func report(hidden scalar: UInt32, _ range: Range<Int>) {
    report(
      .hiddenCharacter, "a character that cannot be seen stands here (\(codePoint(scalar)))", range,
      "hidden character", help: ["delete it; it can make a line read differently from what it says"],
      fixes: [fix(.safe, range, "")])
  }

  func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0x9F, 0x00AD, 0x061C, 0x180E, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    // Fillers and marks that join nothing to nothing.
    case 0x034F, 0x115F...0x1160, 0x17B4...0x17B5, 0x3164, 0xFFA0, 0xFFF9...0xFFFB: true
    // What Unicode keeps from ever being a character.
    case 0xFDD0...0xFDEF: true
    default: scalar & 0xFFFE == 0xFFFE || isTag(scalar)
    }
  }

  func scalarAt(_ index: Int) -> (UInt32, Int) {
    let first = UInt32(bytes[index])
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = length == 1 ? first : first & (0xFF >> UInt32(length + 1))
    for offset in 1..<max(length, 1) where index + offset < bytes.count {
      value = value << 6 | UInt32(bytes[index + offset]) & 63
    }
    return (value, length)
  }

  func codePoint(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
