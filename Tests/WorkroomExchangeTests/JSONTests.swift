import Testing
import WorkroomExchange

@Suite struct JSONTests {
  func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONReader.parse(Array(text.utf8)) }

  func failure(_ text: String) -> String? {
    do throws(JSONError) {
      _ = try parse(text)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func everyKindOfValue() throws {
    let value = try parse(
      #" { "a" : [ 1 , -0.50 , 1e+3 , true , false , null ] , "b" : { } , "c" : [ ] , "" : "x" } "#)
    #expect(
      value["a"]
        == .array([.number("1"), .number("-0.50"), .number("1e+3"), .bool(true), .bool(false), .null]))
    #expect(value["b"] == .object([]) && value["c"] == .array([]) && value[""]?.string == "x")
    #expect(try parse("\"\"") == .string("") && parse("0") == .number("0"))
  }

  @Test func numbersStayText() throws {
    #expect(
      try parse("0.1000000000000000000000000000000001") == .number("0.1000000000000000000000000000000001"))
  }

  @Test func escapes() throws {
    #expect(
      try parse(#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\u0000""#) == .string("\"\\/\u{8}\u{C}\n\r\té😀\0"))
  }

  @Test(arguments: [
    (
      "",
      "column 1: a value is missing before the end of the text; write a text in quotes, a number, a list or an object"
    ),
    ("{\"a\":1,}", "column 8: a member's name in quotes is missing before `}`"),
    (
      "[1,]",
      "column 4: a value is missing before `]`; write a text in quotes, a number, a list or an object"
    ),
    ("{\"a\" 1}", "column 6: a colon is missing before `1`"),
    ("{\"a\":1", "column 7: a comma or the closing brace is missing before the end of the text"),
    ("[1 2]", "column 4: a comma or the closing bracket is missing before `2`"),
    ("{\"ä\":1,\"ä\":2}", "column 8: the member `ä` stands twice; keep one"),
    ("{\"a\":1,\"\\u0061\":2}", "column 8: the member `a` stands twice; keep one"),
    ("01", "column 1: a number starts with a needless 0; remove it"),
    ("1.", "column 3: a digit is missing before the end of the text"),
    ("-x", "column 2: a digit is missing before `x`"),
    ("1e", "column 3: a digit is missing before the end of the text"),
    ("1 1", "column 3: `1` follows the end of the value; remove it"),
    ("\"abc", "column 1: the text that starts here has no closing quote"),
    ("\"\\ud800\"", "column 2: half of a surrogate pair stands alone; write both halves"),
    ("\"\\udc00\"", "column 2: half of a surrogate pair stands alone; write both halves"),
    ("\"\\ud800\\u0041\"", "column 2: half of a surrogate pair stands alone; write both halves"),
    ("\"\\x\"", "column 2: a backslash starts no known escape here; write it twice"),
    ("\"\\u12g4\"", "column 2: `\\u` has fewer than four hexadecimal digits"),
    ("\"\\", "column 2: a backslash starts no known escape here; write it twice"),
    ("\"a\tb\"", "column 3: a control character stands in a text; write it as `\\u0009`"),
    (
      "nul",
      "column 1: a value is missing before `n`; write a text in quotes, a number, a list or an object"
    ),
  ])
  func errorsAreLocated(text: String, message: String) {
    #expect(failure(text) == message)
  }

  @Test(arguments: [
    "NaN", "+1", ".5", "'a'", "{a:1}", "[1]x", "\u{FEFF}1", "tru", "--1", "1.e1", "0x10", "{\"a\":}", "}",
    "]", "[,1]",
  ])
  func whatIsNotJSONIsRefused(text: String) {
    #expect(failure(text) != nil)
  }

  @Test(
    arguments: [
      [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xF8], [0xE2, 0x82],
    ] as [[UInt8]])
  func otherBytesAreRefused(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSONReader.parse([34, 0xC3, 0xA4] + bytes + [34]) }
    #expect(error?.description == "column 3: the text is not UTF-8 from here on")
  }

  @Test func depthHasALimit() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try parse(nested(64))
    #expect(failure(nested(65)) == "column 65: the value is nested deeper than 64 levels; make it flatter")
    #expect(
      failure(String(repeating: "[", count: 100_000))
        == "column 65: the value is nested deeper than 64 levels; make it flatter")
    #expect(failure(String(repeating: "{\"a\":", count: 50_000))?.contains("nested deeper") == true)
  }

  @Test func sizeHasALimit() throws {
    func text(_ bytes: Int) -> String { "\"" + String(repeating: "x", count: bytes - 2) + "\"" }
    _ = try parse(text(256 << 10))
    #expect(failure(text(256 << 10 + 1)) != nil)
    #expect(failure(text((256 << 10) + 1)) == "column 1: the text is larger than 256 KiB; shorten it")
  }

  @Test func writingEscapesWhatCannotBeSeen() {
    let value = JSONValue.object([
      JSONMember("a\n", .string("\"\\\u{1}\u{7F}\u{85}\u{2028}\u{2029}é😀")), JSONMember("n", .integer(-5)),
    ])
    #expect(
      String(decoding: JSONWriter.bytes(value), as: UTF8.self)
        == #"{"a\n":"\"\\\u0001\u007f\u0085\u2028\u2029é😀","n":-5}"#)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let every = String(String.UnicodeScalarView((0..<0x3000).compactMap { Unicode.Scalar($0 as UInt32) }))
    let value = JSONValue.array([
      .string(every), .object([JSONMember(every, .null)]), .bool(true), .array([]), .number("1.50"),
    ])
    let bytes = JSONWriter.bytes(value)
    #expect(try JSONReader.parse(bytes) == value)
    #expect(JSONWriter.bytes(try JSONReader.parse(bytes)) == bytes)
  }

  @Test func anyTextOfMarksEndsInAValueOrAnError() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var state = seed
    let marks = Array("{}[]:,\"\\u0d8eE+-.1 tn\u{1}é".utf8)
    for _ in 0..<3000 {
      var text: [UInt8] = []
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(marks[Int(state >> 33) % marks.count])
      }
      guard let value = try? JSONReader.parse(text) else { continue }
      #expect((try? JSONReader.parse(JSONWriter.bytes(value))) == value, "seed \(seed)")
    }
  }
}
