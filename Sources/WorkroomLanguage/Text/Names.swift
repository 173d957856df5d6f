/// The words and names of a text, each kept once and told by a number.
///
/// Words of the language have the number of their `Word`, so that one look tells a name from a clause word. What a name
/// says is made into a text once, however often it stands in the file.
package struct Names: Sendable {
  private struct Entry {
    var mark: Mark
    /// Where its letters end among all.
    var end: UInt32
    /// The word of the language that it is.
    var word: Word
    /// Of a name in capitals the word of the language that it would be in small letters.
    var meant: Word
    var isDotted: Bool
    /// Of `event.rate` where the part behind the dot stands among `payloads`, of others 0.
    var payload: UInt32
    var text: String
  }

  /// By number; the first stands for what is no word.
  private var entries: [Entry] = []
  private var payloads = [""]
  /// The letters of all names, one after the other.
  private var bytes: [UInt8] = []
  /// Numbers by hash, with linear probing; 0 is free. Its count is a power of two.
  private var slots = [UInt32](repeating: 0, count: 512)
  /// Names that found no place among the slots nearby: few, unless somebody chose them to be in each other's way.
  private var crowded: [String: UInt32] = [:]

  static let probesMax = 32

  /// Nothing but the words of the language.
  static let words: Names = {
    var names = Names()
    for word in Word.allCases {
      let spelling = word == .name ? [] : Array(word.spelling.utf8)
      names.add(spelling, 0..<spelling.count, Mark(spelling), meant: .name)
    }
    return names
  }()

  /// The word of the language with a number.
  static func word(_ number: UInt32) -> Word {
    number < Word.equals.rawValue ? Word(rawValue: UInt8(number)) ?? .name : .name
  }

  /// The word of the language that is spelled so.
  static func word(_ spelling: [UInt8]) -> Word {
    words.find(spelling, 0..<spelling.count, Mark(spelling)).map(word) ?? .name
  }

  /// The word of the language that a name is.
  @inline(__always)
  func word(at number: UInt32) -> Word { entries[Int(number)].word }

  /// The word of the language that a name in capitals would be in small letters; `name` if there is none.
  @inline(__always)
  func meant(_ number: UInt32) -> Word { entries[Int(number)].meant }

  /// The part behind `event.`, of a name that begins so.
  func payload(_ number: UInt32) -> String? {
    let payload = Int(entries[Int(number)].payload)
    return payload == 0 ? nil : payloads[payload]
  }

  /// What a name says.
  @inline(__always)
  func text(_ number: UInt32) -> String { entries[Int(number)].text }

  /// All that is kept, the words of the language among it.
  var texts: [String] { entries.map(\.text) }

  /// Whether a name has parts.
  func isDotted(_ number: UInt32) -> Bool { entries[Int(number)].isDotted }

  /// The number of a name, new or known, by its place in a text and its mark.
  @inline(__always)
  mutating func number(_ text: [UInt8], _ range: Range<Int>, _ mark: Mark) -> UInt32 {
    find(text, range, mark) ?? add(text, range, mark, meant: Names.inSmallLetters(text[range]))
  }

  @inline(__always)
  private func find(_ text: [UInt8], _ range: Range<Int>, _ mark: Mark) -> UInt32? {
    let mask = slots.count - 1
    var slot = Names.slot(mark.hash, mask)
    for _ in 0..<Names.probesMax {
      let number = slots[slot]
      if number == 0 { return nil }
      if entries[Int(number)].mark == mark, mark.isWhole || isEqual(Int(number), text, range) { return number }
      slot = (slot + 1) & mask
    }
    return crowded.isEmpty ? nil : crowded[String(decoding: text[range], as: UTF8.self)]
  }

  @inline(__always)
  private static func slot(_ hash: UInt64, _ mask: Int) -> Int { Int(truncatingIfNeeded: hash) & mask }

  /// Whether a word with the mark of a name is that name.
  @inline(__always)
  private func isEqual(_ number: Int, _ text: [UInt8], _ range: Range<Int>) -> Bool {
    let start = Int(entries[number - 1].end)
    guard Int(entries[number].end) - start == range.count else { return false }
    for index in 0..<range.count where bytes[start + index] != text[range.lowerBound + index] { return false }
    return true
  }

  @discardableResult
  private mutating func add(_ text: [UInt8], _ range: Range<Int>, _ mark: Mark, meant word: Word) -> UInt32 {
    bytes += text[range]
    let name = String(decoding: text[range], as: UTF8.self)
    let number = UInt32(entries.count)
    let dot = text[range].firstIndex(of: UInt8(ascii: "."))
    var payload: UInt32 = 0
    if let dot, text[range.lowerBound..<dot].elementsEqual(Names.event) {
      payload = UInt32(payloads.count)
      payloads.append(String(decoding: text[dot + 1..<range.upperBound], as: UTF8.self))
    }
    entries.append(
      Entry(
        mark: mark, end: UInt32(bytes.count), word: Names.word(number), meant: word, isDotted: dot != nil,
        payload: payload, text: name))
    if entries.count * 2 > slots.count { spread(over: slots.count * 4, until: Int(number)) }
    insert(number)
    return number
  }

  /// The word of the language that a name with capitals would be without them.
  private static func inSmallLetters(_ name: ArraySlice<UInt8>) -> Word {
    guard name.count <= 12, name.contains(where: { $0 &- 65 < 26 }) else { return .name }
    let meant = word(name.map { $0 &- 65 < 26 ? $0 + 32 : $0 })
    return meant.isReserved ? meant : .name
  }

  private static let event = Array("event".utf8)

  /// Room for the names of a text of so many bytes, most of whose words stand in it several times.
  mutating func reserveRoom(forText count: Int) {
    entries.reserveCapacity(entries.count + count / 48)
    bytes.reserveCapacity(bytes.count + count / 8)
    var size = slots.count
    while size < count / 24 { size *= 2 }
    if size > slots.count { spread(over: size, until: entries.count) }
  }

  private mutating func insert(_ number: UInt32) {
    guard number > 0 else { return }
    let mask = slots.count - 1
    var slot = Names.slot(entries[Int(number)].mark.hash, mask)
    for _ in 0..<Names.probesMax {
      if slots[slot] == 0 {
        slots[slot] = number
        return
      }
      slot = (slot + 1) & mask
    }
    crowded[entries[Int(number)].text] = number
  }

  private mutating func spread(over size: Int, until count: Int) {
    slots = [UInt32](repeating: 0, count: size)
    crowded = [:]
    for number in 1..<UInt32(count) { insert(number) }
  }
}
