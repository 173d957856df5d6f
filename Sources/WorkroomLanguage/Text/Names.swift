/// The words and names of a text, each kept once and told by a number.
///
/// Words of the language have the number of their `Word`, so that one look tells a name from a clause word. What a name
/// says is made into a text once, however often it stands in the file.
package struct Names: Sendable {
  /// By number; the first stands for what is no word.
  package private(set) var texts: [String] = []
  /// Of `event.rate` the part behind the dot, of others nothing.
  private var payloads: [String] = []
  /// The bytes of all names, one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  private var hashes: [UInt32] = []
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
      names.add(spelling[...], Names.hash(spelling))
    }
    return names
  }()

  static let hashStart: UInt32 = 2_166_136_261

  /// Takes one more byte into a hash.
  @inline(__always)
  static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }

  private static func hash(_ word: [UInt8]) -> UInt32 { word.reduce(hashStart) { hash($0, $1) } }

  /// The word of the language with a number.
  static func word(_ number: UInt32) -> Word {
    number < Word.equals.rawValue ? Word(rawValue: UInt8(number)) ?? .name : .name
  }

  /// The word of the language that is spelled so.
  static func word(_ spelling: [UInt8]) -> Word {
    words.find(spelling[...], hash(spelling)).map(word) ?? .name
  }

  /// The part behind `event.`, of a name that begins so.
  func payload(_ number: UInt32) -> String? {
    let payload = payloads[Int(number)]
    return payload.isEmpty ? nil : payload
  }

  /// The number of a name, new or known.
  mutating func number(_ word: ArraySlice<UInt8>, _ hash: UInt32) -> UInt32 { find(word, hash) ?? add(word, hash) }

  private func find(_ word: ArraySlice<UInt8>, _ hash: UInt32) -> UInt32? {
    let mask = slots.count - 1
    var slot = Names.slot(hash, mask)
    for _ in 0..<Names.probesMax {
      let number = slots[slot]
      if number == 0 { return nil }
      if hashes[Int(number)] == hash, isEqual(Int(number), word) { return number }
      slot = (slot + 1) & mask
    }
    return crowded.isEmpty ? nil : crowded[String(decoding: word, as: UTF8.self)]
  }

  private static func slot(_ hash: UInt32, _ mask: Int) -> Int { Int(hash ^ hash >> 15) & mask }

  @inline(__always)
  private func isEqual(_ number: Int, _ word: ArraySlice<UInt8>) -> Bool {
    let start = Int(ends[number - 1])
    guard Int(ends[number]) - start == word.count else { return false }
    for index in 0..<word.count where bytes[start + index] != word[word.startIndex + index] { return false }
    return true
  }

  @discardableResult
  private mutating func add(_ word: ArraySlice<UInt8>, _ hash: UInt32) -> UInt32 {
    let start = bytes.count
    bytes += word
    ends.append(UInt32(bytes.count))
    hashes.append(hash)
    let isPayload = word.first == Names.event[0] && word.starts(with: Names.event)
    payloads.append(isPayload ? String(decoding: word.dropFirst(Names.event.count), as: UTF8.self) : "")
    texts.append(String(decoding: bytes[start...], as: UTF8.self))
    if texts.count * 2 > slots.count { grow() }
    insert(UInt32(texts.count - 1))
    return UInt32(texts.count - 1)
  }

  private static let event = Array("event.".utf8)

  private mutating func insert(_ number: UInt32) {
    guard number > 0 else { return }
    let mask = slots.count - 1
    var slot = Names.slot(hashes[Int(number)], mask)
    for _ in 0..<Names.probesMax {
      if slots[slot] == 0 {
        slots[slot] = number
        return
      }
      slot = (slot + 1) & mask
    }
    crowded[texts[Int(number)]] = number
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 4)
    crowded = [:]
    for number in 1..<UInt32(texts.count - 1) { insert(number) }
  }
}
