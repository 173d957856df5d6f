/// Reads one JSON text, strictly as RFC 8259 has it.
///
/// The depth is checked before each descent, so nesting can exhaust neither the stack of this parser nor the
/// one that releases the value. Members that stand twice are refused: readers disagree on which one counts.
package struct JSONReader {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var position = 0
  private var depth = 0

  private init(_ bytes: [UInt8], _ limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  package static func parse(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONError)
    -> JSONValue
  {
    var reader = JSONReader(bytes, limits)
    guard bytes.count <= limits.bytesMax else {
      throw reader.error("the text is larger than \(byteCount(limits.bytesMax)); shorten it", at: 0)
    }
    if let bad = UTF8Check.firstInvalid(bytes) {
      throw reader.error("the text is not UTF-8 from here on", at: bad)
    }
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.position == bytes.count else {
      throw reader.error("\(reader.here) follows the end of the value; remove it", at: reader.position)
    }
    return value
  }

  // MARK: Values

  /// value = false / null / true / object / array / number / string
  private mutating func value() throws(JSONError) -> JSONValue {
    skipBlanks()
    switch peek ?? 0 {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: return try word()
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth < limits.depthMax else {
      throw error(
        "the value is nested deeper than \(limits.depthMax) levels; make it flatter", at: position)
    }
    depth += 1
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  /// object = "{" [ member *( "," member ) ] "}", its opening brace taken
  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [JSONMember] = []
    var names: Set<String> = []
    if takes("}") { return .object([]) }
    repeat {
      skipBlanks()
      let start = position
      guard peek == UInt8(ascii: "\"") else {
        throw error("a member's name in quotes is missing before \(here)", at: position)
      }
      let name = try string()
      guard names.insert(name).inserted else {
        throw error("the member \(name.ticked) stands twice; keep one", at: start)
      }
      guard takes(":") else { throw error("a colon is missing before \(here)", at: position) }
      members.append(JSONMember(name, try value()))
    } while takes(",")
    guard takes("}") else {
      throw error("a comma or the closing brace is missing before \(here)", at: position)
    }
    return .object(members)
  }

  /// array = "[" [ value *( "," value ) ] "]", its opening bracket taken
  private mutating func array() throws(JSONError) -> JSONValue {
    var values: [JSONValue] = []
    if takes("]") { return .array([]) }
    repeat { values.append(try value()) } while takes(",")
    guard takes("]") else {
      throw error("a comma or the closing bracket is missing before \(here)", at: position)
    }
    return .array(values)
  }

  private mutating func word() throws(JSONError) -> JSONValue {
    for (word, value) in [("true", .bool(true)), ("false", .bool(false)), ("null", .null)]
      as [(String, JSONValue)]
    {
      guard bytes[position...].starts(with: word.utf8) else { continue }
      position += word.utf8.count
      return value
    }
    let help = "write a text in quotes, a number, a list or an object"
    throw error("a value is missing before \(here); \(help)", at: position)
  }

  /// number = [ "-" ] int [ frac ] [ exp ]
  private mutating func number() throws(JSONError) -> String {
    let start = position
    _ = take("-")
    let first = position
    try digits()
    guard bytes[first] != UInt8(ascii: "0") || position == first + 1 else {
      throw error("a number starts with a needless 0; remove it", at: first)
    }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = peek, (48...57).contains(byte) { position += 1 }
    guard position > start else { throw error("a digit is missing before \(here)", at: position) }
  }

  // MARK: Strings

  private mutating func string() throws(JSONError) -> String {
    let opening = position
    var text: [UInt8] = []
    position += 1
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try escape(&text)
      case 0..<0x20:
        throw error("a control character stands in a text; write it as `\\u\(hexFour(byte))`", at: position)
      default:
        text.append(byte)
        position += 1
      }
    }
    throw error("the text that starts here has no closing quote", at: opening)
  }

  private mutating func escape(_ text: inout [UInt8]) throws(JSONError) {
    let start = position
    position += 1
    let letter = peek
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter!)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"): text += Array(String(try scalar(start)).utf8)
    default: throw error("a backslash starts no known escape here; write it twice", at: start)
    }
  }

  /// The four digits after `\u`, with a second escape where they are the first half of a pair.
  private mutating func scalar(_ start: Int) throws(JSONError) -> Unicode.Scalar {
    let unit = try fourHexDigits(start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, take("\\"), take("u") else {
      throw error("half of a surrogate pair stands alone; write both halves", at: start)
    }
    let low = try fourHexDigits(start)
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw error("half of a surrogate pair stands alone; write both halves", at: start) }
    return scalar
  }

  private mutating func fourHexDigits(_ start: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("`\\u` has fewer than four hexadecimal digits", at: start)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  // MARK: Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 32 || byte == 9 || byte == 10 || byte == 13 { position += 1 }
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  /// Takes a mark after any blanks.
  private mutating func takes(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    return take(mark)
  }

  /// What stands at the position, for messages.
  private var here: String {
    guard position < bytes.count else { return "the end of the text" }
    return String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self).prefix(1)
      .ticked
  }

  private func error(_ reason: String, at offset: Int) -> JSONError {
    JSONError(column: 1 + bytes.prefix(offset).count { $0 & 0xC0 != 0x80 }, reason: reason)
  }
}

/// `7` as `0007`, in hexadecimal.
func hexFour(_ value: some BinaryInteger) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 4 - digits.count) + digits
}
